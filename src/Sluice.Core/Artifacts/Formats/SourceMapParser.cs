using System.Text;

namespace Sluice.Artifacts.Formats;

/// <summary>Reads one map, and the maps in its sections one after the other, and adds the sources as it meets them.</summary>
internal sealed class SourceMapParser(ReadOnlyMemory<byte> text, EntrySink sink)
{
    /// <summary>Each level of sections in sections costs a pass over the bytes.</summary>
    private const int MaxSectionDepth = 8;

    /// <summary>Longer names of variables are not names, and are looked at as text.</summary>
    private const int MaxPlainName = 80;

    /// <summary>A text of this length where a map has none of its own is opened: it may be another map, or an archive.</summary>
    private const int MinHiddenBytes = 256;

    private static readonly ByteClass MappingBytes = ByteClass.Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/,;"u8);
    private static readonly ByteClass NameBytes = ByteClass.Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$#.-"u8);

    private readonly Queue<(int Start, int Depth)> _sections = [];
    private readonly List<Entry> _sources = [];
    private readonly List<string> _namesWithoutContent = [];
    private readonly List<string> _externalMaps = [];
    private byte[] _buffer = new byte[16 << 10];
    private List<string?>? _names;
    private int _sourcesWithoutContent;
    private int _ignored;
    private int _maps;
    private string? _file;
    private string? _root;

    /// <summary>False when something in the map is neither an added source nor known to carry no text.</summary>
    public bool IsAccountedFor { get; private set; } = true;

    public SourceMapFacts Facts => new()
    {
        Sources = _sources,
        SourcesWithoutContent = _sourcesWithoutContent,
        NamesWithoutContent = _namesWithoutContent,
        IgnoredSources = _ignored,
        GeneratedFile = _file,
        SourceRoot = _root,
        Maps = _maps,
        ExternalMaps = _externalMaps,
    };

    public void Parse()
    {
        _sections.Enqueue((SourceMapShape.BodyOffset(text.Span), 0));
        while (_sections.TryDequeue(out var section))
        {
            if (section.Depth > MaxSectionDepth)
                throw new ArtifactException($"sections within sections deeper than {MaxSectionDepth}");
            var json = new JsonScanner(text.Span) { Position = section.Start };
            ParseMap(ref json, section.Depth);
            if (section.Depth == 0 && json.Peek() != 0)
                IsAccountedFor = false;
        }
    }

    private void ParseMap(ref JsonScanner json, int depth)
    {
        _maps++;
        _names = null;
        int? deferred = null;
        Require(json.TryTake((byte)'{'), json);
        var isFirst = true;
        var isMalformed = false;
        while (json.TryNext((byte)'}', ref isFirst, out isMalformed))
        {
            Require(json.TryReadName(out var name), json);
            if (name.SequenceEqual("sourcesContent"u8) && _names is null)
            {
                IsAccountedFor &= deferred is null;
                deferred = json.Position;
                Require(json.TrySkipValue(), json);
                continue;
            }

            ParseMember(ref json, name, depth);
        }

        Require(!isMalformed, json);
        if (deferred is { } at)
        {
            var content = new JsonScanner(text.Span) { Position = at };
            ParseContents(ref content);
        }
        else if (_names is not null)
        {
            foreach (var name in _names)
                MissContent(name);
        }
    }

    /// <summary>Whatever the order of members: names that were used up are no longer in <see cref="_names"/>.</summary>
    private void ParseMember(ref JsonScanner json, ReadOnlySpan<byte> name, int depth)
    {
        if (name.SequenceEqual("sourcesContent"u8))
            ParseContents(ref json);
        else if (name.SequenceEqual("sources"u8))
            ParseNames(ref json);
        else if (name.SequenceEqual("sections"u8))
            ParseSections(ref json, depth);
        else if (name.SequenceEqual("mappings"u8))
            CheckMappings(ref json);
        else if (name.SequenceEqual("names"u8))
            CheckNames(ref json);
        else if (name.SequenceEqual("file"u8))
            _file = ReadShort(ref json) ?? _file;
        else if (name.SequenceEqual("sourceRoot"u8))
            _root = ReadShort(ref json) ?? _root;
        else if (name.SequenceEqual("ignoreList"u8) || name.SequenceEqual("x_google_ignoreList"u8))
            _ignored += CountElements(ref json);
        else
            SkipUnknown(ref json, name);
    }

    private void ParseNames(ref JsonScanner json)
    {
        _names = [];
        if (!TryTakeArray(ref json))
            return;
        var isFirst = true;
        bool isMalformed;
        while (json.TryNext((byte)']', ref isFirst, out isMalformed))
        {
            if (json.Peek() != '"')
            {
                Require(json.TrySkipValue(), json);
                _names.Add(null);
                continue;
            }

            Require(json.TryReadString(ref _buffer, out var length), json);
            IsAccountedFor &= length <= EntryPath.MaxLength;
            _names.Add(Encoding.UTF8.GetString(_buffer, 0, Math.Min(length, EntryPath.MaxLength)));
        }

        Require(!isMalformed, json);
    }

    private void ParseContents(ref JsonScanner json)
    {
        if (!TryTakeArray(ref json))
            return;
        var names = _names ?? [];
        _names = null;
        var index = 0;
        var isFirst = true;
        bool isMalformed;
        while (json.TryNext((byte)']', ref isFirst, out isMalformed))
        {
            var name = index < names.Count ? names[index] : null;
            index++;
            if (json.Peek() != '"')
            {
                IsAccountedFor &= json.Peek() == 'n';
                Require(json.TrySkipValue(), json);
                MissContent(name);
                continue;
            }

            Require(json.TryReadString(ref _buffer, out var length), json);
            if (length > 0)
                _sources.Add(sink.AddDecodedCopy(string.IsNullOrEmpty(name) ? $"source {index}" : name, _buffer.AsMemory(0, length)));
            else
                MissContent(name);
        }

        Require(!isMalformed, json);
        foreach (var name in names.Skip(index))
            MissContent(name);
    }

    private void MissContent(string? name)
    {
        _sourcesWithoutContent++;
        if (name is not null && _namesWithoutContent.Count < SourceMapFacts.MaxNames)
            _namesWithoutContent.Add(name);
    }

    private void ParseSections(ref JsonScanner json, int depth)
    {
        if (!TryTakeArray(ref json))
            return;
        var isFirst = true;
        bool isMalformed;
        while (json.TryNext((byte)']', ref isFirst, out isMalformed))
            ParseSection(ref json, depth);
        Require(!isMalformed, json);
    }

    private void ParseSection(ref JsonScanner json, int depth)
    {
        Require(json.TryTake((byte)'{'), json);
        var isFirst = true;
        bool isMalformed;
        while (json.TryNext((byte)'}', ref isFirst, out isMalformed))
        {
            Require(json.TryReadName(out var name), json);
            if (name.SequenceEqual("url"u8) && ReadShort(ref json) is { } url)
            {
                _externalMaps.Add(url);
                continue;
            }

            if (name.SequenceEqual("map"u8) && json.Peek() == '{')
                _sections.Enqueue((json.Position, depth + 1));
            else
                IsAccountedFor &= name.SequenceEqual("offset"u8);
            Require(json.TrySkipValue(), json);
        }

        Require(!isMalformed, json);
    }

    private void CheckMappings(ref JsonScanner json)
    {
        var start = json.Position;
        if (json.TryReadPlain(out var mappings) && MappingBytes.FirstOutside(mappings) < 0)
            return;
        json.Position = start;
        OpenHidden(ref json, "mappings");
    }

    /// <summary>A value that a map does not need: told as unknown, and opened when it is long enough to hide something.</summary>
    private void OpenHidden(ref JsonScanner json, string label)
    {
        IsAccountedFor = false;
        var isText = json.Peek() == '"';
        var start = json.Position;
        if (isText)
        {
            Require(json.TryReadString(ref _buffer, out var length), json);
            if (length >= MinHiddenBytes)
                sink.AddDecoded(label, _buffer.AsSpan(0, length).ToArray());
            return;
        }

        Require(json.TrySkipValue(), json);
        if (json.Position - start >= MinHiddenBytes)
            sink.AddDecoded(label, text[start..json.Position]);
    }

    /// <summary>Names of variables are no text that could hide anything, unless they are no names.</summary>
    private void CheckNames(ref JsonScanner json)
    {
        if (!TryTakeArray(ref json))
            return;
        var isFirst = true;
        bool isMalformed;
        for (var index = 1; json.TryNext((byte)']', ref isFirst, out isMalformed); index++)
        {
            var start = json.Position;
            if (json.TryReadPlain(out var name) && name.Length <= MaxPlainName && NameBytes.FirstOutside(name) < 0)
                continue;
            json.Position = start;
            OpenHidden(ref json, $"name {index}");
        }

        Require(!isMalformed, json);
    }

    private static int CountElements(ref JsonScanner json)
    {
        if (!TryTakeArray(ref json))
            return 0;
        var count = 0;
        var isFirst = true;
        bool isMalformed;
        while (json.TryNext((byte)']', ref isFirst, out isMalformed))
        {
            Require(json.TrySkipValue(), json);
            count++;
        }

        Require(!isMalformed, json);
        return count;
    }

    private void SkipUnknown(ref JsonScanner json, ReadOnlySpan<byte> name)
    {
        var start = json.Position;
        Require(json.TrySkipValue(), json);
        if (json.Position - start <= 64 && (name.SequenceEqual("version"u8) || name.SequenceEqual("debugId"u8) || name.SequenceEqual("debug_id"u8)))
            return;
        json.Position = start;
        OpenHidden(ref json, name.IsEmpty ? "member" : Encoding.UTF8.GetString(name));
    }

    /// <summary>Null for anything but a string.</summary>
    private string? ReadShort(ref JsonScanner json)
    {
        if (json.Peek() != '"')
        {
            Require(json.TrySkipValue(), json);
            return null;
        }

        Require(json.TryReadString(ref _buffer, out var length), json);
        IsAccountedFor &= length <= EntryPath.MaxLength;
        return Encoding.UTF8.GetString(_buffer, 0, Math.Min(length, EntryPath.MaxLength));
    }

    /// <summary>Anything but an array (null, as some tools write) is passed over as if it were absent.</summary>
    private static bool TryTakeArray(ref JsonScanner json)
    {
        if (json.TryTake((byte)'['))
            return true;
        Require(json.TrySkipValue(), json);
        return false;
    }

    private static void Require(bool isRight, in JsonScanner json)
    {
        if (!isRight)
            throw new ArtifactException($"malformed JSON at byte {json.Position}");
    }
}
