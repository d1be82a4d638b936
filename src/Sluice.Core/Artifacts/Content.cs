using Microsoft.Win32.SafeHandles;

namespace Sluice.Artifacts;

/// <summary>
/// The bytes of an artifact or an entry in one of three shapes: in memory, a region of a file that can be read at random,
/// or a stream that can be read once from front to back because it is too large for memory. Not thread safe.
/// </summary>
public abstract class Content
{
    /// <summary>How much of the front is at hand in every shape, when there is that much.</summary>
    public const int HeadBytes = 64 << 10;

    /// <summary>Bytes in all; null for a stream whose end has not been seen.</summary>
    public abstract long? Length { get; }

    /// <summary>The front of the content: at least <see cref="HeadBytes"/> unless the content is shorter.</summary>
    public abstract ReadOnlyMemory<byte> Head { get; }

    /// <summary>True when <see cref="Head"/> is the whole content.</summary>
    public virtual bool IsInMemory => false;

    /// <summary>True when the bytes are another's who goes on writing to them.</summary>
    public virtual bool IsVolatile => false;

    /// <summary>True when <see cref="Open"/> may be called again and the stream seeks.</summary>
    public abstract bool CanSeek { get; }

    /// <summary>The content from the start. A content that cannot seek opens once.</summary>
    public abstract Stream Open();

    /// <summary>A part of the content without a copy; null when this shape cannot give one.</summary>
    public abstract Content? Slice(long offset, long length);

    public static Content Of(ReadOnlyMemory<byte> bytes) => new MemoryContent(bytes, isVolatile: false);

    public static Content OfVolatile(ReadOnlyMemory<byte> bytes) => new MemoryContent(bytes, isVolatile: true);

    public static Content OfFile(SafeFileHandle file, long offset, long length) => new FileContent(file, offset, length);

    public static Content OfStream(ReadOnlyMemory<byte> head, Stream rest) => new StreamContent(head, rest);

    private sealed class MemoryContent(ReadOnlyMemory<byte> bytes, bool isVolatile) : Content
    {
        public override long? Length => bytes.Length;

        public override ReadOnlyMemory<byte> Head => bytes;

        public override bool IsInMemory => true;

        public override bool IsVolatile => isVolatile;

        public override bool CanSeek => true;

        public override Stream Open() => new ContentStream(bytes.Length, ReadAt);

        public override Content? Slice(long offset, long length) =>
            offset < 0 || length < 0 || offset > bytes.Length - length ? null : new MemoryContent(bytes.Slice((int)offset, (int)length), isVolatile);

        private int ReadAt(Span<byte> buffer, long position)
        {
            var count = (int)Math.Min(buffer.Length, bytes.Length - position);
            bytes.Span.Slice((int)position, count).CopyTo(buffer);
            return count;
        }
    }

    private sealed class FileContent(SafeFileHandle file, long offset, long length) : Content
    {
        private ReadOnlyMemory<byte>? _head;

        public override long? Length => length;

        public override ReadOnlyMemory<byte> Head => _head ??= ReadHead();

        public override bool IsInMemory => length <= HeadBytes && _head is not null;

        public override bool CanSeek => true;

        public override Stream Open() => new ContentStream(length, ReadAt);

        public override Content? Slice(long start, long count) =>
            start < 0 || count < 0 || start > length - count ? null : new FileContent(file, offset + start, count);

        private int ReadAt(Span<byte> buffer, long position)
        {
            var wanted = (int)Math.Min(buffer.Length, length - position);
            var count = RandomAccess.Read(file, buffer[..wanted], offset + position);
            // A file that shrank while it was read must not look like one that ended in good order.
            return count > 0 || wanted == 0 ? count : throw new ArtifactException("the file became shorter while it was read");
        }

        private ReadOnlyMemory<byte> ReadHead()
        {
            var head = new byte[(int)Math.Min(length, HeadBytes)];
            using var stream = Open();
            stream.ReadExactly(head);
            return head;
        }
    }

    private sealed class StreamContent(ReadOnlyMemory<byte> head, Stream rest) : Content
    {
        private bool _opened;

        public override long? Length => null;

        public override ReadOnlyMemory<byte> Head => head;

        public override bool CanSeek => false;

        public override Stream Open()
        {
            if (_opened)
                throw new InvalidOperationException("a content that streams opens once");
            _opened = true;
            return new PrefixedStream(head, rest);
        }

        public override Content? Slice(long offset, long length) => null;
    }
}
