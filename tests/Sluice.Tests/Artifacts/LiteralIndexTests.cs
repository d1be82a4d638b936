using System.Text;
using Sluice.Artifacts;
using Sluice.Tests.Support;

namespace Sluice.Tests.Artifacts;

public sealed class LiteralIndexTests
{
    [Fact]
    public void The_index_agrees_with_a_plain_search()
    {
        string[] literals = ["ghp_", "gho_", "npm_", "akia", "private key", "private key", "private kit", "priva", "key", "abc"];
        var index = new LiteralIndex([.. literals.Select(Encoding.ASCII.GetBytes)], [.. Enumerable.Range(0, literals.Length)]);
        for (var seed = 0; seed < 300; seed++)
        {
            var text = TestSecret.Random("ghpno_mAKIPRVTEYbc ", 5 + seed, seed) + (seed % 3 == 0 ? "npm_Private Key" : seed % 3 == 1 ? "PRIVATE KIT" : "") + TestSecret.Random("gAP", seed % 23, seed) + (seed % 7 == 0 ? "privat" : "");
            var bytes = Encoding.ASCII.GetBytes(text);
            var found = new List<(int At, int Literal)>();
            for (var at = 0; index.Find(bytes, ref at, bytes.Length) is >= 0 and var literal; at++)
            {
                for (; literal >= 0; literal = index.Next(bytes, at, literal))
                    found.Add((at, index.OwnerOf(literal)));
            }

            var expected = Enumerable.Range(0, text.Length).SelectMany(at => Enumerable.Range(0, literals.Length).Where(i => string.Compare(text, at, literals[i], 0, literals[i].Length, StringComparison.OrdinalIgnoreCase) == 0).Select(i => (at, i)));
            Assert.Equal(expected.Order(), found.Order());
        }
    }
}
