using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sluice.Artifacts;

/// <summary>Opens files of a tree that strangers may have made: a named pipe in it must not make the program wait for ever.</summary>
internal static partial class TreeFile
{
    // O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW: fcntl.h of Darwin and of Linux, where the last differs between processors.
    private static readonly int Flags = OperatingSystem.IsMacOS() ? 0x1000104
        : RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Armv6 or Architecture.Arm64 or Architecture.Ppc64le ? 0x88800
        : 0xa0800;

    /// <summary>ELOOP: the last part of the path is a symbolic link.</summary>
    private static readonly int IsLinkError = OperatingSystem.IsMacOS() ? 62 : 40;

    private const int NoSuchFile = 2;

    private const int NoSuchDeviceOrAddress = 6;

    private const int NoSuchDevice = 19;

    /// <summary>Without waiting: a pipe opens at once and turns out to have no length. Null for a symbolic link.</summary>
    /// <exception cref="NoContentException">It is a socket, or a device that nothing answers for.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle? Open(string path)
    {
        if (OperatingSystem.IsWindows())
            return (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0 ? null : File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        var handle = OpenFile(path, Flags);
        if (handle >= 0)
            return new SafeFileHandle(handle, ownsHandle: true);
        var error = Marshal.GetLastPInvokeError();
        if (error is NoSuchDeviceOrAddress or NoSuchDevice)
            throw new NoContentException(Marshal.GetPInvokeErrorMessage(error));
        return error == IsLinkError ? null : throw (error == NoSuchFile ? new FileNotFoundException(Marshal.GetPInvokeErrorMessage(error)) : new IOException(Marshal.GetPInvokeErrorMessage(error)));
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

    /// <summary>What stands there has no content that could be read, by anybody.</summary>
    internal sealed class NoContentException(string message) : IOException(message);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);
}
