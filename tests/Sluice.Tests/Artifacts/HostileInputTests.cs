using Sluice.Artifacts;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts;

/// <summary>Damage of every kind to every format: whatever happens, it is neither a crash nor a pass.</summary>
public sealed class HostileInputTests
{
    private const int Mutations = 120;

    private static readonly ReadLimits Tight = new() { Bytes = 64 << 20, Entries = 5000, RatioFloorBytes = 1 << 20 };

    public static TheoryData<string> Samples => [.. ArchiveSamples.Names];

    /// <summary>All but asar, which keeps its contents in an order of its own.</summary>
    public static TheoryData<string> ForwardSamples => [.. ArchiveSamples.Names.Where(name => name != "asar")];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_clean_sample_is_allowed(string name)
    {
        var report = Screening.Of(name, ArchiveSamples.Of(name));

        Assert.Equal(Decision.Allow, report.Decision);
        Assert.True(report.Coverage.Containers > 0);
        Assert.DoesNotContain(report.Findings, finding => finding.Finding.Rule.Family == "archive");
    }

    [Theory]
    [MemberData(nameof(ForwardSamples))]
    public void A_sample_too_large_for_memory_has_the_same_members(string name)
    {
        var sample = ArchiveSamples.Of(name);
        var report = Screening.Forward(name, sample);

        // Only the names: that a member of a zip is a link stands in the central directory, which comes too late.
        Assert.Equal(Screening.Places(Screening.Of(name, sample)).Order(), Screening.Places(report).Order());
        Assert.Equal(Decision.Allow, report.Decision);
    }

    [Theory]
    [MemberData(nameof(ForwardSamples))]
    public void What_is_cut_off_and_too_large_for_memory_is_never_allowed(string name) => CutEverywhere(name, Screening.Forward);

    [Theory]
    [MemberData(nameof(Samples))]
    public void What_is_cut_off_anywhere_is_never_allowed(string name) => CutEverywhere(name, Screening.Of);

    [Theory]
    [MemberData(nameof(Samples))]
    public void Random_damage_ends_in_findings_or_gaps_and_never_in_a_fault(string name)
    {
        var sample = ArchiveSamples.Of(name);
        var random = new Random(20260331);
        for (var i = 0; i < Mutations; i++)
        {
            var mutant = Mutate(sample, random);
            var options = new ScreenOptions { Limits = Tight };
            var report = i % 2 == 0 ? Screening.Of(name, mutant, options) : Screening.Forward(name, mutant, options);
            Assert.True(report.Faults.Count == 0, $"mutation {i}: {string.Join("; ", report.Faults)} {Convert.ToBase64String(mutant)}");
        }
    }

    [Fact]
    public void Archives_nested_deeper_than_the_limit_are_never_allowed()
    {
        var nested = TestArchive.Zip(("x.txt", "x"u8.ToArray()));
        for (var depth = 0; depth < 20; depth++)
            nested = TestArchive.Zip(("inner.zip", nested));
        var report = Screening.Of(nested);

        Assert.Equal(Decision.Deny, report.Decision);
        Assert.Contains("archive/bomb", Screening.Rules(report));
        Assert.Equal(1 + new ReadLimits().Depth, report.Artifact.Entries.Count);
    }

    [Fact]
    public void A_flat_bomb_is_stopped_by_its_ratio()
    {
        var bomb = ZipBytes.Of(new ZipMember("zeros", new byte[8 << 20]));
        var report = Screening.Of(bomb, new ScreenOptions { Limits = new ReadLimits { Ratio = 500, RatioFloorBytes = 1 << 20 } });

        Assert.Equal(Decision.Deny, report.Decision);
        Assert.Contains("archive/bomb", Screening.Rules(report));
        Assert.True(report.Coverage.Bytes < 6 << 20);
    }

    [Fact]
    public void Many_small_bombs_are_stopped_together()
    {
        var zeros = ZipBytes.Deflated(new byte[1 << 20]);
        var shared = ZipBytes.Of([new ZipMember("z", new byte[1 << 20]) { Packed = zeros }, .. Enumerable.Range(0, 60).Select(i => new ZipMember($"z{i}", new byte[1 << 20]) { Packed = zeros, Offset = 0 })]);
        var report = Screening.Of(shared, new ScreenOptions { Limits = new ReadLimits { Ratio = 100, RatioFloorBytes = 2 << 20 } });

        Assert.Equal(Decision.Deny, report.Decision);
        Assert.True(report.Coverage.Bytes < 20 << 20);
    }

    [Fact]
    public void An_archive_that_holds_itself_is_opened_once()
    {
        var report = ReleaseCheck.Screen(new HoldsItselfSource(), new ScreenOptions { Readers = [new HoldsItselfReader()] }, TestContext.Current.CancellationToken);

        Assert.Equal(Decision.Deny, report.Decision);
        Assert.Contains("archive/bomb", Screening.Rules(report));
        Assert.Equal(2, report.Artifact.Entries.Count);
    }

    [Fact]
    public void More_entries_than_the_limit_are_never_allowed()
    {
        var report = Screening.Of(ManyEmptyFiles(200), new ScreenOptions { Limits = new ReadLimits { Entries = 100 } });

        Assert.Equal(Decision.Indeterminate, report.Decision);
        Assert.Equal(1 + 100, report.Artifact.Entries.Count);
    }

    [Fact]
    public void Anomalies_by_the_thousand_become_one_finding_with_examples()
    {
        var tar = new TarBytes();
        for (var i = 0; i < 2000; i++)
            tar.File("same", "x");
        var report = Screening.Of(tar.End().ToTgz());

        var finding = Assert.Single(report.Findings, f => f.Finding.Rule.Id == "archive/duplicate-name").Finding;
        Assert.Equal(("count", 1999), finding.Evidence[0]);
    }

    [Theory]
    [MemberData(nameof(Crashers))]
    public void What_once_broke_a_reader_does_not_break_it_again(string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Repository.Root, CrasherFolder, file));

        Assert.Empty(Screening.Of(file, bytes).Faults);
        Assert.Empty(Screening.Forward(file, bytes).Faults);
    }

    public static TheoryData<string> Crashers => [.. Directory.GetFiles(Path.Combine(Repository.Root, CrasherFolder)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private const string CrasherFolder = "tests/corpus/crashers";

    private static void CutEverywhere(string name, Func<string, byte[], ScreenOptions?, Report> screen)
    {
        var sample = ArchiveSamples.Of(name);
        var whole = MembersOf(screen(name, sample, null));
        for (var length = 0; length < sample.Length; length++)
        {
            var report = screen(name, sample[..length], null);
            Assert.True(report.Faults.Count == 0, $"{length}: {string.Join("; ", report.Faults)}");
            if (report.Decision != Decision.Allow)
                continue;
            // Too short to be an archive, the end mark alone missing, or only padding lost.
            var isHarmless = report.Artifact.Root.Format is null || Screening.Rules(report).Contains("archive/truncated") || MembersOf(report).SequenceEqual(whole);
            Assert.True(isHarmless, $"cut to {length} of {sample.Length} bytes");
        }
    }

    private static byte[] ManyEmptyFiles(int count)
    {
        var tar = new TarBytes();
        for (var i = 0; i < count; i++)
            tar.File($"f{i}", "");
        return tar.End().ToArray();
    }

    private static List<(string, long, TextDigest)> MembersOf(Report report) =>
        [.. report.Artifact.Entries.Skip(1).Where(entry => !entry.IsTransparent).Select(entry => (Sluice.Reporting.Words.PlaceOf(entry), entry.Size, entry.IsPayload ? default : entry.Identity))];

    private static byte[] Mutate(byte[] sample, Random random)
    {
        var mutant = (byte[])sample.Clone();
        for (var changes = random.Next(1, 6); changes > 0; changes--)
        {
            var at = random.Next(mutant.Length);
            switch (random.Next(6))
            {
                case 0:
                    mutant[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutant[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    mutant.AsSpan(at, Math.Min(4, mutant.Length - at)).Fill((byte)(random.Next(2) * 0xff));
                    break;
                case 3:
                    mutant = mutant[..(at + 1)];
                    break;
                case 4:
                    mutant = [.. mutant[..at], .. mutant[random.Next(mutant.Length)..]];
                    break;
                default:
                    mutant[at] = (byte)"0179AFaz/.-"[random.Next(11)];
                    break;
            }

            if (mutant.Length == 0)
                return [0];
        }

        return mutant;
    }

    private sealed class HoldsItselfSource : ArtifactSource
    {
        public override string Name => "self";

        public override void Walk(ArtifactWalk walk) => walk.Open("self", Content.Of("a fixed point"u8.ToArray()));
    }

    /// <summary>What a quine does, without the work of finding one.</summary>
    private sealed class HoldsItselfReader : ArtifactReader
    {
        public override string Format => "self";

        public override ReaderNeeds Needs => ReaderNeeds.Memory;

        public override bool IsArchive => true;

        public override bool Recognizes(Entry entry, Content content) => true;

        public override void Read(Content content, EntrySink sink) => sink.Add(new EntryHeader(EntryPath.Parse("self")), Content.Of(content.Head));
    }
}
