using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Sluice.Benchmarks;

/// <summary>What one run of a program cost. CPU is user and system time of all its threads and children.</summary>
internal sealed record Cost(double CpuSeconds, double WallSeconds, long PeakBytes, int ExitCode);

/// <summary>Runs a program to its end and asks the kernel what it cost. Linux only.</summary>
internal static partial class MeasuredProcess
{
    private const int RusageChildren = -1;

    /// <param name="input">A file for standard input, or null.</param>
    public static Cost Run(string program, IEnumerable<string> arguments, string? input = null)
    {
        var before = ChildrenCpu();
        var started = Stopwatch.GetTimestamp();
        // The shell replaces itself: nothing but the program is measured, and its output is thrown away by the kernel.
        var command = input is null ? "exec \"$@\" >/dev/null 2>&1" : $"exec \"$@\" <'{input}' >/dev/null 2>&1";
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command, "sh", program, .. arguments]))!;
        var peak = WatchPeak(process);
        process.WaitForExit();
        var wall = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new Cost(ChildrenCpu() - before, wall, peak, process.ExitCode);
    }

    /// <summary>The high-water mark only grows, so the last look before the end is close to the peak.</summary>
    private static long WatchPeak(Process process)
    {
        long peak = 0;
        while (!process.WaitForExit(2))
        {
            try
            {
                foreach (var line in File.ReadLines($"/proc/{process.Id}/status"))
                {
                    if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                        peak = Math.Max(peak, long.Parse(line.AsSpan(6).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) * 1024);
                }
            }
            catch (IOException)
            {
                // The process ended between the two looks.
            }
        }

        return peak;
    }

    private static double ChildrenCpu()
    {
        Span<long> usage = stackalloc long[18];
        if (GetResourceUsage(RusageChildren, ref MemoryMarshal.GetReference(usage)) != 0)
            throw new InvalidOperationException("getrusage failed");
        return usage[0] + usage[1] / 1e6 + usage[2] + usage[3] / 1e6;
    }

    /// <summary>struct rusage starts with two struct timeval of two longs each (64-bit Linux).</summary>
    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetResourceUsage(int who, ref long usage);
}
