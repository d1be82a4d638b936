using System.Globalization;
using System.Text;
using Sluice.Artifacts.Documents;

namespace Sluice.Tests.Artifacts.Documents;

public sealed class StructuredTextTests
{
    [Theory]
    [InlineData("a.json", """{"name": "acme", "size": 3, "ok": true, "none": null, "list": [1.5, "x"]}""")]
    [InlineData("a.yaml", "name: acme\nsize: 3\nok: true\nnone: ~\nlist:\n  - 1.5\n  - x\n")]
    [InlineData("a.yml", "{name: 'acme', size: 0x3, ok: True, none: null, list: [1.5, x]} # flow\n")]
    public void The_same_facts_read_alike_in_every_language(string name, string text)
    {
        var root = Single(name, text);

        Assert.Equal("acme", root["name"]!.Value);
        Assert.Equal(3L, root["size"]!.Value);
        Assert.Equal(true, root["ok"]!.Value);
        Assert.Null(root["none"]!.Value);
        Assert.Equal([1.5, "x"], root["list"]!.Items.Select(item => item.Value));
    }

    [Fact]
    public void Toml_has_tables_times_and_numbers()
    {
        var root = Single("a.toml", "when = 2026-01-02 03:04:05Z\nday = 2026-01-02\n[[jobs]]\nname.first = 'a'\n[jobs.more]\nsize = 1_000\n[[jobs]]\nhex = 0xff\n");

        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), root["when"]!.Value);
        Assert.Equal("2026-01-02", root["day"]!.Value);
        Assert.Equal("a", root["jobs"]!.Items[0]["name"]!["first"]!.Value);
        Assert.Equal(1000L, root["jobs"]!.Items[0]["more"]!["size"]!.Value);
        Assert.Equal(255L, root["jobs"]!.Items[1]["hex"]!.Value);
        Assert.Equal((7, 1), (root["jobs"]!.Items[1]["hex"]!.Line - 1, root["jobs"]!.Items[0].Line - 2));
    }

    [Fact]
    public void Xml_has_one_shape_for_one_child_and_many()
    {
        var root = Single("a.csproj", "<Project Sdk=\"x\">\n  <ItemGroup>\n    <PackageReference Include=\"A\" />\n  </ItemGroup>text\n</Project>");

        Assert.Equal("Project", root["name"]!.Value);
        Assert.Equal("x", root["attributes"]!["Sdk"]!.Value);
        Assert.Equal("text", root["text"]!.Value);
        var reference = root["children"]!.Items[0]["children"]!.Items[0];
        Assert.Equal("A", reference["attributes"]!["Include"]!.Value);
        Assert.Equal(3, reference.Line);
    }

    [Fact]
    public void A_Dockerfile_is_a_list_of_instructions()
    {
        var text = "# syntax=docker/dockerfile:1\nFROM --platform=linux/amd64 debian:12 AS base\nRUN apt-get update && \\\n  # why\n  apt-get install curl\nRUN <<EOT bash\n  echo hi\nEOT\nCMD [\"sh\", \"-c\", \"x\"]\nFROM base\nuser app\n";
        var instructions = Single("deploy/Dockerfile", text).Items;

        Assert.Equal(["FROM", "RUN", "RUN", "CMD", "FROM", "USER"], instructions.Select(item => item["instruction"]!.Text));
        Assert.Equal([2, 3, 6, 9, 10, 11], instructions.Select(item => item.Line));
        Assert.Equal("linux/amd64", instructions[0]["flags"]!["platform"]!.Text);
        Assert.Equal("apt-get update &&   apt-get install curl", instructions[1]["text"]!.Text);
        Assert.Equal("  echo hi\n", instructions[2]["heredocs"]!.Items[0].Text);
        Assert.Equal(["sh", "-c", "x"], instructions[3]["arguments"]!.Items.Select(item => item.Text));
        Assert.Equal([0L, 0L, 0L, 0L, 1L, 1L], instructions.Select(item => item["stage"]!.Value));
    }

    [Fact]
    public void A_Dockerfile_may_choose_its_escape()
    {
        var instructions = Single("Dockerfile", "# escape=`\nFROM x\nRUN dir C:\\ `\n  && more\n").Items;

        Assert.Equal("dir C:\\   && more", instructions[1]["text"]!.Text);
    }

    [Fact]
    public void Yaml_streams_hold_several_documents_with_their_places()
    {
        var documents = StructuredText.Read("k8s/all.yaml", Bytes("kind: A\n---\nkind: B\nspec:\n  on: yes\n"))!;

        Assert.Equal(["A", "B"], documents.Select(document => document["kind"]!.Text));
        Assert.Equal("yes", documents[1]["spec"]!["on"]!.Value);
        Assert.Equal((5, 7), (documents[1]["spec"]!["on"]!.Line, documents[1]["spec"]!["on"]!.Column));
    }

    [Fact]
    public void Aliases_and_merge_keys_stand_for_what_they_name()
    {
        var root = Single("compose.yaml", "x: &base {image: a, user: root}\nweb:\n  <<: *base\n  user: app\nall: [*base]\n");

        Assert.Equal("a", root["web"]!["image"]!.Text);
        Assert.Equal("app", root["web"]!["user"]!.Text);
        Assert.Same(root["x"]!.Map, root["all"]!.Items[0].Map);
    }

    [Theory]
    [InlineData("a.json", "{\"a\": 1, \"a\": 2}", 1, 10)]
    [InlineData("a.yaml", "a: 1\nb: 2\na: 3\n", 3, 1)]
    [InlineData("a.toml", "a = 1\na = 2\n", 2, 1)]
    [InlineData("a.json", "{\"a\": \n 1,, }", 2, 4)]
    [InlineData("a.yaml", "a: [1, 2\n", 2, 1)]
    [InlineData("a.toml", "a = \n", 1, 5)]
    [InlineData("a.xml", "<a>\n<b></a>", 2, 6)]
    [InlineData("a.xml", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", 1, 1)]
    [InlineData("Dockerfile", "FROM x\nthe quick brown fox\n", 2, 1)]
    [InlineData("a.json", "{} {}", 1, 4)]
    public void What_is_wrong_is_told_with_its_place(string name, string text, int line, int column)
    {
        var e = Assert.Throws<DocumentException>(() => StructuredText.Read(name, Bytes(text)));

        Assert.Equal((line, column), (e.Line, e.Column));
    }

    [Theory]
    [InlineData("a.json", "[", "]")]
    [InlineData("a.yaml", "[", "]")]
    [InlineData("a.toml", "[", "]")]
    [InlineData("a.xml", "<a>", "</a>")]
    public void Deep_nesting_is_refused(string name, string open, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, 50_000)) + string.Concat(Enumerable.Repeat(close, 50_000));

        Assert.Throws<DocumentException>(() => StructuredText.Read(name, Bytes(name == "a.toml" ? "a = " + deep : deep)));
    }

    [Fact]
    public void An_alias_bomb_is_refused()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++)
            text.Append(CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");

        Assert.Contains("aliases written out", Assert.Throws<DocumentException>(() => StructuredText.Read("a.yaml", Bytes(text.ToString()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Places_in_one_long_line_are_found_in_one_pass()
    {
        var items = string.Join(",", Enumerable.Range(0, 200_000).Select(i => i % 10));
        var root = Single("a.json", $"[{items}]");

        Assert.Equal((1, 400_000), (root.Items[^1].Line, root.Items[^1].Column));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("Dockerfile-notes")]
    [InlineData("yaml")]
    public void Other_names_are_not_read(string name) => Assert.Null(StructuredText.Read(name, Bytes("a: 1")));

    private static DocumentNode Single(string name, string text) => Assert.Single(StructuredText.Read(name, Bytes(text))!);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
