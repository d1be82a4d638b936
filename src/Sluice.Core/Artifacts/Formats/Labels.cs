namespace Sluice.Artifacts.Formats;

/// <summary>Numbers decoded things of one kind within their container: "hex", "hex 2", so that their places differ and stay.</summary>
internal sealed class Labels
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public string Next(string kind)
    {
        var count = _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        return count == 1 ? kind : $"{kind} {count}";
    }
}
