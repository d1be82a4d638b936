using Sluice.Artifacts;

namespace Sluice.Detection;

/// <summary>What the place of an entry says of it: other people's code, samples and tests, parts of an operating system.</summary>
/// <param name="IsThirdParty">In a folder into which package managers put other people's work.</param>
/// <param name="IsSample">Among tests, benchmarks, fixtures, examples or documentation.</param>
public sealed record Placement(bool IsThirdParty, bool IsSample)
{
    /// <summary>Only package managers write here.</summary>
    private static readonly HashSet<string> InstalledFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        "node_modules", "bower_components", "jspm_packages", "site-packages", "dist-packages", "gems", ".cargo", ".yarn",
    };

    /// <summary>People copy here, and may call so what they like.</summary>
    private static readonly HashSet<string> CopiedFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        "vendor", "vendored", "_vendor", "third_party", "third-party", "thirdparty", "external",
    };

    private static readonly HashSet<string> SampleFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        "test", "tests", "__tests__", "testing", "test-data", "testdata", "test_data", "spec", "specs", "fixture", "fixtures", "__fixtures__", "mock", "mocks", "__mocks__", "e2e", "example", "examples", "sample", "samples", "demo", "demos", "benchmark", "benchmarks", "docs", "doc", "documentation",
    };

    /// <summary>What is behind the "test" of a folder such as <c>test-certs</c>; others, as in <c>test-runner</c>, are products.</summary>
    private static readonly HashSet<string> SampleNouns = new(StringComparer.OrdinalIgnoreCase)
    {
        "ca", "cert", "certs", "certificates", "key", "keys", "pki", "ssl", "tls", "file", "files", "fixtures", "resources", "assets", "case", "cases", "suite", "suites", "vectors", "inputs", "corpus", "images",
    };

    /// <summary>Where distributions install packages: not what the image's author wrote.</summary>
    private static readonly string[] SystemFolders = ["usr/share/", "usr/lib/", "usr/lib64/", "usr/include/", "usr/src/", "lib/", "var/lib/", "var/log/", "var/cache/", "usr/local/lib/python", "usr/local/lib/node_modules/", "usr/local/go/", "opt/conda/"];

    /// <summary>Below a place that package managers and distributions fill, rather than one that people name.</summary>
    public bool IsInstalled { get; init; }

    /// <summary>A source tree or a commit, where what belongs to development is at home.</summary>
    public static bool IsSourceTree(Artifact artifact) => artifact.Kind is "directory" or "git";

    public static Placement Of(Artifact artifact, Entry entry)
    {
        // A folder of other people's packages may be the target itself.
        var (isTree, name) = (IsSourceTree(artifact), artifact.Root.Path.Name);
        bool isInstalled = isTree && InstalledFolders.Contains(name), isCopied = isTree && CopiedFolders.Contains(name), isSample = false;
        for (var at = entry; at.Container is not null; at = at.Container)
        {
            if (at.Origin == EntryOrigin.Decoded || at.IsTransparent)
                continue;
            var path = at.Path.Value;
            foreach (var range in path.AsSpan().Split('/'))
            {
                if (range.End.Value == path.Length)
                    break;
                var folder = path.AsSpan()[range];
                isInstalled |= InstalledFolders.GetAlternateLookup<ReadOnlySpan<char>>().Contains(folder) || IsPythonLibrary(path, range) || IsJavaLibrary(path, range);
                isCopied |= CopiedFolders.GetAlternateLookup<ReadOnlySpan<char>>().Contains(folder);
                isSample |= SampleFolders.GetAlternateLookup<ReadOnlySpan<char>>().Contains(folder) || IsTestMaterial(folder);
            }

            isSample |= IsNamedAsTest(at.Path.Name);
            isInstalled |= artifact.IsSystem && Array.Exists(SystemFolders, folder => path.StartsWith(folder, StringComparison.Ordinal));
        }

        return new Placement(isInstalled || isCopied, isSample) { IsInstalled = isInstalled };
    }

    /// <summary>The library of the interpreter, wherever it is installed: <c>lib/python3.12/</c>.</summary>
    private static bool IsPythonLibrary(string path, Range folder)
    {
        var above = path.AsSpan(0, folder.Start.Value);
        return path.AsSpan()[folder] is ['p', 'y', 't', 'h', 'o', 'n', '2' or '3', ..]
            && (above is "lib/" or "lib64/" || above.EndsWith("/lib/") || above.EndsWith("/lib64/"));
    }

    /// <summary>Where build tools put the jars that an application depends on: <c>BOOT-INF/lib/</c> of Spring Boot, <c>WEB-INF/lib/</c> of the servlet specification.</summary>
    private static bool IsJavaLibrary(string path, Range folder) =>
        path.AsSpan()[folder] is "lib" && (path.AsSpan(0, folder.Start.Value).EndsWith("BOOT-INF/") || path.AsSpan(0, folder.Start.Value).EndsWith("WEB-INF/"));

    private static bool IsTestMaterial(ReadOnlySpan<char> folder)
    {
        if (!folder.StartsWith("test", StringComparison.OrdinalIgnoreCase))
            return false;
        var noun = folder["test".Length..].TrimStart("s").TrimStart("-_");
        return SampleNouns.GetAlternateLookup<ReadOnlySpan<char>>().Contains(noun);
    }

    private static bool IsNamedAsTest(string name) =>
        name.Contains(".test.", StringComparison.Ordinal) || name.Contains(".example.", StringComparison.Ordinal) || name.Contains(".examples.", StringComparison.Ordinal) || name.Contains(".spec.", StringComparison.Ordinal) || name.StartsWith("test_", StringComparison.Ordinal) || name.EndsWith("_test.go", StringComparison.Ordinal);
}
