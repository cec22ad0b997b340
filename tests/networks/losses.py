"""The losses, term by term as they are defined. f is N × A × D; every function returns a number that can be differentiated.

Nothing here knows a formula of the theory, and nothing is taken from a library of losses.
"""

import itertools

import torch
from torch.nn.functional import normalize


def r(u, v):
    """Half the squared distance."""
    return 0.5 * ((u - v) ** 2).sum()


def mean(terms):
    return torch.stack(list(terms)).mean()


def sizes(f):
    return range(f.shape[0]), range(f.shape[1])


def ordered_pairs(f):
    """Two different views of a sample, in either order: (i, a, b)."""
    samples, views = sizes(f)
    return [(i, a, b) for i in samples for a in views for b in views if a != b]


def simple(f):
    """E r₊ − E r₋: two views of a sample, with replacement, and any two views."""
    n, v = sizes(f)
    positive = mean(r(f[i, a], f[i, b]) for i in n for a in v for b in v)
    return positive - mean(r(f[i, a], f[j, b]) for i in n for a in v for j in n for b in v)


def differences(f):
    """r₊ − r₋ for every anchor (i, a), positive (i, b) and negative (j, c), all with replacement."""
    n, v = sizes(f)
    distance = {
        (i, a, j, c): r(f[i, a], f[j, c]) for i, a, j, c in itertools.product(n, v, n, v)
    }
    return torch.stack([
        distance[i, a, i, b] - distance[i, a, j, c]
        for i, a, b, j, c in itertools.product(n, v, v, n, v)
    ])  # fmt: skip


def triplet(f, tau, r0):
    return (tau * torch.log1p(torch.exp((differences(f) + r0) / tau))).mean()


def nce(f, tau):
    return torch.log1p(torch.exp(differences(f) / tau)).mean()


def info_nce(f, tau, h):
    """Anchor f_ia, positive f_ib, negatives the views b of the h samples after i."""
    samples = f.shape[0]

    def term(i, a, b):
        positive = torch.exp(-r(f[i, a], f[i, b]) / tau)
        negatives = sum(torch.exp(-r(f[i, a], f[(i + k) % samples, b]) / tau) for k in range(1, int(h) + 1))
        return -torch.log(positive / (positive + negatives))

    return mean(term(*pair) for pair in ordered_pairs(f))


def nt_xent(f, tau):
    """SimCLR's: all 2N views are anchors, the other 2N − 2 of other samples are negatives; cosines over τ."""
    samples, views = sizes(f)
    z = {(i, a): f[i, a] / f[i, a].norm() for i in samples for a in views}

    def term(i, a):
        similarity = {other: z[i, a].dot(z[other]) / tau for other in z if other != (i, a)}
        return torch.logsumexp(torch.stack(list(similarity.values())), 0) - similarity[i, 1 - a]

    return mean(term(*anchor) for anchor in z)


def byol(q, target):
    """Both sides of length 1."""
    unit = lambda v: normalize(v, dim=0)
    return mean(((unit(q[i, a]) - unit(target[i, b])) ** 2).sum() for i, a, b in ordered_pairs(q))


def byol_plain(q, target):
    return mean(r(q[i, a], target[i, b]) for i, a, b in ordered_pairs(q))


def simsiam(q, target):
    unit = lambda v: normalize(v, dim=0)
    return -mean(unit(q[i, a]).dot(unit(target[i, b])) for i, a, b in ordered_pairs(q))


def barlow(f, weight):
    """Σ (1 − C_ii)² + λ Σ_{i≠j} C_ij², C the correlations of the outputs of view 1 with those of view 2."""
    samples, _, outputs = f.shape

    def standard(column):
        centred = column - column.mean()
        return centred / (centred**2).mean().sqrt()

    z = [[standard(f[:, a, d]) for d in range(outputs)] for a in (0, 1)]
    total = 0.0
    for i, j in itertools.product(range(outputs), repeat=2):
        c = (z[0][i] * z[1][j]).sum() / samples
        total = total + ((1 - c) ** 2 if i == j else weight * c**2)
    return total


def vicreg(f, similarity, variance, covariance):
    """λ·invariance + μ·hinge of the deviations + ν·covariances between outputs, as in the authors' program."""
    samples, _, outputs = f.shape
    invariance = ((f[:, 0] - f[:, 1]) ** 2).sum() / (samples * outputs)
    hinge, off_diagonal = 0.0, 0.0
    for a in (0, 1):
        x = f[:, a] - f[:, a].mean(0)
        deviation = (((x**2).sum(0) / (samples - 1)) + 1e-4).sqrt()
        hinge = hinge + torch.relu(1 - deviation).mean() / 2
        for i, j in itertools.permutations(range(outputs), 2):
            off_diagonal = off_diagonal + ((x[:, i] * x[:, j]).sum() / (samples - 1)) ** 2 / outputs
    return similarity * invariance + variance * hinge + covariance * off_diagonal


OF_OUTPUTS = {
    "simple": simple,
    "triplet": triplet,
    "nce": nce,
    "info-nce": info_nce,
    "nt-xent": nt_xent,
    "barlow": barlow,
    "vicreg": vicreg,
}
WITH_PREDICTOR = {"byol": byol, "byol-plain": byol_plain, "simsiam": simsiam}
OF_TWO_VIEWS = ("nt-xent", "barlow", "vicreg")


def of_outputs(text):
    """The loss that `name:number,number` names."""
    name, _, numbers = text.partition(":")
    values = [float(x) for x in numbers.split(",") if x]
    return lambda f: OF_OUTPUTS[name](f, *values)
