using System.Text.Json;
using Sluice.Cel;

namespace Sluice.Cli.Commands;

/// <summary>A line of <c>--batch</c>: an expression with its declarations and values.</summary>
internal static class ExpressionCase
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256 };

    public static ExpressionResult Run(string line, CancellationToken cancel)
    {
        string? id = null;
        try
        {
            using var json = JsonDocument.Parse(line, Options);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                throw new FormatException("a case is a JSON object");
            id = json.RootElement.TryGetProperty("id", out var name) ? name.ToString() : null;
            return Run(json.RootElement, cancel) with { Id = id };
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or OverflowException or InvalidOperationException)
        {
            // One case that cannot be read is one result; the others go on.
            return new ExpressionResult { Id = id, Error = "the case is wrong: " + e.Message };
        }
    }

    private static ExpressionResult Run(JsonElement json, CancellationToken cancel)
    {
        var expression = json.TryGetProperty("expr", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : throw new FormatException("'expr' is missing");
        var values = json.TryGetProperty("bindings", out var bound) ? bound.EnumerateObject().Select(member => (member.Name, Value: CelTypedJson.Read(member.Value))).ToList() : [];
        var environment = EnvironmentOf(json, [.. values.Select(member => member.Name)]);
        var compilation = IsSet(json, "disable_check") ? environment.CompileUnchecked(expression) : environment.Compile(expression);
        if (compilation.Program is not { } program)
            return new ExpressionResult { Error = compilation.Render() };
        if (IsSet(json, "check_only"))
            return new ExpressionResult { Type = compilation.Type?.ToString() };
        var bindings = environment.NewBindings();
        foreach (var (name, value) in values)
            bindings[name] = value;
        var result = program.Evaluate(bindings, cancel: cancel);
        return result.Value.IsError
            ? new ExpressionResult { Type = program.Type?.ToString(), Error = program.Locate(result.Value.AsError).Render(expression), Cost = result.Cost }
            : ExpressionResult.Of(result.Value, program.Type, result.Cost);
    }

    private static bool IsSet(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static CelEnvironment EnvironmentOf(JsonElement json, IReadOnlyList<string> bound)
    {
        var variables = new Dictionary<string, CelVariable>(StringComparer.Ordinal);
        var functions = new List<CelFunction>();
        if (json.TryGetProperty("type_env", out var declarations))
        {
            foreach (var declaration in declarations.EnumerateArray())
            {
                var name = declaration.GetProperty("name").GetString()!;
                if (declaration.TryGetProperty("function", out var overloads))
                    functions.Add(new CelFunction(name, [.. overloads.EnumerateArray().Select(Overload)]));
                else
                    variables[name] = new CelVariable(name, TypeOf(declaration.GetProperty("type")));
            }
        }

        foreach (var name in bound)
            variables.TryAdd(name, new CelVariable(name, CelType.Dyn));
        return new CelEnvironment(new CelEnvironmentOptions
        {
            Container = json.TryGetProperty("container", out var container) ? container.GetString() ?? "" : "",
            HasMacros = !IsSet(json, "disable_macros"),
            Variables = [.. variables.Values],
            Functions = functions,
        });
    }

    private static CelOverload Overload(JsonElement json) => CelOverload.Declared(
        json.GetProperty("id").GetString()!,
        [.. json.GetProperty("params").EnumerateArray().Select(TypeOf)],
        TypeOf(json.GetProperty("result")),
        IsSet(json, "member"));

    private static CelType TypeOf(JsonElement json) => CelTypeParser.Parse(json.GetString() ?? throw new FormatException("a type is a string"));
}
