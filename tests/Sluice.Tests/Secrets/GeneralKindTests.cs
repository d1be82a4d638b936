using System.Text;
using Sluice.Cli;
using Sluice.Findings;
using Sluice.Secrets;
using Sluice.Tests.Support;

namespace Sluice.Tests.Secrets;

/// <summary>A kind whose form others share leaves the secret to the one that knows whose it is, and never to a weaker one.</summary>
public sealed class GeneralKindTests
{
    [Theory]
    [InlineData("CALENDLY_TOKEN={jwt}", "secret/calendly-personal-token")]
    [InlineData("argocd_auth_token: \"{jwt}\"", "secret/argo-cd-token")]
    [InlineData("CURSEFORGE_API_KEY=$2a$10${[0-9A-Za-z./]:53}", "secret/curseforge-api-key")]
    [InlineData("FIREBASE_TOKEN=1//0{base64url:98}", "secret/firebase-ci-token")]
    [InlineData("# grafana\nAuthorization: Bearer eyJrIjoi{alnum:84}==", "secret/grafana-api-key")]
    [InlineData("UPSTASH_API_KEY={uuid}", "secret/upstash-api-key")]
    [InlineData("GCS_SECRET_ACCESS_KEY={base64:40}", "secret/google-hmac-secret")]
    [InlineData("R2_SECRET_ACCESS_KEY={hex:64}", "secret/cloudflare-r2-secret")]
    public void It_leaves_the_secret_to_the_kind_that_knows_whose_it_is(string template, string kind) => AssertTold(kind, template);

    [Theory]
    [InlineData("TURSO_AUTH_TOKEN=", 86, "secret/turso-token")]
    [InlineData("SNOWFLAKE_TOKEN=", 342, "secret/snowflake-token")]
    [InlineData("AUTH0_MANAGEMENT_TOKEN=", 342, "secret/auth0-management-token")]
    [InlineData("SESSION=", 43, "secret/json-web-token")]
    public void A_web_token_is_told_by_the_name_of_its_service(string name, int signature, string kind)
    {
        var claims = $$"""{"iss":"service","ref":"{{TestSecret.Alphanumeric(40, 7)}}","role":"service_role","iat":1700000000,"exp":2000000000}""";
        AssertTold(kind, name + Encoded("""{"alg":"HS256","typ":"JWT"}""") + "." + Encoded(claims) + "." + TestSecret.Alphanumeric(signature, 8));
    }

    [Theory]
    [InlineData("AUTH_TOKEN={jwt}", "secret/json-web-token")]
    [InlineData("CARGO_TOKEN={jwt}", "secret/json-web-token")]
    [InlineData("password_hash: $2a$10${[0-9A-Za-z./]:53}", "secret/bcrypt-hash")]
    [InlineData("GMAIL_REFRESH_TOKEN=1//0{base64url:98}", "secret/google-oauth-refresh-token")]
    public void It_tells_what_no_other_knows(string template, string kind) => AssertTold(kind, template);

    [Fact]
    public void It_stays_where_the_other_is_less_sure() => AssertTold("secret/json-web-token", "STOREFRONT_API_TOKEN={jwt}");

    [Fact]
    public void Who_gives_way_loses_neither_severity_nor_certainty()
    {
        var general = SecretScanner.BuiltIn.Rules.Where(rule => rule.IsGeneral).ToDictionary(rule => rule.Id, rule => new SecretScanner(RuleSet.Of([CompiledRule.Of(rule)])));
        var examples = SecretScanner.BuiltIn.Rules.SelectMany(rule => rule.Fires).Select((template, seed) => Encoding.UTF8.GetBytes(ExampleTemplate.Expand(template, seed)));

        var weaker = from text in examples
                     let told = SecretScanner.BuiltIn.Scan(text)
                     from alone in general.Values.SelectMany(scanner => scanner.Scan(text))
                     from other in told.Where(other => !other.Rule.IsGeneral && other.Part.Equals(alone.Part) && other.Rule.Public is null)
                     where other.Rule.Severity < alone.Rule.Severity || other.Rule.Confidence < alone.Rule.Confidence
                     select $"{other.Rule.Id} instead of {alone.Rule.Id}";

        Assert.NotEmpty(general);
        Assert.Empty(weaker.Distinct());
    }

    [Fact]
    public void A_lock_file_does_not_lower_what_its_form_gives_away()
    {
        var report = Screening.Of("artifact", TestArchive.Tar(("yarn.lock", Encoding.UTF8.GetBytes(ExampleTemplate.Expand("CALENDLY_TOKEN={jwt}", 3)))));

        var found = Assert.Single(report.Findings, found => found.Finding.Rule.Id == "secret/calendly-personal-token");
        Assert.Equal(Severity.High, found.Finding.Severity);
    }

    [Fact]
    public void A_flag_that_is_neither_true_nor_false_is_a_problem()
    {
        using var folder = new TemporaryFolder();
        folder.File("rules.yaml", "service: Acme\nrules:\n  - id: secret/acme-token\n    name: Acme\n    severity: high\n    holder: open the door\n    revoke: [Change it.]\n    pattern: 'acme_[0-9a-z]{30}'\n    general: perhaps\n    fires: ['acme_{lowernum:30}']\n    silent: ['acme_{lower:5}']\n");
        folder.File("sluice.yaml", "rules:\n  - rules.yaml\n");

        var run = CliRun.In(folder.Path, "rules", "list");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("'perhaps' is neither true nor false", run.Error, StringComparison.Ordinal);
    }

    private static void AssertTold(string kind, string template)
    {
        var text = Encoding.UTF8.GetBytes(template.Contains('{', StringComparison.Ordinal) ? ExampleTemplate.Expand(template, 5) : template);
        Assert.Equal([kind], SecretScanner.BuiltIn.Scan(text).Select(match => match.Rule.Id));
    }

    private static string Encoded(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
