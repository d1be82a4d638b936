namespace Sluice.Secrets.Patterns;

/// <summary>How often a byte occurs in source text, roughly: counted over 4,000 files of npm packages (JavaScript, TypeScript, JSON, Markdown, CSS, maps).</summary>
internal static class ByteFrequency
{
    public static double Of(byte b) => (char)b switch
    {
        ' ' => 0.16,
        'e' => 0.065,
        't' or 'n' => 0.045,
        'A' or 'o' or 'a' or 'i' or 'r' or 's' => 0.035,
        ',' or 'l' => 0.025,
        'c' or 'd' or 'p' or 'u' or 'C' => 0.017,
        'h' or 'm' or 'f' or '.' or '(' or ')' or ';' or '=' or '\n' => 0.011,
        'b' or 'g' or 'v' or 'y' or '"' or '*' or '/' or ':' or '\\' or '{' or '}' or 'E' or 'I' => 0.007,
        'k' or 'w' or 'x' or '\'' or '-' or '`' or '_' or '0' or '1' or 'B' or 'O' or 'S' or 'M' or 'T' => 0.004,
        '[' or ']' or '<' or '>' or '|' or '2' or 'D' or 'G' or 'F' or 'K' or 'L' or 'N' or 'P' or 'Q' or 'R' or 'U' => 0.0025,
        'j' or 'q' or 'z' or '!' or '#' or '&' or '+' or '?' or '@' or 'H' or 'V' or 'W' or 'Y' => 0.0014,
        >= '3' and <= '9' => 0.001,
        '$' or '%' or '^' or 'J' or 'X' or 'Z' => 0.0005,
        _ => 0.0002,
    };
}
