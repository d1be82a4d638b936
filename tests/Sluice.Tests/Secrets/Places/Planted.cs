using System.Text;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets.Places;

/// <summary>Credentials to hide somewhere, as assignments, with the rules that must tell of them.</summary>
/// <param name="Rules">All of them, wherever the assignments stand.</param>
public sealed record Planted(string Kind, string[] Rules, (string Name, string Value)[] Lines)
{
    /// <summary>One of each: what proves itself, what counts as a pair, what a rule knows by its name, and what only a guess finds.</summary>
    public static Planted[] Of(int seed) =>
    [
        new("token with a checksum", ["secret/github-token"], [("GITHUB_TOKEN", TestSecret.GitHub(seed))]),
        new("pair", ["secret/aws-access-key", "secret/aws-secret-access-key"], [("AWS_ACCESS_KEY_ID", TestSecret.AwsId(seed)), ("AWS_SECRET_ACCESS_KEY", TestSecret.AwsSecret(seed))]),
        new("value known by its name", ["secret/datadog-api-key"], [("DD_API_KEY", TestSecret.Random("0123456789abcdef", 32, seed))]),
        new("value of an unknown vendor", ["secret/generic-password"], [("BILLING_DB_PASSWORD", TestSecret.Alphanumeric(24, seed))]) { IsGuess = true },
    ];

    /// <summary>No rule knows its name: the classifier decides.</summary>
    public bool IsGuess { get; init; }

    /// <summary>As in a file of environment variables.</summary>
    public string Text => Join("\n", line => $"{line.Name}={line.Value}") + "\n";

    public byte[] Bytes => Encoding.ASCII.GetBytes(Text);

    public string Join(string separator, Func<(string Name, string Value), string> write) => string.Join(separator, Lines.Select(write));

    /// <summary>Each assignment with its value written differently.</summary>
    public string With(Func<string, string> write, string line = "{0} = {1};\n") => string.Concat(Lines.Select(pair => string.Format(System.Globalization.CultureInfo.InvariantCulture, line, pair.Name, write(pair.Value))));
}

/// <summary>A place where a credential may be: how to put it there. The artifact is screened as a file unless the place screens it otherwise.</summary>
public sealed record SecretPlace(string Group, string Name, Func<Planted, byte[]> Hide)
{
    /// <summary>Of the artifact.</summary>
    public string File { get; init; } = "artifact";

    /// <summary>Whether what only a guess finds is found there too.</summary>
    public bool HasGuesses { get; init; } = true;

    /// <summary>For what is no artifact in memory; null for what is.</summary>
    public Func<Planted, CliRun>? Screen { get; init; }

    public static SecretPlace Text(string group, string name, Func<Planted, string> hide, string file = "artifact.txt") =>
        new(group, name, planted => Encoding.UTF8.GetBytes(hide(planted))) { File = file };

    /// <summary>A file in a package.</summary>
    public static SecretPlace Member(string group, string name, string path, Func<Planted, byte[]>? hide = null) =>
        new(group, name, planted => TestArchive.Tgz(("package/package.json", """{"name": "@acme/app", "version": "1.0.0", "license": "UNLICENSED"}"""u8.ToArray()), ("package/" + path, hide is null ? planted.Bytes : hide(planted)))) { File = "acme-app-1.0.0.tgz" };
}
