#!/bin/bash -eu
# Builds every fuzz target into $OUT, each beside an archive of its seeds: what ClusterFuzzLite runs.
cd "$SRC/dualproof/fuzz"
# Comparisons are not traced: numbers are compared all the time (README.md).
cargo fuzz build -O --no-trace-compares
for target in $(cargo fuzz list); do
  cp "target/x86_64-unknown-linux-gnu/release/$target" "$OUT/"
  if [ -d "corpus/$target" ]; then
    zip --quiet --junk-paths "$OUT/${target}_seed_corpus.zip" "corpus/$target"/*
  fi
  printf '[libfuzzer]\nentropic = 0\nmax_len = 4096\ntimeout = 60\n' >"$OUT/$target.options"
done
