"""Networks and views. The forward pass, which is what a network is, serves both sides; the measured side differentiates
it on the tape, the predicted side takes the connections K from the gates."""
from fractions import Fraction as Q

from exact import Num, T, col, dot, eye, kron, lin, mul, sub, val, values, vec
from reading import activation, fields, frac, law, listed, matrix, nat, need, tagged

# f_l = D_l W_l f_(l-1), the gate D_l (with the pool) a matrix; the top layer is linear.
class Layer:
    def __init__(self, j, inputs):
        w, act, pool, mask, bias = fields(j, "weights activation pool", "mask bias")
        self.raw = matrix(w, None, inputs)
        n = len(self.raw)
        self.mask = listed(mask, lambda r: listed(r, lambda b: nat(b, 2), inputs), n) if mask is not None else None
        self.w = self.masked(self.raw)
        self.bias = listed(bias, frac, n) if bias is not None else None
        self.slope = activation(act)
        self.pool, size = tagged(pool, "none max average")
        self.size = 1 if self.pool == "none" else nat(*fields(size, "size"))
        need(self.size and n % self.size == 0, f"found a pool of {self.size}, expected a divisor of {n}")

    def masked(self, a): return [[x * b for x, b in zip(r, bits)] for r, bits in zip(a, self.mask)] if self.mask else a

    def gate(self, t):
        """D at the pre-activations t, width x units."""
        need(self.slope is None or all(t), "found a pre-activation that is exactly 0")
        d, rows = [self.slope if self.slope is not None and x < 0 else Q(1) for x in t], []
        for start in range(0, len(t), self.size):
            pool = range(start, start + self.size)
            best = [i for i in pool if d[i] * t[i] == max(d[k] * t[k] for k in pool)]
            need(self.pool != "max" or len(best) == 1, "found a tied maximum")
            share = {i: d[i] / self.size for i in pool} if self.pool != "max" else {best[0]: d[best[0]]}
            rows.append([share.get(i, Q(0)) for i in range(len(t))])
        return rows

class Net:
    """A network on views xs: f_0 .. f_L and the gates as fractions; ws and out, weights and f_L, on the tape."""
    def __init__(self, j, xs, may_have_bias=False, only_read=False):
        self.layers, width = [], len(xs[0])
        for layer in listed(*fields(j, "layers")):
            self.layers.append(Layer(layer, width))
            width = len(self.layers[-1].raw) // self.layers[-1].size
        need(self.layers[-1].slope is None and self.layers[-1].size == 1, "found a gate on top")
        need(may_have_bias or all(layer.bias is None for layer in self.layers), "found a bias")
        self.outputs, self.w, self.xs, self.one = width, [layer.raw for layer in self.layers], xs, eye(width)
        if only_read:
            return
        self.f, self.d = self.run(xs)
        self.y = self.f[-1]
        self.ws, self.out = self.on_tape(xs)

    def run(self, xs, ws=None, gates=None, centred=None):
        """f and D by layer and view; centred = (layer, weights of the views, is its mean differentiated)."""
        f, d = [xs], []
        for l, layer in enumerate(self.layers):
            w = ws[l] if ws else layer.w
            t = [[dot(row, x) + (layer.bias[i] if layer.bias else 0) for i, row in enumerate(w)] for x in f[-1]]
            if centred and centred[0] == l:
                mean = [dot(centred[1], unit) for unit in zip(*t)]
                t = [[dot([1, -1], [x, m if centred[2] else val(m)]) for x, m in zip(view, mean)] for view in t]
            d.append(gates[l] if gates else [layer.gate(view) for view in values(t)])
            f.append([[dot(row, view) for row in gate] for gate, view in zip(d[-1], t)])
        return f, d

    def on_tape(self, xs, **how):
        bits = lambda layer: layer.mask or [[1] * len(row) for row in layer.w]
        own = lambda row, present: [Num(x) if b else x for x, b in zip(row, present)]
        ws = [[own(*pair) for pair in zip(layer.w, bits(layer))] for layer in self.layers]
        return ws, self.run(xs, ws, **how)[0][-1]

    def jacobians(self, d, ws=None):
        """J_L = I, J_l = J_(l+1) W_(l+1) D_l, by layer and view."""
        j, ws = [[self.one] * len(d[0])], ws or [layer.w for layer in self.layers]
        for l in range(len(d) - 1, 0, -1):
            j.insert(0, [mul(above, ws[l], gate) for above, gate in zip(j[0], d[l - 1])])
        return j

    @property
    def k(self): return self.connections(self.f, self.d)
    def connections(self, f, d):
        """K_l = f_(l-1) (x) J_l^T by layer and view, entries x outputs; rows of absent weights are 0."""
        bits = [[b for b, in vec(layer.mask)] if layer.mask else [1] * len(vec(layer.w)) for layer in self.layers]
        return [[[[b * y for y in row] for b, row in zip(own, kron(col(x), T(j)))] for x, j in zip(below, js)]
                for own, below, js in zip(bits, f, self.jacobians(d))]

class Views:
    def __init__(self, j):
        inputs, p, q = fields(j, "inputs sample_weights augmentation_weights")
        self.x, self.p, self.q = T(matrix(inputs)), law(listed(p, frac)), listed(q, frac)
        self.n, self.a = len(self.p), len(self.q) // len(self.p)
        need(len(self.x) == len(self.q) == self.n * self.a, "found weights that do not fit the views")
        self.of = [range(i * self.a, (i + 1) * self.a) for i in range(self.n)]
        for own in self.of:
            law([self.q[v] for v in own])
        self.weight = [self.p[v // self.a] * q for v, q in enumerate(self.q)]

    def bar(self, z): return [lin([self.q[v] for v in own], [z[v] for v in own]) for own in self.of]
    def bar_rows(self, f): return [row for row, in self.bar([[x] for x in f])]
    def within(self, z): return [sub(x, self.bar(z)[v // self.a]) for v, x in enumerate(z)]
    def pairs(self, joint):
        """(view, view, probability) of two augmentations under a joint law {(i, j): p} of their samples."""
        drawn = [(p, v, u) for (i, j), p in joint.items() if p for v in self.of[i] for u in self.of[j]]
        return [(v, u, p * self.q[v] * self.q[u]) for p, v, u in drawn]
    def same(self): return self.pairs({(i, i): p for i, p in enumerate(self.p)})
