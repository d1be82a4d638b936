using System.Text;
using System.Text.Json;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets;

/// <summary>Manifests of Kubernetes, logins of Docker, and the configuration of images: values that tools encode or write twice.</summary>
public sealed class EncodedSecretsTests
{
    private const string Head = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\n";

    private static string First => "k7Q-" + TestSecret.Alphanumeric(14, 5) + "9z";

    private static string Third => "Qm8-" + TestSecret.Alphanumeric(15, 9) + "3c";

    private static string Second => "Zr4-" + TestSecret.Alphanumeric(15, 8) + "7b";

    [Fact]
    public void Every_value_of_a_manifest_is_found()
    {
        Assert.Equal([6, 7, 11], Lines("a.yaml", $"{Head}data:\n  password: {Encoded(First)}\n  api-token: {Encoded(Second)}\n---\nkind: Secret\nstringData:\n  password: {Third}\n"));
        Assert.Equal([7, 9], Lines("a.yaml", $"{Head}data:\n  password: |-\n    {Encoded(First)}\n  token: >\n    {Encoded(Second)}\n"));
        Assert.Equal([6, 10], Lines("a.yaml", $"kind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  data:\n    password: {Encoded(First)}\n- apiVersion: v1\n  kind: Secret\n  stringData:\n    token: {Second}\n"));
        Assert.Equal([1, 1], Lines("a.json", $$"""{"kind": "Secret", "data": {"password": "{{Encoded(First)}}"}, "stringData": {"token": "{{Second}}"} }"""));
    }

    [Theory]
    [InlineData("data:\n  password: {{ .Values.password | b64enc | quote }}\n")]
    [InlineData("data:\n  token: |-\n    {{ .Values.token | b64enc }}\n")]
    [InlineData("stringData:\n  password: ${PASSWORD}\n")]
    [InlineData("data:\n  password: BASE64(changeme)\n")]
    [InlineData("data:\n  api-key: BASE64(<your-api-key>)\n")]
    [InlineData("data:\n  token: BASE64(${API_TOKEN})\n")]
    [InlineData("stringData:\n  secret: |\n    first of several lines\n    k7Qd83hGs7TqWmZx\n")]
    public void Templates_and_placeholders_are_silent(string part)
    {
        var open = part.IndexOf("BASE64(", StringComparison.Ordinal);
        var end = part.IndexOf(")\n", StringComparison.Ordinal);
        var text = open < 0 ? part : part[..open] + Encoded(part[(open + 7)..end]) + part[(end + 1)..];

        Assert.Empty(Found("a.yaml", Head + text));
    }

    [Fact]
    public void A_login_of_Docker_denies_and_one_for_example_does_not()
    {
        var report = Screening.Of("config.json", Encoding.ASCII.GetBytes(Login("deploy:" + First, "bob:" + Second)));

        Assert.Equal(Decision.Deny, report.Decision);
        Assert.Equal(2, report.Findings.Count(found => found.Finding.Rule.Id == "secret/docker-config-auth"));
        Assert.All(Found("config.json", Login("username:password", "user:changeme-please")), found => Assert.Equal(Severity.Info, found.Finding.Severity));
    }

    [Fact]
    public void What_an_image_is_configured_with_is_told_once_and_where_it_stands()
    {
        var (token, escaped) = ("gl" + "pat-" + TestSecret.Alphanumeric(20, 6), $"run --name \"x\" API_TOKEN={Second}");
        var configuration = JsonSerializer.Serialize(new
        {
            config = new { Env = new[] { "PATH=/usr/bin", $"DB_PASSWORD={First}", $"GITLAB_TOKEN={token}" } },
            history = new[] { new { created_by = $"ENV DB_PASSWORD={First}" }, new { created_by = escaped } },
            rootfs = new { type = "layers", diff_ids = new[] { "sha256:" + new string('0', 64) } },
        });

        var report = Screening.Of("blob.json", Encoding.ASCII.GetBytes(configuration));

        Assert.Equal(["secret/generic-password", "secret/gitlab-token", "secret/generic-token"], report.Findings.Select(found => found.Finding).OrderBy(finding => finding.Entry.Path.Value.Contains("history", StringComparison.Ordinal)).ThenBy(finding => finding.Entry.Path.Value, StringComparer.Ordinal).Select(finding => finding.Rule.Id));
        Assert.DoesNotContain(report.Findings, found => found.Finding.Entry.Container is null);
    }

    [Theory]
    [InlineData("curl.1", ".\\\" free\n.TH CURL 1\n", Severity.Info)]
    [InlineData("sign.3ssl", ".Dd January 1\n", Severity.Info)]
    [InlineData("app.log.1", "started\n", Severity.Medium)]
    [InlineData("app.conf", ".TH CURL 1\n", Severity.Medium)]
    public void A_page_of_a_manual_is_documentation_and_an_old_log_is_not(string name, string front, Severity expected)
    {
        var page = Encoding.ASCII.GetBytes($"{front}password: \"{First}\"\n");

        foreach (var file in new[] { (name, page), (name + ".gz", TestArchive.Gzip(page)) })
            Assert.Equal(expected, Assert.Single(Screening.Of("a.tar", TestArchive.Tar(file)).Findings, found => found.Finding.Rule.Id == "secret/generic-password").Finding.Severity);
    }

    private static string Encoded(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));

    private static string Login(string first, string second) =>
        $$"""{"auths": {"registry.acme.test": {"auth": "{{Encoded(first)}}"}, "other.acme.test": {"auth": "{{Encoded(second)}}"} } }""";

    private static List<ReportedFinding> Found(string name, string text) =>
        [.. Screening.Of(name, Encoding.ASCII.GetBytes(text)).Findings.Where(found => found.Finding.Rule.Family == "secret")];

    private static IEnumerable<int?> Lines(string name, string text) => Found(name, text).Select(found => found.Finding.Line).Order();
}
