using System.Security.Cryptography;

namespace Sluice.Artifacts;

/// <summary>Passes bytes on and keeps their SHA-256 and count.</summary>
internal sealed class HashingStream(Stream inner) : ReadOnlyStream
{
    private static readonly byte[] DigestOfNothing = SHA256.HashData([]);

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public bool IsHashed { get; init; } = true;

    public long BytesRead { get; private set; }

    public static ReadOnlyMemory<byte> DigestOf(Content content)
    {
        if (content.Length == 0)
            return DigestOfNothing;
        if (content.IsInMemory)
            return SHA256.HashData(content.Head.Span);
        using var hash = new HashingStream(content.Open());
        hash.CopyTo(Stream.Null, 128 << 10);
        return hash.Finish();
    }

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        if (IsHashed)
            _hash.AppendData(buffer[..count]);
        BytesRead += count;
        return count;
    }

    /// <summary>Readers dispose the stream they opened, yet what they left unread still counts: the hash ends here, not there.</summary>
    public byte[] Finish()
    {
        using (_hash)
            return IsHashed ? _hash.GetHashAndReset() : [];
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
