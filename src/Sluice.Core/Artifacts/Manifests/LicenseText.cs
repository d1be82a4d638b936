using System.Text;

namespace Sluice.Artifacts.Manifests;

/// <summary>The licence that a file of the artifact turned out to hold: a fact of that entry.</summary>
/// <param name="Name">The SPDX identifier or family; null when the text is not one of the known public ones.</param>
public sealed record LicenseText(string? Name)
{
    /// <summary>A licence says what it is at its start; what comes later may be those of bundled parts.</summary>
    private const int MaxSearched = 3000;

    private const int MaxRead = 16 << 10;

    /// <summary>Debian's copyright files tell of holders and parts first.</summary>
    private const int MaxSearchedOfDebian = 128 << 10;

    /// <summary>Sentences that only this licence has, in lower case with single spaces. Longer and rarer ones first.</summary>
    private static readonly (string Phrase, string Name)[] Phrases =
    [
        ("gnu affero general public license", "AGPL"),
        ("gnu lesser general public license", "LGPL"),
        ("gnu library general public license", "LGPL"),
        ("gnu general public license", "GPL"),
        ("mozilla public license", "MPL"),
        ("eclipse public license", "EPL"),
        ("apache license", "Apache"),
        ("licensed under the apache", "Apache"),
        ("permission is hereby granted, free of charge, to any person", "MIT"),
        ("redistribution and use in source and binary forms", "BSD"),
        ("redistribution and use of this software in source and binary forms", "BSD"),
        ("permission to use, copy, modify, and/or distribute this software", "ISC"),
        ("permission to use, copy, modify, and distribute this software", "ISC"),
        ("permission to use, copy, modify and distribute this software", "ISC"),
        ("free and unencumbered software released into the public domain", "Unlicense"),
        ("altered source versions must be plainly marked", "Zlib"),
        ("creative commons", "CC"),
        ("cc0 1.0 universal", "CC0-1.0"),
        ("boost software license", "BSL-1.0"),
        ("common development and distribution license", "CDDL"),
        ("the artistic license", "Artistic"),
        ("microsoft public license (ms-pl)", "MS-PL"),
        ("sil open font license", "OFL"),
        ("do what the fuck you want to public license", "WTFPL"),
        ("european union public licence", "EUPL"),
        ("blue oak model license", "BlueOak"),
        ("mulan permissive software license", "MulanPSL"),
        ("python software foundation license", "PSF"),
        ("unicode license", "Unicode"),
        ("universal permissive license", "UPL"),
        ("academic free license", "AFL"),
        ("elastic license 2.0", "Elastic-2.0"),
        ("business source license 1.1", "BUSL-1.1"),
        ("server side public license", "SSPL"),
        ("functional source license", "FSL"),
        ("/usr/share/common-licenses/", "common-licenses"),
        ("psf license agreement", "PSF"),
        ("vim license", "Vim"),
        ("bsd licence", "BSD"),
        ("(the mit license)", "MIT"),
        ("mit license", "MIT"),
        ("licensed under mit", "MIT"),
        ("licensed under the mit", "MIT"),
    ];

    /// <summary>Said before any of the sentences, they make the rest a notice about parts.</summary>
    private static readonly string[] Refusals = ["proprietary", "confidential", "end user license agreement", "end-user license agreement", "commercial license", "may not be copied", "third party", "third-party"];

    /// <summary>The names under which people keep the licence of a whole work.</summary>
    public static bool IsNamedLikeOne(EntryPath path)
    {
        var name = path.Name;
        return name.StartsWith("LICEN", StringComparison.OrdinalIgnoreCase) || name.StartsWith("COPYING", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("UNLICENSE", StringComparison.OrdinalIgnoreCase) || name.StartsWith("MIT-LICENSE", StringComparison.OrdinalIgnoreCase)
            || path.Directory.EndsWith("licenses", StringComparison.OrdinalIgnoreCase)
            || (name == "copyright" && path.Value.StartsWith("usr/share/doc/", StringComparison.Ordinal));
    }

    public static string? Recognize(ReadOnlySpan<byte> text) => Recognize(Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxRead)]));

    /// <summary>The copyright file of a Debian package: its fields in DEP-5, else any of the sentences, since others' parts are named there in earnest.</summary>
    public static string? RecognizeDebian(ReadOnlySpan<byte> text)
    {
        var file = Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxSearchedOfDebian)]);
        foreach (var line in file.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("License:") && OpenSourceLicense.Covers(Spdx(line[8..].Trim().ToString())))
                return line[8..].Trim().ToString();
        }

        var folded = Fold(file, MaxSearchedOfDebian);
        return Array.Find(Phrases, phrase => folded.Contains(phrase.Phrase, StringComparison.Ordinal)).Name;
    }

    private static string Spdx(string license) => license.Replace(" and ", " AND ", StringComparison.Ordinal).Replace(" or ", " OR ", StringComparison.Ordinal).Replace(" with ", " WITH ", StringComparison.Ordinal);

    public static string? Recognize(string text)
    {
        var folded = Fold(text, MaxSearched);
        var refused = Refusals.Select(refusal => folded.IndexOf(refusal, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(int.MaxValue).Min();
        foreach (var (phrase, name) in Phrases)
        {
            if (folded.IndexOf(phrase, StringComparison.Ordinal) is >= 0 and var at && at < refused)
                return name;
        }

        return null;
    }

    /// <summary>Lower case, with white space and comment frames as single spaces: texts are wrapped and framed at will.</summary>
    private static string Fold(string text, int limit)
    {
        var folded = new StringBuilder();
        foreach (var c in text)
        {
            if (folded.Length >= limit)
                break;
            if (!char.IsWhiteSpace(c) && c is not ('*' or '#' or ';' or '=' or '\ufeff'))
                folded.Append(char.ToLowerInvariant(c));
            else if (folded.Length > 0 && folded[^1] != ' ')
                folded.Append(' ');
        }

        return folded.ToString();
    }
}
