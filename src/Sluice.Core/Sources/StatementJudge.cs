using Sluice.Findings;
using Sluice.Profiles;

namespace Sluice.Sources;

/// <summary>Judges what a compiled file says otherwise than the file that it was made of.</summary>
internal sealed class StatementJudge(ComparisonContext context)
{
    /// <summary>Longer lines are made for machines: there every token may have another name.</summary>
    private const int LongestAverage = 200;

    private const int MostTold = 5;

    private static readonly HashSet<string> Outputs = new(StringComparer.OrdinalIgnoreCase) { ".js", ".mjs", ".cjs" };

    /// <summary>What programs open, delete and get at everything by, and ordinary programs have, too: in the midst of other people's statements it is odd.</summary>
    private static readonly byte[][] Opening = ["import("u8.ToArray(), ".rm("u8.ToArray(), ".unlink("u8.ToArray(), ".rmdir("u8.ToArray(), "return this"u8.ToArray(), "getBuiltinModule"u8.ToArray(), "process.binding"u8.ToArray(), "mainModule"u8.ToArray()];

    public static bool IsOutput(ShippedFile file) => Outputs.Contains(Path.GetExtension(file.Path)) && file.Entry.IsText;

    /// <summary>Null where nothing is to be told.</summary>
    /// <param name="isMade">Nothing of it is from elsewhere.</param>
    public Finding? Judge(ShippedFile file, ReadOnlySpan<byte> text, ReadOnlySpan<byte> source, out bool isMade)
    {
        isMade = false;
        if (text.Length / (text.Count((byte)'\n') + 1) > LongestAverage || StatementDifference.Of(source, text) is not { } changes)
            return null;
        isMade = changes.TrueForAll(change => change.Code.Length == 0);
        var told = changes.FindAll(change => change.Code.Length == 0 || IsGrave(change.Code));
        if (told.Count == 0)
            return null;
        var isGrave = told.Exists(change => change.Code.Length > 0 || !IsName(change.Is));
        return new Finding(SourceRules.Mismatch, file.Entry, $"is made of '{file.Written!.Path}' of {context.SourceName}, but says something else: {string.Join("; ", told.Take(MostTold).Select(Said))}{(told.Count > MostTold ? $"; and {told.Count - MostTold} more" : "")}")
        {
            Line = told[0].Line,
            Severity = isGrave ? context.Stops : Severity.Medium,
            Confidence = isGrave ? Confidence.Low : Confidence.Medium,
            Evidence = [("source", file.Written.Path), ("statements", (long)told.Count), ("at lines", told.Take(MostTold * 2).Select(change => change.Line.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToList())],
            Subject = "statements",
        };
    }

    private static bool IsGrave(byte[] code) => !AlienContent.Of(code, CodeDialect.Script).IsNothing || Array.Exists(Opening, word => code.AsSpan().IndexOf(word) >= 0);

    private static bool IsName(string? token) => token is null || char.IsAsciiLetter(token[0]) || token[0] is '_' or '$';

    private static string Said(StatementChange change)
    {
        var line = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"line {change.Line}");
        if (change.Code.Length > 0)
            return $"{line} has code that is not there";
        return change.Was is null ? $"{line} has a '{change.Is}' more" : $"{line} has '{change.Is}' for '{change.Was}'";
    }
}
