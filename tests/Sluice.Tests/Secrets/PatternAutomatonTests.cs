using System.Text;
using Sluice.Secrets.Patterns;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets;

public sealed class PatternAutomatonTests
{
    /// <summary>A state for each set of places where the letter stood among the last fourteen: the states are forgotten several times.</summary>
    [Fact]
    public void What_leads_to_more_states_than_are_kept_is_matched_all_the_same()
    {
        var automaton = new PatternAutomaton(PatternProgram.Of(PatternParser.Parse("x[ab]{0,400}a[ab]{13}c")));
        for (var seed = 0; seed < 300; seed++)
        {
            var letters = TestSecret.Random("ab", 14 + (seed % 300), seed);
            var text = "x" + letters + "c ";

            Assert.Equal(letters[^14] == 'a' ? text.Length - 1 : -1, automaton.EndOf(Encoding.ASCII.GetBytes(text), 0));
        }

        Assert.InRange(automaton.Resets, 3, int.MaxValue);
    }

    /// <summary>Sixty bytes that lead to the same state cost hardly more than one.</summary>
    [Fact]
    public void A_state_is_built_once_for_all_bytes_that_lead_to_it()
    {
        var automaton = new PatternAutomaton(PatternProgram.Of(PatternParser.Parse("(?:BEGIN|END|KEY)[0-9A-Za-z+/]{1000}")));
        var first = "KEY" + TestSecret.Alphanumeric(1000, 1);
        Assert.Equal(first.Length, automaton.EndOf(Encoding.ASCII.GetBytes(first), 0));
        var built = automaton.Steps;

        var second = "KEY" + TestSecret.Alphanumeric(1000, 2);
        Assert.Equal(second.Length, automaton.EndOf(Encoding.ASCII.GetBytes(second), 0));
        Assert.InRange(automaton.Steps - built, second.Length, 2 * second.Length);
    }
}
