"""BYOL: a predictor, a target and a zero-mean. Measured: the gradient of the loss, with the target a constant.
Predicted: covariances of connections K, times vec(W); the best predictor and Jacobians in closed form."""
from fractions import Fraction as Q
from functools import reduce

from exact import (
    Num, T, about_mean, beside, col, cov, cov_on, derivatives, dot, eye, grad, inner, inverse, is_psd, kron, lin,
    mean_distance, minus, mul, on, outer, over_root, root, shape, squares, sub, times, trace, unvec, val, values, vec,
    zeros)
from networks import Net, Views
from reading import fields, frac, listed, matrix, nat, need, tagged

class Byol:
    """r = E |P f_1 - f_2|^2 / 2 over independent augmentations of a sample, f_2 a constant."""
    def __init__(self, j, own_target=False, may_have_bias=False):
        online, target, views, p, zm = fields(j, "online target views predictor zero_mean")
        need(online == target or own_target, "found a target with weights of its own")
        self.v = Views(views)
        self.net, self.target = Net(online, self.v.x, may_have_bias), Net(target, self.v.x, may_have_bias)
        self.n, self.w, self.zm = self.net.outputs, self.net.w, tuple(fields(zm, "online target"))
        need([shape(w) for w in self.w] == [shape(w) for w in self.target.w], "found two architectures")
        need(all(type(z) is bool for z in self.zm), "found a zero-mean that is neither true nor false")
        self.p = matrix(p, self.n, self.n)
        self.s, self.square, self.k = mul(T(self.p), sub(eye(self.n), self.p)), mul(T(self.p), self.p), self.net.k
        self.bars = [self.v.bar(k) for k in self.k]

    def centred(self, f, yes):
        mean = [dot(self.v.weight, unit) for unit in zip(*f)]
        return [[dot([1, -1], pair) for pair in zip(view, mean)] for view in f] if yes else f

    def measure(self, p=None, zm=None):
        """r, its gradient by P, and minus those by the weights."""
        zm, p = zm or self.zm, [[Num(x) for x in row] for row in p or self.p]
        first = [[dot(row, f) for row in p] for f in self.centred(self.net.out, zm[0])]
        r = mean_distance(first, self.centred(self.target.y, zm[1]), self.v.same())
        by_p, *by_w = grad(r, p, *self.net.ws)
        return val(r), by_p, minus(by_w)

    def update(self, **how): return self.measure(**how)[2]
    def radial(self, **how): return [[[inner(w, u)]] for w, u in zip(self.w, self.update(**how))]
    def gained(self): return [sub(x, y) for x, y in zip(self.update(), self.update(zm=(False, False)))]
    def operators(self, s):
        """V^S_x of the derivatives of the augmentation means, by layer."""
        by = [derivatives(self.net.ws, mean) for mean in self.v.bar_rows(self.net.out)]
        return [cov(self.v.p, [of_x[l] for of_x in by], s) for l in range(len(self.w))]

    def sums_of_squares(self, terms):
        """The sum of p d (C l)(C l)^T over the samples and the terms (d, l), by layer, C = K_bar - M."""
        along = lambda k: [mul(c, l) for c in about_mean(self.v.p, k) for _, l in terms] or [zeros(len(k[0]))]
        weights = [q * d for q in self.v.p for d, _ in terms] or [1]
        return [lin(weights, [mul(x, T(x)) for x in along(k)]) for k in self.bars]

    def within(self, s): return [on(self.v.weight, d, d, s, w) for d, w in zip(map(self.v.within, self.k), self.w)]

def positive(a):
    """The terms (d, l), d > 0, of symmetric A."""
    terms = squares(a)
    need(terms is not None, "found a form without elimination")
    return [(d, col(l)) for d, l in terms if d > 0]

def projections(p):
    """Onto the span of the first half of the columns of I + P, and onto its complement."""
    n = len(p)
    a = [row[:n // 2] for row in lin([1, 1], [eye(n), p])]
    q = mul(a, inverse(mul(T(a), a)), T(a)) if n > 1 else zeros(1)
    return [q, sub(eye(n), q)]

def byol_shrinkage(j, part):
    b = Byol(j)
    need(b.p == eye(b.n) and b.zm != (False, True), "found a predictor, or a zero-mean of the target alone")
    if part == "update":
        return b.update(), minus(b.within(eye(b.n)))
    spread = lin(b.v.weight, [mul(z, T(z)) for z in b.v.within([col(f) for f in b.net.y])])
    return b.radial(), [[[-trace(spread)]]] * len(b.w)

def byol_implicit_contrastive(j, part):
    b = Byol(j)
    v, p, s = b.v, b.p, b.s
    needs_mean_off = part.startswith(("with-zero", "zero-mean")) or part in ("predictor-gives-some", "attraction")
    need(b.zm[0] or not needs_mean_off, "found no zero-mean of the online output")
    need(part != "without-zero-mean" or b.zm == (False, False), "found a zero-mean")
    if part in ("with-zero-mean", "without-zero-mean"):
        apply = cov_on if b.zm[0] else lambda ws, k, s, w: on(ws, k, k, s, w)
        return b.update(), [sub(apply(v.p, k, s, w), x) for k, w, x in zip(b.bars, b.w, b.within(b.square))]
    if part == "zero-mean-share":
        return b.gained(), minus(on([1], [lin(v.p, k)], [lin(v.p, k)], s, w) for k, w in zip(b.bars, b.w))
    if part == "predictor-gives-some":
        moved = mul(s, col([dot(v.weight, unit) for unit in zip(*b.net.y)]))
        need(any(x for x, in moved), "found a predictor that does not move the mean")
        return b.gained(), [zeros(len(w), len(w[0])) for w in b.w]
    if part.endswith("gives-none"):
        qs = [eye(b.n)] if part.startswith("identity") else projections(p)
        both = [b.update(p=q, zm=(yes, yes)) for q in qs for yes in (True, False)]
        return sum(both, []), sum((minus(b.within(q)) * 2 for q in qs), [])
    need(p == T(p) and is_psd(p) and is_psd(sub(eye(b.n), p)), "found a predictor with a spectrum outside [0, 1]")
    if part == "attraction":
        need(v.a == 1, "found augmentations, expected none")
        energy = trace(cov(v.p, [col(f) for f in v.bar_rows(b.net.y)])) / 4
        return [m for x in b.radial() for m in (times(-1, x), x)], [zeros(1), [[energy]]] * len(b.w)
    if part == "zero-mean-share-shrinks":
        mean = col([dot(v.weight, unit) for unit in zip(*b.net.y)])
        share = -sum(d * inner(l, mean) ** 2 for d, l in positive(s))
        return [[[inner(w, u)]] for w, u in zip(b.w, b.gained())], [[[Q(share)]]] * len(b.w)
    return b.operators(s), b.sums_of_squares(positive(s))

def byol_ema(j, part):
    b = Byol(j, own_target=True)
    v, pt = b.v, T(b.p)
    need(b.zm == (False, False) if part == "without-zero-mean" else b.zm[0], "found another zero-mean")
    layers = list(zip(b.k, b.bars, map(v.bar, b.target.k), b.w, b.target.w))
    if part == "zero-mean-share":
        layers = [([lin(v.p, k)], [lin(v.p, k2)], w, w2) for _, k, k2, w, w2 in layers]
        return b.gained(), [sub(on([1], m, m, b.square, w), on([1], m, m2, pt, w2)) for m, m2, w, w2 in layers]
    about = about_mean if part == "with-zero-mean" else lambda ws, ms: ms
    cross = [on(v.p, about(v.p, k), about(v.p, k2), pt, w2) for _, k, k2, _, w2 in layers]
    own = [on(v.weight, about(v.weight, k), about(v.weight, k), b.square, w) for k, _, _, w, _ in layers]
    return b.update(), [sub(*pair) for pair in zip(cross, own)]

def stop_gradient(j, part):
    byol, stops = fields(j, "byol stops_gradient")
    need(stops is False, "found a constant target, expected a gradient through both sides")
    b = Byol(byol)
    zm = {"plain": (False, False), "zero-mean": (True, True)}.get(part, b.zm)
    first, second = (b.centred(b.net.out, yes) for yes in zm)
    r = mean_distance([[dot(row, f) for row in b.p] for f in first], second, b.v.same())
    updates = minus(grad(r, *b.net.ws))
    if part == "only-shrinks":
        return [[[inner(w, u)]] for w, u in zip(b.w, updates)], [[[-2 * val(r)]]] * len(b.w)
    rest = sub(eye(b.n), b.p)
    s = mul(T(rest), rest)
    apply = cov_on if part == "zero-mean" else lambda ws, k, s, w: on(ws, k, k, s, w)
    terms = zip(b.within(lin([1, 1], [eye(b.n), b.square])), (apply(b.v.p, k, s, w) for k, w in zip(b.bars, b.w)))
    return updates, [lin([-1, -1], pair) for pair in terms]

def predictor_balance(j, part):
    b = Byol(j, own_target=True, may_have_bias=True)
    top, v = b.net.layers[-1], b.v
    need(top.mask is None and (top.bias is None or b.zm[0]), "found a mask on top, or a mean of the top layer's own")
    _, by_p, update = b.measure()
    f, goal = b.centred(b.net.y, b.zm[0]), v.bar_rows(b.centred(b.target.y, b.zm[1]))
    residual = [sub(mul(b.p, col(x)), col(goal[u // v.a])) for u, x in enumerate(f)]
    back = [mul(T(b.p), x) for x in residual]
    back = about_mean(v.weight, back) if b.zm[0] else back
    by_top = unvec(lin(v.weight, [mul(k, y) for k, y in zip(b.k[-1], back)]), top.w)
    if part == "balance":
        return [mul(T(b.p), by_p)], [mul(by_top, T(top.w))]
    balance = lambda p, w: sub(mul(T(p), p), mul(w, T(w)))
    formula = balance(lin(v.weight, [mul(x, [y]) for x, y in zip(residual, f)]), by_top)
    return [sub(balance(sub(b.p, by_p), lin([1, 1], [top.w, update[-1]])), balance(b.p, top.w))], [formula]

def optimal_predictor(j, part):
    b = Byol(j, may_have_bias=part not in ("radial-motion", "attraction", "positive-semidefinite"))
    need(b.zm[0], "found an online output that is not zero-mean")
    need(part not in ("top-layer", "modes") or b.net.layers[-1].mask is None, "found a mask on top")
    v, n, p, mean = b.v, b.n, b.p, [dot(b.v.weight, unit) for unit in zip(*b.net.y)]
    bars, inside = [col(f) for f in v.bar_rows(b.net.y)], v.within([col(f) for f in b.net.y])
    between = cov(v.p, bars)
    noise = lin(v.weight, [mul(z, T(z)) for z in inside])
    total = lin([1, 1], [between, noise])
    if part == "top-layer":
        return [mul(b.update()[-1], T(b.w[-1]))], [mul(T(p), sub(between, mul(p, total)))]
    best = mul(between, inverse(total))
    at_0 = b.measure(p=zeros(n, n))[1]
    found = mul(times(-1, at_0), inverse(sub(b.measure(p=eye(n))[1], at_0)))  # the zero of an affine map
    gap = sub(p, best)
    excess = mul(gap, total)
    if part == "minimiser":
        return [found], [best]
    if part == "gradient":
        return [b.measure()[1], b.measure(p=found)[1]], [excess, zeros(n, n)]
    if part == "excess":
        return [[[b.measure()[0] - b.measure(p=found)[0]]]], [[[inner(excess, gap) / 2]]]
    if part == "minimal":
        r = inner(mul(p, total), p) - 2 * trace(mul(p, between)) + trace(total) + (0 if b.zm[1] else dot(mean, mean))
        return [[[b.measure(p=found)[0]]]], [[[r / 2]]]
    if part == "radial-motion":
        return b.radial() + b.radial(p=found), [[[-inner(p, excess)]]] * len(b.w) + [zeros(1)] * len(b.w)
    if part == "modes":
        need(p == T(p) and all(mul(p, m) == mul(m, p) for m in (between, noise)), "found a P of other modes")
        growth = [(x * (inner(e, between) / inner(e, total) - x) * inner(e, total), e) for x, e in modes(p)]
        return [mul(b.update()[-1], T(b.w[-1]))], [lin(*zip(*growth))]
    operators = lambda: b.operators(mul(T(found), sub(eye(n), found)))
    if part == "attraction":
        of_w = [[[inner(mul(op, vec(w)), vec(w))]] for op, w in zip(operators(), b.w)]
        return of_w, [[[dot(v.weight, [inner(mul(best, z), mul(best, z)) for z in inside])]]] * len(b.w)
    if part == "positive-semidefinite":
        product = mul(between, noise)
        need(product == T(product), "found B and W that do not commute")
        return operators(), b.sums_of_squares([(d, mul(inverse(total), l)) for d, l in positive(product)])
    powers = [reduce(mul, [found] * m, mul(found, sub(eye(n), found))) for m in range(2 * n - 1)]
    left = [[mul(T(z), inverse(total), *[best] * i) for z in about_mean(v.p, bars)] for i in range(n)]
    u = [[mul(x, z)[0][0] for x in of_i for z in inside] for of_i in left]
    weights = [q * w for q in v.p for w in v.weight]
    return ([[[trace(powers[i + k]) for k in range(n)] for i in range(n)]],
            [[[dot(weights, [x * y for x, y in zip(a, c)]) for c in u] for a in u]])

def modes(p):
    """The eigenvalues of a symmetric P of one or two rows, with the projections onto the eigenvectors."""
    if len(p) == 1:
        return [(p[0][0], eye(1))]
    need(len(p) == 2, "found more than two outputs")
    gap = root((p[0][0] - p[1][1]) ** 2 + 4 * p[0][1] * p[1][0])
    need(gap, "found two equal eigenvalues")
    x, y = [(trace(p) + sign * gap) / 2 for sign in (1, -1)]
    return [(a, times(1 / (a - b), sub(p, times(b, eye(2))))) for a, b in ((x, y), (y, x))]

def batchnorm_projection(j, part):
    batch, epsilon = fields(j, "batch epsilon")
    x, epsilon = [Num(b) for b in listed(batch, frac)], frac(epsilon)
    n = len(x)
    share, one, flat = [Q(1, n)] * n, eye(n), [[Q(1, n)] * n] * n
    need(n >= 2 and epsilon >= 0, "found a batch of one, or a negative epsilon")
    need(part != "projection" or epsilon == 0, "found an epsilon, expected 0")
    gaps = [b - dot(share, x) for b in x]
    square = dot(share, [g * g for g in gaps]) + dot([1], [epsilon])
    need(val(square) > 0, "found a batch without variance")
    s, y = root(val(square)), [g * over_root(square) for g in gaps]
    jacobian = lambda out: T(derivatives([[x]], out)[0])
    if part == "zero-mean":
        return [jacobian(gaps)], [sub(one, flat)]
    u = [(val(b) - sum(map(val, x)) / n) / s for b in x]
    q, at, delta = sub(sub(one, flat), outer(u, Q(1, n))), col([val(b) for b in y]), epsilon / s ** 2
    if part == "jacobian":
        return [jacobian(y)], [times(1 / s, q)]
    found = times(s, jacobian(y))
    if part == "projection":
        measured = [mul(found, found), mul(found, col([1] * n)), mul(found, at), [[trace(found)]]]
        return measured, [q, zeros(n), zeros(n), [[Q(n - 2)]]]
    return [sub(mul(found, found), found), mul(found, at)], [outer(u, -delta / n), col([delta * b for b in u])]

def zero_mean_gradient(j, part):
    net, v, p, mean, off = fields(j, "network views predictor mean", "target_is_zero_mean")
    need(off in (None, True, False) and (off or part != "both-outputs"), "found a target that is not zero-mean")
    v = Views(v)
    net = Net(net, v.x, True)
    p, measured, predicted = matrix(p, net.outputs, net.outputs), [], []
    centred = lambda f: [[x - dot(v.weight, unit) for x, unit in zip(y, zip(*f))] for y in f]
    target = centred(net.y) if off else net.y
    goal = v.bar_rows(target)
    need(tagged(mean, "through detached")[0] == "through" or part != "through", "found a detached mean")

    def measure(l, through, by=None):
        ws, out = net.on_tape(v.x, centred=(l, v.weight, through))
        loss = mean_distance([[dot(row, o) for row in p] for o in out], target, v.same())
        return grad(loss, *ws[by or slice(l, l + 1)])

    def residuals(f): return [sub(mul(p, col(y)), col(goal[u // v.a])) for u, y in enumerate(f)]

    if part == "both-outputs":
        g = [mul(T(p), x) for x in residuals(centred(net.y))]
        by = [unvec(lin(v.weight, [mul(k, x) for k, x in zip(ks, g)]), w) for ks, w in zip(net.k, net.w)]
        top = len(net.w) - 1
        return measure(top, True, slice(0, None)) + measure(top, False, slice(0, None)), by * 2
    for l, layer in enumerate(net.layers):
        of_l = measure(l, part != "detached")[0]
        measured.append(sub(of_l, measure(l, False)[0]) if part == "lost" else of_l)
        f, d = net.run(v.x, centred=(l, v.weight, True))
        g = [mul(T(jac), T(p), x) for jac, x in zip(net.jacobians(d)[l], residuals(f[-1]))]
        second = lin(v.weight, [mul(y, [x]) for y, x in zip(g, net.f[l])])
        means = mul(lin(v.weight, g), lin(v.weight, [[x] for x in net.f[l]]))
        side = {"through": sub(second, means), "detached": second, "lost": times(-1, means)}[part]
        predicted.append(layer.masked(side))
    return measured, predicted

def batch_connection(j, part):
    net, v, p, z, mean, deviation, epsilon, groups = fields(
        j, "network views predictor layer mean deviation epsilon statistics_of_each_group")
    need(groups is False, "found statistics of each group, expected those of all views")
    need(deviation == "absent", "found a deviation, which is no fraction")
    need(mean in ("absent", "differentiated", "constant") and frac(epsilon) >= 0, "found a treatment that is unknown")
    of_any = part in ("closed-form", "cross-form")
    need(of_any or mean != "constant", "found a mean held constant")
    v = Views(v)
    net = Net(net, v.x, of_any)
    p, z = matrix(p, net.outputs, net.outputs), nat(z, len(net.w) + 1) - 1
    need(z >= 0, "found layer 0, expected 1 or more")
    centred = (z, v.weight, mean == "differentiated") if mean != "absent" else None
    ws, out = net.on_tape(v.x, centred=centred)
    f, d = net.run(v.x, centred=centred)
    k, jac = net.connections(f, d), net.jacobians(d)[z]
    down = [eye(len(net.w[z]))] * len(v.x)  # the slopes of the pre-activations of layer z in those of layer l
    for l in range(z, -1, -1):
        bits = [b for b, in vec(net.layers[l].mask)] if net.layers[l].mask else [1] * len(vec(net.w[l]))
        o = [[[b * y for y in row] for b, row in zip(bits, kron(col(x), T(g)))] for x, g in zip(f[l], down)]
        o = about_mean(v.weight, o) if mean == "differentiated" else o
        k[l] = [mul(x, T(g)) for x, g in zip(o, jac)]
        down = [mul(g, net.layers[l].w, gate) for g, gate in zip(down, d[l - 1])] if l else down
    if part == "closed-form":
        by = [derivatives(ws, of_view) for of_view in out]
        return [by_view[l] for l in range(len(ws)) for by_view in by], sum(k, [])
    by_w = [[mul(T(x), vec(w)) for x in of_l] for of_l, w in zip(k, net.w)]
    if part == "reversibility":
        return [T(values(out))] * len(ws), [beside(y) for y in by_w]
    if part == "simclr":
        independent = {(x, y): -a * b for x, a in enumerate(v.p) for y, b in enumerate(v.p)}
        loss = mean_distance(out, out, v.same() + v.pairs(independent))
        return minus(grad(loss, *ws)), [times(2, cov_on(v.p, v.bar(x), net.one, w)) for x, w in zip(k, net.w)]
    loss = mean_distance([[dot(row, y) for row in p] for y in out], values(out), v.same())
    s, square = mul(T(p), sub(eye(net.outputs), p)), mul(T(p), p)
    right = [[col(y) for y in f[-1]]] * len(ws) if part == "cross-form" else by_w
    apart = lambda ws, a, b, s, w: unvec(lin(ws, [mul(x, s, y) for x, y in zip(a, b)]), w)
    terms = [(apart(v.p, v.bar(x), v.bar(y), s, w), apart(v.weight, v.within(x), v.within(y), square, w))
             for x, y, w in zip(k, right, net.w)]
    return minus(grad(loss, *ws)), [sub(*pair) for pair in terms]
