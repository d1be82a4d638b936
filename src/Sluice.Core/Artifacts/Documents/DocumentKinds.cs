namespace Sluice.Artifacts.Documents;

/// <summary>What a structured text is for, told by its content: the name of a file is only asked where the tool that reads it asks for it.</summary>
public static class DocumentKinds
{
    /// <summary>In ordinal order.</summary>
    public static readonly IReadOnlyList<string> All = ["cloudformation", "compose", "dockerfile", "iam-policy", "kubernetes", "terraform", "workflow"];

    /// <summary>Of these words each kind has one among its keys.</summary>
    private static readonly byte[][] Words =
        [.. new[] { "apiVersion", "Resources", "services", "Statement", "jobs", "runs", "planned_values", "resource_changes", "terraform_version" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    private static readonly string[] WorkflowFolders = [".github/workflows/", ".gitea/workflows/", ".forgejo/workflows/"];

    /// <summary>Whether it is worth reading: a quick look at the bytes.</summary>
    public static bool MayBeAny(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff]))
            return true;
        foreach (var word in Words)
        {
            if (bytes.IndexOf(word) >= 0)
                return true;
        }

        return HasEscapedLetter(bytes);
    }

    /// <summary>Whether what cannot be read was meant to be of a kind: by words that stand in such documents side by side.</summary>
    public static bool IsLikely(string kind, string path, DocumentLanguage language, ReadOnlySpan<byte> bytes)
    {
        if (language == DocumentLanguage.Dockerfile)
            return kind == "dockerfile";
        if (language is not (DocumentLanguage.Yaml or DocumentLanguage.Json))
            return false;
        if (HasEscapedLetter(bytes))
            return true;
        var isJson = language == DocumentLanguage.Json;
        return kind switch
        {
            "kubernetes" => isJson ? Has(bytes, "\"apiVersion\""u8) && Has(bytes, "\"kind\""u8) : Has(bytes, "apiVersion"u8) && Has(bytes, "kind"u8),
            "terraform" => Has(bytes, "planned_values"u8) || Has(bytes, "resource_changes"u8),
            "cloudformation" => Has(bytes, "AWSTemplateFormatVersion"u8) || (Has(bytes, "Resources"u8) && Has(bytes, "AWS::"u8)),
            "workflow" => Array.Exists(WorkflowFolders, folder => path.Contains(folder, StringComparison.Ordinal)),
            "compose" => path[(path.LastIndexOf('/') + 1)..] is var name && name.Contains("compose", StringComparison.OrdinalIgnoreCase) && Has(bytes, "services"u8),
            "iam-policy" => isJson ? Has(bytes, "\"Statement\""u8) && Has(bytes, "\"Effect\""u8) : Has(bytes, "Statement:"u8) && Has(bytes, "Effect:"u8),
            _ => false,
        };
    }

    /// <summary>A letter of ASCII as <c>\u0061</c>, <c>\x61</c> or <c>\U00000061</c>: a way to write a word so that it is not found.</summary>
    private static bool HasEscapedLetter(ReadOnlySpan<byte> bytes)
    {
        for (var at = bytes.IndexOf((byte)'\\'); at >= 0; at = bytes.IndexOf((byte)'\\'))
        {
            bytes = bytes[(at + 1)..];
            var digits = bytes switch
            {
                [(byte)'u', (byte)'0', (byte)'0', .. var rest] => rest,
                [(byte)'x', .. var rest] => rest,
                [(byte)'U', .. var rest] when rest.StartsWith("000000"u8) => rest[6..],
                _ => [],
            };
            if (digits.Length >= 2 && byte.TryParse(digits[..2], System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out var letter) && char.IsAsciiLetter((char)letter))
                return true;
            if (bytes is [(byte)'\\', ..])
                bytes = bytes[1..];
        }

        return false;
    }

    private static bool Has(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> word) => bytes.IndexOf(word) >= 0;

    /// <summary>Null when it is none of those that are known.</summary>
    /// <param name="path">Where it stands.</param>
    public static string? Of(string path, DocumentLanguage language, DocumentNode document)
    {
        if (language == DocumentLanguage.Dockerfile)
            return document.Items.Any(instruction => instruction["instruction"]?.Text == "FROM") ? "dockerfile" : null;
        if (document.Map is null || language is DocumentLanguage.Xml or DocumentLanguage.Toml)
            return null;
        return IsKubernetes(document) ? "kubernetes"
            : IsTerraform(document) ? "terraform"
            : IsCloudFormation(document) ? "cloudformation"
            : IsWorkflow(path, document) ? "workflow"
            : IsPolicy(document) ? "iam-policy"
            : IsCompose(document) ? "compose"
            : null;
    }

    private static bool IsKubernetes(DocumentNode document) => document["apiVersion"]?.Text is not null && document["kind"]?.Text is not null;

    /// <summary>A plan or a state as <c>terraform show -json</c> prints them, or a state as it is stored.</summary>
    private static bool IsTerraform(DocumentNode document) =>
        document["planned_values"] is not null || document["resource_changes"] is not null
        || (document["terraform_version"] is not null && (document["values"] is not null || document["resources"] is not null));

    private static bool IsCloudFormation(DocumentNode document) =>
        document["AWSTemplateFormatVersion"] is not null || Values(document["Resources"]).Any(resource => resource["Type"]?.Text is { } type && type.Contains("::", StringComparison.Ordinal));

    /// <summary>A workflow of GitHub, Gitea or Forgejo, or an action made of steps. Writers of YAML 1.1 turn the key <c>on</c> into true.</summary>
    private static bool IsWorkflow(string path, DocumentNode document)
    {
        if (document["runs"]?["steps"] is not null && document["runs"]?["using"]?.Text == "composite")
            return true;
        if (document["jobs"]?.Map is null)
            return false;
        return Array.Exists(WorkflowFolders, folder => path.Contains(folder, StringComparison.Ordinal)) || ((document["on"] ?? document["true"]) is not null && Values(document["jobs"]).Any(job => job["steps"] is not null || job["uses"] is not null));
    }

    private static bool IsPolicy(DocumentNode document) =>
        document["Statement"] is { } statements && (statements.Map is null ? statements.Items : [statements]) is { Count: > 0 } list && list.All(statement => statement["Effect"]?.Text is "Allow" or "Deny");

    private static bool IsCompose(DocumentNode document) =>
        Values(document["services"]).ToList() is { Count: > 0 } services && services.All(service => service.Map is not null)
        && services.Exists(service => service["image"] is not null || service["build"] is not null);

    private static IEnumerable<DocumentNode> Values(DocumentNode? node) => node?.Map is { } map ? map.Keys.Select(key => map[key.Name]) : [];
}
