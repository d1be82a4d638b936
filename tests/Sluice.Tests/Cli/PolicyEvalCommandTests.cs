using System.Text;
using System.Text.Json;
using Sluice.Cli;
using Sluice.Tests.Support;

namespace Sluice.Tests.Cli;

/// <summary><c>sluice policy eval</c>: trying expressions by hand and by the thousand.</summary>
public sealed class PolicyEvalCommandTests
{
    [Theory]
    [InlineData("1 + 2", "{\"value\":{\"int\":\"3\"},\"type\":\"int\",\"cost\":1}")]
    [InlineData("{'a': [1u, 2.5, b'x', null]}", "{\"value\":{\"map\":[[{\"string\":\"a\"},{\"list\":[{\"uint\":\"1\"},{\"double\":\"2.5\"},{\"bytes\":\"eA==\"},{\"null\":null}]}]]},\"type\":\"map(string, list(dyn))\",\"cost\":40}")]
    [InlineData("optional.none()", "{\"value\":{\"optional\":null},\"type\":\"optional_type(dyn)\",\"cost\":1}")]
    [InlineData("-0.0", "{\"value\":{\"double\":\"-0.0\"},\"type\":\"double\",\"cost\":0}")]
    [InlineData("timestamp('2026-01-01T00:00:00.5+01:00')", "{\"value\":{\"timestamp\":\"2025-12-31T23:00:00.5Z\"},\"type\":\"timestamp\",\"cost\":1}")]
    public void The_value_is_printed_with_its_types(string expression, string expected)
    {
        var run = CliRun.In(Repository.Root, "policy", "eval", expression);

        Assert.Equal((ExitCode.Allow, expected + "\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Theory]
    [InlineData("purl('pkg:npm/%40acme/cli@1.2.3').name == 'cli'")]
    [InlineData("semver('1.2.3').satisfies('^1.0.0') && spdx('MIT OR ISC').allowed(['MIT']) && glob('a/b.map', '**/*.map')")]
    [InlineData("cvss('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H').score == 9.8 && severity.rank('high') > severity.rank('low')")]
    [InlineData("hash.sha256(b'abc') == 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'")]
    public void The_functions_of_policies_can_be_tried(string expression)
    {
        var run = CliRun.In(Repository.Root, "policy", "eval", expression);

        Assert.Equal((ExitCode.Allow, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("""{"value":{"bool":true}""", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1 +", "1:4: expected a value, found the end of the expression")]
    [InlineData("size == 1", "1:1: undeclared reference to 'size'")]
    [InlineData("1 / 0", "1:3: division by zero")]
    public void A_mistake_is_shown_with_its_place(string expression, string message)
    {
        var run = CliRun.In(Repository.Root, "policy", "eval", expression);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.StartsWith("sluice: " + message, run.Error, StringComparison.Ordinal);
        Assert.Contains("^", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_are_variables()
    {
        using var folder = new TemporaryFolder();
        folder.File("facts.json", """{"size": 12, "ratio": 0.5, "tags": ["a", "b"]}""");
        folder.File("twice.json", """{"a": 1, "a": 2}""");

        Assert.Contains("{\"bool\":true}", CliRun.In(folder.Path, "policy", "eval", "size > 10 && 'b' in tags && ratio < 1.0", "--data", "facts.json").Output, StringComparison.Ordinal);
        Assert.Contains("twice", CliRun.In(folder.Path, "policy", "eval", "a", "--data", "twice.json").Error, StringComparison.Ordinal);
        Assert.Contains("cannot read 'none.json'", CliRun.In(folder.Path, "policy", "eval", "a", "--data", "none.json").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_gives_one_result_a_line_in_order_whatever_is_in_it()
    {
        const string Cases = """
            {"id": "one", "expr": "x + 1", "bindings": {"x": {"int": "41"}}}
            {"id": "two", "expr": "x + 1", "type_env": [{"name": "x", "type": "string"}]}
            {"id": "three", "expr": "[1].map(y, y)", "check_only": true}
            {"id": "four", "expr": "y", "container": "a.b", "bindings": {"a.y": {"bool": true}}}
            {"id": "five", "expr": "1 == '1'", "disable_check": true}
            not json
            {"id": "seven", "expr": "f(1)", "type_env": [{"name": "f", "function": [{"id": "f_int", "params": ["int"], "result": "list('T)", "member": false}]}], "check_only": true}
            {"id": "eight", "expr": "x", "bindings": {"x": {"int": "x"}}}
            {"id": "nine", "expr": "[1].all(x, true)", "disable_macros": true}
            """;
        var run = CliRun.In(Repository.Root, new MemoryStream(Encoding.UTF8.GetBytes(Cases)), "policy", "eval", "--batch", "-");
        var lines = run.Output.TrimEnd('\n').Split('\n');

        Assert.Equal(ExitCode.Allow, run.ExitCode);
        Assert.Equal(9, lines.Length);
        Assert.Equal("{\"id\":\"one\",\"value\":{\"int\":\"42\"},\"type\":\"int\",\"cost\":2}", lines[0]);
        Assert.StartsWith("1:3: found no matching overload for '+' applied to '(string, int)'", JsonDocument.Parse(lines[1]).RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal("{\"id\":\"three\",\"type\":\"list(int)\"}", lines[2]);
        Assert.Contains("{\"bool\":true}", lines[3], StringComparison.Ordinal);
        Assert.Contains("{\"bool\":false}", lines[4], StringComparison.Ordinal);
        Assert.Contains("the case is wrong", lines[5], StringComparison.Ordinal);
        Assert.Equal("{\"id\":\"seven\",\"type\":\"list(dyn)\"}", lines[6]);
        Assert.Contains("the case is wrong", lines[7], StringComparison.Ordinal);
        Assert.Contains("error", lines[8], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("policy", "eval")]
    [InlineData("policy", "eval", "1", "--batch", "x")]
    [InlineData("policy", "eval", "--batch", "x", "--data", "y")]
    public void An_incomplete_command_line_is_refused(params string[] arguments) => Assert.Equal(ExitCode.Usage, CliRun.In(Repository.Root, arguments).ExitCode);
}
