#!/usr/bin/env python3
"""Re-checks certificates of dualproof: python3 checker/check.py DIR

Written from the statements of the claims, with Python's standard library and nothing of the program that writes the
certificates. Each file is one exact instance of one part of a claim. From the instance alone this program computes
the measured side by definition (differentiating the loss, summing over all latents) and the predicted side by the
formula, over fractions, and accepts the file only if both are the recorded ones, they stand in the part's relation,
and the instance meets the part's assumptions. checker/README.md describes the files and the exit codes.

Order: matrices; derivatives; reading; networks; trees; one function per claim; the files.
"""
import itertools, json, math, pathlib, re, sys
from fractions import Fraction as Q
from functools import lru_cache, reduce

class Reject(Exception):
    pass

def need(condition, problem):
    if not condition:
        raise Reject(problem)

# ---- Matrices: lists of rows of fractions. vec stacks columns. ----
def T(a): return [list(row) for row in zip(*a)]
def mul(*ms): return reduce(lambda a, b: [[dot(r, c) for c in zip(*b)] for r in a], ms)
def lin(ws, ms): return [[dot(ws, entry) for entry in zip(*rows)] for rows in zip(*ms)]  # the sum of w M
def sub(a, b): return lin([1, -1], [a, b])
def times(s, a): return [[s * x for x in row] for row in a]
def minus(ms): return [times(-1, m) for m in ms]
def eye(n): return [[Q(i == j) for j in range(n)] for i in range(n)]
def zeros(n, m=1): return [[Q(0)] * m for _ in range(n)]
def kron(a, b): return [[x * y for x in r for y in s] for r in a for s in b]
def col(v): return [[x] for x in v]
def outer(v, s=1): return times(s, mul(col(v), [v]))
def vec(a): return col([x for c in zip(*a) for x in c])
def unvec(v, like): return [[v[j * len(like) + i][0] for j in range(len(like[0]))] for i in range(len(like))]
def beside(blocks): return [sum(rows, []) for rows in zip(*blocks)]
def inner(a, b): return dot([x for r in a for x in r], [x for r in b for x in r])
def shape(a): return len(a), len(a[0])
def trace(a): return sum(a[i][i] for i in range(len(a)))
def about_mean(ws, ms): return [sub(m, lin(ws, ms)) for m in ms]
def cov(ws, ms, s=None): return lin(ws, [mul(m, s or eye(len(m[0])), T(m)) for m in about_mean(ws, ms)])  # V^S
def on(ws, a, b, s, w): return unvec(lin(ws, [mul(x, s, T(y), vec(w)) for x, y in zip(a, b)]), w)  # E[A S B^T] w
def cov_on(ws, ms, s, w): return on(ws, about_mean(ws, ms), about_mean(ws, ms), s, w)  # V^S[M] w

def inverse(a):
    n, rows = len(a), beside([a, eye(len(a))])
    for k in range(n):
        pivot = next((i for i in range(k, n) if rows[i][k]), None)
        need(pivot is not None, "found a singular matrix, expected an invertible one")
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [x / rows[k][k] for x in rows[k]]
        rows = [r if i == k else [x - r[k] * y for x, y in zip(r, rows[k])] for i, r in enumerate(rows)]
    return [r[n:] for r in rows]

def squares(a):
    """Symmetric A as a sum of d l l^T, [(d, l)]; None where a pivot is 0 and the rest of its column is not."""
    terms = []
    for k in range(len(a)):
        if a[k][k]:
            terms.append((a[k][k], [row[k] / a[k][k] for row in a]))
            a = sub(a, outer(terms[-1][1], a[k][k]))
        elif any(row[k] for row in a):
            return None
    return terms

def is_psd(a): return a == T(a) and squares(a) is not None and all(d > 0 for d, _ in squares(a))

def root(q):
    r = Q(math.isqrt(max(q.numerator, 0)), math.isqrt(q.denominator))
    need(r * r == q, f"found {q}, expected the square of a fraction")
    return r

# ---- Derivatives: a tape of numbers, each with its slopes in those it is made of, swept backwards. ----
class Num:
    tape = []
    __slots__ = "v", "up", "g"
    def __init__(self, v, up=()):
        self.v, self.up, self.g = v, up, Q(0)
        Num.tape.append(self)
    def __add__(self, other): return dot([1, 1], [self, other])
    def __sub__(self, other): return dot([1, -1], [self, other])
    def __mul__(self, other): return dot([self], [other])
    __radd__, __rmul__ = __add__, __mul__

def val(x): return x.v if type(x) is Num else x
def values(f): return [[val(x) for x in view] for view in f]

def dot(a, b):
    pairs = [(x, y) for x, y in zip(a, b) if x and y]
    up = [(x, val(y)) for x, y in pairs if type(x) is Num] + [(y, val(x)) for x, y in pairs if type(y) is Num]
    v = sum((val(x) * val(y) for x, y in pairs), Q(0))
    return Num(v, up) if up else v

def over_root(x):
    v = 1 / root(val(x))
    return Num(v, [(x, -v ** 3 / 2)]) if type(x) is Num else v

def distance(f, g):
    """r = |f - g|^2 / 2."""
    gap = [(x, y, val(x) - val(y)) for x, y in zip(f, g)]
    up = [(x, d) for x, _, d in gap if type(x) is Num] + [(y, -d) for _, y, d in gap if type(y) is Num]
    return Num(sum(d * d for _, _, d in gap) / 2, up)

def r_of(f, g): return val(distance(f, g))
def mean_distance(f, g, pairs): return dot([w for *_, w in pairs], [distance(f[v], g[u]) for v, u, _ in pairs])

def grad(of, *wrt):
    """The gradients of a number by matrices of numbers; constants have none."""
    for n in Num.tape:
        n.g = Q(n is of)
    for n in reversed(Num.tape):
        for x, slope in n.up if n.g else ():
            x.g += n.g * slope
    return [[[x.g if type(x) is Num else Q(0) for x in row] for row in a] for a in wrt]

def derivatives(ws, outputs):
    """d(outputs)/d vec(W) for each W, entries x outputs."""
    return [T([[x for x, in vec(g)] for g in of_w]) for of_w in zip(*[grad(o, *ws) for o in outputs])]

# ---- Reading: every field, no other, and numbers as fractions in lowest terms. ----
def fields(j, must, may=""):
    must, may = must.split(), may.split()
    need(type(j) is dict, f"found {str(j)[:40]}, expected an object with the fields {', '.join(must)}")
    for name in must:
        need(name in j, f"field {name}: found none, expected one")
    for name in j:
        need(name in must + may, f"field {name}: found an unknown field, expected {', '.join(must + may)}")
    return [j.get(name) for name in must + may]

def frac(j):
    need(type(j) is str and re.fullmatch(r"-?[0-9]+(/[1-9][0-9]*)?", j) and str(Q(j)) == j,
         f"found {str(j)[:40]}, expected a fraction in lowest terms such as \"-3/4\"")
    return Q(j)

def nat(j, below=math.inf):
    need(type(j) is int and 0 <= j < below, f"found {str(j)[:40]}, expected a whole number from 0 on and below {below}")
    return j

def listed(j, item=lambda x: x, length=None):
    need(type(j) is list and len(j) == (length or max(len(j), 1)),
         f"found {str(j)[:40]}, expected a list of {length or '1 or more'}")
    return [item(x) for x in j]

def matrix(j, rows=None, columns=None):
    return listed(j, lambda row: listed(row, frac, columns or len(listed(j[0]))), rows)

def law(p):
    need(sum(p) == 1 and min(p) >= 0, f"found weights with the sum {sum(p)}, expected non-negative ones with the sum 1")
    return p

def tagged(j, names):
    """An enum: a name, or an object of one name and its content."""
    name, content = next(iter(j.items())) if type(j) is dict and len(j) == 1 else (j, None)
    need(type(name) is str and name in names.split(), f"found {str(j)[:40]}, expected one of {names}")
    return name, content

def activation(j):
    """The slope below 0; None for linear."""
    name, content = tagged(j, "linear relu leaky-relu")
    return {"linear": None, "relu": Q(0)}[name] if name != "leaky-relu" else frac(*fields(content, "slope"))

def loss(j):
    """phi, phi' and c of a loss that is the sum of phi(r+ - r_k) with phi(d) = c1 d + c2 d^2 + c3 d^3."""
    name, content = tagged(j, "simple polynomial")
    a, b, c = [Q(1), Q(0), Q(0)] if name == "simple" else listed(*fields(content, "coefficients"), frac, 3)
    return (lambda d: a * d + b * d * d + c * (d * d * d)), (lambda d: a + 2 * b * d + 3 * c * d * d), (a, b, c)

# ---- Networks: f_l = D_l W_l f_(l-1), the gate D_l (with the pool) a matrix; the top layer is linear. ----
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

    def jacobians(self, d):
        """J_L = I, J_l = J_(l+1) W_(l+1) D_l, by layer and view."""
        j = [[self.one] * len(d[0])]
        for l in range(len(d) - 1, 0, -1):
            j.insert(0, [mul(above, self.layers[l].w, gate) for above, gate in zip(j[0], d[l - 1])])
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

# ---- Trees: node 0 is the root; state 0 of a binary latent is z = -1, state 1 is z = +1. ----
class Tree:
    def __init__(self, j, net):
        count, root_law, edges = fields(j, "nodes root edges")
        self.nodes, self.root, self.strict = nat(count), law(listed(root_law, frac)), False
        self.parent, self.p, self.rho, self.children = {}, {}, {}, [[] for _ in range(self.nodes)]
        for up, down, channel in listed(edges, lambda e: fields(e, "parent child channel")):
            need(nat(down, self.nodes) and down not in self.parent, f"node {down}: found a second parent, expected one")
            name, content = tagged(channel, "polarity transition")
            self.parent[down], self.rho[down] = nat(up, self.nodes), frac(content) if name == "polarity" else None
            rows = polar(self.rho[down]) if name == "polarity" else matrix(content)
            self.p[down] = [law(row) for row in rows]
            self.children[up].append(down)
        self.order = [0]
        for node in self.order:
            self.order += self.children[node]
        need(len(self.order) == self.nodes, "found nodes without a path to the root, expected a tree")
        self.states = [len(self.p[v][0]) if v else len(self.root) for v in range(self.nodes)]
        need(all(len(self.p[v]) == self.states[u] for v, u in self.parent.items()), "found a channel from other states")
        self.depth, self.path, self.to_root = {0: 0}, {0: Q(1)}, {0: eye(len(self.root))}  # to_root: P(z_v | z_0)
        for v in self.order[1:]:
            up = self.parent[v]
            self.depth[v], self.path[v] = self.depth[up] + 1, self.path[up] * (self.rho[v] or 0)
            self.to_root[v] = mul(self.to_root[up], self.p[v])
        self.inner, self.leaves = [[v for v in self.order if bool(self.children[v]) == b] for b in (True, False)]
        self.binary = len(self.root) == 2 and None not in self.rho.values()
        pixels, groups = fields(net, "pixels groups")
        self.pixels, self.w, self.slope = tagged(pixels, "sign bit one-hot")[0], {}, {}
        need(self.pixels == "one-hot" or all(self.states[v] == 2 for v in self.leaves), "found a pixel of many states")
        for node, w, act in listed(groups, lambda g: fields(g, "node weights activation"), len(self.inner)):
            need(nat(node) in self.inner and node not in self.w, f"found a group too many, of node {node}")
            self.w[node], self.slope[node] = matrix(w), activation(act)
        self.width = {v: len(self.w[v]) if v in self.w else len(self.pixel(v, 0)) for v in range(self.nodes)}
        fed = lambda v: sum(self.width[c] for c in self.children[v])
        need(all(len(self.w[v][0]) == fed(v) for v in self.inner), "found weights of another width")

    def pixel(self, v, s):
        one_hot = [Q(s == k) for k in range(self.states[v])]
        return {"sign": [Q(2 * s - 1)], "bit": [Q(s)], "one-hot": one_hot}[self.pixels]

    def node(self, j):
        need(nat(j) in self.inner, f"node: found {j}, expected one with children")
        return j

    def bend(self, v, t):
        need(not self.strict or self.slope[v] is None or all(map(val, t)), "found a pre-activation that is exactly 0")
        return [x if self.slope[v] is None or val(x) > 0 else x * self.slope[v] for x in t]

    def features(self, states, at=None, unit=None):
        """f of every node on one configuration of the leaves; unit(inputs) in place of the units of one node."""
        f = {v: self.pixel(v, s) for v, s in zip(self.leaves, states)}
        for v in reversed(self.inner):
            below = [x for c in self.children[v] for x in f[c]]
            f[v] = unit(below) if v == at else self.bend(v, [dot(row, below) for row in self.w[v]])
        return f

    def below(self, v):
        """The inputs of a node's units, as a function of the states of the leaves."""
        return lambda states: [x for f in [self.features(states)] for c in self.children[v] for x in f[c]]

    def joint(self, siblings=None):
        """{states of all nodes in order: P}. With siblings (a, b, c):
        P(z_a, z_b | z) = ((1 + r_a z z_a)(1 + r_b z z_b) + c z_a z_b)/4."""
        need(math.prod(self.states) <= 2 ** 15, "found more than 2^15 assignments")
        table, at = {(): Q(1)}, {v: k for k, v in enumerate(self.order)}
        for v in self.order:
            longer = {}
            for (states, p), s in itertools.product(table.items(), range(self.states[v])):
                step = self.p[v][states[at[self.parent[v]]]][s] if v else self.root[s]
                if siblings and v == siblings[1] and siblings[2]:
                    z, z_a = 2 * states[at[self.parent[v]]] - 1, 2 * states[at[siblings[0]]] - 1
                    step += siblings[2] * z_a * (2 * s - 1) / (1 + self.rho[siblings[0]] * z * z_a) / 2
                if p * step:
                    longer[(*states, s)] = p * step
            table = longer
        return table

    def leaves_given(self, node):
        """{states of the leaves: [P(they | z_node = s) for s]}, by summing over all latents."""
        at, places, table = self.order.index(node), [self.order.index(v) for v in self.leaves], {}
        for states, p in self.joint().items():
            table.setdefault(tuple(states[k] for k in places), [Q(0)] * self.states[node])[states[at]] += p
        total = [sum(c) for c in zip(*table.values())]
        need(all(total), "found a state of probability 0")
        return {states: [x / t for x, t in zip(row, total)] for states, row in table.items()}

    def mean(self, node, f):
        """E[f | z_node], states x width, of f(states of the leaves)."""
        given = self.leaves_given(node)
        return [[dot(p, unit) for unit in zip(*map(f, given))] for p in zip(*given.values())]

    @lru_cache(None)
    def messages(self, node):
        """For each state of the node the law of its features, {f: P}, from the leaves up."""
        if not self.children[node]:
            return [{tuple(self.pixel(node, s)): Q(1)} for s in range(self.states[node])]
        laws = []
        for state in range(self.states[node]):
            below = {(): Q(1)}
            for c in self.children[node]:
                step = [(f, p * q) for q, m in zip(self.p[c][state], self.messages(c)) for f, p in m.items() if q]
                below = gathered([(f + g, p * q) for f, p in below.items() for g, q in gathered(step).items()])
            unit = lambda f: tuple(self.bend(node, [dot(row, f) for row in self.w[node]]))
            laws.append(gathered([(unit(f), p) for f, p in below.items()]))
        return laws

    def v(self, node):
        """E[f | z_node] from the messages; s: selectivities of the units, a: of the inputs."""
        return [[dot(m.values(), unit) for unit in zip(*m)] for m in self.messages(node)]

    def s(self, node): return [(high - low) / 2 for low, high in zip(*self.v(node))]
    def a(self, node): return [self.rho[c] * x for c in self.children[node] for x in self.s(c)]

    def jacobian(self, node):
        """J = df_L/df~ of a node, which has to be the same on every configuration that can occur."""
        need(len({self.depth[v] for v in self.leaves}) == 1, "found leaves of different depths")
        need(self.slope[0] is None, "found a gate on top")
        found, self.strict = [], True
        for states in self.leaves_given(0):
            cut = []
            def unit(below):
                cut[:] = [Num(dot(row, below)) for row in self.w[node]]
                return self.bend(node, cut)
            out = self.features(states, node, unit)[0]
            found.append(T(derivatives([[cut]], out)[0]))
        need(all(j == found[0] for j in found), "found a Jacobian that is not constant")
        return found[0]

    def root_outputs(self, node, w):
        """(f_L on each configuration, E[f_L | z_0]) with the weights w of one node on the tape."""
        self.strict, given = True, self.leaves_given(0)
        f = {c: self.features(c, node, lambda below: self.bend(node, [dot(row, below) for row in w]))[0] for c in given}
        return f, [[dot(p, unit) for unit in zip(*f.values())] for p in zip(*given.values())]

def polar(r): return [[(1 + r) / 2, (1 - r) / 2], [(1 - r) / 2, (1 + r) / 2]]
def gathered(terms):
    sums = {}
    for f, p in terms:
        sums[f] = sums.get(f, 0) + p
    return sums

# ---- The claims: from an instance and a part to the measured and the predicted side. ----
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

def contrastive_losses(j, part):
    of, plus, negatives = fields(j, "loss positive negatives")
    (phi, slope, _), plus, rs = loss(of), frac(plus), listed(negatives, frac)
    xi = [slope(plus - r) for r in rs]
    need(min(xi) > 0, "found a slope of the loss that is not positive")
    r, others = Num(plus), [Num(q) for q in rs]
    (of_plus,), of_rest = (g[0] for g in grad(dot([1] * len(rs), [phi(r - q) for q in others]), [[r]], [others]))
    return {"attracts-the-positive": ([[[-of_plus]]], [zeros(1)]),
            "repels-every-negative": ([[of_rest]], [zeros(1, len(rs))]),
            "sum-is-zero": ([[[-sum(of_rest)]]], [[[sum(xi)]]]),
            "derivatives": ([[[of_plus, *of_rest]] * 2], [[[sum(xi), *[-x for x in xi]]] * 2])}[part]

def covariance_operator(j, part):
    net, v, positives, negatives = fields(j, "network views positives negatives")
    v = Views(v)
    net, n, a, p = Net(net, v.x), v.n, v.a, v.p
    positives, negatives = matrix(positives, n, n), matrix(negatives, n, n)
    law(sum(positives, [])), law(sum(negatives, []))
    bars = [v.bar(k) for k in net.k]
    if part == "positive-semidefinite":
        by = [derivatives(net.ws, mean) for mean in v.bar_rows(net.out)]
        return [cov(p, [of_x[l] for of_x in by]) for l in range(len(bars))], [cov(p, bar) for bar in bars]
    between = [cov_on(p, bar, net.one, w) for bar, w in zip(bars, net.w)]
    if part == "finite-batch":
        need(n > 1 and a > 1 and len(set(p)) == len(set(v.q)) == 1, "found no uniform batch of 2 or more")
        pairs = [(x, y, Q(1, n * a * (a - 1))) for own in v.of for x in own for y in own if x != y]
        pairs += [(x, y, -Q(1, n * (n - 1) * a * a)) for o in v.of for q in v.of if o != q for x in o for y in q]
        within = [on(v.weight, d, d, net.one, w) for d, w in zip(map(v.within, net.k), net.w)]
        formula = [lin([Q(2 * n, n - 1), -Q(2, a - 1)], pair) for pair in zip(between, within)]
    else:
        need(positives == [[p[i] * (i == k) for k in range(n)] for i in range(n)], "found positives of other samples")
        need(negatives == [[x * y for y in p] for x in p], "found dependent negatives")
        pairs = v.pairs({(i, k): positives[i][k] - negatives[i][k] for i in range(n) for k in range(n)})
        formula = [times(2 if part == "both-branches" else 1, b) for b in between]
    of = mean_distance(net.out, net.out if part in ("both-branches", "finite-batch") else values(net.out), pairs)
    update, energy = minus(grad(of, *net.ws)), trace(cov(p, [col(f) for f in v.bar_rows(net.y)]))
    if part == "energy":
        return [[[val(of)]]], [[[-energy]]]
    if part == "energy-of-every-layer":
        return [[[inner(w, u)]] for w, u in zip(net.w, update)], [[[energy]]] * len(update)
    return update, formula

def weighted_covariance(j, part):
    net, v, of = fields(j, "network views loss")
    v, (phi, xi, (_, c2, c3)) = Views(v), loss(of)
    net, means = Net(net, v.x), [x for x in v.bar_rows(v.x) for _ in range(v.a)]
    f, d = net.run(means) if part == "second-order" else (net.f, net.d)
    drawn = [(x, y, z) for own in v.of for x in own for y in own for z in range(len(v.x))]
    triples = [(x, y, z, v.weight[x] * v.q[y] * v.weight[z]) for x, y, z in drawn]

    def update(xs, gates):
        ws, out = net.on_tape(xs, gates=gates)
        r = lru_cache(None)(lambda x, y: distance(out[x], [val(o) for o in out[y]]))
        return minus(grad(dot([w for *_, w in triples], [phi(r(x, y) - r(x, z)) for x, y, z, _ in triples]), *ws))

    ks, bar = net.connections(f, d), v.bar_rows(f[-1])
    both = [(x, y, v.p[x] * v.p[y]) for x in range(v.n) for y in range(v.n)]
    xi_0 = lambda x, y: xi(-r_of(bar[x], bar[y]))
    gaps = [[sub(k[x], k[y]) for x, y, _ in both] for k in map(v.bar, ks)]
    covariance = [on([p * xi_0(x, y) / 2 for x, y, p in both], gap, gap, net.one, w) for gap, w in zip(gaps, net.w)]
    if part == "remainder":
        d_r = lambda x, y, z: r_of(f[-1][x], f[-1][y]) - r_of(f[-1][x], f[-1][z])
        excess = [w * (xi(d_r(x, y, z)) - xi_0(x // v.a, z // v.a)) for x, y, z, w in triples]
        behind = [sub(col(f[-1][y]), col(f[-1][z])) for _, y, z, _ in triples]
        theta = [unvec(lin(excess, [mul(k[t[0]], b) for t, b in zip(triples, behind)]), w) for k, w in zip(ks, net.w)]
        return update(v.x, None), [lin([1, 1], pair) for pair in zip(covariance, theta)]
    # With the gates of the means, the update is a polynomial in epsilon of degree at most 6: seven values give it.
    at = [Q(e) for e in range(-3, 4)]
    updates = [update([[m + e * (x - m) for x, m in zip(*pair)] for pair in zip(v.x, means)], d) for e in at]
    coefficients = inverse([[e ** n for n in range(7)] for e in at])
    measured = [lin(coefficients[n], [u[l] for u in updates]) for l in range(len(net.w)) for n in range(3)]
    # The derivatives by epsilon of K and of the outputs, a; V_x = E a a^T.
    f_1 = net.run(v.x, gates=d)[0]
    dk = [[sub(k_1, k) for k_1, k in zip(*pair)] for pair in zip(net.connections(f_1, d), ks)]
    a = [sub(col(x), col(y)) for x, y in zip(f_1[-1], f[-1])]
    spread, predicted = v.bar([mul(x, T(x)) for x in a]), []
    for l, w in enumerate(net.w):
        second = zeros(len(vec(w)))
        for x, y, p in both:
            gap, r, k = sub(col(bar[x]), col(bar[y])), r_of(bar[x], bar[y]), v.bar(ks[l])[x]
            xi_1, xi_2 = 2 * c2 - 6 * c3 * r, 6 * c3
            curved = xi_2 * inner(gap, mul(lin([1, 1], [spread[x], spread[y]]), gap)) / 2
            along = xi_1 * (trace(spread[x]) - trace(spread[y])) / 2 + curved
            change = lin([v.q[u] * inner(a[u], gap) for u in v.of[x]], [mul(dk[l][u], gap) for u in v.of[x]])
            second = lin([1, p * along, -p * xi_1, -p * xi_1], [second, mul(k, gap), mul(k, spread[y], gap), change])
        predicted += [covariance[l], zeros(len(w), len(w[0])), unvec(second, w)]
    return measured, predicted

def contrastive_operator(j, part):
    net, xs, draws, of = fields(j, "network inputs draws loss")
    net, (phi, slope, _) = Net(net, T(matrix(xs))), loss(of)
    count, f, layers = len(net.xs), net.y, range(len(net.w))
    view = lambda x: nat(x, count)
    draws = listed(draws, lambda d: fields(d, "first positive negatives weight"))
    draws = [(view(x), view(y), listed(zs, view), frac(w)) for x, y, zs, w in draws]
    law([w for *_, w in draws])
    need(len({len(zs) for _, _, zs, _ in draws}) == 1, "found draws of different numbers of negatives")
    terms = [(x, y, z, w * slope(r_of(f[x], f[y]) - r_of(f[x], f[z]))) for x, y, zs, w in draws for z in zs]  # w xi_k
    if part in ("semidefinite", "one-branch-positivity"):
        need(all(w == 0 or slope(r_of(f[x], f[y]) - r_of(f[x], f[z])) > 0 for x, y, zs, w in draws for z in zs),
             "found a slope that is not positive")
    if part.startswith("one-branch"):
        need(all(len(zs) == 1 and x == y for x, y, zs, _ in draws), "found other than one negative and no augmentation")
        joint = gathered([((x, zs[0]), w) for x, _, zs, w in draws])
        p = gathered([(x, w) for (x, _), w in joint.items()])
        is_product = lambda x, z: joint.get((x, z), 0) == p.get(x, 0) * p.get(z, 0)
        need(all(is_product(*pair) for pair in itertools.product(range(count), repeat=2)), "found dependent draws")
        differ = any(w and f[x] != f[z] for (x, z), w in joint.items())
        need(part != "one-branch-positivity" or differ, "found equal outputs")
    other = net.out if part in ("both-branches", "energy") else values(net.out)
    rs = [(distance(net.out[x], other[y]), [distance(net.out[x], other[z]) for z in zs]) for x, y, zs, _ in draws]
    losses = [dot([1] * len(negatives), [phi(plus - r) for r in negatives]) for plus, negatives in rs]
    update = minus(grad(dot([w for *_, w in draws], losses), *net.ws))
    operator = lambda rows: lin([s for s, *_ in rows], [mul(a, T(b)) for _, a, b in rows])
    if part in ("semidefinite", "one-branch-symmetry"):
        push = [(-r.g, x, z) for (x, _, zs, _), (_, negatives) in zip(draws, rs) for z, r in zip(zs, negatives)]
        pull = [(plus.g, x, y) for (x, y, *_), (plus, _) in zip(draws, rs)]
        by = [derivatives(net.ws, o) for o in net.out]
        gap = lambda l, x, z: sub(by[x][l], by[z][l])
        if part == "one-branch-symmetry":
            measured = [operator([(s, by[x][l], gap(l, x, z)) for s, x, z in push]) for l in layers]
            return measured, [operator([(s, sub(k[x], k[z]), k[x]) for x, _, z, s in terms]) for k in net.k]
        both = [(way, l) for way in (push, pull) for l in layers]
        operators = [operator([(s, gap(l, x, z), gap(l, x, z)) for s, x, z in way]) for way, l in both]
        return [[[Q(is_psd(o))]] for o in operators], [[[Q(1)]]] * len(operators)
    if part == "energy":
        energy = 2 * sum((s * (r_of(f[x], f[z]) - r_of(f[x], f[y])) for x, y, z, s in terms), Q(0))
        return [[[inner(w, u)]] for w, u in zip(net.w, update)], [[[energy]]] * len(update)
    if part == "one-branch-positivity":
        return [[[-inner(w, u)]] for w, u in zip(net.w, update)], [zeros(1)] * len(update)
    share = Q(1, 2) if part == "one-branch" else Q(1)
    ws = [share * s for *_, s in terms] + [-share * s for *_, s in terms]
    ends = [(x, z) for x, _, z, _ in terms] + [(x, y) for x, y, *_ in terms]
    gaps = [[sub(k[x], k[z]) for x, z in ends] for k in net.k]
    return update, [on(ws, gap, gap, net.one, w) for gap, w in zip(gaps, net.w)]

def translation_invariance(j, part):
    objects, shifts, net, c, epsilon = fields(j, "objects shifts network contrast perturbation")
    u, v = objects = listed(objects, lambda o: listed(o, frac), 2)
    d, c, shifts = len(u), frac(c), listed(shifts, nat)
    epsilon, n = listed(epsilon, frac, d), len(shifts)
    need(len(v) == d and sum(u) == sum(v), "found objects of different sums")
    need(len({sum(p % d == q for p in shifts) for q in range(d)}) == 1, "found shifts that are not transitive")
    shifted = [[[o[(q - p) % d] for q in range(d)] for p in shifts] for o in objects]
    net = Net(net, shifted[0] + shifted[1], only_read=part == "sight-on-an-open-set")
    need(all(l.mask is None and l.size == 1 for l in net.layers), "found a mask or a pool")
    if part == "sight-on-an-open-set":
        lit = [[Q(q in places) for q in range(d)] for places in ((0, 1), (0, 2))]
        need(d >= 4 and c > 0 and objects == lit, "found objects other than 11 and 101")
        w = [e + c * ((q == 0) - (q == 1)) for q, e in enumerate(epsilon)]
        seen = [sum(max(dot(w, x), 0) for x in xs) / n for xs in shifted]
        return [[[seen[0] - seen[1]]]], [[[-(c - 2 * sum(map(abs, epsilon))) / d]]]
    slopes = [l.slope for l in net.layers]
    is_linear, is_relu = set(slopes) == {None}, slopes == [Q(0), None]
    need(is_relu if part == "one-hidden-relu" else is_linear, "found another kind of network")
    if part == "attraction-cancels-repulsion":
        all_pairs, even = list(itertools.product(range(2 * n), repeat=2)), [Q(1, 2 * n)] * (2 * n)
        attract = [(x, y, Q(1, 2 * n * n)) for x, y in all_pairs if x // n == y // n]
        repel = [(x, y, Q(1, 4 * n * n)) for x, y in all_pairs]
        measured = [g for pairs in (attract, repel) for g in grad(mean_distance(net.out, net.out, pairs), *net.ws)]
        return measured, [times(2, cov_on(even, k, net.one, w)) for k, w in zip(net.k, net.w)] * 2
    k = [derivatives(net.ws, [dot([Q(1, n)] * n, unit) for unit in zip(*out)]) for out in (net.out[:n], net.out[n:])]
    if part == "one-hidden-relu":
        total = lambda w, xs: sum(abs(dot(w, x)) for x in xs)
        delta = [(total(w, shifted[0]) - total(w, shifted[1])) / (2 * n) for w in net.w[0]]
        return [cov([Q(1, 2)] * 2, [of_object[1] for of_object in k])], [kron(outer(delta, Q(1, 4)), net.one)]
    below, predicted = col([sum(u) / d] * d), []
    for l, w in enumerate(net.w):
        predicted += [kron(below, T(reduce(mul, reversed(net.w[l + 1:]), net.one)))] * 2
        below = mul(w, below)
    return [m for pair in zip(*k) for m in pair], predicted

def latent_tree_covariance(j, part):
    t, net, node, dependence = fields(j, "tree network node", "dependence")
    tree = Tree(t, net)
    node, siblings, any_states = tree.node(node), None, part.startswith("categorical") or part == "messages"
    need(any_states or tree.binary, "found a categorical tree")
    any_root = any_states or part in ("path-polarity", "conditional-means")
    need(any_root or tree.root == [Q(1, 2)] * 2, "found a root that is not uniform")
    if dependence is not None:
        a, b, c = fields(tagged(dependence, "siblings")[1], "first second strength")
        a, b, c = siblings = nat(a, tree.nodes), nat(b, tree.nodes), frac(c)
        need(part in ("path-polarity", "categorical-path", "deep-tree"), "found dependent siblings")
        need(tree.binary and tree.parent.get(a) == tree.parent.get(b) and tree.order.index(a) < tree.order.index(b)
             and abs(c) <= (1 - abs(tree.rho[a])) * (1 - abs(tree.rho[b])), "found no dependence of siblings")
    def bound(v): return dot(tree.a(v), tree.a(v)) * max((abs(r) for r in tree.rho.values())) ** (2 * tree.depth[v])
    def rank_one(v): return outer(tree.a(v), tree.path[v] ** 2)
    def categorical(v):  # V^T P^T (diag pi - pi pi^T) P V
        means = mul(tree.to_root[v], beside([mul(tree.p[c], tree.v(c)) for c in tree.children[v]]))
        spread = [[x * (i == k) - x * y for k, y in enumerate(tree.root)] for i, x in enumerate(tree.root)]
        return mul(T(means), spread, means)
    formula = categorical if any_states else rank_one
    if "operator" in part:
        jac, w = tree.jacobian(node), [[Num(x) for x in row] for row in tree.w[node]]
        square = mul(T(jac), jac)
        block = cov(tree.root, [derivatives([w], mean)[0] for mean in tree.root_outputs(node, w)[1]])
        if part == "operator-shrinks-with-depth":
            return [[[trace(block)]]], [[[bound(node) * trace(square)]]]
        return [block], [kron(formula(node), square)]
    if part == "deep-tree":
        return deep_tree(tree)
    if part in ("path-polarity", "categorical-path"):
        measured, joint = [], tree.joint(siblings)
        for at in map(tree.order.index, range(tree.nodes)):
            p = gathered([((s[0], s[at]), q) for s, q in joint.items()])
            rows = [[p.get((i, k), Q(0)) for k in range(tree.states[tree.order[at]])] for i in range(len(tree.root))]
            measured.append([[x / sum(row) for x in row] for row in rows])
        law_of = (lambda v: polar(tree.path[v])) if part == "path-polarity" else tree.to_root.get
        return measured, [law_of(v) for v in range(tree.nodes)]
    if part == "messages":
        every = range(tree.nodes)
        return [tree.mean(v, lambda s: tree.features(s)[v]) for v in every], [tree.v(v) for v in every]
    if part == "conditional-means":
        mean = lambda v: [sum(x) / 2 for c in tree.children[v] for x in zip(*tree.v(c))]
        given = lambda v: [[m + z * a for m, a in zip(mean(v), tree.a(v))] for z in (-1, 1)]
        return [tree.mean(v, tree.below(v)) for v in tree.inner], [given(v) for v in tree.inner]
    measured = [cov(tree.root, [col(row) for row in tree.mean(0, tree.below(v))]) for v in tree.inner]
    if part == "covariance-shrinks-with-depth":
        return [[[trace(m)]] for m in measured], [[[bound(v)]] for v in tree.inner]
    return measured, [formula(v) for v in tree.inner]

def deep_tree(tree):
    """Messages against products of polarities and closed forms: of linear groups, or of units that hear one leaf."""
    slopes = set(tree.slope.values())
    linear, single = slopes == {None}, all(sum(map(bool, row)) <= 1 for w in tree.w.values() for row in w)
    closed = linear or single and slopes <= {None, Q(0)}
    need(tree.pixels != "one-hot" and closed, "found features without a closed form")
    v, heard = {}, {}  # E[f | z]; for each unit the polarity down to what it hears and its two values
    for n in reversed(tree.order):
        v[n], heard[n] = [tree.pixel(n, 0), tree.pixel(n, 1)], [(Q(1), tree.pixel(n, 0)[0], tree.pixel(n, 1)[0])]
        if not tree.children[n]:
            continue
        ears = [(tree.rho[c] * r, x, y) for c in tree.children[n] for r, x, y in heard[c]]
        if linear:
            s = [dot(row, [r * (y - x) / 2 for r, x, y in ears]) for row in tree.w[n]]
            v[n] = mul(beside([mul(tree.p[c], v[c]) for c in tree.children[n]]), T(tree.w[n]))
            heard[n] = [(Q(1), -x, x) for x in s]
        else:
            which = [[(x, e) for x, e in zip(row, ears) if x] or [(Q(0), ears[0])] for row in tree.w[n]]
            v[n], heard[n] = tree.v(n), [(r, *tree.bend(n, [x * low, x * high])) for ((x, (r, low, high)),) in which]
    levels = [[n for n in tree.inner if tree.depth[n] == h] for h in range(max(tree.depth.values()))]
    ends = [n for level in levels for n in (level[0], level[-1])]
    a = lambda n: [tree.rho[c] * r * (y - x) / 2 for c in tree.children[n] for r, x, y in heard[c]]
    given = lambda n: beside([mul(tree.to_root[c], v[c]) for c in tree.children[n]])
    signs = [tree.to_root[n][1][1] - tree.to_root[n][1][0] for n in range(tree.nodes)]
    return ([[signs]] + [cov(tree.root, [col(row) for row in given(n)]) for n in ends],
            [[[tree.path[n] for n in range(tree.nodes)]]] + [outer(a(n), tree.path[n] ** 2) for n in ends])

def lucky_node(j, part):
    a, sigma, theta, nodes, eta, centre, shared = fields(j, "selectivities sigma theta nodes eta centre shared")
    a, sigma, theta, nodes, eta = listed(a, frac), frac(sigma), frac(theta), nat(nodes), frac(eta)
    need(any(a) and theta > 0 and 0 < eta < 1, "found a = 0, or theta or eta out of range")
    need(frac(centre) == 0 and type(shared) is bool, "found an interval that is not centred")
    square = dot(a, a)
    h, second = 3 * sigma ** 2 / len(a), square * sigma ** 2 / len(a)
    if part == "second-moment":
        return [[[h * square / 3]]], [[[second]]]
    if part == "fourth-moment":  # of u uniform on [-1, 1]: E u^2 = 1/3, E u^4 = 1/5
        fourth = dot([x ** 2 for x in a], [x ** 2 for x in a])
        return [[[h * h * (fourth / 5 + (square ** 2 - fourth) / 3)]]], [[[3 * second ** 2]]]
    need(theta < 1, "found theta >= 1")
    b, at = [abs(x) for x in a if x], root(theta * square / 3)
    # P(sum of b u <= x), by inclusion and exclusion over the corners of the cube.
    corners = [(math.prod(s), max(at + dot(s, b), 0)) for s in itertools.product([1, -1], repeat=len(b))]
    miss = sum(s * x ** len(b) for s, x in corners) / math.factorial(len(b)) / math.prod([2 * x for x in b])
    if part == "tail":
        return [[[miss]]], [[[1 - (1 - theta) ** 2 / 6]]]
    need(not shared, "found nodes that share their weights")
    enough = nodes * (1 - theta) ** 2 / 6 > Q(-math.log(eta)) * (1 + Q(1, 2 ** 40))  # far beyond the error of log
    need(enough, "found fewer nodes than the statement needs")
    return [[[miss ** nodes]]], [[[eta]]]

def selectivity_transfer(j, part):
    t, net, node, slope, at = fields(j, "tree network node slope t")
    tree, slope, at = Tree(t, net), frac(slope), frac(at)
    node, psi = tree.node(node), lambda x: x if x > 0 else slope * x
    need(slope <= 1 and at > 0, "found a slope beyond 1, or t <= 0")
    need(tree.states[node] == 2, "found a latent that is not binary")
    x_of = lambda states: [dot(row, tree.below(node)(states)) for row in tree.w[node]]
    linear, bent = tree.mean(node, x_of), tree.mean(node, lambda states: [psi(x) for x in x_of(states)])
    mean, var = zeros(2, tree.width[node]), zeros(2, tree.width[node])
    for z, i in itertools.product(range(2), range(tree.width[node])):
        start = 0
        for c in tree.children[node]:  # independent given z: means and variances add
            row, start = tree.w[node][i][start:start + tree.width[c]], start + tree.width[c]
            terms = [(q * p, dot(row, f)) for q, m in zip(tree.p[c][z], tree.messages(c)) for f, p in m.items()]
            first = sum(p * x for p, x in terms)
            mean[z][i] += first
            var[z][i] += sum(p * x * x for p, x in terms) - first ** 2
    high = lambda q: (1 - slope) / 2 * (q / at + at) / 2  # kappa times the bound of the root of q
    jensen = [[high(m * m + s) - (1 - slope) / 2 * abs(m) for m, s in zip(*rows)] for rows in zip(mean, var)]
    if part == "transfer-for-every-t":
        bound = [(psi(x) - psi(y) + e) / 2 for x, y, e in zip(*mean, jensen[0])]
        return [[[(x - y) / 2 for x, y in zip(*bent)]]], [[bound]]
    excess = [[x - psi(y) for x, y in zip(*rows)] for rows in zip(bent, linear)]
    return [excess], [jensen if part == "jensen-for-every-t" else [[high(s) for s in row] for row in var]]

def amplification(j, part):
    t, net, node, rate = fields(j, "tree network node rate")
    tree, rate = Tree(t, net), frac(rate)
    node = tree.node(node)
    need(tree.binary and tree.root == [Q(1, 2)] * 2, "found a tree that is not binary, or a root that is not uniform")
    js = {v: tree.jacobian(v) for v in tree.order if tree.depth[v] == tree.depth[node]}
    square = mul(T(js[node]), js[node])
    shared = any(x for v in js if v != node for row in mul(T(js[node]), js[v]) for x in row)
    need(part in ("step", "orthogonal-part-stays") or not shared, "found outputs that are shared")
    conformal = square == times(square[0][0], eye(len(square)))
    need(not part.startswith("gaps") or conformal, "found a Jacobian that is not conformal")
    need(part != "gaps-do-not-shrink" or rate > 0, "found a rate that is not positive")
    now, w = tree.w[node], [[Num(x) for x in row] for row in tree.w[node]]
    f, given = tree.root_outputs(node, w)[0], tree.leaves_given(0)
    alike = lambda x, y: sum(p * q for p, q in zip(given[x], given[y])) / 2 - sum(given[x]) * sum(given[y]) / 4
    pairs = [(x, y, alike(x, y)) for x in f for y in f]
    after = sub(now, times(rate, grad(mean_distance(f, dict(zip(f, values(f.values()))), pairs), w)[0]))
    low, high = tree.mean(node, tree.below(node))
    gaps, a, path = sub(col(high), col(low)), tree.a(node), tree.path[node]
    rest = lambda v: sub(times(dot(v, v), eye(len(v))), outer(v))
    if part == "step":
        pull = lin([tree.path[v] for v in js], [mul(js[v], tree.w[v], col(tree.a(v))) for v in js])
        return [after], [lin([1, rate * path], [now, mul(T(js[node]), pull, [a])])]
    if part == "lone-step":
        return [after], [lin([1, rate * path ** 2], [now, mul(square, now, outer(a))])]
    if part == "orthogonal-part-stays":
        return [mul(after, rest([x / 2 for x, in gaps]))], [mul(now, rest(a))]
    before = times(2, mul(now, col(a)))
    if part == "gaps-grow-by-their-factor":
        return [mul(after, gaps)], [times(1 + rate * path ** 2 * square[0][0] * dot(a, a), before)]
    return [[[-x * y] for (x,), (y,) in zip(mul(after, gaps), mul(now, gaps))]], [[[-x * x] for x, in before]]

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
    def within(self, s): return [on(self.v.weight, d, d, s, w) for d, w in zip(map(self.v.within, self.k), self.w)]

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
    needs_mean_off = part in ("with-zero-mean", "implicit-term", "predictor-gives-some", "attraction")
    need(b.zm[0] or not needs_mean_off, "found no zero-mean of the online output")
    need(part != "without-zero-mean" or b.zm == (False, False), "found a zero-mean")
    if part in ("with-zero-mean", "without-zero-mean"):
        apply = cov_on if b.zm[0] else lambda ws, k, s, w: on(ws, k, k, s, w)
        return b.update(), [sub(apply(v.p, k, s, w), x) for k, w, x in zip(b.bars, b.w, b.within(b.square))]
    if part == "implicit-term":
        return b.gained(), minus(on([1], [lin(v.p, k)], [lin(v.p, k)], s, w) for k, w in zip(b.bars, b.w))
    if part == "predictor-gives-some":
        moved = mul(s, col([dot(v.weight, unit) for unit in zip(*b.net.y)]))
        need(any(x for x, in moved), "found a predictor that does not move the mean")
        return b.gained(), [zeros(len(w), len(w[0])) for w in b.w]
    if part.endswith("gives-none"):
        kept = b.n if part.startswith("identity") else b.n // 2
        q = [[Q(i == k < kept) for k in range(b.n)] for i in range(b.n)]
        return b.update(p=q, zm=(True, True)) + b.update(p=q, zm=(False, False)), minus(b.within(mul(T(q), q))) * 2
    need(p == T(p) and is_psd(p) and is_psd(sub(eye(b.n), p)), "found a predictor with a spectrum outside [0, 1]")
    if part == "attraction":
        need(v.a == 1, "found augmentations, expected none")
        energy = trace(cov(v.p, [col(f) for f in v.bar_rows(b.net.y)])) / 4
        return [m for x in b.radial() for m in (times(-1, x), x)], [zeros(1), [[energy]]] * len(b.w)
    by = [derivatives(b.net.ws, mean) for mean in v.bar_rows(b.net.out)]
    terms = [(d, l) for d, l in squares(s) if d > 0]
    along = lambda k: [mul(c, col(l)) for c in about_mean(v.p, k) for _, l in terms] or [zeros(len(k[0]))]
    total = lambda k: lin([q * d for q in v.p for d, _ in terms] or [1], [mul(x, T(x)) for x in along(k)])
    return [cov(v.p, [of_x[l] for of_x in by], s) for l in range(len(b.w))], [total(k) for k in b.bars]

def byol_ema(j, part):
    b = Byol(j, own_target=True)
    v, pt = b.v, T(b.p)
    need(b.zm == (False, False) if part == "without-zero-mean" else b.zm[0], "found another zero-mean")
    layers = list(zip(b.k, b.bars, map(v.bar, b.target.k), b.w, b.target.w))
    if part == "implicit-term":
        layers = [([lin(v.p, k)], [lin(v.p, k2)], w, w2) for _, k, k2, w, w2 in layers]
        return b.gained(), [sub(on([1], m, m, b.square, w), on([1], m, m2, pt, w2)) for m, m2, w, w2 in layers]
    about = about_mean if part == "with-zero-mean" else lambda ws, ms: ms
    cross = [on(v.p, about(v.p, k), about(v.p, k2), pt, w2) for _, k, k2, _, w2 in layers]
    own = [on(v.weight, about(v.weight, k), about(v.weight, k), b.square, w) for k, _, _, w, _ in layers]
    return b.update(), [sub(*pair) for pair in zip(cross, own)]

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
    b = Byol(j, may_have_bias=part != "radial-motion")
    need(b.zm[0], "found an online output that is not zero-mean")
    v, n, p, mean = b.v, b.n, b.p, [dot(b.v.weight, unit) for unit in zip(*b.net.y)]
    bars, inside = [col(f) for f in v.bar_rows(b.net.y)], v.within([col(f) for f in b.net.y])
    between = cov(v.p, bars)
    total = lin([1, 1], [between, lin(v.weight, [mul(z, T(z)) for z in inside])])
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
        return minus(b.radial() + b.radial(p=found)), [[[inner(p, excess)]]] * len(b.w) + [zeros(1)] * len(b.w)
    powers = [reduce(mul, [found] * m, mul(found, sub(eye(n), found))) for m in range(2 * n - 1)]
    left = [[mul(T(z), inverse(total), *[best] * i) for z in about_mean(v.p, bars)] for i in range(n)]
    u = [[mul(x, z)[0][0] for x in of_i for z in inside] for of_i in left]
    weights = [q * w for q in v.p for w in v.weight]
    return ([[[trace(powers[i + k]) for k in range(n)] for i in range(n)]],
            [[[dot(weights, [x * y for x, y in zip(a, c)]) for c in u] for a in u]])

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
    net, v, p, mean = fields(j, "network views predictor mean")
    v = Views(v)
    net = Net(net, v.x, True)
    p, goal, measured, predicted = matrix(p, net.outputs, net.outputs), v.bar_rows(net.y), [], []
    need(tagged(mean, "through detached")[0] == "through" or part != "through", "found a detached mean")

    def measure(l, through):
        ws, out = net.on_tape(v.x, centred=(l, v.weight, through))
        return grad(mean_distance([[dot(row, o) for row in p] for o in out], net.y, v.same()), ws[l])[0]

    for l, layer in enumerate(net.layers):
        measured.append(sub(measure(l, True), measure(l, False)) if part == "lost" else measure(l, part == "through"))
        f, d = net.run(v.x, centred=(l, v.weight, True))
        residual = [sub(mul(p, col(y)), col(goal[u // v.a])) for u, y in enumerate(f[-1])]
        g = [mul(T(jac), T(p), x) for jac, x in zip(net.jacobians(d)[l], residual)]
        second = lin(v.weight, [mul(y, [x]) for y, x in zip(g, net.f[l])])
        means = mul(lin(v.weight, g), lin(v.weight, [[x] for x in net.f[l]]))
        side = {"through": sub(second, means), "detached": second, "lost": times(-1, means)}[part]
        predicted.append(layer.masked(side))
    return measured, predicted

# ---- The files. ----
PARTS = {
    connection: "reversibility derivative", dual_gradient: "gradient", layer_balance: "diagonals matrices",
    normalized_loss: "gradient no-radial-motion",
    contrastive_losses: "attracts-the-positive< repels-every-negative< sum-is-zero derivatives",
    covariance_operator: "one-branch both-branches energy energy-of-every-layer positive-semidefinite finite-batch",
    weighted_covariance: "remainder second-order",
    contrastive_operator: "both-branches energy semidefinite one-branch one-branch-symmetry one-branch-positivity<",
    translation_invariance: "linear-connections-agree attraction-cancels-repulsion one-hidden-relu "
    "sight-on-an-open-set<=",
    latent_tree_covariance: "path-polarity conditional-means covariance operator-block covariance-shrinks-with-depth<= "
    "operator-shrinks-with-depth<= messages categorical-path categorical-covariance categorical-operator-block "
    "deep-tree",
    lucky_node: "second-moment fourth-moment<= tail<= group<=",
    selectivity_transfer: "transfer-for-every-t<= jensen-for-every-t<= spread-for-every-t<=",
    amplification: "step lone-step orthogonal-part-stays gaps-grow-by-their-factor gaps-do-not-shrink<=",
    byol_shrinkage: "update only-shrinks",
    byol_implicit_contrastive: "with-zero-mean without-zero-mean implicit-term identity-predictor-gives-none "
    "projection-gives-none predictor-gives-some!= positive-semidefinite attraction<=",
    byol_ema: "with-zero-mean without-zero-mean implicit-term", predictor_balance: "balance one-step",
    optimal_predictor: "minimiser gradient excess minimal<= spectrum radial-motion",
    batchnorm_projection: "jacobian projection defect zero-mean", zero_mean_gradient: "through detached lost",
}
NAMES = {"": "equal", "<=": "at-most", "<": "below", "!=": "different"}
HOLDS = {"equal": lambda m, p: m == p, "at-most": lambda m, p: m <= p, "below": lambda m, p: m < p}
CLAIMS = {}  # claim: (its function, {part: relation})
for function, names in PARTS.items():
    split = [re.fullmatch("(.*?)([<=!]*)", name).groups() for name in names.split()]
    CLAIMS[function.__name__.replace("_", "-")] = function, {name: NAMES[suffix] for name, suffix in split}

def once(pairs):
    names = [name for name, _ in pairs]
    need(len(set(names)) == len(names), f"found the key {max(names, key=names.count)} twice, expected it once")
    return dict(pairs)

def not_a_fraction(text): raise Reject(f"found the number {text}, expected a fraction in quotes")

def check(text, known):
    """Accepts a certificate, or raises; is it more than zeros?"""
    try:
        strict = {"object_pairs_hook": once, "parse_float": not_a_fraction, "parse_constant": not_a_fraction}
        j = json.loads(text.decode("utf-8"), **strict)
    except (ValueError, RecursionError) as error:
        raise Reject(f"found no JSON ({error})")
    own = "format tool version claim statement part relation instance measured predicted"
    *head, claim, statement, part, relation, instance, measured, predicted = fields(j, own)
    for name, found in zip(own.split(), head):
        expected = known[name]
        need(type(found) is type(expected) and found == expected, f"{name}: found {found!r}, expected {expected!r}")
    need(type(claim) is str and claim in CLAIMS, f"found no checker for claim {claim!r}")
    need(statement == known["statements"].get(claim), f"statement: found a hash that is not the one of {claim}")
    function, parts = CLAIMS[claim]
    need(type(part) is str and part in parts, f"part: found {part!r}, expected one of {', '.join(parts)}")
    need(relation == parts[part], f"relation: found {relation!r}, expected {parts[part]!r}")
    recorded = [listed(s, matrix) for s in (measured, predicted)]
    Num.tape.clear()
    computed = function(instance, part)
    for which, found, expected in zip(("measured", "predicted"), recorded, computed):
        shapes = [list(map(shape, side)) for side in (found, expected)]
        need(shapes[0] == shapes[1], f"{which}: found the shapes {shapes[0]}, expected {shapes[1]}")
        for n, (a, b) in enumerate(zip(found, expected)):
            for i, k in itertools.product(range(len(a)), range(len(a[0]))):
                same = type(b[i][k]) is Q and a[i][k] == b[i][k]
                need(same, f"{which}[{n}][{i}][{k}]: found {a[i][k]}, expected {b[i][k]}")
    m, p = [[x for a in side for row in a for x in row] for side in computed]
    need(all(map(HOLDS[relation], m, p)) if relation in HOLDS else m != p, f"found that the sides are not {relation}")
    return any(p) or (relation in ("below", "different") and any(m))

def main(arguments):
    if len(arguments) != 1:
        print("usage: check.py DIR", file=sys.stderr)
        return 2
    try:
        known = json.loads(pathlib.Path(__file__).with_name("statements.json").read_text("utf-8"))
        next(pathlib.Path(arguments[0]).iterdir(), None)
        texts = [(path, path.read_bytes()) for path in sorted(pathlib.Path(arguments[0]).rglob("*.json"))]
    except (OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    accepted, telling = 0, 0
    for path, text in texts:
        try:
            is_telling = check(text, known)
            accepted, telling = accepted + 1, telling + is_telling
            print(f"{path}: yes")
        except Reject as why:
            print(f"{path}: no: {why}")
        except Exception as error:  # whatever an ill-formed instance leads to, it is no certificate
            print(f"{path}: no: found an instance that cannot be computed ({type(error).__name__}: {error})")
    print(f"{accepted} of {len(texts)} certificates accepted, {telling} of them not trivial")
    return 0 if accepted == len(texts) and telling else 1

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
