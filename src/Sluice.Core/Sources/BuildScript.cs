using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Sources;

/// <summary>
/// What a script or a macro does that comes with the build tools and that none of theirs does: many kilobytes of shell that nobody reads, in every release and in no repository. Lines that the
/// project wrote itself, in its own <c>configure.ac</c> and macros, are its own.
/// </summary>
internal static class BuildScript
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <summary>Generated lines are longer than written ones; what is longer still is data.</summary>
    private const int LongestLine = 16 << 10;

    /// <summary>Text that was put together a moment ago. The tools' own ask a compiler, or read back what they wrote themselves.</summary>
    private static readonly Regex EvaluatesOutput = new(@"(^|[\s;&|{`""]|[^$]\()eval\s+[""']?\s*(`|\\`|\$\()", Linear);
    private static readonly Regex AsksCompiler = new(@"eval\s+[""']?\s*\\?(`|\$\()\s*\$\{?(CC|CXX|CPP|F77|FC|GCJ|NM|LD|host_cc|set_cc_for_build)[A-Za-z0-9_]*\}?[\s`]|BEGIN LIBTOOL TAG CONFIG|eval\s+`echo\s+'[^'`]*'", Linear);

    private static readonly Regex PipesIntoShell = new(@"\|\s*(eval\s+[""'`\\$]|(/usr)?(/bin/)?(ba|da|z|k)?sh(\s*$|\s+[-<>;&|)]|\s*[;&)`""'])|\\?\$\{?\(?(SHELL|CONFIG_SHELL|BASH|SH)\b\)?\}?(\s*$|\s*[-;&|)`""']|\s+[0-9]?[<>])|(python|perl|ruby|node|php|lua)[0-9.]*(\s*$|\s+-?\s*([;&|)]|$)))", Linear);
    private static readonly Regex OwnPipe = new(@"\|\s*eval\s+(GZIP=|""\$global_symbol_pipe""|\$at_tee_pipe)|subs\.awk"" \| \$SHELL", Linear);

    /// <summary>A list of names in a makefile.</summary>
    private static readonly Regex IsList = new(@"^[@A-Za-z0-9_]+\s*\+?=\s", Linear);

    private static readonly Regex RunsText = new(@"(^|[\s;&|({`""'!/])(python|perl|ruby|node|php|lua|(ba|da|z|k)?sh)[0-9.]*\s+(-[a-zA-Z]+\s+)*-(c|e|r)\s*(""?\s*(`|\\`|\$\()|<)", Linear);
    private static readonly Regex RunsProgram = new(@"(^|[\s;&|({`""'!/])(python|perl|ruby|node|php|lua)[0-9.]*\s+(-[a-zA-Z]+\s+)*-(c|e|r)\s.*(exec|eval|system|subprocess|popen|urllib|socket|base64|decode|unpack|open\s*\()", Linear);

    /// <summary>Restores packed bytes; to unpack the archive of the release again, for <c>make distcheck</c>, is what the tools do.</summary>
    private static readonly Regex Decodes = new(@"(^|[\s;&|({`""'!/])((xz|lzma|gzip|bzip2|zstd|lz4|brotli|base64|base32)\s[^|]*(-[a-zA-Z0-9]*[dD]\b|-[dD][a-zA-Z0-9]*\b|--decompress|--decode|--uncompress)|(xzcat|lzcat|zcat|bzcat|unxz|unlzma|uudecode)\s|openssl\s+(enc|base64|aes)|xxd\s+-r)", Linear);
    private static readonly Regex Unpacks = new(@"am__untar|unshar|\|\s*\$?\{?\(?(tar|TAR|AMTAR)\b", Linear);

    private static readonly Regex Fetches = new(@"(^|[\s;&|({`""'!])(curl|wget)\s+(-[a-zA-Z]|--[a-z]|[""']?(https?|ftp):|[""']?\$\{?[A-Za-z_]*(url|URL|host|HOST))|/dev/(tcp|udp)/|(^|[\s;&|({`""'!])(nc|ncat|netcat)\s+-", Linear);

    /// <summary>Runs a file of the folder as a part of itself. The tools' own are written a line before.</summary>
    private static readonly Regex Sources = new(@"(^|[\s;&|({`""'!])(\.|source)\s+[""']?\./[A-Za-z0-9_]", Linear);
    private static readonly Regex OwnFile = new(@"(\.|source)\s+[""']?\./(conftest\.sh|conf\$\$?\$?[a-z]*\.sh|config\.(status|cache|lt|log)|libtool|confdefs|\$)", Linear);

    /// <summary>The first line that does so, counted from 1, and what it does; null for none.</summary>
    /// <param name="isOfSource">Whether the project wrote that line itself.</param>
    public static (int Line, string What)? OddIn(ReadOnlySpan<byte> text, Func<string, bool> isOfSource)
    {
        var number = 0;
        foreach (var range in text.Split((byte)'\n'))
        {
            number++;
            var bytes = text[range].Trim(" \t\r"u8);
            if (bytes.IsEmpty || bytes.Length > LongestLine || bytes[0] == '#' || bytes.StartsWith("dnl"u8))
                continue;
            if (Encoding.Latin1.GetString(bytes) is var line && WhatOf(line) is { } what && !isOfSource(Plain(line)))
                return (number, what);
        }

        return null;
    }

    /// <summary>A line as the macro processor may have left it: without its quotes.</summary>
    public static string Plain(string line) => string.Concat(line.Trim().Where(c => c is not ('[' or ']')));

    private static string? WhatOf(string line)
    {
        if (line.Contains("eval", StringComparison.Ordinal) && EvaluatesOutput.IsMatch(line) && !AsksCompiler.IsMatch(line))
            return "evaluates what another command writes";
        if (line.Contains('|') && PipesIntoShell.IsMatch(line) && !IsPattern(line) && !OwnPipe.IsMatch(line) && !line.Contains("||", StringComparison.Ordinal))
            return "pipes text into a shell";
        if (line.Contains('-') && RunsText.IsMatch(line))
            return "has an interpreter run what another command writes";
        if (line.Contains('-') && RunsProgram.IsMatch(line))
            return "has an interpreter run a program that is written out in it";
        if (Decodes.IsMatch(line) && !Unpacks.IsMatch(line) && !IsList.IsMatch(line))
            return "restores packed bytes";
        if (Fetches.IsMatch(line))
            return "fetches something";
        return line.Contains("./", StringComparison.Ordinal) && Sources.IsMatch(line) && !OwnFile.IsMatch(line) ? "runs a file of the folder as a part of itself" : null;
    }

    /// <summary>Alternatives of a <c>case</c>: names of machines, <c>sh</c> among them.</summary>
    private static bool IsPattern(string line) => line.StartsWith('|') || ((line.EndsWith(')') || line.EndsWith('\\')) && !line.Contains('$') && !line.Contains('(') && !line.Contains('`'));
}
