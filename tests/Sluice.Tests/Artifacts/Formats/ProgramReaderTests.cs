using System.Text;
using Sluice.Artifacts.Formats;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts.Formats;

public sealed class ProgramReaderTests
{
    private static readonly byte[] Script = Encoding.UTF8.GetBytes(TestMap.Source(3, 20));

    [Fact]
    public void Wide_strings_of_a_program_are_text()
    {
        for (var padding = 0; padding < 20; padding++)
        {
            var program = TestProgram.Elf([.. new byte[padding], .. TestProgram.WithWideStrings("a hidden sentence", "short", "another \tone here")[128..]]);
            Holds(program, "wide strings", "a hidden sentence\nanother \tone here\n"u8);
        }
    }

    [Fact]
    public void An_archive_behind_a_program_is_opened()
    {
        byte[] program = [.. TestProgram.ElfWithSections(".text"), .. TestArchive.Zip(("inner.txt", Script))];

        Assert.Contains("appended data!/inner.txt", Screening.Places(Screening.Of(program)));
        Assert.DoesNotContain("appended data", Screening.Places(Screening.Of(TestProgram.ElfWithSections(".text"))));
    }

    [Fact]
    public void The_script_and_the_assets_of_a_node_application_are_entries()
    {
        var program = TestProgram.NodeApplication(Encoding.UTF8.GetString(Script), "an asset");
        Holds(program, "cli.js", Script);
        Holds(program, "a.txt", "an asset"u8);
    }

    [Theory]
    [InlineData(28)]
    [InlineData(36)]
    [InlineData(52)]
    public void The_modules_of_a_bun_application_are_entries(int recordSize) =>
        Holds(TestProgram.BunApplication(Encoding.UTF8.GetString(Script), recordSize), "/$bunfs/root/cli.js", Script);

    [Fact]
    public void The_files_of_a_single_file_dotnet_application_are_entries() =>
        Holds(TestProgram.DotNetBundle("appsettings.json", Script), "appsettings.json", Script);

    [Fact]
    public void The_scripts_of_a_pyinstaller_application_are_opened_down_to_their_constants()
    {
        var report = Screening.Of(TestProgram.PyInstaller("main", TestProgram.PythonModule("a literal in a script", []), 311));

        Assert.Contains("main!/constants", Screening.Places(report));
    }

    [Fact]
    public void Constants_and_names_of_python_bytecode_are_text()
    {
        var file = TestProgram.PythonFile("the secret ingredient \u00e9", Script);

        Holds(file, "constants", [.. "the secret ingredient \u00e9\n"u8, .. Script, .. "\nNAME\n/home/dev/secret.py\n<module>\n<module>\n"u8]);
        Assert.Equal("/home/dev/secret.py", Screening.Of(file).Artifact.Root.Fact<PythonBytecodeFacts>()!.SourcePath);
    }

    [Fact]
    public void An_archive_among_the_constants_of_python_bytecode_is_opened()
    {
        var file = TestProgram.PythonFile("x", TestArchive.Zip(("inner.txt", Script)));

        Assert.Contains("bytes!/inner.txt", Screening.Places(Screening.Of(file)));
    }

    [Fact]
    public void The_file_around_an_archive_among_the_constants_is_no_archive()
    {
        var report = Screening.Of(TestProgram.PythonFile("x", TestArchive.Zip(("inner.txt", Script))));

        Assert.Null(report.Artifact.Root.Format);
        Assert.DoesNotContain(report.Findings, finding => finding.Finding.Rule.Id.StartsWith("archive/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    public void What_lies_behind_the_code_of_python_bytecode_is_opened(int gap)
    {
        byte[] code = TestProgram.PythonFile("x", [1, 2, 3]);
        byte[] file = [.. code, .. Enumerable.Repeat((byte)'#', gap), .. TestArchive.Zip(("inner.txt", Script))];

        Assert.Contains("data behind the code!/inner.txt", Screening.Places(Screening.Of(file)));
        Assert.DoesNotContain("data behind the code", Screening.Places(Screening.Of(code)));
    }

    [Theory]
    [InlineData(2, 7)]
    [InlineData(3, 2)]
    [InlineData(3, 6)]
    public void Bytecode_of_older_pythons_is_read(int major, int minor)
    {
        var file = TestProgram.OldPythonFile(major, minor, "the secret ingredient", TestArchive.Zip(("inner.txt", Script)));
        var report = Screening.Of([.. file, .. Script]);

        Assert.Empty(report.Coverage.Unscreened);
        Assert.Equal(new PythonBytecodeFacts($"{major}.{minor}", "/home/dev/old.py"), report.Artifact.Root.Fact<PythonBytecodeFacts>());
        Assert.Equal(["bytes", "bytes!/inner.txt", "constants", "data behind the code"], Screening.Places(report));
        Holds(file, "constants", "the secret ingredient\n/home/dev/old.py\n<module>\n"u8);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'(', 0xff, 0xff, 0xff, 0xff })]
    [InlineData(new byte[] { (byte)'s', 0xff, 0xff, 0xff, 0x7f })]
    [InlineData(new byte[] { (byte)'l', 0, 0, 0, 0x80 })]
    public void Python_bytecode_that_claims_too_much_is_not_passed(byte[] marshalled) =>
        NotPassed([0xa7, 0x0d, 0x0d, 0x0a, .. new byte[12], .. marshalled]);

    [Fact]
    public void Python_bytecode_that_nests_without_end_is_not_passed() =>
        NotPassed([0xa7, 0x0d, 0x0d, 0x0a, .. new byte[12], .. Enumerable.Repeat((byte[])[(byte)')', 2], 200_000).SelectMany(b => b)]);

    [Fact]
    public void String_literals_of_a_java_class_are_text() => Holds(TestProgram.JavaClass("a literal that is long enough to hide something in it"), "constants", "a literal that is long enough to hide something in it\n"u8);

    [Theory]
    [InlineData("!<arch>\n followed by more of it, so that it is long enough")]
    [InlineData("hsqs and everything else that such a file would have")]
    public void The_magic_numbers_among_the_literals_of_an_archive_tool_are_no_archive(string literal)
    {
        foreach (var file in (byte[][])[TestProgram.JavaClass(literal), TestProgram.PythonFile(literal, [1, 2, 3])])
            Holds(file, "constants", Opened.Contents(file).Single(e => e.Label == "constants").Bytes);
    }

    [Fact]
    public void Short_literals_of_a_java_class_are_found_where_they_are() =>
        Assert.Empty(Screening.Places(Screening.Of(TestProgram.JavaClass("short"))));

    [Fact]
    public void The_map_of_a_wasm_module_is_known_and_opened_when_it_is_inline()
    {
        var elsewhere = Screening.Of(TestProgram.WebAssembly("https://maps.acme.example/a.wasm.map"));
        Assert.Equal(["https://maps.acme.example/a.wasm.map"], elsewhere.Artifact.Root.Fact<SourceMapReferences>()!.Addresses);
        Assert.True(elsewhere.Artifact.Root.Fact<WebAssemblyFacts>()!.HasNames);

        var inline = Screening.Of(TestProgram.WebAssembly("data:application/json;base64," + Convert.ToBase64String(TestMap.Bytes(TestMap.Map(("src/lib.rs", "fn main() {}\n"))))));
        Assert.Contains("sourceMappingURL!/inline source map!/src/lib.rs", Screening.Places(inline));
    }

    [Fact]
    public void Loose_git_objects_are_inflated() => Holds(TestProgram.GitObject("blob", Script), "blob", Script);

    [Fact]
    public void Objects_of_a_git_pack_are_put_together()
    {
        var pack = TestProgram.GitPack(Script, "and more"u8.ToArray());
        var report = Screening.Of(pack);

        Assert.Empty(report.Coverage.Unscreened);
        Assert.True(report.Artifact.Root.IsAccountedFor);
        Assert.Equal([Script, [.. Script, .. "and more"u8]], Opened.Contents(pack).Where(e => e.Label.StartsWith("blob ", StringComparison.Ordinal)).Select(e => e.Bytes));
    }

    [Fact]
    public void A_git_pack_that_is_cut_short_is_not_passed()
    {
        var pack = TestProgram.GitPack(Script, "and more"u8.ToArray());
        for (var length = 12; length < pack.Length - 20; length += 17)
            NotPassed(pack[..length]);
    }

    [Fact]
    public void The_names_in_a_desktop_services_store_are_told()
    {
        var report = Screening.Of(TestProgram.DesktopServicesStore("passwords.txt", "cust\u00f6mers.csv"));

        Assert.Equal(["passwords.txt", "cust\u00f6mers.csv"], report.Artifact.Root.Fact<DesktopServicesStoreFacts>()!.Names);
    }

    private static void Holds(byte[] file, string label, ReadOnlySpan<byte> content)
    {
        var report = Screening.Of(file);
        Assert.Empty(report.Faults);
        Assert.Empty(report.Coverage.Unscreened);
        Assert.Contains(content.ToArray(), Opened.Contents(file).Where(e => e.Label == label).Select(e => e.Bytes));
    }

    private static void NotPassed(byte[] file)
    {
        var report = Screening.Of(file);
        Assert.Empty(report.Faults);
        Assert.NotEqual(Decision.Allow, report.Decision);
    }
}
