using System.Text.RegularExpressions;
using Sluice.Artifacts;
using Sluice.Artifacts.Documents;

namespace Sluice.Detection.Detectors.Pipelines;

/// <summary>Something that a step of a workflow sends: secrets in what is sent, not in how its sender says who it is.</summary>
/// <param name="Secrets">By their names, in ordinal order; <see cref="All"/> for every one there is.</param>
/// <param name="Host">To whom; null where that is not written out.</param>
/// <param name="Line">Of the script, counted from 1.</param>
public sealed record WorkflowSend(IReadOnlyList<string> Secrets, string? Host, int Line)
{
    public const string All = "*";
}

/// <summary>What the scripts of a workflow send ("Workflow syntax for GitHub Actions"; "Contexts", secrets).</summary>
public sealed record WorkflowSends(IReadOnlyList<WorkflowSend> Sends)
{
    private const int MostSends = 256;
    private const int LongestCommand = 1 << 16;

    /// <summary>Behind these stands what is sent.</summary>
    private static readonly string[] Bodies = ["-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--data-urlencode", "--json", "-F", "--form", "--form-string", "-T", "--upload-file", "--post-data", "--body-data", "-Body"];

    /// <summary>Behind these stands who sends it.</summary>
    private static readonly string[] Credentials = ["-H", "--header", "-u", "--user", "--oauth2-bearer", "--cert", "--key", "-E", "-b", "--cookie", "--password", "-Headers", "-Credential"];

    private static readonly string[] Senders = ["curl", "wget", "iwr", "irm", "invoke-webrequest", "invoke-restmethod"];

    /// <summary>Null where nothing with a secret in it is sent.</summary>
    public static WorkflowSends? Of(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("secrets"u8) < 0 || (text.IndexOf("curl"u8) < 0 && text.IndexOf("wget"u8) < 0 && text.IndexOf("Invoke-"u8) < 0 && text.IndexOf("iwr"u8) < 0 && text.IndexOf("irm"u8) < 0))
            return null;
        List<DocumentNode> documents;
        try
        {
            documents = YamlText.Read(text);
        }
        catch (DocumentException)
        {
            // No runner takes it either.
            return null;
        }

        var sends = new List<WorkflowSend>();
        foreach (var workflow in documents)
        {
            foreach (var job in workflow["jobs"]?.Map is { } jobs ? jobs.Keys.Select(key => jobs[key.Name]) : [])
            {
                foreach (var step in job["steps"]?.Items ?? [])
                {
                    if (step["run"] is { Text: { } script } run && sends.Count < MostSends)
                        AddOf(sends, script, run.Line, VariablesOf(workflow["env"], job["env"], step["env"]));
                }
            }
        }

        return sends.Count == 0 ? null : new WorkflowSends(sends);
    }

    /// <summary>The secrets that variables of a script hold: the step's go before the job's.</summary>
    private static Dictionary<string, IReadOnlyList<string>> VariablesOf(params DocumentNode?[] lists)
    {
        var variables = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var list in lists)
        {
            foreach (var key in list?.Map?.Keys ?? [])
                variables[key.Name] = SecretsIn(list!.Map![key.Name].Text ?? "");
        }

        return variables;
    }

    private static IReadOnlyList<string> SecretsIn(string text)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Match match in Patterns.Secret.Matches(text))
            names.Add(match.Groups["name"] is { Success: true } name ? name.Value : WorkflowSend.All);
        return [.. names];
    }

    private static void AddOf(List<WorkflowSend> sends, string script, int line, Dictionary<string, IReadOnlyList<string>> variables)
    {
        foreach (var command in Patterns.Continued.Replace(script, " ").Split('\n'))
        {
            if (command.Length > LongestCommand || command.TrimStart().StartsWith('#'))
                continue;
            var piped = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var part in PartsOf(command))
            {
                var words = part.ConvertAll(word => word.Trim('"', '\''));
                var at = words.FindIndex(word => Array.IndexOf(Senders, word[(word.LastIndexOf('/') + 1)..].ToLowerInvariant()) >= 0);
                if (at < 0)
                {
                    piped.UnionWith(words.SelectMany(word => SecretsOf(word, variables)));
                    continue;
                }

                if (SentBy(words[(at + 1)..], piped, variables) is ({ Count: > 0 } secrets, var host))
                    sends.Add(new WorkflowSend([.. secrets], host, line));
            }
        }
    }

    private static (SortedSet<string> Secrets, string? Host) SentBy(List<string> words, SortedSet<string> piped, Dictionary<string, IReadOnlyList<string>> variables)
    {
        var (secrets, host) = (new SortedSet<string>(StringComparer.Ordinal), (string?)null);
        for (var i = 0; i < words.Count; i++)
        {
            var option = words[i].IndexOf('=') is > 0 and var end && words[i].StartsWith("--", StringComparison.Ordinal) ? words[i][..end] : words[i];
            if (Array.IndexOf(Credentials, option) >= 0)
            {
                i += option == words[i] ? 1 : 0;
                continue;
            }

            if (Array.Exists(Bodies, body => option == body || (body.Length == 2 && option.Length > 2 && option.StartsWith(body, StringComparison.Ordinal) && option[1] is 'd' or 'F')))
            {
                var value = option == words[i] && Array.IndexOf(Bodies, option) >= 0 && i + 1 < words.Count ? words[++i] : words[i];
                secrets.UnionWith(SecretsOf(value, variables));
                if (value.EndsWith("@-", StringComparison.Ordinal) || value == "-")
                    secrets.UnionWith(piped);
            }
            else if (Patterns.Address.Match(words[i]) is { Success: true } address)
            {
                host ??= address.Groups["host"].Value.ToLowerInvariant();
                secrets.UnionWith(SecretsOf(words[i][(address.Index + address.Length)..], variables));
            }
        }

        return (secrets, host);
    }

    private static IEnumerable<string> SecretsOf(string word, Dictionary<string, IReadOnlyList<string>> variables) =>
        SecretsIn(word).Concat(Patterns.Variable.Matches(word).SelectMany(match => variables.GetValueOrDefault(match.Groups["name"].Value) ?? []));

    /// <summary>The words of each command of a pipe or a list, with their quotes; what stands within <c>${{ }}</c> is one with what is around it.</summary>
    private static List<List<string>> PartsOf(string command)
    {
        var (parts, words) = (new List<List<string>>(), new List<string>());
        foreach (Match match in Patterns.Word.Matches(command))
        {
            if (match.Value is "|" or "||" or "&&" or ";" or "&")
            {
                parts.Add(words);
                words = [];
            }
            else
            {
                words.Add(match.Value);
            }
        }

        parts.Add(words);
        return parts;
    }

    /// <summary>Made where a workflow sends something.</summary>
    private static class Patterns
    {
        public static readonly Regex Secret = new(@"\$\{\{[^}]*?(\bsecrets\s*(\.\s*(?<name>\w+)|\[\s*'(?<name>\w+)'\s*\])|\btoJSON\(\s*secrets\s*\))[^}]*\}\}", Linear | RegexOptions.IgnoreCase);
        public static readonly Regex Variable = new(@"\$(env:)?\{?(?<name>[A-Za-z_]\w*)", Linear);
        public static readonly Regex Address = new(@"^https?://(?<host>[A-Za-z0-9.-]+)", Linear);
        public static readonly Regex Continued = new("[\\\\`]\r?\n", Linear);
        public static readonly Regex Word = new("\\|\\||&&|[|;&]|(\\$\\{\\{[^}]*\\}\\}|\"([^\"\\\\]|\\\\.)*\"|'[^']*'|[^\\s|;&\"'])+", Linear);

        private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
    }
}
