namespace Sluice.Packages;

/// <summary>
/// Scoring of CVSS 4.0 (specification, section 8): the score of the macro vector, less the mean share of the distance to the next lower ones that the vector
/// stands below the highest of its macro vector.
/// </summary>
internal static class Cvss4
{
    /// <summary>The values of each metric; those that may be left out begin with X.</summary>
    public static readonly IReadOnlyDictionary<string, string> Metrics = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AV"] = "N A L P", ["AC"] = "L H", ["AT"] = "N P", ["PR"] = "N L H", ["UI"] = "N P A",
        ["VC"] = "H L N", ["VI"] = "H L N", ["VA"] = "H L N", ["SC"] = "H L N", ["SI"] = "H L N", ["SA"] = "H L N",
        ["E"] = "X A P U", ["CR"] = "X H M L", ["IR"] = "X H M L", ["AR"] = "X H M L",
        ["MAV"] = "X N A L P", ["MAC"] = "X L H", ["MAT"] = "X N P", ["MPR"] = "X N L H", ["MUI"] = "X N P A",
        ["MVC"] = "X H L N", ["MVI"] = "X H L N", ["MVA"] = "X H L N", ["MSC"] = "X H L N", ["MSI"] = "X S H L N", ["MSA"] = "X S H L N",
        ["S"] = "X N P", ["AU"] = "X N Y", ["R"] = "X A U I", ["V"] = "X D C", ["RE"] = "X L M H", ["U"] = "X Clear Green Amber Red",
    };

    /// <summary>The values of a metric from the most severe down; the distance between two is the difference of their places.</summary>
    private static readonly Dictionary<string, string> Levels = new(StringComparer.Ordinal)
    {
        ["AV"] = "NALP", ["PR"] = "NLH", ["UI"] = "NPA", ["AC"] = "LH", ["AT"] = "NP", ["VC"] = "HLN", ["VI"] = "HLN", ["VA"] = "HLN",
        ["SC"] = "SHLN", ["SI"] = "SHLN", ["SA"] = "SHLN", ["CR"] = "HML", ["IR"] = "HML", ["AR"] = "HML",
    };

    private static readonly Group Eq1 = new("AV PR UI", [["NNN"], ["ANN", "NLN", "NNP"], ["PNN", "ALP"]], [1, 4, 5]);
    private static readonly Group Eq2 = new("AC AT", [["LN"], ["HN", "LP"]], [1, 2]);
    private static readonly Group Eq4 = new("SC SI SA", [["HSS"], ["HHH"], ["LLL"]], [6, 5, 4]);

    /// <summary>EQ3 and EQ6 depend on each other and count as one: levels 00, 01, 10, 11, 21.</summary>
    private static readonly Group Eq36 = new("VC VI VA CR IR AR",
        [["HHHHHH"], ["HHLMMH", "HHHMMM"], ["LHHHHH", "HLHHHH"], ["LHLHMH", "LHHHMM", "HLHMHM", "HLLMHH", "LLHHHM"], [], ["LLLHHH"]], [7, 6, 8, 8, 0, 10]);

    public static double Score(CvssVector vector)
    {
        string Value(string metric) => vector.Effective(metric) switch { "X" when metric == "E" => "A", "X" => "H", var value => value };
        if (Array.TrueForAll(["VC", "VI", "VA", "SC", "SI", "SA"], metric => Value(metric) == "N"))
            return 0;
        var eq = MacroVector(Value);
        var score = Cvss4Table.Score(eq);
        var shares = new List<double>();
        Add(shares, score - Lower(eq, 0), Eq1.Distance(eq[0], Value));
        Add(shares, score - Lower(eq, 1), Eq2.Distance(eq[1], Value));
        Add(shares, score - LowerOfThreeAndSix(eq), Eq36.Distance((eq[2] * 2) + eq[5], Value));
        Add(shares, score - Lower(eq, 3), Eq4.Distance(eq[3], Value));
        Add(shares, score - Lower(eq, 4), 0);
        var lowered = shares.Count == 0 ? score : score - shares.Average();
        return Math.Round(Math.Clamp(lowered, 0, 10) + 1e-6, 1, MidpointRounding.AwayFromZero);
    }

    /// <summary>Tables 24 to 29 of the specification.</summary>
    private static int[] MacroVector(Func<string, string> value)
    {
        bool Is(string metric, string expected) => value(metric) == expected;
        var (net, open, alone) = (Is("AV", "N"), Is("PR", "N"), Is("UI", "N"));
        var eq1 = net && open && alone ? 0 : (net || open || alone) && !Is("AV", "P") ? 1 : 2;
        var eq2 = Is("AC", "L") && Is("AT", "N") ? 0 : 1;
        var eq3 = Is("VC", "H") && Is("VI", "H") ? 0 : Is("VC", "H") || Is("VI", "H") || Is("VA", "H") ? 1 : 2;
        var eq4 = Is("SI", "S") || Is("SA", "S") ? 0 : Is("SC", "H") || Is("SI", "H") || Is("SA", "H") ? 1 : 2;
        var eq5 = value("E") switch { "A" => 0, "P" => 1, _ => 2 };
        var eq6 = (Is("CR", "H") && Is("VC", "H")) || (Is("IR", "H") && Is("VI", "H")) || (Is("AR", "H") && Is("VA", "H")) ? 0 : 1;
        return [eq1, eq2, eq3, eq4, eq5, eq6];
    }

    /// <summary>A group without a lower level takes no part in the mean.</summary>
    private static void Add(List<double> shares, double available, double distance)
    {
        if (!double.IsNaN(available))
            shares.Add(available * distance);
    }

    private static double Lower(ReadOnlySpan<int> eq, int index)
    {
        int[] lower = [.. eq];
        lower[index]++;
        return Cvss4Table.Score(lower);
    }

    private static double LowerOfThreeAndSix(int[] eq) => (eq[2], eq[5]) switch
    {
        (0, 0) => Math.Max(Lower(eq, 2), Lower(eq, 5)),
        (1, 0) => Lower(eq, 5),
        _ => Lower(eq, 2),
    };

    /// <summary>Metrics that are judged together.</summary>
    /// <param name="highest">For each level its most severe vectors, a letter a metric.</param>
    /// <param name="depths">For each level the number of steps from its highest to its lowest vector, and one.</param>
    private sealed class Group(string metrics, string[][] highest, int[] depths)
    {
        private readonly string[] _metrics = metrics.Split(' ');

        /// <summary>How far the vector stands below the highest of its level that is nowhere less severe, as a share of the depth.</summary>
        public double Distance(int level, Func<string, string> value)
        {
            foreach (var top in highest[level])
            {
                var steps = 0;
                var isAbove = true;
                for (var i = 0; i < _metrics.Length; i++)
                {
                    var levels = Levels[_metrics[i]];
                    var step = levels.IndexOf(value(_metrics[i])[0]) - levels.IndexOf(top[i]);
                    isAbove &= step >= 0;
                    steps += step;
                }

                if (isAbove)
                    return steps / (double)depths[level];
            }

            return 0;
        }
    }
}
