#!/usr/bin/env bash
# Runs a fuzz target for a time, and writes what came of it as an entry of the ledger of campaigns: target, commit, seed,
# executions, edges, size of the corpus, processor time, finds.
#
#   fuzz/campaign.sh TARGET SECONDS SEED LEDGER
#
# New inputs go to corpus-found/TARGET, from which the next one goes on; finds to finds/ (claims) or artifacts/ (parsers).
# SIGTERM ends it early and writes the entry all the same. Exit code 1 where something was found.
set -euo pipefail
usage="usage: fuzz/campaign.sh TARGET SECONDS SEED LEDGER, as in fuzz/campaign.sh simclr 3600 1 theorems/campaigns"
target=${1:?$usage} seconds=${2:?$usage} seed=${3:?$usage} ledger=${4:?$usage}
case "$seconds$seed" in *[!0-9]*) echo "fuzz/campaign.sh: found $seconds and $seed, expected whole numbers of seconds and a seed; $usage" >&2; exit 2 ;; esac
mkdir -p "$ledger"
ledger="$(cd "$ledger" && pwd)"
cd "$(dirname "$0")"
flags="--sanitizer none --no-trace-compares"
targets="$(cargo fuzz list | paste -s -d ' ')"
if [[ " $targets " != *" $target "* ]]; then
  echo "fuzz/campaign.sh: found $target, expected one of $targets" >&2
  exit 2
fi
commit="$(git rev-parse HEAD)"
[ -z "$(git status --porcelain --untracked-files=no)" ] || commit="$commit-dirty"
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
mkdir -p "corpus-found/$target" finds "artifacts/$target"
finds() { { ls finds "artifacts/$target" 2>/dev/null || true; } | grep -c -E '\.json$|^(crash|timeout|oom|slow)-' || true; }
before="$(finds)"
# shellcheck disable=SC2086
cargo fuzz build $flags "$target" >"$log" 2>&1 || { cat "$log"; echo "fuzz/campaign.sh: $target does not build" >&2; exit 2; }
program="$(find target -path '*/release/*' -type f -name "$target" -perm -u+x | head -n 1)"
seeds=""
[ ! -d "corpus/$target" ] || seeds="corpus/$target"
child=""
trap '[ -z "$child" ] || kill -INT "$child" 2>/dev/null || true' TERM INT
begun="$(date -u +%Y-%m-%dT%H:%M:%SZ)"
start="$(date +%s)"
code=0
# shellcheck disable=SC2086
"$program" "corpus-found/$target" $seeds -artifact_prefix="artifacts/$target/" -entropic=0 -seed="$seed" \
  -max_total_time="$seconds" -timeout=60 -rss_limit_mb=4096 -max_len=4096 -print_final_stats=1 >"$log" 2>&1 &
child=$!
wait "$child" || code=$?
while kill -0 "$child" 2>/dev/null; do wait "$child" || code=$?; done
end="$(date +%s)"
# Processor seconds of the children of this shell, the target's nearly all of them: the second line of `times`, which a subshell
# would not have.
times >"$log.times"
cpu="$(awk 'NR == 2 { split($1, u, /[ms]/); split($2, s, /[ms]/); printf "%.0f", 60 * u[1] + u[2] + 60 * s[1] + s[2] }' "$log.times")"
rm -f "$log.times"
executions="$(sed -n 's/^stat::number_of_executed_units: *\([0-9]*\).*/\1/p' "$log" | tail -n 1)"
# A run that a signal ended says how far it came in its last line of state.
[ -n "$executions" ] || executions="$(sed -n 's/^#\([0-9]*\).*/\1/p' "$log" | tail -n 1)"
edges="$(sed -n 's/.* cov: \([0-9]*\).*/\1/p' "$log" | tail -n 1)"
found=$(($(finds) - before))
name="fuzz-$target-seed-$seed-${begun//[:-]/}"
printf '{"format": 1, "fuzz": {"target": "%s", "commit": "%s", "seed": %s, "begun": "%s", "executions": %s, "edges": %s, "corpus": %s, "corpus_bytes": %s, "seconds": %s, "cpu_seconds": %s, "finds": %s}}\n' \
  "$target" "$commit" "$seed" "$begun" "${executions:-0}" "${edges:-0}" \
  "$(find "corpus-found/$target" -type f | wc -l)" "$(du -sb "corpus-found/$target" | cut -f 1)" \
  "$((end - start))" "$cpu" "$found" >"$ledger/$name.json.partial"
mv "$ledger/$name.json.partial" "$ledger/$name.json"
cat "$ledger/$name.json"
if [ "$found" -gt 0 ]; then
  tail -n 40 "$log"
  echo "fuzz/campaign.sh: $target found something: README.md says what to do with it" >&2
  exit 1
fi
# libFuzzer's own exit code of a run that a signal ended is no find.
case "$code" in 0 | 72 | 130 | 143) exit 0 ;; *) tail -n 40 "$log"; exit "$code" ;; esac
