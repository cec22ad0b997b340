"""BYOL with linear networks, f = Wx, predictor P, target W_a. Measured: the loss over all pairs of augmentations,
differentiated, and steps by its gradients. Predicted: the formulas in the moments X and X' of the data."""
from fractions import Fraction as Q

from exact import (
    Num, T, col, dot, eye, grad, inner, inverse, lin, mean_distance, mul, outer, root, squares, sub, times, trace)
from networks import Views
from reading import fields, frac, matrix, nat, need

class Linear:
    def __init__(self, j):
        views, w, p, a, alpha, eta, own = fields(
            j, "views weights predictor target rate decay predictor_decay")
        self.v = Views(views)
        self.d = len(self.v.x[0])
        self.w = matrix(w, None, self.d)
        self.n = len(self.w)
        self.p, self.a = matrix(p, self.n, self.n), matrix(a, self.n, self.d)
        self.alpha, self.eta, self.own = frac(alpha), frac(eta), frac(own)
        self.start = self.w, self.p, self.a
        second = lambda ws, zs: lin(ws, [outer(z) for z in zs])
        self.x = second(self.v.p, self.v.bar_rows(self.v.x))
        self.total = lin([1, 1], [self.x, second(self.v.weight, [z for z, in self.v.within([[x] for x in self.v.x])])])

    def gradients(self, w, p, a):
        w, p = [[[Num(x) for x in row] for row in m] for m in (w, p)]
        first = [[dot(row, f) for row in p] for f in ([dot(row, x) for row in w] for x in self.v.x)]
        return grad(mean_distance(first, [[dot(row, x) for row in a] for x in self.v.x], self.v.same()), w, p)

    def velocities(self, w, p, a):
        by_w, by_p = self.gradients(w, p, a)
        return lin([-1, -self.eta], [by_w, w]), lin([-self.alpha, -self.own], [by_p, p])

    def along(self, axes):
        """The modes, after the axes are read and all five matrices found diagonal in them."""
        q, u = [matrix(m, k, k) for m, k in zip(fields(axes, "inputs outputs"), (self.d, self.n))]
        need(all(mul(T(m), m) == eye(len(m)) for m in (q, u)), "found axes that are not orthonormal")
        need(self.n <= self.d, "found more outputs than inputs")
        self.q, self.u = q, u
        read = [mul(T(left), m, right) for left, m, right in
                ((q, self.x, q), (q, self.total, q), (u, self.w, q), (u, self.p, u), (u, self.a, q))]
        need(not any(x for m in read for i, row in enumerate(m) for k, x in enumerate(row) if i != k),
             "found matrices that are not diagonal in the axes")
        return [tuple(m[i][i] for m in read) for i in range(self.n)]

    def diagonal(self, entries, columns):
        return [[x if i == k else Q(0) for k in range(columns)] for i, x in enumerate(entries)]

    def shrinking(self): return inner(self.w, self.velocities(*self.start)[0])

    def need_proportion(self, tau): need(self.a == times(tau, self.w), "found a target out of proportion")

def linear_byol(j, part):
    setting, axes, h, beta, steps = fields(j, "setting axes step follows steps")
    b, h, beta, steps = Linear(setting), frac(h), frac(beta), nat(steps, 5)
    w, p, a = b.start
    balance = lambda w, p: lin([b.alpha, -1], [mul(w, T(w)), mul(T(p), p)])
    g = sub(mul(p, w, b.total), mul(a, b.x))
    by_w, by_p = mul(T(p), g), mul(g, T(w))
    if part == "gradient":
        return b.gradients(w, p, a), [by_w, by_p]

    def stepped(w, p, a):
        dw, dp = b.velocities(w, p, a)
        return [lin([1, h], [w, dw]), lin([1, h], [p, dp]), lin([1 - h * beta, h * beta], [a, w])]

    if part == "modes":
        modes, state, ends = b.along(axes), b.start, []
        for _ in range(steps):
            state = stepped(*state)
        for x, t, w_j, p_j, a_j in modes:
            for _ in range(steps):
                g_j = p_j * w_j * t - a_j * x
                w_j, p_j, a_j = ((1 - h * b.eta) * w_j - h * p_j * g_j, (1 - h * b.own) * p_j - h * b.alpha * g_j * w_j,
                                 a_j + h * beta * (w_j - a_j))
            ends.append((w_j, p_j, a_j))
        rights = b.q, b.u, b.q
        return ([mul(T(b.u), m, right) for m, right in zip(state, rights)],
                [b.diagonal(e, len(right)) for e, right in zip(zip(*ends), rights)])
    need(b.eta == b.own, "found unequal decays")
    if part == "balance-decays":
        dw, dp = b.velocities(w, p, a)
        change = lin([b.alpha, b.alpha, -1, -1], [mul(dw, T(w)), mul(w, T(dw)), mul(T(dp), p), mul(T(p), dp)])
        return [change], [times(-2 * b.eta, balance(w, p))]
    drift = lin([b.alpha, -b.alpha ** 2], [mul(by_w, T(by_w)), mul(T(by_p), by_p)])
    return [balance(*stepped(w, p, a)[:2])], [lin([(1 - h * b.eta) ** 2, h * h], [balance(w, p), drift])]

def byol_collapse(j, part):
    setting, axes, tau = fields(j, "setting axes ratio")
    b, tau = Linear(setting), frac(tau)
    b.need_proportion(tau)
    pull = times(tau ** 2 / 4, mul(b.x, inverse(b.total), b.x))
    if part == "shrinks-at-least":
        return [[[b.shrinking()]]], [[[inner(b.w, mul(b.w, lin([1, -b.eta], [pull, eye(b.d)])))]]]
    if part == "collapse":
        terms = squares(lin([b.eta, -1], [eye(b.d), pull]))
        need(terms and len(terms) == b.d and all(d > 0 for d, _ in terms), "found a decay that the pull outweighs")
        need(any(map(any, b.w)), "found W = 0")
        return [[[b.shrinking()]]], [[[Q(0)]]]
    modes = b.along(axes)
    roots = [root(tau ** 2 * x * x - 4 * b.eta * t) for x, t, *_ in modes]
    rests = [[(tau * x + sign * r) / (2 * t) for sign in (1, -1)] for (x, t, *_), r in zip(modes, roots)]
    growth = [-t * (p - above) * (p - below) for (_, t, _, p, _), (above, below) in zip(modes, rests)]
    dw, dp = b.velocities(*b.start)
    if part == "speed-of-the-weights":
        return [mul(T(b.u), dw, b.q)], [b.diagonal([m[2] * g for m, g in zip(modes, growth)], b.d)]
    need(b.eta == b.own and all(b.alpha * w * w == p * p for _, _, w, p, _ in modes), "found layers out of balance")
    speeds = [m[3] * g for m, g in zip(modes, growth)]
    if part == "solution-on-the-balance":
        speeds = []
        for (_, t, _, p, _), places in zip(modes, [[*of, Q(0)] for of in rests]):
            need(len({*places, p}) == 4, "found a mode at a rest, or two rests in one")
            others = [[r - s for s in places if s != r] for r in places]
            speeds.append(-t / sum(1 / (one * two * (p - r)) for r, (one, two) in zip(places, others)))
    return [mul(T(b.u), dp, b.u)], [b.diagonal(speeds, b.n)]

def simsiam_limit(j, part):
    setting, axes = fields(j, "setting axes")
    b = Linear(setting)
    need(b.a == b.w and b.eta == b.own == 0, "found a target of its own, or a decay")
    inverse(b.total)  # refuses a singular one
    modes = b.along(axes)
    dw, dp = b.velocities(*b.start)
    if part == "speed":
        gaps = [t * w * (p - x / t) for x, t, w, p, _ in modes]
        return ([mul(T(b.u), dp, b.u), mul(T(b.u), dw, b.q)],
                [b.diagonal([-b.alpha * m[2] * g for m, g in zip(modes, gaps)], b.n),
                 b.diagonal([-m[3] * g for m, g in zip(modes, gaps)], b.d)])
    need(all(p > 0 and 0 < b.alpha * w * w <= p * p - (x / t) ** 2 for x, t, w, p, _ in modes),
         "found a predictor that is not ahead")
    moved = mul(T(b.u), dw, b.q)
    return [col([m[2] * moved[i][i] for i, m in enumerate(modes)])], [col([Q(0)] * b.n)]

def predictor_alignment(j, part):
    setting, tau, symmetrised = fields(j, "setting ratio symmetrised")
    b, tau = Linear(setting), frac(tau)
    xi, s = b.x[0][0], b.total[0][0]
    need(b.x == times(xi, eye(b.d)) and b.total == times(s, eye(b.d)), "found data that are not isotropic")
    b.need_proportion(tau)
    need(symmetrised is True and b.p == T(b.p), "found a predictor that does not stay symmetric")
    w, p, _ = b.start
    dw, dp = b.velocities(*b.start)
    dp, f = lin([Q(1, 2)] * 2, [dp, T(dp)]), mul(w, T(w))
    df = lin([1, 1], [mul(dw, T(w)), mul(w, T(dw))])
    moved, l = lin([1, 1, -1, -1], [mul(df, p), mul(f, dp), mul(dp, f), mul(p, df)]), sub(mul(f, p), mul(p, f))
    decay = b.eta + b.own / 2
    if part == "commutator":
        k = lin([s * b.alpha / 2, s, -tau * xi, decay], [f, mul(p, p), p, eye(b.n)])
        return [moved], [lin([-1, -1], [mul(l, k), mul(k, l)])]
    need(b.alpha >= 0 and s > 0, "found a negative rate, or no inputs")
    return [[[trace(mul(T(l), moved))]]], [[[-2 * (decay - tau ** 2 * xi ** 2 / (4 * s)) * inner(l, l)]]]
