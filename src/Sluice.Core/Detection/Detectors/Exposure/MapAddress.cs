using System.Net;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>Where an address in a <c>sourceMappingURL</c> leads.</summary>
internal enum MapHost
{
    /// <summary>Beside the generated file.</summary>
    Relative,

    /// <summary>Below the root of whatever server serves it: cannot be followed within an artifact.</summary>
    Rooted,

    /// <summary>The disk of the machine that built it.</summary>
    LocalFile,
    Loopback,

    /// <summary>A private network or a name that only an internal resolver knows.</summary>
    Internal,

    /// <summary>Object storage.</summary>
    Bucket,
    ContentDelivery,
    Public,
}

/// <summary>Classifies addresses without asking the network.</summary>
internal static class MapAddress
{
    private static readonly string[] Buckets =
    [
        ".amazonaws.com", "storage.googleapis.com", "storage.cloud.google.com", ".blob.core.windows.net", ".r2.dev", ".r2.cloudflarestorage.com", ".digitaloceanspaces.com",
        ".aliyuncs.com", ".myqcloud.com", ".backblazeb2.com", ".wasabisys.com", ".linodeobjects.com", ".scw.cloud", ".oraclecloud.com", "firebasestorage.googleapis.com",
    ];

    private static readonly string[] Delivery =
    [
        ".cloudfront.net", ".akamaized.net", ".akamaihd.net", ".fastly.net", ".azureedge.net", ".azurefd.net", ".jsdelivr.net", "unpkg.com", ".cloudflare.com", ".b-cdn.net", ".cdn77.org", ".edgecastcdn.net",
    ];

    private static readonly string[] InternalSuffixes = [".local", ".internal", ".intranet", ".corp", ".lan", ".home", ".private", ".home.arpa"];

    public static MapHost Classify(string address)
    {
        if (address.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || (address.Length > 2 && address[1] == ':' && char.IsAsciiLetter(address[0])))
            return MapHost.LocalFile;
        var absolute = address.StartsWith("//", StringComparison.Ordinal) ? "https:" + address : address;
        if (!absolute.Contains("://", StringComparison.Ordinal))
            return address.StartsWith('/') ? MapHost.Rooted : MapHost.Relative;
        return Uri.TryCreate(absolute, UriKind.Absolute, out var uri) ? ClassifyHost(uri.IdnHost.TrimEnd('.')) : MapHost.Rooted;
    }

    private static MapHost ClassifyHost(string host)
    {
        if (IPAddress.TryParse(host, out var ip))
            return IPAddress.IsLoopback(ip) ? MapHost.Loopback : IsPrivate(ip) ? MapHost.Internal : MapHost.Public;
        if (host == "localhost" || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
            return MapHost.Loopback;
        if (!host.Contains('.', StringComparison.Ordinal) || HasSuffix(host, InternalSuffixes))
            return MapHost.Internal;
        return HasSuffix(host, Buckets) ? MapHost.Bucket : HasSuffix(host, Delivery) ? MapHost.ContentDelivery : MapHost.Public;
    }

    private static bool HasSuffix(string host, string[] suffixes) =>
        suffixes.Any(suffix => host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) || host.Equals(suffix.TrimStart('.'), StringComparison.OrdinalIgnoreCase));

    /// <summary>RFC 1918, 3927, 4193, 4291 and 6598.</summary>
    private static bool IsPrivate(IPAddress ip)
    {
        if (ip.IsIPv4MappedToIPv6)
            ip = ip.MapToIPv4();
        if (ip.IsIPv6LinkLocal || ip.IsIPv6UniqueLocal)
            return true;
        var bytes = ip.GetAddressBytes();
        return bytes.Length == 4 && (bytes[0] == 10 || (bytes[0] == 172 && bytes[1] is >= 16 and < 32) || (bytes[0] == 192 && bytes[1] == 168)
            || (bytes[0] == 169 && bytes[1] == 254) || (bytes[0] == 100 && bytes[1] is >= 64 and < 128));
    }
}
