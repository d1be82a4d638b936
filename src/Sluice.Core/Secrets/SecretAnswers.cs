using Sluice.Artifacts;
using Sluice.Secrets.Checks;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets;

/// <summary>
/// What was asked of the bytes of matches: several kinds claim the same ones, and texts repeat the same value; what depends on neither is found out once.
/// For one text at a time; not thread safe.
/// </summary>
internal sealed class SecretAnswers
{
    /// <summary>Values that are remembered: each in the place that its bytes lead to.</summary>
    private const int Places = 64;

    private readonly Value[] _values = new Value[Places];
    private readonly Dictionary<object, NextPlace[]> _near = [];
    private bool _hasLookedNear;
    private (int Start, int End) _secret;
    private int _place;
    private SecretCheck? _check;
    private PatternMatch _match;
    private CheckedSecret _checked;

    /// <summary>For another text.</summary>
    public void Clear()
    {
        if (_secret != default)
            Array.Clear(_values);
        (_secret, _check) = (default, null);
        if (!_hasLookedNear)
            return;
        foreach (var places in _near.Values)
            Array.ForEach(places, static place => place.Clear());
        _hasLookedNear = false;
    }

    public bool IsPlaceholder(ReadOnlySpan<byte> text, PatternMatch match)
    {
        ref var value = ref ValueOf(text, match);
        return value.IsPlaceholder ??= SecretText.IsPlaceholder(text[match.SecretStart..match.SecretEnd]);
    }

    public double EntropyOf(ReadOnlySpan<byte> text, PatternMatch match)
    {
        ref var value = ref ValueOf(text, match);
        return value.Entropy ??= SecretText.EntropyOf(text[match.SecretStart..match.SecretEnd]);
    }

    /// <summary>Whether one of the words stands near the match; true where there are none.</summary>
    public bool IsAnyNear(byte[][] words, ReadOnlySpan<byte> text, PatternMatch match) => IsAnyNear(words, text, match.Start, match.End);

    /// <summary>Whether one of the words stands near a match that begins and ends between two places; true where there are none.</summary>
    public bool IsAnyNear(byte[][] words, ReadOnlySpan<byte> text, int start, int end) =>
        words.Length == 0 || IsNear(words, static words => Array.ConvertAll((byte[][])words, NextPlace.Of), text, start - SecretScanner.NearbyBytes, end + SecretScanner.NearbyBytes);

    /// <summary>Whether one of several things stands between two places.</summary>
    /// <param name="what">By which they are remembered.</param>
    /// <param name="places">Makes what looks for them.</param>
    public bool IsNear(object what, Func<object, NextPlace[]> places, ReadOnlySpan<byte> text, int start, int end)
    {
        if (!_near.TryGetValue(what, out var all))
            _near.Add(what, all = places(what));
        _hasLookedNear = true;
        foreach (var next in all)
        {
            if (next.IsIn(text, Math.Max(0, start), Math.Min(text.Length, end)))
                return true;
        }

        return false;
    }

    public CheckedSecret Check(SecretCheck check, ReadOnlySpan<byte> text, PatternMatch match)
    {
        if (!ReferenceEquals(check, _check) || match != _match)
            (_check, _match, _checked) = (check, match, check.Check(text, match, this));
        return _checked;
    }

    /// <summary>What is known of the value of a match: of another one with the same bytes, too.</summary>
    private ref Value ValueOf(ReadOnlySpan<byte> text, PatternMatch match)
    {
        if (_secret == (match.SecretStart, match.SecretEnd))
            return ref _values[_place];
        _secret = (match.SecretStart, match.SecretEnd);
        var secret = text[match.SecretStart..match.SecretEnd];
        _place = (int)(Hash(secret) % Places);
        ref var value = ref _values[_place];
        if (!(value.End <= text.Length && text[value.Start..value.End].SequenceEqual(secret)))
            value = new Value { Start = match.SecretStart, End = match.SecretEnd };
        return ref value;
    }

    /// <summary>Of the length and bytes from its front, its middle and its end: whether two are equal is looked up.</summary>
    private static uint Hash(ReadOnlySpan<byte> secret)
    {
        var bytes = Atom.Read(secret) ^ (Atom.Read(secret[(secret.Length / 2)..]) * 31) ^ (Atom.Read(secret[Math.Max(0, secret.Length - Atom.Bytes)..]) * 961);
        return (uint)((bytes + (ulong)secret.Length) * 0x9e3779b97f4a7c15 >> 40);
    }

    private record struct Value(int Start, int End, bool? IsPlaceholder, double? Entropy);
}
