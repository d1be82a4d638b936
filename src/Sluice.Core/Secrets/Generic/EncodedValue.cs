using Sluice.Artifacts.Formats;

namespace Sluice.Secrets.Generic;

/// <summary>What stands in base64 in a value: manifests of Kubernetes and logins of Docker write every value so, placeholders too.</summary>
internal static class EncodedValue
{
    private const int LongestPlaceholder = 16;

    /// <summary>Why the text that it stands for is no credential; <see cref="PutAside.No"/> where it stands for none.</summary>
    public static PutAside ReasonAgainst(ReadOnlySpan<byte> value, ReadOnlySpan<byte> name, in AssignedValue written)
    {
        var text = Decode(value);
        if (text.Length < AssignmentReader.ShortestValue)
            return PutAside.No;
        var reason = ValueShape.ReasonAgainst(text, name, written);
        return reason is PutAside.Placeholder or PutAside.Reference or PutAside.NameAgain ? reason : PutAside.No;
    }

    /// <summary>A user and a word that stands where a password belongs: <c>username:password</c>.</summary>
    public static bool IsExampleLogin(ReadOnlySpan<byte> value)
    {
        var text = Decode(value.Trim((byte)'"'));
        var password = text[(text.IndexOf((byte)':') + 1)..];
        return password.Length is > 0 and <= LongestPlaceholder && password.Length < text.Length && password.IndexOfAnyInRange((byte)'0', (byte)'9') < 0 && ValueShape.IsPlaceholder(password);
    }

    /// <summary>Empty where it is no printable text in base64.</summary>
    private static ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> value)
    {
        var digits = value.TrimEnd((byte)'=');
        if (digits.Length is < 6 or > AssignmentReader.LongestValue || digits.Length % 4 == 1 || Base64Text.Alphabet.FirstOutside(digits) >= 0)
            return [];
        var buffer = new byte[digits.Length + 2];
        digits.CopyTo(buffer);
        var text = Base64Text.Decode(buffer, digits.Length).TrimEnd((byte)'\n');
        return text.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0 ? text : [];
    }
}
