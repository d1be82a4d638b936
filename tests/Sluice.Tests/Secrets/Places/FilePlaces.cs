using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets.Places;

/// <summary>Files of packages, archives in archives, and formats that are no text.</summary>
internal static class FilePlaces
{
    private const string Package = "packages", Archive = "archives", Binary = "files that are no text";

    public static IEnumerable<SecretPlace> All() => [.. Packages(), .. Archives(), .. Programs(), .. Documents(), .. Pictures()];

    private static IEnumerable<SecretPlace> Packages() =>
    [
        SecretPlace.Member(Package, "`node_modules/`", "node_modules/left-pad/index.js", Code),
        SecretPlace.Member(Package, "`vendor/`", "vendor/github.test/acme/lib/config.go", Code),
        SecretPlace.Member(Package, "lock file", "package-lock.json", planted => Encoding.ASCII.GetBytes($$"""{"lockfileVersion": 3, "packages": {"node_modules/a": {"version": "1.0.0", "resolved": "https://ci:x@packages.acme.test/a.tgz?{{planted.Join("&", line => line.Name + "=" + line.Value)}}", "integrity": "sha512-{{TestSecret.Alphanumeric(86, 3)}}=="} } }""")),
        SecretPlace.Member(Package, "fixture", "tests/fixtures/settings.ini"),
        SecretPlace.Member(Package, "source of a map", "dist/cli.js.map", planted => TestMap.Bytes(TestMap.Map(("../src/a.ts", CodeText(planted))))),
        SecretPlace.Member(Package, "source of an inline map", "dist/cli.js", planted => Encoding.UTF8.GetBytes("run();\n" + TestMap.Inline(TestMap.Map(("../src/a.ts", CodeText(planted)))))),
        SecretPlace.Member(Package, "outputs of a notebook", "analysis.ipynb", Notebook),
    ];

    private static IEnumerable<SecretPlace> Archives() =>
    [
        new(Archive, "`.zip` in a `.tgz` in a `.zip`", planted => TestArchive.Zip(("a.tgz", TestArchive.Tgz(("b.zip", TestArchive.Zip(("c", planted.Bytes))))))),
        new(Archive, "archive without an extension", planted => TestArchive.Tar(("data/blob", TestArchive.Zip(("settings", planted.Bytes))))),
        new(Archive, "`.tgz`", planted => TestArchive.Tgz(("package/a.txt", planted.Bytes))) { File = "a.tgz" },
        new(Archive, "`.nupkg`", planted => TestArchive.Zip(("Acme.nuspec", "<package><metadata><id>Acme</id><version>1.0.0</version></metadata></package>"u8.ToArray()), ("content/appsettings.json", Code(planted)))) { File = "Acme.1.0.0.nupkg" },
        new(Archive, "`.whl`", planted => TestArchive.Zip(("acme/settings.py", Code(planted)), ("acme-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n"u8.ToArray()))) { File = "acme-1.0-py3-none-any.whl" },
        new(Archive, "`.jar`", planted => TestArchive.Zip(("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"u8.ToArray()), ("application.properties", planted.Bytes))) { File = "acme.jar" },
        new(Archive, "gzip", planted => TestArchive.Gzip(planted.Bytes)),
        new(Archive, "xz", planted => Packed(planted.Bytes, "xz")),
        new(Archive, "bzip2", planted => Packed(planted.Bytes, "bzip2")),
        new(Archive, "zstd", planted => Packed(planted.Bytes, "zstd")),
        new(Archive, "attachment of a message", planted => Encoding.ASCII.GetBytes($"Content-Type: multipart/mixed; boundary=\"==b==\"\n\n--==b==\nContent-Transfer-Encoding: base64\n\n{string.Join('\n', Convert.ToBase64String(TestArchive.Zip(("a.env", planted.Bytes), ("readme.txt", [.. "nothing of interest"u8]))).Chunk(76).Select(line => new string(line)))}\n\n--==b==--\n")) { File = "a.eml" },
        new(Archive, "git bundle", Bundle),
        new(Archive, "gzip in xz in zstd", planted => Packed(Packed(TestArchive.Gzip(planted.Bytes), "xz"), "zstd")),
    ];

    private static byte[] Code(Planted planted) => Encoding.ASCII.GetBytes(CodeText(planted));

    private static string CodeText(Planted planted) => planted.With(value => value, "{0} = \"{1}\"\n");

    private static IEnumerable<SecretPlace> Programs() =>
    [
        new(Binary, ".NET user strings", planted => TestAssembly.Build(literal: planted.Text)) { File = "Acme.dll" },
        new(Binary, "strings of an ELF program", planted => TestProgram.Elf([.. "\0"u8, .. planted.Bytes, .. "\0main\0"u8])) { HasGuesses = false },
        new(Binary, "UTF-16 strings of an ELF program", planted => TestProgram.WithWideStrings("usage: acme", planted.Text)),
        new(Binary, "strings of a PE program", planted => [.. "MZ"u8, .. new byte[126], .. planted.Bytes, 0, 1, 2, 3]) { HasGuesses = false },
        new(Binary, "UTF-16 strings of a PE program", planted => [.. "MZ"u8, .. new byte[126], .. Encoding.Unicode.GetBytes(planted.Text), 0, 0, 1, 2, 3]),
        new(Binary, "UTF-16 in a format nobody knows", planted => [1, 2, 3, 0xfe, 9, .. new byte[50], .. Encoding.Unicode.GetBytes(planted.Text), 0xff, 4, 5, 6]),
        new(Binary, "UTF-16BE in a format nobody knows", planted => [1, 2, 3, 0xfe, 9, .. new byte[50], .. Encoding.BigEndianUnicode.GetBytes(planted.Text), 0xff, 4, 5, 6]),
        new(Binary, "constants of a `.pyc`", planted => TestProgram.PythonFile(planted.Text, [])) { File = "a.cpython-311.pyc" },
        new(Binary, "constant pool of a Java class", planted => TestProgram.JavaClass(planted.Text)) { File = "A.class", HasGuesses = false },
        new(Binary, "rows of an SQLite database", planted => DatabaseBytes.Of([.. planted.Lines.Select(line => new[] { line.Name.ToLowerInvariant(), line.Value })])) { File = "app.db" },
        new(Binary, "columns of an SQLite database", planted => DatabaseBytes.Of([[.. planted.Lines.Select(line => line.Value)]], [.. planted.Lines.Select(line => line.Name.ToLowerInvariant())])) { File = "app.db" },
        new(Binary, "packed value of an SQLite database", planted => DatabaseBytes.Of([["settings", TestArchive.Gzip(planted.Bytes)]])) { File = "app.db" },
        new(Binary, "row over several pages of an SQLite database", planted => DatabaseBytes.Of([["settings", new string('.', 3900) + "\n" + planted.Text + new string('.', 5000)]])) { File = "app.db" },
    ];

    private static IEnumerable<SecretPlace> Documents() =>
    [
        new(Binary, "stream of a PDF", planted => PackedBytes.Pdf("/Filter /FlateDecode", PackedBytes.Zlib(Encoding.ASCII.GetBytes($"BT /F1 12 Tf 72 720 Td {planted.Join(" T* ", line => $"({line.Name}={line.Value}) Tj")} ET\n% {new string('x', 80)}")))) { File = "a.pdf" },
        new(Binary, "text of a PDF in pieces", planted => PackedBytes.Pdf("/Filter /FlateDecode", PackedBytes.Zlib(Encoding.ASCII.GetBytes($"BT /F1 12 Tf 72 720 Td {planted.Join(" T* ", line => $"[({string.Join(") -20 (", $"{line.Name}={line.Value}".Chunk(3).Select(piece => new string(piece)))})] TJ")} ET\n% {new string('x', 80)}")))) { File = "a.pdf" },
        new(Binary, "text of a PDF in hexadecimal pieces", planted => PackedBytes.Pdf("/Filter /FlateDecode", PackedBytes.Zlib(Encoding.ASCII.GetBytes($"BT /F1 12 Tf 72 720 Td {planted.Join(" T* ", line => $"[<{string.Join("> 12 <", $"{line.Name}={line.Value}".Chunk(5).Select(piece => Convert.ToHexString(Encoding.ASCII.GetBytes(piece))))}>] TJ")} ET\n% {new string('x', 80)}")))) { File = "a.pdf" },
        Office("Word document", "report.docx", "word/document.xml", planted => Word(planted.Join("", line => $"<w:p><w:r><w:t>{line.Name}={line.Value}</w:t></w:r></w:p>"))),
        Office("Word document, in several runs", "report.docx", "word/document.xml", planted => Word(planted.Join("", line => $"<w:p><w:r><w:t>{line.Name}={line.Value[..20]}</w:t></w:r><w:proofErr w:type=\"spellEnd\"/><w:r w:rsidR=\"00A1\"><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{line.Value[20..]}</w:t></w:r></w:p>"))),
        Office("text of OpenDocument, in several spans", "report.odt", "content.xml", planted => $"<?xml version=\"1.0\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\">{planted.Join("", line => $"<text:p>{line.Name}={line.Value[..9]}<text:span text:style-name=\"T1\">{line.Value[9..]}</text:span></text:p>")}</office:document-content>"),
        Office("Excel workbook", "book.xlsx", "xl/sharedStrings.xml", planted => $"<?xml version=\"1.0\"?><sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{planted.Join("", line => $"<si><t>{line.Name}</t></si><si><t>{line.Name}: {line.Value}</t></si>")}</sst>"),
        Office("slide of a presentation", "deck.pptx", "ppt/slides/slide1.xml", planted => $"<?xml version=\"1.0\"?><p:sld xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><a:p><a:r><a:t>{planted.Text}</a:t></a:r></a:p></p:sld>"),
    ];

    private static IEnumerable<SecretPlace> Pictures() =>
    [
        Png("text chunk of a PNG", planted => PictureBytes.PngChunk("tEXt", [.. "Comment\0"u8, .. planted.Bytes])),
        Png("packed text chunk of a PNG", planted => PictureBytes.PngChunk("zTXt", [.. "Comment\0\0"u8, .. PackedBytes.Zlib(planted.Bytes)])),
        Png("international text chunk of a PNG", planted => PictureBytes.PngChunk("iTXt", [.. "Comment\0\u0001\0\0\0"u8, .. PackedBytes.Zlib(planted.Bytes)])),
        new(Binary, "EXIF of a JPEG", planted => PictureBytes.Jpeg((0xe1, [.. "Exif\0\0MM\0*\0\0\0\u0008"u8, .. planted.Bytes, 0]))) { File = "a.jpg" },
        new(Binary, "EXIF of a JPEG in UTF-16", planted => PictureBytes.Jpeg((0xe1, [.. "Exif\0\0II*\0\u0008\0\0\0"u8, .. Encoding.Unicode.GetBytes(planted.Text), 0, 0]))) { File = "a.jpg" },
        new(Binary, "tag of a sound in UTF-16", planted => [.. "ID3\u0003\0\0\0\0\u000f\u007fTXXX\0\0\u0001\u0040\0\0\u0001"u8, 0xff, 0xfe, .. Encoding.Unicode.GetBytes(planted.Text), 0, 0, 1, 2, 3]) { File = "a.mp3" },
        new(Binary, "comment of a JPEG", planted => PictureBytes.Jpeg((0xfe, planted.Bytes))) { File = "a.jpg" },
        new(Binary, "behind the end of a picture", planted => [.. PictureBytes.Png, .. PictureBytes.PngEnd, .. planted.Bytes]) { File = "a.png" },
    ];

    private static SecretPlace Png(string name, Func<Planted, byte[]> chunk) =>
        new(Binary, name, planted => [.. PictureBytes.Png, .. chunk(planted), .. PictureBytes.PngEnd]) { File = "a.png" };

    private static SecretPlace Office(string name, string file, string part, Func<Planted, string> hide) =>
        new(Binary, name, planted => TestArchive.Zip(("[Content_Types].xml", "<?xml version=\"1.0\"?><Types/>"u8.ToArray()), (part, Encoding.UTF8.GetBytes(hide(planted))))) { File = file };

    private static string Word(string body) => $"<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>";

    private static byte[] Notebook(Planted planted) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["nbformat"] = 4,
        ["cells"] = new JsonArray(new JsonObject
        {
            ["cell_type"] = "code",
            ["source"] = new JsonArray("!env"),
            ["outputs"] = new JsonArray(new JsonObject { ["name"] = "stdout", ["text"] = new JsonArray([.. planted.Lines.Select(line => (JsonNode)$"{line.Name}={line.Value}\n")]) }),
        }),
    }.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));

    private static byte[] Bundle(Planted planted)
    {
        using var folder = new TemporaryFolder();
        folder.File("settings.env", planted.Bytes);
        folder.Run("sh", "-c", "git init -q . && git add settings.env && git -c user.name=a -c user.email=a@acme.test commit -qm add && git rm -q settings.env && git -c user.name=a -c user.email=a@acme.test commit -qm remove && git bundle create -q all.bundle --all");
        return File.ReadAllBytes(Path.Combine(folder.Path, "all.bundle"));
    }

    private static byte[] Packed(byte[] plain, string program)
    {
        using var folder = new TemporaryFolder();
        folder.File("plain", plain);
        folder.Run("sh", "-c", string.Create(CultureInfo.InvariantCulture, $"{program} -c plain > packed"));
        return File.ReadAllBytes(Path.Combine(folder.Path, "packed"));
    }
}
