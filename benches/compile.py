#!/usr/bin/env python3
"""What compiling costs: this commit beside an earlier one, in one run.

    python3 benches/compile.py BASE [--keep FOLDER] [--only WORD] >docs/compile.md

Both commits are cloned and built from nothing into target folders of their own, step by step in turns: `cargo build
--release`, `cargo test --no-run`, `cargo fuzz build`. Counted are the processor seconds (user and system) of every
process, so that what else the machine does hardly matters; those of the compiler on the crates of the repository are
counted by this file as RUSTC_WRAPPER. Then one file of a claim is changed, and `cargo test CLAIM` runs: wall seconds.
Needs git, the stable and the nightly toolchain, cargo-fuzz, ten gigabytes in the temporary folder; takes an hour.
Ctrl-C ends it with the steps that are done; with `--only fuzz` only the steps with that word are run.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

LOG = "DUALPROOF_COMPILE_LOG"
STEPS = [
    ("`cargo build --release`", ".", ["cargo", "build", "--release"]),
    ("`cargo test --no-run`", ".", ["cargo", "test", "--no-run"]),
    ("`cargo fuzz build`", "fuzz", ["cargo", "fuzz", "build", "--sanitizer", "none"]),
]


def processor_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def as_wrapper():
    """Runs the compiler and writes down its processor seconds and the folder of the crate."""
    code = subprocess.run(sys.argv[1:]).returncode
    line = json.dumps([os.environ.get("CARGO_MANIFEST_DIR", ""), processor_seconds()]) + "\n"
    with open(os.environ[LOG], "a") as log:
        log.write(line)
    sys.exit(code)


def run(command, folder, environment):
    before = processor_seconds()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} in {folder}: exit code {done.returncode}\n{done.stderr[-4000:]}")
    return processor_seconds() - before


def step(clone, target, folder, command):
    """The processor seconds of the whole step and those of the compiler on crates below the clone."""
    log = os.path.join(clone, ".compile-log")
    environment = dict(os.environ, CARGO_TARGET_DIR=target, RUSTC_WRAPPER=os.path.abspath(__file__))
    environment[LOG] = log
    if "fuzz" in command:
        readme = os.path.join(clone, "fuzz", "README.md")
        if "--no-trace-compares" in open(readme).read():
            command = command + ["--no-trace-compares"]
    whole = run(command, os.path.join(clone, folder), environment)
    own = sum(seconds for crate, seconds in map(json.loads, open(log)) if crate.startswith(clone))
    os.remove(log)
    return whole, own


def answer(clone, target, claim, file):
    """Wall seconds of `cargo test CLAIM` after a change of the claim's file, the tests being built."""
    environment = dict(os.environ, CARGO_TARGET_DIR=target)
    command = ["cargo", "test", claim]
    run(command, clone, environment)
    times = []
    for number in range(3):
        with open(os.path.join(clone, file), "a") as page:
            page.write(f"\n/// A change.\npub const CHANGED_{number}: u8 = {number};\n")
        start = time.monotonic()
        run(command, clone, environment)
        times.append(time.monotonic() - start)
    return sorted(times)[1]


def main():
    parser = argparse.ArgumentParser(description="What compiling costs, beside an earlier commit.")
    parser.add_argument("base", help="the earlier commit")
    parser.add_argument("--keep", metavar="FOLDER", help="where the two clones are made; a temporary folder if not given")
    parser.add_argument("--only", metavar="WORD", default="", help="run only the steps whose command has this word")
    options = parser.parse_args()
    root = subprocess.run(["git", "rev-parse", "--show-toplevel"], capture_output=True, text=True, check=True).stdout.strip()
    folder = options.keep or tempfile.mkdtemp()
    os.makedirs(folder, exist_ok=True)
    sides = {}
    for name, commit in [("before", options.base), ("now", "HEAD")]:
        clone = os.path.join(folder, name)
        subprocess.run(["git", "clone", "--quiet", root, clone], check=True)
        found = subprocess.run(["git", "rev-parse", "--short", commit], cwd=root, capture_output=True, text=True, check=True)
        subprocess.run(["git", "checkout", "--quiet", found.stdout.strip()], cwd=clone, check=True)
        sides[name] = (found.stdout.strip(), clone)
    rows, seconds = [], None
    try:
        for title, where, command in STEPS:
            if options.only not in title:
                continue
            costs = {}
            for name, (_, clone) in sides.items():
                target = os.path.join(folder, f"target-{name}")
                shutil.rmtree(target, ignore_errors=True)
                costs[name] = step(clone, target, where, command)
                print(title, name, costs[name], file=sys.stderr, flush=True)
                if name == "now":
                    rows.append((title, costs))
                if name == "now" and "test" in command:
                    page = "theorems/simclr/src/covariance_operator.rs"
                    seconds = answer(clone, target, "covariance-operator", page)
                shutil.rmtree(target, ignore_errors=True)
    except KeyboardInterrupt:
        print("interrupted: the steps that are done make the page", file=sys.stderr)
    compiler = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    print(f"""# What compiling costs

Made by `python3 benches/compile.py {sides["before"][0]} >docs/compile.md` at commit {sides["now"][0]}, on {os.cpu_count()} processors, by
{compiler}. Processor seconds (user and system) of all processes, each build from nothing; "own" are the seconds of the
compiler on the crates of this repository. Before: commit {sides["before"][0]}, of one crate for the harness and one for all claims.

| | before | now | ratio |
|---|---|---|---|""")
    for title, costs in rows:
        for which, of in [("", 0), (", own", 1)]:
            before, now = costs["before"][of], costs["now"][of]
            print(f"| {title}{which} | {before:.0f} s | {now:.0f} s | {now / before:.2f} |")
    if seconds is not None:
        print(f"""
After a change of the file of one claim, `cargo test covariance-operator` answers within {seconds:.0f} s (wall clock, the median of
three; the tests of all other claims had been built).""")


if LOG in os.environ:
    as_wrapper()
main()
