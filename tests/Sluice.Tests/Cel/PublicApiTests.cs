using System.Reflection;
using System.Text;
using Sluice.Cel;
using Sluice.Tests.Support;

namespace Sluice.Tests.Cel;

/// <summary>The package's surface: what is in it is promised, so that it changes only on purpose.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_recorded_one()
    {
        var text = new StringBuilder();
        foreach (var type in typeof(CelValue).Assembly.GetExportedTypes().OrderBy(type => type.Name, StringComparer.Ordinal))
        {
            text.Append(type.Name).Append('\n');
            var members = type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(member => member is not MethodInfo { IsSpecialName: true } && member.Name is not ("Equals" or "GetHashCode" or "ToString" or "<Clone>$" or "PrintMembers" or "Deconstruct" or "value__"));
            foreach (var member in members.Select(member => "  " + member).Order(StringComparer.Ordinal))
                text.Append(member.Replace("Sluice.Cel.", "", StringComparison.Ordinal)).Append('\n');
        }

        Golden.Check("cel-api.txt", text.ToString());
    }

    [Fact]
    public void Classes_are_sealed_abstract_or_static() =>
        Assert.Empty(typeof(CelValue).Assembly.GetTypes().Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false }).Select(type => type.FullName));

    [Fact]
    public void The_example_of_the_readme_says_what_it_shows()
    {
        var release = new CelObjectType("Release", new CelField("name", CelType.String), new CelField("size", CelType.Int), new CelField("files", CelType.List(CelType.String)));
        var environment = new CelEnvironment(new CelEnvironmentOptions { Variables = [new CelVariable("release", release.Type), new CelVariable("now", CelType.Timestamp)] });
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "src", "Sluice.Cel", "README.md"));

        Assert.NotNull(environment.Compile("release.size < 10 * 1024 * 1024 && !release.files.exists(f, f.endsWith('.map'))").Program);
        Assert.Contains(environment.Compile("release.sise < 10").Render(), readme, StringComparison.Ordinal);
    }
}
