"""The commands as functions."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, Optional, Union

from numpy.typing import ArrayLike

from . import _native
from ._files import files, is_module, named
from ._progress import Callback, shown
from ._report import Report
from ._words import Source, views_of, words

if TYPE_CHECKING:
    import torch

    Model = Union[Source, torch.nn.Module]
    Views = Union[None, Source, ArrayLike, torch.Tensor]

Progress = Union[None, bool, Callback]
Statistics = Union[bool, Literal["all", "each"]]


def measure(
    model_or_path: Model,
    views: Views = None,
    loss: str = "simple",
    predictor: Union[None, Source, ArrayLike, torch.nn.Module] = None,
    target: Union[None, Source, torch.nn.Module] = None,
    batch_statistics: Statistics = False,
    top: Optional[int] = None,
    check: Optional[int] = None,
    *,
    progress: Progress = None,
    **options: Any,
) -> Report:
    """The update of every parameter of a network on views: how much of it is a covariance operator applied to the parameter.

    Parameters
    ----------
    model_or_path:
        A ``torch.nn.Module``, which is exported in evaluation mode; an ``.onnx`` file; or dense layers without biases
        (``.safetensors``, weights n_out × n_in), whose updates are also predicted, with an error bound.
    views:
        A views of each of N samples: an array N × A × D, or N × A × (the input's shape), of bools, integers or floats; or the
        path of a ``.npy`` file. An array in C order is read where it is; any other is copied once. Do not write to it meanwhile.
        Without it, ``data=`` (N × H × W or N × D) is needed, whose one-pixel shifts are the views.
    loss:
        ``"simple"`` (r₊ − r₋, r half a squared distance of outputs), ``"nce:TAU"``, ``"triplet:TAU,R0"``; beside ``.safetensors``
        no others. ``"info-nce:TAU,H"``, ``"nt-xent:TAU"``, ``"barlow:L"``, ``"vicreg:L,M,N"``; with a predictor ``"byol"``,
        ``"byol-plain"``, ``"simsiam"``.
    predictor:
        A matrix P of the linear predictor q = P f (an array or a ``.npy`` file), a module or an ``.onnx`` file.
    target:
        The network whose outputs are the constant targets of BYOL; without it the network itself.
    batch_statistics:
        BatchNorm takes the mean and variance of all views (True, ``"all"``) or of each view by itself (``"each"``), as in
        training, not the stored ones.
    top:
        Eigenvalues of the covariance operator to list.
    check:
        The first samples to differentiate also on the tape, with an error bound.
    progress:
        A function of (done, total, text), or True for a bar.
    options:
        The others of ``dualproof measure``, with ``_`` for ``-``: ``samples=``, ``scale=``, ``at_zero="subgradient"`` …

    Returns
    -------
    Report
        ``loss_value``, ``energy`` (squared units of the outputs), ``effective_rank``, ``verdict``; for each of ``parameters`` (of
        ``.safetensors``: ``layers``) ``update_norm``, ``covariance_share``, ``cosine`` and what it was held against.

    Raises
    ------
    Error
        Where something cannot be used, there is no gradient, or rounding leaves it undecided.
    """
    given = {"predictor": predictor, "target": target, **options}
    with files(model_or_path, views, given) as (network, rest):
        rest |= {"weights": network, "loss": loss, "batch_statistics": batch_statistics, "top": top, "check": check}
        return run("measure", [], views, progress, rest)


def blocks(
    model_or_path: Optional[Model] = None,
    views: Views = None,
    *,
    batch_statistics: bool = False,
    progress: Progress = None,
    **options: Any,
) -> Report:
    """How much of the update of every parameter is a covariance operator applied to it: −∇L = 2 V θ + 2 Cov(K̄, c̄).

    For the simple loss, with an error bound; a forward pass for every entry of every parameter, so for networks of some
    thousands. :func:`measure` is for networks of any size.

    Parameters
    ----------
    model_or_path:
        A ``torch.nn.Module``, an ``.onnx`` file, or a graph of operations as JSON; without it, a residual network on digits.
    views:
        As for :func:`measure`: N × A × (the input's shape), channels first, or N × A × D.
    batch_statistics:
        BatchNorm takes the statistics of all views, as in training.
    options:
        The others of ``dualproof blocks``: ``samples=``, ``scale=``, ``power=``.

    Returns
    -------
    Report
        ``blocks``: for each ``parameter`` its ``degree`` of homogeneity, ``update_norm`` ‖−∇L‖, ``covariance_share`` and
        ``cross_term`` relative to it, ``cosine``, and the ``check`` of the sum.
    """
    with files(model_or_path, views, options) as (network, rest):
        place = [] if network is None else ["--", network]
        return run("blocks", place, views, progress, {"batch_statistics": batch_statistics, **rest})


def diagnose(
    networks: Union[Model, Sequence[Source]],
    views: Views = None,
    loss: str = "simple",
    predictor: Union[None, Source, ArrayLike, torch.nn.Module] = None,
    target: Union[None, Source, torch.nn.Module] = None,
    batch_statistics: Statistics = False,
    *,
    progress: Progress = None,
    **options: Any,
) -> Report:
    """Why a training collapses or learns: what its update does, which part of it does that, and what would change without it.

    Parameters
    ----------
    networks:
        A ``torch.nn.Module`` or an ``.onnx`` file; or the files of several checkpoints, in their order. Beside ``X.onnx``,
        ``X.predictor.onnx``, ``X.target.onnx`` and ``X.update.safetensors`` (minus the gradients of your own program) are taken.
    views, loss, predictor, target, batch_statistics:
        As for :func:`measure`.
    options:
        The others of ``dualproof diagnose``: ``update=``, ``samples=``, ``scale=``.

    Returns
    -------
    Report
        ``findings``, what is wrong first, each a ``sentence`` with its ``severity`` and ``claim``; ``checkpoints`` with ``spread``,
        ``layers``, ``hidden``, ``changes`` and ``candidates``; ``steps`` between them.
    """
    asked = {"loss": loss, "batch_statistics": batch_statistics}
    if options.get("page") is not None:
        raise _native.Error("page: found a file, expected none: the program writes it (dualproof diagnose --page)")
    if isinstance(networks, (list, tuple)):
        if any(is_module(network) for network in networks):
            raise _native.Error("networks: found modules in a list, expected the .onnx files of checkpoints, or one module")
        rest = {"predictor": predictor, "target": target, **options, **asked}
        return run("diagnose", ["--", *map(os.fspath, networks)], views, progress, rest)
    with files(networks, views, {"predictor": predictor, "target": target, **options}) as (network, rest):
        return run("diagnose", ["--", network], views, progress, {**rest, **asked})


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
        Accepted instances for each claim and kind of evidence (256), or a time that the random instances share. What is not
        random (derivations, networks of files, stored counterexamples, mutants) is decided in any case: of all claims that
        is a minute of two cores, whatever the time.
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
    return run("verify", ["--", *names] if names else [], None, progress, options)


def explain(claim: str) -> Report:
    """A claim: ``summary``, ``sections`` (statement, source, assumptions, proof, mutants, …), ``parts``, ``derivations``."""
    return run("explain", ["--", claim], None, None, {})


def claims() -> list[str]:
    """The names of all claims, in the order of the ledger."""
    return [claim["claim"] for claim in run("list", [], None, None, {})["claims"]]


def run(name: str, place: list[str], views: Any, progress: Progress, options: dict[str, Any]) -> Report:
    """What a command says to these words, after the options those of `place`."""
    of_views, array = views_of(views)
    with shown(progress) as callback:
        try:
            document, text = _native.run(name, [*words(options), *of_views, *map(os.fspath, place)], array, callback)
        except _native.Error as problem:
            raise type(problem)(named(str(problem))) from None
    return Report(name, named(document), named(text))
