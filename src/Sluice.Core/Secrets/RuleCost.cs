using Sluice.Secrets.Patterns;

namespace Sluice.Secrets;

/// <summary>How the search comes upon a rule, and at what cost.</summary>
/// <param name="PlacesPerMegabyte">Of source text, how many places look like the rare bytes of its pattern: an estimate; 0 in lanes that cost nothing by themselves.</param>
public sealed record RuleCost(SearchLane Lane, double PlacesPerMegabyte)
{
    private const double Megabyte = 1e6;

    /// <summary>Trying a pattern takes some 0.3 µs: ten rules like that take a hundredth of the time of the search.</summary>
    private const double FewPlaces = 3;

    public bool IsSlow => PlacesPerMegabyte > FewPlaces;

    /// <exception cref="PatternException">The rule does not compile.</exception>
    public static RuleCost Of(SecretRule rule)
    {
        var lane = CompiledRule.Of(rule).Lane;
        return new RuleCost(lane, lane == SearchLane.Literal ? PatternAtoms.Of(PatternParser.Parse(rule.Pattern))!.Frequency * Megabyte : 0);
    }
}
