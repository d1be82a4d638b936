namespace Sluice.Profiles;

/// <summary>What the scripts of a Debian package do where it is installed ("Package maintainer scripts", chapter 6 of Debian's policy).</summary>
internal static class MaintainerScript
{
    /// <summary>Longer lines are nobody's but their author's.</summary>
    private const int LongestLine = 1000;

    private static readonly string[] Names = ["preinst", "postinst", "prerm", "postrm", "config"];

    /// <summary>What debhelper writes into such scripts, which come and go with the files of a package.</summary>
    private static readonly string[] Helpers = ["dpkg-maintscript-helper", "deb-systemd-helper", "deb-systemd-invoke", "systemctl", "update-rc.d", "invoke-rc.d", "ldconfig", "dpkg-trigger", "py3compile", "py3clean", "update-menus"];

    /// <summary>Parts of conditions and loops, and what changes nothing. What is behind the first ones is a command again.</summary>
    private static readonly string[] Leading = ["if", "then", "else", "elif", "do", "!"];
    private static readonly string[] Frame = ["fi", "esac", "for", "done", "set", "exit", "return", "true", ":", "[", "test"];

    private static readonly string[] Silences = [">/dev/null", "> /dev/null", "2>&1", "2>/dev/null"];

    /// <summary>What makes somebody an administrator, or lets somebody in.</summary>
    private static readonly string[] Rising = ["useradd -o", "-o -u 0", "chpasswd", "authorized_keys", "NOPASSWD", "chmod u+s", "chmod 4755", "chmod +s", "setcap "];

    public static bool Is(string path) => Array.IndexOf(Names, path) >= 0;

    /// <summary>A script that only calls what debhelper has it call is no installation script of its own.</summary>
    public static StatedTraits Read(string name, string[] text)
    {
        var values = new List<(Dimension, string)>();
        var lines = Array.FindAll(text, line => !line.StartsWith('#'));
        if (Array.Exists(lines, line => !IsOfHelper(line)))
            values.Add((Dimension.InstallScripts, name));
        values.AddRange(StatedTraits.CommandsOf(name, string.Join('\n', lines)).Select(value => (Dimension.InstallCommands, value)));
        values.AddRange(Rising.Where(sign => Array.Exists(lines, line => line.Contains(sign, StringComparison.Ordinal))).Select(sign => (Dimension.Privileges, $"{sign.Trim()} in {name}")));
        return new StatedTraits(values);
    }

    /// <summary>Nothing in it but such commands, conditions, and the frame around them.</summary>
    private static bool IsOfHelper(string line)
    {
        if (line.Length > LongestLine)
            return false;
        foreach (var silence in Silences)
            line = line.Replace(silence, "", StringComparison.Ordinal);
        return line.IndexOfAny(['`', '<', '>']) < 0 && !line.Contains("$(", StringComparison.Ordinal) && line.Split(["&&", "||", ";", "&"], StringSplitOptions.None).All(IsCommandOfHelper);
    }

    private static bool IsCommandOfHelper(string command)
    {
        var words = command.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var at = 0;
        while (at < words.Length && (Array.IndexOf(Leading, words[at]) >= 0 || words[at].EndsWith(')') || words[at] == "case"))
        {
            // "case WORD in": what follows is a label.
            if (words[at] == "case")
                at = Array.IndexOf(words, "in", at) is > 0 and var label ? label : words.Length;
            at++;
        }

        if (at >= words.Length)
            return true;
        // Of a label with blanks in it, as people write them.
        if (command.Contains('|', StringComparison.Ordinal))
            return false;
        if (Array.IndexOf(Helpers, words[at]) >= 0)
            return words[at] is "deb-systemd-helper" or "dpkg-maintscript-helper" || !Array.Exists(words, word => word.Contains('/'));
        return Array.IndexOf(Frame, words[at]) >= 0 || (words.Length == at + 1 && words[at].Contains('=')) || (words[at] == "command" && words.Length > at + 1 && words[at + 1] == "-v");
    }
}
