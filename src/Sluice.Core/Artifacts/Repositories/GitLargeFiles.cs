using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Sluice.Artifacts.Repositories;

/// <summary>The contents that Git LFS keeps beside the object database. They leave with a push as blobs do.</summary>
internal sealed class GitLargeFiles(GitRepository repository)
{
    private string? _store;

    /// <summary>The content of a pointer; null when it is not here, or is not what the pointer names.</summary>
    public SafeFileHandle? Open(LargeFilePointer pointer)
    {
        _store ??= Path.Combine(repository.CommonDirectory, "lfs", "objects");
        var digest = pointer.Digest;
        SafeFileHandle? file = null;
        try
        {
            file = TreeFile.Open(Path.Combine(_store, digest[..2], digest[2..4], digest));
            if (file is not null && TreeFile.LengthOf(file) == pointer.Size && Convert.ToHexStringLower(Hash(file, pointer.Size)) == digest)
                return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArtifactException)
        {
            // Not to be read is not to be screened: the caller says so.
        }

        file?.Dispose();
        return null;
    }

    private static byte[] Hash(SafeFileHandle file, long length)
    {
        using var content = Content.OfFile(file, 0, length).Open();
        return SHA256.HashData(content);
    }
}
