using Sluice.Artifacts;

namespace Sluice.Reporting;

/// <summary>A part of a text that is not shown.</summary>
/// <param name="Prefix">What may be shown of it.</param>
internal sealed record HiddenPart(int Start, int End, string Prefix);

/// <summary>Passwords in addresses ("Uniform Resource Identifier", user information), whatever they look like and however badly they are written.</summary>
internal static class AddressUsers
{
    private const int LongestAddress = 2048;

    /// <summary>A user without a password is shown where nobody would take it for a token.</summary>
    private const int ShortestToken = 16;

    private static readonly ByteClass Ends = ByteClass.Of(" \t\r\n\"'`<>"u8);

    public static List<HiddenPart> In(ReadOnlySpan<byte> text)
    {
        var parts = new List<HiddenPart>();
        for (var at = 0; text[at..].IndexOf("://"u8) is >= 0 and var step;)
        {
            at += step + 3;
            var address = text[at..Math.Min(text.Length, at + LongestAddress)];
            if (Ends.FirstIn(address) is >= 0 and var end)
                address = address[..end];
            if (PasswordIn(address) is { } password)
                parts.Add(new HiddenPart(at + password.Start.Value, at + password.End.Value, ""));
        }

        return parts;
    }

    private static Range? PasswordIn(ReadOnlySpan<byte> address)
    {
        var user = address.LastIndexOf((byte)'@');
        if (user <= 0)
            return null;
        var (colon, path) = (address[..user].IndexOf((byte)':'), address[..user].IndexOfAny("/?"u8));
        if (colon < 0 || (path >= 0 && path < colon))
            return path < 0 && user >= ShortestToken ? 0..user : null;
        // What stands before a path is a port: the sign is of the path.
        var isPort = path > colon && address[(colon + 1)..path].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
        return isPort ? null : (colon + 1)..user;
    }
}
