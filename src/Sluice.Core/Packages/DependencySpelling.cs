namespace Sluice.Packages;

/// <summary>Where a dependency comes from, by how it is written (npm's <c>package-spec</c>; pip, gem and others write addresses in full).</summary>
internal static class DependencySpelling
{
    public const string Alias = "alias";
    private const string Git = "git";
    private const string File = "file";
    private const string Address = "address";

    /// <summary>The repositories of a forge, and what git is asked for itself.</summary>
    private static readonly string[] Forges = ["github:", "gitlab:", "bitbucket:", "gist:", "sourcehut:", "git:", "git+", "git@", "ssh:"];

    /// <summary>Hosts whose addresses with an owner and a name stand for a repository.</summary>
    private static readonly string[] ForgeHosts = ["github.com/", "www.github.com/", "gitlab.com/", "bitbucket.org/", "gist.github.com/", "git.sr.ht/"];

    /// <summary>Of other package managers: a folder, a patch, a program that writes the package.</summary>
    private static readonly string[] Local = ["file:", "link:", "portal:", "patch:", "exec:"];

    private static readonly string[] Aliases = ["npm:", "jsr:"];

    /// <summary>Of a workspace: what stands there is in the same repository, and replaced when it is packed.</summary>
    private static readonly string[] Own = ["workspace:", "catalog:"];

    private static readonly string[] Archives = [".tgz", ".tar.gz", ".tar"];

    /// <summary>Null for the registry under its own name.</summary>
    public static string? SourceOf(string requirement)
    {
        var text = requirement.Trim();
        if (text.Length == 0 || Starts(text, Own))
            return null;
        if (Starts(text, Aliases))
            return Alias;
        if (Starts(text, Local) || IsPath(text))
            return File;
        if (Starts(text, Forges) || IsOfForge(text) || IsShorthand(text) || (text.EndsWith(".git", StringComparison.OrdinalIgnoreCase) && text.IndexOfAny(['/', ':']) >= 0) || (text.Contains('@') && text.Contains("git+", StringComparison.OrdinalIgnoreCase)))
            return Git;
        if (text.Contains("://", StringComparison.Ordinal) || text.StartsWith("http:", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
            return Address;
        return text.Contains('/') || Array.Exists(Archives, archive => text.EndsWith(archive, StringComparison.OrdinalIgnoreCase)) ? File : null;
    }

    private static bool Starts(string text, string[] words) => Array.Exists(words, word => text.StartsWith(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>npm's own test for a path: it begins with a dot, a slash, a home folder or a drive.</summary>
    private static bool IsPath(string text) =>
        text[0] is '.' or '/' || text.StartsWith("~/", StringComparison.Ordinal) || (text.Length > 1 && text[1] == ':' && char.IsAsciiLetter(text[0]));

    /// <summary>An address of a forge that is no archive: <c>https://</c>, the host, an owner and a name.</summary>
    private static bool IsOfForge(string text)
    {
        if (text.IndexOf("://", StringComparison.Ordinal) is not (> 0 and < 6 and var scheme) || !text.StartsWith("http", StringComparison.OrdinalIgnoreCase))
            return false;
        var rest = text[(scheme + 3)..];
        var path = rest.Split('#')[0].TrimEnd('/');
        return Starts(rest, ForgeHosts) && path.Count(c => c == '/') == 2;
    }

    /// <summary>
    /// <c>owner/name</c>, with anything behind a #: one slash, neither a blank nor an @ nor a colon in front of the # (hosted-git-info, <c>isGitHubShorthand</c>).
    /// </summary>
    private static bool IsShorthand(string text)
    {
        var end = text.IndexOf('#');
        var place = end < 0 ? text : text[..end];
        var slash = place.IndexOf('/');
        return slash > 0 && slash == place.LastIndexOf('/') && slash < place.Length - 1 && place.IndexOfAny([' ', '\t', '\n', '@', ':']) < 0;
    }
}
