using System.Buffers;
using System.Globalization;
using static Sluice.Cel.CelOverload;
using static Sluice.Cel.CelType;

namespace Sluice.Cel;

/// <summary>Parts of URLs. https://pkg.go.dev/k8s.io/apiserver/pkg/cel/library#URLs</summary>
internal static class UrlLibrary
{
    public static readonly CelType Url = Opaque("net.URL");

    public static CelLibrary Create() => CelLibrary.BuiltIn("url",
    [
        new("url", Unary("string_to_url", CelType.String, Url, text => UrlValue.Parse(text.AsString) is { } url ? CelValue.Of(url) : CelValue.Error($"URL parse error during conversion from string: {text}"), CelCallCost.FirstTenth)),
        new("isURL", Unary("is_url_string", CelType.String, Bool, text => CelValue.Bool(UrlValue.Parse(text.AsString) is not null), CelCallCost.FirstTenth)),
        Part("getScheme", url => url.Scheme), Part("getHost", url => url.Host), Part("getHostname", url => url.HostName),
        Part("getPort", url => url.Port), Part("getEscapedPath", url => url.Path),
        new("getQuery", Unary("url_get_query", Url, Map(CelType.String, List(CelType.String)), value => ((UrlValue)value.AsOpaque).Query()).AsMember()),
        new("string", Unary("url_to_string", Url, CelType.String, value => CelValue.String(value.AsOpaque.ToString()!))),
    ], [Url]);

    private static CelFunction Part(string name, Func<UrlValue, string> part) => new(name, Unary("url_" + name, Url, CelType.String, value => CelValue.String(part((UrlValue)value.AsOpaque))).AsMember());
}

/// <summary>An absolute URL or an absolute path.</summary>
internal sealed class UrlValue : CelOpaque
{
    private static readonly SearchValues<char> NeverInHost = SearchValues.Create(" <>\"\\^`{|}[]");

    private readonly string _text;
    private readonly string _query;

    private UrlValue(string text, string scheme, string host, string path, string query) : base(UrlLibrary.Url)
    {
        (_text, Scheme, Host, Path, _query) = (text, scheme, host, path, query);
    }

    public string Scheme { get; }

    /// <summary>With the port.</summary>
    public string Host { get; }

    public string HostName => Host.StartsWith('[') ? Host[1..Host.IndexOf(']', StringComparison.Ordinal)] : PortColon < 0 ? Host : Host[..PortColon];

    public string Port => PortColon < 0 ? "" : Host[(PortColon + 1)..];

    /// <summary>As it is in the URL, what is not allowed there escaped.</summary>
    public string Path { get; }

    private int PortColon => Host.LastIndexOf(':') is var colon && colon > Host.IndexOf(']', StringComparison.Ordinal) ? colon : -1;

    public static UrlValue? Parse(string text)
    {
        if (text.Length == 0 || text.Any(letter => letter is < ' ' or '\u007f'))
            return null;
        var rest = text;
        var scheme = "";
        if (!rest.StartsWith('/'))
        {
            var colon = rest.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || !char.IsAsciiLetter(rest[0]) || rest[..colon].Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('+' or '-' or '.')))
                return null;
            scheme = rest[..colon].ToLowerInvariant();
            rest = rest[(colon + 1)..];
        }

        rest = Cut(rest, '#', out _);
        rest = Cut(rest, '?', out var query);
        var host = "";
        if (rest.StartsWith("//", StringComparison.Ordinal) && scheme.Length > 0)
        {
            var slash = rest.IndexOf('/', 2);
            host = slash < 0 ? rest[2..] : rest[2..slash];
            rest = slash < 0 ? "" : rest[slash..];
            host = host[(host.LastIndexOf('@') + 1)..];
        }

        return IsHost(host) && HasWholeEscapes(rest) ? new UrlValue(text, scheme, host, Escape(rest), query) : null;
    }

    /// <summary>The names in the order of the URL, each with its values.</summary>
    public CelValue Query()
    {
        var names = new List<string>();
        var values = new Dictionary<string, List<CelValue>>(StringComparer.Ordinal);
        foreach (var pair in _query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = Unescape(equals < 0 ? pair : pair[..equals]);
            if (pair.Contains(';', StringComparison.Ordinal))
                continue;
            if (!values.TryGetValue(name, out var list))
            {
                values.Add(name, list = []);
                names.Add(name);
            }

            list.Add(CelValue.String(Unescape(equals < 0 ? "" : pair[(equals + 1)..])));
        }

        return CelValue.Map(names.Select(name => KeyValuePair.Create(CelValue.String(name), CelValue.List([.. values[name]]))));
    }

    public override bool IsEqual(CelOpaque other) => _text == ((UrlValue)other)._text;

    public override string ToString() => _text;

    private static string Cut(string text, char mark, out string behind)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        behind = at < 0 ? "" : text[(at + 1)..];
        return at < 0 ? text : text[..at];
    }

    private static bool IsHost(string host)
    {
        if (host.StartsWith('['))
        {
            var end = host.IndexOf(']', StringComparison.Ordinal);
            return end > 0 && IpValue.Parse(host[1..end]) is not null && IsPort(host[(end + 1)..]);
        }

        var colon = host.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? host : host[..colon];
        return !name.AsSpan().ContainsAny(NeverInHost) && (colon < 0 || IsPort(host[colon..]));
    }

    private static bool IsPort(string port) => port.Length == 0 || (port[0] == ':' && port.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0);

    private static bool HasWholeEscapes(string text)
    {
        for (var i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                return false;
        }

        return true;
    }

    private static string Escape(string path)
    {
        var escaped = new System.Text.StringBuilder();
        foreach (var octet in System.Text.Encoding.UTF8.GetBytes(path))
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || "-_.~$&+,/:;=@%!*'()[]".Contains((char)octet, StringComparison.Ordinal))
                escaped.Append((char)octet);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }

        return escaped.ToString();
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
