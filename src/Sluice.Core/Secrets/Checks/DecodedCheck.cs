using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Sluice.Artifacts;
using Sluice.Secrets.Generic;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Checks;

/// <summary>Tokens of which the front is something of a known form in base 64, of either alphabet. What decodes to something else is none.</summary>
/// <param name="form">Of what the front stands for.</param>
/// <param name="example">Of the same form.</param>
/// <param name="maxBytes">Of what is encoded.</param>
internal sealed class DecodedCheck(string name, DecodedForm form, Func<Random, byte[]> example, int maxBytes = 128) : SecretCheck, IExampleMaker
{
    /// <summary>Of a registry's login: a key of a service account is a whole JSON document.</summary>
    public const int MaxLoginBytes = 8 << 10;

    /// <summary>Nobody writes a longer placeholder.</summary>
    private const int LongestFilledIn = 64;

    private static readonly ByteClass Controls = ByteClass.Of([0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127]);

    /// <summary>As the documentation of headers and clients has them.</summary>
    private static readonly string[] ExamplePasswords = ["pass", "passwd", "pwd", "open sesame", "auth", "token"];

    private static readonly ByteClass Characters = ByteClass.Of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/_-="u8);

    public override string Name => name;

    public override CheckedSecret Check(ReadOnlySpan<byte> text, PatternMatch match)
    {
        var secret = text[match.SecretStart..match.SecretEnd];
        // Behind a dash stands what is encoded, when a fixed word stands before it.
        var fixedFront = secret.StartsWith("BBDC-"u8) ? 5 : 0;
        var part = secret[fixedFront..];
        part = Characters.FirstOutside(part) is >= 0 and var end ? part[..end] : part;
        return new CheckedSecret(form(part) || IsEncoded(part) ? SecretProof.Structure : null, match.End);
    }

    /// <summary>Encoded, without the padding.</summary>
    public string Complete(string front, int length, Random random) => Convert.ToBase64String(example(random)).TrimEnd('=');

    private bool IsEncoded(ReadOnlySpan<byte> part) => part.Length <= maxBytes && EncodedJson.Decode(part) is { } bytes && form(bytes);

    /// <summary>Twelve digits, a colon and twenty random bytes: access tokens of Atlassian's servers.</summary>
    public static bool IsNumbered(ReadOnlySpan<byte> bytes) => bytes.Length == 33 && bytes[12] == ':' && AreDigits(bytes[..12]);

    public static byte[] Numbered(Random random)
    {
        var bytes = new byte[33];
        random.NextBytes(bytes);
        Encoding.ASCII.GetBytes(random.NextInt64(100_000_000_000, 1_000_000_000_000).ToString(CultureInfo.InvariantCulture) + ":").CopyTo(bytes, 0);
        return bytes;
    }

    /// <summary>The number of an account of Discord: milliseconds since 2015 and a counter, in decimal digits.</summary>
    public static bool IsSnowflake(ReadOnlySpan<byte> bytes) => bytes.Length is >= 17 and <= 20 && AreDigits(bytes);

    public static byte[] Snowflake(Random random) => Encoding.ASCII.GetBytes(random.NextInt64(100_000_000_000_000_000, 1_400_000_000_000_000_000).ToString(CultureInfo.InvariantCulture));

    public static bool IsUuid(ReadOnlySpan<byte> bytes) => Utf8Parser.TryParse(bytes, out Guid _, out var used) && used == bytes.Length && bytes.Length == 36;

    public static byte[] Uuid(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return Encoding.ASCII.GetBytes(new Guid(bytes).ToString());
    }

    /// <summary><c>tok:</c>, a UUID with underscores, and two numbers behind colons: access tokens of Intercom.</summary>
    public static bool IsIntercom(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != 44 || !bytes.StartsWith("tok:"u8) || bytes[40] != ':' || bytes[42] != ':' || !AreDigits(bytes.Slice(41, 1)) || !AreDigits(bytes[43..]))
            return false;
        Span<byte> uuid = stackalloc byte[36];
        bytes.Slice(4, 36).CopyTo(uuid);
        uuid.Replace((byte)'_', (byte)'-');
        return IsUuid(uuid);
    }

    public static byte[] Intercom(Random random) => Encoding.ASCII.GetBytes($"tok:{Encoding.ASCII.GetString(Uuid(random)).Replace('-', '_')}:1:0");

    /// <summary>A user, a colon and a password that is none to fill in, in text: credentials of a header (RFC 7617, section 2) and of registries.</summary>
    public static bool IsLogin(ReadOnlySpan<byte> bytes)
    {
        var colon = bytes.IndexOf((byte)':');
        if (colon <= 0 || bytes.Length - colon < 4 || Controls.IsAnyIn(bytes) || !System.Text.Unicode.Utf8.IsValid(bytes))
            return false;
        var password = bytes[(colon + 1)..];
        return password.Length > LongestFilledIn || !(ValueShape.IsPlaceholder(password) || password[0] == '$' || IsExample(password));
    }

    public static byte[] Login(Random random) => Encoding.ASCII.GetBytes("deploy:" + IExampleMaker.Characters("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 22, random));

    private static bool IsExample(ReadOnlySpan<byte> password)
    {
        foreach (var known in ExamplePasswords)
        {
            if (Ascii.EqualsIgnoreCase(password, known))
                return true;
        }

        return false;
    }

    private static bool AreDigits(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
}

/// <summary>Whether bytes are of a form.</summary>
internal delegate bool DecodedForm(ReadOnlySpan<byte> bytes);
