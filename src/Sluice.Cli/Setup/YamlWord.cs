using System.Text;

namespace Sluice.Cli.Setup;

/// <summary>Texts from a project inside YAML that is written for it.</summary>
internal static class YamlWord
{
    /// <summary>Plain where nothing can be misread, else in double quotes.</summary>
    public static string Of(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '/') && text is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off") ? text : Quoted(text);

    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
            quoted.Append(c is '"' or '\\' ? $"\\{c}" : char.IsControl(c) || c is '\u2028' or '\u2029' or '\ufeff' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') ? $"\\u{(int)c:x4}" : c.ToString());
        return quoted.Append('"').ToString();
    }

    /// <summary>In a comment a line must not end.</summary>
    public static string Comment(string text) => Reporting.SafeText.Of(text).ReplaceLineEndings(" ");
}
