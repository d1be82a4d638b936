namespace Sluice.Artifacts.Formats;

/// <summary>The string literals of Java classes (Java Virtual Machine Specification, section 4.4), one a line.</summary>
public sealed class JavaClassReader : ArtifactReader
{
    /// <summary>A program has tens of thousands of classes: most need no entry beside their own.</summary>
    private const int MinLiteralBytes = 48;

    public override string Format => "java-class";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.JavaClass;

    public override void Read(Content content, EntrySink sink)
    {
        var cursor = new ByteCursor(content.Head.Span) { Position = 8 };
        var count = cursor.UInt16BigEndian();
        var texts = new (int Start, int Length)[count];
        var literals = new List<int>();
        for (var index = 1; index < count; index++)
        {
            var tag = cursor.Byte();
            switch (tag)
            {
                case 1:
                    var length = cursor.UInt16BigEndian();
                    texts[index] = (cursor.Position, length);
                    cursor.Take(length);
                    break;
                case 8:
                    literals.Add(cursor.UInt16BigEndian());
                    break;
                case 5 or 6:
                    cursor.Take(8);
                    // Long and double take two places, for historical reasons (section 4.4.5).
                    index++;
                    break;
                default:
                    cursor.Take(SizeOf(tag));
                    break;
            }
        }

        AddLiterals(content.Head.Span, texts, literals, sink);
    }

    private static int SizeOf(byte tag) => tag switch
    {
        7 or 16 or 19 or 20 => 2,
        15 => 3,
        3 or 4 or 9 or 10 or 11 or 12 or 17 or 18 => 4,
        _ => throw new ArtifactException($"unknown constant {tag}"),
    };

    private static void AddLiterals(ReadOnlySpan<byte> file, (int Start, int Length)[] texts, List<int> literals, EntrySink sink)
    {
        using var text = new MemoryStream();
        var longest = 0;
        foreach (var literal in literals)
        {
            if (literal >= texts.Length)
                throw new ArtifactException("a string constant points nowhere");
            longest = Math.Max(longest, texts[literal].Length);
            var (start, length) = texts[literal];
            if (length == 0)
                continue;
            text.Write(file.Slice(start, length));
            text.WriteByte((byte)'\n');
            // 65,535 constants may share one text: no more than the file itself has.
            texts[literal] = default;
        }

        // Short ones stand in the file as they are, where every search finds them; only long ones can hold something encoded.
        if (longest >= MinLiteralBytes)
            sink.AddStrings("constants", text.GetBuffer().AsMemory(0, (int)text.Length));
    }
}
