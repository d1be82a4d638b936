namespace Sluice.Profiles;

/// <summary>How one image is called wherever it is kept: <c>registry.example:5000/acme/app</c>, <c>acme/app</c>.</summary>
internal static class ImageName
{
    private const string Official = "library/";

    /// <summary>The first part is a registry where it has a dot or a port in it, or is localhost (the reference grammar of the distribution project).</summary>
    public static string WithoutRegistry(string name)
    {
        if (name.IndexOf('/') is > 0 and var slash && (name.AsSpan(0, slash).IndexOfAny('.', ':') >= 0 || name[..slash] == "localhost"))
            name = name[(slash + 1)..];
        return name.StartsWith(Official, StringComparison.Ordinal) ? name[Official.Length..] : name;
    }
}
