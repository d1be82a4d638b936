namespace Sluice.Tests.Cel;

/// <summary>Runs alone: the runtime optimises its code only when nothing new is compiled for a while.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;

/// <summary>Rules are evaluated for every release and every file; garbage would add up.</summary>
[Collection("alone")]
public sealed class AllocationTests
{
    [Theory]
    [InlineData("one > 0 && yes")]
    [InlineData("one + 41 == 42 || !yes")]
    [InlineData("text == other || text.startsWith('aaa')")]
    [InlineData("one in [1, 2, 3] && 'key' in map")]
    [InlineData("list.exists(x, x == 2) && map.key.f == 5")]
    [InlineData("timestamp('2026-01-01T00:00:00Z') < timestamp('2026-01-02T00:00:00Z')")]
    [InlineData("yes ? one >= 1 : false")]
    [InlineData("text.size() == 500")]
    public void Rules_of_scalars_allocate_nothing(string expression)
    {
        var (environment, bindings) = Expressions.With(CostTests.Variables);
        var program = environment.Compile(expression).Require();
        Assert.True(program.Evaluate(bindings).Value.IsTrue);

        // Code that the runtime has not optimised yet boxes what it will not later on.
        var allocated = Measure();
        for (var attempt = 0; attempt < 500 && allocated > 0; attempt++)
        {
            Thread.Sleep(20);
            allocated = Measure();
        }

        Assert.Equal(0, allocated);

        long Measure()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 200; i++)
                program.Evaluate(bindings);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
