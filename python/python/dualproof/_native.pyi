from collections.abc import Callable, Sequence
from typing import Any, Optional

import numpy
from numpy.typing import NDArray

__version__: str
PROJECT: str

class Error(ValueError): ...
class Defect(RuntimeError): ...

def run(
    name: str,
    words: Sequence[str],
    views: Optional[NDArray[Any]] = None,
    progress: Optional[Callable[[int, int, str], object]] = None,
) -> tuple[str, str]: ...

class Operator:
    def __new__(cls, words: Sequence[str], layer: int, views: Optional[NDArray[Any]] = None) -> Operator: ...
    @property
    def weights_shape(self) -> tuple[int, int]: ...
    def weights(self) -> NDArray[numpy.float64]: ...
    def apply(self, columns: NDArray[numpy.float64]) -> NDArray[numpy.float64]: ...
