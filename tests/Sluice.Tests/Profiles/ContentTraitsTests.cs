using System.Text;
using Sluice.Profiles;

namespace Sluice.Tests.Profiles;

public sealed class ContentTraitsTests
{
    /// <summary>Behind so many blanks that nobody sees it; not where a text or a table is as wide, or a comment.</summary>
    [Theory]
    [InlineData("exports.a = b;BLANKSglobal.x = require('fs'), run(y, 'and more of that sort', z);\nmore();\n", "Obfuscated")]
    [InlineData("if (a) {BLANKSrun(atob(text), 'and so on for a while', more, than, that);\n}\n", "Obfuscated")]
    [InlineData("exports.a = b;\nBLANKSdeep(inside, of, many, brackets, as, tools, write, them, sometimes);\n", "Plain")]
    [InlineData("exports.a = b;BLANKS\nmore(of, many, brackets, as, tools, write, them, sometimes);\n", "Plain")]
    [InlineData("exports.a = b;BLANKS// a note that stands far to the right of what it is about\nmore();\n", "Plain")]
    [InlineData("var banner = 'aBLANKSb and the rest of a banner that is as wide as a page', more = 1;\n", "Plain")]
    [InlineData("table(1,BLANKS2);\nmore();\n", "Plain")]
    public void Code_out_of_sight_is_hidden(string code, string shape) =>
        Assert.Equal(shape, Of(string.Concat(Enumerable.Repeat("line();\n", 12)) + code.Replace("BLANKS", new string(' ', 400), StringComparison.Ordinal)).Shape.ToString());

    [Theory]
    [InlineData("const cp = require('child_process');\n", "Process")]
    [InlineData("await fetch(url);\n", "Network")]
    [InlineData("  window.fetch(url);\n", "Network")]
    [InlineData("const http = require('http');\n", "NetworkModules")]
    [InlineData("return eval(text);\n", "Evaluation")]
    [InlineData("var root = Function('return this')();\n", "None")]
    [InlineData("var root = new Function(\"return this;\")();\n", "None")]
    [InlineData("var root = new Function('return this.a(' + text + ')')();\n", "Evaluation")]
    [InlineData("var root = new Function('return this', text)();\n", "Evaluation")]
    [InlineData("import axios from \"axios\";\n", "NetworkModules")]
    [InlineData("import{get}from'node:https';", "NetworkModules")]
    [InlineData("const dns = await import('dns/promises');\n", "NetworkModules")]
    [InlineData("const tls=require(`tls`);", "NetworkModules")]
    [InlineData("https.request(options, answer);\n", "Network")]
    [InlineData("dns.resolveTxt(name, answer);\n", "Network")]
    [InlineData("net.isIP(name);\n", "None")]
    [InlineData("const vm = require('vm');\n", "Evaluation")]
    [InlineData("require('chi' + 'ld_process');\n", "Concealment")]
    [InlineData("globalThis[\"fet\" + \"ch\"](url);\n", "Concealment")]
    [InlineData("require('./locale/' + name);\n", "None")]
    [InlineData("fetch (url);\n", "Network")]
    [InlineData("fetch?.(url);\n", "Network")]
    [InlineData("const options = { fetch, eval: false };\n", "None")]
    [InlineData("(0, eval)(text);\n", "Evaluation")]
    [InlineData("Function('return this')()['pro' + 'cess'];\n", "Evaluation")]
    [InlineData("Function('return this')().process.mainModule;\n", "Evaluation")]
    [InlineData("a instanceof Function;\n", "None")]
    [InlineData("function isFunction(a) { }\n", "None")]
    [InlineData("require ( /* so */ 'https' );\n", "NetworkModules")]
    [InlineData("process.getBuiltinModule('https');\n", "NetworkModules")]
    [InlineData("require('child\\x5fprocess');\n", "Concealment")]
    [InlineData("require('chi\\ld_process');\n", "Concealment")]
    [InlineData("require('chi\\\nld_process');\n", "Concealment")]
    [InlineData("require('\\143hild_process');\n", "Concealment")]
    [InlineData("throw new Error('write @import \"\\u2026\" first');} /a/g;\n", "None")]
    [InlineData("say('from \"\\n\" on'); import \"\\xe9\";\n", "None")]
    [InlineData("if (name.endsWith(\".node\") || (name === \".node\")) keep();\n", "None")]
    [InlineData("const at = names.indexOf('.node');\n", "None")]
    [InlineData("require(name + '.node');\n", "NativeCode, ComputedModules")]
    [InlineData("require(name.concat('.node'));\n", "NativeCode, ComputedModules")]
    [InlineData("const inspector = require('node:inspector');\nsession.post('Profiler.start');\n", "None")]
    [InlineData("session.post('Runtime.evaluate', { expression });\n", "Evaluation")]
    [InlineData("require('../Readme.md');\n", "Concealment")]
    [InlineData("Buffer.from('http');\n", "None")]
    [InlineData("require('./http');\n", "None")]
    [InlineData("import requests from './requests.js';\n", "None")]
    [InlineData("ky.#fetch(request);\n", "None")]
    [InlineData("async #fetch(key, options = {}) {\n", "None")]
    [InlineData("push(\"bailout: eval()\");\n", "None")]
    [InlineData("throw new Error('call fetch(url) first');\n", "None")]
    [InlineData("const help = `call\nfetch(url)\nfirst`;\n", "None")]
    [InlineData("const page = `at ${fetch(url)} there`;\n", "Network")]
    [InlineData("/*\nUnlike others, `child_process` passes it on, as in\n  await fetch(url)\n*/\n", "None")]
    [InlineData("const glob = '/**/*.js'; fetch(url);\n", "Network")]
    [InlineData("const quote = /[\"'/]/; fetch(url);\n", "Network")]
    [InlineData("const half = all / 2; fetch(url); // '\n", "Network")]
    [InlineData("var token = process.env.TOKEN;\n", "Environment")]
    [InlineData("const errors = require('http-errors');\n", "None")]
    [InlineData("prefetch(url);\n", "None")]
    [InlineData("store.fetch(url);\n", "None")]
    [InlineData("const medieval = (x) => medieval(x);\n", "None")]
    [InlineData("class Cache { async fetch(key, options = {}) {\n", "None")]
    [InlineData("}fetch(t,e={}){return t}", "None")]
    [InlineData("function fetch(url) { return url; }\n", "None")]
    [InlineData("throw new Error(\"fetch() returned nothing\");\n", "None")]
    [InlineData("fetch(url).then((answer) => { answer.json(); });\n", "Network")]
    [InlineData("if (fetch(url, (a) => a)) {\n", "Network")]
    [InlineData("// fetch(url) is not called\n", "None")]
    [InlineData("// a line that ends here\rfetch(url);\n", "Network")]
    [InlineData("// a line that ends here\u2028fetch(url);\n", "Network")]
    [InlineData("var a = 2\n* fetch(url);\n", "Network")]
    [InlineData("subprocess.kill();\n", "None")]
    [InlineData("/**\n * eval(text) is evil\n */\n", "None")]
    [InlineData("const send = fetch;\n", "Network")]
    [InlineData("const send = globalThis.fetch;\n", "Network")]
    [InlineData("fetch.call(null, url);\n", "Network")]
    [InlineData("const client = { get: fetch };\n", "Network")]
    [InlineData("const run = flag ? eval : null;\n", "Evaluation")]
    [InlineData("const isFetch = store.fetch;\n", "None")]
    [InlineData("typeof fetch === 'function'\n", "None")]
    [InlineData("function load(fetch) { return fetch; }\n", "None")]
    [InlineData("new EventSource(url);\n", "Network")]
    [InlineData("new Image().src = url;\n", "Network, PageRequests")]
    [InlineData("const cluster = require('cluster');\n", "Process")]
    [InlineData("require(['child', 'process'].join('_'));\n", "Concealment")]
    [InlineData("require(['jquery', 'underscore'], function (a, b) { });\n", "None")]
    [InlineData("require('./test/setup.js');\n", "Concealment")]
    [InlineData("require('./testing/setup.js');\n", "None")]
    [InlineData("require('./build/addon.node');\n", "NativeCode")]
    [InlineData("import './types.d.ts';\n", "Concealment")]
    [InlineData("import('data:text/javascript;base64,MQ==');\n", "Evaluation")]
    [InlineData("await import(`https://cdn.example/a.js`);\n", "Evaluation")]
    [InlineData("import(\"./data:a.js\");\n", "None")]
    [InlineData("load('data:text/plain,1', 'https://docs.example/');\n", "None")]
    [InlineData("const help = \"import('https://cdn.example/a.js')\";\n", "None")]
    [InlineData("(() => {}).constructor('return 1')();\n", "Evaluation")]
    [InlineData("[].filter[\"constructor\"](\"return 1\")();\n", "Evaluation")]
    [InlineData("(function(){}).constructor('return this')();\n", "None")]
    [InlineData("return new this.constructor('name');\n", "None")]
    [InlineData("return new this.constructor(x);\n", "None")]
    [InlineData("return value.constructor(x);\n", "None")]
    [InlineData("class A { constructor(name = 'a') { super(name); } }\n", "None")]
    [InlineData("if (a.constructor === Object) b();\n", "None")]
    [InlineData("const run = new AsyncFunction('a', body);\n", "Evaluation")]
    [InlineData("if (isAsyncFunction(run)) run();\n", "None")]
    [InlineData("Reflect.construct(Function, [body])();\n", "Evaluation")]
    [InlineData("Reflect.construct(Date, [], function () {});\n", "None")]
    [InlineData("setTimeout('run()', 10);\n", "Evaluation")]
    [InlineData("window.setInterval(\"run()\", 10);\n", "Evaluation")]
    [InlineData("setTimeout(run, 10); setInterval(() => run(''), 10);\n", "None")]
    [InlineData("socket.setTimeout('10s');\n", "None")]
    [InlineData("process['get' + 'BuiltinModule']('fs');\n", "Concealment")]
    [InlineData("window['fe' + 'tch'](url);\n", "Concealment")]
    [InlineData("self['fe' + 'tch'](url);\n", "Concealment")]
    [InlineData("window['request'](url); process['stdout'].write(text); window['a' + index]();\n", "None")]
    [InlineData("\\u0065val(text);\n", "Concealment")]
    [InlineData("f\\u{65}tch(url);\n", "Concealment")]
    [InlineData("var \\u00e4rger = 1;\n", "None")]
    [InlineData("var e = \"\\u0065\", r = /[\\u0041-\\u005a]/, t = `\\u0065`; // \\u0065val\n", "None")]
    [InlineData("const {fetch: g} = globalThis;\n", "Network")]
    [InlineData("const {a, fetch: g, b} = window;\n", "Network")]
    [InlineData("const {fetch: g} = options; const all = {fetch: load};\n", "None")]
    [InlineData("fetch/**/(url);\n", "Network")]
    [InlineData("client = new HttpClient(); popen(command);\n", "None")]
    [InlineData("p.then(fetch);\n", "Network")]
    [InlineData("Reflect.apply(fetch, null, [url]);\n", "Network")]
    [InlineData("texts.map(eval);\n", "Evaluation")]
    [InlineData("const load = (fetch) => run(fetch, 1); class A { fetch(a) { return this.fetch(a); } }\n", "None")]
    [InlineData("new Function`${text}`();\n", "Evaluation")]
    [InlineData("await fetch`${url}`;\n", "Network")]
    [InlineData("throw new Error(`a ${kind} Function`); throw new Error('a `fetch`');\n", "None")]
    [InlineData("(() => {}).constructor(text)();\n", "Evaluation")]
    [InlineData("return this.constructor(text)(more);\n", "None")]
    [InlineData("(new Image).src = 'https://a.example/' + data;\n", "Network, PageRequests")]
    [InlineData("new ImageData(2, 2);\n", "None")]
    [InlineData("navigator['sendBeacon'](url, data);\n", "Network")]
    [InlineData("Bun.spawn(words);\n", "Process")]
    [InlineData("Bun.spawnSync(words);\n", "Process")]
    [InlineData("await Bun.$`ls ${folder}`;\n", "Process")]
    [InlineData("new Deno.Command(tool).output();\n", "Process")]
    [InlineData("Deno.dlopen(file, {});\n", "NativeCode")]
    [InlineData("if (typeof Bun !== 'undefined') hash = Bun.hash; // Bun.spawn is not used\n", "None")]
    [InlineData("navigator.serviceWorker.register(url);\n", "RemoteCode")]
    [InlineData("new Worker(URL.createObjectURL(blob));\n", "RemoteCode")]
    [InlineData("new Worker('./worker.js'); new Worker(new URL('./a.js', import.meta.url)); new Worker(file);\n", "None")]
    [InlineData("class A { b() { this.src = c; exports.src = d; e.src = []; } }\n", "None")]
    [InlineData("new WorkerPool(4); isWorker(new Error('new Worker'));\n", "None")]
    [InlineData("const s = document.createElement('script'); s.src = url;\n", "RemoteCode, PageRequests")]
    [InlineData("var script = doc.createElement('script'); script.onreadystatechange = run; root.appendChild(script);\n", "None")]
    [InlineData("global[KEY] = global[KEY] || {}; globalThis[name] = true; window[name] = 'a'; global[key] = [];\n", "None")]
    [InlineData("document.createElement('div'); const src = a.src; if (a.src == b) c();\n", "None")]
    [InlineData("window[name] = hook;\n", "ComputedGlobals")]
    [InlineData("globalThis[key](url);\n", "ComputedGlobals")]
    [InlineData("window[table(1)](url);\n", "ComputedGlobals")]
    [InlineData("self[name](); process[name]();\n", "None")]
    [InlineData("Reflect.get(globalThis, key)(url);\n", "ComputedGlobals")]
    [InlineData("const old = window[name]; if (global[name] === old) a(); globalThis[Symbol.for('a')] = 1; window['__A__'] = 2;\n", "None")]
    [InlineData("require(name);\n", "ComputedModules")]
    [InlineData("module.require(name);\n", "ComputedModules")]
    [InlineData("process.mainModule.require(parts.join(''));\n", "ComputedModules")]
    [InlineData("await import(url);\n", "ComputedModules")]
    [InlineData("await import(`${url}`);\n", "ComputedModules")]
    [InlineData("require(path.join(__dirname, 'a')); require(__dirname + '/b'); require(require.resolve('c')); import('./d'); loader.require(name); // require(name)\n", "None")]
    [InlineData("function require(name) { return modules[name]; }\n", "None")]
    [InlineData("new W(text, { eval: true });\n", "Evaluation")]
    [InlineData("module._compile(text, name);\n", "Evaluation")]
    [InlineData("eval(require('fs').readFileSync(__dirname + '/LICENSE', 'utf8'));\n", "Evaluation, Concealment")]
    [InlineData("const run = new Function('a', text); const more = fs.readFileSync(file, 'utf8');\n", "Evaluation")]
    [InlineData("JSON.parse(fs.readFileSync(file, 'utf8')); medieval(fs.readFileSync(file));\n", "None")]
    public void What_code_reaches_for_is_told_from_what_only_looks_like_it(string code, string capabilities) =>
        Assert.Equal(Enum.Parse<Capabilities>(capabilities), Of(code).Capabilities);

    /// <summary>Texts that are taken from a table by numbers, whatever the names. Queues and hashes do such things one by one.</summary>
    [Theory]
    [InlineData("(function(c,d){const e=b,f=c();while(true){try{if(parseInt(e(418))/1===d)break;else f['push'](f['shift']());}catch(h){f['push'](f['shift']());}}}(a,258721));", "Obfuscated")]
    [InlineData("for (;;) { if (parseInt(look(418)) === sum) break; table.push(table.shift()); }", "Obfuscated")]
    [InlineData("function b(c, d) { c = c - 0x1a2; const e = a(); return e[c]; }", "Obfuscated")]
    [InlineData("while(!![]) turn();", "Obfuscated")]
    [InlineData("queue.push(queue.shift()); a['push'](b['shift']());", "Plain")]
    [InlineData("code = code - 0x10000; text += String.fromCharCode(0xd800 + (code >> 10)); hash[i] = a - 0x80;", "Plain")]
    [InlineData("// while(!![]) turn();\nconst words = ['a', 'b', 'c', 'd'], first = words.shift();", "Plain")]
    public void Texts_from_a_table_are_hidden(string code, string shape) =>
        Assert.Equal(shape, Of(string.Concat(Enumerable.Repeat("line();\n", 40)) + code + "\n").Shape.ToString());

    /// <summary>However much stands beside it.</summary>
    [Fact]
    public void A_hidden_part_of_a_long_file_is_hidden() =>
        Assert.Equal(TextShape.Obfuscated, Of(string.Concat(Enumerable.Repeat("line();\n", 4000)) + string.Concat(Enumerable.Range(0, 30).Select(i => $"var _0x{i:x4}=_0x1a2b[{i}];"))).Shape);

    [Theory]
    [InlineData("import subprocess\n", "Process")]
    [InlineData("from subprocess import run\n", "Process")]
    [InlineData("import os, sys, socket\n", "NetworkModules")]
    [InlineData("from urllib.request import urlopen\n", "NetworkModules")]
    [InlineData("import subprocesses\n", "None")]
    [InlineData("import\tsubprocess\n", "Process")]
    [InlineData("import sys as y, subprocess as z\n", "Process")]
    [InlineData("from os import path, system as s\n", "Process")]
    [InlineData("from os import path\n", "None")]
    [InlineData("exec(base64.b64decode('cHJpbnQ='))\n", "Evaluation")]
    [InlineData("def exec(self):\n", "None")]
    [InlineData("cursor.exec(text)\n", "None")]
    [InlineData("importlib.import_module('subprocess')\n", "Process")]
    [InlineData("os.execvp('sh', words)\n", "Process")]
    [InlineData("from  socket import create_connection\n", "NetworkModules")]
    [InlineData("requests.post(url, data)\n", "Network")]
    [InlineData("text = 'it # is'; os.system(text)\n", "Process")]
    [InlineData("getattr(__builtins__, 'ex' + 'ec')(text)\n", "Evaluation")]
    [InlineData("getattr(builtins, \"eval\")(text)\n", "Evaluation")]
    [InlineData("__builtins__['exec'](text)\n", "Evaluation")]
    [InlineData("__builtins__.__dict__['ev' + 'al'](text)\n", "Evaluation")]
    [InlineData("text = getattr(__builtins__, 'unicode', str)\n", "None")]
    [InlineData("__builtins__['_'] = translate\n", "None")]
    [InlineData("import builtins\nbuiltins.print(1)\n", "None")]
    [InlineData("# subprocess is not used\n", "None")]
    [InlineData("a = 1  # import subprocess\n", "None")]
    [InlineData("\"\"\"Starts nothing.\n\nimport subprocess\n\"\"\"\n", "None")]
    [InlineData("importlib.import_module(name)\n", "ComputedModules")]
    [InlineData("importlib.import_module('.a', __package__)\n", "None")]
    [InlineData("exec(compile(codecs.decode(text, 'rot13'), 'a', 'exec'))\n", "Evaluation, Concealment")]
    public void Python_is_read_by_its_own_rules(string code, string capabilities) =>
        Assert.Equal(Enum.Parse<Capabilities>(capabilities), Of(code, CodeDialect.Python).Capabilities);

    [Theory]
    [InlineData("cmd := exec.Command(\"ls\"); import \"os/exec\"\n", "Process")]
    [InlineData("var client = new HttpClient();\n", "NetworkModules")]
    [InlineData("this.constructor('name'); setTimeout('10s');\n", "None")]
    [InlineData("let child = Command::new(tool).spawn();\n", "Process")]
    [InlineData("conn, err := net.Dial(\"tcp\", address)\n", "Network")]
    [InlineData("var text = new WebClient().DownloadString(address);\n", "Network")]
    [InlineData("Assembly.LoadFrom(path);\n", "Evaluation")]
    [InlineData("Deno.run(a); window[name](1); require(name); new Worker(a);\n", "None")]
    public void Other_languages_have_words_of_their_own(string code, string capabilities) =>
        Assert.Equal(Enum.Parse<Capabilities>(capabilities), Of(code, CodeDialect.Slashes).Capabilities);

    [Fact]
    public void Hosts_in_comments_are_not_reached()
    {
        var traits = Of("// see https://docs.example/\nfetch('https://api.example/');\n");

        Assert.Equal(["api.example", "docs.example"], traits.Hosts);
        Assert.Equal(["api.example"], traits.ReachedHosts);
        Assert.Equal(["api.example"], Of("var a = {} / 2;\n  // see https://docs.example/\n /**\n  * and https://more.example/\n  */\nfetch('https://api.example/');\n").ReachedHosts);
        Assert.Empty(Of("open('https://api.example/');\n").ReachedHosts);
        Assert.Equal(["api.example"], Of("fetch('https://api.example/'); document.createElementNS('http://www.w3.org/2000/svg', 'svg');\n").ReachedHosts);
        Assert.Equal(["127.example"], Of("fetch('http://127.0.0.1:8080/' || 'http://0.0.0.0/' || 'http://127.example/');\n").Hosts);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(5000)]
    public void The_start_of_a_long_line_is_no_comment(int length) => Assert.Equal(Capabilities.Network, Of(new string(';', length) + "fetch(url)").Capabilities);

    [Fact]
    public void Only_programs_reach_for_anything() => Assert.Equal(Capabilities.None, ContentTraits.Of("fetch(url)\n"u8, dialect: null, 1).Capabilities);

    [Fact]
    public void Hosts_are_told_without_users_and_in_order() =>
        Assert.Equal(["a.example", "b.example", "c.example"], Of("see https://b.example/x and http://A.example:8080, and https://user:" + "pass@c.example/\n").Hosts);

    [Fact]
    public void Two_parts_are_as_one()
    {
        var both = Of("fetch('https://b.example/')\n").With(Of("eval('https://a.example/')\n"));

        Assert.Equal(Capabilities.Network | Capabilities.Evaluation, both.Capabilities);
        Assert.Equal(["a.example", "b.example"], both.Hosts);
    }

    [Fact]
    public void Tools_leave_their_marks() => Assert.Equal(["webpack"], Of("var m = __webpack_require__(7);\n").Tools);

    private static ContentTraits Of(string code, CodeDialect dialect = CodeDialect.Script) => ContentTraits.Of(Encoding.UTF8.GetBytes(code), dialect, code.Count(c => c == '\n') + 1);
}
