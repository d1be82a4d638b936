namespace Sluice.Sources;

/// <summary>The first line of a script. Packages for a system write where its interpreter is installed there.</summary>
internal static class Interpreters
{
    /// <summary>Whether two scripts name the same interpreter, wherever it is and of whatever version.</summary>
    /// <param name="body">What is behind the first line.</param>
    public static bool AreAlike(ReadOnlySpan<byte> script, ReadOnlySpan<byte> other, out ReadOnlySpan<byte> body, out ReadOnlySpan<byte> otherBody)
    {
        var name = NameOf(script, out body);
        var otherName = NameOf(other, out otherBody);
        return !name.IsEmpty && name.SequenceEqual(otherName);
    }

    /// <summary>"execve", interpreter scripts: the last part of the path, or what <c>env</c> looks up. Options make it another one, and so it has no name.</summary>
    private static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> script, out ReadOnlySpan<byte> body)
    {
        body = script;
        if (!script.StartsWith("#!"u8) || script.IndexOf((byte)'\n') is not (> 0 and var end))
            return [];
        body = script[end..];
        var line = script[2..end].Trim(" \t\r"u8);
        var name = line[(line.LastIndexOf((byte)'/') + 1)..];
        if (name.StartsWith("env "u8))
            name = name[4..].TrimStart((byte)' ');
        return name.IndexOfAny((byte)' ', (byte)'\t') >= 0 ? [] : name.TrimEnd("0123456789."u8);
    }
}
