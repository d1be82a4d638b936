namespace Sluice.Artifacts.Formats;

/// <summary>Applies a difference between two objects (gitformat-pack, "Deltified representation").</summary>
internal static class GitDelta
{
    public static byte[] Apply(ReadOnlySpan<byte> source, ReadOnlySpan<byte> delta, long maxBytes)
    {
        var at = 0;
        if (ReadSize(delta, ref at) != source.Length)
            throw new ArtifactException("a difference does not fit its base");
        var size = ReadSize(delta, ref at);
        if (size > maxBytes)
            throw new ArtifactException($"an object of {size} bytes is more than is kept in memory (--max-buffered)");
        var target = new byte[size];
        var used = 0;
        while (at < delta.Length)
        {
            var piece = NextPiece(source, delta, ref at);
            if (piece.Length > target.Length - used)
                throw new ArtifactException("a difference makes more than it says");
            piece.CopyTo(target.AsSpan(used));
            used += piece.Length;
        }

        return used == target.Length ? target : throw new ArtifactException("a difference makes less than it says");
    }

    private static ReadOnlySpan<byte> NextPiece(ReadOnlySpan<byte> source, ReadOnlySpan<byte> delta, ref int at)
    {
        var code = delta[at++];
        if (code == 0)
            throw new ArtifactException("a difference has a reserved instruction");
        if ((code & 0x80) == 0)
        {
            if (code > delta.Length - at)
                throw new EndOfStreamException("a difference is cut short");
            at += code;
            return delta.Slice(at - code, code);
        }

        long offset = ReadBytes(delta, ref at, code & 0x0f, 4);
        var length = ReadBytes(delta, ref at, (code >> 4) & 7, 3);
        if (length == 0)
            length = 0x10000;
        if (offset + length > source.Length)
            throw new ArtifactException("a difference copies from beyond its base");
        return source.Slice((int)offset, (int)length);
    }

    /// <summary>Little-endian bytes, those whose bit is not set left out.</summary>
    private static long ReadBytes(ReadOnlySpan<byte> delta, ref int at, int present, int count)
    {
        long value = 0;
        for (var i = 0; i < count; i++)
        {
            if ((present & (1 << i)) == 0)
                continue;
            if (at >= delta.Length)
                throw new EndOfStreamException("a difference is cut short");
            value |= (long)delta[at++] << (8 * i);
        }

        return value;
    }

    private static long ReadSize(ReadOnlySpan<byte> delta, ref int at)
    {
        long size = 0;
        for (var shift = 0; shift < 50; shift += 7)
        {
            if (at >= delta.Length)
                throw new EndOfStreamException("a difference is cut short");
            var b = delta[at++];
            size |= (long)(b & 0x7f) << shift;
            if ((b & 0x80) == 0)
                return size;
        }

        throw new ArtifactException("a difference's size has no end");
    }
}
