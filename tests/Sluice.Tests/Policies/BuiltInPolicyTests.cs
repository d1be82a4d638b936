using System.Text;
using Sluice.Artifacts.Documents;
using Sluice.Policies;
using Sluice.Policies.Testing;
using Sluice.Tests.Support;

namespace Sluice.Tests.Policies;

public sealed class BuiltInPolicyTests
{
    private static readonly string Packs = Path.Combine(Repository.Root, "src", "Sluice.Core", "Policies", "Packs");

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Packs, "*.yaml").Where(file => !file.EndsWith(".test.yaml", StringComparison.Ordinal)).Select(file => Path.GetFileNameWithoutExtension(file)!).Order()];

    /// <summary>The program reads JSON because that is faster; people read and write the YAML.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_embedded_is_what_is_written(string name)
    {
        var json = Path.Combine(Packs, name + ".json");
        var expected = Encoding.UTF8.GetString(InlineFiles.BytesOf(Assert.Single(YamlText.Read(File.ReadAllText(Path.Combine(Packs, name + ".yaml")))))) + "\n";
        if (Repository.IsAccepting)
            File.WriteAllText(json, expected);

        Assert.Equal(expected, File.ReadAllText(json));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_built_in_policy_compiles_from_its_YAML_too(string name)
    {
        var policy = Policy.Parse(name, File.ReadAllText(Path.Combine(Packs, name + ".yaml")));

        Assert.Equal("builtin:" + name, policy.Name);
        Assert.Equal(BuiltInPolicies.Find("builtin:" + name)!.RuleIds, policy.RuleIds);
    }

    [Fact]
    public void All_of_them_have_a_name_to_be_found_by() => Assert.Equal(Names.Select(row => "builtin:" + row.Data).Order(), BuiltInPolicies.Names.Order());
}
