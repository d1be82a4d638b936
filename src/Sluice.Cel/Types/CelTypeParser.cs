namespace Sluice.Cel;

/// <summary>Reads types as <see cref="CelType.ToString"/> writes them: <c>map(string, list('A))</c>.</summary>
public static class CelTypeParser
{
    private const int MostDepth = 32;

    /// <param name="objects">Declared object types that the text may name.</param>
    /// <exception cref="FormatException">The text is no type.</exception>
    public static CelType Parse(string text, params IReadOnlyList<CelObjectType> objects)
    {
        var at = 0;
        var type = Type(text, ref at, objects, 0);
        return at == text.Length ? type : throw Wrong(text);
    }

    private static FormatException Wrong(string text) => new($"'{text}' is no type; types are written as int, list(string), map(string, dyn), optional_type(int), 'T");

    private static CelType Type(string text, ref int at, IReadOnlyList<CelObjectType> objects, int depth)
    {
        if (depth > MostDepth)
            throw Wrong(text);
        SkipBlanks(text, ref at);
        if (at < text.Length && text[at] == '\'')
        {
            at++;
            return CelType.Parameter(Name(text, ref at));
        }

        var name = Name(text, ref at);
        var parameters = new List<CelType>();
        SkipBlanks(text, ref at);
        if (at < text.Length && text[at] == '(')
        {
            do
            {
                at++;
                parameters.Add(Type(text, ref at, objects, depth + 1));
                SkipBlanks(text, ref at);
            }
            while (at < text.Length && text[at] == ',');
            if (at == text.Length || text[at++] != ')')
                throw Wrong(text);
            SkipBlanks(text, ref at);
        }

        return Build(name, [.. parameters], objects) ?? throw Wrong(text);
    }

    private static CelType? Build(string name, CelType[] parameters, IReadOnlyList<CelObjectType> objects) => (name, parameters.Length) switch
    {
        ("dyn" or "any", 0) => CelType.Dyn,
        ("null" or "null_type", 0) => CelType.Null,
        ("bool", 0) => CelType.Bool,
        ("int", 0) => CelType.Int,
        ("uint", 0) => CelType.Uint,
        ("double", 0) => CelType.Double,
        ("string", 0) => CelType.String,
        ("bytes", 0) => CelType.Bytes,
        ("timestamp" or "google.protobuf.Timestamp", 0) => CelType.Timestamp,
        ("duration" or "google.protobuf.Duration", 0) => CelType.Duration,
        ("type", 0) => CelType.Type,
        ("type", 1) => CelType.TypeOf(parameters[0]),
        ("list", 0) => CelType.AnyList,
        ("list", 1) => CelType.List(parameters[0]),
        ("map", 0) => CelType.AnyMap,
        ("map", 2) => CelType.Map(parameters[0], parameters[1]),
        ("wrapper", 1) => CelType.Wrapper(parameters[0]),
        ("list" or "map" or "wrapper", _) => null,
        _ => objects.FirstOrDefault(known => known.Name == name)?.Type ?? CelType.Opaque(name, parameters),
    };

    private static string Name(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '.'))
            at++;
        return at > start ? text[start..at] : throw Wrong(text);
    }

    private static void SkipBlanks(string text, ref int at)
    {
        while (at < text.Length && text[at] == ' ')
            at++;
    }
}
