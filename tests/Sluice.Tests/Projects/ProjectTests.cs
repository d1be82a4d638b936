using Sluice.Artifacts;
using Sluice.Projects;
using Sluice.Tests.Support;

namespace Sluice.Tests.Projects;

/// <summary>What a source tree says of what it releases.</summary>
public sealed class ProjectTests : IDisposable
{
    private const string Mit = "MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy of this software\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"name": "a", "license": "MIT"}""", Visibility.Public)]
    [InlineData("""{"name": "a", "license": "UNLICENSED"}""", Visibility.Proprietary)]
    [InlineData("""{"name": "a", "license": "SEE LICENSE IN EULA.txt"}""", Visibility.Proprietary)]
    [InlineData("""{"name": "a", "license": "MIT", "publishConfig": {"access": "restricted"}}""", Visibility.Proprietary)]
    [InlineData("""{"name": "a"}""", null)]
    public void An_npm_package_is_as_open_as_its_licence(string json, Visibility? expected)
    {
        _folder.File("EULA.txt", "All rights reserved.\n");

        Assert.Equal(expected, Only("package.json", json).Visibility);
    }

    [Fact]
    public void A_licence_text_counts_where_no_manifest_names_one()
    {
        _folder.File("LICENSE", Mit);

        Assert.Equal(Visibility.Public, Only("packages/a/package.json", """{"name": "a"}""").Visibility);
    }

    [Fact]
    public void A_private_root_is_kept_and_its_workspaces_are_released()
    {
        _folder.File("package.json", """{"name": "root", "private": true, "workspaces": ["packages/*"]}""");
        _folder.File("packages/a/package.json", """{"name": "@acme/a", "license": "MIT"}""");
        _folder.File("packages/a/node_modules/b/package.json", """{"name": "b", "license": "ISC"}""");
        var project = Project.In(_folder.Path);

        Assert.Equal(["@acme/a"], project.Published.Select(package => package.Name));
        Assert.Equal("\"private\": true", project.Packages.Single(package => package.Name == "root").Withheld);
    }

    [Theory]
    [InlineData("<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>", "Acme.Core")]
    [InlineData("<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><OutputType>Exe</OutputType></PropertyGroup></Project>", null)]
    [InlineData("<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><OutputType>Exe</OutputType><PackAsTool>true</PackAsTool><PackageId>acme-tool</PackageId></PropertyGroup></Project>", "acme-tool")]
    [InlineData("<Project Sdk=\"Microsoft.NET.Sdk.Web\"></Project>", null)]
    [InlineData("<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><IsPackable>false</IsPackable></PropertyGroup></Project>", null)]
    [InlineData("<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup><PackageReference Include=\"Microsoft.NET.Test.Sdk\" /></ItemGroup></Project>", null)]
    public void Libraries_and_tools_of_dotnet_are_packages_and_programs_and_tests_are_not(string text, string? name)
    {
        _folder.File("src/Acme.Core/Acme.Core.csproj", text);

        Assert.Equal(name, Project.In(_folder.Path).Published.SingleOrDefault()?.Name);
    }

    [Fact]
    public void Properties_of_the_nearest_shared_file_count_unless_they_have_a_condition()
    {
        _folder.File("Directory.Build.props", "<Project><PropertyGroup><PackageLicenseExpression>MIT</PackageLicenseExpression></PropertyGroup><PropertyGroup Condition=\"'$(CI)' == ''\"><IsPackable>false</IsPackable></PropertyGroup></Project>");
        var package = Only("src/A/A.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><PackageId>$(Prefix).A</PackageId></PropertyGroup></Project>");

        Assert.Equal((null, Visibility.Public, true), (package.Name, package.Visibility, package.IsPublished));
    }

    [Theory]
    [InlineData("pyproject.toml", "[project]\nname = \"acme\"\nlicense = \"Apache-2.0\"\n", Visibility.Public, true)]
    [InlineData("pyproject.toml", "[project]\nname = \"acme\"\nlicense = {text = \"Proprietary\"}\nclassifiers = [\"Private :: Do Not Upload\"]\n", Visibility.Proprietary, false)]
    [InlineData("pyproject.toml", "[tool.poetry]\nname = \"acme\"\nlicense = \"MIT\"\n", Visibility.Public, true)]
    [InlineData("setup.cfg", "[metadata]\nname = acme\nclassifiers =\n    License :: OSI Approved :: MIT License\n", Visibility.Public, true)]
    [InlineData("setup.py", "from setuptools import setup\nsetup(\n    name='acme',\n    license=\"BSD-3-Clause\",\n)\n", Visibility.Public, true)]
    [InlineData("setup.py", "setup(name='acme', version=read_version())", null, true)]
    public void A_python_project_is_read_in_all_its_forms(string file, string text, Visibility? visibility, bool isPublished)
    {
        var package = Only(file, text);

        Assert.Equal(("pypi", "acme", visibility, isPublished), (package.Ecosystem, package.Name, package.Visibility, package.IsPublished));
    }

    [Fact]
    public void Settings_of_tools_are_no_package_and_the_newest_form_names_it()
    {
        _folder.File("pyproject.toml", "[tool.black]\nline-length = 100\n");
        Assert.Empty(Project.In(_folder.Path).Packages);

        _folder.File("setup.py", "setup(name='old')");
        _folder.File("setup.cfg", "[metadata]\nname = new\n");
        Assert.Equal("new", Assert.Single(Project.In(_folder.Path).Packages).Name);
    }

    [Fact]
    public void An_image_has_the_name_that_the_compose_file_gives_it()
    {
        _folder.File("compose.yaml", "services:\n  web:\n    build: {context: web}\n    image: registry.acme.example:5000/web:1.2\n  db:\n    image: postgres\n");
        _folder.File(".devcontainer/Dockerfile", "FROM x\n");

        Assert.Equal("registry.acme.example:5000/web", Only("web/Dockerfile", "FROM x\n").Name);
    }

    [Theory]
    [InlineData("Cargo.toml", "[package]\nname = \"acme\"\nlicense = \"MIT/Apache-2.0\"\n", "crates", "acme", true)]
    [InlineData("Cargo.toml", "[package]\nname = \"acme\"\npublish = false\n", "crates", "acme", false)]
    [InlineData("pom.xml", "<project><groupId>org.acme</groupId><artifactId>core</artifactId></project>", "maven", "org.acme:core", true)]
    [InlineData("acme.gemspec", "Gem::Specification.new do |s|\n  s.name = 'acme'\n  s.license = 'MIT'\nend\n", "gem", "acme", true)]
    [InlineData("go.mod", "module example.org/acme // core\n\ngo 1.24\n", "go", "example.org/acme", true)]
    public void Others_are_told_by_their_manifests(string file, string text, string ecosystem, string name, bool isPublished)
    {
        var package = Only(file, text);

        Assert.Equal((ecosystem, name, isPublished), (package.Ecosystem, package.Name, package.IsPublished));
    }

    [Fact]
    public void Several_ecosystems_are_told_at_once_and_open_and_closed_ones_leave_it_to_each_release()
    {
        _folder.File("package.json", """{"name": "a", "license": "MIT"}""");
        _folder.File("py/pyproject.toml", "[project]\nname = \"b\"\nlicense = \"LicenseRef-Acme\"\n");
        var project = Project.In(_folder.Path);

        Assert.Equal(["npm", "pypi"], project.Ecosystems);
        Assert.Equal((null, true), (project.Judge().Visibility, project.Judge().IsMixed));
    }

    [Theory]
    [InlineData(".github/workflows/ci.yml", "GitHub Actions", true)]
    [InlineData(".gitlab-ci.yml", "GitLab CI", true)]
    [InlineData("azure-pipelines.yml", "Azure Pipelines", true)]
    [InlineData("Jenkinsfile", "Jenkins", false)]
    [InlineData(".circleci/config.yml", "CircleCI", false)]
    public void Build_systems_are_told_by_the_files_they_read(string file, string name, bool hasStep)
    {
        _folder.File(file, "a: b\n");
        var pipeline = Assert.Single(Project.In(_folder.Path).Pipelines);

        Assert.Equal((name, hasStep), (pipeline.Name, pipeline.HasStep));
    }

    [Theory]
    [InlineData("deploy/web.yaml", "apiVersion: v1\nkind: Pod\n", true)]
    [InlineData("main.tf", "resource \"x\" \"y\" {}\n", true)]
    [InlineData("settings.yaml", "apiVersion: v1\nname: x\n", false)]
    [InlineData("broken.yaml", "a: [\n", false)]
    public void Infrastructure_is_told_by_its_content(string file, string text, bool isInfrastructure)
    {
        _folder.File(file, text);

        Assert.Equal(isInfrastructure ? file : null, Project.In(_folder.Path).Infrastructure);
    }

    [Fact]
    public void A_damaged_manifest_is_named_and_not_passed_over()
    {
        _folder.File("package.json", "{");
        _folder.File("a.csproj", "<Project");
        var project = Project.In(_folder.Path);

        Assert.Empty(project.Packages);
        Assert.Equal(["a.csproj", "package.json"], project.Unread.Select(text => text.Split(':')[0]));
    }

    private PublishedPackage Only(string file, string text)
    {
        _folder.File(file, text);
        return Assert.Single(Project.In(_folder.Path).Packages);
    }
}
