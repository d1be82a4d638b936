using System.CommandLine;
using System.Globalization;
using Sluice.Configuration;
using Sluice.Profiles;

namespace Sluice.Cli.Commands;

/// <summary>The options that say what past releases looked like.</summary>
internal sealed class ProfileBinding
{
    private const string DefaultFile = ".sluice/profile.json";

    private readonly Option<string> _profile = new("--profile") { Description = "What past releases looked like (sluice learn); else that of the configuration, or .sluice/profile.json beside it.", HelpName = "FILE" };
    private readonly Option<bool> _noProfile = new("--no-profile") { Description = "Not held against past releases." };
    private readonly Option<string> _budget = new("--alert-budget") { Description = "The share of ordinary releases that may be stopped for not looking like past ones (1%).", HelpName = "SHARE" };

    private readonly ProjectFile _file;

    public ProfileBinding() => _file = new ProjectFile(_profile, DefaultFile, configuration => configuration.Profile);

    /// <summary>For commands that write the file.</summary>
    public Option Option => _profile;

    public IEnumerable<Option> All => [_profile, _noProfile, _budget];

    /// <inheritdoc cref="ProjectFile.Of"/>
    public (string Name, string File) FileOf(ParseResult parsed, ProjectConfiguration configuration, Surroundings surroundings) => _file.Of(parsed, configuration, surroundings);

    /// <returns>Null where there is nothing to hold a release against.</returns>
    public ProfileBook? Bind(ParseResult parsed, ProjectConfiguration configuration, Surroundings surroundings, IReadOnlyList<string> targets, List<string> problems)
    {
        var budget = BudgetOf(parsed, problems);
        if (parsed.GetValue(_noProfile))
        {
            if (parsed.GetValue(_profile) is not null)
                problems.Add("--profile and --no-profile exclude each other; leave one out");
            return null;
        }

        return _file.Find(parsed, configuration, surroundings, targets, "; write it with 'sluice learn'", problems) is var (name, file) ? Read(name, file, budget, problems, parsed.GetValue(_profile) is not null || configuration.Profile is not null) : null;
    }

    public bool IsWanted(ParseResult parsed) => !parsed.GetValue(_noProfile);

    /// <summary>The share that was asked for, or the usual one.</summary>
    public double BudgetOf(ParseResult parsed, List<string> problems)
    {
        if (parsed.GetValue(_budget) is not { } text)
            return ProfileBook.DefaultAlertBudget;
        var isPercent = text.EndsWith('%');
        var isNumber = double.TryParse(isPercent ? text.AsSpan(0, text.Length - 1) : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        if (isNumber && !isPercent && number >= 1)
            problems.Add($"--alert-budget: '{text}' may mean a part of a hundred or all; write {text}% for so many of a hundred, or a number below 1 for a share (1% and 0.01 are the same)");
        else if (isNumber && (isPercent ? number / 100 : number) is <= 1 and var share)
            return share;
        else
            problems.Add($"--alert-budget: '{text}' is not a share; write so many of a hundred, such as 1%, or a number below 1, such as 0.01");
        return ProfileBook.DefaultAlertBudget;
    }

    public static ProfileBook? Read(string name, string file, double budget, List<string> problems, bool isNamed = false) =>
        ProjectFile.Read("the profile", name, () => ProfileBook.Read(name, File.ReadAllBytes(file), budget, isNamed), problems);
}
