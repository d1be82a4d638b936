namespace Sluice.Cli;

/// <summary>
/// What npm itself is configured with, as far as it is needed to fetch from where npm fetches: the registry, those of scopes, and the tokens for them. Read from the environment, <c>.npmrc</c> here and
/// <c>.npmrc</c> of the user, in this order. A token is for the address that it is written for; it is never shown.
/// </summary>
internal sealed class NpmSettings
{
    private const int MostBytes = 1 << 20;

    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);
    private readonly Surroundings _surroundings;

    private NpmSettings(Surroundings surroundings) => _surroundings = surroundings;

    public static NpmSettings Read(Surroundings surroundings)
    {
        var settings = new NpmSettings(surroundings);
        settings.Add("registry", surroundings.Variable("npm_config_registry") ?? surroundings.Variable("NPM_CONFIG_REGISTRY") ?? "");
        settings.AddFile(surroundings.Full(".npmrc"));
        if (surroundings.Variable("NPM_CONFIG_USERCONFIG") is { Length: > 0 } named)
            settings.AddFile(surroundings.Full(named));
        else if ((surroundings.Variable("HOME") ?? surroundings.Variable("USERPROFILE")) is { Length: > 0 } home)
            settings.AddFile(Path.Combine(home, ".npmrc"));
        return settings;
    }

    /// <summary>Where npm would fetch a package; null where it is not configured.</summary>
    public string? RegistryFor(string name) =>
        name.StartsWith('@') && _settings.TryGetValue(name[..Math.Max(0, name.IndexOf('/'))] + ":registry", out var scoped) ? scoped : _settings.GetValueOrDefault("registry");

    /// <summary>The token for an address: that of the longest address that it begins with. Null for none.</summary>
    public string? TokenOf(Uri address)
    {
        var path = $"//{address.Authority}{address.AbsolutePath}";
        string? best = null;
        foreach (var key in _settings.Keys)
        {
            if (key.EndsWith(":_authToken", StringComparison.Ordinal) && path.StartsWith(WithSlash(key[..^11]), StringComparison.Ordinal) && key.Length > (best?.Length ?? 0))
                best = key;
        }

        return best is null ? null : _settings[best];
    }

    private static string WithSlash(string address) => address.EndsWith('/') ? address : address + "/";

    private void AddFile(string file)
    {
        if (!File.Exists(file) || new FileInfo(file).Length > MostBytes)
            return;
        foreach (var line in File.ReadLines(file))
        {
            if (line.IndexOf('=') is > 0 and var split && line.TrimStart() is [not ('#' or ';'), ..])
                Add(line[..split].Trim(), line[(split + 1)..].Trim().Trim('"', '\''));
        }
    }

    /// <summary>The first one counts.</summary>
    private void Add(string key, string value)
    {
        if (value.StartsWith("${", StringComparison.Ordinal) && value.EndsWith('}'))
            value = _surroundings.Variable(value[2..^1]) ?? "";
        if (value.Length > 0)
            _settings.TryAdd(key, value);
    }
}
