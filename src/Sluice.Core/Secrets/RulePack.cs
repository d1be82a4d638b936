using System.Text;
using Sluice.Artifacts;

namespace Sluice.Secrets;

/// <summary>
/// The rules that come with the program, read and compiled before it was built: parsing the files at every start would cost more than a
/// small screen. The pack is a resource of the assembly; a test holds it equal to what the files in <c>Secrets/Rules</c> give. What the
/// search needs comes first and is read at once; the texts follow, compressed, and are read when something was found.
/// </summary>
internal static class RulePack
{
    private const string Resource = "Sluice.Secrets.rules.pack";
    private const byte Version = 5;

    /// <summary>The ids in ordinal order.</summary>
    public static RuleSet BuiltIn => field ??= Read(Bytes());

    /// <summary>As it is in the assembly.</summary>
    public static byte[] Bytes()
    {
        using var resource = typeof(RulePack).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"the assembly has no resource {Resource}");
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }

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
            var buckets = RuleSet.Of(ordered).AtomBuckets;
            writer.Write7BitEncodedInt(buckets.Length);
            writer.Write(buckets);
            writer.Write(RuleTexts.Write(ordered.ConvertAll(rule => rule.Rule)));
        }

        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">The pack is of another version.</exception>
    public static RuleSet Read(byte[] pack)
    {
        using var reader = new BinaryReader(new MemoryStream(pack), Encoding.UTF8);
        if (reader.ReadByte() != Version)
            throw new InvalidDataException("the pack of rules is of another version");
        var rules = new CompiledRule[reader.Read7BitEncodedInt()];
        var texts = new RuleTexts(pack);
        for (var i = 0; i < rules.Length; i++)
            rules[i] = ReadRule(reader, texts, i);
        var buckets = reader.ReadBytes(reader.Read7BitEncodedInt());
        texts.Start = (int)reader.BaseStream.Position;
        return new RuleSet(rules, buckets);
    }

    private static void Write(BinaryWriter writer, CompiledRule rule)
    {
        writer.Write(rule.Pattern);
        writer.Write((byte)rule.Lane);
        writer.Write7BitEncodedInt(rule.MinOffset);
        writer.Write7BitEncodedInt(rule.MaxOffset);
        writer.Write7BitEncodedInt(rule.FrontParts);
        writer.Write7BitEncodedInt(rule.FrontGap);
        writer.Write7BitEncodedInt(rule.PublicBytes);
        Write(writer, rule.Anchors);
        Write(writer, rule.Names);
        writer.Write7BitEncodedInt(rule.Atoms.Length);
        foreach (var atom in rule.Atoms)
        {
            writer.Write(atom.Value);
            writer.Write(atom.Mask);
        }
    }

    private static CompiledRule ReadRule(BinaryReader reader, RuleTexts texts, int number) => new(() => texts[number])
    {
        Pattern = reader.ReadString(),
        Lane = (SearchLane)reader.ReadByte(),
        MinOffset = reader.Read7BitEncodedInt(),
        MaxOffset = reader.Read7BitEncodedInt(),
        FrontParts = reader.Read7BitEncodedInt(),
        FrontGap = reader.Read7BitEncodedInt(),
        PublicBytes = reader.Read7BitEncodedInt(),
        Anchors = ReadList(reader),
        Names = ReadList(reader),
        Atoms = ReadAtoms(reader),
    };

    private static void Write(BinaryWriter writer, byte[][] list)
    {
        writer.Write7BitEncodedInt(list.Length);
        foreach (var bytes in list)
        {
            writer.Write7BitEncodedInt(bytes.Length);
            writer.Write(bytes);
        }
    }

    private static byte[][] ReadList(BinaryReader reader)
    {
        var list = new byte[reader.Read7BitEncodedInt()][];
        for (var i = 0; i < list.Length; i++)
            list[i] = reader.ReadBytes(reader.Read7BitEncodedInt());
        return list;
    }

    private static Atom[] ReadAtoms(BinaryReader reader)
    {
        var list = new Atom[reader.Read7BitEncodedInt()];
        for (var i = 0; i < list.Length; i++)
            list[i] = new Atom(reader.ReadUInt32(), reader.ReadUInt32());
        return list;
    }
}
