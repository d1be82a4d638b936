using Sluice.Artifacts;

namespace Sluice.Detection.Detectors.Exposure.Residues;

/// <summary><c>.env</c> and its variants: what a program is configured with on one machine.</summary>
internal static class EnvironmentFile
{
    private static readonly string[] ExampleWords = ["example", "sample", "template", "dist", "default", "schema", "tpl"];

    public static bool IsNamedLikeOne(EntryPath path) =>
        path.Name is var name && (name == ".env" || name.StartsWith(".env.", StringComparison.Ordinal) || name.StartsWith(".env-", StringComparison.Ordinal) || (name.EndsWith(".env", StringComparison.Ordinal) && name.Length > 4) || name == ".envrc");

    public static Residue? Recognize(Entry entry)
    {
        if (!entry.IsText || Array.Exists(ExampleWords, word => entry.Path.Name.Contains(word, StringComparison.OrdinalIgnoreCase)))
            return null;
        int values = 0, secrets = 0;
        foreach (var line in SettingText.Of(entry.Bytes.Span).Split('\n'))
        {
            var trimmed = line.Trim();
            trimmed = trimmed.StartsWith("export ", StringComparison.Ordinal) ? trimmed[7..] : trimmed;
            var equals = trimmed.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || trimmed.StartsWith('#') || trimmed.AsSpan(0, equals).ContainsAny(" \t({"))
                continue;
            var value = trimmed[(equals + 1)..].Trim();
            if (value.Trim('"', '\'').Length == 0)
                continue;
            values++;
            if ((SettingText.NamesSecret(trimmed[..equals]) && SettingText.IsFilledIn(value)) || SettingText.HasPasswordInUrl(value))
                secrets++;
        }

        if (secrets > 0)
            return new Residue("an environment file", ResidueWeight.Credentials, $"with {Count(secrets, "secret")} among {Count(values, "value")}");
        return values > 0 ? new Residue("an environment file", ResidueWeight.Settings, $"with {Count(values, "value")}, none of which looks secret") : null;
    }

    private static string Count(int n, string what) => n == 1 ? $"1 {what}" : $"{n} {what}s";
}
