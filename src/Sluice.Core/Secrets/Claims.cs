using Sluice.Findings;

namespace Sluice.Secrets;

/// <summary>Where several kinds claim the same bytes, the surest stays; a general kind gives way to one that knows whose secret it is.</summary>
/// <param name="added">Weaker ones among them give way to any other kind: no rule of a project hides what the program knows.</param>
internal sealed class Claims(HashSet<CompiledRule> added)
{
    /// <summary>By which one claim is stronger than another, and as many levels as the finest of them has.</summary>
    private const int Measures = 3, Levels = (int)Severity.Critical + 1;

    /// <summary>Of so many, each may be held against each.</summary>
    private const int Few = 16;

    private static readonly Comparer<Claim> InOrder = Comparer<Claim>.Create((a, b) => a.Start.CompareTo(b.Start));

    /// <summary>Those that stay, in the order of the text and without overlaps.</summary>
    public List<Claim> Settled(List<Claim> claims)
    {
        if (!AreInOrder(claims))
            claims.Sort(InOrder);
        var settled = new List<Claim>(claims.Count);
        for (var (first, next) = (0, 0); first < claims.Count; first = next)
        {
            var end = claims[first].End;
            for (next = first + 1; next < claims.Count && claims[next].Start < end; next++)
                end = Math.Max(end, claims[next].End);
            if (next == first + 1)
                settled.Add(claims[first]);
            else if (next == first + 2 && added.Count == 0)
                settled.Add(Stronger(claims[first], claims[first + 1]));
            else
                Settle(claims.GetRange(first, next - first), end, settled);
        }

        return settled;
    }

    private static bool AreInOrder(List<Claim> claims)
    {
        for (var i = 1; i < claims.Count; i++)
        {
            if (claims[i].Start < claims[i - 1].Start)
                return false;
        }

        return true;
    }

    /// <summary>Of two that overlap; the same as <see cref="Settle"/> comes to, which takes longer.</summary>
    private static Claim Stronger(Claim one, Claim other)
    {
        if (GivesWay(one, other) || GivesWay(other, one))
            return one.IsGeneral ? other : one;
        return one.CompareTo(other) <= 0 ? one : other;
    }

    /// <summary>Among claims that overlap one after the other.</summary>
    private void Settle(List<Claim> claims, int end, List<Claim> settled)
    {
        var (start, before) = (claims[0].Start, settled.Count);
        if (added.Count > 0 && claims.Exists(claim => added.Contains(claim.Rule)))
            claims = WithoutWeak(claims, end);
        claims.Sort();
        if (claims.Exists(claim => claim.IsGeneral))
            claims = GeneralLast(claims);
        var taken = new TakenBytes(start, end);
        foreach (var claim in claims)
        {
            if (taken.TryTake(claim.Start, claim.Length))
                settled.Add(claim);
        }

        settled.Sort(before, settled.Count - before, InOrder);
    }

    /// <summary>Without those of the project that overlap one of the program that is more severe, surer or better proven.</summary>
    private List<Claim> WithoutWeak(List<Claim> claims, int end)
    {
        var others = claims.FindAll(claim => !added.Contains(claim.Rule));
        var stronger = new TakenBytes?[Measures * Levels];
        return claims.FindAll(claim => !added.Contains(claim.Rule) || !(IsUnder(0, claim) || IsUnder(1, claim) || IsUnder(2, claim)));

        TakenBytes BytesOf(List<Claim> strong)
        {
            var bytes = new TakenBytes(claims[0].Start, end);
            strong.ForEach(claim => bytes.Take(claim.Start, claim.Length));
            return bytes;
        }

        bool IsUnder(int measure, Claim claim)
        {
            var level = Level(measure, claim);
            return (stronger[(measure * Levels) + level] ??= BytesOf(others.FindAll(other => Level(measure, other) > level))).IsTouched(claim.Start, claim.Length);
        }
    }

    /// <summary>With those of general kinds last whose very secret another kind claims that is as severe, as sure and as well proven.</summary>
    private static List<Claim> GeneralLast(List<Claim> claims)
    {
        var specific = claims.Count <= Few ? null : claims.Where(claim => !claim.IsGeneral).ToLookup(claim => claim.Secret);
        var last = claims.FindAll(GivesWayToAny);
        if (last.Count == 0)
            return claims;
        return [.. claims.FindAll(claim => !GivesWayToAny(claim)), .. last];

        bool GivesWayToAny(Claim claim) => claim.IsGeneral && (specific is null
            ? claims.Exists(other => GivesWay(claim, other))
            : specific[claim.Secret].Any(other => IsNoWeaker(other, claim)));
    }

    private static bool GivesWay(Claim claim, Claim other) => claim.IsGeneral && !other.IsGeneral && other.Secret == claim.Secret && IsNoWeaker(other, claim);

    private static bool IsNoWeaker(Claim claim, Claim other)
    {
        for (var measure = 0; measure < Measures; measure++)
        {
            if (Level(measure, claim) < Level(measure, other))
                return false;
        }

        return true;
    }

    private static int Level(int measure, Claim claim) => measure switch
    {
        0 => (int)claim.Rule.Rule.Descriptor.Severity,
        1 => (int)claim.Rule.Rule.Confidence,
        _ => (int)claim.Judged.Proof,
    };
}
