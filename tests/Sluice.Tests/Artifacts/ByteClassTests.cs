using System.Buffers;
using Sluice.Artifacts;

namespace Sluice.Tests.Artifacts;

public sealed class ByteClassTests
{
    [Fact]
    public void A_class_agrees_with_the_searches_of_the_framework()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var members = Enumerable.Range(0, 256).Where(_ => random.Next(256) < 1 + (seed % 250)).Select(b => (byte)b).ToArray();
            var (own, framework) = (ByteClass.Of(members), SearchValues.Create(members));
            var text = new byte[random.Next(140)];
            random.NextBytes(text);
            // Long stretches of one kind, so that what is searched for stands in every lane and in the rest behind them.
            var isMostlyInside = seed % 2 == 0 && members.Length > 0;
            for (var at = 0; at < text.Length; at++)
                text[at] = random.Next(60) == 0 ? text[at] : isMostlyInside ? members[random.Next(members.Length)] : Outside(framework, random);

            Assert.Equal(text.AsSpan().IndexOfAny(framework), own.FirstIn(text));
            Assert.Equal(text.AsSpan().IndexOfAnyExcept(framework), own.FirstOutside(text));
            Assert.Equal(text.AsSpan().LastIndexOfAny(framework), own.LastIn(text));
            Assert.Equal(text.AsSpan().LastIndexOfAnyExcept(framework), own.LastOutside(text));
            Assert.Equal(text.AsSpan().ContainsAny(framework), own.IsAnyIn(text));
            Assert.All(Enumerable.Range(0, 256), b => Assert.Equal(framework.Contains((byte)b), own.Contains((byte)b)));
        }
    }

    private static byte Outside(SearchValues<byte> members, Random random)
    {
        var b = (byte)random.Next(256);
        for (var tries = 0; tries < 256 && members.Contains(b); tries++)
            b++;
        return b;
    }
}
