using System.Buffers;
using System.Text;

namespace Sluice.Profiles;

/// <summary>
/// A recipe by which a package manager builds and installs a package on the machine of its user: <c>PKGBUILD</c> and <c>APKBUILD</c>, which are shell, and the hooks beside them. Where it takes sources from, whether it checks them, and whether its functions fetch more.
/// Nothing is run: what is put together from variables is not seen.
/// </summary>
internal static class PackageRecipe
{
    private const string Unchecked = "unchecked";

    private static readonly SearchValues<char> AuthorityEnds = SearchValues.Create("/?#:'\") ");

    private static readonly string[] Fetches = ["curl ", "wget ", "git clone", "| sh", "|sh", "| bash", "|bash", "bash -c", "base64", "eval ", "python -c", "perl -e", "/dev/tcp/"];

    public static bool Is(string name) => name is "PKGBUILD" or "APKBUILD";

    /// <summary>Its functions run where the package is installed, removed or upgraded; elsewhere such a name means a list of files.</summary>
    public static bool IsHook(string name) => name.EndsWith(".install", StringComparison.Ordinal) || name.EndsWith(".post-install", StringComparison.Ordinal) || name.EndsWith(".pre-install", StringComparison.Ordinal);

    /// <summary>Hosts of the sources, and what is done about them.</summary>
    public static StatedTraits Read(string name, ReadOnlySpan<byte> bytes)
    {
        var values = new SortedSet<string>(StringComparer.Ordinal);
        var (isUnchecked, isFetching, list, depth) = (false, false, "", 0);
        foreach (var line in Encoding.UTF8.GetString(bytes).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (depth == 0 && list.Length == 0 && line.IndexOf('=') is > 0 and var set)
                list = line[..set].TrimEnd('+');
            if (IsSources(list))
                AddHosts(values, line);
            isUnchecked |= list.Contains("sums", StringComparison.Ordinal) && line.Contains("SKIP", StringComparison.Ordinal);
            isFetching |= depth > 0 && Array.Exists(Fetches, sign => line.Contains(sign, StringComparison.Ordinal));
            if (IsListEnd(list, line))
                list = "";
            depth = Math.Max(0, depth + line.Count(letter => letter == '{') - line.Count(letter => letter == '}'));
        }

        List<(Dimension, string)> stated = [.. values.Select(host => (Dimension.DependencySources, host))];
        if (isUnchecked)
            stated.Add((Dimension.InstallCommands, $"{Unchecked} {name}"));
        if (isFetching)
            stated.Add((Dimension.InstallCommands, $"{StatedTraits.Fetching} {name}"));
        return new StatedTraits(stated);
    }

    private static bool IsSources(string list) => list == "source" || list.StartsWith("source_", StringComparison.Ordinal);

    /// <summary>A list ends with its bracket or its quote; anything else with its line.</summary>
    private static bool IsListEnd(string list, string line)
    {
        var value = line.IndexOf('=') is >= 0 and var set && line[..set].TrimEnd('+') == list ? line[(set + 1)..] : line;
        return value == line || value.Length == 0 ? line.EndsWith(')') || line.EndsWith('"') : value[0] switch
        {
            '(' => value.EndsWith(')'),
            '"' => value.Length > 1 && value.EndsWith('"'),
            _ => true,
        };
    }

    private static void AddHosts(SortedSet<string> hosts, string line)
    {
        for (var at = 0; line.IndexOf("://", at, StringComparison.Ordinal) is >= 0 and var next; at = next + 3)
        {
            var authority = line.AsSpan(next + 3);
            authority = authority[..(authority.IndexOfAny(AuthorityEnds) is >= 0 and var end ? end : authority.Length)];
            authority = authority[(authority.LastIndexOf('@') + 1)..];
            if (authority.Length > 0)
                hosts.Add(authority.ToString().ToLowerInvariant());
        }
    }
}
