#!/usr/bin/env python3
"""Holds the losses against their authors' vectorised form and the figures against each other: python3 tests/networks/check.py

What make.py writes comes from loops over pairs; here every loss is once more as it is usually programmed.
"""

import torch
from torch import nn
from torch.nn import functional as F

import figures
import losses

torch.set_default_dtype(torch.float64)


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


if __name__ == "__main__":
    of_losses()
    of_operators()
