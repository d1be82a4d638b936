using System.Buffers.Text;
using System.Text;

namespace Sluice.Artifacts;

/// <summary>What Git LFS commits in place of a large file (Git LFS specification, "The Pointer"): it names the content and is not it.</summary>
public sealed record LargeFilePointer(string Digest, long Size)
{
    /// <summary>Longer files are no pointers, by the specification.</summary>
    public const int MaxBytes = 1024;

    private const int DigestLength = 64;

    /// <summary>Null when the text is no pointer.</summary>
    public static LargeFilePointer? Parse(ReadOnlySpan<byte> text)
    {
        if (text.Length >= MaxBytes || !(text.StartsWith("version https://git-lfs.github.com/spec/v"u8) || text.StartsWith("version https://hawser.github.com/spec/v"u8)))
            return null;
        var digest = ValueOf("\noid sha256:"u8, text);
        return digest.Length == DigestLength && LowerHex.FirstOutside(digest) < 0
            && Utf8Parser.TryParse(ValueOf("\nsize "u8, text), out long size, out _) && size >= 0
            ? new LargeFilePointer(Encoding.ASCII.GetString(digest), size)
            : null;
    }

    private static readonly ByteClass LowerHex = ByteClass.Of("0123456789abcdef"u8);

    private static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> key, ReadOnlySpan<byte> text)
    {
        var at = text.IndexOf(key);
        if (at < 0)
            return default;
        var value = text[(at + key.Length)..];
        return value.IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var end ? value[..end] : value;
    }
}
