#!/usr/bin/env bash
# Keeps the corpora that campaigns have found small: of the inputs of corpus-found/TARGET, those that together reach all that
# all of them reach, the smallest first.
#
#   fuzz/minimise.sh [TARGET...]        # every target that has found something, without one
set -euo pipefail
cd "$(dirname "$0")"
flags="--sanitizer none --no-trace-compares"
targets=("$@")
[ "${#targets[@]}" -gt 0 ] || targets=($(ls corpus-found 2>/dev/null || true))
for target in "${targets[@]}"; do
  if [ ! -d "corpus-found/$target" ]; then
    echo "fuzz/minimise.sh: found no corpus-found/$target, expected inputs that a campaign of the target has kept" >&2
    exit 2
  fi
  before="$(find "corpus-found/$target" -type f | wc -l)"
  small="$(mktemp -d "corpus-found/.$target-XXXXXX")"
  trap 'rm -rf "$small"' EXIT
  # The merge of libFuzzer goes on after an input that ends the process.
  # shellcheck disable=SC2086
  cargo fuzz run $flags "$target" -- -merge=1 -timeout=60 -max_len=4096 "$small" "corpus-found/$target" >"$small.log" 2>&1 ||
    { tail -n 20 "$small.log"; rm -f "$small.log"; exit 1; }
  rm -f "$small.log"
  old="corpus-found/.$target-old-$$"
  mv "corpus-found/$target" "$old"
  mv "$small" "corpus-found/$target"
  rm -rf "$old"
  echo "$target: $before inputs, now $(find "corpus-found/$target" -type f | wc -l)"
done
