"""Trainings that go wrong (`tests/networks/questions`), diagnosed from arrays and files."""

import dualproof
import numpy
import pytest
from conftest import NETWORKS

QUESTIONS = NETWORKS / "questions"


def views():
    return numpy.load(QUESTIONS / "views.npy")


def wrong(report):
    return [finding["sentence"] for finding in report["findings"] if finding["severity"] == "bad"]


def test_a_missing_stop_gradient_is_named():
    network = QUESTIONS / "stop-gradient" / "missing" / "step-0030.onnx"
    report = dualproof.diagnose(network, views(), loss="simsiam", batch_statistics="each")
    assert any("without stop-gradient" in sentence for sentence in wrong(report))
    assert report["checkpoints"][0]["candidates"][0]["change"] == "no-stop-gradient"
    assert "without stop-gradient" in " ".join(repr(report).split()) and "<table" in report._repr_html_()


def test_checkpoints_are_a_series():
    folder = QUESTIONS / "batchnorm" / "without"
    report = dualproof.diagnose(sorted(folder.glob("step-*[0-9].onnx")), views(), loss="byol", batch_statistics="each")
    spreads = [checkpoint["spread"] for checkpoint in report["checkpoints"]]
    assert len(spreads) == 2 and spreads[1] < spreads[0] / 4 and len(report["steps"]) == 1
    assert any("no BatchNorm" in sentence for sentence in wrong(report))


def test_bad_input_is_refused():
    network = QUESTIONS / "mask" / "right" / "step-0300.onnx"
    with pytest.raises(dualproof.Error, match="--update: found 2 networks"):
        dualproof.diagnose([network, network], views(), loss="nt-xent:0.3", update=network)
    with pytest.raises(dualproof.Error, match="views"):
        dualproof.diagnose(network, views()[:, :, :3], loss="nt-xent:0.3")
    with pytest.raises(dualproof.Error, match="page: found a file, expected none"):
        dualproof.diagnose(network, views(), loss="nt-xent:0.3", page="page.html")
