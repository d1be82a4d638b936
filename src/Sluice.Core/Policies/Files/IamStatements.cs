using System.Text.Json;
using Sluice.Cel;
using static Sluice.Policies.Files.DocumentFunctions;

namespace Sluice.Policies.Files;

/// <summary>
/// Statements of AWS policies wherever they are in a value, also in texts that are JSON, in one form (AWS IAM User Guide, "Grammar of the IAM JSON policy language"): <c>statement</c>, <c>allow</c>,
/// <c>actions</c> (small letters), <c>resources</c>, <c>principals</c> (<c>*</c>, or with the kind before it: <c>AWS:…</c>, <c>Federated:…</c>), <c>conditions</c> (keys in small letters), <c>trust</c> (it says who may
/// take on a role), <c>limited</c> (a statement beside it denies something: a boundary rather than a grant).
/// </summary>
internal static class IamStatements
{
    public static CelValue Of(CelValue value)
    {
        var statements = new List<CelValue>();
        // With the nearest value that stands in the document itself: a text that is JSON has places of its own.
        var open = new Stack<(CelValue Value, CelValue? Place)>([(value, null)]);
        while (open.TryPop(out var next))
        {
            switch (next.Value.Kind)
            {
                case CelKind.List:
                    for (var i = next.Value.AsList.Count - 1; i >= 0; i--)
                        open.Push((next.Value.AsList[i], next.Place));
                    break;
                case CelKind.Map:
                    var all = ItemsOf(Field(next.Value, "Statement")).Where(IsStatement).ToList();
                    var isLimited = all.Exists(statement => TextOf(Field(statement, "Effect")) == "Deny");
                    statements.AddRange(all.Select(statement => Read(next.Place ?? statement, statement, isLimited)));
                    for (var i = next.Value.AsMap.Count - 1; i >= 0; i--)
                        open.Push((next.Value.AsMap.ValueAt(i), next.Place));
                    break;
                case CelKind.String when next.Place is null && next.Value.AsString.Contains("\"Statement\"", StringComparison.Ordinal) && Inner(next.Value.AsString) is { } inner:
                    open.Push((inner, next.Value));
                    break;
            }
        }

        return List(statements);
    }

    private static bool IsStatement(CelValue statement) => TextOf(Field(statement, "Effect")) is "Allow" or "Deny";

    private static CelValue? Inner(string text)
    {
        try
        {
            return Parsed(text);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            // A text that only speaks of statements.
            return null;
        }
    }

    private static CelValue Read(CelValue place, CelValue statement, bool isLimited)
    {
        var actions = Texts(Field(statement, "Action")).Select(action => action.ToLowerInvariant()).ToList();
        var principals = Principals(Field(statement, "Principal")).ToList();
        return Map(
            ("place", place),
            ("statement", statement),
            ("allow", CelValue.Bool(TextOf(Field(statement, "Effect")) == "Allow")),
            ("actions", List(actions.Select(CelValue.String))),
            ("resources", List(Texts(Field(statement, "Resource")).Select(CelValue.String))),
            ("principals", List(principals.Select(CelValue.String))),
            ("conditions", List(Conditions(Field(statement, "Condition")).Select(CelValue.String))),
            ("limited", CelValue.Bool(isLimited)),
            ("trust", CelValue.Bool(actions.Exists(action => action.StartsWith("sts:assumerole", StringComparison.Ordinal) || action == "sts:*") && principals.Count > 0)));
    }

    private static IEnumerable<string> Texts(CelValue value) => ItemsOf(value).Where(item => item.Kind == CelKind.String).Select(item => item.AsString);

    private static IEnumerable<string> Principals(CelValue principal)
    {
        foreach (var text in Texts(principal))
            yield return text;
        foreach (var (kind, value) in MembersOf(principal))
        {
            foreach (var text in Texts(value))
                yield return kind == "AWS" && text == "*" ? "*" : $"{kind}:{text}";
        }
    }

    private static IEnumerable<string> Conditions(CelValue condition) =>
        from test in MembersOf(condition)
        from key in MembersOf(test.Value)
        select key.Key.ToLowerInvariant();
}
