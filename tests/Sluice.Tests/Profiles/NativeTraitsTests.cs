using System.Diagnostics;
using Sluice.Artifacts;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Profiles;
using Sluice.Tests.Support;

namespace Sluice.Tests.Profiles;

public sealed class NativeTraitsTests
{
    private static readonly string[] Plain = ["malloc", "memcpy", "napi_create_function"];

    [Theory]
    [InlineData("libm.so.6", "memcpy", "without-symbols")]
    [InlineData("libm.so.6", "connect", "network without-symbols")]
    [InlineData("libcurl.so.4", "memcpy", "network without-symbols")]
    [InlineData("libm.so.6", "posix_spawn", "process without-symbols")]
    [InlineData("libm.so.6", "ptrace", "injection without-symbols")]
    [InlineData("libm.so.6", "disconnect", "without-symbols")]
    public void Of_an_ELF_file_the_dynamic_symbols_tell(string library, string function, string reach) =>
        Assert.Equal(reach, Said(NativeTraits.Of(TestProgram.ElfImporting(library, [.. Plain, function]), ContentKind.Elf)));

    [Theory]
    [InlineData("KERNEL32.dll", "ReadFile", "")]
    [InlineData("KERNEL32.dll", "CreateProcessW", "process")]
    [InlineData("WS2_32.dll", "ReadFile", "network")]
    [InlineData("USER32.dll", "GetClipboardData", "private")]
    public void Of_a_PE_file_the_imports_tell(string library, string function, string reach) =>
        Assert.Equal(reach, Said(NativeTraits.Of(TestProgram.PortableExecutableImporting(library, "GetLastError", function), ContentKind.PortableExecutable)));

    [Theory]
    [InlineData("/usr/lib/libSystem.B.dylib", "malloc", "")]
    [InlineData("/usr/lib/libSystem.B.dylib", "getaddrinfo", "network")]
    [InlineData("/usr/lib/libcurl.4.dylib", "malloc", "network")]
    public void Of_a_Mach_O_file_the_symbols_tell(string library, string function, string reach)
    {
        var file = TestProgram.MachOImporting(library, function);
        byte[] universal = [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 1, .. new byte[8], 0, 0, 0, 28, 0, 0, (byte)(file.Length >> 8), (byte)file.Length, .. new byte[4], .. new byte[4096]];
        file.CopyTo(universal, 28);

        Assert.Equal(reach, Said(NativeTraits.Of(file, ContentKind.MachO)));
        Assert.Equal(reach, Said(NativeTraits.Of(universal, ContentKind.MachOUniversal)));
    }

    [Fact]
    public void What_is_packed_is_told_by_its_code()
    {
        var (code, packed) = (TestProgram.ElfImporting("libm.so.6", new string('a', 20000)), TestProgram.ElfImporting("libm.so.6", new string('a', 20000)));
        (code[68], packed[68]) = (1, 1);
        new Random(3).NextBytes(packed.AsSpan(0x300, 19000));

        Assert.DoesNotContain(NativeTraits.Packed, NativeTraits.Of(code, ContentKind.Elf).Reach);
        Assert.Contains(NativeTraits.Packed, NativeTraits.Of(packed, ContentKind.Elf).Reach);
    }

    /// <summary>Any bytes end in what can be read of them, in a moment.</summary>
    [Fact]
    public void Damaged_programs_are_read_as_far_as_they_go()
    {
        var random = new Random(11);
        var clock = Stopwatch.StartNew();
        foreach (var (file, kind) in new[] { KeyValuePair.Create(TestProgram.ElfImporting("libm.so.6", Plain), ContentKind.Elf), KeyValuePair.Create(TestProgram.PortableExecutableImporting("KERNEL32.dll", Plain), ContentKind.PortableExecutable), KeyValuePair.Create(TestProgram.MachOImporting("/usr/lib/libSystem.B.dylib", Plain), ContentKind.MachO) })
        {
            for (var i = 0; i < file.Length; i++)
                NativeTraits.Of(file.AsSpan(0, i), kind);
            for (var round = 0; round < 3000; round++)
            {
                var damaged = (byte[])file.Clone();
                for (var change = 0; change < 6; change++)
                    damaged[random.Next(damaged.Length)] = (byte)(random.Next(3) == 0 ? 0xff : random.Next(256));
                NativeTraits.Of(damaged, kind);
            }
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(Decision.Deny, "connect", "execve")]
    [InlineData(Decision.Deny, "WriteProcessMemory", "ptrace")]
    [InlineData(Decision.Allow, "realloc", "napi_throw")]
    public void A_library_that_begins_to_reach_out_stops_the_release(Decision decision, params string[] functions)
    {
        var book = new ProfileBook([Profile()]) { Survey = Survey.Parse("400") };
        var report = Screening.Of("acme-add-1.0.15.tgz", Pack(15, functions), new ScreenOptions { Profiles = book });

        Assert.Equal(decision, report.Decision);
        Assert.Equal(decision == Decision.Deny, report.Findings.Any(finding => finding.Finding.Rule.Id == "deviation/new-capability" && finding.Finding.Severity == Severity.High));
        Assert.Equal(decision == Decision.Deny, report.Findings.Any(finding => finding.Finding.Rule.Id == "deviation/new-import" && finding.Finding.Message.Contains(functions[1], StringComparison.Ordinal)));
    }

    private static string Said(NativeTraits traits) => string.Join(' ', traits.Reach);

    private static Profile Profile()
    {
        var profile = new Profile("npm:acme-add");
        for (var release = 1; release <= 14; release++)
            profile.Learn(ReleaseShape.Of(Screening.Of($"acme-add-1.0.{release}.tgz", Pack(release, "memmove"), new ScreenOptions { Profiles = new ProfileBook() }).Artifact), null);
        return profile;
    }

    private static byte[] Pack(int patch, params string[] functions) => TestArchive.Tgz(
        ("package/package.json", System.Text.Encoding.UTF8.GetBytes($$"""{"name":"acme-add","version":"1.0.{{patch}}","license":"MIT","main":"index.js"}""")),
        ("package/index.js", System.Text.Encoding.UTF8.GetBytes(Releases.Code)),
        ("package/build/add.node", TestProgram.ElfImporting("libm.so.6", [.. Plain, .. functions])));
}
