using Sluice.Findings;
using Sluice.Tests.Support;

namespace Sluice.Tests.Detection;

/// <summary>Packages that npm takes and Node, TypeScript or bundlers cannot use, and their twins that they can.</summary>
public sealed class NpmEntryCases : DetectorCases
{
    private const string Format = "packaging/module-format";
    private const string Module = "import a from 'a';\nexport default a;\n";
    private const string CommonJs = "'use strict';\nconst a = require('a');\nmodule.exports = a;\n";

    /// <summary>Both words occur, in places where they are no statements.</summary>
    private const string Neither = "/* import x from 'y' */\nconst s = 'export default 1', t = `\nimport a from 'b'\n${load(`export {}`)}`, r = /[/'\"]export {/, o = { import: 1, export: 2 };\no.export = import('x');\nif (s) /import \"/.test(s);\n// module.exports = 1\n";

    private const string Umd = "(function (root, factory) {\n  if (typeof define === 'function' && define.amd) define(['exports'], factory);\n  else if (typeof exports === 'object') factory(exports);\n  else factory(root.acme = {});\n})(this, function (exports) { exports.a = 1; });\n";

    public override IEnumerable<DetectorCase> All => [.. Formats, .. Types, .. Fields];

    private static IEnumerable<DetectorCase> Formats =>
    [
        Fires(Format, "a module called cjs", Severity.Medium, """ "exports": {"import": "./a.cjs"} """, ("a.cjs", Module)),
        Fires(Format, "a module in a package that says it is CommonJS", Severity.Medium, """ "type": "commonjs", "main": "a.js" """, ("a.js", Module)),
        Fires(Format, "CommonJS in a package of modules", Severity.Medium, """ "type": "module", "main": "./a" """, ("a.js", CommonJs)),
        Fires(Format, "CommonJS called mjs behind two conditions", Severity.Medium, """ "exports": {".": {"node": {"import": "./a.mjs"}, "default": "./b.js"}} """, ("a.mjs", CommonJs), ("b.js", Umd)),
        Fires(Format, "a command", Severity.Medium, """ "type": "module", "bin": "./cli.js" """, ("cli.js", "#!/usr/bin/env node\n" + CommonJs)),
        Fires(Format, "a folder that says otherwise", Severity.Medium, """ "exports": {"import": "./esm/a.js"} """, ("esm/a.js", CommonJs), ("esm/package.json", """{"type": "module"}""")),
        Fires(Format, "a minified module at its end", Severity.Medium, """ "type": "commonjs", "main": "a.js" """, ("a.js", "var a=b/c,d=/[\"']/g;" + string.Concat(Enumerable.Repeat("function f(x){return x?`${x}`:{}}", 300)) + "export{a as default};")),
        Fires(Format, "the index that nobody names", Severity.Low, """ "description": "x" """, ("index.js", Module)),
        Fires(Format, "CommonJS for bundlers", Severity.Low, """ "main": "a.js", "module": "b.js" """, ("a.js", CommonJs), ("b.js", CommonJs)),
        Silent(Format, "each as it is called", """ "exports": {".": {"import": "./a.mjs", "require": "./a.cjs"}, "./b": "./b.js"} """, ("a.mjs", Module), ("a.cjs", CommonJs), ("b.js", CommonJs)),
        Silent(Format, "a module for bundlers in a package of CommonJS", """ "main": "a.js", "module": "b.js" """, ("a.js", CommonJs), ("b.js", Module)),
        Silent(Format, "a module for bundlers behind what Node takes", """ "exports": {".": {"node": "./a.js", "default": "./b.js"}} """, ("a.js", CommonJs), ("b.js", Module)),
        Silent(Format, "a folder of modules with its own manifest", """ "exports": {"import": "./esm/a.js", "require": "./a.js"} """, ("esm/a.js", Module), ("a.js", CommonJs), ("esm/package.json", """{"type": "module"}""")),
        Silent(Format, "UMD in a package of modules", """ "type": "module", "main": "a.js" """, ("a.js", Umd)),
        Silent(Format, "words in comments strings and patterns", """ "type": "commonjs", "main": "a.js" """, ("a.js", Neither)),
        Silent(Format, "the same in a package of modules", """ "type": "module", "main": "a.js" """, ("a.js", Neither)),
        Silent(Format, "a module that makes its own require", """ "type": "module", "main": "a.js" """, ("a.js", "import { createRequire } from 'module';\nconst require = createRequire(import.meta.url);\nrequire('./a.node');\n")),
        Silent(Format, "CommonJS that asks first", """ "type": "module", "main": "a.js" """, ("a.js", "if (typeof module !== 'undefined') { module.exports = 1; }\nvar x = typeof require === 'function' ? require('a') : null;\n")),
        Silent(Format, "a page's script behind a condition for browsers", """ "exports": {".": {"browser": "./b.js", "default": "./a.js"}} """, ("a.js", CommonJs), ("b.js", Module)),
    ];

    private static IEnumerable<DetectorCase> Types =>
    [
        Fires("packaging/exports-types", "types only in the field that exports hide", Severity.Low, """ "types": "./types/a.d.ts", "exports": {"import": "./a.mjs", "require": "./a.cjs"} """, ("a.mjs", "1"), ("a.cjs", "1"), ("types/a.d.ts", "export {}")),
        Fires("packaging/exports-types", "types of a module for CommonJS", Severity.Low, """ "type": "module", "exports": {"import": {"types": "./a.d.ts", "default": "./a.js"}, "require": {"types": "./a.d.ts", "default": "./a.cjs"}} """, ("a.js", "1"), ("a.cjs", "1"), ("a.d.ts", "export {}")),
        Silent("packaging/exports-types", "types beside the script", """ "types": "./a.d.ts", "exports": "./a.js" """, ("a.js", "1"), ("a.d.ts", "export {}")),
        Silent("packaging/exports-types", "one for each", """ "type": "module", "types": "./a.d.ts", "exports": {"import": {"types": "./a.d.ts", "default": "./a.js"}, "require": {"types": "./a.d.cts", "default": "./a.cjs"}} """, ("a.js", "1"), ("a.cjs", "1"), ("a.d.ts", "export {}"), ("a.d.cts", "export {}")),
        Silent("packaging/exports-types", "no types at all", """ "exports": {"import": "./a.mjs", "require": "./a.cjs"} """, ("a.mjs", "1"), ("a.cjs", "1")),
        Fires("packaging/exports-root", "subpaths only beside main", Severity.Low, """ "main": "a.js", "exports": {"./b": "./b.js"} """, ("a.js", "1"), ("b.js", "1")),
        Silent("packaging/exports-root", "subpaths only and nothing else promised", """ "exports": {"./b": "./b.js"} """, ("b.js", "1")),
        Silent("packaging/exports-root", "both", """ "main": "a.js", "exports": {".": "./a.js", "./b": "./b.js"} """, ("a.js", "1"), ("b.js", "1")),
        Fires("packaging/exports-order", "module behind require", Severity.Low, """ "exports": {".": {"require": "./a.cjs", "module": "./a.js"}} """, ("a.js", "1"), ("a.cjs", "1")),
        Silent("packaging/exports-order", "module between import and require", """ "exports": {".": {"import": "./a.mjs", "module": "./a.mjs", "require": "./a.cjs"}} """, ("a.mjs", "1"), ("a.cjs", "1")),
        Fires("packaging/exports-format", "a folder as a target", Severity.Low, """ "exports": {".": "./a.js", "./lib/": "./lib/"} """, ("a.js", "1"), ("lib/b.js", "1")),
        Silent("packaging/exports-format", "a folder beside its pattern", """ "exports": {".": "./a.js", "./lib/": "./lib/", "./lib/*": "./lib/*"} """, ("a.js", "1"), ("lib/b.js", "1")),
        Fires("packaging/missing-entry-point", "a pattern that matches nothing", Severity.Low, """ "exports": {".": "./a.js", "./lib/*": "./lib/*.js"} """, ("a.js", "1"), ("lib/b.mjs", "1")),
    ];

    private static IEnumerable<DetectorCase> Fields =>
    [
        Fires("packaging/field-type", "files as a string", Severity.Medium, """ "main": "a.js", "files": "dist" """, ("a.js", "1")),
        Fires("packaging/field-type", "a number among the dependencies", Severity.Medium, """ "main": "a.js", "dependencies": {"b": 1} """, ("a.js", "1")),
        Fires("packaging/field-type", "an unknown module type", Severity.Medium, """ "main": "a.js", "type": "esm" """, ("a.js", "1")),
        Fires("packaging/field-type", "main as an object", Severity.Medium, """ "main": {"default": "a.js"} """, ("a.js", "1")),
        Fires("packaging/field-type", "a number among the exports", Severity.Medium, """ "main": "a.js", "exports": {".": {"import": 5}} """, ("a.js", "1")),
        Fires("packaging/field-type", "a number among the imports", Severity.Medium, """ "main": "a.js", "imports": {"#x": {"node": 1}} """, ("a.js", "1")),
        Silent("packaging/field-type", "nested conditions and nulls", """ "exports": {".": {"node": {"import": "./a.js"}, "default": ["./a.js", null]}, "./b": null}, "imports": {"#x": {"default": "./a.js"}, "fs": {"bare": "bare-fs", "default": "fs"}}, "private": false """, ("a.js", "1")),
        Silent("packaging/field-type", "every field as it should be", """ "main": false, "type": "module", "files": [], "bin": {}, "browser": {"a": false}, "exports": ["./a.js"], "scripts": {}, "dependencies": {"b": "1"}, "types": null """, ("a.js", "1")),
        Fires("packaging/local-dependency", "a workspace", Severity.Medium, """ "main": "a.js", "dependencies": {"b": "workspace:^"} """, ("a.js", "1")),
        Fires("packaging/local-dependency", "a folder", Severity.Low, """ "main": "a.js", "optionalDependencies": {"b": "file:../b"} """, ("a.js", "1")),
        Fires("packaging/local-dependency", "a peer that npm installs", Severity.Medium, """ "main": "a.js", "peerDependencies": {"b": "workspace:*"} """, ("a.js", "1")),
        Silent("packaging/local-dependency", "an optional peer", """ "main": "a.js", "peerDependencies": {"b": "workspace:*"}, "peerDependenciesMeta": {"b": {"optional": true}} """, ("a.js", "1")),
        Fires("packaging/missing-file", "a bundled dependency that is not there", Severity.Medium, """ "main": "a.js", "dependencies": {"b": "1"}, "bundledDependencies": ["b"] """, ("a.js", "1")),
        Silent("packaging/missing-file", "a bundled dependency that is there", """ "main": "a.js", "dependencies": {"@c/b": "1", "d": "1"}, "bundleDependencies": ["@c/b"] """, ("a.js", "1"), ("node_modules/@c/b/package.json", "{}")),
        Silent("packaging/local-dependency", "ranges tags and what is bundled or for development", """ "main": "a.js", "dependencies": {"b": "^1", "c": "npm:d@2", "e": "file:e"}, "bundleDependencies": ["e"], "devDependencies": {"f": "workspace:*"} """, ("a.js", "1")),
    ];

    private static DetectorCase Fires(string rule, string name, Severity atLeast, string fields, params (string, string)[] files) => new(rule, name, true, "artifact", () => Npm(fields, files)) { AtLeast = atLeast, Decision = Sluice.Policies.Decision.Allow };

    private static DetectorCase Silent(string rule, string name, string fields, params (string, string)[] files) => new(rule, name, false, "artifact", () => Npm(fields, files));

    private static byte[] Npm(string fields, (string, string)[] files) => TestArchive.Npm($$"""{"name": "acme", "version": "1.2.3", "license": "MIT", {{fields}}}""", files);
}
