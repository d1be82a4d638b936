using Sluice.Artifacts;

namespace Sluice.Detection;

/// <summary>What the place of an entry says of it: other people's code, samples and tests, parts of an operating system.</summary>
/// <param name="IsThirdParty">In a folder into which package managers put other people's work.</param>
/// <param name="IsSample">Among tests, fixtures, examples or documentation.</param>
public sealed record Placement(bool IsThirdParty, bool IsSample)
{
    private static readonly HashSet<string> ThirdPartyFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        "node_modules", "bower_components", "jspm_packages", "site-packages", "dist-packages", "vendor", "vendored", "_vendor", "third_party", "third-party", "thirdparty", "external", "gems", ".cargo", ".yarn",
    };

    private static readonly HashSet<string> SampleFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        "test", "tests", "__tests__", "testing", "test-data", "testdata", "test_data", "spec", "specs", "fixture", "fixtures", "__fixtures__", "mock", "mocks", "__mocks__", "e2e", "example", "examples", "sample", "samples", "demo", "demos", "docs", "doc", "documentation",
    };

    /// <summary>Where distributions install packages: not what the image's author wrote.</summary>
    private static readonly string[] SystemFolders = ["usr/share/", "usr/lib/", "usr/lib64/", "usr/include/", "usr/src/", "lib/", "var/lib/", "var/log/", "var/cache/", "usr/local/lib/python", "usr/local/lib/node_modules/", "usr/local/go/", "opt/conda/"];

    /// <summary>A source tree or a commit, where what belongs to development is at home.</summary>
    public static bool IsSourceTree(Artifact artifact) => artifact.Kind is "directory" or "git";

    public static Placement Of(Artifact artifact, Entry entry)
    {
        // A folder of other people's packages may be the target itself.
        bool isThirdParty = IsSourceTree(artifact) && ThirdPartyFolders.Contains(artifact.Root.Path.Name), isSample = false;
        for (var at = entry; at.Container is not null; at = at.Container)
        {
            if (at.Origin == EntryOrigin.Decoded || at.IsTransparent)
                continue;
            foreach (var range in at.Path.Value.AsSpan().Split('/'))
            {
                var folder = at.Path.Value.AsSpan()[range];
                if (range.End.Value == at.Path.Value.Length)
                    break;
                isThirdParty |= ThirdPartyFolders.GetAlternateLookup<ReadOnlySpan<char>>().Contains(folder);
                isSample |= SampleFolders.GetAlternateLookup<ReadOnlySpan<char>>().Contains(folder);
            }

            isSample |= at.Path.Name.Contains(".test.", StringComparison.Ordinal) || at.Path.Name.Contains(".spec.", StringComparison.Ordinal) || at.Path.Name.StartsWith("test_", StringComparison.Ordinal) || at.Path.Name.EndsWith("_test.go", StringComparison.Ordinal);
            isThirdParty |= artifact.Kind is "oci" or "docker" && Array.Exists(SystemFolders, folder => at.Path.Value.StartsWith(folder, StringComparison.Ordinal));
        }

        return new Placement(isThirdParty, isSample);
    }
}
