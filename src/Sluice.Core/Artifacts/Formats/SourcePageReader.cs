using System.Text;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// Pages that show source files in full: HTML reports of coverage tools (Istanbul, genhtml, coverage.py, JaCoCo, go tool cover, SimpleCov,
/// ReportGenerator) and the listings of documentation tools. The text between the tags becomes an entry under the name that the page has.
/// </summary>
public sealed class SourcePageReader : ArtifactReader
{
    private const int MinLines = 5;
    private const double MinShare = 0.5;
    private const int MaxTitleBytes = 1024;

    /// <summary>How far into a page its title stands.</summary>
    private const int MaxFrontBytes = 8 << 10;

    public override string Format => "source-page";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) =>
        entry.ContentKind == ContentKind.Text && content.IsInMemory && IsPage(content.Head.Span) && NameOf(entry, content.Head.Span, out _) is not null;

    public override void Read(Content content, EntrySink sink)
    {
        var page = content.Head.Span;
        if (NameOf(sink.Container, page, out var isReport) is not { } name)
            return;
        var listings = Listings(page);
        long shown = listings.Sum(listing => (long)listing.Length);
        // A page about a file has more words than code.
        var share = shown == 0 ? 0 : Math.Min(1, (double)shown / MarkupText.Plain(page).Length);
        if (shown == 0 || (!isReport && share < MinShare))
            return;
        var names = NamesInMenu(page);
        var labels = new Labels();
        var sources = listings.Select((listing, i) => sink.AddDecoded(i < names.Count ? names[i] : labels.Next(name), listing, "a listing of the page")).ToList();
        sink.Learn(new SourceTextFacts(sources, share, []) { IsListing = true }.And(sink.Container.Fact<SourceTextFacts>()));
    }

    private static bool IsPage(ReadOnlySpan<byte> text)
    {
        var front = text[..Math.Min(text.Length, 1024)].TrimStart("\ufeff \t\r\n"u8);
        return front.StartsWith("<"u8) && (front.IndexOf("<html"u8) >= 0 || front.IndexOf("<HTML"u8) >= 0 || front.StartsWith("<!doctype html"u8) || front.StartsWith("<!DOCTYPE html"u8));
    }

    /// <summary>A name of a source file that the title has as a word of its own, else what the page is called without <c>.html</c>.</summary>
    /// <param name="isReport">The title speaks of coverage: whatever the page is called, its code is the product's.</param>
    private static string? NameOf(Entry entry, ReadOnlySpan<byte> page, out bool isReport)
    {
        var title = Title(page);
        isReport = title.AsSpan().IndexOf("overage"u8) >= 0;
        foreach (var range in title.AsSpan().SplitAny(" \t\r\n:,()"u8))
        {
            if (SourceName.Fits(title.AsSpan()[range]))
                return Encoding.UTF8.GetString(title.AsSpan()[range]);
        }

        var file = entry.Path.Name;
        foreach (var suffix in (ReadOnlySpan<string>)[".gcov.html", ".func.html", ".html", ".htm"])
        {
            if (file.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) && SourceName.Fits(Encoding.UTF8.GetBytes(file[..^suffix.Length])))
                return file[..^suffix.Length];
        }

        return isReport ? System.IO.Path.GetFileNameWithoutExtension(file) : null;
    }

    private static byte[] Title(ReadOnlySpan<byte> page)
    {
        var front = page[..Math.Min(page.Length, MaxFrontBytes)];
        return front.IndexOf("<title>"u8) is >= 0 and var start && front[(start + 7)..].IndexOf("</"u8) is > 0 and <= MaxTitleBytes and var length
            ? MarkupText.Plain(front.Slice(start + 7, length)) : [];
    }

    /// <summary>The report of Go has all files on one page and a menu with their names, in the same order.</summary>
    private static List<string> NamesInMenu(ReadOnlySpan<byte> page)
    {
        var names = new List<string>();
        for (var rest = page; TryTake(ref rest, "<option value=\"file"u8, "</option"u8, out var option);)
            names.Add(Encoding.UTF8.GetString(MarkupText.Plain(option.IndexOf((byte)' ') is > 0 and var blank ? option[..blank] : option)));
        return names;
    }

    /// <summary>The blocks that read like files. Tools that have an element for each line have no block.</summary>
    private static List<byte[]> Listings(ReadOnlySpan<byte> page)
    {
        var blocks = new List<byte[]>();
        for (var rest = page; TryTake(ref rest, "<pre"u8, "</pre"u8, out var block);)
        {
            if (MarkupText.Plain(block) is var text && CodeText.CountLines(text) >= MinLines)
                blocks.Add(text);
        }

        if (blocks.Count == 0 && (Lines(page, "<code"u8, "</code"u8) ?? Lines(page, "<span class=\"t\""u8, "</p>"u8) ?? Lines(page, "<div class=\"line\""u8, "</div"u8)) is { } lines)
            blocks.Add(lines);
        return blocks;
    }

    private static byte[]? Lines(ReadOnlySpan<byte> page, ReadOnlySpan<byte> open, ReadOnlySpan<byte> close)
    {
        using var text = new MemoryStream();
        for (var rest = page; TryTake(ref rest, open, close, out var line);)
        {
            text.Write(MarkupText.Plain(line));
            text.WriteByte((byte)'\n');
        }

        var bytes = text.ToArray();
        return CodeText.CountLines(bytes) >= MinLines ? bytes : null;
    }

    /// <summary>
    /// What stands behind an opening tag up to its end or to the next opening: in front of a block within a block are line numbers. Moves behind it.
    /// </summary>
    private static bool TryTake(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> open, ReadOnlySpan<byte> close, out ReadOnlySpan<byte> block)
    {
        block = default;
        var start = rest.IndexOf(open);
        if (start < 0 || rest[start..].IndexOf((byte)'>') is not (>= 0 and var tag))
            return false;
        rest = rest[(start + tag + 1)..];
        var end = 0;
        while (rest[end..].IndexOf((byte)'<') is >= 0 and var hop)
        {
            end += hop;
            if (rest[end..].StartsWith(open) || rest[end..].StartsWith(close))
            {
                block = rest[..end];
                rest = rest[end..];
                return true;
            }

            end++;
        }

        block = rest;
        rest = default;
        return true;
    }
}
