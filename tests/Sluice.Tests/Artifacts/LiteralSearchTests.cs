using System.Text;
using Sluice.Artifacts;
using Sluice.Secrets.Patterns;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts;

public sealed class LiteralSearchTests
{
    /// <summary>Exact letters, either case, any byte, and less than four bytes.</summary>
    private static readonly Atom[] Atoms =
    [
        Atom.Of("AzCa"u8),
        Atom.Of("7Q~"u8),
        Atom.Of("|0"u8),
        default(Atom).WithEitherCase(0, (byte)'p').WithEitherCase(1, (byte)'w').WithEitherCase(2, (byte)'d').WithExact(3, (byte)'='),
        default(Atom).WithExact(0, (byte)'$').WithExact(1, (byte)'2').WithExact(3, (byte)'$'),
        Atom.Of("zz"u8),
        Atom.Of("CaAz"u8),
        Atom.Of("wd=|"u8),
        Atom.Of("0|0|"u8),
        Atom.Of("$$$$"u8),
        Atom.Of([0xc3, 0xa9, 0x7c]),
    ];

    /// <summary>Once so much was searched, the widest search of the processor takes over.</summary>
    private const int ManyBytes = 32 << 20;

    [Fact]
    public void Once_many_bytes_were_searched_the_same_is_found()
    {
        var search = new LiteralSearch(Atoms, AtomBuckets.Of(Atoms, LiteralSearch.Buckets));
        Assert.Equal(-1, search.Find(new byte[ManyBytes], 0, out _));
        Atoms_are_found_where_they_stand_and_nowhere_else();
    }

    [Fact]
    public void Atoms_are_found_where_they_stand_and_nowhere_else()
    {
        var search = new LiteralSearch(Atoms, AtomBuckets.Of(Atoms, LiteralSearch.Buckets));
        var hits = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            var text = Encoding.Latin1.GetBytes(TestSecret.Random("AzCapPwWdD=7Q~|0$2\u00c3\u00a9", seed, seed));
            var expected = Enumerable.Range(0, text.Length).Where(at => Atoms.Any(atom => StandsAt(atom, text, at))).ToList();
            var found = new List<int>();
            for (var at = 0; (at = search.Find(text, at, out var literal)) >= 0; at++)
            {
                Assert.True(StandsAt(Atoms[literal], text, at));
                found.Add(at);
            }

            Assert.Equal(expected, found);
            hits += found.Count;
        }

        Assert.True(hits > 300, $"{hits}");
    }

    [Fact]
    public void Atoms_of_a_kind_share_a_bucket()
    {
        var atoms = Enumerable.Range(0, LiteralSearch.Buckets).SelectMany(kind => Enumerable.Range(0, 5).Select(i => Atom.Of([(byte)(0x11 * kind), 1, 2, (byte)i]))).ToArray();
        var buckets = AtomBuckets.Of(atoms, LiteralSearch.Buckets);
        Assert.Equal(LiteralSearch.Buckets, buckets.Distinct().Count());
        Assert.All(buckets.Chunk(5), kind => Assert.Single(kind.Distinct()));
    }

    [Theory]
    [InlineData("-----BEGIN PRIVATE KEY-----", 27)]
    [InlineData("(?i:password)=[0-9a-z]{8}", 9)]
    [InlineData("[0-9A-Za-z+/]{33}AzCa[A-P][0-9A-Za-z+/]{5}=", 0)]
    [InlineData("(?:abc|abcd)[0-9]{8}", 3)]
    public void What_all_matches_begin_with_is_public(string pattern, int bytes) =>
        Assert.Equal(Math.Min(bytes, 16), PatternAtoms.PublicBytesOf(PatternParser.Parse(pattern)));

    [Theory]
    [InlineData("[0-9A-Za-z+/]{33}AzCa[A-P][0-9A-Za-z+/]{5}=", 33, 33)]
    [InlineData("https://[0-9a-z-]{3,63}\\.azconfig\\.io;Id=", 11, 71)]
    [InlineData("user(?: |_)id=[0-9]{3,9};(?i:pwd)=x{30}", 11, 18)]
    public void The_rarest_bytes_are_searched_for_wherever_they_stand(string pattern, int min, int max)
    {
        var atoms = PatternAtoms.Of(PatternParser.Parse(pattern))!;
        Assert.InRange(atoms.MinOffset, min, max);
        Assert.InRange(atoms.MaxOffset, min, max + 8);
    }

    /// <summary>As the definition says it: zeros stand behind the end.</summary>
    private static bool StandsAt(Atom atom, byte[] text, int at)
    {
        for (var i = 0; i < Atom.Bytes; i++)
        {
            var (value, mask) = ((byte)(atom.Value >> (8 * i)), (byte)(atom.Mask >> (8 * i)));
            if (((at + i < text.Length ? text[at + i] : 0) & mask) != value)
                return false;
        }

        return true;
    }
}
