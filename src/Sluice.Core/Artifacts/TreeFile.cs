using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sluice.Artifacts;

/// <summary>Opens files of a tree that strangers may have made: a named pipe in it must not make the program wait for ever.</summary>
internal static partial class TreeFile
{
    /// <summary>Without waiting: a pipe opens at once and turns out to have no length.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle Open(string path)
    {
        if (OperatingSystem.IsWindows())
            return File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        // O_RDONLY | O_NONBLOCK | O_CLOEXEC, fcntl.h of Linux and of Darwin.
        var handle = OpenFile(path, OperatingSystem.IsMacOS() ? 0x1000004 : 0x80800);
        return handle >= 0 ? new SafeFileHandle(handle, ownsHandle: true) : throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
    }

    /// <summary>Null for what is no regular file: a pipe or a terminal.</summary>
    public static long? LengthOf(SafeFileHandle file)
    {
        try
        {
            return RandomAccess.GetLength(file);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);
}
