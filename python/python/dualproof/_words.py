"""The words of a command line, from the arguments of a function."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Optional, Union

import numpy
from numpy.typing import ArrayLike, NDArray

from ._native import Error

#: A file, or what stands for one.
Source = Union[str, "os.PathLike[str]"]


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
        return str(os.fspath(value))
    if isinstance(value, (float, numpy.floating)):
        return repr(float(value))
    return str(value)


def array_of(name: str, value: ArrayLike) -> NDArray[Any]:
    """An array in C order and native bytes: the same memory where it already is one, else one copy."""
    if hasattr(value, "detach"):
        value = value.detach().cpu()
        # NumPy has no such type; every bfloat16 is a float of 4 bytes.
        if str(value.dtype) == "torch.bfloat16":
            value = value.float()
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
