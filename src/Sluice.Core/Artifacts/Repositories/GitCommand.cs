using System.Diagnostics;
using System.Text;

namespace Sluice.Artifacts.Repositories;

/// <summary>
/// Runs git's plumbing on a repository that may be hostile: no external helpers, no fetching of missing objects, no
/// replaced or grafted history. Only commands that read the object store are used.
/// </summary>
internal static class GitCommand
{
    /// <summary>What git says of its failure stands behind this.</summary>
    public const string Failure = "git: ";

    private static readonly string[] Guards =
    [
        "--no-pager", "--no-replace-objects", "--no-optional-locks", "--literal-pathspecs",
        "-c", "core.fsmonitor=false", "-c", "protocol.allow=never", "-c", "core.quotePath=false", "-c", "diff.external=", "-c", "core.alternateRefsCommand=",
    ];

    /// <summary>What a hook, or a shell, says of which repository is meant (git rev-parse --local-env-vars). It loses against a folder that is named.</summary>
    private static readonly string[] Places =
    [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_QUARANTINE_PATH", "GIT_IMPLICIT_WORK_TREE",
    ];

    /// <summary>Starts git with its three streams redirected.</summary>
    public static Process Start(GitRepository repository, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("git")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in (string[])[.. Guards, "-C", repository.Directory, .. arguments])
            start.ArgumentList.Add(argument);
        if (repository.IsNamed)
        {
            foreach (var place in Places)
                start.Environment.Remove(place);
        }

        start.Environment["LC_ALL"] = "C";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_NO_LAZY_FETCH"] = "1";
        // Stronger than any protocol.*.allow of the repository's own configuration, which older versions of git would fetch missing objects by.
        start.Environment["GIT_ALLOW_PROTOCOL"] = "none";
        start.Environment["GIT_GRAFT_FILE"] = "/dev/null";
        try
        {
            return Process.Start(start) ?? throw new ArtifactException("git could not be started");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new ArtifactException($"git could not be started ({e.Message}); install git to screen repositories", e);
        }
    }

    /// <summary>What git says of its failure, read on a thread of its own: the framework's asynchronous reading takes a fifth of the start of a hook.</summary>
    public static Task<string> ErrorOf(Process git) =>
        Task.Factory.StartNew(static process => ((Process)process!).StandardError.ReadToEnd(), git, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Runs git to its end and gives its output; a failure carries git's own message.</summary>
    public static byte[] Output(GitRepository repository, byte[]? input, params IEnumerable<string> arguments)
    {
        using var git = Start(repository, arguments);
        var error = ErrorOf(git);
        var writing = input is { Length: > 0 } ? Task.Run(() => Feed(git, input)) : Task.CompletedTask;
        if (input is not { Length: > 0 })
            git.StandardInput.Close();
        using var output = new MemoryStream();
        git.StandardOutput.BaseStream.CopyTo(output);
        writing.Wait();
        git.WaitForExit();
        if (git.ExitCode != 0)
            throw new ArtifactException(Failure + error.Result.Trim());
        return output.ToArray();
    }

    /// <summary>The output as text without its last line end.</summary>
    public static string Line(GitRepository repository, params IEnumerable<string> arguments) =>
        Encoding.UTF8.GetString(Output(repository, null, arguments)).TrimEnd('\n');

    /// <summary>The output as lines; null when git failed, which for a question may be the answer.</summary>
    public static string? LineOrNull(GitRepository repository, params IEnumerable<string> arguments)
    {
        try
        {
            return Line(repository, arguments);
        }
        catch (ArtifactException)
        {
            return null;
        }
    }

    /// <summary>Gives git its input to the end; git may end early, and its exit status tells why.</summary>
    private static void Feed(Process git, byte[] input)
    {
        try
        {
            using var stdin = git.StandardInput.BaseStream;
            stdin.Write(input);
        }
        catch (IOException)
        {
        }
    }
}
