using System.Text;

namespace Sluice.Training;

/// <summary>
/// A template of a file. Its first line says <c>train</c> or <c>test</c> and the path; slots stand between guillemets: <c>«+kind»</c> is a credential, <c>«-kind»</c> and
/// <c>«=text»</c> look like one, everything else is filled in without being either.
/// </summary>
public sealed record Family(string Name, bool IsTest, string Path, string Body)
{
    /// <summary>The ones in <c>Families/</c>, in ordinal order of their names.</summary>
    public static IReadOnlyList<Family> All { get; } = [.. typeof(Family).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>A file of the family; the seed decides on everything that is filled in.</summary>
    public LabelledFile Make(int seed)
    {
        var values = new SlotValues(new Random(seed), IsTest);
        var text = new StringBuilder();
        var labels = new List<Label>();
        for (var at = 0; at < Body.Length;)
        {
            var open = Body.IndexOf('«', at);
            if (open < 0)
            {
                text.Append(Body, at, Body.Length - at);
                break;
            }

            var close = Body.IndexOf('»', open);
            text.Append(Body, at, open - at);
            var slot = Body[(open + 1)..close];
            var (sign, kind) = slot[0] is '+' or '-' or '=' ? (slot[0], slot[1..]) : (' ', slot);
            var start = Encoding.UTF8.GetByteCount(text.ToString());
            var value = sign == '=' ? kind : values.Of(kind);
            text.Append(value);
            if (sign != ' ')
                labels.Add(new Label(start, start + Encoding.UTF8.GetByteCount(value), sign == '+', sign == '=' ? "text" : kind));
            at = close + 1;
        }

        return new LabelledFile(Name, IsTest, Path, text.ToString(), labels);
    }

    private static Family Read(string name)
    {
        using var reader = new StreamReader(typeof(Family).Assembly.GetManifestResourceStream(name)!);
        var head = reader.ReadLine()!.Split(' ', 2);
        return new Family(name, head[0] switch { "test" => true, "train" => false, _ => throw new FormatException($"{name}: the first line says 'train' or 'test', and a path") }, head[1], reader.ReadToEnd());
    }
}
