using System.Text;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// Modules that a bundler wrote as <c>eval("…//# sourceURL=…")</c> (webpack's <c>eval</c> devtools): each becomes an entry under its source's
/// name. With <c>eval-source-map</c> the module ends in an inline map, which is opened in turn.
/// </summary>
public sealed class EvalModuleReader : ArtifactReader
{
    /// <summary>The comment that names a module stands at its end.</summary>
    private const int MaxTailBytes = 4 << 10;

    public override string Format => "eval-modules";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) =>
        entry.ContentKind == ContentKind.Text && entry.Marks.HasFlag(TextMarks.SourceUrl) && TryFind(content.Head.Span, 0, out _);

    public override void Read(Content content, EntrySink sink)
    {
        var text = content.Head.Span;
        var modules = new List<Entry>();
        var buffer = new byte[16 << 10];
        var labels = new Labels();
        for (var at = 0; TryFind(text, at, out var literal); at = literal)
        {
            if (!JavaScriptText.TryReadLiteral(text, ref literal, ref buffer, out var length))
                break;
            var module = buffer.AsSpan(0, length);
            if (NameOf(module) is not { } name)
                continue;
            var entry = sink.AddDecoded(labels.Next(name), module.ToArray());
            // The map inside tells the original text, which the module's is made from.
            if (module.IndexOf("sourceMappingURL=data:"u8) < 0)
                modules.Add(entry);
        }

        if (modules.Count > 0)
            sink.Learn(new EvalModuleFacts(modules));
    }

    /// <summary>Finds the quote behind the next <c>eval(</c>, with or without the wrapper for trusted types.</summary>
    private static bool TryFind(ReadOnlySpan<byte> text, int at, out int quote)
    {
        while (at < text.Length && text[at..].IndexOf("eval("u8) is >= 0 and var hop)
        {
            at += hop + 5;
            var rest = text[at..];
            quote = at;
            if (rest.StartsWith("__webpack_require__.ts("u8))
                quote += 23;
            if (quote < text.Length && text[quote] is (byte)'"' or (byte)'\'' or (byte)'`')
                return true;
        }

        quote = 0;
        return false;
    }

    private static string? NameOf(ReadOnlySpan<byte> module)
    {
        var tail = module[Math.Max(0, module.Length - MaxTailBytes)..];
        var at = tail.LastIndexOf("//# sourceURL="u8);
        if (at < 0)
            return null;
        var name = tail[(at + 14)..];
        var end = name.IndexOfAny(" \t\r\n"u8);
        return Encoding.UTF8.GetString(end < 0 ? name : name[..end]).TrimEnd('?');
    }
}
