using System.Xml.Linq;
using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;

namespace Sluice.Projects;

/// <summary>Project files of .NET with the nearest <c>Directory.Build.props</c>, and nuspec files. Only what stands there without a condition is read: the rest is the build's to know.</summary>
public sealed class NugetProject : ProjectReader
{
    private const string Shared = "Directory.Build.props";

    public override string Ecosystem => "nuget";

    public override bool Recognizes(string path) => path.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".fsproj", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".vbproj", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase);

    public override PublishedPackage? Read(string path, ProjectTree tree)
    {
        var root = SafeXml.Parse(tree.Bytes(path));
        if (path.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase))
            return OfNuspec(root.Child("metadata"), path, tree);
        // Old project files are not packed by themselves.
        if (root.Name.LocalName != "Project" || (root.Attribute("Sdk") is null && root.Child("Sdk") is null))
            return null;
        var properties = Properties(tree, path, root);
        if (IsNoPackage(root, properties))
            return null;
        var package = new PublishedPackage(Ecosystem, path) { Name = NameOf(path, properties) };
        package = Judged(package, properties.GetValueOrDefault("PackageLicenseExpression"), tree, properties.GetValueOrDefault("PackageLicenseFile"));
        return IsFalse(properties, "IsPackable") ? package with { Withheld = "IsPackable is false" } : package;
    }

    private PublishedPackage? OfNuspec(XElement? metadata, string path, ProjectTree tree)
    {
        if (metadata.Text("id") is not { } id)
            return null;
        var license = metadata.Child("license");
        var isFile = (string?)license?.Attribute("type") == "file";
        return Judged(new PublishedPackage(Ecosystem, path) { Name = Known(id) }, isFile ? null : license?.Value.Trim() ?? metadata.Text("licenseUrl"), tree, isFile ? license!.Value.Trim() : null);
    }

    /// <summary>Tests, web applications and programs are built, not packed, unless they say so.</summary>
    private static bool IsNoPackage(XElement root, Dictionary<string, string> properties)
    {
        if (properties.GetValueOrDefault("IsTestProject") == "true" || properties.ContainsKey("IsPackable") || IsTrue(properties, "PackAsTool") || IsTrue(properties, "GeneratePackageOnBuild") || properties.ContainsKey("PackageId"))
            return properties.GetValueOrDefault("IsTestProject") == "true";
        var references = root.Children("ItemGroup").SelectMany(group => group.Children("PackageReference")).Select(reference => (string?)reference.Attribute("Include"));
        var sdk = (string?)root.Attribute("Sdk") ?? "";
        return references.Contains("Microsoft.NET.Test.Sdk") || sdk.StartsWith("Microsoft.NET.Sdk.", StringComparison.OrdinalIgnoreCase) || properties.GetValueOrDefault("OutputType") is "Exe" or "WinExe";
    }

    private static Dictionary<string, string> Properties(ProjectTree tree, string path, XElement root)
    {
        var properties = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (tree.Nearest(path, Shared) is { } shared)
            Add(SafeXml.Parse(tree.Bytes(shared)), properties);
        Add(root, properties);
        return properties;
    }

    private static void Add(XElement project, Dictionary<string, string> properties)
    {
        foreach (var property in project.Children("PropertyGroup").Where(group => group.Attribute("Condition") is null).SelectMany(group => group.Elements()).Where(property => property.Attribute("Condition") is null))
            properties[property.Name.LocalName] = property.Value.Trim();
    }

    private static string? NameOf(string path, Dictionary<string, string> properties) =>
        properties.GetValueOrDefault("PackageId") is { Length: > 0 } id ? Known(id)
        : properties.GetValueOrDefault("AssemblyName") is { Length: > 0 } assembly ? Known(assembly) : Path.GetFileNameWithoutExtension(ProjectTree.NameOf(path));

    private static string? Known(string text) => text.Contains("$(", StringComparison.Ordinal) || text.Contains('$') ? null : text;

    private static bool IsTrue(Dictionary<string, string> properties, string name) => "true".Equals(properties.GetValueOrDefault(name), StringComparison.OrdinalIgnoreCase);

    private static bool IsFalse(Dictionary<string, string> properties, string name) => "false".Equals(properties.GetValueOrDefault(name), StringComparison.OrdinalIgnoreCase);
}
