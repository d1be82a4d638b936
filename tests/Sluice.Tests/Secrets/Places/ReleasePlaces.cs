using Sluice.Artifacts;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets.Places;

/// <summary>Images, history, and contents too large to look at in one piece.</summary>
internal static class ReleasePlaces
{
    private const string Image = "images", History = "git", Large = "large contents";
    private static readonly byte[] Base = new TarBytes().File("etc/os-release", "ID=acme\n").End().ToArray();

    public static IEnumerable<SecretPlace> All() => [.. Images(), .. Histories(), .. Larges()];

    private static IEnumerable<SecretPlace> Images() =>
    [
        Saved("layer of `docker save`", planted => new ImageSpec { Layers = [Base, Layer("app/settings", planted)] }),
        new(Image, "blob of an OCI layout", planted => ImageBytes.LayoutTar(new ImageSpec { Layers = [Base, Layer("app/settings", planted)] })) { File = "image.tar" },
        Saved("environment of an image", planted => new ImageSpec { Layers = [Base], Environment = [.. planted.Lines.Select(line => $"{line.Name}={line.Value}")] }),
        Saved("history of an image", planted => new ImageSpec { Layers = [Base], History = [$"RUN |{planted.Lines.Length} {planted.Join(" ", line => $"{line.Name}={line.Value}")} /bin/sh -c make"] }),
        Saved("label of an image", planted => new ImageSpec { Layers = [Base], Labels = planted.Lines.ToDictionary(line => line.Name, line => line.Value) }),
        Saved("file that a later layer deletes", planted => new ImageSpec { Layers = [Layer("app/settings", planted), new TarBytes().File("app/.wh.settings", "").End().ToArray()] }),
        Saved("file that a later layer replaces", planted => new ImageSpec { Layers = [Layer("app/settings", planted), new TarBytes().File("app/settings", "none").End().ToArray()] }),
    ];

    private static IEnumerable<SecretPlace> Histories() =>
    [
        Git("file that a later commit deletes", (git, planted) =>
        {
            git.Commit("settings", planted.Text);
            git.Git("rm", "-q", "settings");
            git.Git("commit", "-q", "-m", "remove");
        }),
        Git("stash", (git, planted) =>
        {
            git.Commit("settings", "none\n");
            git.File("settings", planted.Text);
            git.Git("stash");
        }),
        Git("message of a commit", (git, planted) => git.Commit("a", "a\n", "Deploy\n\n" + planted.Text)),
        Git("text of a tag", (git, planted) =>
        {
            git.Commit("a", "a\n");
            git.Git("tag", "-a", "v1", "-m", "Release\n\n" + planted.Text);
        }),
        Git("note to a commit", (git, planted) =>
        {
            git.Commit("a", "a\n");
            git.Git("notes", "add", "-m", planted.Text);
        }),
        Git("blob that nothing reaches", (git, planted) =>
        {
            git.Commit("a", "a\n");
            git.File("settings", planted.Text);
            git.Git("hash-object", "-w", "settings");
            File.Delete(Path.Combine(git.Path, "settings"));
        }),
    ];

    private static IEnumerable<SecretPlace> Larges() =>
    [
        new(Large, "31 MB deep in a log of 41 MB", planted => Log(planted, 41 << 20, 31 << 20)) { File = "app.log" },
        new(Large, "31 MB deep in a log of 41 MB, packed", planted => TestArchive.Gzip(Log(planted, 41 << 20, 31 << 20))) { File = "app.log.gz" },
        new(Large, "across the edge of a window", planted => Log(planted, (128 << 20) + SlidingWindow.Bytes, SlidingWindow.Bytes - (planted.Bytes.Length / 2))) { File = "app.log" },
    ];

    /// <summary>Of an artifact that is too large for memory, one at a time: the log is the same but for what is in it.</summary>
    private static byte[] Log(Planted planted, int length, int at)
    {
        var log = new byte[length];
        var line = "2026-03-31T12:00:00Z INFO request served in 12 ms, 200 OK, /index.html\n"u8;
        for (var start = 0; start < length; start += line.Length)
            line[..Math.Min(line.Length, length - start)].CopyTo(log.AsSpan(start));
        byte[] text = [(byte)'\n', .. planted.Bytes];
        text.CopyTo(log.AsSpan(at));
        return log;
    }

    private static SecretPlace Saved(string name, Func<Planted, ImageSpec> image) => new(Image, name, planted => ImageBytes.DockerSave(image(planted))) { File = "image.tar" };

    private static byte[] Layer(string path, Planted planted) => new TarBytes().File(path, planted.Text).End().ToArray();

    private static SecretPlace Git(string name, Action<GitFolder, Planted> plant) => new(History, name, _ => [])
    {
        Screen = planted =>
        {
            using var git = new GitFolder();
            plant(git, planted);
            return git.Screen("git:all", "--report", "json");
        },
    };
}
