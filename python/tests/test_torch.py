"""Modules of PyTorch: what is exported, and what is watched while they train."""

import importlib.util
import sys
from types import SimpleNamespace

import dualproof
import numpy
import pytest

pytestmark = pytest.mark.torch
torch = pytest.importorskip("torch")
for needed in ("onnx", "onnxscript"):
    pytest.importorskip(needed)
from torch import nn  # noqa: E402

import dualproof.torch as watching  # noqa: E402


def projector():
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(6, 5), nn.BatchNorm1d(5), nn.ReLU(), nn.Linear(5, 3, bias=False))


@pytest.fixture
def given():
    return numpy.random.default_rng(0).standard_normal((4, 2, 6))


def updates(module, views):
    """‖−∇L‖ of the simple loss over all pairs with replacement, and of V = V_x[K̄] ‖2 V θ‖, by PyTorch in f64."""
    module = module.double().eval()
    inputs = torch.from_numpy(views.reshape(-1, views.shape[-1]).astype(numpy.float64))
    outputs = module(inputs).reshape(*views.shape[:2], -1)
    means = outputs.mean(dim=1)
    # E[r₊ − r₋] = −tr V_x[F̄].
    loss = -((means - means.mean(dim=0)) ** 2).sum() / len(means)
    parameters = dict(module.named_parameters())
    gradients = torch.autograd.grad(loss, list(parameters.values()), retain_graph=True)
    found = {}
    for (name, theta), gradient in zip(parameters.items(), gradients):
        rows = [[torch.autograd.grad(mean, theta, retain_graph=True)[0] for mean in of_sample] for of_sample in means]
        k = torch.stack([torch.stack(row).flatten(1) for row in rows])
        centred = k - k.mean(dim=0)
        covariance = 2 * torch.einsum("ikp,ikq,q->p", centred, centred, theta.flatten()) / len(means)
        found[name] = (float(gradient.norm()), float(covariance.detach().norm()))
    return found


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_blocks_of_a_module_are_those_of_automatic_differentiation(given, dtype):
    module = projector().to(dtype)
    # Running statistics that are not the ones a new module has.
    module.train()(torch.from_numpy(given.reshape(-1, 6)).to(dtype))
    report = dualproof.blocks(module, given)
    found = {block["parameter"]: block for block in report["blocks"]}
    expected = updates(module, given)
    assert set(found) == set(expected), "the parameters keep their names"
    largest = max(update for update, _ in expected.values())
    for name, (update, covariance) in expected.items():
        # ε of BatchNorm is an f32 in the file.
        assert found[name]["update_norm"] == pytest.approx(update, rel=1e-6, abs=1e-9 * largest)
        if found[name]["covariance_share"] is not None:
            assert found[name]["covariance_share"] * update == pytest.approx(covariance, rel=1e-6, abs=1e-9 * largest)
    assert report.verdict == "holds"


def test_a_module_is_left_as_it_was(given):
    module = projector()
    module[1].eval()
    before = {name: value.clone() for name, value in module.state_dict().items()}
    dualproof.blocks(module, given)
    assert [part.training for part in module.modules()] == [True, True, False, True, True]
    assert all(torch.equal(before[name], value) for name, value in module.state_dict().items())
    assert all(parameter.grad is None for parameter in module.parameters())


def test_measure_of_a_module_is_automatic_differentiation(given):
    module = projector().double()
    report = dualproof.measure(module, given)
    found = {row["name"]: row for row in report["parameters"]}
    for name, (update, covariance) in updates(module, given).items():
        # ε of BatchNorm is an f32 in the file.
        assert found[name]["update_norm"] == pytest.approx(update, rel=1e-6, abs=1e-9)
        assert found[name]["covariance_norm"] == pytest.approx(covariance, rel=1e-6, abs=1e-9)
    assert report.verdict == "holds"
    V = dualproof.operator(module, given, "0.weight")
    assert (V.weights == module[0].weight.detach().numpy().flatten()).all()
    assert V.split(V.weights)["0.weight"].shape == (5, 6)


def test_predictor_and_target_may_be_modules(given):
    module, predictor, target = projector(), nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 3)), projector()
    report = dualproof.measure(module, given, "byol", predictor=predictor, target=target)
    assert {row["name"] for row in report["predictor_parameters"]} == {"0.weight", "0.bias", "2.weight", "2.bias"}
    # A linear predictor may be a matrix.
    linear = nn.Linear(3, 3, bias=False)
    by_module = dualproof.measure(module, given, "simsiam", predictor=linear)
    by_matrix = dualproof.measure(module, given, "simsiam", predictor=linear.weight)
    norms = [[row["update_norm"] for row in each["parameters"]] for each in (by_module, by_matrix)]
    assert norms[0] == pytest.approx(norms[1], rel=1e-9)
    with pytest.raises(dualproof.Error, match="Sequential"):
        dualproof.measure(module, given, "byol", predictor=nn.Sequential(nn.Linear(4, 3)))


def test_batch_statistics_are_those_of_the_views(given):
    module = projector().double()
    by_file = dualproof.blocks(module, given)
    by_batch = dualproof.blocks(module, given, batch_statistics=True)
    weights = [next(b for b in report["blocks"] if b["parameter"] == "0.weight") for report in (by_file, by_batch)]
    # Below BatchNorm with the batch's statistics the degree is 0 but for ε.
    assert weights[1]["covariance_share"] < 1e-3 < weights[0]["covariance_share"]


def test_views_may_be_tensors_and_images(given, tmp_path):
    module = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8, 2))
    images = torch.randn(3, 2, 1, 4, 4, generator=torch.Generator().manual_seed(1))
    numpy.save(tmp_path / "images.npy", images.numpy())
    report = dualproof.blocks(module, images.requires_grad_())
    assert report["views"] == [3, 2]
    again = dualproof.blocks(module, tmp_path / "images.npy")
    assert [b["update_norm"] for b in again["blocks"]] == [b["update_norm"] for b in report["blocks"]]


def test_what_cannot_be_exported_is_refused(given):
    class Odd(nn.Module):
        def forward(self, x):
            return torch.linalg.svd(x.reshape(-1, 2, 3), full_matrices=x.sum() > 0)[0]

    with pytest.raises(dualproof.Error, match=r"Odd: torch.onnx.export on an input of shape \(2, 6\): "):
        dualproof.blocks(Odd(), given)
    with pytest.raises(dualproof.Error, match="expected N×A×"):
        dualproof.blocks(projector(), given[0])
    with pytest.raises(dualproof.Error, match="views: found none"):
        dualproof.blocks(projector())
    with pytest.raises(dualproof.Error):
        dualproof.blocks(projector(), given[:, :, :5])


def train(module, steps, optimizer, given):
    inputs = torch.from_numpy(given.reshape(-1, 6)).float()
    for _ in range(steps):
        optimizer.zero_grad()
        module(inputs).square().mean().backward()
        optimizer.step()


def test_watch_looks_every_kth_step(given):
    module, logged = projector(), []
    optimizer = torch.optim.SGD(module.parameters(), lr=0.1)
    with watching.watch(module, given, every=3, optimizer=optimizer, log=lambda *line: logged.append(line)) as watch:
        train(module, 7, optimizer, given)
    assert [record.step for record in watch.records] == [0, 3, 6] == [step for step, _ in logged]
    train(module, 3, optimizer, given)
    assert len(watch.records) == 3, "closed"
    last = watch.records[-1]
    assert logged[-1][1] == last.scalars()
    names = {name for name, _ in module.named_parameters()}
    assert set(last.covariance_share) == names
    scalars = last.scalars("")
    assert {key.split("/")[1] for key in scalars if key.startswith("update_norm/")} == names
    assert scalars["covariance_share/3.weight"] == pytest.approx(1), "linear and without a bias: the update is the operator"
    assert scalars["effective_rank"] == last.effective_rank and 1 <= last.effective_rank <= 3
    assert module.training


def test_a_look_is_a_measurement_of_the_module_as_it_is(given):
    module = projector()
    watch = watching.watch(module, given, every=1, loss="nt-xent:0.5", batch_statistics="each")
    first = watch.step()
    assert first.report["loss"] == "nt-xent:0.5"
    with torch.no_grad():
        module[3].weight.mul_(2)
    second = watch.step()
    twin = dualproof.measure(module, given, "nt-xent:0.5", batch_statistics="each")
    assert second.report["parameters"] == twin["parameters"]
    assert second.report["energy"] == pytest.approx(4 * first.report["energy"], rel=1e-6)
    assert "effective rank" in repr(second)


def test_later_looks_see_the_tensors_of_then(given):
    """The graph is exported once; statistics of BatchNorm are tensors too; another module is another graph."""
    module = projector()
    optimizer = torch.optim.SGD(module.parameters(), lr=0.5)
    watch = watching.watch(module, given, every=1)
    for _ in range(3):
        record, fresh = watch.step(), dualproof.measure(module, given)
        assert record.report == fresh and repr(record.report) == repr(fresh)
        train(module, 1, optimizer, given)
    assert watch._exporter._model is not None, "the tensors alone were written"
    assert len({record.report["parameters"][0]["update_norm"] for record in watch.records}) == 3
    module[3] = nn.Linear(5, 2)
    assert watch.step().report == dualproof.measure(module, given)


def test_tensors_that_numpy_does_not_have_are_exported_each_time(given, tmp_path):
    module = nn.Linear(6, 3).bfloat16()
    exporter = watching.Exporter()
    for _ in range(2):
        file = exporter.export(module, tmp_path / "net.onnx", (6,))
        assert dualproof.measure(file, given)["parameters"] == dualproof.measure(module, given)["parameters"]
        assert exporter._model is None


def test_reports_and_errors_call_modules_by_their_classes(given):
    report = dualproof.measure(projector(), given)
    assert report["network"] == "Sequential.onnx" and repr(report).startswith("Sequential.onnx: 4 samples x 2 views")
    with pytest.raises(dualproof.Error, match="^Sequential.onnx, "):
        dualproof.measure(nn.Sequential(nn.Identity()), given)
    # A folder of the user with such a name is shown.
    with pytest.raises(dualproof.Error, match="^dualproof-measured/none.onnx"):
        dualproof.measure("dualproof-measured/none.onnx", given)
    report = dualproof.measure(projector(), given, "byol", predictor=nn.Linear(3, 3), target=projector())
    assert (report["predictor"], report["target"]) == ("predictor.Linear.onnx", "target.Sequential.onnx")


def test_views_of_bfloat16_and_compiled_modules(given):
    views, module = torch.from_numpy(given).bfloat16(), projector()
    expected = dualproof.measure(module, views.float().numpy())
    assert dualproof.measure(module, views) == expected
    assert dualproof.measure(torch.compile(module), views)["parameters"] == expected["parameters"]


def test_watch_without_an_optimizer_counts_calls(given):
    watch = watching.watch(projector(), given, every=2)
    assert [watch.step() is not None for _ in range(4)] == [True, False, True, False]
    for wrong in (0, -1, 1.5, True):
        with pytest.raises(dualproof.Error, match="every"):
            watching.watch(projector(), given, every=wrong)


def test_lightnings_hooks_log_each_step_once(given):
    """A stand-in for a Trainer that accumulates the gradients of two batches."""
    lines = []
    logger = SimpleNamespace(log_metrics=lambda metrics, step: lines.append((step, metrics)))
    trainer = SimpleNamespace(global_step=0, loggers=[logger], is_global_zero=True)
    whole = nn.ModuleDict({"backbone": projector()})
    hooks = watching.Hooks(given, every=2, module=lambda whole: whole["backbone"])
    for batch in range(10):
        trainer.global_step = (batch + 1) // 2
        hooks.on_train_batch_end(trainer, whole, None, None, batch)
    assert [step for step, _ in lines] == [0, 2, 4] == [record.step for record in hooks.records]
    assert "dualproof/effective_rank" in lines[0][1] and "dualproof/covariance_share/3.weight" in lines[0][1]
    others = watching.Hooks(given, every=1)
    others.on_train_batch_end(SimpleNamespace(global_step=1, is_global_zero=False), whole, None, None, 0)
    assert others.records == [], "one process of several looks"


def test_without_lightning_the_error_says_how_to_get_it(monkeypatch):
    monkeypatch.delitem(vars(watching), "LightningCallback", raising=False)
    for name in ("lightning.pytorch", "pytorch_lightning"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ImportError, match="pip install lightning"):
        watching.LightningCallback  # noqa: B018
    with pytest.raises(AttributeError):
        watching.nonsense  # noqa: B018


@pytest.mark.skipif(
    not any(importlib.util.find_spec(name) for name in ("lightning", "pytorch_lightning")), reason="needs Lightning"
)
def test_lightning_calls_the_callback(given, tmp_path):
    pl = pytest.importorskip("lightning.pytorch")

    class Whole(pl.LightningModule):
        def __init__(self):
            super().__init__()
            self.backbone = projector()

        def training_step(self, batch, _):
            return self.backbone(batch[0]).square().mean()

        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), lr=0.1)

    data = torch.utils.data.TensorDataset(torch.from_numpy(given.reshape(-1, 6)).float())
    callback = watching.LightningCallback(given, every=2, module=lambda whole: whole.backbone)
    trainer = pl.Trainer(
        max_steps=4, callbacks=[callback], accelerator="cpu", logger=False, enable_checkpointing=False,
        enable_progress_bar=False, enable_model_summary=False, default_root_dir=tmp_path,
    )
    trainer.fit(Whole(), torch.utils.data.DataLoader(data, batch_size=4))
    assert [record.step for record in callback.records] == [2, 4]
