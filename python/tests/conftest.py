"""The repository's small files."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import numpy
import pytest

ROOT = Path(__file__).resolve().parents[2]
NETWORKS = ROOT / "tests" / "networks"
DIGITS = ROOT / "theorems" / "digits" / "data"


@pytest.fixture
def networks():
    return NETWORKS


@pytest.fixture
def dense():
    """A network without biases that PyTorch trained on the digits."""
    return str(DIGITS / "digits_mlp_relu.safetensors")


@pytest.fixture
def images():
    """N × 8 × 8, 0 … 16."""
    return numpy.load(DIGITS / "digits_images.npy")


def shifted(images):
    """The five views that `--views shifts` makes, N × 5 × 64."""
    padded = numpy.pad(images, ((0, 0), (1, 1), (1, 1)))
    corners = [(1, 1), (0, 1), (2, 1), (1, 0), (1, 2)]
    views = [padded[:, i : i + images.shape[1], j : j + images.shape[2]] for i, j in corners]
    return numpy.stack([view.reshape(len(images), -1) for view in views], axis=1)


@pytest.fixture
def views(images):
    """Six samples."""
    return shifted(images[:6].astype(float) / 16)


@pytest.fixture(scope="session")
def program():
    """The program `dualproof` of this repository, where it has been built (`cargo build`), or that of the variable DUALPROOF."""
    built = [ROOT / "target" / profile / "dualproof" for profile in ("release", "debug")]
    built = [os.environ["DUALPROOF"]] if "DUALPROOF" in os.environ else [str(path) for path in built if path.is_file()]
    found = [*built, shutil.which("dualproof")]
    if found[0] is None or subprocess.run([found[0], "--version"], capture_output=True).returncode != 0:
        pytest.skip("the program dualproof is not built: cargo build")

    def answer(*words):
        done = subprocess.run([found[0], *map(str, words)], capture_output=True, text=True)
        assert done.returncode in (0, 1, 3), done.stderr
        return done.stdout

    answer.json = lambda *words: json.loads(answer(*words, "--json"))
    return answer
