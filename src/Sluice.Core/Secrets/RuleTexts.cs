using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Sluice.Findings;

namespace Sluice.Secrets;

/// <summary>The texts of the rules of a pack: decompressed when the first is asked for, each read on its own. Thread safe.</summary>
internal sealed class RuleTexts(byte[] pack)
{
    private byte[]? _texts;

    /// <summary>Where in the pack they begin.</summary>
    public int Start { get; set; }

    /// <summary>By the number of the rule in the pack.</summary>
    public SecretRule this[int number]
    {
        get
        {
            var texts = _texts ??= Unpacked(pack.AsSpan(Start).ToArray());
            var start = BinaryPrimitives.ReadInt32LittleEndian(texts.AsSpan(number * sizeof(int)));
            using var reader = new BinaryReader(new MemoryStream(texts, start, texts.Length - start), Encoding.UTF8);
            return Read(reader);
        }
    }

    /// <summary>Where each text begins, four bytes each, and the texts.</summary>
    public static byte[] Write(IReadOnlyList<SecretRule> rules)
    {
        using var bytes = new MemoryStream();
        var starts = new byte[rules.Count * sizeof(int)];
        bytes.Write(starts);
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
        {
            for (var i = 0; i < rules.Count; i++)
            {
                writer.Flush();
                BinaryPrimitives.WriteInt32LittleEndian(starts.AsSpan(i * sizeof(int)), (int)bytes.Position);
                Write(writer, rules[i]);
            }
        }

        bytes.Position = 0;
        bytes.Write(starts);
        return Packed(bytes.ToArray());
    }

    /// <summary>Everything of a rule: equal for equal rules only.</summary>
    public static byte[] BytesOf(SecretRule rule)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
            Write(writer, rule);
        return bytes.ToArray();
    }

    private static byte[] Packed(byte[] texts)
    {
        using var bytes = new MemoryStream();
        using (var brotli = new BrotliStream(bytes, CompressionLevel.SmallestSize, leaveOpen: true))
            brotli.Write(texts);
        return bytes.ToArray();
    }

    private static byte[] Unpacked(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var bytes = new MemoryStream(1 << 20);
        brotli.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static void Write(BinaryWriter writer, SecretRule rule)
    {
        foreach (var text in (string[])[rule.Id, rule.Name, rule.Service, rule.Holder, rule.Link, rule.Pattern, rule.Proof ?? "", rule.Public ?? ""])
            writer.Write(text);
        foreach (var list in (IReadOnlyList<string>[])[rule.Revoke, rule.Assigned, rule.Nearby, rule.Fires, rule.Silent])
            Write(writer, list);
        writer.Write((byte)rule.Severity);
        writer.Write((byte)rule.Confidence);
        writer.Write(rule.Entropy);
        writer.Write(rule.IsGeneral);
    }

    private static SecretRule Read(BinaryReader reader)
    {
        var (id, name, service, holder, link, pattern, proof, publicReason) =
            (reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString());
        var (revoke, assigned, nearby, fires, silent) = (ReadList(reader), ReadList(reader), ReadList(reader), ReadList(reader), ReadList(reader));
        return new SecretRule
        {
            Id = id,
            Name = name,
            Service = service,
            Holder = holder,
            Link = link,
            Pattern = pattern,
            Proof = proof.Length == 0 ? null : proof,
            Public = publicReason.Length == 0 ? null : publicReason,
            Revoke = revoke,
            Assigned = assigned,
            Nearby = nearby,
            Fires = fires,
            Silent = silent,
            Severity = (Severity)reader.ReadByte(),
            Confidence = (Confidence)reader.ReadByte(),
            Entropy = reader.ReadDouble(),
            IsGeneral = reader.ReadBoolean(),
        };
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<string> list)
    {
        writer.Write7BitEncodedInt(list.Count);
        foreach (var text in list)
            writer.Write(text);
    }

    private static string[] ReadList(BinaryReader reader)
    {
        var list = new string[reader.Read7BitEncodedInt()];
        for (var i = 0; i < list.Length; i++)
            list[i] = reader.ReadString();
        return list;
    }
}
