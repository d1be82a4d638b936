namespace Sluice.Artifacts.Manifests;

/// <summary>People as manifests write them: <c>Name &lt;name@host&gt; (page)</c>, several with commas between them.</summary>
internal static class PersonName
{
    /// <summary>The names alone; of an address without a name, the part behind the @.</summary>
    public static IReadOnlyList<string> All(IEnumerable<string?> texts) =>
        [.. texts.OfType<string>().Select(Of).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static string Of(string text)
    {
        var end = text.AsSpan().IndexOfAny('<', '(');
        var name = (end < 0 ? text : text[..end]).Trim().Trim('"').Trim();
        if (name.Length == 0 && end >= 0)
            name = text[(end + 1)..].TrimEnd('>', ')', ' ');
        return name.LastIndexOf('@') is >= 0 and var at && !name.Contains(' ') ? name[at..] : name;
    }
}
