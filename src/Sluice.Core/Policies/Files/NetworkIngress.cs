using System.Globalization;
using System.Net;
using Sluice.Cel;
using static Sluice.Policies.Files.DocumentFunctions;

namespace Sluice.Policies.Files;

/// <summary>
/// What firewalls let in, in one form, from resources of Terraform (AWS, Google, Azure) and CloudFormation: <c>rule</c>, <c>name</c> (of the resource), <c>ranges</c> (the sources that are the world, as written), <c>from</c> and
/// <c>to</c> (ports; 0 to 65535 for all). Rules that let nobody in from everywhere are left out.
/// </summary>
internal static class NetworkIngress
{
    private const int MostPorts = 65535;

    /// <summary>A range of IPv4 this large is no network of anybody's.</summary>
    private const int WorldBitsOfIpv4 = 7;

    /// <summary>All of what is handed out of IPv6 is 2000::/3.</summary>
    private const int WorldBitsOfIpv6 = 8;

    public static CelValue Of(CelValue resources) => List(ItemsOf(resources).SelectMany(Rules));

    /// <summary>Everybody, in whatever way it is written: <c>0.0.0.0/0</c>, <c>::/0</c>, half of it, or a word of Azure.</summary>
    public static bool IsWorld(CelValue range)
    {
        var text = TextOf(range).Trim();
        if (text is "*" or "Internet" or "internet" or "any" or "Any")
            return true;
        var cut = text.IndexOf('/');
        return cut > 0 && IPAddress.TryParse(text.AsSpan(0, cut), out var address) && int.TryParse(text.AsSpan(cut + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
            && bits <= (address.GetAddressBytes().Length == 4 ? WorldBitsOfIpv4 : WorldBitsOfIpv6);
    }

    private static IEnumerable<CelValue> Rules(CelValue resource)
    {
        var (values, name) = (Field(resource, "values"), Field(resource, "name"));
        switch (TextOf(Field(resource, "type")))
        {
            case "aws_security_group" or "aws_default_security_group":
                return ItemsOf(Field(values, "ingress")).SelectMany(rule => Aws(rule, name));
            case "aws_security_group_rule" when TextOf(Field(values, "type")) == "ingress":
                return Aws(values, name);
            case "aws_vpc_security_group_ingress_rule":
                return Rule(values, name, [Field(values, "cidr_ipv4"), Field(values, "cidr_ipv6")], TextOf(Field(values, "ip_protocol")), Field(values, "from_port"), Field(values, "to_port"));
            case "AWS::EC2::SecurityGroup":
                return ItemsOf(Field(values, "SecurityGroupIngress")).SelectMany(rule => CloudFormation(rule, name));
            case "AWS::EC2::SecurityGroupIngress":
                return CloudFormation(values, name);
            case "google_compute_firewall" when TextOf(Field(values, "direction")) is "" or "INGRESS":
                return ItemsOf(Field(values, "allow")).SelectMany(allow => Ports(allow, name, ItemsOf(Field(values, "source_ranges")), Field(allow, "ports")));
            case "azurerm_network_security_rule":
                return Azure(values, name);
            case "azurerm_network_security_group":
                return ItemsOf(Field(values, "security_rule")).SelectMany(rule => Azure(rule, name));
            default:
                return [];
        }
    }

    private static IEnumerable<CelValue> Aws(CelValue rule, CelValue name) =>
        Rule(rule, name, ItemsOf(Field(rule, "cidr_blocks")).Concat(ItemsOf(Field(rule, "ipv6_cidr_blocks"))), TextOf(Field(rule, "protocol")), Field(rule, "from_port"), Field(rule, "to_port"));

    private static IEnumerable<CelValue> CloudFormation(CelValue rule, CelValue name)
    {
        var protocol = Field(rule, "IpProtocol");
        return Rule(rule, name, [Field(rule, "CidrIp"), Field(rule, "CidrIpv6")], protocol.Kind == CelKind.Int ? protocol.AsInt.ToString(CultureInfo.InvariantCulture) : TextOf(protocol), Field(rule, "FromPort"), Field(rule, "ToPort"));
    }

    private static IEnumerable<CelValue> Azure(CelValue rule, CelValue name)
    {
        if (TextOf(Field(rule, "access")) != "Allow" || TextOf(Field(rule, "direction")) != "Inbound")
            return [];
        var sources = ItemsOf(Field(rule, "source_address_prefix")).Concat(ItemsOf(Field(rule, "source_address_prefixes")));
        return Ports(rule, name, sources, List(ItemsOf(Field(rule, "destination_port_range")).Concat(ItemsOf(Field(rule, "destination_port_ranges")))));
    }

    /// <summary>Ports as texts: <c>22</c>, <c>80-90</c>, <c>*</c>; none are all.</summary>
    private static IEnumerable<CelValue> Ports(CelValue rule, CelValue name, IEnumerable<CelValue> sources, CelValue ports)
    {
        var ranges = ItemsOf(ports).ToList();
        foreach (var port in ranges.Count == 0 ? [CelValue.String("*")] : ranges)
        {
            var ends = TextOf(port) is { Length: > 0 } text ? text.Split('-', 2) : [Number(port, 0).ToString(CultureInfo.InvariantCulture)];
            foreach (var found in Rule(rule, name, sources, ends[0] == "*" ? "-1" : "tcp", CelValue.String(ends[0]), CelValue.String(ends[^1])))
                yield return found;
        }
    }

    private static IEnumerable<CelValue> Rule(CelValue rule, CelValue name, IEnumerable<CelValue> sources, string protocol, CelValue from, CelValue to)
    {
        var world = sources.Where(IsWorld).ToList();
        if (world.Count == 0 || protocol is "icmp" or "icmpv6" or "1" or "58")
            yield break;
        var isAll = protocol is "-1" or "all";
        yield return Map(
            ("rule", rule),
            ("name", name),
            ("ranges", List(world)),
            ("from", CelValue.Int(isAll ? 0 : Number(from, 0))),
            ("to", CelValue.Int(isAll ? MostPorts : Number(to, Number(from, MostPorts)))));
    }
}
