using Sluice.Secrets.Checks;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets;

/// <summary>
/// What was last asked of the bytes of a match: several kinds claim the same ones, and what does not depend on the kind is found out once. For one
/// text at a time; not thread safe.
/// </summary>
internal sealed class SecretAnswers
{
    private (int Start, int End) _secret;
    private bool? _isPlaceholder;
    private double? _entropy;
    private SecretCheck? _check;
    private PatternMatch _match;
    private CheckedSecret _checked;

    /// <summary>For another text.</summary>
    public void Clear() => (_secret, _isPlaceholder, _entropy, _check) = ((0, 0), null, null, null);

    public bool IsPlaceholder(ReadOnlySpan<byte> text, PatternMatch match)
    {
        MoveTo(match);
        return _isPlaceholder ??= SecretText.IsPlaceholder(text[match.SecretStart..match.SecretEnd]);
    }

    public double EntropyOf(ReadOnlySpan<byte> text, PatternMatch match)
    {
        MoveTo(match);
        return _entropy ??= SecretText.EntropyOf(text[match.SecretStart..match.SecretEnd]);
    }

    public CheckedSecret Check(SecretCheck check, ReadOnlySpan<byte> text, PatternMatch match)
    {
        if (!ReferenceEquals(check, _check) || match != _match)
            (_check, _match, _checked) = (check, match, check.Check(text, match));
        return _checked;
    }

    private void MoveTo(PatternMatch match)
    {
        if (_secret == (match.SecretStart, match.SecretEnd))
            return;
        _secret = (match.SecretStart, match.SecretEnd);
        (_isPlaceholder, _entropy) = (null, null);
    }
}
