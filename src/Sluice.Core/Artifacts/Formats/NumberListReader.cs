using Sluice.Artifacts.Formats.Codecs;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// Bytes written as lists of numbers, decimal or hexadecimal (<c>[31,139,8,0,…]</c>, <c>{0x1f, 0x8b, …}</c>), as tools embed files in scripts and in C. What
/// the bytes turn out to be is opened; tables of numbers stay as they are. Keys of wallets are kept in such lists, too.
/// </summary>
public sealed class NumberListReader : ArtifactReader
{
    /// <summary>Shorter lists have no room for anything.</summary>
    private const int MinNumbers = 32;

    /// <summary>A list that is long enough has a stretch of so many characters of its own alphabet: a digit and a comma for each.</summary>
    private const int MinRunBytes = MinNumbers * 2;

    private static readonly ByteClass Alphabet = ByteClass.Of("0123456789abcdefABCDEFxX-, \t\r\n"u8);

    public override string Format => "number-list";

    public override ReaderNeeds Needs => ReaderNeeds.Memory;

    public override bool Recognizes(Entry entry, Content content)
    {
        var (at, proofs) = (0, new KeyPairProofs());
        return entry.ContentKind == ContentKind.Text && content.IsInMemory && (TryFind(content.Head.Span, ref at, proofs, out _, out _) || proofs.Untried > 0);
    }

    public override void Read(Content content, EntrySink sink)
    {
        var (labels, proofs) = (new Labels(), new KeyPairProofs());
        for (var at = 0; TryFind(content.Head.Span, ref at, proofs, out var start, out var bytes);)
            sink.AddDecoded(labels.Next("number list"), bytes, $"at byte {start}");
        if (proofs.Untried > 0)
            sink.Learn(proofs);
    }

    /// <param name="at">Moved behind what was found.</param>
    private static bool TryFind(ReadOnlySpan<byte> text, ref int at, KeyPairProofs proofs, out int start, out byte[] bytes)
    {
        while (TryFindRun(text, at, out start, out var end))
        {
            at = end;
            if (TryDecode(text[start..end], out bytes) && (RestoredData.IsSomething(bytes.AsSpan(0, Math.Min(bytes.Length, RestoredData.FrontBytes))) || proofs.IsPair(bytes)))
                return true;
        }

        bytes = [];
        return false;
    }

    /// <summary>Looks at one byte in every <see cref="MinRunBytes"/> and walks back from it while the bytes fit: no run that is long enough is missed.</summary>
    private static bool TryFindRun(ReadOnlySpan<byte> text, int at, out int start, out int end)
    {
        start = at;
        for (var probe = at + MinRunBytes - 1; probe < text.Length; probe = start + MinRunBytes - 1)
        {
            var before = Alphabet.LastOutside(text[start..(probe + 1)]);
            if (before < 0)
            {
                var length = Alphabet.FirstOutside(text[probe..]);
                end = length < 0 ? text.Length : probe + length;
                return true;
            }

            start += before + 1;
        }

        end = text.Length;
        return false;
    }

    /// <summary>All numbers fit a byte, signed as Java writes them or not, and a comma stands between each two.</summary>
    private static bool TryDecode(ReadOnlySpan<byte> list, out byte[] bytes)
    {
        bytes = [];
        var count = list.Count((byte)',') + 1;
        if (count < MinNumbers)
            return false;
        bytes = new byte[count];
        var written = 0;
        foreach (var range in list.Split((byte)','))
        {
            var number = list[range].Trim(" \t\r\n"u8);
            // In front of the first comma may be a piece of the code around; what is no number behind it ends the list.
            if (TryRead(number, out var value))
                bytes[written++] = value;
            else if (written > 0)
                break;
        }

        return Cut(ref bytes, written);
    }

    private static bool Cut(ref byte[] bytes, int length)
    {
        bytes = bytes[..length];
        return length >= MinNumbers;
    }

    private static bool TryRead(ReadOnlySpan<byte> number, out byte value)
    {
        value = 0;
        if (number.Length is 0 or > 4)
            return false;
        if (number.StartsWith("0x"u8) || number.StartsWith("0X"u8))
            return number.Length > 2 && byte.TryParse(number[2..], System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out value);
        if (!int.TryParse(number, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var plain) || plain is < sbyte.MinValue or > byte.MaxValue)
            return false;
        value = (byte)plain;
        return true;
    }
}
