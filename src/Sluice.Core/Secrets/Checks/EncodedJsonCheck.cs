using Sluice.Secrets.Patterns;

namespace Sluice.Secrets.Checks;

/// <summary>Tokens of which one part is a JSON object in base 64 with certain fields. What decodes to something else is none.</summary>
/// <param name="separator">Of the parts.</param>
/// <param name="part">Which of them, from 0.</param>
/// <param name="fields">What the object has.</param>
internal sealed class EncodedJsonCheck(string name, char separator, int part, params string[] fields) : SecretCheck, IExampleMaker
{
    public override string Name => name;

    public override CheckedSecret Check(ReadOnlySpan<byte> text, PatternMatch match)
    {
        var rest = text[match.SecretStart..match.SecretEnd];
        for (var i = 0; i < part; i++)
            rest = rest[(rest.IndexOf((byte)separator) + 1)..];
        var end = rest.IndexOf((byte)separator);
        using var json = EncodedJson.Parse(end < 0 ? rest : rest[..end]);
        return new CheckedSecret(json is not null && Array.TrueForAll(fields, field => json.RootElement.TryGetProperty(field, out _)) ? SecretProof.Structure : null, match.End);
    }

    /// <summary>The part that is checked, without its padding.</summary>
    /// <param name="length">Bytes of the last value.</param>
    public string Complete(string front, int length, Random random)
    {
        var values = fields.Select((field, i) => $"\"{field}\":\"{string.Concat(Enumerable.Range(0, i == fields.Length - 1 ? length : 8).Select(_ => (char)('a' + random.Next(26))))}\"");
        return System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.ASCII.GetBytes($"{{{string.Join(',', values)}}}"));
    }
}
