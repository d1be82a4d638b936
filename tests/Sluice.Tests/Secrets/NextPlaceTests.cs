using System.Text;
using Sluice.Secrets;

namespace Sluice.Tests.Secrets;

public sealed class NextPlaceTests
{
    [Fact]
    public void Windows_in_any_order_get_the_answer_of_a_plain_search()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 400).Select(_ => "abAB "[random.Next(5)])));
            var place = NextPlace.Of("abba"u8.ToArray());
            var start = 0;
            for (var i = 0; i < 200; i++)
            {
                // Mostly onward, as a search goes; now and then back.
                start = random.Next(10) == 0 ? random.Next(text.Length) : Math.Min(text.Length, start + random.Next(8));
                var end = Math.Min(text.Length, start + random.Next(60));
                var expected = Encoding.ASCII.GetString(text, start, end - start).Contains("abba", StringComparison.OrdinalIgnoreCase);
                Assert.Equal(expected, place.IsIn(text, start, end));
            }
        }
    }

    /// <summary>Each byte once, however many windows it lies in.</summary>
    [Fact]
    public void What_was_looked_through_is_not_looked_through_again()
    {
        var looked = 0;
        var place = new NextPlace(1, (_, from, end) =>
        {
            looked += end - from;
            return -1;
        });
        var text = new byte[10_000];
        for (var start = 0; start < text.Length; start += 10)
            Assert.False(place.IsIn(text, start, Math.Min(text.Length, start + 500)));

        Assert.InRange(looked, text.Length, text.Length);
    }
}
