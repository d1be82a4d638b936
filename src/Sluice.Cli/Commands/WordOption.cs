using System.CommandLine;
using Sluice.Configuration;

namespace Sluice.Cli.Commands;

/// <summary>Options that take one of a few words: completed, shown in the help, and refused with the nearest word.</summary>
internal static class WordOption
{
    public static void OfferWords(this Option<string> option, params string[] words)
    {
        option.HelpName = string.Join('|', words);
        option.CompletionSources.Add(words);
    }

    /// <summary>The word that was given; another one is a problem.</summary>
    public static string? WordOf(this Option<string> option, ParseResult parsed, List<string> problems)
    {
        var word = parsed.GetValue(option);
        var words = option.HelpName!.Split('|');
        if (word is not null && !words.Contains(word, StringComparer.Ordinal))
            problems.Add($"{option.Name}: '{word}' is not known; {Suggestion.For(word, words)}");
        return word;
    }
}
