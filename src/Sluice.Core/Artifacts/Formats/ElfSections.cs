using static Sluice.Artifacts.Formats.NativeImports;

namespace Sluice.Artifacts.Formats;

/// <summary>The table of sections of a little-endian ELF file (System V ABI, "Sections"). Loaders do not use it: damaged or left out, a program runs all the same.</summary>
internal readonly ref struct ElfSections
{
    private const int MostSections = 4096;

    private readonly ReadOnlySpan<byte> _file, _names;
    private readonly long _table;
    private readonly int _size, _count;
    private readonly bool _is64;

    public ElfSections(ReadOnlySpan<byte> file)
    {
        if (file.Length < 64 || file[5] != 1)
            return;
        _file = file;
        _is64 = file[4] == 2;
        _table = _is64 ? (long)UInt64At(file, 40) : UInt32At(file, 32);
        (_size, _count) = (UInt16At(file, _is64 ? 58 : 46), UInt16At(file, _is64 ? 60 : 48));
        var namesIndex = UInt16At(file, _is64 ? 62 : 50);
        if (_table <= 0 || _size < (_is64 ? 64 : 40) || _count > MostSections || namesIndex >= _count || _table > file.Length - ((long)_size * _count))
            _count = 0;
        else
            _names = ContentOf(_table + ((long)namesIndex * _size));
    }

    /// <summary>Whether there is a section whose name is this, up to the zero that ends it.</summary>
    public bool Has(ReadOnlySpan<byte> name) => HeaderOf(name) >= 0;

    /// <summary>Empty where there is none.</summary>
    public ReadOnlySpan<byte> Find(ReadOnlySpan<byte> name) => HeaderOf(name) is >= 0 and var header ? ContentOf(header) : [];

    private long HeaderOf(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < _count; i++)
        {
            var header = _table + ((long)i * _size);
            if (UInt32At(_file, header) is var at && at < _names.Length && _names[(int)at..].StartsWith(name))
                return header;
        }

        return -1;
    }

    private ReadOnlySpan<byte> ContentOf(long header)
    {
        var (offset, size) = _is64 ? ((long)UInt64At(_file, header + 24), (long)UInt64At(_file, header + 32)) : (UInt32At(_file, header + 16), UInt32At(_file, header + 20));
        return offset < 0 || size < 0 || offset > _file.Length - size ? [] : _file.Slice((int)offset, (int)size);
    }
}
