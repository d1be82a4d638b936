using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Artifacts.Documents;
using Sluice.Configuration;

namespace Sluice.Profiles;

/// <summary>
/// A profile file: JSON with a profile for each package, keys in ordinal order, one value a line, so that a change of it can be read in a pull request
/// (docs/reference/profile.md). Reading refuses what it does not know: a profile that is half understood would let pass what it should not.
/// </summary>
internal static class ProfileFile
{
    private const long FormatVersion = 2;

    public static string Write(IEnumerable<Profile> profiles)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.Default, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", FormatVersion);
            json.WriteStartObject("packages");
            foreach (var profile in profiles.OrderBy(profile => profile.Package, StringComparer.Ordinal))
                Write(json, profile);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)) + "\n";
    }

    private static void Write(Utf8JsonWriter json, Profile profile)
    {
        json.WriteStartObject(profile.Package);
        json.WriteStartArray("releases");
        foreach (var release in profile.Releases)
            json.WriteStringValue(release.Digest is null ? release.Version : $"{release.Version} sha256:{release.Digest}");
        json.WriteEndArray();
        json.WriteNumber("reviewed", profile.Reviewed);
        foreach (var dimension in Dimension.Kept)
        {
            json.WriteStartObject(dimension.Key);
            foreach (var (value, presence) in profile.ValuesOf(dimension))
                json.WriteString(value, presence.ToText(profile.Releases.Count));
            json.WriteEndObject();
        }

        json.WriteStartObject("measures");
        foreach (var (name, values) in profile.Measures)
            json.WriteString(name, string.Join(' ', values.Select(value => value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-")));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <param name="file">As people name it.</param>
    /// <exception cref="ConfigurationException">With every problem.</exception>
    public static IReadOnlyList<Profile> Read(string file, ReadOnlySpan<byte> bytes)
    {
        var problems = new DocumentProblems(file);
        var profiles = new List<Profile>();
        if (problems.Json(bytes) is { } root && problems.CheckKeys(root, "a profile", ["version", "packages"], ["version", "packages"]))
        {
            if (root["version"] is not { Value: FormatVersion } version)
                problems.Add(root["version"] ?? root, "this version of profiles is not known", "learn anew with 'sluice learn', or use the program that wrote it");
            if (root["packages"] is { Map: null } other)
                problems.Add(other, "an object is expected, with a package for each key", null);
            foreach (var key in root["packages"]?.Map?.Keys ?? [])
                profiles.Add(new ProfileNode(key.Name, root["packages"]![key.Name]!, problems).Read());
        }

        problems.ThrowIfAny();
        return profiles;
    }

    /// <summary>One package of a file.</summary>
    private sealed class ProfileNode(string package, DocumentNode node, DocumentProblems problems)
    {
        public Profile Read()
        {
            problems.CheckKeys(node, "a package", ["releases", "reviewed", "measures", .. Dimension.Kept.Select(dimension => dimension.Key)], ["releases", "measures"]);
            if (node["releases"] is { Value: not IReadOnlyList<DocumentNode> } other)
                problems.Add(other, "a list of releases is expected", null);
            List<LearnedRelease> releases = [.. (node["releases"]?.Items ?? []).Select(Release)];
            var values = new Dictionary<Dimension, SortedDictionary<string, Presence>>();
            foreach (var dimension in Dimension.Kept)
                values[dimension] = Values(node[dimension.Key], releases.Count);
            return new Profile(package, releases, values, Measures(node["measures"], releases.Count), Reviewed(releases.Count));
        }

        private int Reviewed(int releases)
        {
            if (node["reviewed"] is not { } reviewed)
                return releases;
            if (reviewed.Value is long and >= 0 and var count && count <= releases)
                return (int)count;
            problems.Add(reviewed, $"a number of releases is expected, up to {releases}", null);
            return releases;
        }

        private LearnedRelease Release(DocumentNode release)
        {
            var text = release.Text ?? "";
            var cut = text.IndexOf(" sha256:", StringComparison.Ordinal);
            if (release.Text is null || (cut >= 0 && !IsDigest(text[(cut + 8)..])))
                problems.Add(release, "a release is a text: its version and its digest, such as '1.2.3 sha256:' and 64 hexadecimal digits", null);
            return cut < 0 ? new LearnedRelease(text, null) : new LearnedRelease(text[..cut], text[(cut + 8)..]);
        }

        private static bool IsDigest(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

        private SortedDictionary<string, Presence> Values(DocumentNode? list, int releases)
        {
            CheckIsMap(list);
            var values = new SortedDictionary<string, Presence>(StringComparer.Ordinal);
            foreach (var key in list?.Map?.Keys ?? [])
            {
                if (list![key.Name]?.Text is { } text && Presence.Parse(text, releases) is { } presence)
                    values[key.Name] = presence;
                else
                    problems.Add(list[key.Name] ?? list, "numbers of releases are expected, such as 1-3,5-", null);
            }

            return values;
        }

        private void CheckIsMap(DocumentNode? list)
        {
            if (list is { Map: null })
                problems.Add(list, "an object is expected", null);
        }

        private SortedDictionary<string, long?[]> Measures(DocumentNode? list, int releases)
        {
            CheckIsMap(list);
            var measures = new SortedDictionary<string, long?[]>(StringComparer.Ordinal);
            foreach (var key in list?.Map?.Keys ?? [])
            {
                var words = list![key.Name]?.Text?.Split(' ') ?? [];
                var numbers = Array.ConvertAll(words, word => long.TryParse(word, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : (long?)null);
                if (words.Length != releases || words.Where((word, i) => word != "-" && numbers[i] is null).Any())
                    problems.Add(list[key.Name] ?? list, $"{releases} numbers are expected, one for each release, or - for none", null);
                else
                    measures[key.Name] = numbers;
            }

            return measures;
        }
    }
}
