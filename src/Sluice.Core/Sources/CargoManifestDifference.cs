using System.Text;
using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Artifacts.Repositories;

namespace Sluice.Sources;

/// <summary>Dependencies that a shipped Cargo.toml has and the one in the source does not name. Cargo writes it anew when it packs, with what a workspace says of them.</summary>
internal static class CargoManifestDifference
{
    private const string Table = "dependencies.";

    /// <summary>Where a dependency comes from under another name, or from elsewhere.</summary>
    private static readonly string[] Sources = ["package", "git", "registry", "registry-index", "path"];

    /// <returns>Names of crates, and addresses.</returns>
    /// <exception cref="ArtifactException">The shipped one is no TOML.</exception>
    public static List<string> Of(ComparisonContext context, ReadOnlySpan<byte> source, ReadOnlySpan<byte> shipped)
    {
        var written = Encoding.UTF8.GetString(source);
        var workspace = context.Folder.Length > 0 && context.Tree.At("Cargo.toml") is { } top ? Encoding.UTF8.GetString(GitCommand.Output(context.Tree.Repository, null, "cat-file", "blob", top.Id.ToString())) : "";
        var added = new List<string>();
        foreach (var (field, texts) in TomlFields.Parse(shipped).Leaves)
        {
            // Behind the table, which may be one for a platform, stand the name and what is said of it.
            if (field.IndexOf(Table, StringComparison.Ordinal) is not (>= 0 and var at))
                continue;
            var parts = field[(at + Table.Length)..].Split('.', 2);
            if (!written.Contains(parts[0], StringComparison.Ordinal))
                added.Add(parts[0]);
            else if (parts.Length == 2 && Sources.Contains(parts[1]) && texts is [{ } text, ..] && !written.Contains(text, StringComparison.Ordinal) && !workspace.Contains(text, StringComparison.Ordinal))
                added.Add(text);
        }

        return [.. added.Distinct()];
    }
}
