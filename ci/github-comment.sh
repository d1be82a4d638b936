#!/usr/bin/env bash
# The step of action.yml that comments on a pull request: the one comment of ours is brought up to date.
set -euo pipefail

mark='<!-- sluice -->'
body=$(mktemp "${RUNNER_TEMP:?}/sluice-comment-XXXXXX")
# A comment may have 65,536 characters.
{ echo "$mark"; head -c 60000 "$SLUICE_REPORT"; } >"$body"

comments="repos/$GITHUB_REPOSITORY/issues/$SLUICE_PULL_REQUEST/comments"
known=$(gh api --paginate "$comments" --jq ".[] | select(.body | startswith(\"$mark\")) | .id" | head -n 1)
if [ -n "$known" ]; then
    gh api -X PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$known" -F "body=@$body" --silent
else
    gh api -X POST "$comments" -F "body=@$body" --silent
fi
