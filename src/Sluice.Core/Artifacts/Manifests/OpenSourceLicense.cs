namespace Sluice.Artifacts.Manifests;

/// <summary>Tells whether a licence, as manifests write it, gives the world the right to the source.</summary>
public static class OpenSourceLicense
{
    private static readonly string[] Families =
    [
        "0BSD", "AFL-", "AGPL-", "Apache", "Artistic-", "BlueOak-", "BSD", "BSL-1.0", "CC0", "CC-BY-3.0", "CC-BY-4.0", "CDDL-", "ECL-", "EPL-", "EUPL-",
        "GPL", "ISC", "LGPL", "MIT", "MPL", "MS-PL", "MS-RL", "MulanPSL-", "NCSA", "OFL-", "OSL-", "PHP-", "PostgreSQL", "PSF", "Python-2.0", "Ruby", "Unicode-", "Unlicense",
        "UPL-", "Vim", "W3C", "WTFPL", "X11", "Zlib", "ZPL-", "The MIT", "Mozilla Public", "GNU ", "Public Domain", "New BSD", "Simplified BSD", "Eclipse Public",
    ];

    /// <summary>An SPDX expression is open when one side of its ORs is; each part of an AND must be.</summary>
    public static bool Covers(string license) =>
        license.Trim('(', ')', ' ').Split(" OR ").Any(alternative => alternative.Split(" AND ").All(IsOpen));

    private static bool IsOpen(string name)
    {
        var trimmed = name.Trim('(', ')', ' ');
        return Families.Any(family => trimmed.StartsWith(family, StringComparison.OrdinalIgnoreCase));
    }
}
