namespace Sluice.Artifacts.Formats;

/// <summary>The string literals of Java classes (Java Virtual Machine Specification, section 4.4), one a line, and those that are values of fields with their names.</summary>
public sealed class JavaClassReader : ArtifactReader
{
    /// <summary>A program has tens of thousands of classes: most need no entry beside their own.</summary>
    private const int MinLiteralBytes = 48;

    public override string Format => "java-class";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.JavaClass;

    public override void Read(Content content, EntrySink sink)
    {
        var file = content.Head.Span;
        var cursor = new ByteCursor(file) { Position = 8 };
        var pool = JavaConstantPool.Read(ref cursor);
        AddLiterals(file, pool, sink);
        if (pool.Literals.Count == 0)
            return;
        var found = new List<((int Start, int Length) Name, (int Start, int Length) Value)>();
        JavaNamedLiterals.Find(file, pool, cursor, found);
        var named = new NamedConstants();
        foreach (var (name, value) in found)
            named.Add(file.Slice(name.Start, name.Length), file.Slice(value.Start, value.Length));
        named.AddTo(sink);
    }

    private static void AddLiterals(ReadOnlySpan<byte> file, JavaConstantPool pool, EntrySink sink)
    {
        using var text = new MemoryStream();
        var longest = 0;
        var seen = new HashSet<int>();
        foreach (var literal in pool.Literals)
        {
            if (pool.LiteralOf(literal) is not var (start, length))
                throw new ArtifactException("a string constant points nowhere");
            longest = Math.Max(longest, length);
            // 65,535 constants may share one text: no more than the file itself has.
            if (length == 0 || !seen.Add(start))
                continue;
            text.Write(file.Slice(start, length));
            text.WriteByte((byte)'\n');
        }

        // Short ones stand in the file as they are, where every search finds them; only long ones can hold something encoded.
        if (longest >= MinLiteralBytes)
            sink.AddStrings("constants", text.GetBuffer().AsMemory(0, (int)text.Length));
    }
}
