using Sluice.Cel;

namespace Sluice.Tests.Cel;

public sealed class EnvironmentTests
{
    private static readonly CelEnvironment Parent = new(new CelEnvironmentOptions { Variables = [new CelVariable("a", CelType.Int)] });

    [Fact]
    public void An_environment_with_other_variables_keeps_functions_and_forgets_the_old_ones()
    {
        var environment = Parent.With([new CelVariable("b", CelType.List(CelType.Int))]);

        Assert.NotNull(environment.Compile("b.exists(x, x > 1) && ip('192.0.2.1').family() == 4").Program);
        Assert.Null(environment.Compile("a == 1").Program);
        Assert.NotNull(Parent.Compile("a == 1").Program);
        Assert.Throws<ArgumentException>(() => Parent.With([new CelVariable("b", CelType.Int), new CelVariable("b", CelType.Int)]));
    }

    [Theory]
    [InlineData("it.size > 0", true)]
    [InlineData("[1].exists(x, x == 1 && it.size > x)", true)]
    [InlineData("[1].exists(it, it == 1)", false)]
    [InlineData("list.size() > 0 && 'it' == 'it'", false)]
    public void A_program_says_which_variables_it_names(string expression, bool isNamed)
    {
        var item = new CelObjectType("Item", new CelField("size", CelType.Int));
        var program = Parent.With([new CelVariable("it", item.Type), new CelVariable("list", CelType.List(CelType.Int))]).Compile(expression).Program!;

        Assert.Equal(isNamed, program.Names("it"));
    }
}
