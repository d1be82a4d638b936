using Sluice.Artifacts.Documents;
using Sluice.Cel;
using Sluice.Policies.Facts;

namespace Sluice.Policies.Files;

/// <summary>Where in a document a value stands that an expression took from it.</summary>
/// <param name="Path">By keys and names, as in <c>spec.containers[web].image</c>; empty for the document as a whole.</param>
internal readonly record struct DocumentPlace(int Line, int Column, string Path);

/// <summary>
/// Leads values of one document back to their places. Maps and lists know their node; texts are told by being the very same string. A list or
/// a map that an expression put together stands where the first value in it does.
/// </summary>
internal sealed class DocumentPlaces(DocumentNode root)
{
    /// <summary>Into what an expression put together.</summary>
    private const int MaxDepth = 4;
    private const int MaxMembers = 16;
    private const int MaxSegment = 60;

    /// <summary>By which elements of a list are told apart when others come before them in the next version.</summary>
    private static readonly string[] NameKeys = ["name", "address", "Sid", "id", "key"];

    private Dictionary<object, int>? _positions;
    private readonly List<(int Parent, string Segment, int Line, int Column)> _known = [];

    /// <param name="element">The node that the value is known to be; null where only the value is known.</param>
    public DocumentPlace Of(CelValue value, DocumentNode? element)
    {
        var position = (element is null ? null : Find(element)) ?? Find(value, 0) ?? 0;
        _ = Positions;
        var (_, _, line, column) = _known[position];
        return new DocumentPlace(line, column, PathOf(position));
    }

    private Dictionary<object, int> Positions => _positions ??= Index();

    private int? Find(CelValue value, int depth)
    {
        if (DocumentFacts.NodeOf(value) is { } node)
            return Find(node);
        switch (value.Kind)
        {
            case CelKind.String:
                return value.AsString.Length > 0 ? Find(value.AsString) : null;
            case CelKind.List when depth < MaxDepth:
                var list = value.AsList;
                return First(Math.Min(list.Count, MaxMembers), i => Find(list[i], depth + 1));
            case CelKind.Map when depth < MaxDepth:
                var map = value.AsMap;
                return First(Math.Min(map.Count, MaxMembers), i => Find(map.ValueAt(i), depth + 1));
            default:
                return null;
        }
    }

    private static int? First(int count, Func<int, int?> find)
    {
        for (var i = 0; i < count; i++)
        {
            if (find(i) is { } found)
                return found;
        }

        return null;
    }

    private int? Find(object part) => Positions.TryGetValue(part, out var position) ? position : null;

    private string PathOf(int position)
    {
        var segments = new List<string>();
        for (; position > 0; position = _known[position].Parent)
            segments.Add(_known[position].Segment);
        segments.Reverse();
        return string.Concat(segments).TrimStart('.');
    }

    /// <summary>Every part once, in the order of the text; what an alias stands for is where it was written first.</summary>
    private Dictionary<object, int> Index()
    {
        var positions = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        var open = new Stack<(DocumentNode Node, int Parent, string Segment)>();
        open.Push((root, -1, ""));
        while (open.TryPop(out var next))
        {
            var position = _known.Count;
            if (!positions.TryAdd(next.Node, position))
                continue;
            _known.Add((next.Parent, next.Segment, next.Node.Line, next.Node.Column));
            if (next.Node.Value is string { Length: > 0 } text)
                positions.TryAdd(text, position);
            for (var i = next.Node.Items.Count - 1; i >= 0; i--)
                open.Push((next.Node.Items[i], position, $"[{NameOf(next.Node.Items[i]) ?? $"{i}"}]"));
            if (next.Node.Map is not { } map)
                continue;
            for (var i = map.Count - 1; i >= 0; i--)
            {
                var key = map.Keys[i];
                open.Push((map[key.Name], position, "." + Short(key.Name)));
                if (positions.TryAdd(key.Name, _known.Count))
                    _known.Add((position, "." + Short(key.Name), key.Line, key.Column));
            }
        }

        return positions;
    }

    private static string? NameOf(DocumentNode element)
    {
        foreach (var key in NameKeys)
        {
            if (element[key]?.Text is { Length: > 0 and <= MaxSegment } name)
                return name;
        }

        return null;
    }

    private static string Short(string name) => name.Length <= MaxSegment ? name : name[..MaxSegment];
}
