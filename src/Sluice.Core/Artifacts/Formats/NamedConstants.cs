using System.Buffers;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// The constants of compiled code beside the names that they are assigned to, as assignments in a text: what a value is for shows in its name alone. Only
/// where the name may be that of a credential; every program has thousands of others.
/// </summary>
internal sealed class NamedConstants
{
    private const int MinValueBytes = 6;
    private const int MaxValueBytes = 300;
    private const int MaxNameBytes = 100;

    private static readonly LiteralIndex Words = new(["pass", "pwd", "secret", "token", "cred", "auth", "salt", "key", "mnemonic", "seed", "jwt", "psk"]);

    private static readonly ByteClass NameBytes = ByteClass.Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$"u8);

    private static readonly ByteClass PropertyBytes = ByteClass.Of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:/"u8);

    private readonly ArrayBufferWriter<byte> _text = new();

    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (value.Length is < MinValueBytes or > MaxValueBytes || name.Length is 0 or > MaxNameBytes || !Words.StandsIn(name) || NameBytes.FirstOutside(name) >= 0)
            return;
        // With a quote or an escape in it the text would say something else than the program.
        if (value.IndexOfAny((byte)'"', (byte)'\\') >= 0 || value.IndexOfAnyInRange((byte)0, (byte)31) >= 0)
            return;
        if (IsPropertyName(value))
            return;
        _text.Write(name);
        _text.Write(" = \""u8);
        _text.Write(value);
        _text.Write("\"\n"u8);
    }

    /// <summary>Words joined by dots: what settings, packages and messages are called, the commonest constants with "key" in their names.</summary>
    private static bool IsPropertyName(ReadOnlySpan<byte> value)
    {
        var (digits, letters) = (0, 0);
        foreach (var b in value)
        {
            digits += char.IsAsciiDigit((char)b) ? 1 : 0;
            letters += char.IsAsciiLetter((char)b) ? 1 : 0;
        }

        // What is random has more digits than one in six.
        return value.Contains((byte)'.') && PropertyBytes.FirstOutside(value) < 0 && char.IsAsciiLetter((char)value[0]) && digits * 5 <= letters;
    }

    /// <summary>Adds nothing where there are none.</summary>
    public void AddTo(EntrySink sink)
    {
        if (_text.WrittenCount > 0)
            sink.AddStrings("named constants", _text.WrittenMemory);
    }
}
