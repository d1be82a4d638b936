using System.Text;
using Sluice.Artifacts;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets;

/// <summary>Office documents are judged by what their reader sees: the runs of a paragraph together, the name in one cell and the value in the next or below.</summary>
public sealed class OfficeSecretsTests
{
    private const string Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private const string Sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    /// <summary>A document of each family with one table; the pieces of a cell are runs.</summary>
    public static TheoryData<string> Families => ["report.docx", "deck.pptx", "letter.odt", "flat.fodt", "sheet.ods", "book.xlsx", "inline.xlsx"];

    [Theory, MemberData(nameof(Families))]
    public void A_value_beside_its_name_is_found(string family)
    {
        for (var seed = 1; seed <= 8; seed++)
        {
            var rules = Rules(family, ["Setting", "Content", "Remark"], ["Host", "db.acme.internal", "primary"], ["Database password", Password(seed), "rotate"]);
            Assert.Contains("secret/generic-password", rules);
        }
    }

    [Theory, MemberData(nameof(Families))]
    public void A_value_below_its_name_is_found(string family)
    {
        for (var seed = 1; seed <= 8; seed++)
        {
            var rules = Rules(family, ["Host", "", "User", "Password"], ["db.acme.internal", "", "app", Password(seed)], ["mail.acme.internal", "", "post", ""]);
            Assert.Contains("secret/generic-password", rules);
        }
    }

    [Theory, MemberData(nameof(Families))]
    public void A_token_in_pieces_is_found_once(string family)
    {
        for (var seed = 1; seed <= 4; seed++)
            Assert.Single(Rules(family, ["System", "Token"], ["forge", TestSecret.GitHub(seed)]), "secret/github-token");
    }

    [Theory, MemberData(nameof(Families))]
    public void Tables_about_credentials_hold_none(string family)
    {
        var rules = Rules(
            family,
            ["Parameter", "Type", "Password", "Meaning"],
            ["password", "string", "required", "The password of the account"],
            ["password_hash", "argon2id", "optional", "How passwords are kept"],
            ["client_secret", "<your secret>", "changeme", "See the manual"],
            ["token", "bearer", "see vault", "expires_in"],
            ["Api key", "ApiKeyAuth", "********", "X-Api-Key"],
            ["password", "", "", ""]);
        Assert.DoesNotContain(rules, rule => rule.StartsWith("secret/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_password_in_runs_of_a_paragraph_is_found()
    {
        for (var seed = 1; seed <= 12; seed++)
        {
            var password = Password(seed);
            var text = $"<w:document xmlns:w='{Word}'><w:body><w:p>{Pieces("Password: " + password, seed, run => $"<w:r><w:rPr><w:lang w:val='de'/></w:rPr><w:t xml:space='preserve'>{run}</w:t></w:r><w:proofErr w:type='spellEnd'/>")}</w:p></w:body></w:document>";
            Assert.Contains("secret/generic-password", Screened("a.docx", ("word/document.xml", text)));
        }
    }

    [Fact]
    public void Paragraphs_and_cells_are_not_joined()
    {
        var token = TestSecret.GitHub();
        var text = $"<w:document xmlns:w='{Word}'><w:body><w:p><w:r><w:t>{token[..20]}</w:t></w:r></w:p><w:p><w:r><w:t>{token[20..]}</w:t></w:r></w:p></w:body></w:document>";
        Assert.DoesNotContain("secret/github-token", Screened("a.docx", ("word/document.xml", text)));
        Assert.DoesNotContain("secret/github-token", Rules("a.docx", ["a", "b"], [token[..20], token[20..]]));
    }

    [Fact]
    public void References_and_sections_of_characters_are_read()
    {
        var token = TestSecret.GitHub();
        var text = $"<w:document xmlns:w='{Word}'><w:p><w:r><w:t>&#x{(int)token[0]:x};{token[1..9]}</w:t></w:r><w:r><w:t><![CDATA[{token[9..]}]]></w:t></w:r></w:p></w:document>";
        Assert.Contains("secret/github-token", Screened("a.docx", ("word/document.xml", text)));
    }

    [Fact]
    public void What_belongs_to_no_document_is_left_alone()
    {
        var report = Screening.Of("a.zip", TestArchive.Zip(("a.xml", "<project><p>text</p><t>more of it here</t></project>"u8.ToArray()), ("b.svg", "<svg xmlns='http://www.w3.org/2000/svg'><text>words</text></svg>"u8.ToArray())));
        Assert.DoesNotContain(Screening.Places(report), place => place.EndsWith(".txt", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<w:document xmlns:w='", "'><w:tbl><w:tr><w:tc><w:p><w:r><w:t>a")]
    [InlineData("<w:document xmlns:w='", "'></w:tr></w:tc><w:t></w:t></w:p><w:t/><w:t>&#xffffff;&unknown;</w:t")]
    [InlineData("<w:document xmlns:w='", "'><w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc><w:t>a</w:t></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl><w:gridSpan w:val='99999999'/><![CDATA[")]
    public void Damaged_documents_are_read_as_far_as_they_go(string front, string rest) =>
        Assert.Empty(Screening.Of("document.xml", Encoding.UTF8.GetBytes(front + Word + rest)).Faults);

    /// <summary>A million cells may mean one long text, and one number a million empty cells.</summary>
    [Fact]
    public void A_workbook_cannot_be_blown_up()
    {
        var cells = string.Concat(Enumerable.Repeat("<row><c r='XFD1' t='s'><v>0</v></c><c t='s'><v>99999999999</v></c></row>", 60_000));
        var report = Screening.Of("a.xlsx", TestArchive.Zip(
            ("xl/worksheets/sheet1.xml", Encoding.UTF8.GetBytes($"<worksheet xmlns='{Sheet}'><sheetData>{cells}</sheetData></worksheet>")),
            ("xl/sharedStrings.xml", Encoding.UTF8.GetBytes($"<sst xmlns='{Sheet}'><si><t>{new string('a', 5000)}</t></si></sst>"))));
        Assert.InRange(report.Artifact.Entries.Where(entry => entry.Origin == EntryOrigin.Decoded).Sum(entry => entry.Size), 1, 40 << 20);
    }

    /// <summary>Of the characters that people are told to use.</summary>
    private static string Password(int seed) => TestSecret.Random("ABCDEFGHJKLMNPQRSTUVWXYZ", 3, seed) + TestSecret.Random("abcdefghijkmnpqrstuvwxyz23456789!#%", 11, seed + 100) + "7";

    private static string Pieces(string text, int seed, Func<string, string> wrap)
    {
        var random = new Random(seed);
        var pieces = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(text.Length - at, random.Next(1, 12));
            pieces.Append(wrap(text.Substring(at, length)));
            at += length;
        }

        return pieces.ToString();
    }

    private static List<string> Rules(string family, params string[][] rows)
    {
        rows = [.. rows.Select(row => row.Select(cell => cell.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)).ToArray())];
        return family switch
        {
            "deck.pptx" => Screened(family, ("ppt/slides/slide1.xml", $"<?xml version='1.0'?><p:sld xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' xmlns:p='http://schemas.openxmlformats.org/presentationml/2006/main'><a:tbl>{Table(rows, "<a:tr h='1'>", "</a:tr>", cell => $"<a:tc><a:txBody><a:p>{Pieces(cell, 5, run => $"<a:r><a:rPr lang='en'/><a:t>{run}</a:t></a:r>")}</a:p></a:txBody></a:tc>")}</a:tbl></p:sld>")),
            "letter.odt" or "sheet.ods" => Screened(family, ("content.xml", OpenDocument("document-content", rows, family == "letter.odt"))),
            "flat.fodt" => [.. Screening.Of(family, Encoding.UTF8.GetBytes(OpenDocument("document", rows, true))).Findings.Select(found => found.Finding.Rule.Id)],
            "book.xlsx" => Screened(family, ("xl/worksheets/sheet1.xml", $"<worksheet xmlns='{Sheet}'><sheetData>{SharedCells(rows)}</sheetData></worksheet>"), ("xl/sharedStrings.xml", $"<sst xmlns='{Sheet}' count='9'>{string.Concat(rows.SelectMany(row => row).Select(cell => $"<si>{Pieces(cell, 7, run => $"<r><rPr><b/></rPr><t>{run}</t></r>")}</si>"))}</sst>")),
            "inline.xlsx" => Screened(family, ("xl/worksheets/sheet1.xml", $"<x:worksheet xmlns:x='{Sheet}'><x:sheetData>{Table(rows, "<x:row>", "</x:row>", cell => $"<x:c t='inlineStr'><x:is>{Pieces(cell, 3, run => $"<x:r><x:t>{run}</x:t></x:r>")}</x:is></x:c>")}</x:sheetData></x:worksheet>")),
            _ => Screened(family, ("word/document.xml", $"<?xml version='1.0'?>\n<!-- a --><w:document xmlns:w='{Word}'><w:body><w:tbl><w:tblPr/>{Table(rows, "<w:tr><w:trPr/>", "</w:tr>", cell => $"<w:tc><w:tcPr/><w:p>{Pieces(cell, 2, run => $"<w:r><w:t xml:space='preserve'>{run}</w:t></w:r>")}</w:p></w:tc>")}</w:tbl></w:body></w:document>")),
        };
    }

    private static string Table(string[][] rows, string open, string close, Func<string, string> cell) => string.Concat(rows.Select(row => open + string.Concat(row.Select(cell)) + close));

    private static string OpenDocument(string root, string[][] rows, bool isText) =>
        $"<?xml version='1.0'?><office:{root} xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'><office:body><table:table>{Table(rows, "<table:table-row>", "</table:table-row>", cell => cell.Length == 0 && !isText ? "<table:table-cell table:number-columns-repeated='1'/>" : $"<table:table-cell><text:p>{Pieces(cell, 4, run => $"<text:span text:style-name='T1'>{run}</text:span>")}</text:p></table:table-cell>")}</table:table></office:body></office:{root}>";

    /// <summary>Empty cells are left out, as Excel does: the next one says in which column it is.</summary>
    private static string SharedCells(string[][] rows)
    {
        var (text, number) = (new StringBuilder(), 0);
        for (var row = 0; row < rows.Length; row++)
        {
            text.Append($"<row r='{row + 1}'>");
            for (var column = 0; column < rows[row].Length; column++, number++)
            {
                if (rows[row][column].Length > 0)
                    text.Append($"<c r='{(char)('A' + column)}{row + 1}' s='1' t='s'><v>{number}</v></c>");
            }

            text.Append("</row>");
        }

        return text.ToString();
    }

    private static List<string> Screened(string name, params (string Name, string Text)[] parts) =>
        [.. Screening.Of(name, TestArchive.Zip([("[Content_Types].xml", "<?xml version='1.0'?><Types/>"u8.ToArray()), .. parts.Select(part => (part.Name, Encoding.UTF8.GetBytes(part.Text)))])).Findings.Select(found => found.Finding.Rule.Id)];
}
