using Sluice.Findings;

namespace Sluice.Secrets.Rules;

/// <summary>
/// Keys of service accounts of Google Cloud: a private key in one object, or near by in a list of settings, with the address or the type of
/// such an account. The file that the console hands out, and the options that its client libraries take.
/// </summary>
internal sealed class GcpServiceAccountRule : SecretRule
{
    /// <summary>The other fields of the object take about a kilobyte together.</summary>
    private const int Nearby = 2048;

    /// <summary>The domain of the addresses; the type, with the quote or the escape that ends it.</summary>
    private static readonly byte[][] Marks = [[.. "gserviceaccount.com"u8], [.. "service_account\""u8], [.. "service_account\\"u8], [.. "service_account'"u8]];

    private static readonly PrivateKeyRule Key = new();

    public override Descriptor Descriptor { get; } = new("secret/gcp-service-account", "Service account key of Google Cloud", Severity.High,
        "Whoever unpacks the release can act in the cloud project with all rights of the account. The key does not expire.",
        "Delete the key in the project now and look for its use in the audit log; attach the account to the workload instead of shipping a key.")
    {
        Exceptions = Key.Descriptor.Exceptions,
    };

    public override IReadOnlyList<string> Anchors { get; } = [PrivateKeyRule.Anchor];

    public override SecretMatch? Match(ReadOnlySpan<byte> text, int anchor)
    {
        if (Key.Match(text, anchor) is not { } key || !IsOfAccount(text, (int)key.Offset, (int)key.Offset + key.Length))
            return null;
        // Settings hold the whole object as one string.
        return key with { Rule = this, IsNested = false, Secret = key.Secret with { Kind = "service account key of Google Cloud" } };
    }

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
