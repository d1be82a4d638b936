using System.Buffers.Binary;
using System.Text;

namespace Sluice.Artifacts.Formats;

/// <summary>
/// What a program for a machine takes from others, as the loader of its system finds it: libraries, and functions by name. What cannot be read is left out: a loader would not
/// find it either. Each table is read once, and no further than so many entries.
/// </summary>
internal static class NativeImports
{
    public const int MostLibraries = 512;
    public const int MostFunctions = 1 << 17;

    /// <summary>Longer names are none that is looked for.</summary>
    public const int LongestName = 200;

    /// <param name="file">All of it.</param>
    /// <param name="onLibrary">Told each library, in lower case as far as systems tell no difference.</param>
    /// <param name="onFunction">Told each function's name.</param>
    public static void Read(ReadOnlySpan<byte> file, ContentKind kind, Action<string> onLibrary, NameTaker onFunction)
    {
        switch (kind)
        {
            case ContentKind.Elf:
                ElfProgram.Read(file, onLibrary, onFunction);
                break;
            case ContentKind.PortableExecutable:
                PortableExecutableImports.Read(file, onLibrary, onFunction);
                break;
            case ContentKind.MachO or ContentKind.MachOUniversal:
                MachOImports.Read(file, onLibrary, onFunction);
                break;
        }
    }

    /// <summary>Is told one name at a time.</summary>
    public delegate void NameTaker(ReadOnlySpan<byte> name);

    /// <summary>A name that ends with a zero; empty where there is none.</summary>
    public static ReadOnlySpan<byte> NameAt(ReadOnlySpan<byte> file, long at)
    {
        if (at <= 0 || at >= file.Length)
            return [];
        var rest = file[(int)at..(int)Math.Min(file.Length, at + LongestName)];
        return rest.IndexOf((byte)0) is > 0 and var end ? rest[..end] : [];
    }

    public static string TextOf(ReadOnlySpan<byte> name) => Encoding.Latin1.GetString(name);

    /// <summary>A number of the file; 0 beyond its end.</summary>
    public static uint UInt32At(ReadOnlySpan<byte> file, long at) => at >= 0 && at <= file.Length - 4 ? BinaryPrimitives.ReadUInt32LittleEndian(file[(int)at..]) : 0;

    public static ulong UInt64At(ReadOnlySpan<byte> file, long at) => at >= 0 && at <= file.Length - 8 ? BinaryPrimitives.ReadUInt64LittleEndian(file[(int)at..]) : 0;

    public static ushort UInt16At(ReadOnlySpan<byte> file, long at) => at >= 0 && at <= file.Length - 2 ? BinaryPrimitives.ReadUInt16LittleEndian(file[(int)at..]) : (ushort)0;
}
