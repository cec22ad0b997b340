"""What is given: every kind of array, and what is refused."""

import gc
import os
import subprocess
import sys
import weakref
from pathlib import Path

import dualproof
import numpy
import pytest


@pytest.fixture
def expected(dense, views):
    return dualproof.measure(dense, views, top=0).to_dict()


def variants(views):
    """The same numbers, kept in other ways."""
    wide = numpy.zeros((*views.shape[:2], 2 * views.shape[2]))
    wide[:, :, ::2] = views
    owned = views.copy()
    owned.flags.writeable = False
    yield "Fortran order", numpy.asfortranarray(views)
    yield "strided", wide[:, :, ::2]
    yield "backwards", views[::-1].copy()[::-1]
    yield "transposed", numpy.ascontiguousarray(views.transpose(2, 0, 1)).transpose(1, 2, 0)
    yield "big-endian", views.astype(">f8")
    yield "read-only", owned
    yield "lists", views.tolist()
    yield "float32", views.astype(numpy.float32)
    yield "float16", views.astype(numpy.float16)
    yield "subclass", views.view(type("Own", (numpy.ndarray,), {}))
    yield "unmasked", numpy.ma.masked_array(views)
    yield "images", views.reshape(*views.shape[:2], -1)
    bytes_ = bytearray(b"x" + views.tobytes())
    yield "unaligned", numpy.frombuffer(bytes_, dtype=numpy.float64, offset=1, count=views.size).reshape(views.shape)


def test_the_same_numbers_give_the_same_report(dense, views, expected):
    # Pixels are sixteenths, which float16 has exactly.
    for name, given in variants(views):
        assert dualproof.measure(dense, given, top=0) == expected, name
    for kind in (numpy.int8, numpy.uint16, numpy.int64, numpy.float32):
        assert dualproof.measure(dense, (views * 16).astype(kind), scale=16, top=0) == expected, kind


def test_arrays_are_neither_changed_nor_kept(dense, views):
    before = views.copy()
    dualproof.measure(dense, views, top=0)
    assert (views == before).all()
    given = views.copy()
    gone = weakref.ref(given)
    dualproof.measure(dense, given, top=0)
    del given
    gc.collect()
    # What was given back on another thread is given back at the next call.
    dualproof.claims()
    gc.collect()
    assert gone() is None


def refused(message, call, *arguments, **options):
    with pytest.raises(dualproof.Error) as found:
        call(*arguments, **options)
    assert message in str(found.value), str(found.value)
    assert "\n" not in str(found.value) and "--help" not in str(found.value)


def test_views_that_do_not_fit_are_refused(dense, views):
    def measure(given, **options):
        return dualproof.measure(dense, given, **options)

    refused("views, array: found the shape [6, 5, 63], expected N×A×D with D = 64", measure, views[:, :, 1:])
    refused("found the shape [6, 64], expected N×A×D", measure, views[:, 0])
    refused("found the shape [], expected N×… with no empty dimension", measure, numpy.float64(3))
    refused("found the shape [0, 5, 64]", measure, views[:0])
    refused("found the shape [6, 0, 64]", measure, views[:, :0])
    refused("found the shape [6, 5, 0]", measure, views[:, :, :0])
    refused("views, --samples: found 7, expected 1 to 6", measure, views, samples=7)
    for value, text in ((numpy.nan, "NaN"), (numpy.inf, "inf"), (-numpy.inf, "-inf")):
        broken = views.copy()
        broken[4, 3, 7] = value
        refused(f"views, array at [4, 3, 7]: found {text}, expected a finite number", measure, broken)
        assert measure(broken, samples=4).verdict == "holds", "what comes after the samples is not looked at"
    refused("found the type complex128, expected bools, integers or floats", measure, views.astype(complex))
    refused("found list, the type object", measure, [[["x", object()]]])
    refused("expected", measure, numpy.array([[["a"]]]))
    refused("views: found masked entries", measure, numpy.ma.masked_less(views, 0.1))
    if numpy.dtype(numpy.longdouble).itemsize > 8:
        refused("expected a float of 2, 4 or 8 bytes", measure, views.astype(numpy.longdouble))
    refused("found neither --data nor a file of --views", dualproof.measure, dense)
    refused("integer of at most 2^53", measure, numpy.full(views.shape, 2**60 + 1))


def test_files_and_options_that_cannot_be_used_are_refused(dense, views, networks, tmp_path):
    refused("cannot be read", dualproof.measure, tmp_path / "none.safetensors", views)
    refused("cannot be read", dualproof.measure, dense, tmp_path / "none.npy")
    refused("unexpected argument '--nonsense'", dualproof.measure, dense, views, nonsense=3)
    refused("--power", dualproof.measure, dense, views, power=2)
    refused("--loss", dualproof.measure, dense, views, "nce:-1")
    refused("found int, expected a torch.nn.Module or the path", dualproof.measure, 3, views)
    refused("found the shape [2, 2]", dualproof.measure, dense, views, predictor=numpy.eye(2))
    refused("3×12×12", dualproof.blocks, networks / "branches.onnx", views)
    refused("did you mean \"connection\"?", dualproof.explain, "conection")
    refused("claim: found \"--all\"", dualproof.explain, "--all")
    refused("kind of evidence", dualproof.verify, "connection", evidence="nonsense")
    refused("--cases", dualproof.verify, "connection", cases=0)
    refused("cannot be used with", dualproof.verify, "connection", cases=1, seconds=1)
    refused("--seconds", dualproof.verify, "connection", seconds=float("nan"))
    refused("did you mean \"measure\"?", dualproof._native.run, "measur", [])
    assert issubclass(dualproof.Error, ValueError)


def test_the_files_name_may_look_like_an_option(dense, views, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, bytes_ in (("--json", Path(dense).read_bytes()), ("-é.safetensors", Path(dense).read_bytes())):
        Path(name).write_bytes(bytes_)
        assert dualproof.measure(name, views, top=0).verdict == "holds"
    refused("--no-such.onnx", dualproof.blocks, "--no-such.onnx", views)


def test_the_package_imports_neither_torch_nor_scipy():
    code = "import sys, dualproof; assert not {'torch', 'scipy', 'tqdm', 'lightning'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ)


def test_without_scipy_the_error_says_how_to_get_it(dense, views, monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy.sparse.linalg", None)
    with pytest.raises(ImportError, match="pip install scipy"):
        dualproof.operator(dense, views, 1)
