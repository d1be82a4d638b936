using System.Text;

namespace Sluice.Secrets.Generic;

/// <summary>What a word within a name says of the value; a word may say several things.</summary>
[Flags]
internal enum WordRoles : short
{
    None = 0,
    Password = 1,
    Secret = 2,
    Token = 4,

    /// <summary>A key or a salt by itself: "salt", "apikey".</summary>
    Key = 8,

    /// <summary>"key" or "auth", which only the words before it make a credential.</summary>
    Weak = 16,

    /// <summary>Before "key" it makes a credential of it: "api", "signing".</summary>
    Qualifier = 32,

    /// <summary>Behind the credential it changes nothing: "prod", "value".</summary>
    Neutral = 64,

    /// <summary>Behind the credential it names a thing about it: "hash", "url", "length".</summary>
    Aspect = 128,

    /// <summary>Before the credential it names what is public, counted, or a text for people.</summary>
    Harmless = 256,

    /// <summary>It has another meaning, which the word behind it tells.</summary>
    Doubtful = 512,

    Credential = Password | Secret | Token | Key,
}

/// <summary>The words that names are made of, in English and where cheap in other languages. Thread safe.</summary>
internal static class NameWords
{
    /// <summary>A power of two, several times the number of words.</summary>
    private const int TableSize = 2048;

    private static readonly (WordRoles Role, string Words)[] Lists =
    [
        (WordRoles.Password, "password passwd identified passwort passphrase passcode pass pwd pswd psw pw userpass dbpass requirepass authtok storepass keypass masterpass bindpass smtppass mailpass rootpass masterauth psk kennwort senha contrasena contrasenia motdepasse wachtwoord haslo parola losenord"),
        (WordRoles.Doubtful, "pass"),
        (WordRoles.Secret, "secret secrets credential credentials cred creds"),
        (WordRoles.Token, "token jwt pat bearer"),
        (WordRoles.Key, "apikey accesskey secretkey privatekey privkey authkey masterkey signingkey encryptionkey sharedkey licensekey appkey deploykey accountkey clientkey salt pepper mnemonic seedphrase"),
        (WordRoles.Weak, "key auth authorization seed phrase"),
        (WordRoles.Qualifier, "api access private secret secure signing sign encryption encrypt crypt crypto cipher auth oauth master admin account service license licence app application client consumer shared storage jwt jwe jwk session cookie hmac aes des seed recovery authorization webhook deploy root server subscription write integration ingest host recovery wallet validation machine decryption activation sas rsa ssh tls ssl user db database ftp smtp mail site password passwd token phrase salt nonce logged bot merchant partner vendor developer sdk personal backup vault"),
        (WordRoles.Neutral, "value val prod production development staging live sandbox local default base string str text txt plain plaintext raw current new old primary secondary main backup b b64 base64 hex env confirm confirmation again repeat admin user root db database mysql postgres postgresql redis mongo api app web server client master service test qa uat dev eu us internal external phrase by override fallback literal const constant v"),
        (WordRoles.Aspect, "hash hashed hashes digest checksum fingerprint sha md crc type types name names id ids uuid url urls uri uris path paths file files filename dir directory folder length len size count counts min max limit limits policy policies rule rules field fields label labels hint hints placeholder message messages msg error errors err exception regex regexp pattern format expires expiry expiration expire expired exp ttl lifetime timeout age index idx ref refs reference arn endpoint header headers prefix suffix param params parameter parameters attribute attr prop property properties input inputs form page view screen route link links button btn icon class style algorithm alg algo method mode scheme provider manager store source version status state enabled disabled required optional strength strong weak reset forgot change changed changes update updated validator validation validate encoder encoding decoder generator generate factory handler callback listener event events usage budget set sets list lists map dict array object schema model table column row kind rotation rotate code codes getter setter title description desc help info note group groups scope scopes issuer audience claim claims owner userid login created modified at on date time timestamp number num position pos start end offset line character char chars bits bytes word words pair pairs ring board down up press frame frames stroke binding bindings combo shortcut shortcuts helper util utils spec config configuration settings options module plugin extension driver context request response result visibility visible toggle show hide hidden changer meter score checker check match mismatch invalid valid iterator iter stream parser lexer tree node estimate per cost grant flow exchange refresh introspection revocation supplier resolver selector selectors operator separator delimiter symbol comment kind trivia starts ends includes equals compare split sampler protected system"),
        (WordRoles.Harmless, "public publishable pub csrf xsrf next prev previous page cursor continuation pagination i18n l10n translation translations forgot reset invalid missing wrong enter incorrect no not is has can should must show hide toggle on max min num total prompt completion input output cached primary foreign sort partition cache hash hashed index lookup group row column unique composite sitekey css query idempotency etag integrity checksum sha md commit revision rev digest localstorage reserved syntax separator delimiter eof author authors authority object map sort order item list react websocket for injection context metadata profile event"),
    ];

    /// <summary>How words end that were written in one: "mysqlpassword", "bindpw".</summary>
    private static readonly (byte[] Ending, WordRoles Role)[] Endings =
    [
        ([.. "passphrase"u8], WordRoles.Password), ([.. "password"u8], WordRoles.Password), ([.. "passwort"u8], WordRoles.Password), ([.. "passwd"u8], WordRoles.Password),
        ([.. "bindpw"u8], WordRoles.Password), ([.. "rootpw"u8], WordRoles.Password), ([.. "userpw"u8], WordRoles.Password), ([.. "pwd"u8], WordRoles.Password),
        ([.. "apikey"u8], WordRoles.Key), ([.. "secretkey"u8], WordRoles.Key), ([.. "accesskey"u8], WordRoles.Key), ([.. "privatekey"u8], WordRoles.Key), ([.. "authkey"u8], WordRoles.Key),
        ([.. "secret"u8], WordRoles.Secret), ([.. "token"u8], WordRoles.Token), ([.. "salt"u8], WordRoles.Key),
    ];

    private static readonly byte[]?[] Words = new byte[TableSize][];
    private static readonly WordRoles[] Roles = new WordRoles[TableSize];

    static NameWords()
    {
        foreach (var (role, words) in Lists)
        {
            foreach (var word in words.Split(' '))
            {
                var bytes = Encoding.ASCII.GetBytes(word);
                var slot = SlotOf(bytes);
                Words[slot] = bytes;
                Roles[slot] |= role;
            }
        }
    }

    /// <param name="word">In lower case.</param>
    public static WordRoles Of(ReadOnlySpan<byte> word)
    {
        var slot = SlotOf(word);
        if (Words[slot] is not null)
            return Roles[slot];
        foreach (var (ending, role) in Endings)
        {
            if (word.EndsWith(ending))
                return role;
        }

        return WordRoles.None;
    }

    /// <summary>Where the word is, or would be.</summary>
    private static int SlotOf(ReadOnlySpan<byte> word)
    {
        var hash = 2166136261u;
        foreach (var b in word)
            hash = (hash ^ b) * 16777619u;
        var slot = (int)(hash % TableSize);
        while (Words[slot] is { } other && !word.SequenceEqual(other))
            slot = (slot + 1) % TableSize;
        return slot;
    }
}
