using Sluice.Artifacts;
using Sluice.Detection;
using Sluice.Findings;

namespace Sluice.Tests.Support;

/// <summary>Reports with every feature a writer must cope with, made by the real flow with a detector of the test's own.</summary>
public static class SampleReport
{
    public const string HostileName = "evil\u202e\u001b[31m|`<b>@all`.js";

    private static readonly Descriptor Rule = new("exposure/test", "A test rule", Severity.High, "Because of <tests> & such.", "Leave it out.") { Exceptions = "Never here." };

    /// <summary>Findings of each action, evidence of each type, a hostile name, something unscreened and a fault.</summary>
    public static Report Eventful()
    {
        var archive = TestArchive.Tgz(
            ("deny.js", "1\n"u8.ToArray()), ("warn.js", "2\n"u8.ToArray()), ("hold.js", "3\n"u8.ToArray()), ("info.js", "4\n"u8.ToArray()),
            (HostileName, "5\n"u8.ToArray()), ("cut.gz", TestArchive.Gzip(new byte[5000])[..20]), ("inner.tgz", TestArchive.Tgz(("deny.js", "6\n"u8.ToArray()))));
        return Screening.Of("release.tgz", archive, new ScreenOptions { Detectors = [new NameDetector(), new FailingDetector()] });
    }

    private sealed class NameDetector : Detector
    {
        public override IReadOnlyList<Descriptor> Rules => [Rule];

        public override bool Wants(Entry entry) => entry.Path.HasExtension(".js");

        public override IEnumerable<Finding> Inspect(Entry entry)
        {
            yield return new Finding(Rule, entry, "is \"here\" & <there>\u0007")
            {
                Severity = entry.Path.Name switch { "warn.js" => Severity.Medium, "info.js" => Severity.Info, _ => Severity.High },
                Confidence = entry.Path.Name == "hold.js" ? Confidence.Low : Confidence.High,
                Line = 3,
                Column = 7,
                Evidence = [("count", 12), ("bytes", 1L << 40), ("flag", true), ("text", "a\u202eb"), ("list", new List<string> { "x", "y\n" })],
                Remedy = entry.Path.Name == "warn.js" ? "Do this instead." : null,
            };
        }
    }

    private sealed class FailingDetector : Detector
    {
        public override IReadOnlyList<Descriptor> Rules => [];

        public override bool Wants(Entry entry) => entry.Path.Name == "warn.js";

        public override IEnumerable<Finding> Inspect(Entry entry) => throw new InvalidOperationException("broken detector");
    }
}
