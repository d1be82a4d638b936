using System.Globalization;
using System.Text;
using Sluice.Findings;
using Sluice.Profiles;

namespace Sluice.Sources;

/// <summary>Judges what a compiled file says otherwise than the source.</summary>
internal sealed class StatementJudge(ComparisonContext context)
{
    /// <summary>Longer lines are made for machines: there every token may have another name.</summary>
    private const int LongestAverage = 200;

    private const int MostTold = 5;
    private const int MostListed = 10;

    private static readonly HashSet<string> Outputs = new(StringComparer.OrdinalIgnoreCase) { ".js", ".mjs", ".cjs" };

    /// <summary>What programs open, delete and get at everything by, and ordinary programs have, too: in the midst of other people's statements it is odd.</summary>
    private static readonly byte[][] Opening = ["import("u8.ToArray(), ".rm("u8.ToArray(), ".unlink("u8.ToArray(), ".rmdir("u8.ToArray(), "'return this"u8.ToArray(), "\"return this"u8.ToArray(), "getBuiltinModule"u8.ToArray(), "process.binding"u8.ToArray(), "mainModule"u8.ToArray()];

    public static bool IsOutput(ShippedFile file) => Outputs.Contains(Path.GetExtension(file.Path)) && file.Entry.IsText;

    /// <summary>Null where nothing is to be told.</summary>
    /// <param name="isMade">Nothing of it is from elsewhere.</param>
    public Finding? Judge(ShippedFile file, ReadOnlySpan<byte> text, out bool isMade)
    {
        var source = context.Code;
        isMade = false;
        if (source.IsCut)
            return null;
        var tokens = CodeTokens.Read(text);
        var isPlain = text.Length / (text.Count((byte)'\n') + 1) <= LongestAverage;
        var trace = isPlain ? StatementDifference.Of(source, tokens, text) : null;
        isMade = trace is { IsMade: true };
        List<StatementChange> told = trace is null || context.IsDeclared(file) ? [] : trace.Changes.FindAll(change => change.Code.Length == 0 || IsGrave(change.Code, isNamed: true));
        foreach (var (start, end) in ForeignParts.Of(source, tokens, text))
        {
            if (IsGrave(text[start..end], isNamed: false) && !told.Exists(change => change.At >= start && change.At < end))
                told.Add(new StatementChange(start, -1, false, null, text[start..end].ToArray()));
        }

        return told.Count == 0 ? null : Finding(file, text, told);
    }

    private Finding Finding(ShippedFile file, ReadOnlySpan<byte> text, List<StatementChange> told)
    {
        var isGrave = told.Exists(change => !change.IsName);
        var lines = new List<int>();
        foreach (var change in told.Take(MostListed))
            lines.Add(text[..change.At].Count((byte)'\n') + 1);
        var path = told.Find(change => change.Old >= 0) is { } first ? context.Code.PathAt(first.Old) : null;
        var said = told.Take(MostTold).Select((change, i) => Said(change, lines[i]));
        return new Finding(SourceRules.Mismatch, file.Entry, $"is made of {(path is null ? context.SourceName : $"'{path}' of {context.SourceName}")}, but says something else: {string.Join("; ", said)}{(told.Count > MostTold ? $"; and {told.Count - MostTold} more" : "")}")
        {
            Line = lines[0],
            Severity = isGrave ? context.Stops : Severity.Medium,
            Confidence = isGrave ? Confidence.Low : Confidence.Medium,
            Evidence = [.. path is null ? Array.Empty<(string, object)>() : [("source", path)], ("statements", (long)told.Count), ("at lines", lines.Select(line => line.ToString(CultureInfo.InvariantCulture)).ToList())],
            Subject = "statements",
        };
    }

    /// <param name="isNamed">There are names or texts in it that the source has nowhere: then it matters that it talks to others, too, which parts of the source do that a compiler turned about.</param>
    private bool IsGrave(ReadOnlySpan<byte> code, bool isNamed)
    {
        var alien = AlienContent.Of(WithoutLoads(code), CodeDialect.Script);
        if (alien.IsGrave || (alien.Marks & (isNamed ? AlienMarks.Evaluation | AlienMarks.Network : AlienMarks.Evaluation)) != 0)
            return true;
        foreach (var word in Opening)
        {
            if (code.IndexOf(word) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>Without lines that only load what the source loads, too: compilers put these where they want.</summary>
    private byte[] WithoutLoads(ReadOnlySpan<byte> code)
    {
        var left = new List<byte>(code.Length);
        foreach (var range in code.Split((byte)'\n'))
        {
            var line = code[range];
            var loads = line.LastIndexOf("require("u8) is >= 0 and var call ? line[(call + "require("u8.Length)..] : line.LastIndexOf(" from "u8) is >= 0 and var from ? line[(from + " from "u8.Length)..] : default;
            var close = loads.IsEmpty ? -1 : loads[1..].IndexOf(loads[0]) + 1;
            if (close > 1 && loads[0] is (byte)'"' or (byte)'\'' && loads[(close + 1)..].Trim(" \t\r);"u8).IsEmpty && context.Code.Has(CodeTokens.Read(loads[..(close + 1)])[0].Key))
                continue;
            left.AddRange(line);
            left.Add((byte)'\n');
        }

        return [.. left];
    }

    private string Said(StatementChange change, int line)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"line {line}");
        if (change.Code.Length > 0)
            return $"{place} has code that is not there";
        if (!change.IsExchanged)
            return change.Is == "return" ? $"{place} returns" : $"{place} has a '{change.Is}' more";
        return change.Is is null ? $"{place} lacks a '!'" : $"{place} has '{change.Is}' for '{context.Code.TextAt(change.Old)}'";
    }
}
