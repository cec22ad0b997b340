#!/usr/bin/env python3
"""PyTorch's values for networks with BatchNorm, convolutions and a skip connection, on the digits beside this file.

    python3 theorems/digits/data/reference.py >theorems/digits/data/digits_batch.expected.json

Needs PyTorch and NumPy (benches/peers/requirements.txt). Nothing here knows a formula of the claims: losses are written
as they are defined, and torch.autograd differentiates them, in float64.
"""

import json
import pathlib
import struct

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
HERE = pathlib.Path(__file__).parent
EPSILON = 1e-5


def safetensors(path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    tensor = lambda t: np.frombuffer(data[8 + length :][slice(*t["data_offsets"])], "<f4").reshape(t["shape"])
    return {name: tensor(t) for name, t in header.items() if name != "__metadata__"}


def weights():
    named = safetensors(HERE / "digits_mlp_relu.safetensors")
    return [torch.from_numpy(named[f"layers.{i}.weight"].astype(np.float64)) for i in range(3)]


def views(samples):
    """Sample by sample: identity, down, up, right, left by one pixel, zeros moving in."""
    images = np.load(HERE / "digits_images.npy")[:samples].astype(np.float64) / 16
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    shifts = [(1, 1), (0, 1), (2, 1), (1, 0), (1, 2)]
    stacked = np.stack([padded[:, y : y + 8, x : x + 8] for y, x in shifts], axis=1)
    return torch.from_numpy(stacked.reshape(samples * 5, 1, 8, 8))


def pairs(f, g):
    """Half the squared distance of every view of f and every view of g."""
    return 0.5 * ((f[:, None, :] - g[None, :, :]) ** 2).sum(-1)


def simclr(f, samples):
    """E r_+ over two views of a sample, with replacement, minus E r_- over any two views."""
    r = pairs(f, f)
    same = torch.block_diag(*[torch.ones(5, 5)] * samples) / (samples * 25)
    return (r * (same - 1.0 / (5 * samples) ** 2)).sum()


def byol(f, predictor, samples):
    r = pairs(f @ predictor.T, f.detach())
    same = torch.block_diag(*[torch.ones(5, 5)] * samples) / (samples * 25)
    return (r * same).sum()


def norms(loss, parameters):
    return [float(g.norm()) for g in torch.autograd.grad(loss, parameters)]


def treated(x, mean, deviation):
    """BatchNorm without gain, its statistics absent, constant or differentiated."""
    mu, variance = x.mean(0), x.var(0, unbiased=False)
    s = (variance + EPSILON).sqrt()
    mu = {"absent": torch.zeros_like(mu), "constant": mu.detach(), "differentiated": mu}[mean]
    s = {"absent": torch.ones_like(s), "constant": s.detach(), "differentiated": s}[deviation]
    return (x - mu) / s


def hidden_batchnorm(samples):
    x = views(samples).flatten(1)
    predictor = torch.linspace(-0.5, 1.0, 256).reshape(16, 16)
    found = []
    treatments = ["absent", "constant", "differentiated"]
    for n, (mean, deviation) in enumerate((m, d) for m in treatments for d in treatments):
        own = [w.clone().requires_grad_() for w in weights()]
        layer, f = 1 + n % 2, x
        for l, w in enumerate(own, 1):
            f = f @ w.T
            f = treated(f, mean, deviation) if l == layer else f
            f = torch.relu(f) if l < 3 else f
        loss = byol(f, predictor, samples)
        found.append({"layer": layer, "mean": mean, "deviation": deviation, "byol_update_norm": norms(loss, own)})
    return found


def residual(samples):
    """Two 3 x 3 convolutions with BatchNorm, the second beside a skip with a gain; the numbers are those of the dense
    network, its matrices column by column."""
    numbers = torch.cat([w.T.flatten() for w in weights()])
    taken = 0

    def take(*shape, plus=0.0):
        nonlocal taken
        rows, columns = shape
        entries = numbers[taken : taken + rows * columns].reshape(columns, rows).T + plus
        taken += rows * columns
        return entries.clone().contiguous().requires_grad_()

    parameters = {
        "kernel 1": take(3, 9), "gains 1": take(3, 1, plus=1.0), "biases 1": take(3, 1),
        "kernel 2": take(3, 27), "gains 2": take(3, 1, plus=1.0), "biases 2": take(3, 1),
        "skip gain": take(1, 1, plus=1.0), "top weights": take(10, 12), "top biases": take(10, 1),
    }
    p = parameters
    norm = lambda f, n: F.batch_norm(
        f, None, None, p[f"gains {n}"].flatten(), p[f"biases {n}"].flatten(), training=True, eps=EPSILON)
    f = F.conv2d(views(samples), p["kernel 1"].reshape(3, 1, 3, 3), stride=2, padding=1)
    block = torch.relu(norm(f, 1))
    f = norm(F.conv2d(block, p["kernel 2"].reshape(3, 3, 3, 3), padding=1), 2)
    f = torch.relu(p["skip gain"] * block + f)
    f = F.avg_pool2d(f, 2).flatten(1) @ p["top weights"].T + p["top biases"].flatten()
    found = norms(simclr(f, samples), list(parameters.values()))
    return [{"parameter": name, "simclr_update_norm": norm} for name, norm in zip(parameters, found)]


SAMPLES = {"hidden_batchnorm": 2, "residual": 3}
print(json.dumps({
    "torch": torch.__version__,
    "samples": SAMPLES,
    "hidden_batchnorm": hidden_batchnorm(SAMPLES["hidden_batchnorm"]),
    "residual": residual(SAMPLES["residual"]),
}, indent=1))
