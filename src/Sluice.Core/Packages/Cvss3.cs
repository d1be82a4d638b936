namespace Sluice.Packages;

/// <summary>The formulas of CVSS 3.0 and 3.1 (specification, section 7).</summary>
internal static class Cvss3
{
    /// <summary>The values of each metric; those that may be left out begin with X.</summary>
    public static readonly IReadOnlyDictionary<string, string> Metrics = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AV"] = "N A L P", ["AC"] = "L H", ["PR"] = "N L H", ["UI"] = "N R", ["S"] = "U C", ["C"] = "H L N", ["I"] = "H L N", ["A"] = "H L N",
        ["E"] = "X H F P U", ["RL"] = "X U W T O", ["RC"] = "X C R U", ["CR"] = "X H M L", ["IR"] = "X H M L", ["AR"] = "X H M L",
        ["MAV"] = "X N A L P", ["MAC"] = "X L H", ["MPR"] = "X N L H", ["MUI"] = "X N R", ["MS"] = "X U C", ["MC"] = "X N L H", ["MI"] = "X N L H", ["MA"] = "X N L H",
    };

    private static readonly string[] Environmental = ["CR", "IR", "AR", "MAV", "MAC", "MPR", "MUI", "MS", "MC", "MI", "MA"];

    /// <summary>The environmental score where a metric asks for it, else the temporal score, which is the base score when nothing is given.</summary>
    public static double Score(CvssVector vector)
    {
        var isModified = Array.Exists(Environmental, metric => vector[metric] != "X");
        var isChanged = (isModified ? vector.Effective("S") : vector["S"]) == "C";
        var impact = isModified ? ModifiedImpact(vector, isChanged) : Impact(1 - ((1 - Loss(vector["C"])) * (1 - Loss(vector["I"])) * (1 - Loss(vector["A"]))), isChanged);
        if (impact <= 0)
            return 0;
        var sum = impact + Exploitability(vector, isModified, isChanged);
        var score = RoundUp(Math.Min(isChanged ? 1.08 * sum : sum, 10), vector.Version);
        return RoundUp(score * Temporal(vector), vector.Version);
    }

    private static double Impact(double loss, bool isChanged) => isChanged ? (7.52 * (loss - 0.029)) - (3.25 * Math.Pow(loss - 0.02, 15)) : 6.42 * loss;

    private static double ModifiedImpact(CvssVector vector, bool isChanged)
    {
        double Kept(string impact, string requirement) => 1 - (Loss(vector.Effective(impact)) * Requirement(vector[requirement]));
        var loss = Math.Min(1 - (Kept("C", "CR") * Kept("I", "IR") * Kept("A", "AR")), 0.915);
        if (!isChanged)
            return 6.42 * loss;
        // 3.1 changed the last term of the modified impact only.
        return vector.Version == "3.1" ? (7.52 * (loss - 0.029)) - (3.25 * Math.Pow((loss * 0.9731) - 0.02, 13)) : Impact(loss, true);
    }

    private static double Exploitability(CvssVector vector, bool isModified, bool isChanged)
    {
        string Value(string metric) => isModified ? vector.Effective(metric) : vector[metric];
        var reach = Value("AV") switch { "N" => 0.85, "A" => 0.62, "L" => 0.55, _ => 0.2 };
        var complexity = Value("AC") == "L" ? 0.77 : 0.44;
        var privileges = Value("PR") switch { "N" => 0.85, "L" => isChanged ? 0.68 : 0.62, _ => isChanged ? 0.5 : 0.27 };
        return 8.22 * reach * complexity * privileges * (Value("UI") == "N" ? 0.85 : 0.62);
    }

    private static double Temporal(CvssVector vector) =>
        vector["E"] switch { "F" => 0.97, "P" => 0.94, "U" => 0.91, _ => 1 }
        * vector["RL"] switch { "W" => 0.97, "T" => 0.96, "O" => 0.95, _ => 1 }
        * vector["RC"] switch { "R" => 0.96, "U" => 0.92, _ => 1 };

    private static double Loss(string value) => value switch { "H" => 0.56, "L" => 0.22, _ => 0 };

    private static double Requirement(string value) => value switch { "H" => 1.5, "L" => 0.5, _ => 1 };

    /// <summary>Up to the next tenth; 3.1 (appendix A) does it in whole numbers, so that binary fractions do not count.</summary>
    private static double RoundUp(double value, string version)
    {
        if (version == "3.0")
            return Math.Ceiling(value * 10) / 10;
        var whole = (long)Math.Round(value * 100_000, MidpointRounding.AwayFromZero);
        return whole % 10_000 == 0 ? whole / 100_000.0 : ((whole / 10_000) + 1) / 10.0;
    }
}
