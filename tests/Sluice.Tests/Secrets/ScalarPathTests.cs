using System.Diagnostics;
using System.Text;
using Sluice.Secrets;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets;

/// <summary>A machine without wide registers finds the same, to the byte.</summary>
public sealed class ScalarPathTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableSSSE3")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public void Without_instructions_of_the_processor_the_report_is_the_same(string setting)
    {
        using var folder = new TemporaryFolder();
        folder.File("sample.tgz", Sample());

        var usual = Screen(folder.Path, null);

        Assert.Contains("secret/github-token", usual, StringComparison.Ordinal);
        Assert.Equal(usual, Screen(folder.Path, setting));
    }

    /// <summary>Every tenth kind, in texts of every length up to a few blocks, with noise around.</summary>
    private static byte[] Sample()
    {
        var files = new List<(string, byte[])> { ("package/token", Encoding.ASCII.GetBytes(new string('.', 61) + TestSecret.GitHub(5))) };
        var rules = SecretScanner.BuiltIn.Rules;
        for (var i = 0; i < rules.Count; i += 10)
        {
            var example = ExampleTemplate.Expand(rules[i].Fires[0], i);
            files.Add(($"package/{i}.txt", Encoding.UTF8.GetBytes(TestSecret.Random("abc \n=\"xyz0123_-", i % 150, i) + "\n" + example + "\n" + TestSecret.Alphanumeric(i % 70, i))));
        }

        return TestArchive.Tgz([.. files]);
    }

    private static string Screen(string folder, string? setting)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Sluice.Cli.CommandLine).Assembly.Location, "screen", "sample.tgz", "--report", "json", "--now", "2026-03-31T12:00:00Z"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        if (setting is not null)
            start.Environment[setting] = "0";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(1, process.ExitCode);
        return output;
    }
}
