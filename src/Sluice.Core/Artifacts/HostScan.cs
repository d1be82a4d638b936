using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Text;

namespace Sluice.Artifacts;

/// <summary>
/// Goes through the hosts that a text names, as those who open the addresses read them ("URL Standard", host parsing): behind <c>://</c> with any number of slashes, behind two slashes
/// at the start of a quoted text, in a field <c>host</c> or <c>hostname</c>, as the argument of a call that connects; in several quoted parts, with escapes, as one number. Names come
/// in lower case, in ASCII, without the user, who may be a secret; addresses of version 4 with their dots. The own machine is none. Linear.
/// </summary>
internal ref struct HostScan(ReadOnlySpan<byte> text)
{
    /// <summary>Users and passwords before a host are shorter.</summary>
    private const int LongestUser = 256;

    /// <summary>"Domain names", section 2.3.4.</summary>
    private const int LongestName = 253;

    /// <summary>Quoted parts that one name is put together from.</summary>
    private const int MostParts = 16;

    /// <summary>So far from a call or a field its value is looked for.</summary>
    private const int LongestField = 120;

    /// <summary>Shorter numbers are ports and versions.</summary>
    private const int ShortestNumber = 8;

    private const int AddressKinds = 5;
    private const int QuotedKinds = 8;
    private const int Field = 8;

    /// <summary>First what opens an address in any text, then in quotes, then a field, then calls.</summary>
    private static readonly byte[][] Openings = [.. new[] { "://", "tp:/", "tps:/", "tp:\\", "tps:\\", "\"//", "'//", "`//", "host", "connect(", "Connection(", "lookup(", "resolve4(", "resolve6(", "resolveAny(", "resolveTxt(", "resolveCname(", "resolveMx(", "resolveNs(", "resolveSrv(" }.Select(Encoding.ASCII.GetBytes)];

    private static readonly LiteralSearch Search = new(Openings);
    private static readonly ByteClass HostBytes = ByteClass.Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"u8);
    private static readonly ByteClass AuthorityEnds = ByteClass.Of("/?#\"'`<>() \t\r\n\\"u8);
    private static readonly ByteClass OtherThanNumber = ByteClass.Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-"u8);

    private static readonly ByteClass AddressBytes = ByteClass.Of("0123456789abcdefABCDEF:."u8);

    /// <summary>Fields whose value is where to.</summary>
    private static readonly byte[][] Targets = [.. new[] { "url", "uri", "URL", "Url", "URI", "host", "hostname", "endpoint", "Endpoint", "origin", "server", "target", "href" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>In a command before what they fetch.</summary>
    private static readonly byte[][] Fetchers = [.. new[] { "curl", "wget", "iwr", "nvoke-", "DownloadString(", "DownloadFile(" }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>So far before an address its command is looked for.</summary>
    private const int LongestCommand = 120;

    private readonly ReadOnlySpan<byte> _text = text;
    private int _next;
    private int _opening;

    public string Host { get; private set; } = "";

    /// <summary>Where what names the host begins.</summary>
    public int Place { get; private set; }

    public bool MoveNext()
    {
        for (; Search.Find(_text, _next, out var opening) is >= 0 and var place; )
        {
            var start = place + Openings[opening].Length;
            _next = start;
            if (NameBehind(opening, place, start) is not { } host)
                continue;
            (Host, Place, _opening) = (host, place, opening);
            return true;
        }

        return false;
    }

    /// <summary>Whether it is handed to a call, a command or a field that says where to: not a constant, nor a part of what people read.</summary>
    public readonly bool IsTarget()
    {
        if (_opening >= QuotedKinds)
            return true;
        var before = _text[..(_opening >= AddressKinds ? Place + 1 : ByteClass.Names.LastOutside(_text[..Place]) + 1)];
        if (before is not [.., (byte)'"' or (byte)'\'' or (byte)'`'])
            return EndsWithFetcher(before);
        before = before[..^1].TrimEnd(" \t\r\n"u8);
        if (before is [.., (byte)'(' or (byte)','])
            return true;
        return before is [.., (byte)':'] && IsTargetField(before[..^1].TrimEnd("\"' \t"u8));
    }

    private static bool IsTargetField(ReadOnlySpan<byte> before)
    {
        foreach (var name in Targets)
        {
            if (before.EndsWith(name))
                return true;
        }

        return false;
    }

    /// <summary>In the same line.</summary>
    private static bool EndsWithFetcher(ReadOnlySpan<byte> before)
    {
        var line = before[^Math.Min(before.Length, LongestCommand)..];
        line = line[(line.LastIndexOf((byte)'\n') + 1)..];
        foreach (var name in Fetchers)
        {
            if (line.IndexOf(name) >= 0)
                return true;
        }

        return false;
    }

    private readonly string? NameBehind(int opening, int place, int start)
    {
        if (opening >= QuotedKinds)
            return (opening == Field ? FieldAt(place, start) : ArgumentAt(start)) is > 0 and var value ? Plausible(NameAt(value)) : null;
        var slashes = _text[start..].IndexOfAnyExcept((byte)'/', (byte)'\\');
        if (slashes < 0)
            return null;
        var name = NameAt(start + slashes);
        return opening < AddressKinds ? name : Plausible(name);
    }

    /// <summary>The value of a field <c>host</c> or <c>hostname</c>, in quotes; 0 for none.</summary>
    private readonly int FieldAt(int place, int start)
    {
        if (place > 0 && ByteClass.Names.Contains(_text[place - 1]))
            return 0;
        var rest = _text[start..Math.Min(_text.Length, start + LongestField)];
        var length = rest.Length;
        if (rest.StartsWith("name"u8))
            rest = rest[4..];
        rest = rest.TrimStart("\"' \t"u8);
        return rest is [(byte)':' or (byte)'=', .. var value] && value.TrimStart(" \t"u8) is [(byte)'"' or (byte)'\'' or (byte)'`', .. var name] ? start + length - name.Length : 0;
    }

    /// <summary>The first quoted argument of a call; 0 for none.</summary>
    private readonly int ArgumentAt(int start)
    {
        var rest = _text[start..Math.Min(_text.Length, start + LongestField)];
        var quote = rest.IndexOfAny("\"'`"u8);
        return quote >= 0 && rest[..quote].IndexOfAny(");{\n"u8) < 0 ? start + quote + 1 : 0;
    }

    /// <summary>Where nothing says that it is an address, it has to look like one.</summary>
    private static string? Plausible(string? name)
    {
        if (name is null)
            return null;
        var last = name.AsSpan(name.LastIndexOf('.') + 1);
        var (letters, digits) = (0, 0);
        foreach (var c in last)
            (letters, digits) = (letters + (char.IsAsciiLetter(c) ? 1 : 0), digits + (char.IsAsciiDigit(c) ? 1 : 0));
        var isName = letters == last.Length && letters >= 2;
        return isName || last.StartsWith("xn--") || name.Contains(':') || (digits == last.Length && name.AsSpan().Count('.') == 3) ? name : null;
    }

    private readonly string? NameAt(int start)
    {
        var authority = _text[start..Math.Min(_text.Length, start + LongestUser)];
        if (AuthorityEnds.FirstIn(authority) is >= 0 and var close)
            authority = authority[..close];
        if (authority.LastIndexOf((byte)'@') is >= 0 and var user)
            start += user + 1;
        var end = HostBytes.FirstOutside(_text[start..]) is >= 0 and var other ? start + other : _text.Length;
        if (end < _text.Length && _text[end] is (byte)'[' or (byte)'"' or (byte)'\'' or (byte)'`' or (byte)'\\' or (byte)'%' or >= 0x80)
            return NameInParts(start);
        return Known(_text[start..end]);
    }

    /// <summary>A name that is not written in one piece.</summary>
    private readonly string? NameInParts(int start)
    {
        Span<byte> name = stackalloc byte[LongestName + 1];
        var (length, isForeign) = (0, false);
        for (int at = start, parts = 0; at < _text.Length && length < name.Length;)
        {
            var b = _text[at];
            if (b == '[' && length == 0 && _text[at..Math.Min(_text.Length, at + LongestUser)].IndexOf((byte)']') is > 0 and var close)
                return AddressOf(_text.Slice(at + 1, close - 1));
            if (HostBytes.Contains(b) || (b >= 0x80 && !IsWhole(name[..length])))
            {
                isForeign |= b >= 0x80;
                (name[length++], at) = (b, at + 1);
            }
            else if (Escaped(_text[at..], out var escape) is > 0 and var size)
                (name[length++], at) = (escape, at + size);
            else if (NextPart(at) is > 0 and var next && parts++ < MostParts)
                at = next;
            else
                break;
        }

        return isForeign ? InAscii(name[..length]) : Known(name[..length]);
    }

    /// <summary>A name with a top-level domain, behind which letters of other scripts belong to the text.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> name) => name.LastIndexOf((byte)'.') is > 0 and var dot && name.Length - dot > 2;

    /// <summary><c>%6c</c> of addresses, <c>\x6c</c> and <c>\u006c</c> of programs: how long it is, 0 for none.</summary>
    private static int Escaped(ReadOnlySpan<byte> text, out byte value)
    {
        var digits = text switch
        {
            [(byte)'%', ..] => 1..3,
            [(byte)'\\', (byte)'x', ..] => 2..4,
            [(byte)'\\', (byte)'u', (byte)'0', (byte)'0', ..] => 4..6,
            _ => default,
        };
        value = 0;
        var end = digits.End.Value;
        return end > 0 && text.Length >= end && Utf8Parser.TryParse(text[digits], out value, out var used, 'x') && used == 2 && HostBytes.Contains(value) ? end : 0;
    }

    /// <summary>Behind the quote that ends a part: where the next one begins; 0 when there is none.</summary>
    private readonly int NextPart(int at)
    {
        if (_text[at] is not ((byte)'"' or (byte)'\'' or (byte)'`'))
            return 0;
        var rest = _text[(at + 1)..Math.Min(_text.Length, at + LongestField)].TrimStart(" \t\r\n"u8);
        if (rest is not [(byte)'+', .. var behind] || behind.TrimStart(" \t\r\n"u8) is not [(byte)'"' or (byte)'\'' or (byte)'`', .. var part])
            return 0;
        return Math.Min(_text.Length, at + LongestField) - part.Length;
    }

    private static string? Known(ReadOnlySpan<byte> name)
    {
        name = name.Trim((byte)'.');
        if (name.Length is <= 3 or > LongestName)
            return null;
        if (!name.Contains((byte)'.'))
            return Number(name);
        return name.SequenceEqual("0.0.0.0"u8) || (name.StartsWith("127."u8) && OtherThanNumber.FirstIn(name) < 0) ? null : Encoding.ASCII.GetString(name).ToLowerInvariant();
    }

    /// <summary>An address of version 4 as one number, decimal or hexadecimal ("URL Standard", IPv4 parser).</summary>
    private static string? Number(ReadOnlySpan<byte> name)
    {
        var isHexadecimal = name.StartsWith("0x"u8) || name.StartsWith("0X"u8);
        if (isHexadecimal)
            name = name[2..];
        if ((!isHexadecimal && name.Length < ShortestNumber) || !Utf8Parser.TryParse(name, out uint number, out var used, isHexadecimal ? 'x' : 'D') || used < name.Length)
            return null;
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes[0] is 0 or 127 ? null : string.Create(CultureInfo.InvariantCulture, $"{bytes[0]}.{bytes[1]}.{bytes[2]}.{bytes[3]}");
    }

    /// <summary>The framework, whose part for addresses is compiled at the start, is asked for what has no other bytes than these have: ranges of expressions stand in brackets, too.</summary>
    private static string? AddressOf(ReadOnlySpan<byte> text)
    {
        var mayBe = text.Contains((byte)':') ? text.Contains((byte)'%') || AddressBytes.FirstOutside(text) < 0 : text is [>= (byte)'0' and <= (byte)'9', ..];
        return mayBe && IPAddress.TryParse(Encoding.UTF8.GetString(text), out var address) && !IPAddress.IsLoopback(address) && !address.Equals(IPAddress.IPv6Any) ? address.ToString() : null;
    }

    /// <summary>"Punycode"; a name that has none, by the bytes of its letters.</summary>
    private static string? InAscii(ReadOnlySpan<byte> name)
    {
        name = name.Trim((byte)'.');
        if (!name.Contains((byte)'.'))
            return null;
        try
        {
            return new IdnMapping().GetAscii(Encoding.UTF8.GetString(name).ToLowerInvariant());
        }
        catch (ArgumentException)
        {
            return Uri.EscapeDataString(Encoding.UTF8.GetString(name));
        }
    }
}
