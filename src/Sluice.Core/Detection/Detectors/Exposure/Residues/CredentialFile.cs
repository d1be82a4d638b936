using System.Text.Json;
using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;

namespace Sluice.Detection.Detectors.Exposure.Residues;

/// <summary>Files in which tools keep credentials. The name says where to look, the content whether there are any.</summary>
internal static class CredentialFile
{
    private static readonly Dictionary<string, (string What, Func<string, bool> HasSecret)> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        [".npmrc"] = ("an npm configuration", text => HasAssignment(text, "_authtoken", "_auth", "_password")),
        [".yarnrc"] = ("a Yarn configuration", text => HasAssignment(text, "_authtoken", "_auth", "_password")),
        [".yarnrc.yml"] = ("a Yarn configuration", text => HasAssignment(text, "npmauthtoken", "npmauthident")),
        [".pypirc"] = ("a configuration for publishing to Python indexes", text => HasAssignment(text, "password")),
        ["pip.conf"] = ("a pip configuration", SettingText.HasPasswordInUrl),
        [".netrc"] = ("a netrc file", HasNetrcPassword),
        ["_netrc"] = ("a netrc file", HasNetrcPassword),
        [".git-credentials"] = ("a Git credential store", SettingText.HasPasswordInUrl),
        [".dockercfg"] = ("a Docker login", text => text.Contains("\"auth\"", StringComparison.Ordinal)),
        [".pgpass"] = ("a PostgreSQL password file", text => text.Split('\n').Any(line => line.Split(':') is { Length: >= 5 } parts && parts[4].Trim().Length > 3)),
        [".my.cnf"] = ("a MySQL login", text => HasAssignment(text, "password")),
        [".htpasswd"] = ("a password file of a web server", text => text.Contains(":$", StringComparison.Ordinal) || text.Contains(":{SHA}", StringComparison.Ordinal)),
        ["wp-config.php"] = ("a WordPress configuration", text => text.Split('\n').Any(line => line.Contains("DB_PASSWORD", StringComparison.Ordinal) && line.Split('\'', '"') is { Length: >= 5 } parts && SettingText.IsFilledIn(parts[3]))),
        [".s3cfg"] = ("a cloud storage login", text => HasAssignment(text, "secret_key")),
        ["nuget.config"] = ("a NuGet configuration", text => text.Contains("ClearTextPassword", StringComparison.OrdinalIgnoreCase) && !text.Contains('%', StringComparison.Ordinal)),
        ["settings-security.xml"] = ("a Maven master password", text => text.Contains("<master>", StringComparison.Ordinal)),
        [".vault-token"] = ("a Vault token", text => text.Trim().Length >= 20),
    };

    public static bool IsNamedLikeOne(EntryPath path)
    {
        var name = path.Name;
        return ByName.ContainsKey(name) || path.HasExtension(".tfstate") || path.Value.EndsWith(".tfstate.backup", StringComparison.Ordinal)
            || path.Value.EndsWith(".docker/config.json", StringComparison.Ordinal) || path.Value.EndsWith(".kube/config", StringComparison.Ordinal) || name.Contains("kubeconfig", StringComparison.OrdinalIgnoreCase)
            || path.Value.EndsWith(".aws/credentials", StringComparison.Ordinal) || (name.StartsWith("appsettings", StringComparison.OrdinalIgnoreCase) && path.HasExtension(".json"))
            || name is "authorized_keys" || name.Equals("web.config", StringComparison.OrdinalIgnoreCase) || path.Value.EndsWith("gcloud/application_default_credentials.json", StringComparison.Ordinal);
    }

    public static Residue? Recognize(Entry entry)
    {
        if (!entry.IsText)
            return null;
        var text = SettingText.Of(entry.Bytes.Span);
        if (ByName.TryGetValue(entry.Path.Name, out var known))
            return known.HasSecret(text) ? Credentials(known.What) : text.Trim().Length == 0 || entry.Path.Name is "wp-config.php" or "nuget.config" or "pip.conf" ? null : new Residue(known.What, ResidueWeight.Settings, "without credentials");
        if (entry.Path.Name == "authorized_keys")
            return text.Contains("ssh-", StringComparison.Ordinal) || text.Contains("ecdsa-", StringComparison.Ordinal) ? new Residue("a list of keys that may log in", ResidueWeight.Data) : null;
        if (entry.Path.Name.StartsWith("appsettings", StringComparison.OrdinalIgnoreCase) || entry.Path.Name.Equals("web.config", StringComparison.OrdinalIgnoreCase))
            return HasSecretSetting(text) ? Credentials("an application configuration") : null;
        if (entry.Path.Value.Contains(".tfstate", StringComparison.Ordinal))
            return text.Contains("\"terraform_version\"", StringComparison.Ordinal) && text.Contains("\"resources\"", StringComparison.Ordinal) ? new Residue("a Terraform state", ResidueWeight.Data, "which holds every attribute of the infrastructure, secrets included") : null;
        return HasLogin(entry, text) ? Credentials(entry.Path.Name.Contains("kube", StringComparison.OrdinalIgnoreCase) || entry.Path.Value.Contains(".kube/", StringComparison.Ordinal) ? "a Kubernetes login" : "a login of a command-line tool") : null;
    }

    private static Residue Credentials(string what) => new(what, ResidueWeight.Credentials, "with credentials");

    private static bool HasLogin(Entry entry, string text)
    {
        if (entry.Path.Value.EndsWith("config.json", StringComparison.Ordinal))
            return HasDockerLogin(entry);
        return text.Contains("client-key-data:", StringComparison.Ordinal) || (text.Contains("kind: Config", StringComparison.Ordinal) && text.Split('\n').Any(line => line.Trim() is var l && (l.StartsWith("token:", StringComparison.Ordinal) || l.StartsWith("password:", StringComparison.Ordinal)) && SettingText.IsFilledIn(l[(l.IndexOf(':', StringComparison.Ordinal) + 1)..])))
            || HasAssignment(text, "aws_secret_access_key") || text.Contains("\"refresh_token\"", StringComparison.Ordinal);
    }

    private static bool HasDockerLogin(Entry entry)
    {
        try
        {
            using var json = JsonFields.Parse(entry.Bytes);
            return json.RootElement.Field("auths").Properties().Any(registry => registry.Value.Text("auth", "identitytoken") is { Length: > 0 });
        }
        catch (ArtifactException)
        {
            // Not Docker's file; it is searched for secrets like any text.
            return false;
        }
    }

    /// <summary>Keys end at <c>=</c> or <c>:</c>; npm puts the registry before them.</summary>
    private static bool HasAssignment(string text, params string[] keys)
    {
        foreach (var line in text.Split('\n'))
        {
            var trimmed = line.Trim();
            var end = trimmed.StartsWith('#') || trimmed.StartsWith(';') ? -1 : trimmed.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals ? equals : trimmed.IndexOf(": ", StringComparison.Ordinal);
            if (end > 0 && Array.Exists(keys, key => trimmed.AsSpan(0, end).TrimEnd().EndsWith(key, StringComparison.OrdinalIgnoreCase)) && SettingText.IsFilledIn(trimmed[(end + 1)..]))
                return true;
        }

        return false;
    }

    private static bool HasNetrcPassword(string text)
    {
        var words = text.Split([' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        var at = Array.IndexOf(words, "password");
        return Array.IndexOf(words, "machine") >= 0 && at >= 0 && at + 1 < words.Length && SettingText.IsFilledIn(words[at + 1]);
    }

    /// <summary>A password in a connection string, or a setting whose name says secret.</summary>
    private static bool HasSecretSetting(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            foreach (var word in (string[])["password=", "pwd=", "accountkey=", "sharedaccesskey="])
            {
                var at = line.IndexOf(word, StringComparison.OrdinalIgnoreCase);
                if (at >= 0 && IsConnectionValue(line[(at + word.Length)..].Split(';', '"')[0]))
                    return true;
            }

            var parts = line.Split('"');
            if (parts.Length >= 4 && SettingText.NamesSecret(parts[1]) && !parts[1].Contains("connection", StringComparison.OrdinalIgnoreCase) && !parts[3].Contains(' ', StringComparison.Ordinal) && parts[3].Length >= 8 && SettingText.IsFilledIn(parts[3]))
                return true;
        }

        return false;
    }

    private static bool IsConnectionValue(string value) => value.Length >= 4 && !value.Contains('<', StringComparison.Ordinal) && !value.Contains('{', StringComparison.Ordinal) && !value.Contains('%', StringComparison.Ordinal) && !value.Contains("your", StringComparison.OrdinalIgnoreCase) && !value.StartsWith('*') && !value.StartsWith('$');
}
