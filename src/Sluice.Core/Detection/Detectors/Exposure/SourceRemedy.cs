using Sluice.Artifacts;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>The line to write where this kind of artifact is put together, so that maps stay out of it.</summary>
internal static class SourceRemedy
{
    public static string ForMaps(Artifact artifact, string form) => form == "file" ? ForFiles(artifact) : ForInline(form);

    private static string ForFiles(Artifact artifact) => artifact.Kind switch
    {
        "npm" when artifact.Manifest?.Files is { } files =>
            $"In package.json set \"files\": [{string.Concat(files.Take(8).Select(file => $"\"{file}\", "))}\"!**/*.map\"], or build without source maps.",
        "npm" => "List what ships in package.json, without maps: \"files\": [\"dist\", \"!**/*.map\"]; or build without source maps.",
        "wheel" or "sdist" => "Add to MANIFEST.in: global-exclude *.map (and to pyproject.toml: [tool.setuptools.exclude-package-data] \"*\" = [\"*.map\"]).",
        "nuget" => "Add to the project: <Content Remove=\"**/*.map\" /> and <None Remove=\"**/*.map\" />.",
        "vsix" => "Add to .vscodeignore: **/*.map",
        "docker" or "oci" => "Add to .dockerignore: **/*.map, and build without source maps in the image.",
        "gem" => "Leave maps out of the gemspec: spec.files.reject { |file| file.end_with?(\".map\") }",
        "crate" => "Add to Cargo.toml: exclude = [\"**/*.map\"]",
        _ => "Leave *.map out of the release, or build without source maps.",
    };

    private static string ForInline(string form) => form == "eval"
        ? "Build for production: webpack's devtool must not be one of the eval kinds (devtool: false)."
        : "Build without inline source maps: webpack devtool: false, esbuild --sourcemap=external or none, TypeScript \"inlineSourceMap\": false, Vite build.sourcemap: false.";
}
