using System.Text;
using System.Text.Json.Nodes;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Profiles;
using Sluice.Tests.Support;

namespace Sluice.Tests.Profiles;

/// <summary>Tools write the name of an image in many ways, or not at all: it is one package all the same.</summary>
public sealed class ImageNameTests
{
    [Theory]
    [InlineData("1.4.0", "docker:", "1.4.0")]
    [InlineData("latest", "docker:", "latest")]
    [InlineData("acme/app:1.4.0", "docker:acme/app", "1.4.0")]
    [InlineData("app:1.4.0", "docker:app", "1.4.0")]
    [InlineData("registry.example/acme/app:1.4.0", "docker:acme/app", "1.4.0")]
    [InlineData("registry.example:5000/acme/app:1.4.0", "docker:acme/app", "1.4.0")]
    [InlineData("registry.example:5000/acme/app", "docker:acme/app", null)]
    [InlineData("localhost/app:dev", "docker:app", "dev")]
    [InlineData("registry.example/library/app:2", "docker:app", "2")]
    public void The_reference_of_a_layout_is_a_name_only_where_it_has_one(string reference, string package, string? version)
    {
        var artifact = Screening.Of(Layout(reference, "one")).Artifact;

        Assert.Equal((package, version), (ReleaseShape.PackageOf(artifact), artifact.Manifest!.Version));
    }

    [Fact]
    public void The_name_that_containerd_writes_goes_first() =>
        Assert.Equal("docker:acme/app", ReleaseShape.PackageOf(Screening.Of(Layout("1.4.0", "one", ("io.containerd.image.name", "registry.example/acme/app:1.4.0"))).Artifact));

    [Fact]
    public void A_saved_image_and_a_layout_of_it_are_one_package()
    {
        var saved = Screening.Of(ImageBytes.DockerSave(Spec("one") with { Tag = "registry.example/acme/app:1" })).Artifact;
        var layout = Screening.Of(Layout("acme/app:1", "one")).Artifact;

        Assert.Equal(ReleaseShape.PackageOf(saved), ReleaseShape.PackageOf(layout));
        Assert.Equal(ReleaseContents.ImageDigestOf(saved), ReleaseContents.ImageDigestOf(layout));
        Assert.NotNull(ReleaseContents.ImageDigestOf(saved));
    }

    [Fact]
    public void One_without_a_name_is_called_like_the_project()
    {
        Assert.Equal("docker:acme", ReleaseShape.PackageOf(Screening.Of(Layout("1.4.0", "one"), new ScreenOptions { Project = "acme" }).Artifact));
        Assert.Equal("docker:acme/app", ReleaseShape.PackageOf(Screening.Of(Layout("acme/app:1.4.0", "one"), new ScreenOptions { Project = "acme" }).Artifact));
    }

    [Fact]
    public void Images_of_one_tag_are_learned_by_their_content_and_once_in_every_form()
    {
        var book = new ProfileBook();
        Assert.Equal([true, true, true, false, false], new[] { Layout("latest", "one"), Layout("latest", "two"), Layout("latest", "three"), Layout("latest", "two"), Layout("latest", "one") }.Select(image => Learn(book, image)));
        Assert.True(Learn(book, ImageBytes.DockerSave(Spec("one") with { Tag = "acme/app:latest" })));
        Assert.False(Learn(book, Layout("acme/app:latest", "one")));
    }

    [Theory]
    [InlineData("etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/:/bin/sh\ntoor:x:0:0::/:/bin/sh\n", true)]
    [InlineData("etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/:/bin/sh\nsync:x:00:0::/:/bin/sh\n", true)]
    [InlineData("etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/:/bin/sh\nnew:x:1001:0::/:/bin/sh\n", false)]
    [InlineData("etc/sudoers.d/app", "# comment NOPASSWD\napp ALL=(ALL) NOPASSWD: ALL\n", true)]
    [InlineData("etc/sudoers.d/app", "Defaults:app !authenticate\n", true)]
    [InlineData("etc/doas.conf", "permit nopass app as root\n", true)]
    [InlineData("etc/sudoers.d/app", "app ALL=(ALL) ALL\n# app ALL=(ALL) NOPASSWD: ALL\n", false)]
    [InlineData("etc/doas.conf", "permit persist app\n", false)]
    public void Rights_of_root_that_no_past_image_gave_are_told(string path, string text, bool isTold)
    {
        var book = new ProfileBook();
        foreach (var release in Enumerable.Range(1, 5))
            Learn(book, Layout("latest", $"release {release}"));
        var report = Screening.Of(Layout("latest", "release 6", (path, text)), new ScreenOptions { Profiles = book });

        Assert.Equal(isTold ? [Severity.Medium] : [], report.Findings.Where(finding => finding.Finding.Rule.Id == "deviation/new-privilege").Select(finding => finding.Finding.Severity));
    }

    private static bool Learn(ProfileBook book, byte[] image)
    {
        var artifact = Screening.Of(image, new ScreenOptions { Profiles = new ProfileBook() }).Artifact;
        return book.Learn(artifact, isApproved: true).IsNew;
    }

    private static ImageSpec Spec(string text, string path = "etc/passwd", string? content = null) => new()
    {
        Layers = [TestArchive.Tar([("etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/:/bin/sh\n"u8.ToArray()), ("app/text.txt", Encoding.UTF8.GetBytes(text)), .. content is null ? [] : new[] { (path, Encoding.UTF8.GetBytes(content)) }])],
        User = "app",
    };

    /// <param name="more">An annotation where its name has a dot first, else a file of the layer.</param>
    private static byte[] Layout(string reference, string text, (string Name, string Value)? more = null)
    {
        var isAnnotation = more?.Name.StartsWith("io.", StringComparison.Ordinal) == true;
        var files = ImageBytes.Layout(more is null || isAnnotation ? Spec(text) : Spec(text, more.Value.Name, more.Value.Value));
        var index = files.FindIndex(file => file.Path == "index.json");
        var json = JsonNode.Parse(files[index].Bytes)!;
        var notes = new JsonObject { ["org.opencontainers.image.ref.name"] = reference };
        if (isAnnotation)
            notes[more!.Value.Name] = more.Value.Value;
        json["manifests"]![0]!["annotations"] = notes;
        files[index] = ("index.json", Encoding.UTF8.GetBytes(json.ToJsonString()));
        return TestArchive.Tar([.. files]);
    }
}
