using Sluice.Artifacts;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts;

public sealed class NothingToScreenTests
{
    [Fact]
    public void An_empty_file_is_no_pass() => Assert.Equal(Decision.Indeterminate, Screening.Of([]).Decision);

    [Fact]
    public void An_unknown_format_is_no_pass()
    {
        var noise = new byte[10_000];
        new Random(5).NextBytes(noise);

        var report = Screening.Of(noise);

        Assert.Equal(Decision.Indeterminate, report.Decision);
        Assert.Contains("unknown format", report.Coverage.Unscreened[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_archive_is_no_pass() => Assert.Equal(Decision.Indeterminate, Screening.Of(TestArchive.Zip()).Decision);

    [Fact]
    public void A_socket_in_a_tree_has_no_content_to_miss()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "a.txt"), "text");
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(Path.Combine(folder.Path, "s")));

        var report = ReleaseCheck.Screen(new DirectorySource(folder.Path, "."), new ScreenOptions(), TestContext.Current.CancellationToken);

        Assert.Empty(report.Coverage.Unscreened);
        Assert.Equal(EntryKind.Device, report.Artifact.Entries.Single(entry => entry.Path.Value == "s").Kind);
        Assert.Contains("archive/device-node", Screening.Rules(report));
    }

    [Fact]
    public void An_empty_folder_is_no_pass()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(Decision.Indeterminate, ReleaseCheck.Screen(new DirectorySource(folder.Path, "."), new ScreenOptions(), TestContext.Current.CancellationToken).Decision);
    }

    [Fact]
    public void Compression_around_nothing_or_around_noise_changes_nothing()
    {
        var noise = new byte[3000];
        new Random(11).NextBytes(noise);

        Assert.Equal(Decision.Indeterminate, Screening.Of(TestArchive.Gzip([])).Decision);
        Assert.Equal(Decision.Indeterminate, Screening.Of(TestArchive.Gzip(TestArchive.Gzip(noise))).Decision);
        Assert.Equal(Decision.Indeterminate, Screening.Of(TestArchive.Gzip(TestArchive.Zip())).Decision);
        Assert.Equal(Decision.Allow, Screening.Of(TestArchive.Gzip("hello\n"u8.ToArray())).Decision);
    }

    [Fact]
    public void A_text_file_is_understood() => Assert.Equal(Decision.Allow, Screening.Of("hello\n"u8.ToArray()).Decision);

    [Fact]
    public void Unknown_bytes_inside_a_package_are_searched_and_may_pass()
    {
        var noise = new byte[10_000];
        new Random(6).NextBytes(noise);

        var report = Screening.Of(TestArchive.Zip(("readme.txt", "hello\n"u8.ToArray()), ("table.dat", noise)));

        Assert.Equal(Decision.Allow, report.Decision);
    }
}
