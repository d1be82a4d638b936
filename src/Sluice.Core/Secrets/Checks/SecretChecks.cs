namespace Sluice.Secrets.Checks;

/// <summary>The checks that rules may name.</summary>
internal static class SecretChecks
{
    private static readonly SecretCheck[] All =
    [
        new AwsPairCheck(),
        new Base58Check("base58-tezos", Base58Check.Bitcoin, new Base58Form([0x0d, 0x0f, 0x3a, 0x07], 32, []), new Base58Form([0x2b, 0xf6, 0x4e, 0x07], 64, [])),
        new Base58Check("base58-wif", Base58Check.Bitcoin, new Base58Form([0x80], 32, []), new Base58Form([0x80], 32, [1]), new Base58Form([0xef], 32, []), new Base58Form([0xef], 32, [1])),
        // The fronts of main and test networks, of the plain and the two later forms of addresses (BIP 32, BIP 49, BIP 84).
        new Base58Check("base58-xprv", Base58Check.Bitcoin, [.. ((byte[][])[[0x04, 0x88, 0xad, 0xe4], [0x04, 0x9d, 0x78, 0x78], [0x04, 0xb2, 0x43, 0x0c], [0x04, 0x35, 0x83, 0x94], [0x04, 0x4a, 0x4e, 0x28], [0x04, 0x5f, 0x18, 0xbc]]).Select(front => new Base58Form(front, 74, []))]),
        new Base58Check("base58-xrp", Base58Check.Ripple, new Base58Form([0x21], 16, [])),
        new Bech32Check(),
        new Crc16Check(),
        new Crc32Check("crc32-base36", Crc32Check.Base36, 7, Crc32Cover.All, SecretProof.Structure),
        // Tokens of an older form have none and stay unproven.
        new Crc32Check("crc32-base62", Crc32Check.Base62, 6, Crc32Cover.BehindPrefix, SecretProof.Shape),
        new Crc32Check("crc32-base62-all", Crc32Check.Base62, 6, Crc32Cover.All, SecretProof.Structure),
        new Crc32Check("crc32-hex", Crc32Check.UpperHex, 8, Crc32Cover.All, SecretProof.Structure),
        new Crc32Check("crc32-hex-lowest-first", Crc32Check.LowerHex, 8, Crc32Cover.AllLowestByteFirst, SecretProof.Structure),
        new DecodedCheck("base64-intercom", DecodedCheck.IsIntercom, DecodedCheck.Intercom),
        new DecodedCheck("base64-login", DecodedCheck.IsLogin, DecodedCheck.Login, DecodedCheck.MaxLoginBytes),
        new DecodedCheck("base64-numbered", DecodedCheck.IsNumbered, DecodedCheck.Numbered),
        new DecodedCheck("base64-snowflake", DecodedCheck.IsSnowflake, DecodedCheck.Snowflake),
        new DecodedCheck("base64-uuid", DecodedCheck.IsUuid, DecodedCheck.Uuid),
        new DerKeyCheck(),
        new EncodedJsonCheck("json-mapbox", '.', 1, "u", "a"),
        new EncodedJsonCheck("json-miro", '_', 0, "miro.origin"),
        new EncodedJsonCheck("json-sentry", '_', 1, "iat", "url", "org"),
        new GcpServiceAccountCheck(),
        new JwkCheck(),
        new JwtCheck("jwt", null),
        new JwtCheck("jwt-supabase-anon", "anon"),
        new JwtCheck("jwt-supabase-service", "service_role"),
        new PasswordCheck(),
        new PrivateKeyCheck(),
        new SamlCheck(),
        new SignedUrlCheck(),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(check => check.Name)];

    /// <summary>Null when there is none of the name.</summary>
    public static SecretCheck? Find(string name) => Array.Find(All, check => check.Name == name);
}
