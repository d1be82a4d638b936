using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Sluice.Benchmarks;

/// <summary>
/// The library that fast scanners are built on, with as many patterns as it takes, each known by its number alone: it is not asked where
/// a match begins, which costs it extra.
/// </summary>
internal sealed unsafe partial class Hyperscan : IDisposable
{
    private const uint BlockMode = 1;
    private const string Library = "hs";

    private readonly nint _database;
    private readonly nint _scratch;

    public Hyperscan(string library, IEnumerable<string> patterns)
    {
        NativeLibrary.SetDllImportResolver(typeof(Hyperscan).Assembly, (name, _, _) => name == Library ? NativeLibrary.Load(library) : 0);
        var all = patterns.ToList();
        var taken = all.Where(pattern => Compile([pattern]) is var database && database != 0 && Free(database) == 0).ToList();
        (Patterns, Refused) = (taken.Count, all.Count - taken.Count);
        _database = Compile(taken);
        if (_database == 0 || AllocateScratch(_database, ref _scratch) != 0)
            throw new InvalidOperationException("the patterns do not compile together");
    }

    public int Patterns { get; }

    public int Refused { get; }

    public long Scan(byte[] text)
    {
        long matches = 0;
        fixed (byte* bytes = text)
            _ = Scan(_database, bytes, (uint)text.Length, 0, _scratch, &Count, &matches);
        return matches;
    }

    public void Dispose()
    {
        _ = FreeScratch(_scratch);
        _ = Free(_database);
    }

    private static nint Compile(IReadOnlyList<string> patterns)
    {
        var texts = patterns.Select(pattern => Marshal.StringToCoTaskMemUTF8(pattern)).ToArray();
        var (flags, ids) = (new uint[texts.Length], Enumerable.Range(0, texts.Length).Select(i => (uint)i).ToArray());
        nint database = 0, error = 0;
        fixed (nint* expressions = texts)
        fixed (uint* flag = flags)
        fixed (uint* id = ids)
        {
            if (CompileMulti(expressions, flag, id, (uint)texts.Length, BlockMode, 0, ref database, ref error) != 0)
                database = 0;
        }

        if (error != 0)
            _ = FreeError(error);
        foreach (var text in texts)
            Marshal.FreeCoTaskMem(text);
        return database;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Count(uint id, ulong from, ulong to, uint flags, void* context)
    {
        ++*(long*)context;
        return 0;
    }

    [LibraryImport(Library, EntryPoint = "hs_compile_multi")]
    private static partial int CompileMulti(nint* expressions, uint* flags, uint* ids, uint elements, uint mode, nint platform, ref nint database, ref nint error);

    [LibraryImport(Library, EntryPoint = "hs_free_compile_error")]
    private static partial int FreeError(nint error);

    [LibraryImport(Library, EntryPoint = "hs_free_database")]
    private static partial int Free(nint database);

    [LibraryImport(Library, EntryPoint = "hs_alloc_scratch")]
    private static partial int AllocateScratch(nint database, ref nint scratch);

    [LibraryImport(Library, EntryPoint = "hs_free_scratch")]
    private static partial int FreeScratch(nint scratch);

    [LibraryImport(Library, EntryPoint = "hs_scan")]
    private static partial int Scan(nint database, byte* data, uint length, uint flags, nint scratch, delegate* unmanaged[Cdecl]<uint, ulong, ulong, uint, void*, int> onMatch, void* context);
}
