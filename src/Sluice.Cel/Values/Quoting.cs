using System.Globalization;
using System.Text;

namespace Sluice.Cel;

/// <summary>Strings in double quotes, with escapes.</summary>
internal static class Quoting
{
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = CodePoints.LengthAt(text, i) == 2;
            if (isPair)
                quoted.Append(text[i]).Append(text[++i]);
            else
                Append(quoted, text[i]);
        }

        return quoted.Append('"').ToString();
    }

    private static void Append(StringBuilder quoted, char letter)
    {
        var escape = letter switch
        {
            '\a' => "\\a",
            '\b' => "\\b",
            '\f' => "\\f",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\v' => "\\v",
            '\\' => "\\\\",
            '"' => "\\\"",
            _ => null,
        };
        if (escape is not null)
            quoted.Append(escape);
        else
            quoted.Append(char.IsSurrogate(letter) ? '\ufffd' : letter);
    }
}
