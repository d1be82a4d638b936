using System.Diagnostics;
using System.Text;

namespace Sluice.Artifacts;

/// <summary>
/// Runs git's plumbing on a repository that may be hostile: no hooks, no external helpers, no fetching of missing objects, no
/// replacement objects. Only commands that read the object store are used.
/// </summary>
internal static class GitCommand
{
    private static readonly string[] Guards =
    [
        "--no-pager", "--no-replace-objects", "--no-optional-locks",
        "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never", "-c", "core.quotePath=false", "-c", "diff.external=",
    ];

    /// <summary>Starts git with its three streams redirected.</summary>
    public static Process Start(string repository, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("git")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in (string[])[.. Guards, "-C", repository, .. arguments])
            start.ArgumentList.Add(argument);
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_NO_LAZY_FETCH"] = "1";
        try
        {
            return Process.Start(start) ?? throw new ArtifactException("git could not be started");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new ArtifactException($"git could not be started ({e.Message}); install git to screen repositories", e);
        }
    }

    /// <summary>Runs git to its end and gives its output; a failure carries git's own message.</summary>
    public static byte[] Output(string repository, byte[]? input, params IEnumerable<string> arguments)
    {
        using var git = Start(repository, arguments);
        var error = git.StandardError.ReadToEndAsync();
        var writing = Task.Run(() =>
        {
            using var stdin = git.StandardInput.BaseStream;
            try
            {
                stdin.Write(input ?? []);
            }
            catch (IOException)
            {
                // git ended early; its exit status tells why.
            }
        });
        using var output = new MemoryStream();
        git.StandardOutput.BaseStream.CopyTo(output);
        writing.Wait();
        git.WaitForExit();
        if (git.ExitCode != 0)
            throw new ArtifactException($"git: {error.Result.Trim()}");
        return output.ToArray();
    }

    public static string Line(string repository, params IEnumerable<string> arguments) =>
        Encoding.UTF8.GetString(Output(repository, null, arguments)).TrimEnd('\n');
}
