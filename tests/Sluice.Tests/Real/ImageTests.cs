using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Real;

/// <summary>Images that the field's own tools write: umoci makes and changes an OCI layout, skopeo turns it into what docker saves.</summary>
public sealed class ImageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ImageTests()
    {
        _folder.Run("umoci", "init", "--layout", "img");
        _folder.Run("umoci", "new", "--image", "img:v1");
        Layer("app/server.js", "console.log('hello');\n", delete: null);
        Layer("app/.env", "DATABASE_URL=postgres://app:" + TestSecret.Alphanumeric(16, 3) + "@db.example/x\nAPI_TOKEN=" + TestSecret.Alphanumeric(32, 4) + "\n", delete: null);
        Layer("app/readme.txt", "clean again\n", delete: "app/.env");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_a_later_layer_deletes_is_still_found_in_a_layout()
    {
        var report = Screen("img");

        Assert.Equal("oci", report.Artifact.Kind);
        AssertFound(report);
    }

    [Fact]
    public void And_in_what_docker_saves()
    {
        _folder.Run("skopeo", "--insecure-policy", "copy", "--quiet", "oci:img:v1", "docker-archive:saved.tar:acme/app:v1");
        var report = Screen("saved.tar");

        Assert.Equal("docker", report.Artifact.Kind);
        AssertFound(report);
    }

    [Fact]
    public void And_in_a_layout_that_is_one_archive_with_zstd_layers()
    {
        _folder.Run("skopeo", "--insecure-policy", "copy", "--quiet", "--dest-compress-format", "zstd", "oci:img:v1", "oci-archive:zstd.tar:v1");
        var report = Screen("zstd.tar");

        Assert.Equal("oci", report.Artifact.Kind);
        AssertFound(report);
    }

    private static void AssertFound(Report report)
    {
        Assert.Equal(Decision.Deny, report.Decision);
        Assert.Empty(report.Coverage.Unscreened);
        Assert.Empty(report.Faults);
        Assert.Contains(report.Findings, finding => finding.Finding.Rule.Id == "exposure/residue" && finding.Finding.Entry.Path.Value == "app/.env");
    }

    private Report Screen(string name)
    {
        var path = Path.Combine(_folder.Path, name);
        Sluice.Artifacts.ArtifactSource source = Directory.Exists(path) ? new Sluice.Artifacts.DirectorySource(path, name) : new Sluice.Artifacts.FileSource(path, name);
        return ReleaseCheck.Screen(source, new ScreenOptions(), TestContext.Current.CancellationToken);
    }

    private void Layer(string path, string text, string? delete)
    {
        _folder.Run("umoci", "unpack", "--rootless", "--image", "img:v1", "bundle");
        _folder.File("bundle/rootfs/" + path, text);
        if (delete is not null)
            File.Delete(Path.Combine(_folder.Path, "bundle/rootfs", delete));
        _folder.Run("umoci", "repack", "--image", "img:v1", "bundle");
        Directory.Delete(Path.Combine(_folder.Path, "bundle"), recursive: true);
    }
}
