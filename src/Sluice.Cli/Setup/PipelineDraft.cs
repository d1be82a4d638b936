using Sluice.Projects;

namespace Sluice.Cli.Setup;

/// <summary>A step for a CI system, as a file of its own: what is there stays untouched.</summary>
/// <param name="Note">What is left to do by hand; null when the system finds the file by itself.</param>
internal sealed record PipelineDraft(string Path, string Text, string? Note)
{
    public static readonly IReadOnlyList<string> Systems = ["github", "gitlab", "azure"];

    public static PipelineDraft Of(string system, Project project) => system switch
    {
        "github" => new(".github/workflows/sluice.yml", GitHub(PackCommands.Of(project)), null),
        "gitlab" => new(".gitlab/sluice.yml", GitLab(PackCommands.Of(project)), "GitLab reads .gitlab/sluice.yml once .gitlab-ci.yml says:  include: [{local: .gitlab/sluice.yml}]"),
        _ => new(".azure-pipelines/sluice.yml", Azure(PackCommands.Of(project)), "Azure Pipelines runs .azure-pipelines/sluice.yml once a job's steps say:  - template: .azure-pipelines/sluice.yml (relative to the file that says so)"),
    };

    private static string Indented(IEnumerable<string> lines, int spaces) => string.Concat(lines.Select(line => new string(' ', spaces) + line + "\n"));

    private static string GitHub(IReadOnlyList<string> pack) => $$$"""
        # Screens what this project would release, on every change. In the workflow that publishes, put the steps "Pack" and "Screen" in
        # front of the step that publishes, and publish the very files that were screened.
        name: sluice
        on:
          push:
          pull_request:
        permissions: {}
        jobs:
          screen:
            runs-on: ubuntu-latest
            permissions:
              contents: read
              security-events: write   # to upload the findings to code scanning
            steps:
              - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
                with:
                  persist-credentials: false
              - uses: actions/setup-dotnet@67a3573c9a986a3f9c594539f4ab511d57bb3ce9 # v4.3.1
                with:
                  dotnet-version: 10.0.x
              - name: Install
                run: |
                  command -v sluice || { dotnet tool install {{{Tool}}} --tool-path "$RUNNER_TEMP/sluice" && echo "$RUNNER_TEMP/sluice" >>"$GITHUB_PATH"; }
              - name: Pack
                run: |
                  out="$RUNNER_TEMP/out" && mkdir -p "$out"
        {{{Indented(pack, 10)}}}      - name: Screen
                run: |
                  status=0
                  sluice screen "$RUNNER_TEMP"/out/* --report console --report sarif=sluice.sarif --report "markdown=$RUNNER_TEMP/sluice.md" || status=$?
                  if [ -f "$RUNNER_TEMP/sluice.md" ]; then cat "$RUNNER_TEMP/sluice.md" >>"$GITHUB_STEP_SUMMARY"; fi
                  exit "$status"
              - uses: github/codeql-action/upload-sarif@60168efe1c415ce0f5521ea06d5c2062adbeed1b # v3.28.17
                if: ${{ !cancelled() && hashFiles('sluice.sarif') != '' }}
                continue-on-error: true   # forks and repositories without code scanning cannot upload
                with:
                  sarif_file: sluice.sarif

        """.Replace("\r", "", StringComparison.Ordinal);

    private static string GitLab(IReadOnlyList<string> pack) => $$"""
        # Screens what this project would release. The job needs an image with the .NET 10 runtime and SDK, and with what packs; in the
        # job that publishes, need this one and publish the very files that were screened.
        sluice:
          stage: test
          script:
            - command -v sluice || { dotnet tool install {{Tool}} --tool-path .sluice-tool && export PATH="$PWD/.sluice-tool:$PATH"; }
            - |
              set -eu
              out="$PWD/.sluice-out" && mkdir -p "$out"
        {{Indented(pack, 6)}}    - sluice screen .sluice-out/* --report console --report gitlab=gl-code-quality-report.json --report sarif=sluice.sarif
          artifacts:
            when: always
            expire_in: 30 days
            paths: [.sluice-out/, sluice.sarif]
            reports:
              codequality: gl-code-quality-report.json

        """.Replace("\r", "", StringComparison.Ordinal);

    private static string Azure(IReadOnlyList<string> pack) => $$"""
        # Steps that screen what this project would release. Put them between those that build and those that publish, and publish the
        # very files that were screened.
        steps:
          - bash: |
              set -eu
              command -v sluice || { dotnet tool install {{Tool}} --tool-path "$AGENT_TEMPDIRECTORY/sluice" && echo "##vso[task.prependpath]$AGENT_TEMPDIRECTORY/sluice"; }
            displayName: Install Sluice
          - bash: |
              set -eu
              out="$AGENT_TEMPDIRECTORY/out" && mkdir -p "$out"
        {{Indented(pack, 6)}}    displayName: Pack
          - bash: |
              status=0
              sluice screen "$AGENT_TEMPDIRECTORY"/out/* --report console --report "sarif=$BUILD_ARTIFACTSTAGINGDIRECTORY/sluice.sarif" --report "markdown=$AGENT_TEMPDIRECTORY/sluice.md" || status=$?
              if [ -f "$AGENT_TEMPDIRECTORY/sluice.md" ]; then echo "##vso[task.uploadsummary]$AGENT_TEMPDIRECTORY/sluice.md"; fi
              exit "$status"
            displayName: Screen
          - publish: $(Build.ArtifactStagingDirectory)/sluice.sarif
            artifact: CodeAnalysisLogs
            condition: succeededOrFailed()
            displayName: Keep the findings

        """.Replace("\r", "", StringComparison.Ordinal);

    private static string Tool => $"Sluice.Cli --version {ToolVersion.Text}";
}
