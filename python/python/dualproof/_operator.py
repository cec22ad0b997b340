"""The covariance operator of a parameter as a linear operator of SciPy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Union

import numpy

from . import _native
from ._files import files, named
from ._report import Report
from ._words import views_of, words

if TYPE_CHECKING:
    from scipy.sparse.linalg import LinearOperator  # type: ignore[import-untyped, unused-ignore]

    from ._call import Model, Statistics, Views


def operator(
    model_or_path: Model,
    views: Views = None,
    name: Union[str, int] = "all",
    *,
    batch_statistics: Statistics = False,
    **options: Any,
) -> LinearOperator:
    """V = V_x[K̄] of parameters, never formed: a symmetric, positive semidefinite ``scipy.sparse.linalg.LinearOperator``.

    Parameters
    ----------
    model_or_path:
        A ``torch.nn.Module``, an ``.onnx`` file, or dense layers without biases (``.safetensors``).
    views:
        As for :func:`dualproof.measure`. An array in C order is read at every product: do not write to it as long as the operator
        is used.
    name:
        A parameter by its name, a layer by what its parameters' names have in common, or ``"all"``: see
        ``parameters``, ``blocks`` and ``all`` of :func:`dualproof.measure`. Of ``.safetensors`` the layer, from 1 at the input to L.
    batch_statistics:
        As for :func:`dualproof.measure`.
    options:
        The others of ``dualproof operator``: ``samples=``, ``scale=``, ``at_zero=`` …

    Returns
    -------
    LinearOperator
        Symmetric, float64. Vectors are the entries of the tensors as they are stored, row-major, one tensor after the other:
        ``theta.flatten()``. Of ``.safetensors`` they are vec(W), columns stacked: ``W.flatten(order="F")``. Further attributes:
        ``weights`` (the parameters themselves), ``tensors`` (names and shapes), ``split`` (a vector as those tensors), ``report``
        (what ``dualproof operator`` says of all parameters). A product is a forward pass for all columns and, for each, one
        along it and one back.

    >>> V = dualproof.operator(model, views, "encoder.0.weight")
    >>> scipy.sparse.linalg.eigsh(V, k=3)
    """
    try:
        from scipy.sparse.linalg import LinearOperator
    except ImportError as problem:
        raise ImportError("dualproof.operator needs SciPy: pip install scipy (or dualproof[scipy])") from problem
    of_views, array = views_of(views)
    with files(model_or_path, views, options) as (network, rest):
        line = [*words({"weights": network, "batch_statistics": batch_statistics, **rest}), *of_views]
        try:
            native = _native.Operator(line, str(name), array)
        except _native.Error as problem:
            raise type(problem)(named(str(problem))) from None

    class CovarianceOperator(LinearOperator):  # type: ignore[misc, unused-ignore]
        """V of parameters."""

        def __init__(self) -> None:
            self.tensors = {tensor: tuple(shape) for tensor, shape, _ in native.tensors()}
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

        def split(self, vector: Any) -> dict[str, Any]:
            """A vector as the tensors that it is of, by name."""
            vector, found, start = numpy.asarray(vector), {}, 0
            if vector.shape != self.shape[:1]:
                raise _native.Error(f"vector: found the shape {list(vector.shape)}, expected {[self.shape[0]]}")
            for tensor, shape, by_columns in native.tensors():
                size = int(numpy.prod(shape))
                found[tensor] = vector[start : start + size].reshape(shape, order="F" if by_columns else "C")
                start += size
            return found

        def report(self) -> Report:
            """The energy, the norms of V θ and the largest eigenvalues of every parameter or layer."""
            given = {"batch_statistics": batch_statistics, **options}
            with files(model_or_path, views, given) as (network, rest):
                line = [*words({"weights": network, **rest}), *of_views]
                return Report("operator", *map(named, _native.run("operator", line, array)))

    return CovarianceOperator()
