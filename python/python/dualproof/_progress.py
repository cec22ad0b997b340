"""How far a command is, on a terminal or in a notebook."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import Any, Callable, Optional, Union

#: Called with what is done, the total (0 where it is not known) and a text.
Callback = Callable[[int, int, str], object]

#: Nothing is shown of work that is done within so many seconds.
PATIENCE = 2.0


def _is_shown() -> bool:
    """Is there a person to see it?"""
    return "ipykernel" in sys.modules or (sys.stderr is not None and sys.stderr.isatty())


class _Line:
    """One line on standard error, written over."""

    def __init__(self) -> None:
        self.start = time.monotonic()
        self.width = 0

    def __call__(self, done: int, total: int, text: str) -> None:
        if time.monotonic() - self.start < PATIENCE:
            return
        share = f"{100 * done / total:3.0f} % " if total else ""
        line = share + text
        print("\r" + line.ljust(self.width), end="", file=sys.stderr, flush=True)
        self.width = len(line)

    def close(self) -> None:
        if self.width:
            print("\r" + " " * self.width + "\r", end="", file=sys.stderr, flush=True)


class _Bar:
    """A bar of tqdm, which knows notebooks."""

    def __init__(self, tqdm: Any) -> None:
        self.bar = tqdm(total=0, delay=PATIENCE, leave=False, unit="")

    def __call__(self, done: int, total: int, text: str) -> None:
        self.bar.total = total or None
        self.bar.n = min(done, total) if total else done
        self.bar.set_postfix_str(text, refresh=False)
        self.bar.update(0)

    def close(self) -> None:
        self.bar.close()


@contextlib.contextmanager
def shown(progress: Union[None, bool, Callback]) -> Iterator[Optional[Callback]]:
    """The callback for a call: the one that was given, a bar for True where somebody sees it."""
    if callable(progress):
        yield progress
        return
    if progress not in (None, True, False):
        raise TypeError(f"progress: found {type(progress).__name__}, expected a function of (done, total, text), True or None")
    if not progress or not _is_shown():
        yield None
        return
    try:
        from tqdm.auto import tqdm  # type: ignore[import-untyped, unused-ignore]
    except ImportError:
        bar: Any = _Line()
    else:
        bar = _Bar(tqdm)
    try:
        yield bar
    finally:
        bar.close()
