"""The words of a command line, from the arguments of a function."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Optional, Union

import numpy
from numpy.typing import ArrayLike, NDArray

from ._native import Error

#: A file, or what stands for one.
Source = Union[str, "os.PathLike[str]"]

#: Options that take a file, where an array may stand for a `.npy` file.
FILES = ("data", "predictor", "target")


def is_path(value: object) -> bool:
    """Is this the name of a file?"""
    return isinstance(value, (str, os.PathLike))


def words(options: Mapping[str, Any]) -> list[str]:
    """``top=3, at_zero="subgradient", explain_columns=True`` as words: None and False are left out."""
    found = []
    for name, value in options.items():
        option = "--" + name.replace("_", "-")
        if value is None or value is False:
            continue
        if value is True:
            found.append(option)
        elif isinstance(value, (list, tuple)):
            found.append(f"{option}={','.join(map(_text, value))}")
        else:
            found.append(f"{option}={_text(value)}")
    return found


def _text(value: object) -> str:
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, (float, numpy.floating)):
        return repr(float(value))
    return str(value)


def array_of(name: str, value: ArrayLike) -> NDArray[Any]:
    """An array in C order and native bytes: the same memory where it already is one, else one copy."""
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    if isinstance(value, numpy.ma.MaskedArray) and numpy.ma.is_masked(value):
        raise Error(f"{name}: found masked entries, expected numbers")
    try:
        array = numpy.asarray(value)
    except (TypeError, ValueError) as problem:
        raise Error(f"{name}: found {type(value).__name__} ({problem}), expected an array or the path of one") from None
    if array.dtype.kind not in "biuf":
        kind = f"{type(value).__name__}, " if array.dtype.kind == "O" else ""
        raise Error(f"{name}: found {kind}the type {array.dtype}, expected bools, integers or floats")
    if array.dtype.kind == "f" and array.dtype.itemsize > 8:
        raise Error(f"{name}: found the type {array.dtype}, expected a float of 2, 4 or 8 bytes")
    return numpy.require(array, requirements=["C", "A"]).view(numpy.ndarray)


def views_of(views: Optional[Union[Source, ArrayLike]]) -> tuple[list[str], Optional[NDArray[Any]]]:
    """The words, and the array in memory, that say what the views are."""
    if views is None:
        return [], None
    if is_path(views):
        return [f"--views={os.fspath(views)}"], None  # type: ignore[arg-type]
    return [], array_of("views", views)  # type: ignore[arg-type]


@contextlib.contextmanager
def on_disk(options: Mapping[str, Any], views: Any = None) -> Iterator[dict[str, Any]]:
    """The options with files in place of arrays and modules, for as long as the block lasts."""
    with contextlib.ExitStack() as stack:
        found = dict(options)
        for name in FILES:
            value = found.get(name)
            if value is None or is_path(value):
                continue
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="dualproof-"))
            found[name] = written(name, value, Path(folder), views)
        yield found


def written(name: str, value: Any, folder: Path, views: Any = None) -> Path:
    """A module as ``NAME.onnx`` or an array as ``NAME.npy`` in the folder."""
    if is_module(value):
        from ._export import export

        return export(value, folder / f"{name}.onnx", views)
    path = folder / f"{name}.npy"
    numpy.save(path, array_of(name, value))
    return path


def is_module(value: object) -> bool:
    """Is this a ``torch.nn.Module``? Without an import: where torch is not imported, nothing is one."""
    import sys

    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.nn.Module)
