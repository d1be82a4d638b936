using System.Buffers.Binary;
using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>gzip (RFC 1952): all members, each with its checksum and length checked, and whatever follows the last one.</summary>
public sealed class GzipReader : ArtifactReader
{
    public override string Format => "gzip";

    public override ReaderNeeds Needs => ReaderNeeds.Stream;

    public override bool IsArchive => true;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.Gzip;

    public override void Read(Content content, EntrySink sink)
    {
        using var packed = content.Open();
        var input = new InputBuffer(packed);
        using var plain = new GzipMembers(input, sink.Container.Path);
        sink.Add(Payload.Header(sink.Container.Path, content, ".gz", ".tgz", ".gzip"), plain);
        plain.Remarks.AddTo(sink, "(gzip header)", "comment, extra field or odd name of a gzip header");
        if (plain.HasEnded)
            TrailingData.Report(content, input, sink, "the last gzip member");
    }

    /// <summary>The members of one file, one after the other, as one stream.</summary>
    private sealed class GzipMembers(InputBuffer input, EntryPath packed) : ReadOnlyStream
    {

        private const int MaxNameBytes = 32 << 10;
        private const int MaxEmptyMembers = 1_000_000;

        private readonly Inflate _inflate = new();
        private CodecStream? _member;
        private uint _crc;
        private uint _size;
        private int _emptyMembers;

        public bool HasEnded { get; private set; }

        public Remarks Remarks { get; } = new();

        public override int Read(Span<byte> buffer)
        {
            while (!HasEnded && !buffer.IsEmpty)
            {
                _member ??= OpenMember();
                var count = _member.Read(buffer);
                if (count > 0)
                {
                    _crc = Crc32.Append(_crc, buffer[..count]);
                    _size += (uint)count;
                    return count;
                }

                CloseMember();
                if (_size == 0 && ++_emptyMembers > MaxEmptyMembers)
                    throw new ArtifactException($"more than {MaxEmptyMembers} members are empty") { Anomaly = AnomalyKind.Bomb };
            }

            return 0;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _inflate.Dispose();
            base.Dispose(disposing);
        }

        private CodecStream OpenMember()
        {
            var fixedPart = input.Take(10, "the gzip header");
            if (!IsMember(fixedPart))
                throw new ArtifactException("the gzip header is damaged");
            var flags = (Fields)fixedPart[3];
            if (flags.HasFlag(Fields.Extra))
                Remarks.Add(input.Take(BinaryPrimitives.ReadUInt16LittleEndian(input.Take(2, "the gzip header")), "the gzip header"));
            if (flags.HasFlag(Fields.Name) && TakeText() is var name && !IsNameOf(packed, name))
                Remarks.Add(name);
            if (flags.HasFlag(Fields.Comment))
                Remarks.Add(TakeText());
            if (flags.HasFlag(Fields.HeaderCrc))
                input.Take(2, "the gzip header");
            _crc = 0;
            _size = 0;
            _inflate.Reset();
            return new CodecStream(input, _inflate, "the gzip data", keepsCodec: true);
        }

        private void CloseMember()
        {
            var crc = input.TakeUInt32("the gzip trailer");
            var size = input.TakeUInt32("the gzip trailer");
            if (crc != _crc)
                throw new ArtifactException("the checksum in the gzip trailer is wrong") { Anomaly = AnomalyKind.ChecksumMismatch };
            if (size != _size)
                throw new ArtifactException("the length in the gzip trailer is wrong") { Anomaly = AnomalyKind.LyingSize };
            _member = null;
            HasEnded = !IsMember(input.Peek(10));
        }

        private static bool IsMember(ReadOnlySpan<byte> header) =>
            header.Length == 10 && header[0] == 0x1f && header[1] == 0x8b && header[2] == 8 && (header[3] & 0xe0) == 0;

        private ReadOnlySpan<byte> TakeText()
        {
            var end = input.Peek(MaxNameBytes).IndexOf((byte)0);
            if (end < 0)
                throw new ArtifactException("the gzip header does not end");
            return input.Take(end + 1, "the gzip header")[..end];
        }

        /// <summary>The name that the file had before it was packed, as gzip writes it.</summary>
        private static bool IsNameOf(EntryPath packed, ReadOnlySpan<byte> name) => packed.Name.StartsWith(System.Text.Encoding.UTF8.GetString(name), StringComparison.Ordinal);

        [Flags]
        private enum Fields : byte
        {
            HeaderCrc = 2,
            Extra = 4,
            Name = 8,
            Comment = 16,
        }
    }
}
