"""The commands as functions."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional, Union

from numpy.typing import ArrayLike

from . import _native
from ._progress import Callback, shown
from ._report import Report
from ._words import Source, is_module, is_path, on_disk, views_of, words, written

if TYPE_CHECKING:
    import torch

    Model = Union[Source, torch.nn.Module]

Progress = Union[None, bool, Callback]


def measure(
    model_or_path: Model,
    views: Union[None, Source, ArrayLike] = None,
    loss: str = "simple",
    *,
    progress: Progress = None,
    **options: Any,
) -> Report:
    """The update of every layer of a network on views, measured by differentiation and predicted by the theory.

    Parameters
    ----------
    model_or_path:
        A file of dense layers without biases (``.safetensors``, weights n_out × n_in) or a network that ``torch.onnx.export``
        wrote (``.onnx``); or a ``torch.nn.Module``, which is exported in evaluation mode.
    views:
        A views of each of N samples: an array N × A × D, or N × A × (the input's shape), of bools, integers or floats; or the
        path of a ``.npy`` file. An array in C order is read where it is; any other is copied once. Do not write to it meanwhile.
        Without it, ``data=`` (N × H × W or N × D) is needed, whose one-pixel shifts are the views.
    loss:
        ``"simple"`` (r₊ − r₋, r half a squared distance of outputs), ``"nce:TAU"``, ``"triplet:TAU,R0"``.
    progress:
        A function of (done, total, text), or True for a bar.
    options:
        Those of ``dualproof measure``, with ``_`` for ``-``: ``samples=``, ``scale=``, ``activation="leaky:0.1"``,
        ``at_zero="subgradient"``, ``predictor=`` (an array n_out × n_out or a path), ``top=``, ``power=`` …

    Returns
    -------
    Report
        ``energy`` (squared units of the outputs), ``effective_rank``, ``verdict``, and for each of ``layers`` the norms of
        weights and updates and the comparisons.

    Raises
    ------
    Error
        Where something cannot be used, there is no gradient, or rounding leaves it undecided.
    """
    with _network(model_or_path, views) as network, on_disk(options, views) as rest:
        return _run("measure", [], views, progress, {"weights": network, "loss": loss, **rest})


def blocks(
    model_or_path: Optional[Model] = None,
    views: Union[None, Source, ArrayLike] = None,
    *,
    progress: Progress = None,
    **options: Any,
) -> Report:
    """How much of the update of every parameter is a covariance operator applied to it: −∇L = 2 V θ + 2 Cov(K̄, c̄).

    For any network, with an error bound; a forward pass for every entry of every parameter, so for networks of some thousands.

    Parameters
    ----------
    model_or_path:
        A ``torch.nn.Module``, an ``.onnx`` file, or a graph of operations as JSON; without it, a residual network on digits.
    views:
        As for :func:`measure`: N × A × (the input's shape), channels first, or N × A × D.
    options:
        Those of ``dualproof blocks``: ``batch_statistics=True`` (BatchNorm takes the statistics of all views, as in training),
        ``samples=``, ``scale=``, ``power=``.

    Returns
    -------
    Report
        ``blocks``: for each ``parameter`` its ``degree`` of homogeneity, ``update_norm`` ‖−∇L‖, ``covariance_share`` and
        ``cross_term`` relative to it, ``cosine``, and the ``check`` of the sum.
    """
    with _network(model_or_path, views) as network, on_disk(options, views) as rest:
        place = [] if network is None else ["--", network]
        return _run("blocks", place, views, progress, rest)


def verify(
    claims: Union[None, str, Sequence[str]] = None,
    *,
    cases: Optional[int] = None,
    seconds: Optional[float] = None,
    seed: Optional[int] = None,
    evidence: Union[None, str, Sequence[str]] = None,
    trials: Optional[int] = None,
    progress: Progress = None,
) -> Report:
    """Verifies claims of the paper: evidence on random networks, every wrong formula refuted, every assumption needed.

    Parameters
    ----------
    claims:
        A name, several, or None for all (:func:`claims` lists them).
    cases, seconds:
        Accepted instances for each claim and kind of evidence (256), or a time for the whole run.
    seed:
        Where instances derive from (1): the same seed and cases give the same record.
    evidence:
        Only these kinds: ``"exact"``, ``"float"``, ``"identity"`` …
    trials:
        Of every identity.

    Ctrl-C ends the cases in hand and raises ``KeyboardInterrupt``.
    """
    names = [claims] if isinstance(claims, str) else list(claims or [])
    kinds = [evidence] if isinstance(evidence, str) else evidence
    options = {"cases": cases, "seconds": seconds, "seed": seed, "evidence": kinds, "trials": trials}
    return _run("verify", ["--", *names] if names else [], None, progress, options)


def explain(claim: str) -> Report:
    """A claim: ``summary``, ``sections`` (statement, source, assumptions, proof, mutants, …), ``parts``, ``derivations``."""
    return _run("explain", ["--", claim], None, None, {})


def claims() -> list[str]:
    """The names of all claims, in the order of the ledger."""
    return [claim["claim"] for claim in _run("list", [], None, None, {})["claims"]]


def _run(name: str, place: list[str], views: Any, progress: Progress, options: dict[str, Any]) -> Report:
    of_views, array = views_of(views)
    with shown(progress) as callback:
        document, text = _native.run(name, [*words(options), *of_views, *place], array, callback)
    return Report(name, document, text)


@contextlib.contextmanager
def _network(model_or_path: Any, views: Any) -> Iterator[Optional[str]]:
    """The file of the network, for as long as the block lasts."""
    if model_or_path is None:
        yield None
    elif is_path(model_or_path):
        yield os.fspath(model_or_path)
    elif is_module(model_or_path):
        with tempfile.TemporaryDirectory(prefix="dualproof-") as folder:
            yield os.fspath(written("network", model_or_path, Path(folder), views))
    else:
        found = type(model_or_path).__name__
        raise _native.Error(f"network: found {found}, expected a torch.nn.Module or the path of a file")
