using System.Buffers;
using Sluice.Secrets.Generic;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Checks;

/// <summary>
/// The password of an address, a connection string or a login: where it stands says what it is, so that letters alone count when they are no words. What a
/// program fills in there is none.
/// </summary>
internal sealed class PasswordCheck : SecretCheck
{
    private const int ShortestOfLetters = 10;

    private static readonly SearchValues<byte> VariableBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"u8);

    public override string Name => "password";

    public override CheckedSecret Check(ReadOnlySpan<byte> text, PatternMatch match)
    {
        var secret = text[match.SecretStart..match.SecretEnd];
        return new CheckedSecret(IsFilledIn(secret) || IsOfWords(secret) ? null : SecretProof.Structure, match.End);
    }

    /// <summary>A variable of a shell, or a command in its place.</summary>
    private static bool IsFilledIn(ReadOnlySpan<byte> secret) =>
        secret.IndexOf("$("u8) >= 0 || (secret[0] == '$' && secret[1..].IndexOfAnyExcept(VariableBytes) < 0 && !IsMixed(secret));

    /// <summary>Names of variables have hardly ever capitals, small letters and digits.</summary>
    private static bool IsMixed(ReadOnlySpan<byte> secret) =>
        secret.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0 && secret.IndexOfAnyInRange((byte)'a', (byte)'z') >= 0 && secret.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0;

    private static bool IsOfWords(ReadOnlySpan<byte> secret)
    {
        if (secret.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0)
            return false;
        // Shorter ones without a digit are what people write in examples.
        if (secret.Length < ShortestOfLetters)
            return true;
        var written = new AssignedValue(0, secret.Length, Link.Command, 0, true);
        return ValueShape.ReasonAgainst(secret, "password"u8, written) != PutAside.No;
    }
}
