using System.Text;
using System.Text.Json;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets.Places;

/// <summary>Texts in all the ways in which a text or a value is written.</summary>
internal static class TextPlaces
{
    private const string Plain = "text", Encoded = "encodings", Split = "split values";

    public static IEnumerable<SecretPlace> All() => [.. Plains(), .. Whole(), .. Values(), .. Escapes(), .. Splits()];

    private static IEnumerable<SecretPlace> Plains() =>
    [
        SecretPlace.Text(Plain, "plain text", planted => planted.Text),
        SecretPlace.Text(Plain, "one line of 5 MB, minified", planted => Minified(2_500_000) + planted.With(Quoted, "const {0}={1},b=2;") + Minified(2_500_000), "bundle.js"),
        SecretPlace.Member(Plain, "dot file", ".env.production.local"),
        SecretPlace.Member(Plain, "file of a runtime, `.npmrc` and the like", ".config/acme/.hidden"),
        SecretPlace.Text(Plain, "JSON in JSON", planted => JsonSerializer.Serialize(new { body = JsonSerializer.Serialize(planted.Lines.ToDictionary(line => line.Name, line => line.Value)) }), "a.json"),
        SecretPlace.Text(Plain, "behind an escaped line end", planted => $"const text = \"first\\n{planted.Join("\\n", line => line.Name + "=" + line.Value)}\\nlast\";\n", "a.js"),
        SecretPlace.Text(Plain, "address", planted => $"https://acme.test/hook?{planted.Join("&", line => line.Name.ToLowerInvariant() + "=" + Uri.EscapeDataString(line.Value))}\n"),
        SecretPlace.Text(Plain, "between colours of a terminal", planted => $"{planted.With(value => $"\u001b[1;32m{value}\u001b[0m", "\u001b[36m{0}\u001b[39m=\u001b[K{1}\n")}\u001b[2Jdone\n", "build.log"),
        SecretPlace.Text(Plain, "between colours as `\\x1b`", planted => planted.With(value => $"\\x1b[38;5;124m{value}\\x1b[m", "print(\"{0}={1}\")\n"), "a.py"),
        SecretPlace.Text(Plain, "between colours as `\\u001b`", planted => JsonSerializer.Serialize(new { text = planted.With(value => $"\u001b[0;31m{value}\u001b[0m", "{0}={1}\n") }), "a.json"),
        SecretPlace.Text(Plain, "between colours as `\\033`", planted => planted.With(value => $"\\033[0;33m{value}\\033[0m", "echo -e '{0}={1}'\n"), "a.sh"),
        SecretPlace.Text(Plain, "between colours as `\\e`", planted => planted.With(value => $"\\e[4m{value}\\e[24m", "printf \"{0}={1}\"\n"), "a.sh"),
        SecretPlace.Text(Plain, "between colours without the escape character", planted => planted.With(value => $"[32m{value}[0m", "{0}={1}\n"), "build.log"),
        SecretPlace.Text(Plain, "link in a terminal", planted => planted.With(value => $"\u001b]8;;https://acme.test/help\u001b\\{value}\u001b]8;;\u0007", "{0}={1}\n"), "build.log"),
        SecretPlace.Text(Plain, "bold by overstriking", planted => planted.With(value => string.Concat(value.Select(c => $"{c}\b{c}")), "{0}={1}\n"), "a.txt"),
        SecretPlace.Text(Plain, "comment of an SVG", planted => $"<svg xmlns=\"http://www.w3.org/2000/svg\"><!-- {planted.Text} --><path d=\"M0 0\"/></svg>", "logo.svg"),
    ];

    private static IEnumerable<SecretPlace> Whole() =>
    [
        Wide("UTF-16LE text", new UnicodeEncoding(false, true)),
        Wide("UTF-16BE text", new UnicodeEncoding(true, true)),
        Wide("UTF-16LE text without a mark", new UnicodeEncoding(false, false)),
        Wide("UTF-16BE text without a mark", new UnicodeEncoding(true, false)),
        Wide("UTF-32LE text", new UTF32Encoding(false, true)),
        Wide("UTF-32BE text", new UTF32Encoding(true, true)),
        Wide("UTF-32LE text without a mark", new UTF32Encoding(false, false)),
        SecretPlace.Text(Encoded, "base64 of a text", planted => $"{{\"config\": \"{Base64(planted.Text)}\"}}", "a.json"),
        SecretPlace.Text(Encoded, "base64 twice", planted => $"{{\"config\": \"{Base64(Base64(planted.Text))}\"}}", "a.json"),
        SecretPlace.Text(Encoded, "base64 four times", planted => $"config: {Base64(Base64(Base64(Base64(planted.Text))))}\n", "a.yaml"),
        SecretPlace.Text(Encoded, "base64 in lines", planted => $"data: |\n{Lines(Base64("# settings of the service\n" + planted.Text), 40, "  ")}\nkind: Secret\n", "a.yaml"),
        SecretPlace.Text(Encoded, "base64 of UTF-16", planted => $"powershell -EncodedCommand {Convert.ToBase64String(Encoding.Unicode.GetBytes(planted.Text))}\n"),
        SecretPlace.Text(Encoded, "base64url", planted => $"x={Base64("?>~ " + planted.Text).TrimEnd('=').Replace('+', '-').Replace('/', '_')}\n"),
        SecretPlace.Text(Encoded, "hexadecimal", planted => $"payload = \"{Convert.ToHexStringLower(planted.Bytes)}\"\n"),
        SecretPlace.Text(Encoded, "hexadecimal in capitals", planted => $"payload = X'{Convert.ToHexString(planted.Bytes)}'\n"),
        SecretPlace.Text(Encoded, "gzip in base64", planted => $"{{\"state\": \"{Convert.ToBase64String(TestArchive.Gzip(planted.Bytes))}\"}}", "a.json"),
        SecretPlace.Text(Encoded, "zlib in base64", planted => $"exec(zlib.decompress(base64.b64decode('{Convert.ToBase64String(PackedBytes.Zlib(planted.Bytes))}')))", "a.py"),
        SecretPlace.Text(Encoded, "data URI", planted => $"<a href=\"data:text/plain;base64,{Base64(planted.Text)}\">x</a>", "a.html"),
        SecretPlace.Text(Encoded, "data URI in percent", planted => $"<a href=\"data:text/plain,{Uri.EscapeDataString(planted.Text)}\">x</a>", "a.html"),
        SecretPlace.Text(Encoded, "claims of a JWT", planted => $"Cookie: s={Token(planted)}\n") with { HasGuesses = false },
        SecretPlace.Text(Encoded, "quoted-printable", planted => "Content-Transfer-Encoding: quoted-printable\n\n" + planted.With(QuotedPrintable, "{0}=3D{1}=0A"), "a.eml"),
    ];

    private static IEnumerable<SecretPlace> Values() =>
    [
        SecretPlace.Text(Encoded, "data of a Kubernetes secret", planted => $"apiVersion: v1\nkind: Secret\ndata:\n{planted.With(Base64, "  {0}: {1}\n")}", "secret.yaml"),
        SecretPlace.Text(Encoded, "`auths` of a Docker configuration", planted => $"{{\"auths\": {{\"registry.acme.test\": {{\"auth\": \"{Base64("ci:" + planted.Text)}\"}}}}}}", "config.json"),
        SecretPlace.Text(Encoded, "header of basic authentication", planted => $"curl -H 'Authorization: Basic {Base64("ci:" + planted.Text)}' https://acme.test\n"),
    ];

    private static IEnumerable<SecretPlace> Escapes() =>
    [
        SecretPlace.Text(Encoded, "every character in percent", planted => planted.With(Each("%{0:X2}"), "{0}={1}&"), "a.txt"),
        SecretPlace.Text(Encoded, "some characters in percent", planted => planted.With(Some("%{0:x2}"), "{0}={1}&"), "a.txt"),
        SecretPlace.Text(Encoded, "every character as `\\u`", planted => planted.With(Each("\\u{0:x4}"), "{0} = \"{1}\";\n"), "a.js"),
        SecretPlace.Text(Encoded, "some characters as `\\u`", planted => planted.With(Some("\\u{0:x4}"), "{0} = \"{1}\";\n"), "a.js"),
        SecretPlace.Text(Encoded, "every character as `\\x`", planted => planted.With(Each("\\x{0:x2}"), "{0} = \"{1}\";\n"), "a.js"),
        SecretPlace.Text(Encoded, "every character in octal", planted => planted.With(text => string.Concat(text.Select(c => "\\" + Convert.ToString(c, 8))), "{0} = \"{1}\";\n"), "a.c"),
        SecretPlace.Text(Encoded, "every character as `\\u{}`", planted => planted.With(Each("\\u{{{0:x}}}"), "{0} = \"{1}\";\n"), "a.js"),
        SecretPlace.Text(Encoded, "settings in percent", planted => $"q={Each("%{0:X2}")(planted.With(value => value, "{0} = \"{1}\"\n"))}\n"),
        SecretPlace.Text(Encoded, "settings as `&#`", planted => $"<pre>{Each("&#{0};")(planted.With(value => value, "{0} = {1}\n"))}</pre>\n", "a.html"),
        SecretPlace.Text(Encoded, "settings as `\\u{}`", planted => $"run(\"{Each("\\u{{{0:x}}}")(planted.With(value => value, "{0} = {1}\n"))}\");\n", "a.js"),
        SecretPlace.Text(Encoded, "settings in octal", planted => $"char *s = \"{string.Concat(planted.With(value => value, "{0} = {1}\n").Select(c => "\\" + Convert.ToString(c, 8).PadLeft(3, '0')))}\";\n", "a.c"),
        SecretPlace.Text(Encoded, "number in hexadecimal", planted => $"settings = 0x{Convert.ToHexStringLower(planted.Bytes)}\n"),
        SecretPlace.Text(Encoded, "bytes of a C array", planted => $"static const unsigned char settings[] = {{\n{string.Join(", ", planted.Bytes.Select((b, i) => $"0x{b:x2}" + (i % 12 == 11 ? "\n" : "")))}\n}};\n", "a.c"),
        SecretPlace.Text(Encoded, "numbers of characters", planted => $"run(String.fromCharCode({string.Join(',', planted.Bytes)}));\n", "a.js"),
        SecretPlace.Text(Encoded, "every character as `&#`", planted => $"<dl>{planted.With(Each("&#{0};"), "{0}={1}<br>")}</dl>", "a.html"),
        SecretPlace.Text(Encoded, "every character as `&#x`", planted => $"<dl>{planted.With(Each("&#x{0:x};"), "{0}=\"{1}\"\n")}</dl>", "a.html"),
        SecretPlace.Text(Encoded, "some characters as `&#`", planted => $"<dl>{planted.With(Some("&#{0};", "+/"), "{0}=\"{1}\"\n")}</dl>", "a.html"),
    ];

    private static IEnumerable<SecretPlace> Splits() =>
    [
        Pieces("literals joined by `+`", "js", "\" + \""),
        Pieces("literals joined by `+` over two lines", "js", "\" +\n    \""),
        Pieces("literals joined by `.`", "php", "' . '"),
        Pieces("literals joined by `..`", "lua", "\" .. \""),
        Pieces("literals joined by `||`", "sql", "' || '"),
        Pieces("literals joined by `<>`", "ex", "\" <> \""),
        Pieces("literals one behind the other", "py", "\"\n  \""),
        Pieces("literals with prefixes", "py", "\" f\""),
        Pieces("literals joined by `& _`", "vb", "\" & _\n    \""),
        Pieces("literals in calls of `concat`", "java", "\".concat(\""),
        Pieces("literals in calls of `append`", "java", "\").append(\""),
        Pieces("literals joined by a backtick in PowerShell", "ps1", "\" + `\n  \""),
        SecretPlace.Text(Split, "caret at the end of the line in a batch file", planted => planted.With(text => Cut(text, "^\r\n", 2), "set {0}={1}\r\n"), "a.bat"),
        Pieces("literals in eight short pieces", "js", "\" + \"", 8),
        Pieces("literals behind a backslash", "rb", "\" \\\n    \""),
        Pieces("literals around a comment", "c", "\" /* first */ \""),
        Pieces("literals with a comment at the end of the line", "py", "\"  # first half\n    \""),
        Pieces("literals added in the next statement", "js", "\";\nvalue += \""),
        Pieces("backslash at the end of the line in a literal", "js", "\\\n"),
        Pieces("backslash at the end of the line, then an indent", "properties", "\\\r\n    "),
        SecretPlace.Text(Split, "backslash at the end of the line in a script", planted => planted.With(text => Cut(text, "\\\n", 2), "export {0}={1}\n"), "a.sh"),
        SecretPlace.Text(Split, "adjacent quotes in a script", planted => planted.With(text => $"'{Cut(text, "'\"", 2)}\"", "export {0}={1}\n"), "a.sh"),
        SecretPlace.Text(Split, "soft line end of quoted-printable", planted => planted.With(text => Cut(QuotedPrintable(text), "=\r\n", 2), "{0}: {1}\r\n"), "a.eml"),
    ];

    private static SecretPlace Pieces(string name, string extension, string joint, int count = 2) =>
        SecretPlace.Text(Split, name, planted => planted.With(text => joint[0] == '\'' ? $"'{Cut(text, joint, count)}'" : $"\"{Cut(text, joint, count)}\""), "a." + extension);

    private static SecretPlace Wide(string name, Encoding encoding) =>
        new("encodings", name, planted => [.. encoding.GetPreamble(), .. encoding.GetBytes("# settings of the service\r\n" + planted.Text)]) { File = "settings.txt" };

    private static string Minified(int length) => string.Concat(Enumerable.Repeat("function(e,t){return e.map(n=>n[t]||0)};", length / 40));

    private static string Quoted(string text) => $"\"{text}\"";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Lines(string text, int width, string indent) => string.Join('\n', text.Chunk(width).Select(line => indent + new string(line)));

    private static string Cut(string text, string joint, int count) => string.Join(joint, text.Chunk((text.Length + count - 1) / count).Select(piece => new string(piece)));

    private static string QuotedPrintable(string text) => text.Replace("=", "=3D", StringComparison.Ordinal);

    private static Func<string, string> Each(string format) => text => string.Concat(text.Select(c => string.Format(System.Globalization.CultureInfo.InvariantCulture, format, (int)c)));

    /// <param name="plain">What nobody escapes there.</param>
    private static Func<string, string> Some(string format, string plain = "") => text => string.Concat(text.Select((c, i) => i % 19 == 1 || !(char.IsAsciiLetterOrDigit(c) || plain.Contains(c)) ? Each(format)(c.ToString()) : c.ToString()));

    private static string Token(Planted planted)
    {
        static string Part(string json) => Base64(json).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return $"{Part("""{"alg":"HS256","typ":"JWT"}""")}.{Part(JsonSerializer.Serialize(planted.Lines.ToDictionary(line => line.Name, line => line.Value)))}.{TestSecret.Alphanumeric(43, 5)}";
    }
}
