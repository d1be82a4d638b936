using System.CommandLine;
using System.Globalization;

namespace Sluice.Cli.Commands;

/// <summary><c>--now</c>: a time in place of the clock's.</summary>
internal sealed class NowOption(string description)
{
    private readonly Option<string> _now = new("--now") { Description = description, HelpName = "TIME" };

    /// <summary>RFC 3339, section 5.6: seconds and an offset are required, a fraction is not.</summary>
    private static readonly string[] Rfc3339 = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public Option Option => _now;

    public bool IsAsked(ParseResult parsed) => parsed.GetValue(_now) is not null;

    public DateTimeOffset Bind(ParseResult parsed, Surroundings surroundings, List<string> problems)
    {
        var now = surroundings.Clock.GetUtcNow();
        if (parsed.GetValue(_now) is { } text && !DateTimeOffset.TryParseExact(text, Rfc3339, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out now))
            problems.Add($"--now: '{text}' is not a time; write for example 2026-03-31T12:00:00Z");
        return now;
    }
}
