"""The operator of a layer is the matrix that the program writes, and works with SciPy."""

import dualproof
import numpy
import pytest

linalg = pytest.importorskip("scipy.sparse.linalg")


def test_products_are_those_of_the_explicit_matrix(program, dense, views, tmp_path):
    numpy.save(tmp_path / "views.npy", views)
    program("operator", "--weights", dense, "--views", tmp_path / "views.npy", "--explicit", 3, "--out", tmp_path / "V.npy")
    matrix = numpy.load(tmp_path / "V.npy")
    V = dualproof.operator(dense, views, 3)
    assert isinstance(V, linalg.LinearOperator) and V.shape == matrix.shape and V.dtype == numpy.float64
    rng = numpy.random.default_rng(0)
    X = rng.standard_normal((V.shape[0], 3))
    scale = numpy.abs(matrix).sum(axis=0).max() * numpy.abs(X).max()
    for found, expected in (
        (V @ X, matrix @ X),
        (V @ X[:, 0], matrix @ X[:, 0]),
        (V.H @ X, matrix.T @ X),
        (V.T @ X, matrix.T @ X),
        (V @ numpy.asfortranarray(X), matrix @ X),
        (V @ X[:, ::2], matrix @ X[:, ::2]),
        (V @ (X + 2j * X), matrix @ (X + 2j * X)),
        (V @ numpy.ones(V.shape[0], dtype=numpy.int64), matrix.sum(axis=1)),
    ):
        assert found.shape == expected.shape
        assert numpy.abs(found - expected).max() <= 1e-12 * scale


def test_eigenvalues_are_the_programs(dense, views):
    V = dualproof.operator(dense, views, 3)
    report = V.report()
    layer = report["layers"][2]
    largest = linalg.eigsh(V, k=2, return_eigenvectors=False, tol=1e-12)[::-1]
    listed = [value for value, times in zip(layer["eigenvalues"], layer["multiplicities"]) for _ in range(times or 1)]
    assert largest == pytest.approx(listed[:2], rel=1e-9)
    # wᵀ V w is the energy.
    assert V.weights @ (V @ V.weights) == pytest.approx(report["energy"], rel=1e-12)
    assert numpy.linalg.norm(V @ V.weights) == pytest.approx(layer["image_norm"], rel=1e-12)
    assert V.tensors == {"weights": tuple(layer["shape"])}


def test_vectors_are_columns_of_the_weights_stacked(dense, views, images):
    V = dualproof.operator(dense, views, 1)
    of_data = dualproof.operator(dense, None, 1, data=images, samples=6, scale=16, threads=1)
    x = numpy.arange(V.shape[0], dtype=float)
    assert of_data @ x == pytest.approx(V @ x, rel=1e-12)
    assert (of_data.report()["energy"]) == pytest.approx(V.report()["energy"], rel=1e-12)
    matrix = V.split(V.weights)["weights"]
    assert matrix.shape == V.tensors["weights"] and (matrix.flatten(order="F") == V.weights).all()


def test_what_does_not_fit_is_refused(dense, views):
    with pytest.raises(dualproof.Error, match="layer: found 4, expected 1 to 3"):
        dualproof.operator(dense, views, 4)
    with pytest.raises(dualproof.Error, match="layer: found 0, expected 1 to 3"):
        dualproof.operator(dense, views, 0)
    with pytest.raises(dualproof.Error, match='name: found "all", expected a layer'):
        dualproof.operator(dense, views)
    with pytest.raises(dualproof.Error, match="N×A×D"):
        dualproof.operator(dense, views[:, :, :-1], 1)
    V = dualproof.operator(dense, views, 1)
    with pytest.raises(ValueError):
        V @ numpy.ones(3)
    with pytest.raises(dualproof.Error, match="found columns of 3 numbers"):
        dualproof._native.Operator([f"--weights={dense}"], "1", views).apply(numpy.ones((3, 1)))
    with pytest.raises(dualproof.Error, match="found int"):
        dualproof.operator(3, views, 1)
    broken = views.copy()
    broken[0, 0, 0] = numpy.nan
    with pytest.raises(dualproof.Error, match="found NaN"):
        dualproof.operator(dense, broken, 1) @ numpy.ones(V.shape[0])
