using System.Text;
using Sluice.Secrets;

namespace Sluice.Training;

/// <summary>
/// Credentials that rules know, from the rules' own examples, within lines of several languages; and what the rules say looks like them. Half of the hosts are
/// for training, half for testing.
/// </summary>
internal static class SpecificKinds
{
    /// <summary>The family of all its files.</summary>
    public const string FamilyName = "rule";

    /// <summary>Path, then what stands before and behind.</summary>
    private static readonly (bool IsTest, string Path, string Before, string Behind)[] Hosts =
    [
        (false, "src/client.py", "import os\n\n# how the client was called\n", "\n\nprint('done')\n"),
        (false, "notes/setup.txt", "Steps:\n1. build\n2. call it with\n", "\n3. wait\n"),
        (true, "scripts/run.sh", "#!/bin/sh\nset -eu\n", "\necho done\n"),
        (true, "config/service.conf", "[service]\nlisten = 8080\n", "\nworkers = 4\n"),
        (true, "src/Client.cs", "namespace Acme;\n/*\n", "\n*/\npublic sealed class Client;\n"),
    ];

    /// <summary>Each example of each rule in one host of the part.</summary>
    public static IEnumerable<LabelledFile> Files(bool isTest)
    {
        var hosts = Array.FindAll(Hosts, host => host.IsTest == isTest);
        var n = 0;
        foreach (var rule in SecretScanner.BuiltIn.Rules)
        {
            foreach (var template in rule.Fires)
                yield return Make(rule, template, hosts[n++ % hosts.Length], n, isCredential: true);
            foreach (var template in rule.Silent)
                yield return Make(rule, template, hosts[n++ % hosts.Length], n, isCredential: false);
        }
    }

    private static LabelledFile Make(SecretRule rule, string template, (bool IsTest, string Path, string Before, string Behind) host, int seed, bool isCredential)
    {
        var example = ExampleTemplate.Expand(template, seed + (host.IsTest ? 7000 : 0));
        var start = Encoding.UTF8.GetByteCount(host.Before);
        return new LabelledFile(FamilyName, host.IsTest, host.Path, host.Before + example + host.Behind, [new Label(start, start + Encoding.UTF8.GetByteCount(example), isCredential, rule.Id)]);
    }
}
