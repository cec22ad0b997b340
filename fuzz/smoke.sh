#!/usr/bin/env bash
# Builds every fuzz target and runs each for SECONDS. Refuses a stale fuzz/Cargo.lock; skips, saying so, where there is
# no nightly compiler.
set -euo pipefail
cd "$(dirname "$0")"
seconds="${1:?usage: fuzz/smoke.sh SECONDS}"

# `cargo fuzz` has no --locked. A lock file that this accepts is built from as it is; one that it refuses would be
# rewritten. From the parent directory, so that the default toolchain will do.
if ! (cd .. && cargo metadata --locked --format-version 1 --manifest-path fuzz/Cargo.toml >/dev/null); then
  echo "fuzz/smoke.sh: found a stale fuzz/Cargo.lock; cd fuzz && cargo metadata --format-version 1 >/dev/null adds what is missing"
  exit 1
fi

toolchain="$(sed -n 's/^channel *= *"\(.*\)"/\1/p' rust-toolchain.toml)"

if ! command -v rustup >/dev/null || ! rustup toolchain list | grep -q "^$toolchain"; then
  echo "fuzz/smoke.sh: skipped: found no toolchain \"$toolchain\"; rustup toolchain install $toolchain adds it"
  exit 0
fi
if ! cargo fuzz --version >/dev/null 2>&1; then
  echo "fuzz/smoke.sh: installing cargo-fuzz"
  cargo install cargo-fuzz --locked
fi
# Without the address sanitizer: the code is safe Rust, a find is a wrong number or a panic, and it is seven times as fast.
# Without a trace of every comparison, which takes most of the time where numbers are compared all the time.
flags=(--sanitizer none --no-trace-compares)
cargo fuzz build "${flags[@]}"
# Runs a target for SECONDS and prints how fast it is; on a find, or where it does not build, all that it said.
run() {
  local name="$1" log
  shift
  printf '== %s\n' "$name"
  log="$(mktemp)"
  if ! cargo fuzz run "${flags[@]}" "$@" -- \
    -max_total_time="$seconds" -timeout=300 -rss_limit_mb=4096 -max_len=4096 -print_final_stats=1 >"$log" 2>&1; then
    cat "$log"
    if grep -q 'failed to build' "$log"; then
      echo "fuzz/smoke.sh: $name does not build"
    else
      echo "fuzz/smoke.sh: $name found something; the log above names the file"
    fi
    exit 1
  fi
  grep -E 'number_of_executed_units|average_exec_per_sec' "$log"
  rm -f "$log"
}

for target in $(cargo fuzz list); do
  mkdir -p "corpus-found/$target"
  # New inputs go to the first directory; the seeds in corpus/ stay as they are.
  run "$target" "$target" "corpus-found/$target" "corpus/$target"
done

# The target of a crate that `new` makes, with what is built here.
own="$(mktemp -d)/own-paper"
trap 'rm -rf "$(dirname "$own")"' EXIT
(cd .. && cargo run --release --quiet -- new "$own" --toolkit "$PWD" >/dev/null)
run "the target of a new crate" --fuzz-dir "$own/fuzz" --target-dir "$PWD/target" claims
