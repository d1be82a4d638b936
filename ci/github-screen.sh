#!/usr/bin/env bash
# The step of action.yml that screens. Settings come as variables; the exit status goes to the last step, so that findings are uploaded first.
set -euo pipefail

sluice=${SLUICE:-}
[ -n "$sluice" ] || sluice=$(command -v sluice || echo "$GITHUB_ACTION_PATH/sluice")
out=$(mktemp -d "${RUNNER_TEMP:?}/sluice-XXXXXX")

arguments=(screen --report console --report "sarif=$out/sluice.sarif" --report "markdown=$out/sluice.md")
[ -z "${SLUICE_CONFIG:-}" ] || arguments+=(--config "$SLUICE_CONFIG")
[ -z "${SLUICE_VISIBILITY:-}" ] || arguments+=(--visibility "$SLUICE_VISIBILITY")
# One a line: blanks are part of a name, and only patterns of files are expanded.
IFS=$'\n'
for policy in ${SLUICE_POLICIES:-}; do arguments+=(--policy "$policy"); done
for file in ${SLUICE_PREVIOUS:-}; do arguments+=(--previous "$file"); done
arguments+=(--)
for target in ${SLUICE_TARGETS:-}; do arguments+=("$target"); done
unset IFS

status=0
"$sluice" "${arguments[@]}" || status=$?

case $status in 0) decision=allow ;; 1) decision=deny ;; 3) decision=indeterminate ;; 4) decision=hold ;; *) decision= ;; esac
{
    echo "exit-code=$status"
    echo "decision=$decision"
    [ ! -s "$out/sluice.sarif" ] || echo "sarif=$out/sluice.sarif"
    [ ! -s "$out/sluice.md" ] || echo "report=$out/sluice.md"
} >>"$GITHUB_OUTPUT"
# A summary may have 1 MiB.
[ ! -s "$out/sluice.md" ] || head -c 1000000 "$out/sluice.md" >>"$GITHUB_STEP_SUMMARY"
