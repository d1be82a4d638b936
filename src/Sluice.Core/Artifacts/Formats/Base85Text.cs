namespace Sluice.Artifacts.Formats;

/// <summary>Five characters for four bytes, in the three alphabets in use.</summary>
internal sealed class Base85Text
{
    /// <summary>Adobe's and btoa's: from ! to u.</summary>
    public static readonly Base85Text Ascii85 = new("ascii85", "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstu".ToCharArray());

    /// <summary>ZeroMQ's (RFC 32/Z85).</summary>
    public static readonly Base85Text Z85 = new("z85", "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#".ToCharArray());

    /// <summary>Git's, Mercurial's and Python's (RFC 1924).</summary>
    public static readonly Base85Text Base85 = new("base85", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~".ToCharArray());

    private const byte None = byte.MaxValue;

    private readonly byte[] _digits = new byte[256];

    private Base85Text(string name, char[] alphabet)
    {
        Name = name;
        _digits.AsSpan().Fill(None);
        for (var digit = 0; digit < alphabet.Length; digit++)
            _digits[alphabet[digit]] = (byte)digit;
    }

    public string Name { get; }

    public bool IsInAlphabet(byte character) => _digits[character] != None;

    /// <summary>Decodes characters of the alphabet; four bytes or fewer are missing where the last group is cut. Null where a group is too large to be one.</summary>
    public byte[]? Decode(ReadOnlySpan<byte> characters)
    {
        var bytes = new byte[(characters.Length / 5 * 4) + Math.Max(0, (characters.Length % 5) - 1)];
        for (int at = 0, used = 0; at < characters.Length; at += 5)
        {
            var group = characters[at..Math.Min(at + 5, characters.Length)];
            ulong value = 0;
            for (var i = 0; i < 5; i++)
                value = (value * 85) + (i < group.Length ? _digits[group[i]] : 84u);
            if (value > uint.MaxValue && group.Length == 5)
                return null;
            for (var i = 0; i < group.Length - 1; i++)
                bytes[used++] = (byte)(value >> (24 - (8 * i)));
        }

        return bytes;
    }

    /// <summary>With white space in between, z for four zeros, and <c>~&gt;</c> at the end (Adobe). What comes behind a wrong group is left out.</summary>
    public static byte[] DecodeAdobe(ReadOnlySpan<byte> text)
    {
        var characters = new List<byte>(text.Length);
        foreach (var character in text)
        {
            if (character == '~')
                break;
            if (character == 'z')
                characters.AddRange("!!!!!"u8);
            else if (Ascii85.IsInAlphabet(character))
                characters.Add(character);
        }

        return Ascii85.Decode(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(characters)) ?? [];
    }
}
