"""Watches a PyTorch module while it trains: how much of each parameter's update is a covariance operator, and the effective rank.

>>> from dualproof.torch import watch
>>> with watch(model, views, every=100, optimizer=optimizer, log=writer_of_scalars):
...     train(model)
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Callable, Optional

import numpy
from numpy.typing import ArrayLike, NDArray

from ._call import blocks, measure
from ._export import _evaluating
from ._native import Error
from ._report import Report
from ._words import array_of

if TYPE_CHECKING:
    import torch
    from lightning.pytorch import Callback

    LightningCallback: type[Callback]

#: Called with the step and the scalars by name.
Log = Callable[[int, Mapping[str, float]], object]

#: The commands that split updates.
REPORTS: dict[str, Callable[..., Report]] = {"blocks": blocks, "measure": measure}


class Record:
    """What was found at a step."""

    #: How many steps were made before.
    step: int
    #: exp(entropy) of the shares of the eigenvalues of V_x[F̄], the covariance of the samples' mean outputs: 1 … n_L; None where
    #: it is 0 (collapse).
    effective_rank: Optional[float]
    #: For each parameter ``update_norm`` ‖−∇L‖, ``covariance_share`` ‖2 V θ‖ over it and ``cosine``, each None where there is none.
    parameters: dict[str, dict[str, Optional[float]]]
    #: The whole report.
    report: Report

    def __init__(self, step: int, report: Report, rank: Optional[float]) -> None:
        self.step, self.report, self.effective_rank = step, report, rank
        self.parameters = shares(report)

    def scalars(self, prefix: str = "dualproof/") -> dict[str, float]:
        """The figures that there are, by the names ``PREFIXeffective_rank``, ``PREFIXshare/NAME``, ``PREFIXcosine/NAME``,
        ``PREFIXupdate/NAME``."""
        keys = {"share": "covariance_share", "cosine": "cosine", "update": "update_norm"}
        found = {f"{short}/{name}": row[key] for name, row in self.parameters.items() for short, key in keys.items()}
        found["effective_rank"] = self.effective_rank
        return {prefix + name: value for name, value in found.items() if value is not None}

    def __repr__(self) -> str:
        rank = "–" if self.effective_rank is None else f"{self.effective_rank:.3f}"
        return f"step {self.step}: effective rank {rank}\n{self.report!r}"


def shares(report: Report) -> dict[str, dict[str, Optional[float]]]:
    """The same figures of a report of ``blocks`` (``blocks[].parameter``) or ``measure`` (``parameters[].name``)."""
    rows: Sequence[Mapping[str, Any]] = report.get("blocks" if report.command == "blocks" else "parameters", [])
    found = {}
    for row in rows:
        update, covariance = row.get("update_norm"), row.get("covariance_norm")
        share = row.get("covariance_share")
        if share is None and update and covariance is not None and row.get("cosine") is not None:
            share = covariance / update
        name = row.get("parameter", row.get("name"))
        found[str(name)] = {"update_norm": update, "covariance_share": share, "cosine": row.get("cosine")}
    return found


def effective_rank(outputs: ArrayLike) -> Optional[float]:
    """exp(entropy) of the shares of the eigenvalues of the covariance of the samples' mean outputs, N × A × n_L.

    Between 1 (one direction) and n_L (all equally); None where the mean outputs are all the same.
    """
    means = numpy.asarray(outputs, dtype=numpy.float64).mean(axis=1)
    centred = means - means.mean(axis=0)
    largest = numpy.abs(centred).max(initial=0.0)
    # What rounding of the mean leaves of equal outputs.
    if largest <= len(means) * numpy.finfo(numpy.float64).eps * numpy.abs(means).max(initial=0.0):
        return None
    values = numpy.linalg.svd(centred / largest, compute_uv=False) ** 2
    weights = values / values.sum()
    weights = weights[weights > 0]
    return float(math.exp(-(weights * numpy.log(weights)).sum()))


def outputs_of(module: torch.nn.Module, views: NDArray[Any]) -> NDArray[numpy.float64]:
    """The outputs N × A × n_L of the module in evaluation mode, without gradients."""
    import torch

    parameter = next(iter([*module.parameters(), *module.buffers()]), torch.zeros(()))
    samples, augmentations = views.shape[:2]
    flat = numpy.array(views.reshape(samples * augmentations, *views.shape[2:]))
    inputs = torch.from_numpy(flat).to(device=parameter.device, dtype=parameter.dtype)
    with _evaluating(module), torch.no_grad():
        outputs = module(inputs)
    found: NDArray[numpy.float64] = outputs.detach().cpu().double().reshape(samples, augmentations, -1).numpy()
    return found


def look(module: torch.nn.Module, views: ArrayLike, step: int = 0, kind: str = "blocks", **options: Any) -> Record:
    """The record of a module as it is now."""
    array = array_of("views", views)
    report = _report_of(kind)(module, array, **options)
    # Views that are divided by a number in the report are divided by it here.
    scale = float(options.get("scale", 1))
    samples = options.get("samples")
    seen = array[:samples] if scale == 1 else array[:samples] / scale
    return Record(step, report, effective_rank(outputs_of(module, seen)))


def _report_of(kind: str) -> Callable[..., Report]:
    if kind not in REPORTS:
        raise Error(f"kind: found {kind!r}, expected one of {', '.join(REPORTS)}")
    return REPORTS[kind]


class Watch:
    """Counts steps and looks at the module at every k-th one, the first included: see :func:`watch`."""

    #: What was found, in order.
    records: list[Record]

    def __init__(
        self, module: torch.nn.Module, views: ArrayLike, every: int, log: Optional[Log], kind: str, options: dict[str, Any]
    ) -> None:
        if every < 1:
            raise Error(f"every: found {every}, expected at least 1")
        _report_of(kind)
        self.module, self.views, self.every = module, array_of("views", views), every
        self.log, self.kind, self.options = log, kind, options
        self.steps = 0
        self.records = []
        self._handle: Any = None

    def step(self, *_: Any, **__: Any) -> Optional[Record]:
        """After a step of the optimiser; the record, where one was made."""
        step, self.steps = self.steps, self.steps + 1
        return self.look(step) if step % self.every == 0 else None

    def look(self, step: int) -> Record:
        """Looks now."""
        record = look(self.module, self.views, step, self.kind, **self.options)
        self.records.append(record)
        if self.log is not None:
            self.log(step, record.scalars())
        return record

    def close(self) -> None:
        """No longer after the optimiser's steps."""
        if self._handle is not None:
            self._handle.remove()
            self._handle = None

    def __enter__(self) -> Watch:
        return self

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()


def watch(
    model: torch.nn.Module,
    views: ArrayLike,
    every: int = 100,
    *,
    optimizer: Optional[torch.optim.Optimizer] = None,
    log: Optional[Log] = None,
    kind: str = "blocks",
    **options: Any,
) -> Watch:
    """Looks at a module every k-th step of its training.

    Parameters
    ----------
    model:
        The module, on any device; its training mode is kept.
    views:
        N × A × (the input's shape): a few samples that stay the same, so that steps compare.
    every:
        k ≥ 1.
    optimizer:
        After whose steps to look. Without it, call ``watch.step()`` after each.
    log:
        A function of (step, scalars by name), such as ``lambda step, scalars: wandb.log(scalars, step=step)``.
    kind:
        ``"blocks"``: with an error bound, for some thousands of weights; ``"measure"``: for networks of any size.
    options:
        Those of :func:`dualproof.blocks` or :func:`dualproof.measure`.
    """
    watching = Watch(model, views, every, log, kind, options)
    if optimizer is not None:
        watching._handle = optimizer.register_step_post_hook(watching.step)
    return watching


class Hooks:
    """What :class:`LightningCallback` does, without Lightning.

    Parameters are those of :func:`watch`; ``module`` says which part of the LightningModule to look at (all of it by default).
    """

    def __init__(
        self,
        views: ArrayLike,
        every: int = 100,
        *,
        module: Optional[Callable[[Any], torch.nn.Module]] = None,
        kind: str = "blocks",
        **options: Any,
    ) -> None:
        super().__init__()
        if every < 1:
            raise Error(f"every: found {every}, expected at least 1")
        _report_of(kind)
        self.views, self.every, self.module = array_of("views", views), every, module
        self.kind, self.options = kind, options
        self.records: list[Record] = []
        self._last: Optional[int] = None

    def on_train_batch_end(self, trainer: Any, pl_module: Any, *_: Any, **__: Any) -> None:
        """Looks where the number of steps is a multiple of k: once, however many batches make a step."""
        step = int(trainer.global_step)
        if step % self.every or step == self._last or not getattr(trainer, "is_global_zero", True):
            return
        self._last = step
        module = pl_module if self.module is None else self.module(pl_module)
        record = look(module, self.views, step, self.kind, **self.options)
        self.records.append(record)
        for logger in getattr(trainer, "loggers", []):
            logger.log_metrics(record.scalars(), step=step)


def __getattr__(name: str) -> Any:
    """``LightningCallback``, made where it is asked for: a callback of ``lightning.pytorch`` or ``pytorch_lightning``."""
    if name != "LightningCallback":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        from lightning.pytorch import Callback
    except ImportError:
        try:
            from pytorch_lightning import Callback  # type: ignore[import-not-found, no-redef]
        except ImportError:
            raise ImportError("dualproof.torch.LightningCallback needs Lightning: pip install lightning") from None
    made = type(name, (Hooks, Callback), {"__module__": __name__, "__doc__": Hooks.__doc__})
    globals()[name] = made
    return made
