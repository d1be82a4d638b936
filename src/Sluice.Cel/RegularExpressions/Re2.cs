using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Cel;

/// <summary>
/// A regular expression of RE2, run by .NET's non-backtracking engine: time is linear in the text, whatever the pattern. Compiled ones are kept.
/// </summary>
internal sealed class Re2
{
    private const int MostKept = 256;

    private static readonly ConcurrentDictionary<string, Re2> Kept = new(StringComparer.Ordinal);

    private readonly Re2Node? _node;
    private readonly Lazy<Regex?> _ascii;
    private readonly Lazy<Regex?> _others;
    private readonly bool _needsOctets;

    private Re2(string pattern)
    {
        var parser = new Re2Parser(pattern);
        try
        {
            _node = parser.Parse();
            Groups = parser.Groups;
        }
        catch (FormatException e)
        {
            Error = e.Message;
        }

        _needsOctets = _node is not null && HasWordPlace(_node);
        Weight = Re2Weight.Of(pattern, _node, _needsOctets);
        _ascii = new Lazy<Regex?>(() => Build(TextForm.Ascii));
        _others = new Lazy<Regex?>(() => Build(_needsOctets ? TextForm.Octets : TextForm.Utf16));
    }

    /// <summary>What is wrong with the pattern; null where nothing is.</summary>
    public string? Error { get; private set; }

    /// <summary>The names of the groups in order; null where a group has none.</summary>
    public IReadOnlyList<string?> Groups { get; } = [];

    /// <summary>What a match costs a tenth of a character: see <see cref="Re2Weight"/>.</summary>
    public long Weight { get; }

    public static Re2 Of(string pattern)
    {
        if (Kept.TryGetValue(pattern, out var kept))
            return kept;
        // Patterns may be made by an expression; they must not fill the memory.
        if (Kept.Count >= MostKept)
            Kept.Clear();
        return Kept.GetOrAdd(pattern, static text => new Re2(text));
    }

    /// <summary>What is wrong with a pattern, or null.</summary>
    public static string? Problem(string pattern)
    {
        var compiled = Of(pattern);
        return compiled.Error ?? (compiled._ascii.Value is null ? compiled.Error : null);
    }

    /// <returns>Null where the pattern is wrong: see <see cref="Error"/>.</returns>
    public bool? IsMatch(string text) => RegexFor(text)?.IsMatch(Encode(text));

    /// <summary>All matches from left to right; each as the whole and its groups, null for a group without a match.</summary>
    public List<Re2Match>? Matches(string text, int most = int.MaxValue)
    {
        if (RegexFor(text) is not { } regex)
            return null;
        var encoded = Encode(text);
        var matches = new List<Re2Match>();
        for (var match = regex.Match(encoded); match.Success && matches.Count < most; match = match.NextMatch())
        {
            // An empty match inside one character is between no characters.
            if (match.Length == 0 && match.Index < encoded.Length && IsInside(encoded[match.Index]))
                continue;
            matches.Add(new Re2Match(match.Index, match.Length, [.. match.Groups.Values.Select(group => group.Success ? Decode(encoded.AsSpan(group.Index, group.Length)) : null)]));
        }

        return matches;
    }

    /// <summary>The text as <see cref="Matches"/> counts its positions.</summary>
    public string Encode(string text)
    {
        if (Ascii.IsValid(text))
            return text;
        if (!_needsOctets)
            return CodePoints.IsWellFormed(text) ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        var octets = Encoding.UTF8.GetBytes(text);
        return string.Create(octets.Length, octets, static (to, from) =>
        {
            for (var i = 0; i < from.Length; i++)
                to[i] = (char)(from[i] < 128 ? from[i] : Re2Writer.OctetBase + from[i]);
        });
    }

    public string Decode(ReadOnlySpan<char> encoded)
    {
        if (!_needsOctets || Ascii.IsValid(encoded))
            return encoded.ToString();
        var octets = new byte[encoded.Length];
        for (var i = 0; i < octets.Length; i++)
            octets[i] = (byte)encoded[i];
        return Encoding.UTF8.GetString(octets);
    }

    private bool IsInside(char unit) => _needsOctets ? unit >= Re2Writer.OctetBase && ((byte)unit & 0xc0) == 0x80 : char.IsLowSurrogate(unit);

    private static bool HasWordPlace(Re2Node node) => node switch
    {
        PlaceNode place => place.Pattern is "\\b" or "\\B",
        CaptureNode capture => HasWordPlace(capture.Inner),
        RepeatNode repeat => HasWordPlace(repeat.Inner),
        SequenceNode sequence => sequence.Parts.Any(HasWordPlace),
        AlternationNode alternation => alternation.Choices.Any(HasWordPlace),
        _ => false,
    };

    private Regex? RegexFor(string text) => Ascii.IsValid(text) ? _ascii.Value : _others.Value;

    private Regex? Build(TextForm form)
    {
        if (_node is null)
            return null;
        try
        {
            return new Regex(Re2Writer.Write(_node, form), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException or InsufficientExecutionStackException)
        {
            // The engine refuses patterns whose automaton would be huge.
            Error = "expression too large";
            return null;
        }
    }
}

/// <param name="Index">In the encoded text.</param>
/// <param name="Length">In the encoded text.</param>
/// <param name="Groups">The whole match, then the groups.</param>
internal sealed record Re2Match(int Index, int Length, string?[] Groups);
