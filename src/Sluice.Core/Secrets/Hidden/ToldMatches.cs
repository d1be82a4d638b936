namespace Sluice.Secrets.Hidden;

/// <summary>What was found without restoring anything, in one stretch of a text.</summary>
internal sealed class ToldMatches(long start, long end)
{
    private readonly HashSet<string> _rules = new(StringComparer.Ordinal);

    /// <summary>As they stand for themselves where they are written with escapes.</summary>
    private readonly HashSet<(string Rule, string Value)> _values = [];
    private bool _isAnyKnown;

    /// <param name="matches">In the order of the text, without overlaps.</param>
    /// <param name="first">The first of them that ends in the stretch or behind it.</param>
    public static ToldMatches Of(SecretMatch hidden, List<SecretMatch> matches, int first, ReadOnlySpan<byte> text)
    {
        var told = new ToldMatches(hidden.Offset, hidden.Offset + hidden.Length);
        for (var i = first; i < matches.Count && matches[i].Offset < hidden.Offset + hidden.Length; i++)
        {
            told._rules.Add(matches[i].Rule.Id);
            told._isAnyKnown |= matches[i].Band is null;
            if (hidden.Form == HiddenForm.Escapes && matches[i].Form is null)
                told._values.Add((matches[i].Rule.Id, matches[i].ValueOf(HiddenBytes.Unescape(text[matches[i].Part])).Digest));
        }

        return told;
    }

    public bool AreOf(SecretMatch hidden) => hidden.Offset == start && hidden.Offset + hidden.Length == end;

    /// <summary>Told already; a guess also where a rule knows anything there.</summary>
    public bool Has(SecretMatch hidden)
    {
        if ((hidden.Band is not null && _isAnyKnown) || (hidden.Value is { } value && _values.Contains((hidden.Rule.Id, value.Digest))))
            return true;
        return (hidden.IsNested || hidden.Form == HiddenForm.Terminal) && _rules.Contains(hidden.Rule.Id);
    }
}
