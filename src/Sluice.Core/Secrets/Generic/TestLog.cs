namespace Sluice.Secrets.Generic;

/// <summary>The lines in which programs tell the results of tests: <c>PASS: name of a test</c>.</summary>
internal static class TestLog
{
    private const int LongestLine = 1000;

    private static readonly byte[][] Results = [[.. "PASS: "u8], [.. "FAIL: "u8], [.. "XFAIL: "u8], [.. "XPASS: "u8], [.. "SKIP: "u8]];

    /// <summary>A line that begins with a result, beside another such line: what somebody notes of one account does not stand so.</summary>
    /// <param name="name">Where it starts.</param>
    public static bool IsResult(ReadOnlySpan<byte> text, int name)
    {
        if ((name > 0 && text[name - 1] != '\n') || !StartsWithResult(text[name..]))
            return false;
        var behind = text[name..Math.Min(text.Length, name + LongestLine)];
        if (behind.IndexOf((byte)'\n') is >= 0 and var end && StartsWithResult(behind[(end + 1)..]))
            return true;
        var before = text[Math.Max(0, name - LongestLine)..name];
        return before.Length > 1 && StartsWithResult(before[(before[..^1].LastIndexOf((byte)'\n') + 1)..]);
    }

    private static bool StartsWithResult(ReadOnlySpan<byte> line)
    {
        foreach (var result in Results)
        {
            if (line.StartsWith(result))
                return true;
        }

        return false;
    }
}
