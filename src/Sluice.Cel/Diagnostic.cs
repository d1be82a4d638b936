using System.Text;

namespace Sluice.Cel;

/// <summary>What is wrong with an expression, and where.</summary>
/// <param name="Message">What is wrong, and where it can be said, what to write instead.</param>
/// <param name="Position">Where, in UTF-16 units from 0.</param>
/// <param name="Length">How many units of the text are meant; at least 1.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in code points.</param>
public sealed record CelDiagnostic(string Message, int Position, int Length, int Line, int Column)
{
    internal static CelDiagnostic At(string source, string message, int position, int length)
    {
        position = Math.Clamp(position, 0, source.Length);
        var lineStart = position == 0 ? 0 : source.LastIndexOf('\n', position - 1) + 1;
        var line = source.AsSpan(0, lineStart).Count('\n') + 1;
        var column = CodePoints.Count(source[lineStart..position]) + 1;
        return new CelDiagnostic(message, position, Math.Max(1, length), line, column);
    }

    /// <summary>The message with its line of the expression and a caret below the place.</summary>
    public string Render(string source)
    {
        var lineStart = Position == 0 ? 0 : source.LastIndexOf('\n', Math.Min(Position, source.Length) - 1) + 1;
        var lineEnd = source.IndexOf('\n', lineStart);
        var text = source[lineStart..(lineEnd < 0 ? source.Length : lineEnd)].TrimEnd('\r');
        var offset = Math.Min(Position - lineStart, text.Length);
        // A long line is cut so that the caret stays on the screen.
        var from = Math.Max(0, offset - 60);
        var shown = text[from..Math.Min(text.Length, from + 120)].Replace('\t', ' ');
        var carets = new string('^', Math.Clamp(Length, 1, Math.Max(1, shown.Length - (offset - from))));
        return new StringBuilder().Append(Line).Append(':').Append(Column).Append(": ").Append(Message).Append('\n')
            .Append(" | ").Append(shown).Append('\n')
            .Append(" | ").Append(' ', offset - from).Append(carets).ToString();
    }

    public override string ToString() => $"{Line}:{Column}: {Message}";
}

/// <summary>Collects what is wrong, so that all of it is told at once.</summary>
internal sealed class Diagnostics(string source)
{
    private const int Most = 100;

    private readonly List<CelDiagnostic> _all = [];

    public int Count => _all.Count;

    public void Add(string message, int position, int length = 1)
    {
        if (_all.Count < Most)
            _all.Add(CelDiagnostic.At(source, message, position, length));
    }

    public IReadOnlyList<CelDiagnostic> InOrder() => _all.Count == 0 ? [] : [.. _all.OrderBy(diagnostic => diagnostic.Position).Distinct()];
}
