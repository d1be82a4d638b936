using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Tests.Support;

namespace Sluice.Tests.Cel;

/// <summary>The tests of the specification, from the npm package that <c>tests/real/cel/package-lock.json</c> pins.</summary>
internal static class ConformanceSuite
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "real", "cel");

    private static readonly Regex Messages = new(@"\b(Nested)?TestAllTypes\b|\bTestRequired\b|\bGlobalEnum\b|\bNestedEnum\b|cel\.expr\.conformance\.proto[23]\.|proto2_ext|proto\.(get|has)Ext", RegexOptions.NonBacktracking);

    private static readonly Lazy<IReadOnlyList<JsonElement>> Loaded = new(Load);

    public static IReadOnlyList<JsonElement> Cases => Loaded.Value;

    /// <summary>Why a case is not run; null where it is.</summary>
    public static string? Exclusion(JsonElement test)
    {
        if (test.GetProperty("file").GetString() == "block_ext")
            return "cel.block is the output of an optimizer, not written by people";
        var text = test.GetProperty("expr").GetString()!;
        foreach (var part in new[] { "typeEnv", "bindings", "value", "typedResult" })
            text += test.TryGetProperty(part, out var value) ? value.GetRawText() : "";
        if (text.Contains("enumValue", StringComparison.Ordinal))
            return "needs an enumeration of protocol buffers";
        return Messages.IsMatch(text) ? "needs a protocol-buffer message" : null;
    }

    public static string NameOf(JsonElement test) => $"{test.GetProperty("file")}/{test.GetProperty("section")}/{test.GetProperty("name")}";

    private static IReadOnlyList<JsonElement> Load()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "@bufbuild", "cel-spec")))
            Run("npm", "install", "--prefix", Folder, "--no-save", "--ignore-scripts", "--loglevel", "error");
        return [.. Run("node", Path.Combine(Folder, "export.mjs")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = System.Text.Encoding.UTF8 })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} failed: {error.Result}");
        return output;
    }
}
