namespace Sluice.Cel;

/// <summary>Calls and operators.</summary>
internal sealed partial class Checker
{
    private CelType Call(CallExpr call)
    {
        foreach (var argument in call.Arguments)
            Visit(argument);
        if (call.Function is "_&&_" or "_||_")
            return Logical(call);
        var isMember = call.Target is not null;
        if (isMember && NamePath.Of(call.Target!) is { } path && !IsLocal(call.Target!) && FindFunction(path + "." + call.Function) is { } qualified)
        {
            call.IsQualified = true;
            return Resolve(call, qualified, call.Arguments, false);
        }

        if (isMember)
            Visit(call.Target!);
        if (FindFunction(call.Function) is { } function)
            return Resolve(call, function, isMember ? [call.Target!, .. call.Arguments] : call.Arguments, isMember);
        Undeclared(call.Function, call, environment.FunctionNames.Where(name => char.IsAsciiLetter(name[0])));
        return CelType.Error;
    }

    private CelFunction? FindFunction(string name)
    {
        foreach (var candidate in NamePath.Candidates(environment.Options.Container, name))
        {
            if (environment.FindFunction(candidate) is { } function)
                return function;
        }

        return null;
    }

    private CelType Logical(CallExpr call)
    {
        foreach (var argument in call.Arguments)
            ExpectBool(argument, $"'{Operators.SignOf(call.Function)}' needs");
        return CelType.Bool;
    }

    private void ExpectBool(Expr expression, string needs)
    {
        if (!_types.Fits(CelType.Bool, expression.Type!))
            diagnostics.Add($"{needs} a bool, but this is {Show(expression.Type!)}", expression.From, expression.End - expression.From);
    }

    private CelType Resolve(CallExpr call, CelFunction function, Expr[] arguments, bool isMember)
    {
        call.Declaration = function;
        var types = new CelType[arguments.Length];
        for (var i = 0; i < types.Length; i++)
            types[i] = arguments[i].Type!;
        CelType? result = null;
        var fitting = new List<CelOverload>(1);
        foreach (var overload in function.Overloads)
        {
            if (overload.IsMember != isMember || overload.Parameters.Count != types.Length)
                continue;
            var (parameters, overloadResult) = Instantiate(overload);
            if (!_types.Fit(types, parameters))
                continue;
            fitting.Add(overload);
            var found = _types.Resolve(overloadResult);
            result = result is null ? found : result.Form == CelTypeKind.Dyn || found.IsSame(result) ? result : CelType.Dyn;
        }

        call.Overloads = fitting;
        if (result is not null)
            return result;
        NoOverload(call, function, types, isMember);
        return CelType.Error;
    }

    /// <summary>The overload with new variables for its type parameters.</summary>
    private (IReadOnlyList<CelType> Parameters, CelType Result) Instantiate(CelOverload overload)
    {
        if (overload.TypeParameters.Count == 0)
            return (overload.Parameters, overload.Result);
        var variables = new Dictionary<string, CelType>(StringComparer.Ordinal);
        foreach (var name in overload.TypeParameters)
            variables.Add(name, _types.NewVariable());
        var parameters = new CelType[overload.Parameters.Count];
        for (var i = 0; i < parameters.Length; i++)
            parameters[i] = Replace(overload.Parameters[i], variables);
        return (parameters, Replace(overload.Result, variables));
    }

    private static CelType Replace(CelType type, Dictionary<string, CelType> variables)
    {
        if (type.IsGround)
            return type;
        return type.Form == CelTypeKind.Parameter ? variables[type.Name] : type.With([.. type.Parameters.Select(parameter => Replace(parameter, variables))]);
    }

    private void NoOverload(CallExpr call, CelFunction function, CelType[] types, bool isMember)
    {
        var shown = types.Select(Show).ToArray();
        var sign = Operators.SignOf(function.Name);
        var applied = isMember ? $"'{shown[0]}.({string.Join(", ", shown[1..])})'" : $"'({string.Join(", ", shown)})'";
        var styles = function.Overloads.Where(overload => overload.IsMember == isMember).ToList();
        var hint = styles.Count > 0 ? FormsOf(function, styles) : isMember ? $"; it is called as {function.Name}(…)" : $"; it is called as value.{function.Name}(…)";
        var length = sign == function.Name ? call.Function.TrimStart('.').Length : sign.Length;
        diagnostics.Add($"found no matching overload for '{sign}' applied to {applied}{hint}", call.Start, length);
    }

    private const int MostForms = 4;

    /// <summary>What a function takes, where that is quickly said; everybody knows what operators take.</summary>
    private static string FormsOf(CelFunction function, List<CelOverload> forms)
    {
        if (Operators.SignOf(function.Name) != function.Name || forms.Count > MostForms)
            return "";
        return "; there is " + string.Join(" and ", forms.Select(form => form.IsMember
            ? $"{form.Parameters[0]}.{function.Name}({string.Join(", ", form.Parameters.Skip(1))})"
            : $"{function.Name}({string.Join(", ", form.Parameters)})"));
    }
}
