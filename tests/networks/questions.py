#!/usr/bin/env python3
"""Public questions about trainings that go wrong, as small trainings on the digits: checkpoints to be diagnosed.

    python3 tests/networks/questions.py OUT [QUESTION ...]
    python3 tests/networks/questions.py --kept

The second makes the few files that are kept, in questions/ beside this: the steps of the arms in KEPT. Seconds each, 64-48-32-16 networks, two views a digit. OUT/views.npy (32 digits × 2 views × 64, never trained
on) and OUT/QUESTION/ARM/ with, for every recorded step, step-NNNN.onnx (the online network; a BatchNorm is kept, in inference
mode), .predictor.onnx and .target.onnx where there are any, step-NNNN.update.safetensors (−∇ of the arm's own loss, as
its program has it and BatchNorm in training mode, on all views, by name of parameter), and run.json: the question, what was done, and for every step
the loss, the mean cosine of two views, the spread of the unit outputs (1 spread evenly, 0 collapsed), their effective
rank, the share of hidden units that are 0 for every view, and the share of 600 unseen digits whose nearest neighbour has
their label.
"""

import copy
import json
import math
import pathlib
import sys

import numpy
import torch
from torch import nn
from torch.nn.functional import cross_entropy, normalize

import export

DATA = pathlib.Path(__file__).parent.parent.parent / "theorems" / "digits" / "data"
RECORDED = (0, 1, 30, 100, 300)
BATCH = 256


def digits():
    images = torch.from_numpy(numpy.load(DATA / "digits_images.npy").astype("float32") / 16)
    return images, torch.from_numpy(numpy.load(DATA / "digits_labels.npy").astype("int64"))


def viewed(images, draw):
    """A shift by at most a pixel in each direction, brightness and noise."""
    padded = nn.functional.pad(images, (1, 1, 1, 1))
    shifts = torch.randint(0, 3, (len(images), 2), generator=draw)
    windows = padded.unfold(1, 8, 1).unfold(2, 8, 1)
    moved = windows[torch.arange(len(images)), shifts[:, 0], shifts[:, 1]]
    bright = 0.8 + 0.4 * torch.rand(len(images), 1, generator=draw)
    return moved.flatten(1) * bright + 0.05 * torch.randn(len(images), 64, generator=draw)


class Online(nn.Sequential):
    inputs = (64,)

    def __init__(self, batchnorm):
        norm = nn.BatchNorm1d if batchnorm else lambda width: nn.Identity()
        super().__init__(
            nn.Linear(64, 48), norm(48), nn.ReLU(), nn.Linear(48, 32), norm(32), nn.ReLU(), nn.Linear(32, 16)
        )


class Predictor(nn.Sequential):
    inputs = (16,)

    def __init__(self, batchnorm):
        super().__init__(
            nn.Linear(16, 32), nn.BatchNorm1d(32) if batchnorm else nn.Identity(), nn.ReLU(), nn.Linear(32, 16)
        )


def nt_xent(tau, mask, positive, twice):
    """`mask`: self-pairs are left out of the denominator; `positive`: the `other` view of the sample, or the view `self`;
    `twice`: the positive is in the denominator once more, among the negatives."""

    def loss(run, one, two):
        z = normalize(torch.cat([run.online(one), run.online(two)]), dim=1)
        logits = z @ z.T / tau
        if mask:
            logits = logits.masked_fill(torch.eye(len(z), dtype=torch.bool), -torch.inf)
        at = torch.arange(len(z))
        wanted = at.roll(len(one)) if positive == "other" else at
        if twice:
            logits = torch.cat([logits, logits[at, wanted][:, None]], dim=1)
        return cross_entropy(logits, wanted)

    return loss


def non_contrastive(stop_gradient=True):
    """BYOL with a target network, SimSiam without: −cos of the prediction and the target's output, both ways."""

    def loss(run, one, two):
        total = 0.0
        for anchor, other in ((one, two), (two, one)):
            q = normalize(run.predictor(run.online(anchor)), dim=1)
            z = normalize((run.target or run.online)(other), dim=1)
            total = total - (q * (z.detach() if stop_gradient else z)).sum(1).mean() / 2
        return total

    return loss


class Arm:
    """One training: its loss, its name among the project's losses, and what differs from the others."""

    def __init__(self, loss, name, *, batchnorm=True, predictor=False, momentum=None, optimiser="sgd", rate=0.2):
        self.loss, self.name, self.batchnorm, self.predictor_too = loss, name, batchnorm, predictor
        self.momentum, self.optimiser, self.rate = momentum, optimiser, rate

    def start(self, seed):
        torch.manual_seed(seed)
        self.online = Online(self.batchnorm)
        self.predictor = Predictor(self.batchnorm) if self.predictor_too else None
        self.target = copy.deepcopy(self.online).requires_grad_(False) if self.momentum is not None else None
        kind = {"sgd": lambda p, lr: torch.optim.SGD(p, lr, momentum=0.9), "adam": torch.optim.Adam}[self.optimiser]
        self.descent = kind([p for m in self.trained() for p in m.parameters()], self.rate)

    def trained(self):
        return [m for m in (self.online, self.predictor) if m is not None]

    def step(self, one, two):
        self.descent.zero_grad()
        loss = self.loss(self, one, two)
        loss.backward()
        self.descent.step()
        if self.target is not None:
            with torch.no_grad():
                for t, p in zip(self.target.parameters(), self.online.parameters()):
                    t.lerp_(p, 1 - self.momentum)

    def networks(self):
        return {"": self.online, ".predictor": self.predictor, ".target": self.target}


byol = lambda **how: Arm(non_contrastive(), "byol", predictor=True, **{"momentum": 0.97, **how})
simsiam = lambda stop=True, **how: Arm(non_contrastive(stop), "simsiam", predictor=True, **how)


def simclr(mask=True, positive="other", twice=False, **how):
    return Arm(nt_xent(0.3, mask, positive, twice), "nt-xent:0.3", **how)


QUESTIONS = {
    "batchnorm": {
        "question": "BYOL collapses where its networks have no BatchNorm.",
        "source": "https://github.com/yaox12/BYOL-PyTorch/issues/8, and the comments on other backbones in "
        "https://github.com/lucidrains/byol-pytorch/issues/44",
        "arms": {"with": lambda: byol(), "without": lambda: byol(batchnorm=False)},
    },
    "learning-rate": {
        "question": "BYOL with Adam at the rate of the paper's LARS, 0.2: after three epochs most outputs are 0.",
        "source": "https://github.com/lucidrains/byol-pytorch/issues/44",
        "arms": {
            "right": lambda: byol(optimiser="adam", rate=3e-3),
            "too-high": lambda: byol(optimiser="adam", rate=0.2),
            "too-high-without-batchnorm": lambda: byol(optimiser="adam", rate=0.2, batchnorm=False),
            "simclr-too-high": lambda: simclr(optimiser="adam", rate=0.2, batchnorm=False),
        },
    },
    "stop-gradient": {
        "question": "SimSiam's projections are not detached: does it matter?",
        "source": "https://github.com/lightly-ai/lightly/issues/559, https://github.com/PatrickHua/SimSiam/issues/39",
        "arms": {
            "right": lambda: simsiam(),
            "missing": lambda: simsiam(False),
            "missing-without-batchnorm": lambda: simsiam(False, batchnorm=False),
        },
    },
    "mask": {
        "question": "NT-Xent with the view itself or the positive among the negatives, or the view itself as positive.",
        "source": "https://github.com/Lightning-Universe/lightning-bolts/issues/695 and /252",
        "arms": {
            "right": lambda: simclr(),
            "self-among-negatives": lambda: simclr(mask=False),
            "positive-among-negatives": lambda: simclr(twice=True),
            "self-as-positive": lambda: simclr(mask=False, positive="self"),
        },
    },
}


KEPT = {
    ("batchnorm", "with"): (0, 300),
    ("batchnorm", "without"): (0, 300),
    ("learning-rate", "right"): (0, 1),
    ("learning-rate", "too-high"): (0, 1),
    ("stop-gradient", "right"): (30,),
    ("stop-gradient", "missing"): (30,),
    ("mask", "right"): (300,),
    ("mask", "self-among-negatives"): (300,),
}


def measured(arm, views, unseen, labels):
    """The figures of run.json, with BatchNorm's running statistics, and the loss as it is trained."""
    with torch.no_grad():
        loss = float(arm.loss(copy_of(arm), views[:, 0], views[:, 1]))
        online = copy.deepcopy(arm.online).eval()
        flat = views.flatten(0, 1)
        dead, x = [], flat
        for layer in online:
            x = layer(x)
            if isinstance(layer, nn.ReLU):
                dead.append((x == 0).all(0))
        z = normalize(online(flat), dim=1)
        cosine = (z.reshape(*views.shape[:2], -1)[:, 0] * z.reshape(*views.shape[:2], -1)[:, 1]).sum(1).mean()
        variances = torch.linalg.svdvals(z - z.mean(0)) ** 2
        share = variances / variances.sum()
        features = normalize(online(unseen), dim=1)
        near = features @ features.T - 2 * torch.eye(len(features))
        finite = lambda x: float(x) if math.isfinite(x) else None
        return {
            "loss": finite(loss),
            "cosine_of_views": finite(cosine),
            "spread": finite(variances.sum() / len(z)),
            "effective_rank": finite(torch.exp(-(share * torch.log(share + 1e-30)).sum())),
            "dead_units": finite(torch.cat(dead).float().mean()),
            "nearest_neighbour": finite((labels[near.argmax(1)] == labels).float().mean()),
        }


def copy_of(arm):
    """With networks of its own: their running statistics are moved by a pass."""
    other = copy.copy(arm)
    other.online, other.predictor, other.target = (copy.deepcopy(m) for m in (arm.online, arm.predictor, arm.target))
    return other


def updates(arm, views):
    """−∇ of the arm's loss over all ordered pairs of neighbouring views."""
    other = copy_of(arm)
    pairs = [(a, (a + 1) % views.shape[1]) for a in range(views.shape[1])]
    for a, b in pairs:
        (other.loss(other, views[:, a], views[:, b]) / len(pairs)).backward()
    found = {}
    for prefix, network in (("", other.online), ("predictor.", other.predictor)):
        if network is not None:
            found |= {prefix + name: -p.grad for name, p in network.named_parameters() if p.grad is not None}
    return found


def write_safetensors(path, tensors):
    header, data = {}, b""
    for name, t in tensors.items():
        raw = t.detach().contiguous().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(t.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + data)


def write_step(folder, step, arm, views):
    for suffix, network in arm.networks().items():
        if network is not None:
            path = folder / f"step-{step:04d}{suffix}.onnx"
            export.export(copy.deepcopy(network).eval(), path, optimize=False)
    write_safetensors(folder / f"step-{step:04d}.update.safetensors", updates(arm, views))


def train(out, question, name, arm, images, labels, views, recorded):
    folder = out / question / name
    folder.mkdir(parents=True, exist_ok=True)
    arm.start(71)
    draw = torch.Generator().manual_seed(72)
    unseen, seen = images[32:632].flatten(1), images[632:]
    steps = []
    for step in range(RECORDED[-1] + 1):
        if step in RECORDED:
            figures = measured(arm, views, unseen, labels[32:632])
            steps.append({"step": step, **figures})
            if step in recorded:
                write_step(folder, step, arm, views)
            text = ", ".join(f"{k} {'not finite' if v is None else f'{v:.3g}'}" for k, v in figures.items())
            print(f"{question}/{name} step {step}: {text}", flush=True)
        batch = seen[torch.randperm(len(seen), generator=draw)[:BATCH]]
        arm.step(viewed(batch, draw), viewed(batch, draw))
    about = {k: QUESTIONS[question][k] for k in ("question", "source")}
    settings = {"loss": arm.name, "optimiser": arm.optimiser, "rate": arm.rate, "batchnorm": arm.batchnorm}
    settings |= {"target_momentum": arm.momentum, "predictor": arm.predictor_too, "batch": BATCH}
    (folder / "run.json").write_text(json.dumps({**about, "arm": name, **settings, "steps": steps}, indent=1) + "\n")


def main(out, chosen, kept):
    torch.set_num_threads(1)
    images, labels = digits()
    out.mkdir(parents=True, exist_ok=True)
    draw = torch.Generator().manual_seed(73)
    views = torch.stack([viewed(images[:32], draw) for _ in range(2)], 1)
    numpy.save(out / "views.npy", views.numpy())
    for question in chosen or QUESTIONS:
        for name, make in QUESTIONS[question]["arms"].items():
            recorded = KEPT.get((question, name)) if kept else RECORDED
            if recorded is not None:
                train(out, question, name, make(), images, labels, views, recorded)


if __name__ == "__main__":
    if sys.argv[1:] == ["--kept"]:
        main(pathlib.Path(__file__).parent / "questions", [], True)
    else:
        main(pathlib.Path(sys.argv[1]), sys.argv[2:], False)
