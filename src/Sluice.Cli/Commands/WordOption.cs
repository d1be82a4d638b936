using System.CommandLine;
using Sluice.Configuration;

namespace Sluice.Cli.Commands;

/// <summary>Options that take one of a few words: completed, shown in the help, and refused with the nearest word.</summary>
internal static class WordOption
{
    public static void AcceptWords(this Option<string> option, params string[] words)
    {
        option.HelpName = string.Join('|', words);
        option.CompletionSources.Add(words);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !words.Contains(token.Value, StringComparer.Ordinal))
                result.AddError($"{option.Name}: '{token.Value}' is not known; {Suggestion.For(token.Value, words)}");
        });
    }
}
