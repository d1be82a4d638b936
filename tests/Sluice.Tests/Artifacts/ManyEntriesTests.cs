using System.Buffers.Binary;
using System.Text;
using Sluice.Artifacts;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts;

/// <summary>What fills the memory of the process would slow down every other test that looks at it.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;

/// <summary>As many entries as the limit allows, and one more: all are counted, none is passed over in silence, memory stays bounded.</summary>
[Collection(nameof(RunsAlone))]
public sealed class ManyEntriesTests
{
    private const int Million = 1_000_000;

    private const long MemoryBound = 1L << 30;

    [Fact]
    public void A_zip_with_a_million_entries_is_opened_to_its_last()
    {
        // The 64-bit end record is an entry too.
        var zip = ManyZipMembers(Million - 1);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var report = Screening.Of("many.zip", zip);

        Assert.Empty(report.Artifact.Unscreened);
        Assert.Equal((Decision.Allow, Million + 1), (report.Decision, report.Artifact.Entries.Count));
        Assert.Equal("f999998", report.Artifact.Entries[^2].Path.Value);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < MemoryBound);
    }

    [Fact]
    public void A_tar_with_one_member_too_many_is_opened_to_the_limit_and_never_allowed()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var source = new StreamSource("many.tar", new TarMembers(Million + 1));
        var report = ReleaseCheck.Screen(source, new ScreenOptions(), TestContext.Current.CancellationToken);

        Assert.Contains("more than 1000000 entries", Assert.Single(report.Artifact.Unscreened).Reason, StringComparison.Ordinal);
        Assert.Equal((Decision.Indeterminate, Million + 1), (report.Decision, report.Artifact.Entries.Count));
        Assert.Equal("f999999", report.Artifact.Entries[^1].Path.Value);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < MemoryBound);
    }

    [Fact]
    public void Names_that_are_too_much_together_end_the_walk()
    {
        var meter = new WalkMeter(new ReadLimits(), TimeProvider.System, TestContext.Current.CancellationToken);
        var header = new EntryHeader(EntryPath.Parse(string.Join('/', Enumerable.Repeat(new string('n', 127), 31)))) { LinkTarget = new string('l', 128) };
        var counted = 0;
        var limit = Assert.Throws<LimitReachedException>(() =>
        {
            while (counted < Million)
                meter.CountEntry(header, counted++);
        });

        Assert.Contains("the names have more than", limit.Message, StringComparison.Ordinal);
        Assert.Equal(1 + ((128 << 20) / (header.Path.Value.Length + 128)), counted);
    }

    [Fact]
    public void Oddities_without_end_end_the_walk()
    {
        var report = Screening.Of("odd.tar", [.. Enumerable.Repeat(new TarBytes().Link("l", "/etc/passwd").ToArray(), 251_000).SelectMany(block => block)]);

        Assert.Equal(Decision.Indeterminate, report.Decision);
        Assert.Contains(report.Artifact.Unscreened, gap => gap.Reason.Contains("oddities", StringComparison.Ordinal));
        Assert.True(report.Artifact.Anomalies.Count <= 250_001);
    }

    /// <summary>Stored members without content, a zip64 end record because 16 bits do not count them.</summary>
    private static byte[] ManyZipMembers(int count)
    {
        const int NameBytes = 7;
        var bytes = new byte[(count * (30L + 46 + (2 * NameBytes))) + 56 + 20 + 22];
        var (local, central) = (0, count * (30 + NameBytes));
        var directory = central;
        for (var i = 0; i < count; i++)
        {
            var offset = local;
            Put(ref local, 0x04034b50u, 20, 30, i);
            Put(ref central, 0x02014b50u, 20 | (20 << 16), 46, i);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(central - NameBytes - 4), offset);
        }

        var end = bytes.AsSpan(central);
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06064b50);
        BinaryPrimitives.WriteInt64LittleEndian(end[4..], 44);
        BinaryPrimitives.WriteInt64LittleEndian(end[24..], count);
        BinaryPrimitives.WriteInt64LittleEndian(end[32..], count);
        BinaryPrimitives.WriteInt64LittleEndian(end[40..], central - directory);
        BinaryPrimitives.WriteInt64LittleEndian(end[48..], directory);
        BinaryPrimitives.WriteUInt32LittleEndian(end[56..], 0x07064b50);
        BinaryPrimitives.WriteInt64LittleEndian(end[64..], central);
        BinaryPrimitives.WriteInt32LittleEndian(end[72..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(end[76..], 0x06054b50);
        end.Slice(84, 12).Fill(0xff);
        return bytes;

        void Put(ref int at, uint signature, int version, int fixedBytes, int number)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), signature);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at + 4), version);
            bytes[at + (fixedBytes == 30 ? 26 : 28)] = NameBytes;
            Name(bytes.AsSpan(at + fixedBytes, NameBytes), number);
            at += fixedBytes + NameBytes;
        }
    }

    /// <summary>f and six digits.</summary>
    private static void Name(Span<byte> name, int number)
    {
        name[0] = (byte)'f';
        for (var i = 6; i > 0; i--, number /= 10)
            name[i] = (byte)('0' + (number % 10));
    }

    private sealed class StreamSource(string name, Stream stream) : ArtifactSource
    {
        public override string Name => name;

        public override string? FileName => name;

        public override void Walk(ArtifactWalk walk) => walk.Open(name, stream);
    }

    /// <summary>A tar of empty files, made as it is read.</summary>
    private sealed class TarMembers(int count) : ReadOnlyStream
    {
        private const int ZeroBlocks = 2;

        private readonly byte[] _block = new TarBytes().Header("f000000"u8.ToArray(), '0', 0).ToArray();
        private int _made;
        private int _left;

        public override int Read(Span<byte> buffer)
        {
            if (_left == 0 && !TryMakeBlock())
                return 0;
            var taken = Math.Min(buffer.Length, _left);
            _block.AsSpan(_block.Length - _left, taken).CopyTo(buffer);
            _left -= taken;
            return taken;
        }

        private bool TryMakeBlock()
        {
            if (_made == count + ZeroBlocks)
                return false;
            if (_made < count)
                WriteHeader();
            else
                _block.AsSpan().Clear();
            _made++;
            _left = _block.Length;
            return true;
        }

        private void WriteHeader()
        {
            Name(_block, _made);
            var checksum = _block.AsSpan(148, 8);
            checksum.Fill((byte)' ');
            var sum = 0;
            foreach (var b in _block)
                sum += b;
            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(checksum);
        }
    }
}
