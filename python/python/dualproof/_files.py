"""Files in place of modules and arrays, for as long as a call lasts."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Optional

import numpy

from . import _native
from ._words import array_of, is_path

#: The folders that calls have made and not yet removed.
_FOLDERS: set[str] = set()


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A folder for as long as the block lasts. What stands in it is called by its own name in reports and errors."""
    with tempfile.TemporaryDirectory(prefix="dualproof-") as name:
        _FOLDERS.add(name)
        try:
            yield Path(name)
        finally:
            _FOLDERS.discard(name)


def named(text: str) -> str:
    """A text or JSON document without the folders that calls have made."""
    for name in tuple(_FOLDERS):
        path = os.path.join(name, "")
        for written in (path, path.replace("\\", "\\\\")):
            text = text.replace(written, "")
    return text


def is_module(value: object) -> bool:
    """Is this a ``torch.nn.Module``? Without an import: where torch is not imported, nothing is one."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.nn.Module)


@contextlib.contextmanager
def files(model: Any, views: Any, options: Mapping[str, Any]) -> Iterator[tuple[Optional[str], dict[str, Any]]]:
    """The file of the network (None where there is none), and the options with files in place of arrays and modules."""
    with folder() as ours:
        found = dict(options)
        network = None if model is None else _network("network", model, ours, views)
        if network is not None and is_module(found.get("target")):
            found["target"] = _network("target", found["target"], ours, views)
        if network is not None and is_module(found.get("predictor")):
            found["predictor"] = _predictor(found["predictor"], network, ours)
        for option in ("data", "predictor", "target"):
            value = found.get(option)
            if value is not None and not is_path(value):
                found[option] = ours / f"{option}.npy"
                numpy.save(found[option], array_of(option, value))
        yield network, found


def _network(option: str, model: Any, ours: Path, views: Any) -> str:
    if is_path(model):
        return str(os.fspath(model))
    if not is_module(model):
        found = type(model).__name__
        raise _native.Error(f"{option}: found {found}, expected a torch.nn.Module or the path of a file")
    from ._export import export, shape_of

    # Its class, by which errors and reports call it.
    prefix = "" if option == "network" else f"{option}."
    return os.fspath(export(model, ours / f"{prefix}{type(model).__name__}.onnx", shape_of(views)))


def _predictor(predictor: Any, network: str, ours: Path) -> str:
    """A module on the outputs of the network."""
    if not network.lower().endswith(".onnx"):
        raise _native.Error(f"predictor: found a module beside {network}, expected a matrix: a module needs an ONNX network")
    from ._export import export

    _, outputs = _native.network_shape(network)
    return os.fspath(export(predictor, ours / f"predictor.{type(predictor).__name__}.onnx", (outputs,)))
