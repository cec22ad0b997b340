"""Reports are what the program says, and what PyTorch computed."""

import copy
import json
import pickle

import dualproof
import numpy
import pytest
from conftest import shifted


def test_measure_of_arrays_and_files_is_the_programs(program, dense, views, tmp_path):
    numpy.save(tmp_path / "views.npy", views)
    expected = program.json("measure", "--weights", dense, "--views", tmp_path / "views.npy", "--top", 3)
    for given in (views, str(tmp_path / "views.npy"), tmp_path / "views.npy"):
        report = dualproof.measure(dense, given, top=3)
        assert report.to_dict() == expected
        assert report.verdict == "holds"
    # Other options, a loss and data with shifts.
    numpy.save(tmp_path / "P.npy", numpy.eye(expected["widths"][-1]) / 2)
    words = ["--loss", "nce:0.5", "--samples", 3, "--at-zero", "subgradient", "--predictor", tmp_path / "P.npy"]
    expected = program.json("measure", "--weights", dense, "--views", tmp_path / "views.npy", *words)
    predictor = numpy.eye(expected["widths"][-1]) / 2
    found = dualproof.measure(dense, views, "nce:0.5", samples=3, at_zero="subgradient", predictor=predictor)
    assert found == expected


def test_data_and_shifts_are_the_programs(program, dense, images, tmp_path):
    numpy.save(tmp_path / "images.npy", images)
    expected = program.json("measure", "--weights", dense, "--data", tmp_path / "images.npy", "--scale", 16, "--samples", 4)
    assert dualproof.measure(dense, data=images, scale=16, samples=4) == expected
    # Ready views of the same are the same problem.
    found = dualproof.measure(dense, shifted(images), scale=16, samples=4)
    assert {**found, "tool": ""} == {**expected, "tool": ""}


@pytest.mark.parametrize("name", ["mlp", "gelu.legacy", "branches", "sequence"])
def test_blocks_is_the_programs(program, networks, name):
    views = networks / f"{name.split('.')[0]}.views.npy"
    network = networks / f"{name}.onnx"
    try:
        report = dualproof.blocks(network, numpy.load(views), samples=2)
    except dualproof.Error as refused:
        with pytest.raises(AssertionError, match=str(refused).rsplit(":", 1)[0].replace("(", ".").replace(")", ".")):
            program("blocks", network, "--views", views, "--samples", 2)
        return
    assert report == program.json("blocks", network, "--views", views, "--samples", 2)


@pytest.mark.parametrize("name", ["mlp", "mlp.verbatim"])
def test_blocks_has_the_figures_of_pytorch(networks, name):
    expected = json.loads((networks / f"{name}.expected.json").read_text())
    simple = next(loss for loss in expected["losses"] if loss["loss"] == "simple")
    report = dualproof.blocks(networks / f"{name}.onnx", numpy.load(networks / simple["views"]))
    found = {block["parameter"]: block for block in report["blocks"]}
    largest = max(parameter["update_norm"] for parameter in simple["parameters"])
    for parameter in simple["parameters"]:
        block = found[parameter["name"]]
        assert block["update_norm"] == pytest.approx(parameter["update_norm"], rel=1e-9, abs=1e-9 * largest)
        if parameter["cosine"] is not None:
            share = parameter["covariance_norm"] / parameter["update_norm"]
            assert block["covariance_share"] == pytest.approx(share, rel=1e-9)


def test_blocks_without_a_network_is_of_the_digits(program):
    assert dualproof.blocks(samples=2) == program.json("blocks", "--samples", 2)


def test_verify_is_the_programs(program):
    names = ["connection", "covariance-operator"]
    report = dualproof.verify(names, cases=8, seed=5, evidence=["exact", "float"])
    expected = program.json("verify", *names, "--cases", 8, "--seed", 5, "--evidence", "exact,float")

    def timeless(value):
        if isinstance(value, dict):
            return {key: timeless(item) for key, item in value.items() if "seconds" not in key}
        return [timeless(item) for item in value] if isinstance(value, list) else value

    found = report.to_dict()
    for record in (found, expected):
        record.pop("commit", None)
    assert timeless(found) == timeless(expected)
    assert (report.verdict, report["seed"], report["cases"]) == ("holds", 5, 8)
    assert [row["claim"] for row in report.rows] == names


def test_verify_takes_one_name_kinds_and_a_time():
    report = dualproof.verify("connection", seconds=0.5, evidence="exact")
    assert report["cases"] is None
    assert [row["kind"] for row in report["claims"][0]["evidence"]] == ["exact"]
    assert report["claims"][0]["mutants"], "wrong formulas are refuted in the same run"


def test_explain_is_the_programs(program):
    report = dualproof.explain("covariance-operator")
    assert report == program.json("explain", "covariance-operator")
    assert "STATEMENT" in repr(report)
    assert {section["title"] for section in report["sections"]} >= {"Statement", "Source", "Assumptions", "Mutants"}


def test_claims_are_listed(program):
    assert dualproof.claims() == [claim["claim"] for claim in program.json("list")["claims"]]


def test_a_report_is_a_dictionary_that_is_shown_as_the_programs_table(program, dense, views, tmp_path):
    numpy.save(tmp_path / "views.npy", views)
    report = dualproof.measure(dense, views, top=2)
    table = program("measure", "--weights", dense, "--views", tmp_path / "views.npy", "--top", 2)
    assert repr(report) == table.rstrip("\n") == str(report)
    assert isinstance(report, dict) and report == report.to_dict() == json.loads(json.dumps(report))
    for twin in (pickle.loads(pickle.dumps(report)), copy.deepcopy(report)):
        assert (twin, repr(twin), twin.command) == (report, repr(report), "measure")
    with pytest.raises(KeyError):
        report["nonsense"]
    assert [row["layer"] for row in report.rows] == [1, 2, 3]
    assert report.rows[0]["update_check.verdict"] == "holds"


def test_notebooks_see_the_figures(dense, views):
    page = dualproof.measure(dense, views, top=2)._repr_html_()
    for text in ("dualproof measure", "holds", "<table>", "effective rank", "both branch update norm"):
        assert text in page
    assert page.count("<div") == page.count("</div>") and page.count("<tr>") == page.count("</tr>")
    of_claim = dualproof.explain("connection")._repr_html_()
    assert "<summary>Statement</summary>" in of_claim
    # Text of a document is no markup, and colours of a terminal are not shown.
    report = dualproof.Report("blocks", json.dumps({"network": "<script>", "notes": ["a & b"]}), "\x1b[32mholds\x1b[0m\n")
    assert "<script>" not in report._repr_html_() and "a &amp; b" in report._repr_html_()
    assert repr(report) == "holds"
