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
        ReleaseVersion.TryParse(version, out var parsed) && parsed.Numbers.Count > 1 && Channels.Contains(Of(version).Channel)
        && known.All(other => !ReleaseVersion.TryParse(other, out var before) || before.IsPrerelease || before.CompareTo(parsed) < 0);

    /// <summary>Versions of one number, such as a date, are all of one series, and so are those that say nothing.</summary>
    public static ReleaseSeries Of(string version)
    {
        if (SemanticVersion.TryParse(version, out var semantic))
            return new ReleaseSeries(MajorOf(semantic.Major, semantic.Minor), semantic.Prerelease.Split('.')[0].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'));
        return ReleaseVersion.TryParse(version, out var other) && other.Numbers.Count > 1 ? new ReleaseSeries(MajorOf(other.Numbers[0], other.Numbers[1]), other.Channel) : new ReleaseSeries("", "");
    }

    private static string MajorOf(long major, long minor) => major == 0 ? string.Create(CultureInfo.InvariantCulture, $"0.{minor}") : major.ToString(CultureInfo.InvariantCulture);
}
