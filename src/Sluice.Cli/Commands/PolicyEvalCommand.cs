using System.CommandLine;
using System.Text.Json;
using Sluice.Cel;
using Sluice.Policies;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice policy eval EXPR</c>: one expression, or many from a file.</summary>
internal sealed class PolicyEvalCommand(Surroundings surroundings, CancellationToken cancel)
{
    public static Command Build(Surroundings surroundings, CancellationToken cancel)
    {
        var expression = new Argument<string?>("EXPR") { Arity = ArgumentArity.ZeroOrOne, Description = "An expression of CEL." };
        var data = new Option<string>("--data") { HelpName = "FILE", Description = "A JSON object whose members are the variables of the expression." };
        var batch = new Option<string>("--batch") { HelpName = "FILE", Description = "One case a line in JSON, '-' for standard input; gives one result a line, in order." };
        var command = new Command("eval", "Evaluates an expression and prints its typed value, its type and what it cost, as JSON.") { expression, data, batch };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(expression) is null == parsed.GetValue(batch) is null)
                parsed.AddError("give an expression, or --batch with a file of them");
            else if (parsed.GetValue(batch) is not null && parsed.GetValue(data) is not null)
                parsed.AddError("--data goes with an expression; the cases of --batch bring their own bindings");
        });
        command.SetAction(parsed =>
        {
            var evaluation = new PolicyEvalCommand(surroundings, cancel);
            return parsed.GetValue(batch) is { } file ? evaluation.Batch(file) : evaluation.One(parsed.GetValue(expression)!, parsed.GetValue(data));
        });
        return command;
    }

    private int One(string expression, string? dataFile)
    {
        var (variables, values) = dataFile is null ? ([], []) : Data(dataFile);
        var environment = new CelEnvironment(new CelEnvironmentOptions { Variables = variables, Functions = PolicyFunctions.All });
        var compilation = environment.Compile(expression);
        if (compilation.Program is not { } program)
            return Fail(compilation.Render());
        var bindings = environment.NewBindings();
        foreach (var (name, value) in values)
            bindings[name] = value;
        var result = program.Evaluate(bindings, cancel: cancel);
        cancel.ThrowIfCancellationRequested();
        if (result.Value.IsError)
            return Fail(program.Locate(result.Value.AsError).Render(expression));
        surroundings.Output.WriteLine(ExpressionResult.Of(result.Value, program.Type, result.Cost).ToJson());
        return ExitCode.Allow;
    }

    private int Fail(string rendered)
    {
        foreach (var line in rendered.Split('\n'))
            surroundings.Error.WriteLine("sluice: " + Reporting.SafeText.Of(line));
        return ExitCode.Usage;
    }

    private (List<CelVariable>, List<(string, CelValue)>) Data(string file)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(surroundings.Full(file)));
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                throw new UsageException($"{file}: the data is a JSON object, whose members are the variables");
            // As one value first, which refuses names that are there twice.
            var members = CelJson.Read(json.RootElement).AsMap;
            var values = Enumerable.Range(0, members.Count).Select(i => (members.KeyAt(i).AsString, members.ValueAt(i))).ToList();
            return ([.. values.Select(member => new CelVariable(member.Item1, CelType.Dyn))], values);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            throw new UsageException($"cannot read '{file}': {e.Message}");
        }
    }

    private int Batch(string file)
    {
        using var input = Open(file);
        using var reader = new StreamReader(input);
        while (reader.ReadLine() is { } line)
        {
            cancel.ThrowIfCancellationRequested();
            if (line.AsSpan().Trim().Length > 0)
                surroundings.Output.WriteLine(ExpressionCase.Run(line, cancel).ToJson());
        }

        return ExitCode.Allow;
    }

    private Stream Open(string file)
    {
        try
        {
            return file == "-" ? surroundings.Input() : File.OpenRead(surroundings.Full(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read '{file}': {e.Message}");
        }
    }
}
