using System.Globalization;
using System.Text;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts.Formats;

public sealed class NumberListReaderTests
{
    private static readonly byte[] Map = Encoding.UTF8.GetBytes(TestMap.Map(("../src/a.ts", TestMap.Source(2, 40))).ToJsonString());

    public static TheoryData<string, string> Lists => new()
    {
        { "decimal", "const a=Buffer.from([" + Join(Map, b => b.ToString(CultureInfo.InvariantCulture)) + "]);\n" },
        { "packed", "const a=new Uint8Array([" + Join(TestArchive.Gzip(Map), b => b.ToString(CultureInfo.InvariantCulture)) + "]);\n" },
        { "hexadecimal in lines", "static const unsigned char a[] = {\n  " + Join(Map, (b, i) => $"0x{b:x2}" + (i % 12 == 11 ? "\n " : "")) + "\n};\n" },
        { "signed as in Java", "byte[] a = {" + Join(TestArchive.Gzip(Map), b => ((sbyte)b).ToString(CultureInfo.InvariantCulture)) + ",};\n" },
        { "behind another table", "t=[" + Join(Enumerable.Range(0, 900).ToArray(), i => i.ToString(CultureInfo.InvariantCulture)) + "];a=[" + Join(Map, b => b.ToString(CultureInfo.InvariantCulture)) + "]" },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_file_written_as_numbers_is_opened(string how, string text)
    {
        var report = Screening.Of(TestMap.Package(("dist/data.js", Encoding.UTF8.GetBytes(text))));

        Assert.True(Screening.Rules(report).Contains("exposure/source-map"), how);
        Assert.Equal(Decision.Deny, report.Decision);
    }

    [Fact]
    public void Tables_of_numbers_stay_as_they_are()
    {
        var random = new Random(7);
        var tables = string.Concat(Enumerable.Range(0, 50).Select(i => $"t{i}=[{Join(Enumerable.Range(0, 600).Select(_ => random.Next(i < 25 ? 256 : 70_000)).ToArray(), n => n.ToString(CultureInfo.InvariantCulture))}];\n"));
        var report = Screening.Of(TestMap.Package(("dist/data.js", Encoding.UTF8.GetBytes(tables))));

        Assert.DoesNotContain(report.Artifact.Entries, entry => entry.Path.Value.Contains("number list", StringComparison.Ordinal));
    }

    private static string Join<T>(T[] items, Func<T, string> write) => string.Join(',', items.Select(write));

    private static string Join(byte[] items, Func<byte, int, string> write) => string.Join(", ", items.Select(write));
}
