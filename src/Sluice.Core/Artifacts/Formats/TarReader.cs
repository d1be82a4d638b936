using System.Text;
using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// tar: v7, ustar, PAX and GNU, as the tools read it (POSIX.1-2017 pax; GNU tar manual, "Basic Tar Format"). Where tools disagree
/// on what an archive holds, both readings are shown.
/// </summary>
public sealed class TarReader : ArtifactReader
{
    public override string Format => "tar";

    public override ReaderNeeds Needs => ReaderNeeds.Stream;

    public override bool IsArchive => true;

    public override bool Recognizes(Entry entry, Content content) => entry.ContentKind == ContentKind.Tar;

    public override void Read(Content content, EntrySink sink)
    {
        using var stream = content.Open();
        new Session(content, new InputBuffer(stream), sink).Run();
    }

    private sealed class Session(Content content, InputBuffer input, EntrySink sink)
    {
        /// <summary>Names and records are never longer; what claims to be is an attack on memory.</summary>
        private const int MaxExtensionBytes = 1 << 20;

        private readonly Remarks _remarks = new();
        private readonly TarExtensions _global = new();
        private TarExtensions _next = new();

        public void Run()
        {
            while (TakeHeader() is { } header)
                AddMember(header);
            _remarks.AddTo(sink, "(header fields)", "names of users and what stands behind the end of names");
        }

        /// <summary>The next header; null at the end of the archive, be it a good one or not.</summary>
        private TarHeader? TakeHeader()
        {
            var block = input.Peek(TarHeader.BlockBytes);
            if (block.IsEmpty)
            {
                sink.Report(AnomalyKind.MissingEnd, null, "has no end-of-archive mark: it may have been cut between two members");
                return null;
            }

            if (block.Length < TarHeader.BlockBytes)
                return EndsOddly(block);
            if (block.IndexOfAnyExcept((byte)0) < 0)
                return AfterEnd();
            var at = input.Position;
            if (TarHeader.Parse(block) is not { } header)
                throw new ArtifactException($"the tar header at byte {at} is damaged");
            input.Advance(TarHeader.BlockBytes);
            return header;
        }

        private TarHeader? EndsOddly(ReadOnlySpan<byte> rest) =>
            rest.IndexOfAnyExcept((byte)0) < 0 ? null : throw ArtifactException.Truncated("the last tar header");

        /// <summary>Zeros fill the last record. A further archive behind them is read by some tools and not by others.</summary>
        private TarHeader? AfterEnd()
        {
            while (input.Peek(TarHeader.BlockBytes) is { Length: TarHeader.BlockBytes } block && block.IndexOfAnyExcept((byte)0) < 0)
                input.Advance(TarHeader.BlockBytes);
            if (TarHeader.Parse(input.Peek(TarHeader.BlockBytes)) is not { } header)
            {
                TrailingData.Report(content, input, sink, "the end of the tar archive");
                return null;
            }

            sink.Report(AnomalyKind.HiddenData, null, "carries a second archive behind its end, which most tools do not unpack");
            input.Advance(TarHeader.BlockBytes);
            return header;
        }

        private void AddMember(TarHeader header)
        {
            header.AddRemarks(_remarks);
            switch (header.Type)
            {
                case 'x' or 'X':
                    _next.AddRecords(TakeExtension(header), sink);
                    return;
                case 'g':
                    _global.AddRecords(TakeExtension(header), sink);
                    return;
                case 'L':
                    _next.Path = TarHeader.Text(TakeExtension(header));
                    return;
                case 'K':
                    _next.LinkTarget = TarHeader.Text(TakeExtension(header));
                    return;
            }

            var extensions = _next.Over(_global);
            _next = new TarExtensions();
            var entry = HeaderOf(header, extensions);
            if (entry.Kind == EntryKind.File)
                AddFile(header, extensions, entry);
            else
                AddWithoutContent(header, entry);
        }

        private byte[] TakeExtension(TarHeader header)
        {
            var bytes = input.TakeCopy((int)Math.Min(header.Size, int.MaxValue), MaxExtensionBytes, "a tar extension header");
            SkipPadding(header.Size);
            return bytes;
        }

        private EntryHeader HeaderOf(TarHeader header, TarExtensions extensions)
        {
            var path = extensions.Path ?? header.Path;
            var kind = header.Kind;
            // Before POSIX a trailing slash was what made a directory.
            if (kind == EntryKind.File && path is [.., (byte)'/'] && header.Type is '0' or '\0')
                kind = EntryKind.Directory;
            return new EntryHeader(EntryPath.Parse(path))
            {
                Kind = kind,
                Mode = header.Mode,
                LinkTarget = kind is EntryKind.SymbolicLink or EntryKind.HardLink ? Encoding.UTF8.GetString(extensions.LinkTarget ?? header.LinkTarget) : null,
            };
        }

        private void AddFile(TarHeader header, TarExtensions extensions, EntryHeader entry)
        {
            var stored = extensions.Size ?? header.Size;
            // Tools that overlook the record read other members than those that heed it.
            if (extensions.Size is { } size && size != header.Size && size <= TarHeader.MaxOctalSize)
                sink.Report(AnomalyKind.Ambiguous, entry.Path, $"has {header.Size} bytes by its header and {size} by its extended header");
            if (content.CanSeek && !extensions.IsSparse && !header.IsSparse && content.Slice(input.Position, stored) is { } slice)
            {
                input.Skip(stored);
                sink.Add(entry with { Size = stored }, slice);
            }
            else
            {
                AddStreamed(header, extensions, entry, stored);
            }

            SkipPadding(stored);
        }

        private void AddStreamed(TarHeader header, TarExtensions extensions, EntryHeader entry, long stored)
        {
            var gnuMap = header.IsSparse ? SparseStream.GnuMap(header, input) : null;
            var end = input.Position + stored;
            using var section = input.Section(stored, "the tar member");
            if (gnuMap is null && !extensions.IsSparse)
            {
                sink.Add(entry with { Size = stored }, section);
            }
            else
            {
                using var sparse = gnuMap is null ? SparseStream.Pax(extensions, section) : SparseStream.Gnu(header, gnuMap, section);
                var path = extensions.SparsePath is { } name ? EntryPath.Parse(name) : entry.Path;
                sink.Add(entry with { Path = path, PackedSize = stored, Note = "sparse: long holes are shortened" }, sparse);
            }

            input.Skip(end - input.Position);
        }

        /// <summary>
        /// Links, folders and devices have no content, whatever size they state; old tools wrote a size for hard links. When what
        /// follows is no header, then there is content after all.
        /// </summary>
        private void AddWithoutContent(TarHeader header, EntryHeader entry)
        {
            sink.Add(entry);
            if (header.Size == 0 || IsHeaderOrEnd(input.Peek(TarHeader.BlockBytes)))
                return;
            sink.Report(AnomalyKind.Ambiguous, entry.Path, $"is a {entry.Kind} that carries {header.Size} bytes");
            var end = input.Position + header.Size;
            sink.AddDecoded(entry.Path.Value, input.Section(header.Size, "the content of a link"), "content of a member that should have none");
            input.Skip(end - input.Position);
            SkipPadding(header.Size);
        }

        private static bool IsHeaderOrEnd(ReadOnlySpan<byte> block) => block.IndexOfAnyExcept((byte)0) < 0 || TarHeader.Parse(block) is not null;

        private void SkipPadding(long size)
        {
            var padding = (int)(-size & (TarHeader.BlockBytes - 1));
            var bytes = input.Peek(padding);
            // Nothing reads the padding: what it holds is hidden.
            if (bytes.IndexOfAnyExcept((byte)0) >= 0)
            {
                sink.Report(AnomalyKind.UncleanPadding, null, "carries data in the padding between two members");
                sink.AddDecoded("(padding)", bytes.ToArray(), "padding between two members");
                bytes = input.Peek(padding);
            }

            input.Advance(bytes.Length);
        }
    }
}
