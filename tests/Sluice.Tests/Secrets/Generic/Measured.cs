using System.Globalization;
using System.Text;
using Sluice.Secrets;
using Sluice.Tests.Support;
using Sluice.Training;

namespace Sluice.Tests.Secrets.Generic;

/// <summary>What a screening of labelled files found and missed: every file is a member of one archive, so that reader, scanner, classifier and detector all take part.</summary>
internal sealed class Measured
{
    private readonly List<string> _missed = [];
    private readonly List<string> _wrong = [];

    public int Credentials { get; private set; }

    public int LookAlikes { get; private set; }

    public int Found => Credentials - _missed.Count;

    public double Recall => (double)Found / Credentials;

    /// <summary>Of what was found, what is a credential.</summary>
    public double Precision => (double)Found / (Found + _wrong.Count);

    /// <summary>Every finding counts, whatever its severity: those of decoded entries for the file that holds them.</summary>
    public static Measured Of(IEnumerable<LabelledFile> files, Func<string, bool> isCounted)
    {
        var measured = new Measured();
        foreach (var part in files.Chunk(500))
            measured.Add(part, isCounted);
        return measured;
    }

    public string Figures => string.Create(CultureInfo.InvariantCulture, $"{Credentials} credentials, {LookAlikes} look-alikes: recall {Recall:P2}, precision {Precision:P2}");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Figures}\nmissed:\n  {string.Join("\n  ", _missed.Order(StringComparer.Ordinal).Take(400))}\nwrong:\n  {string.Join("\n  ", _wrong.Order(StringComparer.Ordinal).Take(400))}");

    private void Add(LabelledFile[] files, Func<string, bool> isCounted)
    {
        var report = Screening.Of("corpus.tar", TestArchive.Tar([.. files.Select((file, i) => ($"{i}/{file.Path}", Encoding.UTF8.GetBytes(file.Text)))]));
        var places = new Dictionary<int, List<(string Rule, long Start, long End)>>();
        foreach (var found in report.Findings.Select(f => f.Finding).Where(f => f.Rule.Family == "secret"))
        {
            var isDecoded = found.Entry.ContainerChain.Count > 0;
            var path = isDecoded ? found.Entry.ContainerChain[0] : found.Entry.Path.Value;
            var (offset, length) = isDecoded ? (0, long.MaxValue) : ((long)found.Evidence.First(e => e.Name == "offset").Value, (long)(int)found.Evidence.First(e => e.Name == "length").Value);
            var index = int.Parse(path[..path.IndexOf('/')], CultureInfo.InvariantCulture);
            if (!places.TryGetValue(index, out var list))
                places[index] = list = [];
            list.Add((found.Rule.Id, offset, length == long.MaxValue ? length : offset + length));
        }

        for (var i = 0; i < files.Length; i++)
            Count(files[i], places.GetValueOrDefault(i) ?? [], isCounted);
    }

    private void Count(LabelledFile file, List<(string Rule, long Start, long End)> found, Func<string, bool> isCounted)
    {
        var text = Encoding.UTF8.GetBytes(file.Text);
        foreach (var label in file.Labels.Where(label => isCounted(label.Kind)))
        {
            Credentials += label.IsCredential ? 1 : 0;
            LookAlikes += label.IsCredential ? 0 : 1;
            if (label.IsCredential && !found.Exists(place => label.Overlaps(place.Start, place.End) && (file.Family != SpecificKinds.FamilyName || !place.Rule.StartsWith("secret/generic-", StringComparison.Ordinal))))
                _missed.Add($"{file.Family} {label.Kind} {Encoding.UTF8.GetString(text[Math.Max(0, label.Start - 30)..label.End])}");
        }

        foreach (var place in found.Where(place => isCounted(place.Rule) && !IsExpected(file, place.Rule, place.Start, place.End)))
            _wrong.Add($"{file.Family} {place.Rule} {Encoding.UTF8.GetString(text[(int)Math.Max(0, place.Start - 30)..(int)Math.Min(text.Length, place.End)])}");
    }

    /// <summary>What a rule says looks like its kind may be of another: there, only the rule itself is held to it.</summary>
    private static bool IsExpected(LabelledFile file, string rule, long start, long end) =>
        file.Family == SpecificKinds.FamilyName
            ? file.Labels.Any(label => label.Overlaps(start, end) && (label.IsCredential || label.Kind != rule))
            : file.Labels.Any(label => label.IsCredential && label.Overlaps(start, end));
}
