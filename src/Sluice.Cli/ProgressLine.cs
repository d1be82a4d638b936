using System.Globalization;
using Sluice.Configuration;

namespace Sluice.Cli;

/// <summary>One line on standard error that is written over while long work goes on, and wiped at the end.</summary>
internal sealed class ProgressLine(TextWriter error, TimeProvider clock, string target, long? totalBytes) : IDisposable
{
    /// <summary>Short work shows nothing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly long _started = clock.GetTimestamp();
    private TimeSpan _shown = Patience - Interval;
    private bool _isVisible;

    public void Report(int entries, long bytes)
    {
        var elapsed = clock.GetElapsedTime(_started);
        if (elapsed - _shown < Interval)
            return;
        _shown = elapsed;
        _isVisible = true;
        var rate = ByteSize.Text((long)(bytes / elapsed.TotalSeconds));
        var size = totalBytes is { } total ? $" (artifact {ByteSize.Text(total)})" : "";
        error.Write(string.Create(CultureInfo.InvariantCulture, $"\r\e[2K{Reporting.SafeText.Of(target)}: {entries} entries, {ByteSize.Text(bytes)} read, {rate}/s{size}"));
    }

    public void Dispose()
    {
        if (_isVisible)
            error.Write("\r\e[2K");
    }
}
