using System.Text;
using static Sluice.Cel.CelOverload;
using static Sluice.Cel.CelType;

namespace Sluice.Cel;

/// <summary><c>matches</c> of the language, and the regex library. https://github.com/google/cel-go/tree/master/ext#regex</summary>
internal static class RegexLibrary
{
    private static readonly CelType Text = CelType.String;

    public static CelLibrary Create() => CelLibrary.BuiltIn("regex",
    [
        new("regex.extract", Binary("regex_extract_string_string", Text, Text, Optional(Text), Extract, CelCallCost.Match)),
        new("regex.extractAll", Binary("regex_extractAll_string_string", Text, Text, List(Text), ExtractAll, CelCallCost.Match)),
        new("regex.replace",
            Many("regex_replace_string_string_string", [Text, Text, Text], Text, arguments => Replace(arguments, -1), CelCallCost.MatchReplace),
            Many("regex_replace_string_string_string_int", [Text, Text, Text, Int], Text, arguments => Replace(arguments, arguments[3].AsInt), CelCallCost.MatchReplace)),
    ]);

    /// <summary>Whether the pattern is found anywhere in the text.</summary>
    public static CelValue Matches(CelValue text, CelValue pattern)
    {
        var regex = Re2.Of(pattern.AsString);
        return regex.IsMatch(text.AsString) is { } isMatch ? CelValue.Bool(isMatch) : Wrong(regex);
    }

    private static CelValue Wrong(Re2 regex) => CelValue.Error($"given regex is invalid: {regex.Error}");

    private static CelValue Extract(CelValue text, CelValue pattern)
    {
        var regex = Re2.Of(pattern.AsString);
        if (regex.Matches(text.AsString, 1) is not { } matches)
            return Wrong(regex);
        if (regex.Groups.Count > 1)
            return TooManyGroups(pattern);
        return matches.Count > 0 && matches[0].Groups[^1] is { } found ? CelValue.Of(CelOptional.Of(CelValue.String(found))) : CelOptional.NoneValue;
    }

    private static CelValue ExtractAll(CelValue text, CelValue pattern)
    {
        var regex = Re2.Of(pattern.AsString);
        if (regex.Matches(text.AsString) is not { } matches)
            return Wrong(regex);
        if (regex.Groups.Count > 1)
            return TooManyGroups(pattern);
        return CelValue.Of(CelList.Of([.. matches.Where(match => regex.Groups.Count == 0 || match.Groups[^1] is { Length: > 0 }).Select(match => CelValue.String(match.Groups[^1] ?? ""))]));
    }

    private static CelValue TooManyGroups(CelValue pattern) => CelValue.Error($"regular expression has more than one capturing group: {pattern}");

    /// <summary>In the replacement \0 to \9 are groups, \\ a backslash.</summary>
    private static CelValue Replace(CelValue[] arguments, long limit)
    {
        var (text, replacement) = (arguments[0].AsString, arguments[2].AsString);
        var regex = Re2.Of(arguments[1].AsString);
        if (regex.Error is not null)
            return Wrong(regex);
        if (limit == 0)
            return arguments[0];
        if (regex.Matches(text, limit < 0 ? int.MaxValue : (int)Math.Min(limit, int.MaxValue)) is not { } matches)
            return Wrong(regex);
        var encoded = regex.Encode(text);
        var result = new StringBuilder();
        var at = 0;
        foreach (var match in matches)
        {
            result.Append(regex.Decode(encoded.AsSpan(at, match.Index - at)));
            if (Expand(result, replacement, match) is { } problem)
                return CelValue.Error(problem);
            at = match.Index + match.Length;
            if (result.Length > Formatting.LongestResult)
                return CelValue.Error("the string would be too long");
        }

        return CelValue.String(result.Append(regex.Decode(encoded.AsSpan(at))).ToString());
    }

    /// <returns>What is wrong with the replacement, or null.</returns>
    private static string? Expand(StringBuilder result, string replacement, Re2Match match)
    {
        for (var i = 0; i < replacement.Length; i++)
        {
            if (replacement[i] != '\\')
            {
                result.Append(replacement[i]);
                continue;
            }

            if (++i == replacement.Length || !(char.IsAsciiDigit(replacement[i]) || replacement[i] == '\\'))
                return "invalid replacement string: '\\' is followed by a digit or another '\\'";
            if (replacement[i] == '\\')
                result.Append('\\');
            else if (replacement[i] - '0' < match.Groups.Length)
                result.Append(match.Groups[replacement[i] - '0']);
            else
                return $"replacement string references group {replacement[i]} but the pattern has only {match.Groups.Length - 1} group(s)";
        }

        return null;
    }
}
