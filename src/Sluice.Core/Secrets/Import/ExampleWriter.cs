using System.Globalization;
using System.Text;
using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Import;

/// <summary>Makes the template (<see cref="ExampleTemplate"/>) of a text that a pattern matches, or nearly matches.</summary>
internal static class ExampleWriter
{
    /// <summary>As long as a value of its length can be: long enough to look random.</summary>
    private const int Usual = 32;

    private static readonly ByteSet Printable = ByteSet.Range((byte)'!', (byte)'~');

    public static string Matching(PatternNode pattern) => Of(pattern, null);

    /// <summary>The longest random part is too short for a match; null when there is none.</summary>
    public static string? NearlyMatching(PatternNode pattern) =>
        Repetitions(pattern).Where(part => part.Min > 1).MaxBy(part => part.Min) is { } longest ? Of(pattern, longest) : null;

    private static string Of(PatternNode node, Repeated? tooShort) => node switch
    {
        OneOf one => Bytes(one.Set, 1),
        SecretPart secret => Of(secret.Part, tooShort),
        Sequence sequence => string.Concat(sequence.Parts.Select(part => Of(part, tooShort))),
        Alternatives either => Of(either.Choices[0], tooShort),
        Repeated { Part: OneOf one } repeated => Bytes(one.Set, CountOf(repeated, tooShort)),
        Repeated repeated => string.Concat(Enumerable.Repeat(Of(repeated.Part, tooShort), CountOf(repeated, tooShort))),
        _ => "",
    };

    private static int CountOf(Repeated repeated, Repeated? tooShort) =>
        ReferenceEquals(repeated, tooShort) ? repeated.Min / 2 : repeated.Min == 0 || repeated.Part is not OneOf { Set.Count: > 2 } ? repeated.Min : Math.Clamp(Usual, repeated.Min, repeated.Max);

    private static string Bytes(ByteSet set, int count)
    {
        if (count == 0)
            return "";
        if (set.Count == 1 || PatternText.IsLetterOfEitherCase(set))
            return string.Concat(Enumerable.Repeat(Literal(set.Members().Last()), count));
        var members = set.Without(ByteSet.Alphanumeric.Complement());
        members = members.Count > 1 ? members : set.Without(Printable.Complement());
        return members.Count > 1
            ? string.Create(CultureInfo.InvariantCulture, $"{{{PatternText.Class(members)}:{count}}}")
            : string.Concat(Enumerable.Repeat(Literal((members.Count == 1 ? members : set).Members().Last()), count));
    }

    private static string Literal(byte b) => (char)b switch { '{' => "{{", '}' => "}}", var c => c.ToString() };

    private static IEnumerable<Repeated> Repetitions(PatternNode node) => node switch
    {
        Repeated { Part: OneOf { Set.Count: > 2 } } repeated => [repeated],
        Repeated { Min: > 0 } repeated => Repetitions(repeated.Part),
        SecretPart secret => Repetitions(secret.Part),
        Sequence sequence => sequence.Parts.SelectMany(Repetitions),
        Alternatives either => Repetitions(either.Choices[0]),
        _ => [],
    };
}
