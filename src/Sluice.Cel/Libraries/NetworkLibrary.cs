using System.Net;
using System.Net.Sockets;
using static Sluice.Cel.CelOverload;
using static Sluice.Cel.CelType;

namespace Sluice.Cel;

/// <summary>IP addresses and ranges. https://pkg.go.dev/k8s.io/apiserver/pkg/cel/library#IP</summary>
internal static class NetworkLibrary
{
    public static readonly CelType Ip = Opaque("net.IP");
    public static readonly CelType Cidr = Opaque("net.CIDR");

    public static CelLibrary Create() => CelLibrary.BuiltIn("network",
    [
        new("isIP", Unary("is_ip", CelType.String, Bool, text => CelValue.Bool(IpValue.Parse(text.AsString) is not null))),
        new("isCIDR", Unary("is_cidr", CelType.String, Bool, text => CelValue.Bool(CidrValue.Parse(text.AsString) is not null))),
        new("ip", Unary("string_to_ip", CelType.String, Ip, ToIp), Unary("cidr_ip", Cidr, Ip, range => CelValue.Of(((CidrValue)range.AsOpaque).Address)).AsMember()),
        new("cidr", Unary("string_to_cidr", CelType.String, Cidr, ToCidr)),
        new("ip.isCanonical", Unary("ip_is_canonical", CelType.String, Bool, text => IpValue.Parse(text.AsString) is { } address ? CelValue.Bool(address.ToString() == text.AsString) : NoIp(text))),
        new("family", Unary("ip_family", Ip, Int, value => CelValue.Int(AddressOf(value).Address.AddressFamily == AddressFamily.InterNetwork ? 4 : 6)).AsMember()),
        Test("isLoopback", "ip_is_loopback", address => IPAddress.IsLoopback(address.Address)),
        Test("isUnspecified", "ip_is_unspecified", address => address.Octets.AsSpan().IndexOfAnyExcept((byte)0) < 0),
        Test("isLinkLocalMulticast", "ip_is_link_local_multicast", address => address.IsLinkLocalMulticast),
        Test("isLinkLocalUnicast", "ip_is_link_local_unicast", address => address.IsLinkLocalUnicast),
        Test("isGlobalUnicast", "ip_is_global_unicast", address => address.IsGlobalUnicast),
        new("containsIP",
            Binary("cidr_contains_ip", Cidr, Ip, Bool, (range, address) => CelValue.Bool(RangeOf(range).Contains(AddressOf(address)))).AsMember(),
            Binary("cidr_contains_ip_string", Cidr, CelType.String, Bool, (range, text) => IpValue.Parse(text.AsString) is { } address ? CelValue.Bool(RangeOf(range).Contains(address)) : NoIp(text)).AsMember()),
        new("containsCIDR",
            Binary("cidr_contains_cidr", Cidr, Cidr, Bool, (range, other) => CelValue.Bool(RangeOf(range).Contains(RangeOf(other)))).AsMember(),
            Binary("cidr_contains_cidr_string", Cidr, CelType.String, Bool, (range, text) => CidrValue.Parse(text.AsString) is { } other ? CelValue.Bool(RangeOf(range).Contains(other)) : NoCidr(text)).AsMember()),
        new("masked", Unary("cidr_masked", Cidr, Cidr, range => CelValue.Of(RangeOf(range).Masked())).AsMember()),
        new("prefixLength", Unary("cidr_prefix_length", Cidr, Int, range => CelValue.Int(RangeOf(range).Length)).AsMember()),
        new("string",
            Unary("ip_to_string", Ip, CelType.String, value => CelValue.String(value.AsOpaque.ToString()!)),
            Unary("cidr_to_string", Cidr, CelType.String, value => CelValue.String(value.AsOpaque.ToString()!))),
    ], [Ip, Cidr]);

    private static CelFunction Test(string name, string id, Func<IpValue, bool> test) => new(name, Unary(id, Ip, Bool, value => CelValue.Bool(test(AddressOf(value)))).AsMember());

    private static IpValue AddressOf(CelValue value) => (IpValue)value.AsOpaque;

    private static CidrValue RangeOf(CelValue value) => (CidrValue)value.AsOpaque;

    private static CelValue ToIp(CelValue text) => IpValue.Parse(text.AsString) is { } address ? CelValue.Of(address) : NoIp(text);

    private static CelValue ToCidr(CelValue text) => CidrValue.Parse(text.AsString) is { } range ? CelValue.Of(range) : NoCidr(text);

    private static CelValue NoIp(CelValue text) => CelValue.Error($"IP Address {text} parse error during conversion from string");

    private static CelValue NoCidr(CelValue text) => CelValue.Error($"CIDR {text} parse error during conversion from string");
}
