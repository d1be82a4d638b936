using System.CommandLine;
using Sluice.Artifacts;
using Sluice.Reporting;
using Sluice.Secrets.Import;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice rules import FILE</c>: a gitleaks configuration as a file of secret rules.</summary>
internal static class RulesImportCommand
{
    /// <summary>No configuration is larger.</summary>
    private const int MaxBytes = 16 << 20;

    public static Command Build(Surroundings surroundings)
    {
        var file = new Argument<string>("FILE") { Description = "A gitleaks configuration (TOML)." };
        var output = new Option<string>("--output", "-o") { Description = "Where to write the rules; else on standard output.", HelpName = "FILE" };
        var command = new Command("import", "Writes what a gitleaks configuration finds as a file of secret rules, and tells what cannot be expressed.") { file, output };
        command.SetAction(parsed => Import(parsed.GetValue(file)!, parsed.GetValue(output), surroundings));
        return command;
    }

    private static int Import(string file, string? output, Surroundings surroundings)
    {
        var import = Read(file, surroundings);
        var written = import.Rules.Count(rule => rule.IsImported);
        foreach (var rule in import.Rules.Where(rule => !rule.IsImported))
            Tell($"not imported  {rule.Id}: {rule.Reason}");
        foreach (var rule in import.Rules.Where(rule => rule.IsImported && rule.Reason is not null))
            Tell($"imported      {rule.Id}: {rule.Reason}");
        foreach (var remark in import.Remarks)
            Tell(remark);
        Tell($"{written} of {import.Rules.Count} rules imported{(output is null || written == 0 ? "" : $"; name {output} under 'rules' in sluice.yaml")}");
        if (written == 0)
            throw new UsageException($"nothing of '{file}' can be imported");
        if (output is null)
            surroundings.Output.Write(import.Yaml);
        else
            Write(output, import.Yaml, surroundings);
        return ExitCode.Allow;

        void Tell(string line) => surroundings.Error.WriteLine(SafeText.Of(line));
    }

    private static GitleaksImport Read(string file, Surroundings surroundings)
    {
        try
        {
            var folder = Path.GetDirectoryName(surroundings.Full(file))!;
            return GitleaksImport.Of(Path.GetFileName(file), File.ReadAllBytes(surroundings.Full(file)), path => ReadBeside(Path.Join(folder, path)));
        }
        catch (ArtifactException e)
        {
            throw new UsageException($"'{file}' is no gitleaks configuration: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read '{file}': {e.Message}");
        }
    }

    /// <summary>Null where it cannot be read; no link is followed out of the folder.</summary>
    private static byte[]? ReadBeside(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.LinkTarget is null && file.Length <= MaxBytes ? File.ReadAllBytes(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void Write(string output, string yaml, Surroundings surroundings)
    {
        try
        {
            File.WriteAllText(surroundings.Full(output), yaml);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot write '{output}': {e.Message}");
        }
    }
}
