using System.Text;
using Sluice.Artifacts;
using Sluice.Reporting;
using Sluice.Secrets;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets;

public sealed class SecretScannerTests
{
    public static TheoryData<string> Secrets =>
        [TestSecret.GitHub(7), TestSecret.Npm(7), TestSecret.AwsId(7), TestSecret.Slack(7), TestSecret.Stripe(7), TestSecret.Google(7), TestSecret.PrivateKey()];

    [Theory]
    [MemberData(nameof(Secrets), DisableDiscoveryEnumeration = true)]
    public void A_secret_is_found_at_every_alignment(string secret)
    {
        for (var before = 0; before < 40; before++)
        {
            var text = Encoding.ASCII.GetBytes(new string(' ', before) + secret + new string(' ', 40 - before));
            var match = Assert.Single(SecretScanner.BuiltIn.Scan(text));
            Assert.Equal(before, match.Offset);
        }
    }

    [Fact]
    public void Every_secret_of_a_text_is_found_and_in_order()
    {
        var secrets = Enumerable.Range(1, 200).Select(seed => TestSecret.GitHub(seed)).ToList();
        var text = Encoding.ASCII.GetBytes(string.Join('\n', secrets));
        Assert.Equal(secrets.Select((_, i) => (long)(i * 41)), SecretScanner.BuiltIn.Scan(text).Select(m => m.Offset));
    }

    [Fact]
    public void The_search_agrees_with_a_plain_one()
    {
        var literals = new[] { "ghp_", "gho_", "npm_", "AKIA", "PRIVATE KEY" }.Select(Encoding.ASCII.GetBytes).ToArray();
        var search = new LiteralSearch(literals);
        for (var seed = 0; seed < 300; seed++)
        {
            var text = Encoding.ASCII.GetBytes(TestSecret.Random("ghpno_mAKIPRVTEY ", 5 + seed, seed) + (seed % 3 == 0 ? "npm_" : "") + TestSecret.Random("gAP", seed % 23, seed));
            var expected = literals.Select(l => text.AsSpan().IndexOf(l)).Where(at => at >= 0).DefaultIfEmpty(-1).Min();
            Assert.Equal(expected, search.Find(text, 0, out _));
        }
    }

    [Fact]
    public void A_secret_that_stands_in_a_file_and_in_what_was_restored_from_it_is_told_once()
    {
        var report = Screening.Of(TestProgram.JavaClass(TestSecret.PrivateKey()));
        Assert.Contains("constants", Screening.Places(report));
        Assert.Single(report.Findings, f => f.Finding.Rule.Id == "secret/private-key");

        var two = Screening.Of(Encoding.ASCII.GetBytes(TestSecret.GitHub(3) + "\n" + Convert.ToBase64String(Encoding.ASCII.GetBytes("a token of a kind that is found in text only, once it is decoded: " + TestSecret.GitHub(4) + new string('.', 200)))));
        Assert.Equal(2, two.Findings.Count(f => f.Finding.Rule.Id == "secret/github-token"));
    }

    [Fact]
    public void A_secret_across_the_edge_of_a_window_is_found_once()
    {
        var token = TestSecret.GitHub(11);
        var artifact = new byte[SlidingWindow.Bytes * 2];
        Array.Fill(artifact, (byte)' ');
        foreach (var at in new[] { 100, SlidingWindow.Bytes - 20, SlidingWindow.Bytes - (SlidingWindow.OverlapBytes / 2), artifact.Length - 50 })
        {
            var copy = artifact.ToArray();
            Encoding.ASCII.GetBytes(token).CopyTo(copy, at);
            var report = Screening.Of(copy, new ScreenOptions { Limits = new ReadLimits { BufferedBytes = 1 << 20 } });
            Assert.Single(report.Findings, f => f.Finding.Rule.Id == "secret/github-token");
        }
    }

    [Theory]
    [MemberData(nameof(Secrets), DisableDiscoveryEnumeration = true)]
    public void No_report_holds_the_secret(string secret)
    {
        var report = Screening.Of(TestArchive.Npm("""{"name": "a", "version": "1.0.0"}""", (".env", $"TOKEN={secret}\n"), ("a.js", $"x = `{secret}` {TestSecret.AwsSecret()}")));
        Assert.NotEmpty(report.Findings);
        foreach (var writer in Catalog.ReportWriters)
        {
            var text = new StringWriter();
            writer.Write([report], new ReportStyle(), text);
            Assert.DoesNotContain(secret[12..], text.ToString(), StringComparison.Ordinal);
        }
    }

    /// <summary>However many weigh less: those for the machine itself only inform.</summary>
    [Fact]
    public void A_flood_of_addresses_for_examples_does_not_push_a_real_one_out()
    {
        var text = string.Concat(Enumerable.Range(0, 200).Select(i => $"postgres://app:{TestSecret.Alphanumeric(20, i)}@localhost/shop\n")) + $"postgres://app:{TestSecret.Alphanumeric(20, 999)}@db.acme.io/shop\n";

        var report = Screening.Of("app.conf", Encoding.ASCII.GetBytes(text));

        Assert.Contains(report.Findings, found => found.Finding.Rule.Id == "secret/postgres-url" && found.Finding.Line == 201);
    }

    [Fact]
    public void A_flood_of_anchors_stays_linear()
    {
        var text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("-----BEGIN PRIVATE KEY-----AKIAghp_", 60_000)));
        Assert.Empty(SecretScanner.BuiltIn.Scan(text));
    }
}
