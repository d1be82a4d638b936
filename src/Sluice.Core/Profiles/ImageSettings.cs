using System.Security.Cryptography;
using System.Text;
using Sluice.Artifacts.Images;

namespace Sluice.Profiles;

/// <summary>What the configuration of an image has those do who run it, or build on it: variables by their names, commands and what loads code by marks, folders as patterns.</summary>
internal static class ImageSettings
{
    public const string Fetching = "fetching";
    public const string Loading = "loading";
    public const string Folder = "folder";

    /// <summary>Each names a program or a library that others load before they begin.</summary>
    private static readonly string[] Loaders = ["LD_PRELOAD", "LD_AUDIT", "DYLD_INSERT_LIBRARIES", "BASH_ENV", "ENV", "PROMPT_COMMAND", "PYTHONSTARTUP", "PERL5OPT", "RUBYOPT", "GIT_SSH_COMMAND", "GCONV_PATH"];

    /// <summary>They load code where they have one of these in them; else they set sizes and the like.</summary>
    private static readonly string[] Options = ["NODE_OPTIONS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "JAVA_OPTS"];
    private static readonly string[] LoadingOptions = ["-r ", "--require", "--import", "--loader", "--experimental-loader", "-javaagent", "-agentpath", "-agentlib", "-Xbootclasspath", "OnOutOfMemoryError", "OnError"];

    /// <summary>Lists of folders in which programs, libraries or modules are looked for.</summary>
    private static readonly string[] Lists = ["PATH", "LD_LIBRARY_PATH", "PYTHONPATH", "NODE_PATH", "CLASSPATH", "PERL5LIB", "RUBYLIB", "LUA_PATH"];

    private static readonly string[] Fetchers = ["curl ", "wget ", "nc ", "ncat ", "iwr ", "Invoke-WebRequest", "DownloadString", "DownloadFile"];
    private static readonly string[] Shells = ["| sh", "|sh", "| bash", "|bash", "| /bin/", "|/bin/", "sh <(", "eval ", "Invoke-Expression", "| iex", "|iex"];
    private static readonly string[] Near = ["localhost", "127.", "[::1]", "0.0.0.0", "$", "\"$", "{"];

    public static IEnumerable<string> Of(Image image)
    {
        foreach (var setting in image.Environment)
        {
            var end = setting.IndexOf('=');
            foreach (var value in end < 0 ? [] : OfVariable(setting[..end], setting[(end + 1)..]))
                yield return value;
        }

        foreach (var value in OfCommand("command", [.. image.Entrypoint, .. image.Command]).Concat(OfCommand("health-check", image.HealthCheck)).Concat(OfCommand("instruction-for-builds", image.OnBuild)).Concat(OfCommand("shell", image.Shell)))
            yield return value;
    }

    /// <summary>Whether it brings something from elsewhere; a question to the image itself does not.</summary>
    public static bool Fetches(string text) =>
        text.Contains("/dev/tcp/", StringComparison.Ordinal) || (Array.Exists(Fetchers, word => text.Contains(word, StringComparison.OrdinalIgnoreCase)) && (Array.Exists(Shells, sign => text.Contains(sign, StringComparison.OrdinalIgnoreCase)) || NamesStranger(text)));

    public static string MarkOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];

    private static IEnumerable<string> OfVariable(string name, string value)
    {
        yield return $"variable {name}";
        if (value.Length == 0)
            yield break;
        if (Array.IndexOf(Loaders, name) >= 0 || (Array.IndexOf(Options, name) >= 0 && Array.Exists(LoadingOptions, option => value.Contains(option, StringComparison.OrdinalIgnoreCase))))
            yield return $"{Loading} {name} {MarkOf(value)}";
        foreach (var folder in Array.IndexOf(Lists, name) < 0 ? [] : value.Split(':', StringSplitOptions.RemoveEmptyEntries))
            yield return $"{Folder} {name} {PathPattern.Of(folder, null, null)}";
    }

    private static IEnumerable<string> OfCommand(string name, IReadOnlyList<string> words)
    {
        if (words.Count == 0)
            yield break;
        var text = string.Join(' ', words);
        yield return $"{MarkOf(text)} {name}";
        if (Fetches(text))
            yield return $"{Fetching} {name}";
    }

    private static bool NamesStranger(string text)
    {
        for (var at = text.IndexOf("://", StringComparison.Ordinal); at >= 0; at = text.IndexOf("://", at + 3, StringComparison.Ordinal))
        {
            var host = text[(at + 3)..];
            if (!Array.Exists(Near, near => host.StartsWith(near, StringComparison.Ordinal)))
                return true;
        }

        return false;
    }
}
