using System.Text;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts.Formats;

public sealed class GzipReaderTests
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 3000)));

    [Fact]
    public void All_members_are_one_content()
    {
        var report = Screening.Of("a.txt.gz", [.. TestArchive.Gzip(Text), .. TestArchive.Gzip("tail"u8.ToArray())]);

        Assert.Equal(Decision.Allow, report.Decision);
        Assert.Equal(Text.Length + 4, report.Artifact.Entries[1].Size);
    }

    [Fact]
    public void Data_behind_the_last_member_is_reported_and_opened()
    {
        var report = Screening.Of([.. TestArchive.Gzip(Text), .. TestArchive.Zip(("hidden.txt", "x"u8.ToArray()))]);

        Assert.Contains("archive/hidden-data", Screening.Rules(report));
        Assert.Contains(report.Artifact.Entries, entry => entry.Path.Value == "hidden.txt");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(700)]
    public void Zeros_behind_the_last_member_are_padding(int zeros) =>
        Assert.Equal(Decision.Allow, Screening.Of([.. TestArchive.Gzip(Text), .. new byte[zeros]]).Decision);

    [Theory]
    [InlineData(8, "archive/checksum")]
    [InlineData(4, "archive/lying-size")]
    public void A_wrong_trailer_is_never_allowed(int fromEnd, string rule)
    {
        var gzip = TestArchive.Gzip(Text);
        gzip[^fromEnd] ^= 1;
        var report = Screening.Of(gzip);

        Assert.NotEqual(Decision.Allow, report.Decision);
        Assert.Contains(rule, Screening.Rules(report));
    }

    [Fact]
    public void What_came_before_a_cut_is_still_screened()
    {
        var tgz = TestArchive.Tgz(("first.txt", Text), ("second.txt", [.. Text.Reverse()]));
        var report = Screening.Of(tgz[..^40]);

        Assert.Equal(Decision.Indeterminate, report.Decision);
        Assert.Contains(report.Artifact.Entries, entry => entry.Path.Value == "first.txt" && entry.Size == Text.Length);
        Assert.Contains("archive/truncated", Screening.Rules(report));
    }

    [Theory]
    [InlineData("a remark that could be a secret", 1)]
    [InlineData("a remark", 0)]
    public void A_comment_in_any_header_becomes_an_entry_where_it_has_room_for_a_secret(string comment, int entries)
    {
        byte[] gzip = TestArchive.Gzip(Text);
        gzip[3] |= 16;
        var report = Screening.Of([.. TestArchive.Gzip(Text), .. gzip[..10], .. System.Text.Encoding.ASCII.GetBytes(comment), 0, .. gzip[10..]]);

        Assert.Equal(entries, report.Artifact.Entries.Count(entry => entry.Path.Value == "(gzip header)"));
    }
}
