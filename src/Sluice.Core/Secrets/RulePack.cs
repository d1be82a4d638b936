using System.IO.Compression;
using System.Text;
using Sluice.Findings;

namespace Sluice.Secrets;

/// <summary>
/// The rules that come with the program, read and compiled before it was built: parsing the files at every start would cost more than a
/// small screen. The pack is a resource of the assembly; a test holds it equal to what the files in <c>Secrets/Rules</c> give.
/// </summary>
internal static class RulePack
{
    private const string Resource = "Sluice.Secrets.rules.pack";
    private const byte Version = 1;

    /// <summary>The ids in ordinal order.</summary>
    public static IReadOnlyList<CompiledRule> BuiltIn => field ??= ReadResource();

    public static byte[] Write(IEnumerable<CompiledRule> rules)
    {
        var ordered = rules.OrderBy(rule => rule.Rule.Id, StringComparer.Ordinal).ToList();
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Version);
            writer.Write7BitEncodedInt(ordered.Count);
            foreach (var rule in ordered)
                Write(writer, rule);
        }

        return bytes.ToArray();
    }

    public static IReadOnlyList<CompiledRule> Read(Stream pack)
    {
        using var reader = new BinaryReader(pack, Encoding.UTF8);
        if (reader.ReadByte() != Version)
            throw new InvalidDataException("the pack of rules is of another version");
        var rules = new CompiledRule[reader.Read7BitEncodedInt()];
        for (var i = 0; i < rules.Length; i++)
            rules[i] = ReadRule(reader);
        return rules;
    }

    private static IReadOnlyList<CompiledRule> ReadResource()
    {
        using var resource = typeof(RulePack).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"the assembly has no resource {Resource}");
        using var unpacked = Unpacked(resource);
        return Read(unpacked);
    }

    public static byte[] Packed(byte[] pack)
    {
        using var bytes = new MemoryStream();
        using (var brotli = new BrotliStream(bytes, CompressionLevel.SmallestSize, leaveOpen: true))
            brotli.Write(pack);
        return bytes.ToArray();
    }

    /// <summary>The bytes of a pack, from what <see cref="Packed"/> made.</summary>
    public static MemoryStream Unpacked(Stream packed)
    {
        using var brotli = new BrotliStream(packed, CompressionMode.Decompress, leaveOpen: true);
        var bytes = new MemoryStream(1 << 20);
        brotli.CopyTo(bytes);
        bytes.Position = 0;
        return bytes;
    }

    private static void Write(BinaryWriter writer, CompiledRule compiled)
    {
        var rule = compiled.Rule;
        foreach (var text in (string[])[rule.Id, rule.Name, rule.Service, rule.Holder, rule.Link, rule.Pattern, rule.Proof ?? "", rule.Public ?? ""])
            writer.Write(text);
        foreach (var list in (IReadOnlyList<string>[])[rule.Revoke, rule.Assigned, rule.Nearby, rule.Fires, rule.Silent, compiled.Anchors])
            Write(writer, list);
        writer.Write((byte)rule.Severity);
        writer.Write((byte)rule.Confidence);
        writer.Write(rule.Entropy);
        writer.Write((byte)compiled.Lane);
        writer.Write7BitEncodedInt(compiled.MinOffset);
        writer.Write7BitEncodedInt(compiled.MaxOffset);
    }

    private static CompiledRule ReadRule(BinaryReader reader)
    {
        var (id, name, service, holder, link, pattern, proof, publicReason) =
            (reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString(), reader.ReadString());
        var (revoke, assigned, nearby, fires, silent, anchors) = (ReadList(reader), ReadList(reader), ReadList(reader), ReadList(reader), ReadList(reader), ReadList(reader));
        var rule = new SecretRule
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
        };
        return new CompiledRule { Rule = rule, Anchors = anchors, Lane = (SearchLane)reader.ReadByte(), MinOffset = reader.Read7BitEncodedInt(), MaxOffset = reader.Read7BitEncodedInt() };
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
