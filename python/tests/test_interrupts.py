"""Ctrl-C, progress, threads and processes."""

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

import dualproof
import pytest

#: A busy machine is not a hanging one.
SOON = 20


def interrupted(code):
    """Runs the code in a process of its own, sends SIGINT once it prints `go`; the seconds to its end, and its last lines."""
    code = "import dualproof, numpy, sys, time\n" + textwrap.dedent(code)
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert child.stdout.readline() == "go\n", child.stderr.read()
        time.sleep(1)
        sent = time.monotonic()
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=60)
        return time.monotonic() - sent, out, err, child.returncode
    finally:
        child.kill()


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT for another process")
def test_a_long_verification_ends_and_python_goes_on():
    seconds, out, err, code = interrupted(
        """
        print("go", flush=True)
        try:
            dualproof.verify(seconds=600)
        except KeyboardInterrupt:
            print("interrupted", flush=True)
        print(dualproof.verify("connection", cases=4, evidence="exact").verdict, flush=True)
        """
    )
    assert (out, code) == ("interrupted\nholds\n", 0), err
    assert seconds < SOON


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT for another process")
def test_a_command_that_cannot_stop_is_left_behind(dense, tmp_path):
    seconds, out, err, code = interrupted(
        f"""
        views = numpy.random.default_rng(0).standard_normal((100_000, 5, 64))
        print("go", flush=True)
        try:
            dualproof.measure({dense!r}, views[:600], "nce:1", power=1e-9)
        except KeyboardInterrupt:
            print("interrupted", flush=True)
        print(dualproof.verify("connection", cases=4, evidence="exact").verdict, flush=True)
        """
    )
    assert (out, code) == ("interrupted\nholds\n", 0), err
    assert seconds < SOON


def test_a_handler_that_does_not_raise_does_not_stop_the_work():
    heard = []
    before = signal.signal(signal.SIGUSR1, lambda *_: heard.append(1))
    try:
        timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGUSR1))
        timer.start()
        assert dualproof.verify("connection", seconds=1, evidence="exact").verdict == "holds"
        timer.join()
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert heard == [1]


def test_other_threads_run_meanwhile():
    counts, done = [0], threading.Event()

    def count():
        while not done.is_set():
            counts[0] += 1
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    try:
        dualproof.verify("covariance-operator", seconds=1, evidence="exact")
    finally:
        done.set()
        thread.join()
    assert counts[0] > 50


def test_progress_is_told_and_its_error_stops_the_run():
    told = []
    report = dualproof.verify("covariance-operator", seconds=1, evidence="exact", progress=lambda *now: told.append(now))
    assert report.verdict == "holds" and len(told) > 3
    assert all(total == 1000 and 0 <= done and "cases" in text for done, total, text in told)
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)

    class Enough(Exception):
        pass

    def refuse(*_):
        raise Enough

    start = time.monotonic()
    with pytest.raises(Enough):
        dualproof.verify(seconds=600, progress=refuse)
    assert time.monotonic() - start < SOON


def test_a_progress_that_is_nothing_of_the_kind_is_refused():
    with pytest.raises(TypeError, match="progress: found str"):
        dualproof.verify("connection", cases=1, evidence="exact", progress="bar")


def test_a_bar_is_shown_to_people_alone(capfd):
    assert dualproof.verify("connection", cases=4, evidence="exact", progress=True).verdict == "holds"
    assert capfd.readouterr() == ("", ""), "standard error is no terminal here"


def test_calls_from_several_threads_do_not_mix(dense, views):
    expected = [dualproof.measure(dense, views, samples=n, top=0) for n in (2, 3, 4)]
    found = {}

    def call(n):
        found[n] = dualproof.measure(dense, views, samples=n, top=0)

    threads = [threading.Thread(target=call, args=(n,)) for n in (2, 3, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[n] for n in (2, 3, 4)] == expected


def _in_child(dense, views, queue):
    queue.put(dualproof.measure(dense, views, top=0).verdict)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_a_forked_process_has_threads_of_its_own(dense, views):
    assert dualproof.measure(dense, views, top=0).verdict == "holds"
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    child = context.Process(target=_in_child, args=(dense, views, queue))
    child.start()
    try:
        assert queue.get(timeout=60) == "holds"
    finally:
        child.kill()
        child.join()


def test_a_panic_is_an_exception_and_the_next_call_works(capfd):
    for _ in range(3):
        with pytest.raises(dualproof.Defect, match="found 2 words"):
            dualproof._native.run("defect", ["a", "b"])
    assert issubclass(dualproof.Defect, dualproof.Error)
    assert dualproof.claims()
    capfd.readouterr()


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT for another process")
def test_a_measurement_ends_at_a_step(networks):
    seconds, out, err, code = interrupted(
        f"""
        views = numpy.random.default_rng(0).standard_normal((1000, 2, 3 * 32 * 32))
        print("go", flush=True)
        try:
            dualproof.measure({str(networks / "resnet18.onnx")!r}, views, top=64)
        except KeyboardInterrupt:
            print("interrupted", flush=True)
        print(dualproof.verify("connection", cases=4, evidence="exact").verdict, flush=True)
        """
    )
    assert (out, code) == ("interrupted\nholds\n", 0), err
    assert seconds < SOON
