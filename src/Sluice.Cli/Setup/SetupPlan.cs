using Sluice.Configuration;
using Sluice.Projects;

namespace Sluice.Cli.Setup;

/// <summary>What <c>sluice init</c> would write into a project, what it leaves alone, and what is left to do by hand.</summary>
internal sealed class SetupPlan
{
    private readonly ProjectTree _tree;
    private readonly List<PlannedFile> _files = [];
    private readonly List<string> _kept = [];
    private readonly List<string> _notes = [];

    private SetupPlan(ProjectTree tree) => _tree = tree;

    public IReadOnlyList<PlannedFile> Files => _files;

    /// <summary>Files that are there already.</summary>
    public IReadOnlyList<string> Kept => _kept;

    public IReadOnlyList<string> Notes => _notes;

    public static SetupPlan Of(Project project, SetupChoices choices)
    {
        var plan = new SetupPlan(project.Tree);
        plan.AddPolicies(project, choices);
        plan.AddIgnoreLines(project);
        foreach (var system in choices.Pipelines)
            plan.AddPipeline(PipelineDraft.Of(system, project));
        return plan;
    }

    /// <exception cref="UsageException">A file could not be written. Those before it were.</exception>
    public void Write()
    {
        foreach (var file in _files)
        {
            try
            {
                file.Write(_tree.Folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new UsageException($"cannot write '{file.Path}': {e.Message}");
            }
        }
    }

    /// <summary>A configuration that is there says which policies decide: a starter beside it would decide nothing.</summary>
    private void AddPolicies(Project project, SetupChoices choices)
    {
        var folder = FolderForPolicies();
        var isConfigured = IsThere(ProjectConfiguration.FileName);
        Add(ProjectConfiguration.FileName, ConfigurationDraft.Of(project, choices, folder));
        if (isConfigured)
            return;
        Add($"{folder}/{PolicyDraft.FileName}", PolicyDraft.PolicyOf(project));
        Add($"{folder}/{PolicyDraft.TestFileName}", PolicyDraft.TestOf(project));
    }

    /// <summary>Other tools have folders of that name, with YAML that is no policy of ours.</summary>
    private string FolderForPolicies() =>
        _tree.Files.Any(file => file.StartsWith("policies/", StringComparison.Ordinal) && !file.StartsWith($"policies/{PolicyDraft.Stem}.", StringComparison.Ordinal)) ? ".sluice/policies" : "policies";

    private void AddIgnoreLines(Project project)
    {
        AddLines(".gitignore", IgnoreDraft.OfMachine, isNewAllowed: true);
        // Without .npmignore npm goes by .gitignore: a new one would let out what that keeps in.
        if (project.Ecosystems.Contains("npm") || project.Ecosystems.Contains("vscode"))
            AddLines(".npmignore", IgnoreDraft.OfGate, isNewAllowed: false);
        if (!IsThere(".npmignore") && project.Published.FirstOrDefault(package => !package.HasAllowList && !package.File.Contains('/', StringComparison.Ordinal)) is { } open)
            _notes.Add($"{open.File} has no \"files\": sluice.yaml and the policies ship with the package, as everything here does; list what is meant to ship");
        if (project.Ecosystems.Contains("docker"))
            AddLines(".dockerignore", IgnoreDraft.OfGate, isNewAllowed: true);
    }

    private void AddPipeline(PipelineDraft draft)
    {
        Add(draft.Path, draft.Text);
        if (draft.Note is { } note)
            _notes.Add(note);
    }

    private void Add(string path, string text)
    {
        if (IsThere(path))
            _kept.Add(path);
        else
            _files.Add(new PlannedFile(path, null, text));
    }

    private void AddLines(string path, IReadOnlyList<string> lines, bool isNewAllowed)
    {
        var file = Path.Combine(_tree.Folder, path);
        if (!IsThere(path))
        {
            if (isNewAllowed)
                _files.Add(new PlannedFile(path, null, string.Concat(lines.Select(line => line + "\n"))));
            return;
        }

        if (new FileInfo(file) is not { Exists: true, LinkTarget: null })
        {
            _notes.Add($"{path} is a link and stays as it is; add to it: {string.Join(", ", lines.Where(line => line[0] != '#'))}");
            return;
        }

        var before = File.ReadAllText(file);
        var known = before.Split('\n').Select(line => line.Trim()).ToHashSet(StringComparer.Ordinal);
        var missing = lines.Where(line => line[0] != '#' && !known.Contains(line)).ToList();
        if (missing.Count == 0)
            _kept.Add(path);
        else
            _files.Add(new PlannedFile(path, before, Appended(before, [.. lines.Where(line => line[0] == '#' && !known.Contains(line)), .. missing])));
    }

    private static string Appended(string before, IReadOnlyList<string> lines)
    {
        var end = before.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var gap = before.Length == 0 ? "" : before.EndsWith('\n') ? end : end + end;
        return gap + string.Concat(lines.Select(line => line + end));
    }

    private bool IsThere(string path) => new FileInfo(Path.Combine(_tree.Folder, path)) is { Exists: true } or { LinkTarget: not null } || Directory.Exists(Path.Combine(_tree.Folder, path));
}
