using System.CommandLine;
using System.Globalization;
using Sluice.Artifacts;
using Sluice.Reporting;
using Sluice.Secrets;
using Sluice.Secrets.Generic;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice rules why FILE…</c>: what became of each value that the name of a credential is assigned to.</summary>
internal static class RulesWhyCommand
{
    /// <summary>Where what is no text shows a zero.</summary>
    private const int FrontBytes = 8 << 10;

    public static Command Build(Surroundings surroundings)
    {
        var files = new Argument<string[]>("FILE") { Arity = ArgumentArity.OneOrMore, Description = "Text files." };
        var command = new Command("why", "Lists the values with the name of a credential, and why they are reported or put aside. Shows no value.") { files };
        var configuration = new ConfigurationBinding();
        command.Add(configuration.Option);
        command.SetAction(parsed =>
        {
            var secrets = configuration.Secrets(parsed, surroundings);
            foreach (var file in parsed.GetValue(files)!)
                Explain(file, Read(surroundings.Full(file), file), secrets, surroundings.Output);
            return ExitCode.Allow;
        });
        return command;
    }

    private static byte[] Read(string path, string file)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read '{file}': {e.Message}");
        }
    }

    private static void Explain(string file, byte[] text, SecretScanner secrets, TextWriter output)
    {
        if (text.AsSpan(0, Math.Min(text.Length, FrontBytes)).Contains((byte)0))
        {
            output.WriteLine(SafeText.Of($"{file}: no text; explained are text files alone, 'sluice screen' opens others"));
            return;
        }

        foreach (var explained in Explanation.Of(text, EntryPath.Label(file), secrets))
        {
            var likelihood = explained.Likelihood is { } share ? string.Create(CultureInfo.InvariantCulture, $" ({share:0 %})") : "";
            output.WriteLine(SafeText.Of($"{file}:{explained.Line}:{explained.Column} {explained.Name}, {explained.Length} characters: {explained.Outcome}{likelihood}"));
        }
    }
}
