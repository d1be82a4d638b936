using System.Text;
using Sluice.Artifacts;

namespace Sluice.Profiles;

/// <summary>Files of an image that are taken up by themselves, or that decide whom its programs trust: what they say is known by a mark.</summary>
internal static class ImageStartup
{
    /// <summary>Lists of packages' sources, authorities, names of hosts, files that shells read.</summary>
    private static readonly string[] Folders = ["etc/apt/sources.list.d/", "etc/apt/trusted.gpg.d/", "etc/yum.repos.d/", "usr/local/share/ca-certificates/", "etc/pki/ca-trust/source/anchors/", "etc/ld.so.conf.d/"];
    private static readonly string[] Files = ["etc/apt/sources.list", "etc/apk/repositories", "etc/hosts", "etc/resolv.conf", "etc/profile", "etc/bash.bashrc", "etc/bashrc", "etc/environment", "etc/zsh/zshrc", "etc/ld.so.conf", "etc/pip.conf", "etc/npmrc"];

    /// <summary>In the folder of a user.</summary>
    private static readonly string[] OfUsers = [".bashrc", ".bash_profile", ".bash_login", ".profile", ".zshrc", ".zshenv", ".zprofile", ".kshrc", ".ssh/authorized_keys", ".npmrc", ".pip/pip.conf", ".config/pip/pip.conf", ".gitconfig", ".curlrc", ".wgetrc"];

    public static bool Is(string path) => Array.IndexOf(Files, path) >= 0 || Array.Exists(Folders, folder => path.StartsWith(folder, StringComparison.Ordinal)) || IsOfUser(path) || IsReadByPython(path);

    /// <summary>"site": a path file runs lines that begin with import, and the two customize modules as a whole.</summary>
    public static bool IsReadByPython(string path) =>
        (path.Contains("/site-packages/", StringComparison.Ordinal) || path.Contains("/dist-packages/", StringComparison.Ordinal) || path.StartsWith("usr/lib/python", StringComparison.Ordinal))
        && (path.EndsWith(".pth", StringComparison.Ordinal) || PathPattern.NameOf(path) is "sitecustomize.py" or "usercustomize.py");

    public static IEnumerable<string> Of(Entry entry)
    {
        var (path, text) = (entry.Path.Value, Encoding.UTF8.GetString(entry.Bytes.Span));
        yield return $"{ImageSettings.MarkOf(text)} {path}";
        if (ImageSettings.Fetches(text))
            yield return $"{ImageSettings.Fetching} {path}";
    }

    private static bool IsOfUser(string path)
    {
        var home = path.StartsWith("root/", StringComparison.Ordinal) ? "root/".Length : path.StartsWith("home/", StringComparison.Ordinal) && path.IndexOf('/', "home/".Length) is > 0 and var end ? end + 1 : -1;
        return home > 0 && Array.IndexOf(OfUsers, path[home..]) >= 0;
    }
}
