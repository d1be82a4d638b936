namespace Sluice.Artifacts.Documents;

/// <summary>
/// The short forms of CloudFormation's functions in YAML, such as <c>!Ref Name</c>: the same as the map <c>{Ref: Name}</c> that JSON has to write (AWS CloudFormation
/// User Guide, "Intrinsic function reference"). As a plain text, a reference would look like a value.
/// </summary>
internal static class CloudFormationTag
{
    private static readonly HashSet<string> Functions = new(StringComparer.Ordinal)
    {
        "And", "Base64", "Cidr", "Equals", "FindInMap", "ForEach", "GetAZs", "GetAtt", "If", "ImportValue", "Join", "Length", "Not", "Or", "Select", "Split", "Sub", "ToJsonString", "Transform",
    };

    /// <summary>The key that stands for the tag; null for a tag that means nothing here.</summary>
    public static string? KeyOf(string tag) => tag switch
    {
        "!Ref" or "!Condition" => tag[1..],
        ['!', .. var name] when Functions.Contains(name) => "Fn::" + name,
        _ => null,
    };

    public static DocumentNode Wrap(string key, DocumentNode value)
    {
        var map = new DocumentMap();
        map.TryAdd(new DocumentKey(key, value.Line, value.Column), value);
        return new DocumentNode(map, value.Line, value.Column);
    }
}
