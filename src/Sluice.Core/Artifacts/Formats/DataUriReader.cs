using System.Buffers;
using System.Text;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// <c>data:</c> URIs (RFC 2397) anywhere in a text: inline source maps, scripts, documents. Pictures, fonts and sound are told by their
/// bytes, whatever type the URI names, and left out.
/// </summary>
public sealed class DataUriReader : ArtifactReader
{
    /// <summary>Encoded characters below which there is no room for anything.</summary>
    private const int MinLength = 32;

    private const int MaxHeaderBytes = 160;

    public override string Format => "data-uri";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content) =>
        entry.ContentKind == ContentKind.Text && entry.Marks.HasFlag(TextMarks.DataUri) && new UriFinder(content.Head.Span).TryNext(out _);

    public override void Read(Content content, EntrySink sink)
    {
        var text = content.Head.Span;
        var buffer = new byte[4 << 10];
        var labels = new Labels();
        var finder = new UriFinder(text);
        while (finder.TryNext(out var uri))
        {
            var bytes = uri.IsBase64 ? DecodeBase64(text[uri.Data..], ref buffer) : DecodePercent(text[uri.Data..uri.End]);
            if (bytes.IsEmpty || IsMedia(ContentSniffer.Sniff(bytes)))
                continue;
            var label = text[..uri.Start].EndsWith("sourceMappingURL="u8) ? "inline source map" : "data:" + Encoding.ASCII.GetString(text.Slice(uri.Start + 5, uri.TypeLength));
            sink.AddDecoded(labels.Next(label), bytes.ToArray());
        }
    }

    internal static bool IsMedia(ContentKind kind) => kind is ContentKind.Image or ContentKind.Font or ContentKind.Audio or ContentKind.Video;

    /// <param name="End">Where the text of a URI without base64 ends; not known with it.</param>
    private readonly record struct DataUri(int Start, int Data, int End, int TypeLength, bool IsBase64);

    /// <summary>Goes from one URI worth decoding to the next, in time linear in the text.</summary>
    private ref struct UriFinder(ReadOnlySpan<byte> text)
    {
        private static readonly ByteClass HeaderEnds = ByteClass.Of(",\"'`()<>{}[]\\\n"u8);
        private static readonly ByteClass UnquotedEnds = ByteClass.Of(" \t\r\n\"'`<>"u8);

        private readonly ReadOnlySpan<byte> _text = text;
        private int _at;
        private int _noEscapesBefore;

        public bool TryNext(out DataUri uri)
        {
            while (_at < _text.Length && _text[_at..].IndexOf("data:"u8) is >= 0 and var hop)
            {
                var start = _at + hop;
                _at = start + 5;
                if (!TryReadHeader(start, out uri))
                    continue;
                if (uri.IsBase64 ? IsWorthDecoding(_text[uri.Data..]) : TryFindEnd(ref uri))
                    return true;
            }

            uri = default;
            return false;
        }

        /// <summary>The type and its parameters up to the comma. Without <c>;base64</c> a type with a slash is required: code is full of "data:".</summary>
        private readonly bool TryReadHeader(int start, out DataUri uri)
        {
            uri = default;
            var rest = _text[(start + 5)..];
            rest = rest[..Math.Min(rest.Length, MaxHeaderBytes)];
            var comma = HeaderEnds.FirstIn(rest);
            if (comma < 0 || rest[comma] != ',')
                return false;
            var header = rest[..comma];
            var isBase64 = header.EndsWith(";base64"u8);
            var type = header.IndexOf((byte)';') is >= 0 and var semicolon ? header[..semicolon] : header;
            if (!isBase64 && !type.Contains((byte)'/'))
                return false;
            uri = new DataUri(start, start + 5 + comma + 1, 0, type.Length, isBase64);
            return true;
        }

        /// <summary>A URI without escapes hides nothing: its text stands there to be read.</summary>
        private bool TryFindEnd(ref DataUri uri)
        {
            if (uri.Data < _noEscapesBefore)
                return false;
            var length = Extent(uri);
            uri = uri with { End = uri.Data + length };
            if (length >= MinLength && _text.Slice(uri.Data, length).Contains((byte)'%'))
            {
                _at = uri.End;
                return true;
            }

            _noEscapesBefore = uri.End;
            return false;
        }

        /// <summary>Up to the quote or bracket that it stands in, else to white space.</summary>
        private readonly int Extent(DataUri uri)
        {
            var data = _text[uri.Data..];
            // A comment has the line to itself, whatever characters its URI leaves unescaped.
            if (_text[..uri.Start].EndsWith("sourceMappingURL="u8))
            {
                var line = data.IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var stop ? data[..stop] : data;
                return line.IndexOf("*/"u8) is >= 0 and var close ? close : line.Length;
            }

            var before = uri.Start == 0 ? (byte)' ' : _text[uri.Start - 1];
            var end = before switch
            {
                (byte)'"' or (byte)'\'' or (byte)'`' => data.IndexOfAny(before, (byte)'\n'),
                (byte)'(' => data.IndexOfAny((byte)')', (byte)'\n'),
                _ => UnquotedEnds.FirstIn(data),
            };
            return end < 0 ? data.Length : end;
        }
    }

    private static bool IsWorthDecoding(ReadOnlySpan<byte> data)
    {
        var buffer = new byte[256];
        Base64Text.Collect(data[..Math.Min(data.Length, 128)], ref buffer, 96, out var length);
        if (length < MinLength)
            return false;
        var front = Base64Text.Decode(buffer, length & ~3);
        return !front.IsEmpty && !IsMedia(ContentSniffer.Sniff(front));
    }

    private static ReadOnlySpan<byte> DecodeBase64(ReadOnlySpan<byte> data, ref byte[] buffer)
    {
        Base64Text.Collect(data, ref buffer, int.MaxValue, out var length);
        return Base64Text.Decode(buffer, length);
    }

    private static ReadOnlySpan<byte> DecodePercent(ReadOnlySpan<byte> data)
    {
        var output = new byte[data.Length];
        var length = 0;
        while (!data.IsEmpty)
        {
            var plain = data.IndexOf((byte)'%') is >= 0 and var percent ? percent : data.Length;
            data[..plain].CopyTo(output.AsSpan(length));
            length += plain;
            data = data[plain..];
            if (data.IsEmpty)
                break;
            if (data.Length > 2 && OperationStatus.Done == Convert.FromHexString(data.Slice(1, 2), output.AsSpan(length), out _, out _))
            {
                length++;
                data = data[3..];
            }
            else
            {
                output[length++] = (byte)'%';
                data = data[1..];
            }
        }

        return output.AsSpan(0, length);
    }
}
