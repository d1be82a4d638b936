using System.Security.Cryptography;
using System.Text;
using Sluice.Artifacts;

namespace Sluice.Profiles;

/// <summary>The mail addresses that are written out in code which sends mail. Kept as a hash and the domain: whose they are is nobody's business.</summary>
internal sealed record Recipients(IReadOnlyList<string> Addresses)
{
    private const int MostAddresses = 64;
    private const int LongestLocal = 64;
    private const int LongestDomain = 253;

    private static readonly LiteralSearch Sending = new([.. new[] { "bcc", "Bcc", "BCC", "sendMail", "sendmail", "sendEmail", "send_mail", "send_email", "SendEmail", "smtp", "Smtp", "SMTP", "nodemailer", "mailgun", "sendgrid", "SendGrid", "postmark", "MailMessage", "EmailMessage" }.Select(Encoding.ASCII.GetBytes)]);
    private static readonly ByteClass LocalBytes = ByteClass.Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_"u8);
    private static readonly ByteClass DomainBytes = ByteClass.Of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"u8);

    /// <summary>"Reserved Top Level DNS Names" and the examples of documentation: nobody reads mail there.</summary>
    private static readonly string[] Reserved = [".example", ".test", ".invalid", ".localhost", "example.com", "example.org", "example.net"];

    /// <summary>Null for a program that has none.</summary>
    public static Recipients? Of(ReadOnlySpan<byte> text, CodeDialect dialect)
    {
        // Few programs have an address, most have signs: the words are looked for last.
        if (!HasAddress(text) || Sending.FindAll(text) == 0)
            return null;
        var cursor = new CodeCursor(dialect);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        for (int at = 0, step; (step = text[at..].IndexOf((byte)'@')) >= 0 && found.Count < MostAddresses; at++)
        {
            at += step;
            if (DomainAt(text, at) is { } domain && cursor.At(text, at) != CodePart.Comment)
                found.Add(AddressAt(text, at, domain));
        }

        return found.Count == 0 ? null : new Recipients([.. found]);
    }

    private static bool HasAddress(ReadOnlySpan<byte> text)
    {
        for (int at = 0, step; (step = text[at..].IndexOf((byte)'@')) >= 0; at++)
        {
            at += step;
            if (DomainAt(text, at) is not null)
                return true;
        }

        return false;
    }

    private static int StartOf(ReadOnlySpan<byte> text, int at)
    {
        var start = at;
        while (start > 0 && at - start < LongestLocal && LocalBytes.Contains(text[start - 1]))
            start--;
        return start;
    }

    /// <summary>Null where the sign is part of something else: a package's scope, a version, a login in an address.</summary>
    private static string? DomainAt(ReadOnlySpan<byte> text, int at)
    {
        var start = StartOf(text, at);
        if (start == at)
            return null;
        var rest = text[(at + 1)..Math.Min(text.Length, at + 1 + LongestDomain)];
        var domain = rest[..(DomainBytes.FirstOutside(rest) is >= 0 and var end ? end : rest.Length)].TrimEnd((byte)'.');
        if (domain.IsEmpty || (start > 0 && text[start - 1] is (byte)':' or (byte)'/') || (at + 1 + domain.Length < text.Length && text[at + 1 + domain.Length] is (byte)':' or (byte)'/'))
            return null;
        var name = Encoding.ASCII.GetString(domain).ToLowerInvariant();
        return IsDomain(name) && !Array.Exists(Reserved, end => name.EndsWith(end, StringComparison.Ordinal)) ? name : null;
    }

    private static string AddressAt(ReadOnlySpan<byte> text, int at, string domain) => $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(text[StartOf(text, at)..at]).ToLowerInvariant() + "@" + domain)))[..12]}@{domain}";

    /// <summary>The last part of a name is a word; of a version it is a number.</summary>
    private static bool IsDomain(string name) =>
        name.LastIndexOf('.') is > 0 and var last && name.Length - last > 2 && name.AsSpan(last + 1).IndexOfAnyExceptInRange('a', 'z') < 0 && !name.Contains("..", StringComparison.Ordinal) && name[last..] is not (".js" or ".ts" or ".json" or ".mjs" or ".cjs" or ".css" or ".html" or ".md");
}
