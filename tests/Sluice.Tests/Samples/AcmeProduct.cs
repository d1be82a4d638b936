using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sluice.Tests.Samples;

/// <summary>
/// An invented command-line product: TypeScript sources, the bundle made of them and its source map. The same version gives the
/// same bytes everywhere.
/// </summary>
public sealed class AcmeProduct
{
    private static readonly string[] Areas = ["agent", "api", "auth", "cache", "commands", "config", "editor", "git", "mcp", "prompts", "session", "shell", "tools", "ui"];
    private static readonly string[] Nouns = ["Account", "Buffer", "Channel", "Context", "Cursor", "Digest", "Event", "Frame", "Handle", "Index", "Ledger", "Message", "Node", "Option", "Parser", "Queue", "Record", "Schema", "Stream", "Token", "Update", "Window"];
    private static readonly string[] Verbs = ["apply", "build", "collect", "decode", "ensure", "fetch", "group", "hydrate", "inspect", "join", "load", "merge", "normalize", "open", "plan", "read", "resolve", "schedule", "trim", "update", "verify", "write"];

    private readonly Random _random;

    private AcmeProduct(string version, int files)
    {
        Version = version;
        // Seeded by the count alone: the code base hardly changes from release to release.
        _random = new Random(files);
        Sources = [.. Enumerable.Range(0, files).Select(Source)];
        Bundle = Bundled();
    }

    public string Version { get; }

    /// <summary>Path as in the map and text.</summary>
    public IReadOnlyList<(string Path, string Text)> Sources { get; }

    public string Bundle { get; }

    public static AcmeProduct Of(string version, int files = 412) => new(version, files);

    /// <summary>Source map version 3 (ECMA-426) with the full text of every source.</summary>
    public string Map()
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 3);
            json.WriteString("file", "cli.js");
            json.WriteStartArray("sources");
            foreach (var (path, _) in Sources)
                json.WriteStringValue(path);
            json.WriteEndArray();
            json.WriteStartArray("sourcesContent");
            foreach (var (_, text) in Sources)
                json.WriteStringValue(text);
            json.WriteEndArray();
            json.WriteStartArray("names");
            json.WriteEndArray();
            json.WriteString("mappings", string.Join(';', Sources.Select((_, i) => i == 0 ? "AAAA" : "ACAA")));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }

    private string Pick(string[] words) => words[_random.Next(words.Length)];

    private (string Path, string Text) Source(int number)
    {
        var area = Areas[number % Areas.Length];
        var noun = Pick(Nouns);
        var name = $"{Pick(Verbs)}{noun}{(number / Areas.Length).ToString(CultureInfo.InvariantCulture)}";
        var text = new StringBuilder();
        text.Append("// Copyright Acme Corporation. All rights reserved. Confidential.\n");
        text.Append(CultureInfo.InvariantCulture, $"import {{ {noun}Store }} from '../{Pick(Areas)}/{noun.ToLowerInvariant()}Store';\n");
        text.Append("import type { Logger } from '../logging';\n\n");
        var functions = _random.Next(3, 9);
        for (var i = 0; i < functions; i++)
            AppendFunction(text, noun);
        return ($"../src/{area}/{name}.ts", text.ToString());
    }

    private void AppendFunction(StringBuilder text, string noun)
    {
        var function = Pick(Verbs) + Pick(Nouns);
        text.Append(CultureInfo.InvariantCulture, $"export async function {function}(store: {noun}Store, log: Logger, limit = {_random.Next(2, 900)}) {{\n");
        text.Append(CultureInfo.InvariantCulture, $"  const found = await store.{Pick(Verbs)}({{ limit, area: '{Pick(Areas)}' }});\n");
        text.Append("  if (found.length === 0) {\n");
        text.Append(CultureInfo.InvariantCulture, $"    log.debug('{function}: nothing to {Pick(Verbs)}');\n");
        text.Append("    return undefined;\n  }\n");
        if (_random.Next(2) == 0)
            text.Append(CultureInfo.InvariantCulture, $"  for (const item of found) item.{Pick(Verbs)}(limit - {_random.Next(1, 99)});\n");
        text.Append(CultureInfo.InvariantCulture, $"  return found.map((item) => item.{Pick(Verbs)}{Pick(Nouns)}());\n}}\n\n");
    }

    /// <summary>One line, as a minifier leaves it.</summary>
    private string Bundled()
    {
        var bundle = new StringBuilder("#!/usr/bin/env node\n");
        bundle.Append(CultureInfo.InvariantCulture, $"var V=\"{Version}\";");
        for (var i = 0; i < Sources.Count; i++)
            bundle.Append(CultureInfo.InvariantCulture, $"async function f{i}(a,b,c={_random.Next(900)}){{const d=await a.q({{limit:c}});return d.length?d.map(e=>e.r{_random.Next(40)}()):void b.debug({i})}}");
        return bundle.Append("f0();\n").ToString();
    }
}
