using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Generic;

/// <summary>
/// What the classifier knows of a candidate: a number from 0 to 1 for each name in <see cref="Names"/>. The page
/// <c>docs/reference/generic-secrets.md</c> explains them; adding one means to train anew.
/// </summary>
internal static class Features
{
    public static readonly string[] Names =
    [
        "name-password", "name-secret", "name-token", "name-key", "name-weak", "name-unknown-tail",
        "quoted", "in-string", "link-comparison", "link-fallback", "link-call", "link-comma", "link-blank", "link-flag", "link-element", "link-command",
        "syntax-code", "syntax-script", "syntax-settings", "syntax-prose", "sample-file", "long-line",
        "length-under-8", "length-8-11", "length-12-15", "length-16-23", "length-24-47", "length-48",
        "has-digit", "has-upper", "has-lower", "has-symbol", "three-classes", "many-symbols", "has-blank",
        "word-share", "fluency", "fluent-and-plain", "letters-only", "letters-and-separators", "title-word", "word-and-number", "hexadecimal", "digest-length", "base64-padding",
        "changes", "variety", "sequences", "dotted", "ends-as-text", "seed-phrase",
    ];

    public static int Count => Names.Length;

    /// <summary>A line as long was written by a program.</summary>
    private const int LongLine = 1000;

    private static readonly ByteSet TextEnds = ByteSet.Of(".:!?,"u8);

    public static void Measure(in Candidate candidate, ReadOnlySpan<byte> text, Span<float> features)
    {
        features.Clear();
        var written = candidate.Value;
        var writer = new Writer(features);
        foreach (var kind in (ReadOnlySpan<NameKind>)[NameKind.Password, NameKind.Secret, NameKind.Token, NameKind.Key, NameKind.Weak])
            writer.Add(candidate.Name.Kind == kind);
        writer.Add(candidate.Name.HasUnknownTail);
        writer.Add(written.Quote != 0);
        writer.Add(written.IsInString);
        for (var link = Link.Comparison; link <= Link.Command; link++)
            writer.Add(written.Link == link);
        for (var syntax = Syntax.Code; syntax <= Syntax.Prose; syntax++)
            writer.Add(candidate.Source.Syntax == syntax);
        writer.Add(candidate.Source.IsSample);
        writer.Add(IsInLongLine(text, written.Start));
        MeasureValue(text[written.Start..written.End], ref writer);
    }

    private static void MeasureValue(ReadOnlySpan<byte> value, ref Writer writer)
    {
        var n = value.Length;
        writer.Add(n < 8);
        writer.Add(n is >= 8 and < 12);
        writer.Add(n is >= 12 and < 16);
        writer.Add(n is >= 16 and < 24);
        writer.Add(n is >= 24 and < 48);
        writer.Add(n >= 48);
        var makeup = Makeup.Of(value);
        writer.Add(makeup.Digits > 0);
        writer.Add(makeup.Upper > 0);
        writer.Add(makeup.Lower > 0);
        writer.Add(makeup.Symbols > 0);
        writer.Add(makeup.Classes >= 3);
        writer.Add(makeup.Symbols * 4 > n);
        writer.Add(makeup.Blanks > 0);
        var wording = WordModel.Measure(value);
        writer.Add((float)wording.WordShare);
        writer.Add((float)wording.Fluency);
        writer.Add(makeup.Digits == 0 && makeup.Others == 0 ? (float)wording.Fluency : 0);
        var letters = makeup.Upper + makeup.Lower;
        writer.Add(letters == n);
        writer.Add(letters < n && letters + makeup.Separators == n);
        writer.Add(makeup.Upper == 1 && letters == n && char.IsAsciiLetterUpper((char)value[0]));
        writer.Add(letters > 3 && makeup.Changes <= 2 && makeup.Digits is > 0 and <= 4 && makeup.Others == 0);
        writer.Add(makeup.IsHex);
        writer.Add(makeup.IsHex && n is 32 or 40 or 56 or 64 or 96 or 128);
        writer.Add(value[^1] == '=');
        writer.Add((float)makeup.Changes / n);
        writer.Add((float)Math.Min(1, makeup.Distinct / Math.Min(n, 24.0)));
        writer.Add((float)makeup.Sequences / n);
        writer.Add(value.Contains((byte)'.'));
        writer.Add(TextEnds.Contains(value[^1]));
        writer.Add(makeup.Blanks > 0 && ValueShape.IsSeedPhrase(value, makeup.Blanks));
    }

    private static bool IsInLongLine(ReadOnlySpan<byte> text, int at)
    {
        var around = text[Math.Max(0, at - LongLine)..Math.Min(text.Length, at + LongLine)];
        return around.Length > LongLine && around.IndexOf((byte)'\n') < 0;
    }

    /// <summary>Fills the features in the order of their names.</summary>
    private ref struct Writer(Span<float> features)
    {
        private readonly Span<float> _features = features;
        private int _next;

        public void Add(bool holds) => Add(holds ? 1f : 0f);

        public void Add(float value) => _features[_next++] = value;
    }
}
