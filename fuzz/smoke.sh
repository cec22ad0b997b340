#!/usr/bin/env bash
# Builds every fuzz target and runs each RUNS times, a parser ten times as often: on its seeds and on mutations of them
# that are the same every time, so that a commit passes or fails whenever it is asked. Two targets side by side where
# there are two cores. Refuses a stale fuzz/Cargo.lock; skips, saying so, where there is no nightly compiler.
set -euo pipefail
cd "$(dirname "$0")"
export RUNS="${1:?usage: fuzz/smoke.sh RUNS}"

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
export FLAGS="--sanitizer none --no-trace-compares"
# Without random addresses, where the system allows that: how a search begins depends on where its buffer lies.
export FIXED="setarch -R"
$FIXED true 2>/dev/null || FIXED=""
SCRATCH="$(mktemp -d)"
export SCRATCH
trap 'rm -rf "$SCRATCH"' EXIT

# Runs the target NAME on its seeds, if it has any, and prints how fast it is; on a find, or where it does not build, all
# that it said. Further arguments are those of `cargo fuzz run`.
run() {
  local name="$1" runs="$RUNS" log="$SCRATCH/$1.log" found="$SCRATCH/$1" seeds=""
  shift
  case "$name" in npy | safetensors | onnx | replay) runs=$((10 * RUNS)) ;; esac
  mkdir "$found"
  # By name: a folder lists its files in an order of its own on every machine.
  if [ -d "corpus/$name" ]; then
    seeds="-seed_inputs=$(find "$PWD/corpus/$name" -type f | LC_ALL=C sort | paste -s -d , -)"
  fi
  # Entropic scheduling off: see README.md. A run that the 300 s cut off has executed fewer inputs, and shows it.
  # shellcheck disable=SC2086
  if ! $FIXED cargo fuzz run $FLAGS "$@" "$name" "$found" -- -seed=1 -runs="$runs" $seeds -entropic=0 \
    -max_total_time=300 -timeout=60 -rss_limit_mb=4096 -max_len=4096 -print_final_stats=1 >"$log" 2>&1; then
    cat "$log"
    if grep -q 'failed to build' "$log"; then
      echo "fuzz/smoke.sh: $name does not build"
    else
      echo "fuzz/smoke.sh: $name found something; the log above names the file"
    fi
    # 255: xargs starts no other target.
    exit 255
  fi
  sed -n "s/^#\([0-9]*\).*DONE *\(cov: [0-9]*\).*exec.s: \([0-9]*\).*/$name: \1 inputs, \2, \3 a second/p" "$log"
}
export -f run

# shellcheck disable=SC2086
cargo fuzz build $FLAGS
cargo fuzz list | xargs -P 2 -I '{}' bash -euo pipefail -c 'run {}'

# The target of a crate that `new` makes, with what is built here.
own="$SCRATCH/own-paper"
(cd .. && cargo run --release --quiet -- new "$own" --toolkit "$PWD" >/dev/null)
run claims --fuzz-dir "$own/fuzz" --target-dir "$PWD/target"
