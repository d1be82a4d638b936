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
    private const long FormatVersion = 6;
    private const string Sha256 = " sha256:";
    private const string FilesMark = " files:";
    private const string ForMark = " for:";
    private const string Approved = " approved";
    private const string References = "references";
    private const string Names = "named-after-content";

    /// <summary>Of a package.</summary>
    private static readonly List<string> Keys = AllKeys();

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
            json.WriteStringValue(release.Version + (release.Digest is null ? "" : Sha256 + release.Digest) + (release.Files is null ? "" : FilesMark + release.Files) + (release.Variant is null ? "" : ForMark + release.Variant) + (release.IsApproved ? Approved : ""));
        json.WriteEndArray();
        json.WriteNumber("reviewed", profile.Reviewed);
        foreach (var dimension in Dimension.Kept)
        {
            json.WriteStartObject(dimension.Key);
            foreach (var (value, presence) in profile.ValuesOf(dimension))
                json.WriteString(value, presence.ToText(profile.Releases.Count));
            json.WriteEndObject();
        }

        WriteTexts(json, References, profile.Contents.References, digest => digest);
        WriteTexts(json, Names, profile.Contents.Names, content => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{content.Digest} {content.Release}"));
        json.WriteStartObject("measures");
        foreach (var (name, values) in profile.Measures)
            json.WriteString(name, string.Join(' ', values.Select(value => value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-")));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTexts<T>(Utf8JsonWriter json, string key, NamedValues<T> values, Func<T, string> textOf)
        where T : class
    {
        json.WriteStartObject(key);
        foreach (var (name, value) in values)
            json.WriteString(name, textOf(value));
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
            {
                var name = NameOf(key.Name);
                if (profiles.Find(profile => PackageNames.Comparer.Equals(profile.Package, name)) is { } first)
                    problems.Add(root["packages"]![key.Name]!, $"'{key.Name}' is {(name == key.Name ? "the package" : "the image")} '{first.Package}', which is there already", "leave one of them out, and learn what is missing");
                else
                    profiles.Add(new ProfileNode(name, root["packages"]![key.Name]!, problems).Read());
            }
        }

        problems.ThrowIfAny();
        return profiles;
    }

    /// <summary>Image layouts and saved images are one package; files of before knew them apart, with the registry in the name.</summary>
    private static string NameOf(string key) =>
        key.StartsWith("oci:", StringComparison.Ordinal) || key.StartsWith("docker:", StringComparison.Ordinal) ? "docker:" + ImageName.WithoutRegistry(key[(key.IndexOf(':') + 1)..]) : key;

    private static List<string> AllKeys()
    {
        var keys = new List<string> { "releases", "reviewed", "measures", References, Names };
        foreach (var dimension in Dimension.Kept)
            keys.Add(dimension.Key);
        return keys;
    }

    /// <summary>One package of a file.</summary>
    private sealed class ProfileNode(string package, DocumentNode node, DocumentProblems problems)
    {
        public Profile Read()
        {
            problems.CheckKeys(node, "a package", Keys, ["releases", "measures"]);
            if (node["releases"] is { Value: not IReadOnlyList<DocumentNode> } other)
                problems.Add(other, "a list of releases is expected", null);
            var releases = new List<LearnedRelease>();
            foreach (var release in node["releases"]?.Items ?? [])
                releases.Add(Release(release));
            var values = new Dictionary<Dimension, NamedValues<Presence>>();
            foreach (var dimension in Dimension.Kept)
                values[dimension] = Values(node[dimension.Key], releases.Count);
            return new Profile(package, releases, values, Measures(node["measures"], releases.Count), Reviewed(releases.Count)) { Contents = Contents(releases.Count) };
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
            var isApproved = text.EndsWith(Approved, StringComparison.Ordinal);
            var (rest, variant) = Cut(isApproved ? text[..^Approved.Length] : text, ForMark);
            var (version, files) = Cut(rest, FilesMark);
            (version, var digest) = Cut(version, Sha256);
            if (release.Text is null || digest is { } own && !IsDigest(own) || files is { } all && !IsDigest(all))
                problems.Add(release, "a release is a text: its version and its digests, such as '1.2.3 sha256:' and 64 hexadecimal digits", null);
            return new LearnedRelease(version, digest) { Files = files, Variant = variant, IsApproved = isApproved };
        }

        private static (string Before, string? Behind) Cut(string text, string mark) => text.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + mark.Length)..]) : (text, null);

        private KnownContents Contents(int releases)
        {
            var (references, names) = (new NamedValues<string>(), new NamedValues<NamedContent>());
            foreach (var (key, text) in Texts(References, text => text.Length is 40 or 64 && text.All(char.IsAsciiHexDigitLower), "a commit or a digest is expected"))
                references[key] = text;
            foreach (var (key, text) in Texts(Names, text => NameOf(text, releases) is not null, "the start of a digest and the number of a release are expected"))
                names[key] = NameOf(text, releases)!;
            return new KnownContents(references, names);
        }

        private static NamedContent? NameOf(string text, int releases) =>
            text.Split(' ') is [var digest, var number] && int.TryParse(number, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var release) && release >= 1 && release <= releases
            && (digest == NamedContent.Several || digest.All(char.IsAsciiHexDigitLower)) ? new NamedContent(digest, release) : null;

        private IEnumerable<(string Key, string Text)> Texts(string list, Predicate<string> isValid, string expected)
        {
            CheckIsMap(node[list]);
            foreach (var key in node[list]?.Map?.Keys ?? [])
            {
                if (node[list]![key.Name]?.Text is { } text && isValid(text))
                    yield return (key.Name, text);
                else
                    problems.Add(node[list]![key.Name] ?? node[list]!, expected, null);
            }
        }

        private static bool IsDigest(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

        private NamedValues<Presence> Values(DocumentNode? list, int releases)
        {
            CheckIsMap(list);
            var values = new NamedValues<Presence>();
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

        private NamedValues<long?[]> Measures(DocumentNode? list, int releases)
        {
            CheckIsMap(list);
            var measures = new NamedValues<long?[]>();
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
