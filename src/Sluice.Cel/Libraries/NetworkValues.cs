using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sluice.Cel;

/// <summary>An IP address; zones and IPv4 inside IPv6 are none.</summary>
internal sealed class IpValue(IPAddress address) : CelOpaque(NetworkLibrary.Ip)
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("0123456789abcdefABCDEF.:");

    public IPAddress Address { get; } = address;

    public byte[] Octets { get; } = address.GetAddressBytes();

    private bool IsV4 => Octets.Length == 4;

    public bool IsLinkLocalMulticast => IsV4 ? Octets is [224, 0, 0, _] : Octets[0] == 0xff && (Octets[1] & 0x0f) == 2;

    public bool IsLinkLocalUnicast => IsV4 ? Octets is [169, 254, _, _] : Octets[0] == 0xfe && (Octets[1] & 0xc0) == 0x80;

    private bool IsMulticast => IsV4 ? (Octets[0] & 0xf0) == 0xe0 : Octets[0] == 0xff;

    public bool IsGlobalUnicast => !IPAddress.IsLoopback(Address) && !IsMulticast && !IsLinkLocalUnicast && Octets.AsSpan().IndexOfAnyExcept((byte)0) >= 0 && !(IsV4 && Octets.AsSpan().IndexOfAnyExcept((byte)255) < 0);

    /// <returns>Null where the text is no address.</returns>
    public static IpValue? Parse(string text)
    {
        // .NET also reads 1, 0x7f.1, 010.0.0.1, [::1] and fe80::1%eth0.
        if (text.Length is 0 or > 45 || text.AsSpan().IndexOfAnyExcept(Letters) >= 0)
            return null;
        var isV4 = !text.Contains(':', StringComparison.Ordinal);
        if (isV4 && !IsDotted(text))
            return null;
        if (!isV4 && text.Contains('.', StringComparison.Ordinal) && !IsDotted(text[(text.LastIndexOf(':') + 1)..]))
            return null;
        return IPAddress.TryParse(text, out var address) && !address.IsIPv4MappedToIPv6 && (address.AddressFamily == AddressFamily.InterNetwork) == isV4 ? new IpValue(address) : null;
    }

    /// <summary>Four decimal numbers, none with a leading zero.</summary>
    private static bool IsDotted(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 4 && parts.All(part => part.Length is > 0 and <= 3 && part.All(char.IsAsciiDigit) && (part.Length == 1 || part[0] != '0') && int.Parse(part, CultureInfo.InvariantCulture) <= 255);
    }

    public override bool IsEqual(CelOpaque other) => Address.Equals(((IpValue)other).Address);

    public override string ToString() => Address.ToString();
}

/// <summary>A range of addresses, and the address that it was written with.</summary>
internal sealed class CidrValue(IpValue address, int length) : CelOpaque(NetworkLibrary.Cidr)
{
    public IpValue Address { get; } = address;

    /// <summary>How many leading bits the addresses have in common.</summary>
    public int Length { get; } = length;

    public static CidrValue? Parse(string text)
    {
        var slash = text.LastIndexOf('/');
        if (slash < 0 || IpValue.Parse(text[..slash]) is not { } address)
            return null;
        var bits = text.AsSpan(slash + 1);
        if (bits.Length is 0 or > 3 || bits.IndexOfAnyExceptInRange('0', '9') >= 0 || (bits.Length > 1 && bits[0] == '0'))
            return null;
        var length = int.Parse(bits, CultureInfo.InvariantCulture);
        return length <= address.Octets.Length * 8 ? new CidrValue(address, length) : null;
    }

    public bool Contains(IpValue other) => other.Octets.Length == Address.Octets.Length && Mask(other.Octets, Length).AsSpan().SequenceEqual(Mask(Address.Octets, Length));

    public bool Contains(CidrValue other) => Length <= other.Length && Contains(other.Address);

    public CidrValue Masked() => new(new IpValue(new IPAddress(Mask(Address.Octets, Length))), Length);

    private static byte[] Mask(byte[] octets, int length)
    {
        var masked = (byte[])octets.Clone();
        for (var i = 0; i < masked.Length; i++)
            masked[i] &= (byte)(0xff00 >> Math.Clamp(length - i * 8, 0, 8));
        return masked;
    }

    public override bool IsEqual(CelOpaque other) => other is CidrValue range && Length == range.Length && Address.IsEqual(range.Address);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{Length}");
}
