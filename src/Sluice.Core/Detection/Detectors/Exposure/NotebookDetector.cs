using Sluice.Artifacts;
using Sluice.Artifacts.Manifests;
using Sluice.Findings;

namespace Sluice.Detection.Detectors.Exposure;

/// <summary>The outputs that a notebook kept: a fact of its entry.</summary>
public sealed record NotebookOutputs(int Cells);

/// <summary>Finds notebooks that ship with the outputs of their last run.</summary>
public sealed class NotebookDetector : EntryDetector<NotebookOutputs>
{
    private static readonly Descriptor Rule = new("exposure/notebook-output", "Notebook with outputs", Severity.Low,
        "Outputs keep the data that was looked at: rows, paths, tokens that were printed.",
        "Clear the outputs before the notebook ships, or leave it out.")
    {
        Exceptions = "Informs where the source is public: outputs of a tutorial are there on purpose.",
    };

    public override IReadOnlyList<Descriptor> Rules { get; } = [Rule];

    public override bool Wants(Entry entry) => entry is { Kind: EntryKind.File, IsText: true, HasAllBytes: true } && entry.Path.HasExtension(".ipynb");

    protected override NotebookOutputs? Recognize(Entry entry)
    {
        try
        {
            using var notebook = JsonFields.Parse(entry.Bytes);
            var cells = notebook.RootElement.Field("cells") is { ValueKind: System.Text.Json.JsonValueKind.Array } list ? list.EnumerateArray().Count(cell => cell.Field("outputs") is { ValueKind: System.Text.Json.JsonValueKind.Array } outputs && outputs.GetArrayLength() > 0) : 0;
            return cells > 0 ? new NotebookOutputs(cells) : null;
        }
        catch (ArtifactException)
        {
            // No notebook after all; its text is searched like any other.
            return null;
        }
    }

    protected override IEnumerable<Finding> Judge(Artifact artifact, IReadOnlyList<(Entry Entry, NotebookOutputs Fact)> found) => found.Select(notebook => new Finding(Rule, notebook.Entry, $"keeps the outputs of {notebook.Fact.Cells} cells")
    {
        Severity = artifact.Visibility == Visibility.Public || Placement.Of(artifact, notebook.Entry).IsThirdParty ? Severity.Info : Severity.Low,
        Evidence = [("cells", notebook.Fact.Cells)],
    });
}
