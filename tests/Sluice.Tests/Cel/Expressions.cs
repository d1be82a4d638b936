using Sluice.Cel;

namespace Sluice.Tests.Cel;

/// <summary>Expressions in one line of a test.</summary>
internal static class Expressions
{
    /// <summary>The value of an expression without variables, which must compile.</summary>
    public static CelValue Evaluate(string expression) => CelEnvironment.Default.Compile(expression).Require().Evaluate().Value;

    /// <summary>The message of its error.</summary>
    public static string ErrorOf(string expression)
    {
        var value = Evaluate(expression);
        Assert.True(value.IsError, $"{expression} gave {value}");
        return value.AsError.Message;
    }

    /// <summary>An environment with variables, and their values.</summary>
    public static (CelEnvironment Environment, CelBindings Bindings) With(params (string Name, CelType Type, CelValue Value)[] variables)
    {
        var environment = new CelEnvironment(new CelEnvironmentOptions { Variables = [.. variables.Select(variable => new CelVariable(variable.Name, variable.Type))] });
        var bindings = environment.NewBindings();
        foreach (var (name, _, value) in variables)
            bindings[name] = value;
        return (environment, bindings);
    }
}
