using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sluice.Tests.Support;

namespace Sluice.Tests.Incidents;

/// <summary>Building blocks of the incident fixtures: invented text in the languages of the cases, and containers around it.</summary>
internal static class IncidentFixtures
{
    private static readonly string[] Words = ["amber", "basin", "cedar", "delta", "ember", "fjord", "grove", "haven", "islet", "jetty", "knoll", "larch", "mesa", "north", "onyx", "prairie", "quartz", "ridge", "spruce", "tundra"];

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Word(Random random) => Words[random.Next(Words.Length)];

    public static string ObjectiveC(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("//\n//  Copyright (c) 2018 Acme Inc. All rights reserved.\n//  CONFIDENTIAL\n//\n\n#import <UIKit/UIKit.h>\n\n");
        for (var i = 0; i < 3 + seed % 3; i++)
            text.Append(CultureInfo.InvariantCulture, $"@implementation {Word(random)}Lens{i}\n\n- (void){Word(random)}With:(CGRect)frame {{\n    self.{Word(random)} = [{Word(random)}Camera lensFor:frame depth:{random.Next(90)}];\n}}\n\n@end\n\n");
        return text.ToString();
    }

    /// <summary>A minified bundle that names a map of that file name.</summary>
    public static string Bundle(int seed, string? map)
    {
        var random = new Random(seed);
        var text = new StringBuilder("#!/usr/bin/env node\n");
        for (var i = 0; i < 40; i++)
            text.Append(CultureInfo.InvariantCulture, $"function f{i}(a,b){{return a.{Word(random)}?b[{random.Next(99)}]:a({random.Next(999)})}}");
        return text.Append(map is null ? "\n" : $"\n//# sourceMappingURL={map}\n").ToString();
    }

    public static byte[] Map(int seed, int sources = 40) =>
        TestMap.Bytes(TestMap.Map([.. Enumerable.Range(0, sources).Select(i => ((string?)$"../src/{Words[i % Words.Length]}/part{i}.ts", (string?)TestMap.Source(seed * 100 + i, 20 + i)))]));

    /// <summary>A zip with one folder of an app bundle; iOS keeps it below <c>Payload</c>.</summary>
    public static byte[] Ipa(params (string Path, byte[] Bytes)[] files) => TestArchive.Zip(
    [
        ("Payload/Fake.app/Info.plist", Bytes("""<?xml version="1.0" encoding="UTF-8"?><plist version="1.0"><dict><key>CFBundleIdentifier</key><string>example.acme.fake</string><key>CFBundleShortVersionString</key><string>10.32</string><key>CFBundleName</key><string>Fake</string></dict></plist>""")),
        .. files,
    ]);

    /// <summary>The front of a GGUF file (version 3): magic, no tensors, one string of metadata.</summary>
    public static byte[] Gguf(string name)
    {
        using var output = new MemoryStream();
        using var writer = new BinaryWriter(output);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write(0ul);
        writer.Write(1ul);
        foreach (var text in (string[])["general.name", name])
        {
            writer.Write((ulong)text.Length);
            writer.Write(Encoding.ASCII.GetBytes(text));
            if (text == "general.name")
                writer.Write(8u);
        }

        writer.Write(new byte[4096]);
        return output.ToArray();
    }

    /// <summary>An image as docker saves it, one plain layer a list of files.</summary>
    public static byte[] DockerArchive(string config, params (string Path, byte[] Bytes)[][] layers) => DockerArchiveOf(config, [.. layers.Select(files => TestArchive.Tar(files))]);

    /// <param name="blobs">The layers, as tar.</param>
    public static byte[] DockerArchiveOf(string config, params byte[][] blobs)
    {
        var diffs = string.Join(',', blobs.Select(layer => $"\"sha256:{Hex(layer)}\""));
        var configuration = Bytes($$$"""{"architecture":"amd64","os":"linux","config":{{{config}}},"rootfs":{"type":"layers","diff_ids":[{{{diffs}}}]}}""");
        var manifest = $$"""[{"Config":"blobs/sha256/{{Hex(configuration)}}","RepoTags":["acme/app:1"],"Layers":[{{string.Join(',', blobs.Select(layer => $"\"blobs/sha256/{Hex(layer)}\""))}}]}]""";
        return TestArchive.Tar([.. blobs.Append(configuration).DistinctBy(Hex).Select(blob => ("blobs/sha256/" + Hex(blob), blob)), ("manifest.json", Bytes(manifest))]);
    }

    /// <summary>Bytecode that the machine's own Python compiles from the text; the text itself is thrown away.</summary>
    public static byte[] Pyc(string source)
    {
        using var folder = new TemporaryFolder();
        folder.File("build.py", source);
        folder.Run("python3", "-c", "import py_compile; py_compile.compile('build.py', cfile='build.pyc', doraise=True)");
        return File.ReadAllBytes(Path.Combine(folder.Path, "build.pyc"));
    }

    /// <summary>The B-tree file that the Finder leaves (Bud1): one record that names a file.</summary>
    public static byte[] FinderFolder(string name)
    {
        var bytes = new byte[6148];
        Bytes("\0\0\0\u0001Bud1").CopyTo(bytes, 0);
        bytes[10] = 0x10;
        bytes[14] = 8;
        bytes[18] = 0x10;
        var at = 0x100;
        bytes[at + 3] = (byte)name.Length;
        Encoding.BigEndianUnicode.GetBytes(name).CopyTo(bytes, at + 4);
        Bytes("Ilocblob").CopyTo(bytes, at + 4 + name.Length * 2);
        return bytes;
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
