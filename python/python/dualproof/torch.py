"""Watches a PyTorch module while it trains: how much of each parameter's update is a covariance operator, and the effective rank.

>>> from dualproof.torch import watch
>>> with watch(model, views, every=100, optimizer=optimizer, loss="nt-xent:0.5", log=writer_of_scalars):
...     train(model)
"""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Callable, Optional

from numpy.typing import ArrayLike

from ._call import measure
from ._export import Exporter, shape_of
from ._files import folder
from ._native import Error
from ._report import Report
from ._words import array_of

if TYPE_CHECKING:
    import torch
    from lightning.pytorch import Callback

    LightningCallback: type[Callback]

#: Called with the step and the scalars by name.
Log = Callable[[int, Mapping[str, float]], object]


class Record:
    """What was found at a step."""

    #: How many steps were made before.
    step: int
    #: The whole report of :func:`dualproof.measure`.
    report: Report

    def __init__(self, step: int, report: Report) -> None:
        self.step, self.report = step, report

    @property
    def effective_rank(self) -> Optional[float]:
        """(Σλ)²/Σλ² of V_x[F̄], the covariance of the samples' mean outputs: 1 … n_L; None where it is 0 (collapse)."""
        found: Optional[float] = self.report["effective_rank"]
        return found

    @property
    def covariance_share(self) -> dict[str, Optional[float]]:
        """‖2 V θ‖ over ‖−∇L‖ of the simple loss, for each parameter; None where the update is rounding."""
        return {row["name"]: row["covariance_share"] for row in self.report["parameters"]}

    def scalars(self, prefix: str = "dualproof/") -> dict[str, float]:
        """The figures that there are, by the names ``PREFIXeffective_rank``, ``PREFIXloss``, ``PREFIXcovariance_share/NAME``,
        ``PREFIXcosine/NAME`` and ``PREFIXupdate_norm/NAME``."""
        found = {"effective_rank": self.effective_rank, "loss": self.report["loss_value"]}
        for row in self.report["parameters"]:
            found |= {f"{key}/{row['name']}": row[key] for key in ("covariance_share", "cosine", "update_norm")}
        return {prefix + name: value for name, value in found.items() if value is not None}

    def __repr__(self) -> str:
        return f"step {self.step}\n{self.report!r}"


class _Looks:
    """Looks at a module, as both kinds of watching do."""

    def __init__(self, views: ArrayLike, every: int, options: dict[str, Any]) -> None:
        if isinstance(every, bool) or not isinstance(every, int) or every < 1:
            raise Error(f"every: found {every!r}, expected a whole number of at least 1")
        self.views, self.every, self.options = array_of("views", views), every, options
        #: What was found, in order.
        self.records: list[Record] = []
        self._exporter = Exporter()

    def look(self, module: torch.nn.Module, step: int) -> Record:
        """Looks now."""
        with folder() as ours:
            file = self._exporter.export(module, ours / f"{type(module).__name__}.onnx", shape_of(self.views))
            record = Record(step, measure(file, self.views, **self.options))
        self.records.append(record)
        return record


class Watch(_Looks):
    """Counts steps and looks at the module at every k-th one, the first included: see :func:`watch`."""

    def __init__(
        self, module: torch.nn.Module, views: ArrayLike, every: int, log: Optional[Log], options: dict[str, Any]
    ) -> None:
        super().__init__(views, every, options)
        self.module, self.log = module, log
        self.steps = 0
        self._handle: Any = None

    def step(self) -> Optional[Record]:
        """After a step of the optimiser; the record, where one was made."""
        step, self.steps = self.steps, self.steps + 1
        if step % self.every:
            return None
        record = self.look(self.module, step)
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
    loss: str = "simple",
    *,
    optimizer: Optional[torch.optim.Optimizer] = None,
    log: Optional[Log] = None,
    **options: Any,
) -> Watch:
    """Looks at a module every k-th step of its training.

    Parameters
    ----------
    model:
        The module, on any device; its training mode is kept. The first look exports its graph,
        which takes a second or more, later ones write its tensors alone.
    views:
        N × A × (the input's shape): a few samples that stay the same, so that steps compare.
    every:
        k ≥ 1.
    loss:
        Whose update to measure; see :func:`dualproof.measure`.
    optimizer:
        After whose steps to look. Without it, call ``watch.step()`` after each.
    log:
        A function of (step, scalars by name), such as ``lambda step, scalars: wandb.log(scalars, step=step)``.
    options:
        The others of :func:`dualproof.measure`: ``batch_statistics="each"``, ``predictor=`` …
    """
    watching = Watch(model, views, every, log, {"loss": loss, **options})
    if optimizer is not None:

        def after_step(*_: Any) -> None:
            watching.step()

        watching._handle = optimizer.register_step_post_hook(after_step)
    return watching


class Hooks(_Looks):
    """What :class:`LightningCallback` does, without Lightning.

    Parameters are those of :func:`watch`; ``module`` says which part of the LightningModule to look at (all of it by default).
    """

    def __init__(
        self,
        views: ArrayLike,
        every: int = 100,
        loss: str = "simple",
        *,
        module: Optional[Callable[[Any], torch.nn.Module]] = None,
        **options: Any,
    ) -> None:
        super().__init__(views, every, {"loss": loss, **options})
        self.module = module
        self._last: Optional[int] = None

    def on_train_batch_end(self, trainer: Any, pl_module: Any, *_: Any, **__: Any) -> None:
        """Looks where the number of steps is a multiple of k: once, however many batches make a step."""
        step = int(trainer.global_step)
        if step % self.every or step == self._last or not getattr(trainer, "is_global_zero", True):
            return
        self._last = step
        record = self.look(pl_module if self.module is None else self.module(pl_module), step)
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
            from pytorch_lightning import Callback  # type: ignore[import-not-found, no-redef, unused-ignore]
        except ImportError:
            raise ImportError("dualproof.torch.LightningCallback needs Lightning: pip install lightning") from None
    made = type(name, (Hooks, Callback), {"__module__": __name__, "__doc__": Hooks.__doc__})
    globals()[name] = made
    return made
