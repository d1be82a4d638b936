using Sluice.Artifacts;

namespace Sluice.Secrets.Patterns;

/// <summary>
/// Shares atoms out to the buckets of a <see cref="LiteralSearch"/> so that as few places as possible look like one of them: a bucket
/// knows of each position just which half bytes occur, and takes every combination for one of its own.
/// </summary>
internal static class AtomBuckets
{
    /// <summary>The bucket of each atom. Joins, again and again, the two groups that cost least together; for hundreds of atoms, before the program is built.</summary>
    public static byte[] Of(IReadOnlyList<Atom> atoms, int buckets)
    {
        var groups = atoms.Select((atom, i) => Group.Of(atom, i)).ToList();
        while (groups.Count > buckets)
        {
            var (first, second, _) = Pairs(groups).MinBy(pair => pair.Cost);
            var joined = groups[first].With(groups[second]);
            groups.RemoveAt(second);
            groups[first] = joined;
        }

        Settle([.. atoms.Select(Group.Of)], groups);
        var bucketOf = new byte[atoms.Count];
        for (var bucket = 0; bucket < groups.Count; bucket++)
        {
            foreach (var atom in groups[bucket].Members)
                bucketOf[atom] = (byte)bucket;
        }

        return bucketOf;
    }

    /// <summary>Moves single atoms to other groups as long as that makes it cheaper.</summary>
    private static void Settle(Group[] atoms, List<Group> groups)
    {
        const int rounds = 20;
        for (var (round, moves) = (0, 1); round < rounds && moves > 0; round++)
        {
            moves = 0;
            for (var atom = 0; atom < atoms.Length; atom++)
                moves += TryMove(atoms, atom, groups) ? 1 : 0;
        }
    }

    private static bool TryMove(Group[] atoms, int atom, List<Group> groups)
    {
        var from = groups.FindIndex(group => group.Members.Contains(atom));
        if (groups[from].Members.Count == 1)
            return false;
        var rest = groups[from].Members.Where(other => other != atom).Select(other => atoms[other]).Aggregate((all, other) => all.With(other));
        var saved = groups[from].Cost - rest.Cost;
        var (best, added) = groups.Select((group, to) => (to, to == from ? saved : group.With(atoms[atom]).Cost - group.Cost)).MinBy(choice => choice.Item2);
        if (best == from || added >= saved)
            return false;
        (groups[from], groups[best]) = (rest, groups[best].With(atoms[atom]));
        return true;
    }

    /// <summary>The buckets of the atoms that are there, and of each further one that where it costs least.</summary>
    public static byte[] With(IReadOnlyList<Atom> atoms, byte[] bucketOf, IReadOnlyList<Atom> added, int buckets)
    {
        if (added.Count == 0)
            return bucketOf;
        var groups = new Group?[buckets];
        for (var i = 0; i < atoms.Count; i++)
            groups[bucketOf[i]] = groups[bucketOf[i]]?.With(Group.Of(atoms[i], i)) ?? Group.Of(atoms[i], i);
        var all = new List<byte>(bucketOf);
        foreach (var atom in added)
        {
            var group = Group.Of(atom, all.Count);
            var best = Enumerable.Range(0, buckets).MinBy(bucket => groups[bucket] is { } there ? there.With(group).Cost - there.Cost : group.Cost);
            groups[best] = groups[best]?.With(group) ?? group;
            all.Add((byte)best);
        }

        return [.. all];
    }

    private static IEnumerable<(int First, int Second, double Cost)> Pairs(List<Group> groups)
    {
        for (var first = 0; first < groups.Count; first++)
        {
            for (var second = first + 1; second < groups.Count; second++)
                yield return (first, second, groups[first].With(groups[second]).Cost - groups[first].Cost - groups[second].Cost);
        }
    }

    /// <param name="Low">For each position, the lower halves that occur: a bit each.</param>
    private sealed record Group(IReadOnlyList<int> Members, ushort[] Low, ushort[] High)
    {
        private static readonly double[] Frequencies = [.. Enumerable.Range(0, 256).Select(b => ByteFrequency.Of((byte)b))];

        public double Cost { get; } = CostOf(Low, High);

        public static Group Of(Atom atom, int number)
        {
            var (lows, highs) = (new ushort[Atom.Bytes], new ushort[Atom.Bytes]);
            Span<byte> low = stackalloc byte[16], high = stackalloc byte[16];
            for (var position = 0; position < Atom.Bytes; position++)
            {
                low.Clear();
                high.Clear();
                atom.Enter(position, 1, low, high);
                for (var half = 0; half < 16; half++)
                {
                    lows[position] |= (ushort)(low[half] << half);
                    highs[position] |= (ushort)(high[half] << half);
                }
            }

            return new Group([number], lows, highs);
        }

        public Group With(Group other) => new([.. Members, .. other.Members], [.. Low.Zip(other.Low, (a, b) => (ushort)(a | b))], [.. High.Zip(other.High, (a, b) => (ushort)(a | b))]);

        /// <summary>How often in a text all positions fit at once, if bytes did not depend on each other.</summary>
        private static double CostOf(ushort[] low, ushort[] high)
        {
            var cost = 1.0;
            for (var position = 0; position < low.Length; position++)
            {
                var share = 0.0;
                for (var b = 0; b < 256; b++)
                    share += (low[position] >> (b & 15) & high[position] >> (b >> 4) & 1) != 0 ? Frequencies[b] : 0;
                cost *= Math.Min(1, share);
            }

            return cost;
        }
    }
}
