using System.Text;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts.Formats;

/// <summary>Damages files of every decoded format in a repeatable way: whatever the bytes, no reader may fail in a way of its own.</summary>
public sealed class DecoderFuzzTests
{
    private const int Rounds = 300;

    private static readonly byte[] Script = Encoding.UTF8.GetBytes(TestMap.Source(3, 12));
    private static readonly string Encoded = Convert.ToBase64String(Script);

    private static readonly Dictionary<string, byte[]> Seeds = new()
    {
        ["map"] = TestMap.Bytes(TestMap.Map(("a.ts", TestMap.Source(1, 5)), ("b.ts", null))),
        ["index map"] = TestMap.Bytes(TestMap.Index(TestMap.Map(("a.ts", TestMap.Source(1, 5))), TestMap.Index(TestMap.Map(("b.ts", "x"))))),
        ["inline map"] = Encoding.UTF8.GetBytes("x()\n" + TestMap.Inline(TestMap.Map(("a.ts", TestMap.Source(1, 5))))),
        ["embedded map"] = Encoding.UTF8.GetBytes("var map = " + TestMap.Map(("a.ts", TestMap.Source(1, 5))).ToJsonString() + "; run(map)"),
        ["data uris"] = Encoding.UTF8.GetBytes($"a{{background:url(data:text/html;base64,{Encoded})}} <a href=\"data:text/html,{Uri.EscapeDataString(TestMap.Source(1, 3))}\"> //# sourceMappingURL=a.map\n"),
        ["eval"] = Encoding.UTF8.GetBytes("eval(" + TestMap.JavaScriptLiteral(TestMap.Source(1, 5) + "//# sourceURL=webpack://a/b.js?") + "); eval(\"\\u{1f680}\\x41\\u0041//# sourceURL=c\")"),
        ["base64"] = Encoding.UTF8.GetBytes("x = \"" + string.Join("\" +\n \"", Encoded.Chunk(70).Select(c => new string(c))) + "\"\n" + Convert.ToHexString(Script)),
        ["wide text"] = [0xff, 0xfe, .. Encoding.Unicode.GetBytes(TestMap.Source(1, 5))],
        ["assembly"] = TestAssembly.Build(TestMap.Source(1, 5), "literal", true, "https://git.corp/*"),
        ["wide strings"] = TestProgram.WithWideStrings("a hidden sentence", "another sentence"),
        ["sections"] = TestProgram.ElfWithSections(".text", ".debug_info"),
        ["appended"] = [.. TestProgram.ElfWithSections(".text"), .. TestArchive.Zip(("inner.txt", Script))],
        ["node"] = TestProgram.NodeApplication("run()", "asset"),
        ["bun"] = TestProgram.BunApplication("run()", 36),
        ["dotnet bundle"] = TestProgram.DotNetBundle("a.json", Script),
        ["pyinstaller"] = TestProgram.PyInstaller("main", TestProgram.PythonModule("text", Script), 311),
        ["pyc"] = TestProgram.PythonFile("text", Script),
        ["class"] = TestProgram.JavaClass("literal"),
        ["wasm"] = TestProgram.WebAssembly("data:application/json;base64,e30="),
        ["git object"] = TestProgram.GitObject("blob", Script),
        ["git pack"] = TestProgram.GitPack(Script, "more"u8.ToArray()),
        ["ds store"] = TestProgram.DesktopServicesStore("a.txt", "b.txt"),
    };

    public static TheoryData<string> Names => [.. Seeds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Damage_ends_in_entries_or_in_something_unscreened(string name)
    {
        var random = new Random(20_240);
        for (var round = 0; round < Rounds; round++)
        {
            var damaged = Damage(Seeds[name], random);
            var report = Screening.Of(damaged);
            Assert.True(report.Faults.Count == 0, $"round {round}: {string.Join("; ", report.Faults)}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_undamaged_file_is_screened_completely(string name)
    {
        var report = Screening.Of(Seeds[name]);

        Assert.Empty(report.Coverage.Unscreened);
        Assert.Empty(report.Faults);
    }

    private static byte[] Damage(byte[] seed, Random random)
    {
        var bytes = seed.ToArray();
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes[at] = 0xff;
                    break;
                case 3:
                    bytes = bytes[..Math.Max(1, at)];
                    break;
                default:
                    var from = random.Next(bytes.Length);
                    var length = random.Next(Math.Min(bytes.Length - from, 64));
                    bytes = [.. bytes[..at], .. bytes[from..(from + length)], .. bytes[at..]];
                    break;
            }
        }

        return bytes;
    }
}
