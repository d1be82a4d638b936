using System.Text;
using Sluice.Artifacts;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts.Formats;

public sealed class TarReaderTests
{
    [Fact]
    public void A_record_that_no_tool_reads_is_looked_at_and_the_commit_that_git_writes_is_not()
    {
        var hidden = TestSecret.GitHub();
        var report = Screening.Of(new TarBytes().Pax('g', ("comment", new string('a', 40))).Pax('x', ("mtime", "1700000000.123456789")).File("a", "1").Pax('x', ("comment", hidden)).File("b", "2").End().ToArray());

        Assert.Equal(["a", "(record comment)", "b"], Screening.Places(report));
        Assert.Contains("secret/github-token", Screening.Rules(report));
    }

    [Fact]
    public void Long_names_of_PAX_and_GNU_are_read()
    {
        var folder = string.Join('/', Enumerable.Repeat("folder", 40));
        var tar = new TarBytes()
            .Pax('x', ("path", $"{folder}/pax.txt")).File("short", "1")
            .Member("././@LongLink", 'L', Encoding.UTF8.GetBytes($"{folder}/gnu.txt\0")).File("short", "2")
            .Header("ustar.txt"u8.ToArray(), '0', 0, change: block => "dir/with/prefix"u8.CopyTo(block.AsSpan(345)))
            .End().ToArray();

        Assert.Equal([$"{folder}/pax.txt", $"{folder}/gnu.txt", "dir/with/prefix/ustar.txt"], Screening.Places(Screening.Of(tar)));
    }

    [Fact]
    public void A_global_header_holds_until_the_end_and_a_local_one_wins()
    {
        var tar = new TarBytes().Pax('g', ("linkpath", "everywhere")).Link("a", "x").Pax('x', ("linkpath", "here")).Link("b", "x").End().ToArray();

        Assert.Equal(["everywhere", "here"], Screening.Of(tar).Artifact.Entries.Skip(1).Select(entry => entry.LinkTarget));
    }

    [Fact]
    public void A_size_in_base_256_is_read()
    {
        var content = new byte[700];
        var tar = new TarBytes()
            .Header("big"u8.ToArray(), '0', 0, change: block =>
            {
                block.AsSpan(124, 12).Clear();
                block[124] = 0x80;
                block[134] = 700 >> 8;
                block[135] = 700 & 0xff;
            })
            .Padded(content).File("next", "n").End().ToArray();

        Assert.Equal(["big", "next"], Screening.Places(Screening.Of(tar)));
    }

    [Fact]
    public void A_record_and_a_header_that_disagree_about_the_size_are_ambiguous()
    {
        var tar = new TarBytes().Pax('x', ("size", "1024")).Member("a", '0', new byte[1024], claimedSize: 512).End().ToArray();
        var report = Screening.Of(tar);

        Assert.Contains("archive/ambiguous", Screening.Rules(report));
        Assert.Equal(Decision.Deny, report.Decision);
    }

    [Fact]
    public void A_second_archive_behind_the_end_is_hidden_and_opened()
    {
        var report = Screening.Of(new TarBytes().File("a", "1").End().File("hidden", "2").End().ToArray());

        Assert.Equal(["a", "hidden"], Screening.Places(report));
        Assert.Contains("archive/hidden-data", Screening.Rules(report));
    }

    [Theory]
    [InlineData("text behind the end", true)]
    [InlineData("\0\0\0\0\0\0\0\0", false)]
    [InlineData("\n", false)]
    public void Only_data_behind_the_end_counts_as_hidden(string tail, bool isHidden)
    {
        var report = Screening.Of(new TarBytes().File("a", "1").End().Raw(Encoding.ASCII.GetBytes(tail)).ToArray());

        Assert.Equal(isHidden, Screening.Rules(report).Contains("archive/hidden-data"));
    }

    [Fact]
    public void A_missing_end_mark_only_informs()
    {
        var report = Screening.Of(new TarBytes().File("a", "1").ToArray());

        Assert.Equal(Decision.Allow, report.Decision);
        Assert.Contains("archive/truncated", Screening.Rules(report));
    }

    [Fact]
    public void A_damaged_header_in_the_middle_is_never_allowed()
    {
        var tar = new TarBytes().File("a", "1").File("b", "2").End().ToArray();
        tar[1024] ^= 0x20;

        Assert.Equal(Decision.Indeterminate, Screening.Of(tar).Decision);
    }

    [Fact]
    public void A_size_beyond_the_end_is_never_allowed_and_costs_no_memory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var report = Screening.Of(new TarBytes().Member("a", '0', "x"u8.ToArray(), claimedSize: (1L << 33) - 1).ToArray());

        Assert.Equal(Decision.Indeterminate, report.Decision);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 << 20);
    }

    [Fact]
    public void Padding_that_holds_data_is_opened()
    {
        var tar = new TarBytes().File("a", "1").File("b", "2").End().ToArray();
        "hidden in the padding"u8.CopyTo(tar.AsSpan(600));
        var report = Screening.Of(tar);

        Assert.Contains(report.Findings, f => f.Finding.Rule.Id == "archive/hidden-data");
        Assert.Contains(report.Artifact.Entries, entry => entry.Path.Value == "(padding)");
    }

    [Fact]
    public void A_link_with_content_is_ambiguous_and_its_content_is_opened()
    {
        var report = Screening.Of(new TarBytes().Member("a", '2', "not a header at all"u8.ToArray(), "target").File("b", "2").End().ToArray());

        Assert.Contains("archive/ambiguous", Screening.Rules(report));
        Assert.Equal(["a", "a", "b"], Screening.Places(report));
    }

    [Fact]
    public void The_size_that_old_tools_write_for_hard_links_means_nothing()
    {
        var report = Screening.Of(new TarBytes().File("a", "1").Member("b", '1', [], "a", claimedSize: 1).File("c", "3").End().ToArray());

        Assert.Equal(["a", "b", "c"], Screening.Places(report));
        Assert.Equal(Decision.Allow, report.Decision);
    }

    [Theory]
    [InlineData("0.1")]
    [InlineData("1.0")]
    public void Sparse_files_are_expanded(string version)
    {
        var tar = new TarBytes();
        if (version == "0.1")
            tar.Pax('x', ("GNU.sparse.size", "2000"), ("GNU.sparse.numblocks", "2"), ("GNU.sparse.map", "0,3,1000,3"), ("GNU.sparse.name", "real")).Member("odd", '0', "abcdef"u8.ToArray());
        else
            tar.Pax('x', ("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0"), ("GNU.sparse.name", "real"), ("GNU.sparse.realsize", "2000"))
                .Member("odd", '0', [.. "2\n0\n3\n1000\n3\n"u8, .. new byte[499], .. "abcdef"u8]);
        var report = Screening.Of(tar.File("next", "n").End().ToArray());

        Assert.Equal(["real", "next"], Screening.Places(report));
        Assert.Equal(2000, report.Artifact.Entries[1].Size);
        Assert.Equal(Decision.Allow, report.Decision);
    }

    [Fact]
    public void A_hole_of_exabytes_costs_nothing()
    {
        var tar = new TarBytes().Pax('x', ("GNU.sparse.map", "0,1,4611686018427387904,1"), ("GNU.sparse.size", "4611686018427387905")).Member("a", '0', "xy"u8.ToArray()).End().ToArray();

        Assert.True(Screening.Of(tar).Artifact.Entries[1].Size < 4 << 20);
    }

    [Theory]
    [InlineData("../evil", "archive/traversal", Decision.Deny)]
    [InlineData("a/../../evil", "archive/traversal", Decision.Deny)]
    [InlineData("/etc/passwd", "archive/traversal", Decision.Allow)]
    [InlineData("a\u202egpj.exe", "archive/odd-name", Decision.Deny)]
    [InlineData("a\u001b[2Jb", "archive/odd-name", Decision.Allow)]
    public void Names_that_leave_or_deceive_are_reported(string name, string rule, Decision decision)
    {
        var report = Screening.Of(new TarBytes().File(name, "x").End().ToTgz());

        Assert.Contains(rule, Screening.Rules(report));
        Assert.Equal(decision, report.Decision);
        Assert.DoesNotContain("..", report.Artifact.Entries[^1].Path.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_unpacked_through_a_link_that_leaves_is_denied()
    {
        var report = Screening.Of(new TarBytes().Link("out", "/etc").File("out/cron.d/job", "x").End().ToTgz());

        Assert.Contains(report.Findings, f => f.Finding is { Rule.Id: "archive/link-escape", Severity: Findings.Severity.High, Entry.Path.Value: "out/cron.d/job" });
        Assert.Equal(Decision.Deny, report.Decision);
    }

    [Fact]
    public void A_link_that_stays_inside_is_fine()
    {
        var report = Screening.Of(new TarBytes().File("lib/a.so.1", "x").Link("lib/a.so", "a.so.1").Link("bin/b", "../lib/a.so").End().ToTgz());

        Assert.Equal(Decision.Allow, report.Decision);
        Assert.DoesNotContain("archive/link-escape", Screening.Rules(report));
    }

    [Fact]
    public void Duplicates_matter_when_they_differ_and_most_in_a_manifest()
    {
        Assert.Equal(Findings.Severity.Low, SeverityOfDuplicate("a.js", "1", "1"));
        Assert.Equal(Findings.Severity.Medium, SeverityOfDuplicate("a.js", "1", "2"));
        Assert.Equal(Findings.Severity.High, SeverityOfDuplicate("package/package.json", "{}", "{ }"));
    }

    [Fact]
    public void Names_that_differ_only_in_case_and_device_nodes_are_reported()
    {
        var report = Screening.Of(new TarBytes().File("Read.me", "1").File("READ.ME", "2").Member("dev/mem", '3', []).End().ToTgz());

        Assert.Contains("archive/case-collision", Screening.Rules(report));
        Assert.Contains("archive/device-node", Screening.Rules(report));
        Assert.Equal(EntryKind.Device, report.Artifact.Entries[^1].Kind);
    }

    [Theory]
    [InlineData("0 path=a\n")]
    [InlineData("11 comment=")]
    [InlineData("99999999999999999999 path=a\n")]
    [InlineData("9 no-key\n\n")]
    public void Members_behind_a_damaged_record_are_read_and_the_damage_stops_the_release(string records)
    {
        var tar = new TarBytes().Member("PaxHeader", 'x', System.Text.Encoding.ASCII.GetBytes(records)).File("a.txt", TestSecret.GitHub()).End();
        var report = Screening.Of(tar.ToTgz());

        Assert.Empty(report.Coverage.Unscreened);
        Assert.Equal(Decision.Deny, report.Decision);
        Assert.Equal(["archive/ambiguous", "secret/github-token"], Screening.Rules(report));
    }

    [Fact]
    public void Code_that_happens_to_name_the_magic_at_its_place_is_text()
    {
        var code = new string(' ', 240) + "const MAGIC = \"" + "\n";
        code = code.PadRight(257, '/') + "ustar\\x00\";" + new string('\n', 300);
        var report = Screening.Of(TestArchive.Tgz(("headers.js", System.Text.Encoding.ASCII.GetBytes(code))));

        Assert.Equal(Decision.Allow, report.Decision);
        Assert.Equal(ContentKind.Text, report.Artifact.Entries[^1].ContentKind);
    }

    private static Findings.Severity SeverityOfDuplicate(string name, string first, string second) =>
        Screening.Of(new TarBytes().File(name, first).File(name, second).End().ToTgz()).Findings.Single(f => f.Finding.Rule.Id == "archive/duplicate-name").Finding.Severity;
}
