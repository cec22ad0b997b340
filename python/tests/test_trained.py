"""Networks that PyTorch exported: the figures are those that PyTorch computed (`tests/networks`)."""

import json

import dualproof
import numpy
import pytest
from conftest import NETWORKS

#: Relative to the largest norm of a network.
AGREEMENT = 1e-9

FILES = sorted(path.name.removesuffix(".expected.json") for path in NETWORKS.glob("*.expected.json"))


def figures():
    """Every loss of every network."""
    for name in FILES:
        document = json.loads((NETWORKS / f"{name}.expected.json").read_text())
        for k, entry in enumerate(document["losses"]):
            if not entry["loss"].endswith(":split"):
                yield pytest.param(name, entry, id=f"{name}-{entry['loss']}-{k}")


def given_of(name, entry):
    """The arguments of the measurement that an entry is of: arrays are in memory."""
    # The file in training mode was exported beside the same network in evaluation mode.
    words = {"loss": entry["loss"]}
    predictor, target = entry.get("predictor"), entry.get("target")
    if predictor:
        words["predictor"] = numpy.load(NETWORKS / predictor) if predictor.endswith(".npy") else NETWORKS / predictor
    if target:
        words["target"] = NETWORKS / target
    network = NETWORKS / f"{name}.onnx"
    if not network.exists():
        # Dense layers with biases: no graph says what is between them.
        network, words["activation"] = NETWORKS / f"{name}.safetensors", "leaky:0.125"
    return network, numpy.load(NETWORKS / entry["views"]), words


@pytest.mark.parametrize(("name", "entry"), list(figures()))
def test_norms_are_pytorchs(name, entry):
    network, views, words = given_of(name, entry)
    report = dualproof.measure(network, views, **words)
    assert report["loss_value"] == pytest.approx(entry["value"], rel=AGREEMENT, abs=AGREEMENT)
    found = {row["name"]: row for row in report["parameters"]}
    assert set(found) == {row["name"] for row in entry["parameters"]}
    largest = max(row["update_norm"] for row in entry["parameters"])
    for expected in entry["parameters"]:
        row = found[expected["name"]]
        assert row.get("shape", []) == expected.get("shape", row.get("shape", []))
        assert row["update_norm"] == pytest.approx(expected["update_norm"], rel=AGREEMENT, abs=AGREEMENT * largest)
        if entry["loss"] == "simple":
            for key in ("norm", "covariance_norm", "cross_norm"):
                assert row[key] == pytest.approx(expected[key], rel=AGREEMENT, abs=AGREEMENT * largest), key
            assert (row["cosine"] is None) == (expected["cosine"] is None)
            if row["cosine"] is not None:
                assert row["cosine"] == pytest.approx(expected["cosine"], abs=AGREEMENT)


def test_batch_statistics_are_those_of_training():
    entry = json.loads((NETWORKS / "mlp.training.expected.json").read_text())["losses"][0]
    views = numpy.load(NETWORKS / "mlp.views.npy")
    for given in (True, "all"):
        report = dualproof.measure(NETWORKS / "mlp.verbatim.onnx", views, entry["loss"], batch_statistics=given)
        assert report["loss_value"] == pytest.approx(entry["value"], rel=AGREEMENT)
    other = dualproof.measure(NETWORKS / "mlp.verbatim.onnx", views, entry["loss"], batch_statistics="each")
    assert other["loss_value"] != report["loss_value"]
    with pytest.raises(dualproof.Error, match="--batch-statistics"):
        dualproof.measure(NETWORKS / "mlp.verbatim.onnx", views, batch_statistics="some")


def test_it_is_the_programs_report(program):
    network, views = NETWORKS / "lenet.onnx", NETWORKS / "lenet.views.npy"
    words = ["measure", "--weights", network, "--views", views, "--top", 2, "--check", 2, "--loss", "nce:0.5"]
    report = dualproof.measure(network, numpy.load(views), "nce:0.5", top=2, check=2)
    assert report == program.json(*words)
    assert repr(report) == program(*words).rstrip("\n")
    assert report["outputs_check"]["verdict"] == "holds" and report["parameters"][0]["eigenvalues"]


def test_progress_counts_the_steps():
    told = []
    views = numpy.load(NETWORKS / "resnet18.views.npy")
    dualproof.measure(NETWORKS / "resnet18.onnx", views, progress=lambda *now: told.append(now))
    assert told[-1][0] == told[-1][1] > 3


def test_every_kind_of_array():
    """f32 and f16 are taken exactly; another order or layout is the same array."""
    views = numpy.round(numpy.load(NETWORKS / "mlp.views.npy") * 16) / 16
    expected = dualproof.measure(NETWORKS / "mlp.onnx", views)
    wide = numpy.zeros((*views.shape[:2], 2 * views.shape[2]))
    wide[:, :, ::2] = views
    for name, given in {
        "float32": views.astype(numpy.float32),
        "float16": views.astype(numpy.float16),
        "Fortran order": numpy.asfortranarray(views),
        "strided": wide[:, :, ::2],
        "backwards": views[::-1].copy()[::-1],
        "big-endian": views.astype(">f8"),
        "lists": views.tolist(),
    }.items():
        assert dualproof.measure(NETWORKS / "mlp.onnx", given) == expected, name


def test_views_that_do_not_fit_are_refused():
    network, views = NETWORKS / "lenet.onnx", numpy.load(NETWORKS / "lenet.views.npy")
    shape = list(views.shape)
    flat = views.reshape(*views.shape[:2], -1)
    assert dualproof.measure(network, flat)["parameters"] == dualproof.measure(network, views)["parameters"]
    for given, message in (
        (views[..., 1:], f"found the shape {[*shape[:-1], shape[-1] - 1]}"),
        (flat[:, 0], "channels first"),
        (views[:0], "no empty dimension"),
        (numpy.zeros(()), "found the shape []"),
        (numpy.where(numpy.arange(views.size).reshape(shape) == 7, numpy.nan, views), "found NaN, expected a finite number"),
        (views.astype(complex), "found the type complex128"),
        (NETWORKS / "none.npy", "cannot be read"),
    ):
        with pytest.raises(dualproof.Error) as refused:
            dualproof.measure(network, given)
        assert message in str(refused.value) and "\n" not in str(refused.value)
    for words, message in (
        ({"loss": "nonsense"}, "--loss"),
        ({"predictor": numpy.eye(7)}, "found the shape [7, 7]"),
        ({"target": NETWORKS / "mlp.onnx"}, "--target"),
        ({"check": 0}, "--check"),
        ({"power": 0.1}, "--power"),
        ({"nonsense": 1}, "--nonsense"),
    ):
        with pytest.raises(dualproof.Error, match=".") as refused:
            dualproof.measure(network, views, **words)
        assert message in str(refused.value), refused.value


def test_operators_are_the_reports():
    linalg = pytest.importorskip("scipy.sparse.linalg")
    network, views = NETWORKS / "lenet.onnx", numpy.load(NETWORKS / "lenet.views.npy")
    report = dualproof.measure(network, views, top=2)
    rng = numpy.random.default_rng(0)
    for row in [*report["parameters"], *report["blocks"], report["all"]]:
        V = dualproof.operator(network, views, row["name"])
        theta = V.weights
        assert V.shape == (row["size"], row["size"])
        assert list(V.tensors) == row.get("members", [row["name"]])
        assert numpy.linalg.norm(theta) == pytest.approx(row["norm"], rel=1e-12)
        assert 2 * numpy.linalg.norm(V @ theta) == pytest.approx(row["covariance_norm"], rel=1e-12, abs=1e-12)
        assert theta @ (V @ theta) == pytest.approx(row["quadratic_form"], rel=1e-9, abs=1e-12)
        x, y = rng.standard_normal((2, row["size"]))
        assert x @ (V @ y) == pytest.approx(y @ (V @ x), rel=1e-9, abs=1e-12), "symmetric"
        if row["size"] > 2:
            largest = linalg.eigsh(V, k=1, return_eigenvectors=False, tol=1e-12)[0]
            assert largest == pytest.approx(row["eigenvalues"][0], rel=1e-9)
    both = dualproof.operator(network, views)
    assert {name: part.shape for name, part in both.split(both.weights).items()} == both.tensors
    assert both.report()["all"]["covariance_norm"] == report["all"]["covariance_norm"]
    with pytest.raises(dualproof.Error, match="did you mean"):
        dualproof.operator(network, views, report["parameters"][0]["name"][:-1] + "_")
    with pytest.raises(dualproof.Error, match="not finite"):
        both @ numpy.full(both.shape[0], numpy.inf)


def test_entries_are_those_of_the_file():
    """A direction is a tensor of the file, row by row, also where the file holds it transposed."""
    onnx = pytest.importorskip("onnx")
    for name in FILES:
        if name in ("mlp.training", "lenet.external") or not (NETWORKS / f"{name}.onnx").is_file():
            continue
        stored = onnx.load(NETWORKS / f"{name}.onnx").graph.initializer
        stored = {tensor.name: onnx.numpy_helper.to_array(tensor).astype(float) for tensor in stored}
        views = numpy.load(NETWORKS / f"{name.split('.')[0]}.views.npy")
        V = dualproof.operator(NETWORKS / f"{name}.onnx", views)
        for tensor, part in V.split(V.weights).items():
            if tensor in stored:
                assert (part == stored[tensor]).all(), (name, tensor)
