"""Dual networks: what holds of homogeneous networks, whatever the loss. Measured: derivatives of outputs and losses.
Predicted: connections K, and the slope of the loss by formula."""
import itertools
from fractions import Fraction as Q

from exact import (
    T, col, derivatives, distance, dot, grad, inner, lin, mean_distance, mul, over_root, root, shape, sub, unvec,
    values, vec)
from networks import Net
from reading import fields, frac, listed, matrix, nat, need

def connection(j, part):
    net, x = fields(j, "network input")
    net = Net(net, T(matrix(x, None, 1)), part == "derivative")
    k = [of_layer[0] for of_layer in net.k]
    if part == "derivative":
        return derivatives(net.ws, net.out[0]), k
    return [col(values(net.out)[0])] * len(k), [mul(T(k_l), vec(w)) for k_l, w in zip(k, net.w)]

def dual_gradient(j, part):
    one, two, x, y = fields(j, "first second first_input second_input")
    one, two = Net(one, T(matrix(x, None, 1))), Net(two, T(matrix(y, None, 1)))
    need([shape(w) for w in one.w] == [shape(w) for w in two.w], "found two architectures")
    formula = lambda k1, k2, w1, w2: unvec(mul(k1, sub(mul(T(k1), vec(w1)), mul(T(k2), vec(w2)))), w1)
    both = [formula(k1, k2, w1, w2) for (k1,), (k2,), w1, w2 in zip(one.k, two.k, one.w, two.w)]
    return grad(distance(one.out[0], two.y[0]), *one.ws), both

class OutputLoss:
    """<C, F> + sum w |f_i - f_k|^2 / 2, and its slope by formula."""
    def __init__(self, j, net):
        c, pairs = fields(j, "linear pairs")
        self.c = T(matrix(c, net.outputs, len(net.xs)))
        need(type(pairs) is list, "found no list of pairs")
        index = lambda p: nat(p, len(net.xs))
        self.pairs = [(index(i), index(k), frac(w)) for i, k, w in (listed(p, length=3) for p in pairs)]

    def of(self, f):
        return dot([1] * (len(f) + 1), [dot(c, x) for c, x in zip(self.c, f)] + [mean_distance(f, f, self.pairs)])

    def slope(self, f):
        g = [list(c) for c in self.c]
        for (i, k, w), n in itertools.product(self.pairs, range(len(f[0]))):
            flow = w * (f[i][n] - f[k][n])
            g[i][n] += flow
            g[k][n] -= flow
        return g

def layer_balance(j, part):
    net, xs, of = fields(j, "network inputs loss")
    net = Net(net, T(matrix(xs)))
    of, dense = OutputLoss(of, net), all(l.slope is None and l.pool == "none" and l.mask is None for l in net.layers)
    need(len(net.w) > 1, "found one layer, expected two")
    need(part == "diagonals" or dense, "found a gate or a mask, expected linear dense layers")
    pooled = lambda a, size: [[sum(a[i][i] for i in range(k, k + size))] for k in range(0, len(a), size)]
    form = pooled if part == "diagonals" else lambda a, size: a
    g, back, measured, predicted = grad(of.of(net.out), *net.ws), of.slope(net.y), [], []
    for l, (layer, js) in enumerate(zip(net.layers[:-1], net.jacobians(net.d))):
        measured += [form(mul(T(net.w[l + 1]), g[l + 1]), 1), form(mul(g[l], T(net.w[l])), layer.size)]
        flows = [mul(T(jac), col(s), T(mul(layer.w, col(x)))) for jac, s, x in zip(js, back, net.f[l])]
        predicted += [form(lin([1] * len(flows), flows), layer.size)] * 2
    return measured, predicted

def normalized_loss(j, part):
    net, xs, of = fields(j, "network inputs loss")
    net = Net(net, T(matrix(xs)), part == "gradient")
    of = OutputLoss(of, net)
    need(all(map(any, net.y)), "found an output of norm 0")
    g = grad(of.of([[x * o for x in f] for f in net.out for o in [over_root(dot(f, f))]]), *net.ws)
    size = [root(dot(x, x)) for x in net.y]
    unit = [[x / s for x in y] for y, s in zip(net.y, size)]
    back = [[(b - u * dot(y, h)) / s for u, b in zip(y, h)] for y, h, s in zip(unit, of.slope(unit), size)]
    total = lambda ks: lin([1] * len(ks), [mul(k, col(y)) for k, y in zip(ks, back)])
    formula = [unvec(total(ks), w) for ks, w in zip(net.k, net.w)]
    if part == "gradient":
        return g, formula
    stepped = [sub(w, h) for w, h in zip(net.w, g)]
    return ([[[inner(w, h), inner(z, z)]] for w, h, z in zip(net.w, g, stepped)],
            [[[Q(0), inner(w, w) + inner(h, h)]] for w, h in zip(net.w, formula)])
