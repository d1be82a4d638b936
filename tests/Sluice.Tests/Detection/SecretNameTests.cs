using System.Text;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Reporting;
using Sluice.Tests.Support;

namespace Sluice.Tests.Detection;

/// <summary>Secrets in what is no content: names, links and the fields of headers that nobody reads.</summary>
public sealed class SecretNameTests
{
    private static readonly byte[] Manifest = """{"name": "acme", "version": "1.0.0", "license": "UNLICENSED", "main": "index.js"}"""u8.ToArray();

    public static TheoryData<string> Places => ["a file", "a folder", "a link", "a link's target", "a long name", "a tar user", "behind a tar name", "a tar record", "a gzip name", "a gzip comment in the second member", "a zip comment", "a member's comment", "an extra field"];

    [Theory]
    [MemberData(nameof(Places))]
    public void A_token_in_a_name_or_a_header_is_found_and_not_shown(string place)
    {
        foreach (var token in new[] { TestSecret.Npm(7), TestSecret.GitHub(8) })
        {
            var report = Screening.Of(Build(place, token));

            Assert.Equal(Decision.Deny, report.Decision);
            Assert.Contains(Screening.Rules(report), rule => rule.StartsWith("secret/", StringComparison.Ordinal));
            Assert.DoesNotContain(token, Rendered(report), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Ordinary_names_and_headers_are_not(string place)
    {
        foreach (var name in new[] { "npm_config_registry_with_a_very_long_name", "chunk-" + TestSecret.Alphanumeric(40, 3) })
        {
            var report = Screening.Of(Build(place, name));

            Assert.DoesNotContain(report.Findings, finding => finding.Finding.Rule.Id.StartsWith("secret/", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_name_counts_once_for_all_files_below_it()
    {
        var report = Screening.Of(TestArchive.Tgz(("package/package.json", Manifest), ($"package/{TestSecret.Npm()}/a.js", "1"u8.ToArray()), ($"package/{TestSecret.Npm()}/b.js", "2"u8.ToArray())));

        Assert.Single(report.Findings, finding => finding.Finding.Rule.Id == "secret/npm-token");
    }

    private static byte[] Build(string place, string text)
    {
        var tar = new TarBytes().Member("package/package.json", '0', Manifest).File("package/index.js", "run();\n");
        var bytes = Encoding.ASCII.GetBytes(text);
        return place switch
        {
            "a file" => tar.File($"package/{text}.txt", "x").End().ToTgz(),
            "a folder" => tar.Member($"package/{text}/", '5', []).End().ToTgz(),
            "a link" => tar.Link($"package/{text}", "index.js").End().ToTgz(),
            "a link's target" => tar.Link("package/current", text).End().ToTgz(),
            "a long name" => tar.Member("././@LongLink", 'L', [.. Encoding.ASCII.GetBytes("package/" + new string('d', 120) + "/" + text), 0]).File("package/d", "x").End().ToTgz(),
            // 32 bytes for the user are too few, with the field behind them they are not.
            "a tar user" => tar.Header("package/u"u8.ToArray(), '0', 0, change: block => bytes.CopyTo(block, 265)).End().ToTgz(),
            "behind a tar name" => tar.Header([.. "package/u\0"u8, .. bytes], '0', 0).End().ToTgz(),
            "a tar record" => tar.Pax('g', ("comment", text)).File("package/c", "x").End().ToTgz(),
            "a gzip name" => WithField(tar.End().ToTgz(), 8, bytes),
            "a gzip comment in the second member" => [.. TestArchive.Gzip(tar.ToArray()), .. WithField(TestArchive.Gzip(new byte[1024]), 16, bytes)],
            _ => Zip(place, bytes),
        };
    }

    private static byte[] WithField(byte[] gzip, byte flag, byte[] field)
    {
        gzip[3] |= flag;
        return [.. gzip[..10], .. field, 0, .. gzip[10..]];
    }

    private static byte[] Zip(string place, byte[] text)
    {
        using var output = new MemoryStream();
        using (var zip = new ICSharpCode.SharpZipLib.Zip.ZipOutputStream(output) { IsStreamOwner = false })
        {
            if (place == "a zip comment")
                zip.SetComment(Encoding.ASCII.GetString(text));
            foreach (var (name, content) in new[] { ("package.json", Manifest), ("index.js", "run();\n"u8.ToArray()) })
            {
                var entry = new ICSharpCode.SharpZipLib.Zip.ZipEntry(name) { Comment = place == "a member's comment" ? Encoding.ASCII.GetString(text) : null };
                if (place == "an extra field")
                    entry.ExtraData = [0x41, 0x4d, (byte)text.Length, 0, .. text];
                zip.PutNextEntry(entry);
                zip.Write(content);
            }
        }

        return output.ToArray();
    }

    private static string Rendered(Report report)
    {
        var all = new StringBuilder();
        foreach (var writer in Catalog.ReportWriters)
        {
            using var output = new StringWriter();
            writer.Write([report], new ReportStyle { IsVerbose = true }, output);
            all.Append(output);
        }

        return all.ToString();
    }
}
