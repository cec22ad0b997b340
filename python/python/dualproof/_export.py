"""A ``torch.nn.Module`` as an ONNX file. PyTorch is imported here alone."""

from __future__ import annotations

import contextlib
import logging
import os
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy

from ._native import Error
from ._words import is_path

if TYPE_CHECKING:
    import torch

#: The opset that the exporter writes without a conversion.
OPSET = 18

#: Bytes of weights from which on they stand in a file of their own: a message of ONNX has at most 2^31.
MESSAGE = 1 << 30


def export(module: torch.nn.Module, path: Path, shape: tuple[int, ...]) -> Path:
    """Writes the module in evaluation mode, with all its parameters under their own names: nothing is folded.

    `shape` is that of one input, without the batch.
    """
    try:
        import onnxscript  # noqa: F401
        import torch
    except ImportError as problem:
        raise ImportError(f"a torch.nn.Module needs {problem.name}: pip install onnx onnxscript (or dualproof[torch])") from None
    # What `torch.compile` wraps: its parameters have the names of the module's own.
    module = getattr(module, "_orig_mod", module)
    parameter = next(iter([*module.parameters(), *module.buffers()]), torch.zeros(()))
    floating = parameter.dtype if parameter.dtype.is_floating_point else torch.get_default_dtype()
    example = torch.zeros((2, *shape), dtype=floating, device=parameter.device)
    arguments: dict[str, Any] = {
        "input_names": ["x"],
        "output_names": ["f"],
        "opset_version": OPSET,
        "dynamo": True,
        "optimize": False,
        "external_data": _is_large(module),
        "verbose": False,
        "dynamic_shapes": ({0: torch.export.Dim("batch")},),
    }
    with evaluating(module), _quiet():
        try:
            torch.onnx.export(module, (example,), os.fspath(path), **arguments)
        except Exception as problem:
            # The lines after the first are the exporter's own advice.
            reason = next((line.strip() for line in str(problem.__cause__ or problem).splitlines() if line.strip()), "")
            name = type(module).__name__
            text = f"{name}: torch.onnx.export on an input of shape {tuple(example.shape)}: {reason}"
            raise Error(text) from problem
    return path


def _is_large(module: torch.nn.Module) -> bool:
    return sum(p.numel() * p.element_size() for p in module.parameters()) > MESSAGE


class Exporter:
    """Exports a module again and again while it trains: after the first time, only its tensors are written anew.

    That is so while their names, shapes and types stay the same, and where every tensor of the file is one of them; else
    everything is exported each time. What `forward` reads as a number of Python (`.item()`, a counter) is that of the first time.
    """

    def __init__(self) -> None:
        self._model: Any = None
        self._known: Any = None

    def export(self, module: torch.nn.Module, path: Path, shape: tuple[int, ...]) -> Path:
        """Writes the module as it is now; arguments as of :func:`export`."""
        module = getattr(module, "_orig_mod", module)
        state = module.state_dict()
        known = id(module), shape, [(name, tuple(value.shape), value.dtype) for name, value in state.items()]
        if self._model is None or known != self._known:
            export(module, path, shape)
            self._model, self._known = (None if _is_large(module) else _of_state(path, state)), known
            return path
        from onnx import numpy_helper

        for tensor in self._model.graph.initializer:
            if tensor.name in state:
                tensor.CopyFrom(numpy_helper.from_array(state[tensor.name].detach().cpu().numpy(), tensor.name))
        path.write_bytes(self._model.SerializeToString())
        return path


def _of_state(path: Path, state: Mapping[str, torch.Tensor]) -> Any:
    """The file's model, where every tensor in it is one of the state's with the same numbers, or a single number; else None."""
    import onnx
    from onnx import numpy_helper

    model = onnx.load(os.fspath(path))
    for tensor in model.graph.initializer:
        ours = state.get(tensor.name)
        if ours is None and not tensor.dims:
            continue
        # NumPy has no bfloat16.
        if ours is None or ours.dtype.itemsize < 4 or ours.dtype.is_complex:
            return None
        stored, expected = numpy_helper.to_array(tensor), ours.detach().cpu().numpy()
        if stored.dtype != expected.dtype or not numpy.array_equal(stored, expected):
            return None
    return model


def shape_of(views: Any) -> tuple[int, ...]:
    """The shape of one view: what follows N × A."""
    if views is None:
        raise Error("views: found none, expected an array N×A×(the input's shape): a module does not say what it reads")
    if is_path(views):
        try:
            found = numpy.load(views, mmap_mode="r").shape
        except (OSError, ValueError) as problem:
            raise Error(f"{os.fspath(views)}: {problem}") from None
    else:
        found = tuple(views.shape) if hasattr(views, "shape") else numpy.shape(views)
    if len(found) < 3 or 0 in found:
        raise Error(f"views: found the shape {list(found)}, expected N×A×(the input's shape) with no empty dimension")
    return tuple(int(n) for n in found[2:])


@contextlib.contextmanager
def evaluating(module: torch.nn.Module) -> Iterator[None]:
    """Evaluation mode for all parts, each as it was before afterwards."""
    modes = [(part, part.training) for part in module.modules()]
    module.eval()
    try:
        yield
    finally:
        for part, mode in modes:
            part.training = mode


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Without the exporter's warnings of itself."""
    loggers = [logging.getLogger(name) for name in ("torch.onnx", "torch.onnx._internal.exporter._registration")]
    levels = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.ERROR)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, levels):
            logger.setLevel(level)
