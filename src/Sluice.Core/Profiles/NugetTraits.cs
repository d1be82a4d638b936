using System.Buffers;
using Sluice.Artifacts;
using Sluice.Artifacts.Formats;
using Sluice.Artifacts.Manifests;

namespace Sluice.Profiles;

/// <summary>What a NuGet package says of itself beside its files: what kind of package it is, and where its source is.</summary>
internal static class NugetTraits
{
    private const string SymbolsPackage = "SymbolsPackage";
    private const string RawHost = "raw.githubusercontent.com";
    private const int LongestRepository = 120;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>What a package of symbols consists of ("Creating symbol packages"), with the papers of every package.</summary>
    private static readonly string[] OfSymbols = [".pdb", ".nuspec", ".xml", ".psmdcp", ".rels", ".p7s"];

    /// <summary>Package types, where the manifest says the source is, and where its symbols have it fetched from.</summary>
    public static IEnumerable<(Dimension Dimension, string Value, Entry Entry)> Of(Artifact artifact, Manifest manifest)
    {
        foreach (var type in (manifest.PackageType ?? "Dependency").Split(','))
            yield return (Dimension.PackageTypes, type.Trim(), manifest.Entry);
        if (manifest.Repository is { Length: > 0 } repository)
            yield return (Dimension.Repositories, RepositoryOf(repository), manifest.Entry);
        foreach (var entry in artifact.Entries)
        {
            foreach (var link in entry.Fact<PortablePdbFacts>()?.SourceLinks ?? [])
                yield return (Dimension.Repositories, RepositoryOf(link), MemberOf(entry));
        }
    }

    /// <summary>The symbols of a package, which bear its name and version. What has anything else in it is none, whatever it says.</summary>
    public static bool IsOfSymbols(Artifact artifact) => artifact is { Kind: "nuget", Manifest.PackageType: SymbolsPackage }
        && artifact.Entries.All(entry => !ReleaseContents.IsMember(entry) || Array.Exists(OfSymbols, extension => entry.Path.HasExtension(extension)));

    /// <summary>"DotnetToolSettings.xml": the command of a tool, the file that it begins with, and the packages that are fetched for other systems.</summary>
    public static StatedTraits? ToolOf(Entry entry)
    {
        try
        {
            var (folder, settings) = (entry.Path.Value[..^entry.Path.Name.Length], SafeXml.Parse(entry.Bytes));
            var values = new List<(Dimension, string)>();
            foreach (var command in settings.Child("Commands").Children("Command"))
            {
                if (command.Attribute("Name")?.Value is { Length: > 0 } name)
                    values.Add((Dimension.Commands, "bin." + name));
                if (command.Attribute("EntryPoint")?.Value is { Length: > 0 } file)
                    values.Add((Dimension.EntryFiles, folder + file));
            }

            foreach (var package in settings.Child("RuntimeIdentifierPackages").Children("RuntimeIdentifierPackage"))
            {
                if (package.Attribute("Id")?.Value is { Length: > 0 } id)
                    values.Add((Dimension.Dependencies, id));
            }

            return new StatedTraits(values);
        }
        catch (ArtifactException)
        {
            return null;
        }
    }

    /// <summary>Host and path without what changes by itself: the scheme, the user, the commit and what is behind it.</summary>
    public static string RepositoryOf(string address)
    {
        var text = address.Trim().ToLowerInvariant();
        if (text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme)
            text = text[(scheme + 3)..];
        if (text.IndexOf('@') is >= 0 and var user && text.IndexOf('/') is var slash && (slash < 0 || user < slash))
            text = text[(user + 1)..].Replace(':', '/');
        var path = new List<string>();
        foreach (var part in text.Split('?', '#')[0].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part is "*" or "-" or "raw" or "blob" or "tree" || IsCommit(part))
                break;
            path.Add(part.EndsWith(".git", StringComparison.Ordinal) ? part[..^4] : part);
        }

        if (path.Count > 0)
            path[0] = path[0] == RawHost ? "github.com" : path[0].StartsWith("www.", StringComparison.Ordinal) ? path[0][4..] : path[0];
        var repository = string.Join('/', path);
        return repository.Length > LongestRepository ? repository[..LongestRepository] : repository;
    }

    private static bool IsCommit(string part) => part.Length is 40 or 64 && !part.AsSpan().ContainsAnyExcept(Digits);

    /// <summary>The file of the release that holds what was found in it.</summary>
    private static Entry MemberOf(Entry entry)
    {
        while (entry is { Origin: EntryOrigin.Decoded, Container: { } container })
            entry = container;
        return entry;
    }
}
