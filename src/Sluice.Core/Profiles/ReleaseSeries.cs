using System.Globalization;
using Sluice.Packages;

namespace Sluice.Profiles;

/// <summary>Which releases continue each other: those of one major version (of one minor version before 1.0) and of one channel, stable or a pre-release.</summary>
/// <param name="Channel">The first word of a pre-release (<c>beta</c>); empty for stable releases.</param>
internal sealed record ReleaseSeries(string Major, string Channel)
{
    /// <summary>Words that projects use for releases before a release. Others do not make a channel that nothing is known of.</summary>
    private static readonly HashSet<string> Channels = new(StringComparer.OrdinalIgnoreCase) { "", "alpha", "beta", "rc", "next", "canary", "dev", "preview", "pre", "nightly", "experimental", "insiders" };

    /// <summary>Whether it may be the first of a series that nothing is known of: above all stable releases that are known, in a channel that people know.</summary>
    public static bool MayBegin(string version, IEnumerable<string> known) =>
        SemanticVersion.TryParse(version, out var parsed) && Channels.Contains(Of(version).Channel)
        && known.All(other => !SemanticVersion.TryParse(other, out var before) || before.IsPrerelease || before < parsed);

    /// <summary>Versions that are not semantic are all of one series.</summary>
    public static ReleaseSeries Of(string version)
    {
        if (!SemanticVersion.TryParse(version, out var parsed))
            return new ReleaseSeries("", "");
        var major = parsed.Major == 0 ? string.Create(CultureInfo.InvariantCulture, $"0.{parsed.Minor}") : parsed.Major.ToString(CultureInfo.InvariantCulture);
        return new ReleaseSeries(major, parsed.Prerelease.Split('.')[0].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'));
    }
}
