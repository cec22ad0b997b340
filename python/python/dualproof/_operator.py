"""The covariance operator of a layer as a linear operator of SciPy."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Any, Union

import numpy
from numpy.typing import ArrayLike

from . import _native
from ._report import Report
from ._words import Source, is_path, on_disk, views_of, words

if TYPE_CHECKING:
    from scipy.sparse.linalg import LinearOperator


def operator(
    path: Source, views: Union[None, Source, ArrayLike] = None, layer: int = 1, **options: Any
) -> LinearOperator:
    """V = V_x[K̄] of a layer, never formed: a symmetric, positive semidefinite ``scipy.sparse.linalg.LinearOperator``.

    Parameters
    ----------
    path:
        Dense layers without biases, ``.safetensors``.
    views:
        As for :func:`dualproof.measure`: N × A × D.
    layer:
        From 1 at the input to L at the output.
    options:
        Those of ``dualproof operator``: ``samples=``, ``scale=``, ``activation=``, ``at_zero=``, ``threads=``, ``block=`` …

    Returns
    -------
    LinearOperator
        Of shape (n_l n_(l−1), n_l n_(l−1)), float64. Vectors are vec(W) with the columns of W stacked:
        ``W.flatten(order="F")``. A product is a forward and a reverse pass over all views. Further attributes:
        ``weights`` (vec(W) of the layer itself), ``weights_shape`` (n_l, n_(l−1)), ``layer``; and ``report()``, what
        ``dualproof operator`` says of all layers.

    >>> V = dualproof.operator("net.safetensors", views, layer=1)
    >>> scipy.sparse.linalg.eigsh(V, k=3)
    """
    try:
        from scipy.sparse.linalg import LinearOperator
    except ImportError as problem:
        raise ImportError("dualproof.operator needs SciPy: pip install scipy (or dualproof[scipy])") from problem
    if not is_path(path):
        found = type(path).__name__
        raise _native.Error(f"network: found {found}, expected the path of a .safetensors file")
    of_views, array = views_of(views)
    # Files of arrays among the options live as long as the operator.
    files = contextlib.ExitStack()
    rest = files.enter_context(on_disk(options))
    line = [*words({"weights": os.fspath(path), **rest}), *of_views]
    native = _native.Operator(line, layer, array)

    class CovarianceOperator(LinearOperator):  # type: ignore[misc]
        """V of a layer."""

        def __init__(self) -> None:
            self.layer = layer
            self._files = files
            self.weights_shape = native.weights_shape
            self.weights = native.weights()
            super().__init__(numpy.dtype(numpy.float64), (self.weights.size, self.weights.size))

        def _matmat(self, x: Any) -> Any:
            columns = numpy.asarray(x)
            if numpy.iscomplexobj(columns):
                return self._matmat(columns.real) + 1j * self._matmat(columns.imag)
            return native.apply(numpy.asarray(columns, dtype=numpy.float64))

        def _matvec(self, x: Any) -> Any:
            return self._matmat(numpy.reshape(x, (-1, 1)))[:, 0]

        def _adjoint(self) -> Any:
            return self

        _transpose = _adjoint

        def report(self) -> Report:
            """The energy, the norms of V w and the largest eigenvalues of every layer."""
            return Report("operator", *_native.run("operator", line, array))

    return CovarianceOperator()
