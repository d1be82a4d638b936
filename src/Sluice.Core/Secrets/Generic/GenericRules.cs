using Sluice.Findings;

namespace Sluice.Secrets.Generic;

/// <summary>
/// The kinds of credentials whose vendor is not known. They only warn: a name and the look of a value are no proof. The words of a wallet are, by their
/// checksum.
/// </summary>
internal static class GenericRules
{
    private static readonly SecretRule Password = Rule("secret/generic-password", "Password in plain text", "log in where it is accepted", "Change the password.");
    private static readonly SecretRule Key = Rule("secret/generic-key", "Key or salt in plain text", "sign, decrypt or call what the key is for", "Make another key and end the life of this one where it was issued.");
    private static readonly SecretRule Token = Rule("secret/generic-token", "Token in plain text", "act as its owner while it is valid", "Revoke the token where it was issued.");
    private static readonly SecretRule Secret = Rule("secret/generic-secret", "Secret in plain text", "act as the application that it belongs to", "Replace the secret where it was issued.");

    /// <inheritdoc cref="Sluice.Secrets.SeedPhrase"/>
    public static SecretRule Phrase { get; } = Rule("secret/seed-phrase", "Seed phrase of a wallet", "spend all that the accounts of the wallet hold", "Move what the wallet holds to a new one at once.") with
    {
        Service = "Wallets",
        Severity = Severity.Critical,
        Confidence = Confidence.High,
        Link = "https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki",
    };

    /// <summary>The ids in ordinal order.</summary>
    public static IReadOnlyList<SecretRule> All { get; } = [Key, Password, Secret, Token, Phrase];

    public static SecretRule Of(NameKind kind) => kind switch
    {
        NameKind.Password => Password,
        NameKind.Key or NameKind.Weak => Key,
        NameKind.Token => Token,
        _ => Secret,
    };

    /// <summary>The likelihood in bands.</summary>
    public static Confidence BandOf(double likelihood) => likelihood >= 0.97 ? Confidence.High : likelihood >= 0.8 ? Confidence.Medium : Confidence.Low;

    private static SecretRule Rule(string id, string name, string holder, string revoke) => new()
    {
        Id = id,
        Name = name,
        Service = "Any service",
        Severity = Severity.Medium,
        Confidence = Confidence.Medium,
        Holder = holder,
        Revoke = [revoke, "Keep the new one in a secret store, and read it from there at run time."],
        Link = "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
        Pattern = "",
    };
}
