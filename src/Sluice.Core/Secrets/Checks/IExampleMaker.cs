namespace Sluice.Secrets.Checks;

/// <summary>A check that can make examples of what it proves: a placeholder of a template (<see cref="ExampleTemplate"/>) names it.</summary>
internal interface IExampleMaker
{
    string Name { get; }

    /// <summary>What follows <paramref name="front"/>, random characters and checksum.</summary>
    /// <param name="front">What stands before the placeholder, back to a quote, a space or an operator.</param>
    /// <param name="length">The number in the placeholder; 0 when there is none.</param>
    string Complete(string front, int length, Random random);

    static string Characters(string alphabet, int length, Random random)
    {
        var characters = new char[length];
        for (var i = 0; i < characters.Length; i++)
            characters[i] = alphabet[random.Next(alphabet.Length)];
        return new string(characters);
    }
}
