namespace Sluice.Artifacts.Manifests;

/// <summary>
/// Tells whether a licence, as manifests write it, lets the world read the source: SPDX expressions (annex D of SPDX 2.3), the names and
/// addresses that were used before SPDX, and Python's classifiers. Source-available licences count: they publish the source too.
/// </summary>
public static class OpenSourceLicense
{
    private const int MaxTokens = 400;

    /// <summary>SPDX identifiers, complete or up to the first dash, in lower case.</summary>
    private static readonly HashSet<string> Families = new(StringComparer.Ordinal)
    {
        "0bsd", "aal", "afl", "agpl", "apache", "apache2", "apl", "apsl", "artistic", "beerware", "blueoak", "boost", "bsd", "bsd0", "bsd2", "bsd3", "bsl", "busl", "cal", "catosl", "cc", "cc0", "cddl", "cecill",
        "cern", "cpal", "cpl", "curl", "ecl", "efl", "elastic", "epl", "eupl", "expat", "fair", "freetype", "fsfap", "fsl", "ftl", "gfdl", "gpl", "gplv2", "gplv3", "hpnd", "icu", "ijg", "imagemagick", "intel", "ipa", "ipl", "isc", "jpnic", "json", "lgpl", "lgplv2", "lgplv3",
        "libpng", "libtiff", "llvm", "lpl", "lppl", "miros", "mit", "mit0", "mpl", "mpl2", "ms-pl", "ms-rl", "mulanpsl", "ncsa", "nlod", "odbl", "odc", "ofl", "oldap", "openssl", "osl", "parity", "php", "polyform", "postgresql", "psf", "psfl", "python",
        "qpl", "ruby", "sgi", "sspl", "tcl", "unicode", "unicodeio", "unlicense", "upl", "vim", "w3c", "wtfpl", "x11", "xfree86", "xnet", "zlib", "zpl",
    };

    /// <summary>Parts of names and addresses, in lower case, for what is not an SPDX expression.</summary>
    private static readonly string[] Phrases =
    [
        "mit license", "the mit", "apache license", "apache software license", "apache 2", "apache.org/licenses", "bsd license", "new bsd", "modified bsd", "simplified bsd", "revised bsd", "isc license", "gnu ", "general public license",
        "mozilla public", "eclipse public", "eclipse distribution", "common development and distribution", "public domain", "python software foundation", "opensource.org/licenses", "://licenses.nuget.",
        "gnu.org/licenses", "mozilla.org/mpl", "eclipse.org/legal", "creativecommons.org", "creative commons", "unlicense.org", "boost software license", "zope public", "zlib", "artistic license", "do what the f", "academic free",
        "w3c software", "historical permission notice", "osi approved", "university of illinois", "sil open font", "bouncy castle licen",
    ];

    private static readonly string[] Refusals = ["unlicensed", "proprietary", "commercial", "all rights reserved", "see license", "see licence", "licenseref", "private", "eula", "end user", "none", "confidential", "internal"];

    public static bool Covers(string license)
    {
        if (license.StartsWith("License ::", StringComparison.OrdinalIgnoreCase))
            return license.Split(" OR ").Any(IsOpenClassifier);
        if (license.Length > 4096)
            return LicenseText.Recognize(license) is not null;
        var tokens = Tokens(license);
        var at = 0;
        return tokens is not null && Either(tokens, ref at) is { } isOpen && at == tokens.Count ? isOpen : IsOpenPhrase(license);
    }

    private static bool IsOpenClassifier(string classifier) =>
        classifier.Contains(":: OSI Approved", StringComparison.OrdinalIgnoreCase)
        || (classifier.StartsWith("License ::", StringComparison.OrdinalIgnoreCase) ? !classifier.Contains("Proprietary", StringComparison.OrdinalIgnoreCase) && !classifier.Contains("Other", StringComparison.OrdinalIgnoreCase) : Covers(classifier));

    /// <summary>Null when a character occurs that no expression has.</summary>
    private static List<string>? Tokens(string text)
    {
        var tokens = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '-' or '.' or '+' or ':'))
                at++;
            if (at == start && text[at++] is not ('(' or ')' or '/'))
                return null;
            tokens.Add(text[start..at]);
            if (tokens.Count > MaxTokens)
                return null;
        }

        return tokens;
    }

    /// <summary>Open when one side is: the reader may choose. A slash is how people wrote OR before SPDX. Null: no expression.</summary>
    private static bool? Either(List<string> tokens, ref int at)
    {
        var isOpen = All(tokens, ref at);
        while (isOpen is not null && at < tokens.Count && (Is(tokens[at], "OR") || tokens[at] == "/"))
        {
            at++;
            isOpen = All(tokens, ref at) is { } other ? isOpen.Value | other : null;
        }

        return isOpen;
    }

    private static bool? All(List<string> tokens, ref int at)
    {
        var isOpen = One(tokens, ref at);
        while (isOpen is not null && at < tokens.Count && Is(tokens[at], "AND"))
        {
            at++;
            isOpen = One(tokens, ref at) is { } other ? isOpen.Value & other : null;
        }

        return isOpen;
    }

    private static bool? One(List<string> tokens, ref int at)
    {
        if (at >= tokens.Count || tokens[at] is ")" or "/")
            return null;
        if (tokens[at] == "(")
        {
            at++;
            var isOpen = Either(tokens, ref at);
            return isOpen is not null && at < tokens.Count && tokens[at++] == ")" ? isOpen : null;
        }

        var name = tokens[at++];
        // An exception only ever adds permissions.
        if (at + 1 < tokens.Count && Is(tokens[at], "WITH"))
            at += 2;
        return IsOpenName(name);
    }

    private static bool IsOpenName(string name)
    {
        var folded = name.ToLowerInvariant().TrimEnd('+');
        var dash = folded.IndexOf('-', StringComparison.Ordinal);
        return Families.Contains(folded) || (dash > 0 && Families.Contains(folded[..dash]));
    }

    private static bool IsOpenPhrase(string license)
    {
        var folded = license.Trim().ToLowerInvariant();
        if (Refusals.Any(refusal => folded.Contains(refusal, StringComparison.Ordinal)))
            return false;
        var firstWord = folded.Split([' ', ',', ';', '('], 2)[0];
        return IsOpenName(firstWord) || Phrases.Any(phrase => folded.Contains(phrase, StringComparison.Ordinal)) || (folded.Length > 200 && LicenseText.Recognize(license) is not null);
    }

    private static bool Is(string token, string word) => token.Equals(word, StringComparison.OrdinalIgnoreCase);
}
