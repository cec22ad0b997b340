#!/usr/bin/env python3
"""Holds what make.py writes against other ways to the same figures: python3 tests/networks/check.py

The losses come from loops over pairs; here every one is once more as it is usually programmed. The updates come from
PyTorch; here a file's tensor is moved along d_k = cos k, and onnx's reference implementation evaluates the file.
"""

import json
import math
import pathlib

import numpy
import onnx
import onnx.reference
import torch
from onnx.reference.ops import op_erf
from torch import nn
from torch.nn import functional as F

import figures
import losses

torch.set_default_dtype(torch.float64)
# The reference implementation rounds Erf to f32, in f64 too.
op_erf.Erf._run = lambda self, x: (numpy.vectorize(math.erf, otypes="d")(x),)


def nt_xent(f, tau):
    z = F.normalize(torch.cat([f[:, 0], f[:, 1]]), dim=1)
    logits = z @ z.T / tau
    logits.fill_diagonal_(-torch.inf)
    n = len(f)
    return F.cross_entropy(logits, torch.cat([torch.arange(n, 2 * n), torch.arange(n)]))


def info_nce(f, tau, h):
    n, views, _ = f.shape
    total = 0.0
    for a in range(views):
        for b in range(views):
            if a != b:
                nearness = -torch.cdist(f[:, a], f[:, b]) ** 2 / 2 / tau
                columns = (torch.arange(n)[:, None] + torch.arange(int(h) + 1)) % n
                total = total + F.cross_entropy(nearness.gather(1, columns), torch.zeros(n, dtype=torch.long))
    return total / (views * (views - 1))


def barlow(f, weight):
    standard = lambda x: (x - x.mean(0)) / x.std(0, unbiased=False)
    c = standard(f[:, 0]).T @ standard(f[:, 1]) / len(f)
    on = (torch.diagonal(c) - 1).pow(2).sum()
    return on + weight * (c - torch.diag(torch.diagonal(c))).pow(2).sum()


def vicreg(f, similarity, variance, covariance):
    x, y = f[:, 0], f[:, 1]
    n, d = x.shape
    repr_loss = F.mse_loss(x, y)
    x, y = x - x.mean(0), y - y.mean(0)
    hinge = lambda u: F.relu(1 - torch.sqrt(u.var(0) + 0.0001)).mean() / 2
    square = lambda u: (u.T @ u / (n - 1)).fill_diagonal_(0).pow(2).sum() / d
    return similarity * repr_loss + variance * (hinge(x) + hinge(y)) + covariance * (square(x) + square(y))


def simple(f):
    means = f.mean(1)
    return -((means - means.mean(0)) ** 2).sum() / len(f)


def soft(f, tau, r0, scale):
    r = torch.cdist(f.flatten(0, 1), f.flatten(0, 1)) ** 2 / 2
    n, v, _ = f.shape
    r = r.reshape(n, v, n, v)
    same = torch.stack([r[i, :, i, :] for i in range(n)])
    difference = same[:, :, :, None, None] - r[:, :, None, :, :]
    return scale * torch.logaddexp(torch.zeros(()), (difference + r0) / tau).mean()


def same(name, loop, form, *arguments):
    one, two = loop(*arguments), form(*arguments)
    assert abs(one - two) < 1e-12 * (1 + abs(one)), f"{name}: {one} by the loop, {two} by the usual form"
    print(f"{name}: {float(one)}")


def of_losses():
    torch.manual_seed(1)
    for views in (2, 3):
        f = torch.randn(5, views, 4)
        same("simple", losses.simple, simple, f)
        same("triplet", losses.triplet, lambda f, tau, r0: soft(f, tau, r0, tau), f, 0.5, 0.3)
        same("nce", losses.nce, lambda f, tau: soft(f, tau, 0.0, 1.0), f, 0.7)
        same("info-nce", losses.info_nce, info_nce, f, 0.8, 3)
        if views == 2:
            same("nt-xent", losses.nt_xent, nt_xent, f, 0.5)
            same("barlow", losses.barlow, barlow, f, 0.0051)
            same("vicreg", losses.vicreg, vicreg, f, 25.0, 25.0, 1.0)
    q, target = torch.randn(2, 5, 2, 4)
    swapped = target.flip(1)
    cosines = F.cosine_similarity(q, swapped, dim=2)
    same("simsiam", losses.simsiam, lambda *_: -cosines.mean(), q, target)
    same("byol", losses.byol, lambda *_: (2 - 2 * cosines).mean(), q, target)
    same("byol-plain", losses.byol_plain, lambda *_: ((q - swapped) ** 2).sum(2).mean() / 2, q, target)


def of_operators():
    """Without biases and with ReLU f = Kᵀθ, so that the operators on a weight matrix are its whole update."""
    torch.manual_seed(2)
    network = nn.Sequential(nn.Linear(6, 7, bias=False), nn.ReLU(), nn.Linear(7, 4, bias=False))
    subject = figures.Subject(network, {p: (p, False, [-1]) for p, _ in network.named_parameters()}, torch.randn(5, 3, 6))
    for entry in figures.simple(subject)["parameters"]:
        assert entry["cross_norm"] < 1e-12 * entry["update_norm"], entry
    predictor = torch.eye(4) / 2 + torch.randn(4, 4) / 4
    target = subject.outputs().detach()
    n, views, _ = target.shape
    pairs = [(i, a, b) for i in range(n) for a in range(views) for b in range(views)]
    loss = lambda f: losses.mean(losses.r(predictor @ f[i, a], target[i, b]) for i, a, b in pairs)
    _, updates, _ = subject.updates(loss)
    for entry, update in zip(figures.split(subject, predictor), updates.values()):
        parts = entry["attraction_probe"] + entry["square_of_mean_probe"] - entry["within_probe"]
        assert abs(parts - figures.probe(update)) < 1e-12 * figures.norm(update), entry
    print("operators: the simple update is 2 V θ, BYOL's is its three terms")


FORMS = {"simple": simple, "info-nce": info_nce, "nt-xent": nt_xent, "barlow": barlow, "vicreg": vicreg}
FORMS |= {"triplet": lambda f, tau, r0: soft(f, tau, r0, tau), "nce": lambda f, tau: soft(f, tau, 0.0, 1.0)}
HERE = pathlib.Path(__file__).parent
# A central difference errs by rounding over H, 1e-9 and what the network's size makes of it; a larger H meets kinks.
H, SHARE = 1e-7, 1e-6


def in_f64(model):
    """The same file with its floating-point tensors in f64, and declared so: Gelu's own constants take the type."""
    floats = (onnx.TensorProto.FLOAT, onnx.TensorProto.FLOAT16, onnx.TensorProto.BFLOAT16)
    for group in (model.graph.input, model.graph.output, model.graph.value_info):
        for v in group:
            if v.type.tensor_type.elem_type in floats:
                v.type.tensor_type.elem_type = onnx.TensorProto.DOUBLE
    constants = [a.t for n in model.graph.node if n.op_type == "Constant" for a in n.attribute if a.name == "value"]
    for t in [*model.graph.initializer, *constants]:
        value = onnx.numpy_helper.to_array(t)
        if t.data_type in floats:
            t.CopyFrom(onnx.numpy_helper.from_array(value.astype(numpy.float64), t.name))
    return model


def of_file(stem):
    """Every update_probe of a loss of outputs is minus the loss's derivative along d."""
    document = json.loads((HERE / f"{stem}.expected.json").read_text())
    model = in_f64(onnx.load(HERE / document["network"]))
    tensors = {t.name: t for t in model.graph.initializer}
    entries = [e for e in document["losses"] if e["loss"].split(":")[0] in FORMS and "predictor" not in e]
    views = {e["views"]: torch.from_numpy(numpy.load(HERE / e["views"])).double() for e in entries}

    def values():
        evaluator = onnx.reference.ReferenceEvaluator(model)
        run = lambda x: torch.from_numpy(evaluator.run(None, {"x": x.flatten(0, 1).numpy()})[0]).double()
        outputs = {file: run(x).reshape(*x.shape[:2], -1) for file, x in views.items()}
        forms = [(e["loss"].partition(":"), outputs[e["views"]]) for e in entries]
        return [float(FORMS[name](f, *(float(x) for x in n.split(",") if x))) for (name, _, n), f in forms]

    for e, value in zip(entries, values()):
        assert abs(value - e["value"]) < SHARE * (1 + abs(value)), f"{stem}, {e['loss']}: {value}, expected {e['value']}"
    compared, worst = 0, 0.0
    scales = [max(p["update_norm"] for p in e["parameters"]) for e in entries]
    for k, parameter in enumerate(entries[0]["parameters"]):
        kept = onnx.numpy_helper.to_array(tensors[parameter["name"]]).copy()
        direction = numpy.cos(numpy.arange(kept.size)).reshape(kept.shape)
        moved = []
        for sign in (1, -1):
            changed = onnx.numpy_helper.from_array(kept + sign * H * direction, parameter["name"])
            tensors[parameter["name"]].CopyFrom(changed)
            moved.append(values())
        tensors[parameter["name"]].CopyFrom(onnx.numpy_helper.from_array(kept, parameter["name"]))
        for e, scale, above, below in zip(entries, scales, *moved):
            found = -(above - below) / (2 * H)
            off = abs(found - e["parameters"][k]["update_probe"]) / (scale * numpy.linalg.norm(direction))
            assert off < SHARE, f"{stem}, {e['loss']}, {parameter['name']}: {found}, expected {e['parameters'][k]}"
            compared, worst = compared + 1, max(worst, off)
    print(f"{stem}: {compared} updates, off by {worst:.1e} of the largest")


if __name__ == "__main__":
    of_losses()
    of_operators()
    for path in sorted(HERE.glob("*.expected.json")):
        stem = path.name.removesuffix(".expected.json")
        # Too slow, and a fixed batch of one.
        if not stem.startswith("resnet18") and stem != "lenet.external":
            of_file(stem)
