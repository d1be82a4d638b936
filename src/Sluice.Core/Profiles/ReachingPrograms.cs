using System.Text;
using Sluice.Artifacts;

namespace Sluice.Profiles;

/// <summary>The programs that a command starts, as systems and shells look for them; and which of these bring or run what is no part of the release.</summary>
internal static class ReachingPrograms
{
    /// <summary>So much of a command is read.</summary>
    public const int LongestCommand = 1024;

    private const int LongestName = 40;

    private static readonly string[] ProgramEnds = [".exe", ".cmd", ".bat"];

    /// <summary>Of interpreters that are given a text: by what these are known.</summary>
    private static readonly Dictionary<string, string> TextTakers = new(StringComparer.Ordinal) { ["node"] = "node -e", ["python"] = "python -c", ["perl"] = "perl -e", ["ruby"] = "ruby -e", ["php"] = "php -r" };

    /// <summary>What fetches, runs a text that it is given, sends, searches for keys, or goes on unseen.</summary>
    private static readonly HashSet<string> Reaching = new(StringComparer.Ordinal)
    {
        "curl", "wget", "aria2c", "lynx", "ftp", "tftp", "iwr", "irm", "invoke-webrequest", "invoke-restmethod", "invoke-expression", "iex", "certutil", "bitsadmin", "mshta", "regsvr32", "rundll32", "wscript", "cscript", "start-bitstransfer",
        "sh", "bash", "zsh", "dash", "ksh", "powershell", "pwsh", "osascript", "node -e", "python -c", "perl -e", "ruby -e", "php -r", "python", "eval",
        "nc", "ncat", "netcat", "socat", "telnet", "ssh", "scp", "sftp", "rsync", "nohup", "setsid", "disown", "base64", "xxd", "crontab", "launchctl", "schtasks", "trufflehog", "gitleaks",
    };

    /// <summary>Those of them that run the text behind one of their options.</summary>
    private static readonly string[] Shells = ["sh", "bash", "zsh", "dash", "ksh", "cmd", "powershell", "pwsh"];

    /// <summary>What only starts the program behind it.</summary>
    private static readonly string[] Starters = ["sudo", "env", "exec", "time", "start", "nohup", "setsid", "command", "doas", "xargs", "npx", "eval"];

    /// <summary>Behind which a shell is given a command.</summary>
    private static readonly string[] CommandOptions = ["-c", "-lc", "-ec", "-ic", "/c", "-Command", "-command"];

    /// <summary>Behind which an interpreter is given a text.</summary>
    private static readonly string[] TextOptions = ["-e", "-c", "-r", "--eval"];

    private static readonly ByteClass NameBytes = ByteClass.Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_"u8);

    /// <summary>Where another command begins.</summary>
    private static readonly ByteClass Separators = ByteClass.Of("|&;\n`()"u8);

    private static readonly ByteClass WordEnds = ByteClass.Of(" \t\r\"'$<>{}"u8);

    public static bool IsReaching(string program) => Reaching.Contains(program);

    /// <param name="command">Without its quotes and escapes.</param>
    public static void Add(ReadOnlySpan<byte> command, ISet<string> programs)
    {
        while (!command.IsEmpty)
        {
            var end = Separators.FirstIn(command);
            AddOf(end < 0 ? command : command[..end], programs);
            command = end < 0 ? default : command[(end + 1)..];
        }
    }

    /// <summary>Whether a text begins as a command that fetches, or runs another.</summary>
    public static bool BeginsWithReaching(ReadOnlySpan<byte> text) => NextWord(ref text) is { Length: > 1 and <= LongestName } word && NameOf(word, text) is { } name && IsReaching(name);

    /// <summary>The first word that is no option, and the next where it only starts another program.</summary>
    private static void AddOf(ReadOnlySpan<byte> part, ISet<string> programs)
    {
        var awaitsOption = false;
        while (NextWord(ref part) is { IsEmpty: false } word)
        {
            if (awaitsOption)
            {
                awaitsOption = !IsAny(word, CommandOptions);
                continue;
            }

            // A variable that is set for the program, or an option of what starts it.
            if (word.Contains((byte)'=') || word[0] == '-' || (word[0] == '/' && word.Length <= 2))
                continue;
            if (NameOf(word, part) is not { } name)
                return;
            programs.Add(name);
            awaitsOption = Array.IndexOf(Shells, name) >= 0;
            if (!awaitsOption && Array.IndexOf(Starters, name) < 0)
                return;
        }
    }

    private static ReadOnlySpan<byte> NextWord(ref ReadOnlySpan<byte> part)
    {
        part = part.TrimStart(" \t\r\"'$@"u8);
        var word = WordEnds.FirstIn(part) is >= 0 and var end ? part[..end] : part;
        part = part[word.Length..];
        return word;
    }

    /// <summary>Without its folder and ending; with the option by which it is given a text. Null for what is no name of a program.</summary>
    private static string? NameOf(ReadOnlySpan<byte> word, ReadOnlySpan<byte> rest)
    {
        word = word[(word.LastIndexOfAny((byte)'/', (byte)'\\') + 1)..];
        if (word.Length is < 2 or > LongestName || NameBytes.FirstOutside(word) >= 0)
            return null;
        var name = Encoding.ASCII.GetString(word);
        if (Array.Exists(ProgramEnds, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
            name = name[..^4];
        var lower = name.ToLowerInvariant();
        if (lower.StartsWith("python", StringComparison.Ordinal) && lower.AsSpan(6).TrimEnd("0123456789.").IsEmpty)
            (name, lower) = ("python", "python");
        if (IsAny(NextWord(ref rest), TextOptions) && TextTakers.TryGetValue(lower, out var taking))
            return taking;
        return Reaching.Contains(lower) || (char.IsAsciiLetterLower(name[0]) && name == lower) ? lower : null;
    }

    private static bool IsAny(ReadOnlySpan<byte> word, string[] words)
    {
        foreach (var known in words)
        {
            if (Ascii.Equals(word, known))
                return true;
        }

        return false;
    }
}
