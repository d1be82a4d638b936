using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Checks;

/// <summary>
/// Keys of service accounts of Google Cloud: a private key in one object, or near by in a list of settings, with the address or the type of
/// such an account. The file that the console hands out, and the options that its client libraries take.
/// </summary>
internal sealed class GcpServiceAccountCheck : SecretCheck
{
    /// <summary>The other fields of the object take about a kilobyte together.</summary>
    private const int Nearby = 2048;

    /// <summary>The domain of the addresses; the type, with the quote or the escape that ends it.</summary>
    private static readonly byte[][] Marks = [[.. "gserviceaccount.com"u8], [.. "service_account\""u8], [.. "service_account\\"u8], [.. "service_account'"u8]];

    private static readonly PrivateKeyCheck Key = new();

    public override string Name => "gcp-service-account";

    public override CheckedSecret Check(ReadOnlySpan<byte> text, PatternMatch match)
    {
        var key = Key.Check(text, match);
        // Settings hold the whole object as one string.
        return key.Proof is not null && IsOfAccount(text, match.Start, key.End) ? key with { IsNested = false } : key with { Proof = null };
    }

    public override IReadOnlyList<(string Name, string Value)> DetailsOf(ReadOnlySpan<byte> text, PatternMatch match) => Key.DetailsOf(text, match);

    /// <summary>Within the braces around the key when there are any.</summary>
    private static bool IsOfAccount(ReadOnlySpan<byte> text, int start, int end)
    {
        var before = text[Math.Max(0, start - Nearby)..start];
        before = before[(before.LastIndexOf((byte)'{') + 1)..];
        var after = text[end..Math.Min(text.Length, end + Nearby)];
        after = after.IndexOf((byte)'}') is >= 0 and var brace ? after[..brace] : after;
        foreach (var mark in Marks)
        {
            if (before.IndexOf(mark) >= 0 || after.IndexOf(mark) >= 0)
                return true;
        }

        return false;
    }
}
