using System.Security.Cryptography;

namespace Sluice.Artifacts;

/// <summary>Passes bytes on and keeps their digests and count.</summary>
/// <param name="hash">Null when nothing asks for the SHA-256.</param>
internal sealed class HashingStream(Stream inner, IncrementalHash? hash) : ReadOnlyStream
{
    private TextDigest.Builder _identity = new();

    /// <summary>Nothing is compared with the one content of a compression.</summary>
    public bool IsIdentified { get; init; } = true;

    /// <summary>Null when nothing asks for the SHA-512.</summary>
    public IncrementalHash? Wide { get; init; }

    public long BytesRead { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        hash?.AppendData(buffer[..count]);
        Wide?.AppendData(buffer[..count]);
        if (IsIdentified)
            _identity.Append(buffer[..count]);
        BytesRead += count;
        return count;
    }

    /// <summary>Readers dispose the stream they opened, yet what they left unread still counts: the digests end here, not there.</summary>
    public void Finish(Entry entry)
    {
        entry.KeepDigest(hash?.GetHashAndReset());
        entry.WideDigest = Wide?.GetHashAndReset();
        hash?.Dispose();
        Wide?.Dispose();
        entry.Identity = IsIdentified ? _identity.Finish() : default;
    }
}

/// <summary>A content whose single stream is already being hashed.</summary>
internal sealed class OneShotContent(Content inner, Stream stream) : Content
{
    public override long? Length => inner.Length;

    public override ReadOnlyMemory<byte> Head => inner.Head;

    public override bool CanSeek => false;

    public override Stream Open() => stream;

    public override Content? Slice(long offset, long length) => null;
}
