using System.Text;
using Sluice.Artifacts;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts.Formats;

public sealed class ZipReaderTests
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 3000)));

    private static readonly ZipMember Plain = new("a.txt", Text);

    [Fact]
    public void A_clean_archive_has_its_members_and_no_findings()
    {
        var report = Screening.Of(ZipBytes.Of(Plain, Plain with { Name = "stored", Method = 0 }, Plain with { Name = "streamed", Flags = 8 }));

        Assert.Equal(["a.txt", "stored", "streamed"], Screening.Places(report));
        Assert.All(report.Artifact.Entries.Skip(1), entry => Assert.Equal(Text.Length, entry.Size));
        Assert.Empty(report.Artifact.Anomalies);
    }

    public static TheoryData<string, byte[], string> Wrong => new()
    {
        { "another name in the local header", ZipBytes.Of(Plain with { LocalName = "b.txt" }), "archive/ambiguous" },
        { "another method in the local header", ZipBytes.Of(Plain with { LocalMethod = 0 }), "archive/ambiguous" },
        { "another size in the local header", ZipBytes.Of(Plain with { LocalSize = 7 }), "archive/ambiguous" },
        { "a wrong size in both", ZipBytes.Of(Plain with { Size = 7 }), "archive/lying-size" },
        { "a wrong checksum", ZipBytes.Of(Plain with { Crc = 1 }), "archive/checksum" },
        { "a wrong checksum of stored data", ZipBytes.Of(Plain with { Crc = 1, Method = 0 }), "archive/checksum" },
        { "data between members", ZipBytes.Of(Plain, Plain with { Name = "b", Gap = "between"u8.ToArray() }), "archive/hidden-data" },
        { "data in front", ZipBytes.Of(Plain with { Gap = "PK in front"u8.ToArray() }), "archive/hidden-data" },
        { "data in front of the directory", ZipBytes.With("before"u8.ToArray(), [], "", Plain), "archive/hidden-data" },
        { "data behind the end", ZipBytes.With([], "appended data"u8.ToArray(), "", Plain), "archive/hidden-data" },
        { "data behind the end of the compressed data", ZipBytes.Of(Plain with { Packed = [.. ZipBytes.Deflated(Text), .. "slack"u8] }), "archive/hidden-data" },
        { "a member that is not listed", ZipBytes.Of(Plain, Plain with { Name = "unlisted", IsListed = false }), "archive/hidden-data" },
        { "members that share bytes", ZipBytes.Of(Plain, Plain with { Offset = 0 }), "archive/bomb" },
        { "an encrypted member", ZipBytes.Of(Plain with { Flags = 1 }), "archive/encrypted" },
        { "the same name twice", ZipBytes.Of(Plain, new ZipMember("a.txt", "other"u8.ToArray())), "archive/duplicate-name" },
        { "a name that climbs", ZipBytes.Of(Plain with { Name = "../../a.txt" }), "archive/traversal" },
        { "a link that leaves", ZipBytes.Of(new ZipMember("link", "/etc/passwd"u8.ToArray()) { Method = 0, UnixMode = 0xa1ff }), "archive/link-escape" },
        { "a NUL in a name", ZipBytes.Of(Plain with { RawName = "a.txt\0.exe"u8.ToArray() }), "archive/odd-name" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_no_honest_tool_writes_is_reported(string what, byte[] zip, string rule)
    {
        var report = Screening.Of(zip);

        Assert.True(Screening.Rules(report).Contains(rule), $"{what}: {string.Join(", ", Screening.Rules(report))}");
        Assert.Empty(report.Faults);
    }

    [Fact]
    public void A_member_that_is_not_listed_is_opened()
    {
        var report = Screening.Of(ZipBytes.Of(Plain, new ZipMember("unlisted", "hidden"u8.ToArray()) { IsListed = false }));

        Assert.Contains(report.Artifact.Entries, entry => entry.Path.Value == "unlisted" && entry.Size == 6);
        Assert.Equal(Decision.Deny, report.Decision);
    }

    [Fact]
    public void Zeros_for_alignment_and_a_program_in_front_are_fine()
    {
        var report = Screening.Of(ZipBytes.Of(Plain with { Gap = "#!/usr/bin/env python3\n"u8.ToArray() }, Plain with { Name = "b", Gap = new byte[3] }));

        Assert.Empty(report.Artifact.Anomalies);
        Assert.Contains(report.Artifact.Entries, entry => entry.Path.Value == "(program in front of the archive)");
    }

    /// <summary>The end record of the archive within leads to a directory too, and stands where tools look for the one of the outer archive.</summary>
    [Theory]
    [InlineData((ushort)0)]
    [InlineData((ushort)8)]
    public void A_small_archive_in_an_archive_has_a_directory_of_its_own_and_is_fine(ushort method)
    {
        var inner = ZipBytes.Of(new ZipMember("noise", Noise(3)), Plain);
        var report = Screening.Of(ZipBytes.Of(Plain, new ZipMember("inner.zip", inner) { Method = method }, new ZipMember("empty.zip", ZipBytes.Of()) { Method = method }));

        Assert.Contains("inner.zip!/noise", Screening.Places(report));
        Assert.Empty(report.Artifact.Anomalies);
    }

    [Fact]
    public void A_second_directory_outside_of_all_members_is_ambiguous()
    {
        var other = ZipBytes.Of(Plain with { Name = "other" });
        var inComment = ZipBytes.With([], [], Encoding.Latin1.GetString(ZipBytes.Of()), Plain);
        foreach (var zip in new[] { [.. ZipBytes.Of(Plain), .. other], inComment, ZipBytes.With(other, [], "", Plain) })
            Assert.Contains("archive/ambiguous", Screening.Rules(Screening.Of(zip)));
    }

    [Fact]
    public void An_archive_behind_a_picture_is_found()
    {
        byte[] picture = [0x89, .. "PNG\r\n\u001a\n"u8, .. new byte[40]];
        var report = Screening.Of("p.png", [.. picture, .. ZipBytes.Of(Plain)]);

        Assert.Contains(report.Artifact.Entries, entry => entry.Path.Value == "a.txt");
        Assert.Contains("archive/hidden-data", Screening.Rules(report));
    }

    [Theory]
    [InlineData((ushort)9)]
    [InlineData((ushort)97)]
    [InlineData((ushort)99)]
    public void What_cannot_be_unpacked_is_never_allowed(ushort method)
    {
        var report = Screening.Of(ZipBytes.Of(Plain with { Method = method, Packed = [1, 2, 3] }));

        Assert.Equal(Decision.Indeterminate, report.Decision);
        Assert.Equal(["a.txt"], Screening.Places(report));
    }

    [Fact]
    public void An_archive_that_has_lost_its_directory_is_read_from_the_front()
    {
        var zip = ZipBytes.Of(Plain, Plain with { Name = "b", Flags = 8 });
        var report = Screening.Of(zip[..^100]);

        Assert.Equal(["a.txt", "b"], Screening.Places(report));
        Assert.Equal(Decision.Indeterminate, report.Decision);
    }

    [Fact]
    public void An_archive_too_large_for_memory_is_read_from_the_front_and_compared()
    {
        var blocks = Enumerable.Range(0, 40).Select(i => new ZipMember($"n{i}", Noise(i)) { Method = 0 });
        var zip = ZipBytes.Of([.. blocks, Plain with { Name = "streamed", Flags = 8 }, new ZipMember("folder/", []), Plain with { Name = "listed", LocalName = "local" }]);
        var report = Screening.Of(TestArchive.Tgz(("big.zip", zip)), new ScreenOptions { Limits = new ReadLimits { BufferedBytes = 1 << 10 } });

        Assert.Equal(40, report.Artifact.Entries.Count(entry => entry.Path.Value.StartsWith('n')));
        Assert.Contains("archive/ambiguous", Screening.Rules(report));
        Assert.Empty(report.Faults);
        Assert.Empty(report.Artifact.Unscreened);
    }

    private static byte[] Noise(int seed)
    {
        var bytes = new byte[3200];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    [Fact]
    public void Comments_and_names_in_unicode_fields_are_read()
    {
        var raw = "name?.txt"u8.ToArray();
        byte[] field = [1, .. BitConverter.GetBytes(ZipBytes.Crc(raw)), .. "naïve.txt"u8];
        byte[] extra = [0x75, 0x70, (byte)field.Length, 0, .. field];
        var report = Screening.Of(ZipBytes.With([], [], "about the archive", new ZipMember("x", Text) { RawName = raw, Extra = extra, Comment = "about the member" }));

        Assert.Contains("naïve.txt", Screening.Places(report));
        Assert.Contains("(comment)", Screening.Places(report));
        Assert.Contains("(comment of naïve.txt)", Screening.Places(report));
    }

    [Fact]
    public void Modes_and_links_made_on_Unix_are_read()
    {
        var report = Screening.Of(ZipBytes.Of(Plain with { UnixMode = 0x81ed }, new ZipMember("link", "a.txt"u8.ToArray()) { Method = 0, UnixMode = 0xa1ff }));

        Assert.Equal(0b111_101_101, report.Artifact.Entries[1].Mode);
        Assert.Equal("a.txt", report.Artifact.Entries[2].LinkTarget);
        Assert.Empty(report.Artifact.Anomalies);
    }
}
