using System.Text;
using Sluice.Artifacts;
using Sluice.Artifacts.Images;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts.Images;

public sealed class ImageTests
{
    private static readonly ImageSpec Image = new()
    {
        Layers =
        [
            new TarBytes().File("app/keep", "1").File("app/gone", "2").File("app/changed", "3").File("cache/a/b", "4").Link("bin", "/usr/bin").End().ToArray(),
            new TarBytes().File("app/.wh.gone", "").File("app/changed", "5").File("cache/.wh..wh..opq", "").File("cache/c", "6").End().ToArray(),
        ],
        Environment = ["PATH=/bin", "MODE=production"],
        Labels = new Dictionary<string, string> { ["org.example.note"] = "a label" },
        History = ["RUN one", "RUN two"],
        User = "1000",
    };

    public static TheoryData<string> Shapes => ["oci", "docker", "directory"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Files_that_a_later_layer_removes_are_entries_and_marked(string shape)
    {
        var report = Screen(shape, Image);
        var removed = report.Artifact.Entries.Where(entry => entry.IsDeletedLater).Select(entry => (entry.Path.Value, entry.Note));

        Assert.Equal([("app/gone", "deleted by layer 2"), ("app/changed", "replaced by layer 2"), ("cache/a/b", "deleted by layer 2")], removed);
        Assert.Equal(shape == "docker" ? "docker" : "oci", report.Artifact.Kind);
        Assert.Empty(report.Artifact.Unscreened);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_facts_of_an_image_are_learned(string shape)
    {
        var facts = Screen(shape, Image).Artifact.Root.Fact<ImageFacts>()!;
        var image = Assert.Single(facts.Images);

        Assert.Equal(("1000", "linux/amd64", 2), (image.User, image.Platform, image.Layers.Count));
        Assert.Equal(Image.Environment, image.Environment);
        Assert.Equal(Image.History, image.History);
        Assert.Empty(facts.UnreferencedBlobs);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Environment_labels_and_history_are_entries(string shape)
    {
        var labels = Screen(shape, Image).Artifact.Entries.Where(entry => entry.Origin == EntryOrigin.Decoded).Select(entry => entry.Path.Value).ToList();

        Assert.Superset(new HashSet<string> { "config/Env/PATH", "config/Env/MODE", "config/Labels/org.example.note", "history/1", "history/2", "config/User" }, labels.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_clean_image_has_only_information(string shape)
    {
        var report = Screen(shape, Image);

        Assert.Equal(Decision.Allow, report.Decision);
        Assert.All(report.Findings.Where(f => f.Finding.Rule.Family == "archive"), f => Assert.Equal(Findings.Severity.Info, f.Finding.Severity));
    }

    [Fact]
    public void A_blob_that_is_not_what_its_digest_names_is_denied()
    {
        var files = ImageBytes.Layout(Image);
        files[0] = (files[0].Path, TestArchive.Tgz(("exchanged", "x"u8.ToArray())));
        var report = Screening.Of(TestArchive.Tar([.. files]));

        Assert.Contains("archive/digest-mismatch", Screening.Rules(report));
        Assert.Equal(Decision.Deny, report.Decision);
    }

    [Fact]
    public void A_layer_that_is_not_what_the_configuration_names_is_denied()
    {
        var report = Screening.Of(ImageBytes.LayoutTar(Image with { Pack = layer => TestArchive.Gzip([.. layer, .. new byte[512]]) }));

        Assert.Contains("archive/digest-mismatch", Screening.Rules(report));
    }

    [Fact]
    public void A_blob_that_no_manifest_names_is_reported_and_opened()
    {
        var extra = TestArchive.Tgz(("left/over", "x"u8.ToArray()));
        var name = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(extra));
        var report = Screening.Of(TestArchive.Tar([.. ImageBytes.Layout(Image), ($"blobs/sha256/{name}", extra)]));

        Assert.Contains("archive/unreferenced-blob", Screening.Rules(report));
        Assert.Contains(report.Artifact.Entries, entry => entry.Path.Value == "left/over");
    }

    [Fact]
    public void A_layer_that_is_missing_is_never_allowed()
    {
        var files = ImageBytes.Layout(Image);
        files.RemoveAt(1);

        Assert.Equal(Decision.Indeterminate, Screening.Of(TestArchive.Tar([.. files])).Decision);
    }

    [Fact]
    public void Documents_of_an_image_that_are_damaged_are_never_allowed()
    {
        var files = ImageBytes.Layout(Image);
        files[^2] = ("index.json", Encoding.UTF8.GetBytes("{\"manifests\":[{\"digest\":\"sha256:"));

        Assert.Equal(Decision.Indeterminate, Screening.Of(TestArchive.Tar([.. files])).Decision);
    }

    [Fact]
    public void Images_of_umoci_and_skopeo_open()
    {
        using var folder = new TemporaryFolder();
        folder.Run("umoci", "init", "--layout", "img");
        folder.Run("umoci", "new", "--image", "img:v1");
        folder.Run("umoci", "unpack", "--rootless", "--image", "img:v1", "bundle");
        File.WriteAllText(Path.Combine(folder.Path, "bundle/rootfs/hello"), "hi");
        folder.Run("umoci", "repack", "--image", "img:v1", "bundle");
        folder.Run("umoci", "gc", "--layout", "img");
        folder.Run("skopeo", "copy", "oci:img:v1", "docker-archive:saved.tar:acme/app:v1");
        var layout = ReleaseCheck.Screen(new DirectorySource(Path.Combine(folder.Path, "img"), "img"), new ScreenOptions(), TestContext.Current.CancellationToken);
        var saved = Screening.Of(File.ReadAllBytes(Path.Combine(folder.Path, "saved.tar")));

        Assert.Equal(("oci", "docker"), (layout.Artifact.Kind, saved.Artifact.Kind));
        Assert.Equal((null, "v1"), (layout.Artifact.Manifest?.Name, layout.Artifact.Manifest?.Version));
        Assert.Equal("acme/app", saved.Artifact.Manifest?.Name?[^8..]);
        Assert.All((Report[])[layout, saved], report =>
        {
            Assert.Contains(report.Artifact.Entries, entry => entry.Path.Value == "hello");
            Assert.Empty(report.Artifact.Anomalies);
            Assert.Equal(Decision.Allow, report.Decision);
        });
    }

    private static Report Screen(string shape, ImageSpec image)
    {
        if (shape == "docker")
            return Screening.Of(ImageBytes.DockerSave(image));
        if (shape == "oci")
            return Screening.Of(ImageBytes.LayoutTar(image));
        using var folder = new TemporaryFolder();
        foreach (var (path, bytes) in ImageBytes.Layout(image))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder.Path, path))!);
            folder.File(path, bytes);
        }

        return ReleaseCheck.Screen(new DirectorySource(folder.Path, "image"), new ScreenOptions(), TestContext.Current.CancellationToken);
    }
}
