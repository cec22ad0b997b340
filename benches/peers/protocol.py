"""How a peer talks to the driver (benches/peers.rs): one process per task, one line of JSON per answer.

    python jax_peer.py --task TASK --input DIRECTORY --threads N

After starting it answers {"ready": …}; then each line on standard input is an order: `run` makes the task once and
answers with its seconds and the process's peak of resident memory so far; `save PATH` writes the last result as one
flat .npy array. The input directory holds W1.npy …, U1.npy … (n_l × n_{l-1}) and X.npy (N × A × n_0), all f64.
"""

import argparse
import json
import os
import sys
import time


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--task", required=True)
    parser.add_argument("--input", required=True)
    parser.add_argument("--threads", type=int, required=True)
    options = parser.parse_args()
    # Before the library is imported: its thread pools look at this. Threads are the first ones that are allowed.
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, set(cores[: options.threads]))
    return options


def peak_kib():
    """The peak of resident memory, from the system and not from the library."""
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return None


def load(directory):
    import numpy

    def matrices(letter):
        found = []
        while os.path.exists(path := os.path.join(directory, f"{letter}{len(found) + 1}.npy")):
            found.append(numpy.load(path))
        return found

    return matrices("W"), matrices("U"), numpy.load(os.path.join(directory, "X.npy"))


def answer(document):
    sys.stdout.write(json.dumps(document) + "\n")
    sys.stdout.flush()


def serve(version, baseline, run):
    """`run()` makes the task and returns its result as a flat array, once it is really there, or a dictionary."""
    import numpy

    answer({"ready": True, "version": version, "baseline_kib": baseline})
    result = None
    for line in sys.stdin:
        order, _, path = line.strip().partition(" ")
        if order == "run":
            busy = time.process_time()
            start = time.perf_counter()
            result = run()
            seconds = time.perf_counter() - start
            busy = time.process_time() - busy
            extra = result if isinstance(result, dict) else {}
            answer({"seconds": seconds, "processor_seconds": busy, "peak_kib": peak_kib(), **extra})
        elif order == "save":
            numpy.save(path, numpy.asarray(result, dtype=numpy.float64).ravel())
            answer({"saved": True})
        else:
            answer({"error": f"found the order {order!r}, expected run or save PATH"})
