"""The examples run."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
NEEDS = {"watch_training": ["torch", "onnx", "onnxscript"], "spectrum": ["scipy"]}
#: What each must print.
SAYS = {
    "digits": "loss nce:0.5",
    "measure_network": "of the largest entry: holds",
    "spectrum": "largest eigenvalues: [",
    "verify_claim": "wrong formulas refuted",
    "watch_training": "  60  ",
}


def test_every_example_is_here():
    assert {path.stem for path in EXAMPLES.glob("*.py")} == set(SAYS)


@pytest.mark.parametrize("name", sorted(SAYS))
def test_example(name, tmp_path):
    for needed in NEEDS.get(name, []):
        if importlib.util.find_spec(needed) is None:
            pytest.skip(f"needs {needed}")
    done = subprocess.run([sys.executable, EXAMPLES / f"{name}.py"], capture_output=True, text=True, timeout=600, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert SAYS[name] in done.stdout, done.stdout
