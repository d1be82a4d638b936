namespace Sluice.Artifacts.Manifests;

/// <summary>Reads off a manifest whether the world may see the source. What is not clear counts as proprietary.</summary>
public static class VisibilityRule
{
    public static (Visibility Visibility, string Reason) Of(Manifest? manifest)
    {
        if (manifest is null)
            return (Visibility.Proprietary, "no manifest says otherwise");
        if (manifest.IsPrivate)
            return (Visibility.Proprietary, "the manifest is marked private");
        if (manifest.License is not { Length: > 0 } license)
            return (Visibility.Proprietary, "the manifest names no licence");
        return OpenSourceLicense.Covers(license)
            ? (Visibility.Public, $"licence {license}")
            : (Visibility.Proprietary, $"licence {license} is not known as open source");
    }
}
