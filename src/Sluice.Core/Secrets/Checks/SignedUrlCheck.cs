using System.Buffers;
using System.Globalization;
using System.Text;
using Sluice.Artifacts;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Checks;

/// <summary>
/// Addresses that carry their own permission in the query: shared access signatures of Azure, pre-signed requests of S3 and of Google
/// Cloud Storage, signed addresses of CloudFront. Tells what they allow and until when. One object to be read for days is a link; a whole account, anything to be
/// written, or years, is a credential.
/// </summary>
internal sealed class SignedUrlCheck : SecretCheck
{
    /// <summary>Queries are longer than that only to hide something.</summary>
    private const int MaxQuery = 2048;

    /// <summary>What is told of the query, by the names of Azure, Amazon and Google, in the order of the report.</summary>
    private static readonly (string Detail, string[] Names)[] Told =
    [
        ("permissions", ["sp"]),
        ("resource", ["sr", "srt"]),
        ("services", ["ss"]),
        ("starts", ["st", "X-Amz-Date", "X-Goog-Date"]),
        ("expires", ["se", "Expires"]),
        ("lifetime", ["X-Amz-Expires", "X-Goog-Expires"]),
    ];

    private static readonly string[] Vendors = ["X-Amz-", "X-Goog-"];

    /// <summary>Links last for so long at most.</summary>
    private const int LinkDays = 90;
    private const int VersionDays = 5 * 366;

    /// <summary>Permissions to add, create, write, delete, and others that change something (Azure, "Create an account SAS").</summary>
    private static readonly SearchValues<char> Changing = SearchValues.Create("acdfmoptuwxy");

    private static readonly ByteClass Starts = ByteClass.Of(" \t\r\n\"'<>?"u8);
    private static readonly ByteClass Ends = ByteClass.Of(" \t\r\n\"'<>`)"u8);

    public override string Name => "signed-url";

    /// <summary>What it allows is read from it: there is no sum to check.</summary>
    public override string ProofWord => "decoded";

    public override CheckedSecret Check(ReadOnlySpan<byte> text, PatternMatch match) => new(ProofOf(QueryAround(text, match)), match.End);

    public override IReadOnlyList<(string Name, string Value)> DetailsOf(ReadOnlySpan<byte> text, PatternMatch match)
    {
        var details = new List<(string, string)>();
        foreach (var (detail, names) in Told)
        {
            foreach (var name in names)
            {
                if (ValueOf(QueryAround(text, match), name) is not { } value)
                    continue;
                details.Add((detail, detail == "lifetime" ? value + " s" : name == "Expires" ? Moment(TimeOf(value)) ?? value : value));
                break;
            }
        }

        return details;
    }

    public override DateTimeOffset? ExpiryOf(ReadOnlySpan<byte> text, PatternMatch match)
    {
        var query = QueryAround(text, match);
        if ((TimeOf(ValueOf(query, "se")) ?? TimeOf(ValueOf(query, "Expires"))) is { } told)
            return told;
        foreach (var vendor in Vendors)
        {
            if (TimeOf(ValueOf(query, vendor + "Date")) is { } from && int.TryParse(ValueOf(query, vendor + "Expires"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                return from.AddSeconds(seconds);
        }

        return null;
    }

    private static SecretProof ProofOf(ReadOnlySpan<byte> query)
    {
        if (ValueOf(query, "Policy") is { } policy)
            return IsForMany(policy) ? SecretProof.Structure : SecretProof.Shape;
        // Amazon and Google sign for seven days at most in this form.
        if (ValueOf(query, "sv") is not { } version)
            return ValueOf(query, "AWSAccessKeyId") is null ? SecretProof.Shape : SecretProof.Structure;
        if (ValueOf(query, "srt") is not null || (ValueOf(query, "sp") ?? "").AsSpan().ContainsAny(Changing))
            return SecretProof.Checksum;
        // Where the start is not told: the version of the interface is older than the signature, by a few years at most.
        var (start, most) = ValueOf(query, "st") is { } told ? (told, LinkDays) : (version, VersionDays);
        return TimeOf(start) is { } from && TimeOf(ValueOf(query, "se")) is { } to && (to - from).TotalDays <= most ? SecretProof.Shape : SecretProof.Structure;
    }

    /// <summary>In base 64 with signs of its own ("Code examples for creating a signature for a signed URL"): an address with a star is that of many objects.</summary>
    private static bool IsForMany(string policy) =>
        EncodedJson.Decode(Encoding.ASCII.GetBytes(policy.TrimEnd('_').Replace('-', '+').Replace('~', '/'))) is { } json && json.AsSpan().Contains((byte)'*');

    /// <summary>Seconds since 1970, or a date in either form.</summary>
    private static DateTimeOffset? TimeOf(string? text)
    {
        if (text is { Length: 10 } && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            || DateTimeOffset.TryParseExact(text, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time) ? time : null;
    }

    private static string? Moment(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Back to the question mark and on to the end of the address, the signature among it. No further than to the next signature: a query has one.</summary>
    private static ReadOnlySpan<byte> QueryAround(ReadOnlySpan<byte> text, PatternMatch match)
    {
        var before = text[Math.Max(0, match.Start - MaxQuery)..match.Start];
        before = before[(Starts.LastIn(before) + 1)..];
        before = before[(before.LastIndexOf("sig="u8) + 1)..];
        var after = text[match.End..Math.Min(text.Length, match.End + MaxQuery)];
        after = Ends.FirstIn(after) is >= 0 and var stop ? after[..stop] : after;
        after = after.IndexOf("&sig="u8) is >= 0 and var next ? after[..next] : after;
        return text[(match.Start - before.Length)..(match.End + after.Length)];
    }

    /// <summary>In a page the separators are written <c>&amp;amp;</c>.</summary>
    private static string? ValueOf(ReadOnlySpan<byte> query, string name)
    {
        while (!query.IsEmpty)
        {
            var length = query.IndexOfAny((byte)'&', (byte)';');
            var pair = length < 0 ? query : query[..length];
            query = length < 0 ? default : query[(length + 1)..];
            if (pair.Length > name.Length && pair[name.Length] == '=' && Ascii.Equals(pair[..name.Length], name))
                return Uri.UnescapeDataString(Encoding.ASCII.GetString(pair[(name.Length + 1)..]));
        }

        return null;
    }
}
