using System.Runtime.InteropServices;

namespace Sluice.Artifacts;

/// <summary>Asks for large pages behind large buffers: a content of 60 MB is thirty page faults then, and not fifteen thousand.</summary>
internal static partial class HugePages
{
    private const int PageBytes = 2 << 20;

    /// <summary>MADV_HUGEPAGE of Linux: a hint, which a kernel without large pages refuses.</summary>
    private const int Advice = 14;

    /// <param name="buffer">Fresh: what has been touched stays as it is. Only those that the pool does not keep: large pages stay resident behind what comes after.</param>
    public static unsafe void Advise(byte[] buffer)
    {
        if (buffer.Length <= BufferPool.MaxBytes || !OperatingSystem.IsLinux())
            return;
        // Arrays of this size are not moved, and if one were, the hint would be all that is lost.
        fixed (byte* first = buffer)
        {
            var start = ((nuint)first + PageBytes - 1) & ~(nuint)(PageBytes - 1);
            var end = ((nuint)first + (nuint)buffer.Length) & ~(nuint)(PageBytes - 1);
            _ = Advise(start, end - start, Advice);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nuint start, nuint length, int advice);
}
