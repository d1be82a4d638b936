using System.Text;
using Sluice.Findings;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets;

/// <summary>Holds what a pattern found against the other conditions of its rule.</summary>
internal static class SecretJudge
{
    /// <summary>No search through that many values comes to an end.</summary>
    private const int UnguessableBits = 90;

    /// <summary>Null when it is none.</summary>
    public static SecretMatch? Of(CompiledRule compiled, ReadOnlySpan<byte> text, PatternMatch match)
    {
        var rule = compiled.Rule;
        var secret = text[match.SecretStart..match.SecretEnd];
        var isProven = compiled.Check is not null;
        if (!isProven && secret.Length < TokenRuns.ShortestWithoutDigit && secret.IndexOfAnyInRange((byte)'0', (byte)'9') < 0)
            return null;
        if (SecretText.IsPlaceholder(secret) || (rule.Entropy > 0 && SecretText.EntropyOf(secret) < rule.Entropy) || !HasNearby(rule, text, match))
            return null;
        var judged = compiled.Check?.Check(text, match) ?? new Checks.CheckedSecret(rule.Confidence == Confidence.Low ? SecretProof.Shape : SecretProof.Structure, match.End);
        if (judged.Proof is not { } proof)
            return null;
        secret = text[match.SecretStart..Math.Max(match.SecretEnd, judged.End)];
        var shown = RedactedSecret.Of(rule.Name, secret, PublicBytes(compiled, match));
        return new SecretMatch(rule, match.Start, judged.End - match.Start, shown, proof) { Value = SecretValue.Of(rule.Id, secret, IsGuessable(compiled, secret)), Details = judged.Details, IsWellKnown = WellKnownSecrets.Contains(secret), IsEncrypted = judged.IsEncrypted, IsNested = judged.IsNested };
    }

    /// <summary>Whether trying the likely values one by one could find it: what only a name or an address gives away may be a person's choice.</summary>
    private static bool IsGuessable(CompiledRule rule, ReadOnlySpan<byte> secret) =>
        rule.Lane is SearchLane.Assignment or SearchLane.Address || SecretText.EntropyOf(secret) * secret.Length < UnguessableBits;

    /// <summary>What all secrets of the kind begin with may be shown.</summary>
    private static int PublicBytes(CompiledRule rule, PatternMatch match) =>
        match.SecretStart == match.Start ? rule.PublicBytes : 0;

    private static bool HasNearby(SecretRule rule, ReadOnlySpan<byte> text, PatternMatch match)
    {
        if (rule.Nearby.Count == 0)
            return true;
        var around = text[Math.Max(0, match.Start - SecretScanner.NearbyBytes)..Math.Min(text.Length, match.End + SecretScanner.NearbyBytes)];
        foreach (var word in rule.Nearby)
        {
            if (SecretText.ContainsIgnoringCase(around, Encoding.ASCII.GetBytes(word)))
                return true;
        }

        return false;
    }
}
