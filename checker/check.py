#!/usr/bin/env python3
"""Re-checks certificates of dualproof: python3 checker/check.py DIR

Written from the statements of the claims, with Python's standard library and nothing of the program that writes the
certificates. Each file is one exact instance of one part of a claim. From the instance alone this program computes
the measured side by definition (differentiating the loss, summing over all latents) and the predicted side by the
formula, over fractions, and accepts the file only if both are the recorded ones, they stand in the part's relation,
and the instance meets the part's assumptions. checker/README.md describes the files.

Exit code 0: at least one certificate, all accepted, not all trivial; 1: one is rejected; 2: DIR cannot be read.
Order: numbers and matrices; derivatives; reading; networks; trees; the claims; the files.
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
def lin(ws, ms): return [[dot(ws, entry) for entry in zip(*rows)] for rows in zip(*ms)]  # sum of w M
def sub(a, b): return lin([1, -1], [a, b])
def times(s, a): return [[s * x for x in row] for row in a]
def eye(n): return [[Q(i == j) for j in range(n)] for i in range(n)]
def zeros(n, m): return [[Q(0)] * m for _ in range(n)]
def kron(a, b): return [[x * y for x in r for y in s] for r in a for s in b]
def col(v): return [[x] for x in v]
def vec(a): return col([x for c in zip(*a) for x in c])
def unvec(v, like): return [[v[j * len(like) + i][0] for j in range(len(like[0]))] for i in range(len(like))]
def inner(a, b): return dot([x for r in a for x in r], [x for r in b for x in r])
def trace(a): return sum(a[i][i] for i in range(len(a)))
def about_mean(ws, ms): return [sub(m, lin(ws, ms)) for m in ms]
def moment(ws, a, s, b): return lin(ws, [mul(x, s, T(y)) for x, y in zip(a, b)])  # E[A S B^T]
def cov(ws, a): return moment(ws, about_mean(ws, a), eye(len(a[0][0])), about_mean(ws, a))
def moment_on(ws, a, s, b, w): return lin(ws, [mul(x, s, T(y), vec(w)) for x, y in zip(a, b)])


def inverse(a):
    n = len(a)
    rows = [r + e for r, e in zip(a, eye(n))]
    for k in range(n):
        pivot = next((i for i in range(k, n) if rows[i][k]), None)
        need(pivot is not None, "found a singular matrix, expected an invertible one")
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [x / rows[k][k] for x in rows[k]]
        rows = [r if i == k else [x - r[k] * y for x, y in zip(r, rows[k])] for i, r in enumerate(rows)]
    return [r[n:] for r in rows]


def elimination(a):
    """A = sum of d l l^T for symmetric A; None where a pivot is 0 and the rest of its column is not."""
    terms = []
    for k in range(len(a)):
        if a[k][k]:
            terms.append((a[k][k], [[row[k] / a[k][k]] for row in a]))
            a = sub(a, times(a[k][k], mul(terms[-1][1], T(terms[-1][1]))))
        elif any(row[k] for row in a):
            return None
    return terms


def is_psd(a):
    terms = elimination(a)
    return a == T(a) and terms is not None and all(d > 0 for d, _ in terms)


def root(q):
    """The square root of a fraction, which has to be a fraction."""
    r = Q(math.isqrt(max(q.numerator, 0)), math.isqrt(q.denominator))
    need(r * r == q, f"found {q}, expected the square of a fraction")
    return r


# ---- Derivatives: a tape of numbers, each with its slopes in those it is made of. ----
class Num:
    tape = []
    __slots__ = "v", "up", "g"

    def __init__(self, v, up=()):
        self.v, self.up, self.g = v, up, Q(0)
        Num.tape.append(self)

    def __add__(self, other): return dot([1, 1], [self, other])
    def __sub__(self, other): return dot([1, -1], [self, other])
    def __rsub__(self, other): return dot([-1, 1], [self, other])
    def __mul__(self, other): return dot([self], [other])
    __radd__, __rmul__ = __add__, __mul__


def val(x): return x.v if type(x) is Num else x


def dot(a, b):
    pairs = [(x, y) for x, y in zip(a, b) if x and y]
    up = [(x, val(y)) for x, y in pairs if type(x) is Num] + [(y, val(x)) for x, y in pairs if type(y) is Num]
    v = sum((val(x) * val(y) for x, y in pairs), Q(0))
    return Num(v, up) if up else v


def inverse_root(x):
    v = 1 / root(val(x))
    return Num(v, [(x, -v ** 3 / 2)]) if type(x) is Num else v


def distance(f, g):
    """r = |f - g|^2 / 2."""
    gap = [(x, y, val(x) - val(y)) for x, y in zip(f, g)]
    up = [(x, d) for x, _, d in gap if type(x) is Num] + [(y, -d) for _, y, d in gap if type(y) is Num]
    return Num(sum(d * d for _, _, d in gap) / 2, up)


def sweep(adjoints):
    for n in Num.tape:
        n.g = Q(0)
    for n, a in adjoints:
        if type(n) is Num:
            n.g += a
    for n in reversed(Num.tape):
        if n.g:
            for x, slope in n.up:
                x.g += n.g * slope


def leaves(a, mask=None): return [[Num(x) if not mask or mask[i][k] else x for k, x in enumerate(row)] for i, row in enumerate(a)]
def grad(of, *wrt):
    sweep([(of, Q(1))])
    return [[[x.g if type(x) is Num else Q(0) for x in row] for row in a] for a in wrt]


# ---- Reading: every field, no other, and numbers as fractions in lowest terms. ----
def fields(j, must, may=()):
    need(type(j) is dict, f"found {str(j)[:40]}, expected an object with the fields {', '.join(must)}")
    for name in must:
        need(name in j, f"field {name}: found none, expected one")
    for name in j:
        need(name in must or name in may, f"field {name}: found an unknown field, expected {', '.join(must)}")
    return [j.get(name) for name in (*must, *may)]


def frac(j):
    need(type(j) is str and re.fullmatch(r"-?[0-9]+(/[1-9][0-9]*)?", j) and str(Q(j)) == j,
         f"found {str(j)[:40]}, expected a fraction in lowest terms such as \"-3/4\"")
    return Q(j)


def nat(j, below=None):
    need(type(j) is int and j >= 0 and (below is None or j < below),
         f"found {str(j)[:40]}, expected a whole number" + (f" below {below}" if below is not None else ""))
    return j


def listed(j, item, length=None):
    need(type(j) is list and (len(j) == length if length is not None else j),
         f"found {str(j)[:40]}, expected a list" + (f" of {length}" if length is not None else " that is not empty"))
    return [item(x) for x in j]


def matrix(j, rows=None, columns=None):
    need(type(j) is list and j and type(j[0]) is list, f"found {str(j)[:40]}, expected a matrix")
    return listed(j, lambda row: listed(row, frac, columns or max(len(j[0]), 1)), rows)


def law(j, length=None):
    p = listed(j, frac, length)
    need(sum(p) == 1 and min(p) >= 0, f"found weights with the sum {sum(p)}, expected non-negative ones with the sum 1")
    return p


def tagged(j, *names):
    """An enum: a name, or an object with one name and its content."""
    name, content = next(iter(j.items())) if type(j) is dict and len(j) == 1 else (j, None)
    need(type(name) is str and name in names, f"found {str(j)[:40]}, expected one of {', '.join(names)}")
    return name, content


def activation(j):
    """The slope below 0; None for linear."""
    name, content = tagged(j, "linear", "relu", "leaky-relu")
    return {"linear": None, "relu": Q(0)}[name] if name != "leaky-relu" else frac(*fields(content, ["slope"]))


def loss(j):
    """phi and phi' of a loss that is the sum of phi(r+ - r_k) with phi(d) = c1 d + c2 d^2 + c3 d^3."""
    name, content = tagged(j, "simple", "polynomial")
    c = [Q(1), Q(0), Q(0)] if name == "simple" else listed(*fields(content, ["coefficients"]), frac, 3)
    return (lambda d: c[0] * d + c[1] * d * d + c[2] * (d * d * d)), (lambda d: c[0] + 2 * c[1] * d + 3 * c[2] * d * d), c


# ---- Networks: f_l = D_l W_l f_(l-1), with the gate D_l (pool included) as a matrix. ----
class Layer:
    def __init__(self, j, inputs):
        w, act, pool, mask, bias = fields(j, ["weights", "activation", "pool"], ["mask", "bias"])
        self.raw = matrix(w, None, inputs)
        n = len(self.raw)
        bit = lambda b: nat(b, 2)
        self.mask = listed(mask, lambda r: listed(r, bit, inputs), n) if mask is not None else None
        self.w = [[x * m for x, m in zip(r, s)] for r, s in zip(self.raw, self.mask)] if self.mask else self.raw
        self.bias = listed(bias, frac, n) if bias is not None else None
        self.slope = activation(act)
        self.pool, size = tagged(pool, "none", "max", "average")
        self.size = 1 if self.pool == "none" else nat(*fields(size, ["size"]))
        need(self.size and n % self.size == 0, f"found a pool of {self.size}, expected a divisor of {n}")

    def gate(self, t):
        """D at the pre-activations t, width x units."""
        need(self.slope is None or all(t), "found a pre-activation that is exactly 0, expected a differentiable network")
        d = [self.slope if self.slope is not None and x < 0 else Q(1) for x in t]
        rows = []
        for start in range(0, len(t), self.size):
            pool = range(start, start + self.size)
            top = max(d[i] * t[i] for i in pool)
            best = [i for i in pool if d[i] * t[i] == top]
            need(self.pool != "max" or len(best) == 1, "found a tied maximum, expected a differentiable network")
            share = {i: d[i] / self.size for i in pool} if self.pool != "max" else {best[0]: d[best[0]]}
            rows.append([share.get(i, Q(0)) for i in range(len(t))])
        return rows


class Net:
    def __init__(self, j, inputs):
        self.layers = []
        for layer in listed(*fields(j, ["layers"]), lambda x: x):
            self.layers.append(Layer(layer, inputs))
            inputs = len(self.layers[-1].raw) // self.layers[-1].size
        need(self.layers[-1].slope is None and self.layers[-1].size == 1, "found a gate on top, expected a linear layer")
        self.outputs, self.w = inputs, [layer.raw for layer in self.layers]

    def leaves(self): return [leaves(layer.w, layer.mask) for layer in self.layers]
    def is_bias_free(self): return all(layer.bias is None for layer in self.layers)

    def run(self, xs, ws=None, gates=None, centred=None):
        """f_0 .. f_L and D_1 .. D_L, for each view; `centred` = (layer, weights of the views, is the mean differentiated)."""
        f, d = [xs], []
        for l, layer in enumerate(self.layers):
            w = ws[l] if ws else layer.w
            t = [[dot(row, x) + (layer.bias[i] if layer.bias else 0) for i, row in enumerate(w)] for x in f[-1]]
            if centred and centred[0] == l:
                mean = [dot(centred[1], unit) for unit in zip(*t)]
                t = [[x - (m if centred[2] else val(m)) for x, m in zip(view, mean)] for view in t]
            d.append(gates[l] if gates else [layer.gate([val(x) for x in view]) for view in t])
            f.append([[dot(row, view) for row in gate] for gate, view in zip(d[-1], t)])
        return f, d

    def jacobians(self, d):
        """J_L = I, J_l = J_(l+1) W_(l+1) D_l, by layer and view."""
        j = [[eye(self.outputs)] * len(d[0])]
        for l in range(len(d) - 1, 0, -1):
            j.insert(0, [mul(above, self.layers[l].w, gate) for above, gate in zip(j[0], d[l - 1])])
        return j

    def connections(self, f, d):
        """K_l = f_(l-1) (x) J_l^T by layer and view; rows of absent weights are 0."""
        ks = []
        for l, (layer, below, js) in enumerate(zip(self.layers, f, self.jacobians(d))):
            m = vec(layer.mask) if layer.mask else None
            ks.append([kron(col(x), T(j)) for x, j in zip(below, js)])
            if m:
                ks[l] = [[times(b, [row])[0] for (b,), row in zip(m, k)] for k in ks[l]]
        return ks


def derivatives(ws, outputs):
    """d(outputs)/dw of each layer, entries x outputs."""
    of = [grad(o, *ws) if type(o) is Num else [zeros(len(w), len(w[0])) for w in ws] for o in outputs]
    return [T([[x for x, in vec(g[l])] for g in of]) for l in range(len(ws))]


class Views:
    def __init__(self, j):
        inputs, p, q = fields(j, ["inputs", "sample_weights", "augmentation_weights"])
        self.x, self.p, self.q = T(matrix(inputs)), law(p), listed(q, frac)
        self.n, self.a = len(self.p), len(self.q) // len(self.p)
        need(len(self.x) == len(self.q) == self.n * self.a, "found weights that do not fit the views")
        self.of = [range(i * self.a, (i + 1) * self.a) for i in range(self.n)]
        for own in self.of:
            law([str(self.q[v]) for v in own])
        self.weight = [self.p[v // self.a] * q for v, q in enumerate(self.q)]

    def bar(self, z): return [lin([self.q[v] for v in own], [z[v] for v in own]) for own in self.of]
    def within(self, z): return [sub(x, self.bar_of(z, v)) for v, x in enumerate(z)]
    def bar_of(self, z, v): return lin([self.q[u] for u in self.of[v // self.a]], [z[u] for u in self.of[v // self.a]])
    def mean_outputs(self, f): return [[dot([self.q[v] for v in own], [f[v][k] for v in own]) for k in range(len(f[0]))] for own in self.of]
    def pairs(self, of_samples):
        """(view, view, probability) under a joint law of their samples, given as {(i, j): p}."""
        return [(v, u, p * self.q[v] * self.q[u]) for (i, j), p in of_samples.items() if p for v in self.of[i] for u in self.of[j]]
    def same(self): return self.pairs({(i, i): p for i, p in enumerate(self.p)})


def mean_distance(f, g, pairs): return dot([w for *_, w in pairs], [distance(f[v], g[u]) for v, u, _ in pairs])
def values(f): return [[val(x) for x in view] for view in f]
def columns(f): return [col(x) for x in f]
def minus(ms): return [times(-1, m) for m in ms]


# ---- Trees: node 0 is the root, state 0 is z = -1, state 1 is z = +1. ----
class Tree:
    def __init__(self, j, net):
        count, self.root, edges = fields(j, ["nodes", "root", "edges"])
        self.nodes, self.root = nat(count), law(self.root)
        self.parent, self.children = {}, [[] for _ in range(self.nodes)]
        self.p, self.rho, self.order = {}, {}, [0]
        for edge in listed(edges, lambda e: fields(e, ["parent", "child", "channel"])):
            up, down = nat(edge[0], self.nodes), nat(edge[1], self.nodes)
            need(down and down not in self.parent, f"node {down}: found a second parent, expected one")
            name, content = tagged(edge[2], "polarity", "transition")
            self.rho[down] = frac(content) if name == "polarity" else None
            need(name != "polarity" or abs(self.rho[down]) <= 1, "found a polarity beyond 1")
            r = self.rho[down]
            self.p[down] = [[(1 + r) / 2, (1 - r) / 2], [(1 - r) / 2, (1 + r) / 2]] if r is not None else \
                listed(content, lambda row: law(row, len(content[0])))
            self.parent[down] = up
            self.children[up].append(down)
        for node in self.order:
            self.order += self.children[node]
        need(len(self.order) == self.nodes, "found nodes without a path to the root, expected a tree")
        self.depth = {0: 0}
        self.depth.update()
        for node in self.order[1:]:
            self.depth[node] = self.depth[self.parent[node]] + 1
        self.states = [len(self.root) if v == 0 else len(self.p[v][0]) for v in range(self.nodes)]
        need(all(len(self.p[v]) == self.states[u] for v, u in self.parent.items()), "found a channel from other states")
        self.inner = [v for v in self.order if self.children[v]]
        self.leaves = [v for v in self.order if not self.children[v]]
        self.binary = len(self.root) == 2 and None not in self.rho.values()
        pixels, groups = fields(net, ["pixels", "groups"])
        self.pixels = tagged(pixels, "sign", "bit", "one-hot")[0]
        need(self.pixels == "one-hot" or all(self.states[v] == 2 for v in self.leaves), "found a pixel of many states")
        self.w, self.slope = {}, {}
        for node, w, act in listed(groups, lambda g: fields(g, ["node", "weights", "activation"])):
            need(nat(node) in self.inner and node not in self.w, f"found a group of node {node}, expected one of each inner")
            self.w[node], self.slope[node] = matrix(w), activation(act)
        need(sorted(self.w) == sorted(self.inner), "found an inner node without a group")
        self.width = {v: self.states[v] if self.pixels == "one-hot" else 1 for v in self.leaves}
        self.width.update({v: len(w) for v, w in self.w.items()})
        need(all(len(self.w[v][0]) == sum(self.width[c] for c in self.children[v]) for v in self.inner), "found weights of another width")
        self.to_root = {0: eye(len(self.root))}  # P(z_v | z_0)
        self.path = {0: Q(1)}
        for v in self.order[1:]:
            self.to_root[v] = mul(self.to_root[self.parent[v]], self.p[v])
            self.path[v] = self.path[self.parent[v]] * (self.rho[v] or 0)

    def pixel(self, v, s):
        return {"sign": [Q(2 * s - 1)], "bit": [Q(s)], "one-hot": [Q(s == k) for k in range(self.states[v])]}[self.pixels]

    def unit(self, v, below, w=None, slope=0):
        t = [dot(row, below) for row in (w or self.w[v])]
        slope = self.slope[v] if slope == 0 else slope
        return [x if slope is None or val(x) > 0 else x * slope for x in t]

    def features(self, states, moving=(None, None), linear_at=None):
        """f of every node on one configuration of the leaves; the weights of one node may be numbers of the tape."""
        f = {v: self.pixel(v, s) for v, s in zip(self.leaves, states)}
        for v in reversed(self.inner):
            f[v] = self.unit(v, [x for c in self.children[v] for x in f[c]], moving[1] if v == moving[0] else None,
                             None if v == linear_at else 0)
        return f

    def joint(self, siblings=None):
        """{states of all nodes in order: probability}, with P(z_a, z_b | z) = ((1 + r_a z z_a)(1 + r_b z z_b) + c z_a z_b)/4."""
        need(math.prod(self.states) <= 2 ** 15, "found more than 2^15 assignments")
        z, laws = lambda s: 2 * s - 1, {(): Q(1)}
        at = {v: k for k, v in enumerate(self.order)}
        for v in self.order:
            longer = {}
            for states, p in laws.items():
                for s in range(self.states[v]):
                    step = self.root[s] if v == 0 else self.p[v][states[at[self.parent[v]]]][s]
                    if siblings and v == siblings[1]:
                        a, up = states[at[siblings[0]]], states[at[self.parent[v]]]
                        step += siblings[2] * z(a) * z(s) / (1 + self.rho[siblings[0]] * z(up) * z(a)) / 2 if siblings[2] else 0
                    if p * step:
                        longer[(*states, s)] = p * step
            laws = longer
        return laws

    def sums(self, joint, node, f):
        """E[f | z_node] by summing over all latents, states x width; f maps the leaves' states to a list."""
        at, places = self.order.index(node), [self.order.index(v) for v in self.leaves]
        by = {}
        for states, p in joint.items():
            key = states[at], tuple(states[k] for k in places)
            by[key] = by.get(key, 0) + p
        total = [sum(p for (s, _), p in by.items() if s == state) for state in range(self.states[node])]
        need(all(total), "found a state of probability 0")
        f = lru_cache(None)(f)
        return [[dot([p / total[state] for (s, _), p in by.items() if s == state], unit)
                 for unit in zip(*[f(c) for (s, c) in by if s == state])] for state in range(self.states[node])]

    @lru_cache(None)
    def messages(self, node):
        """For each state of the node the law of its features, {f: probability}, from the leaves up."""
        if not self.children[node]:
            return [{tuple(self.pixel(node, s)): Q(1)} for s in range(self.states[node])]
        laws = []
        for state in range(self.states[node]):
            below = {(): Q(1)}
            for c in self.children[node]:
                own = {}
                for s, m in enumerate(self.messages(c)):
                    for f, p in m.items():
                        own[f] = own.get(f, 0) + p * self.p[c][state][s]
                below = {f + g: p * q for f, p in below.items() for g, q in own.items() if p * q}
            laws.append({})
            for f, p in below.items():
                g = tuple(self.unit(node, list(f)))
                laws[-1][g] = laws[-1].get(g, 0) + p
        return laws

    def v(self, node):
        """E[f | z_node] from the messages, states x units."""
        return [[sum(p * f[k] for f, p in m.items()) for k in range(self.width[node])] for m in self.messages(node)]

    def s(self, node): return [(b - a) / 2 for a, b in zip(*self.v(node))]
    def a(self, node): return [self.rho[c] * x for c in self.children[node] for x in self.s(c)]
    def level(self, node): return [v for v in self.order if self.depth[v] == self.depth[node]]

    def jacobian(self, node):
        """J = df_L/df~ of the node, which has to be the same on every configuration that can occur."""
        need(len({self.depth[v] for v in self.leaves}) == 1 and self.slope[0] is None, "found levels that are no layers")
        found = []
        for states in itertools.product(*[range(self.states[v]) for v in self.leaves]):
            f = {v: self.pixel(v, s) for v, s in zip(self.leaves, states)}
            below, slope = {}, {}
            for v in reversed(self.inner):
                below[v] = [x for c in self.children[v] for x in f[c]]
                t = [dot(row, below[v]) for row in self.w[v]]
                need(self.slope[v] is None or all(t), "found a pre-activation that is exactly 0")
                slope[v] = [self.slope[v] if self.slope[v] is not None and x < 0 else Q(1) for x in t]
                f[v] = [d * x for d, x in zip(slope[v], t)]
            j, path = eye(self.width[0]), [node]
            while path[0]:
                path.insert(0, self.parent[path[0]])
            for up, v in zip(path, path[1:]):
                start = sum(self.width[c] for c in self.children[up][:self.children[up].index(v)])
                own = [row[start:start + self.width[v]] for row in self.w[up]]
                j = [[x * d for x, d in zip(row, slope[v])] for row in mul(j, own)]
            likelihood = dot(self.root, self.leaf_law(states))
            found += [j] if likelihood else []
        need(all(j == found[0] for j in found), "found a Jacobian that is not constant")
        return found[0]

    def leaf_law(self, states):
        """P(leaves = states | z_0) for each state of the root."""
        m = {v: [Q(k == s) for k in range(self.states[v])] for v, s in zip(self.leaves, states)}
        for v in reversed(self.inner):
            m[v] = [math.prod([dot(self.p[c][k], m[c]) for c in self.children[v]], start=Q(1)) for k in range(self.states[v])]
        return m[0]


# ---- The claims: from an instance and a part to the measured and the predicted side. ----
def bias_free(*nets): need(all(n.is_bias_free() for n in nets), "found a bias, expected a bias-free network")
def differentiate(net, xs, **how):
    ws = net.leaves()
    return ws, net.run(xs, ws, **how)[0][-1]


def connection(j, part):
    net, x = fields(j, ["network", "input"])
    x = T(matrix(x, None, 1))
    net = Net(net, len(x[0]))
    ws, (out,) = differentiate(net, x)
    f, d = net.run(x)
    k = [of_view[0] for of_view in net.connections(f, d)]
    if part == "derivative":
        return derivatives(ws, out), k
    bias_free(net)
    return [col([val(o) for o in out])] * len(k), [mul(T(k_l), vec(w)) for k_l, w in zip(k, net.w)]


def dual_gradient(j, part):
    first, second, x, y = fields(j, ["first", "second", "first_input", "second_input"])
    x, y = T(matrix(x, None, 1)), T(matrix(y, None, 1))
    one, two = Net(first, len(x[0])), Net(second, len(y[0]))
    bias_free(one, two)
    need([len(w) for w in one.w] == [len(w) for w in two.w], "found two architectures")
    ws, (out,) = differentiate(one, x)
    measured = grad(distance(out, two.run(y)[0][-1][0]), *ws)
    ks = zip(one.connections(*one.run(x)), two.connections(*two.run(y)), one.w, two.w)
    return measured, [unvec(mul(k1, sub(mul(T(k1), vec(w1)), mul(T(k2), vec(w2)))), w1) for (k1,), (k2,), w1, w2 in ks]


class OutputLoss:
    """<C, F> + sum w |f_i - f_j|^2 / 2, and its slope in F by formula."""
    def __init__(self, j, outputs, views):
        c, pairs = fields(j, ["linear", "pairs"])
        self.c = T(matrix(c, outputs, views))
        need(type(pairs) is list, "found no list of pairs")
        self.pairs = [(nat(p[0], views), nat(p[1], views), frac(p[2])) for p in pairs if listed(p, lambda x: x, 3)]

    def __call__(self, f):
        linear = [dot(c, x) for c, x in zip(self.c, f)]
        return dot([1] * len(f) + [w for *_, w in self.pairs], linear + [distance(f[i], f[k]) for i, k, _ in self.pairs])

    def slope(self, f):
        g = [list(c) for c in self.c]
        for i, k, w in self.pairs:
            gap = [w * (a - b) for a, b in zip(f[i], f[k])]
            g[i], g[k] = [a + b for a, b in zip(g[i], gap)], [a - b for a, b in zip(g[k], gap)] if i != k else g[k]
            g[i] = [a - b for a, b in zip(g[i], gap)] if i == k else g[i]
        return g


def net_and_loss(j):
    net, xs, of = fields(j, ["network", "inputs", "loss"])
    xs = T(matrix(xs))
    net = Net(net, len(xs[0]))
    return net, xs, OutputLoss(of, net.outputs, len(xs))


def layer_balance(j, part):
    net, xs, of = net_and_loss(j)
    bias_free(net)
    need(len(net.w) > 1, "found one layer, expected two")
    dense = all(l.slope is None and l.pool == "none" and l.mask is None for l in net.layers)
    need(part == "diagonals" or dense, "found a gate or a mask, expected linear dense layers")
    ws, out = differentiate(net, xs)
    g = grad(of(out), *ws)
    pooled = lambda a, size: [[sum(a[i][i] for i in range(k, k + size))] for k in range(0, len(a), size)]
    shape = pooled if part == "diagonals" else lambda a, size: a
    f, d = net.run(xs)
    slopes, measured, predicted = of.slope(f[-1]), [], []
    for l, (layer, js) in enumerate(zip(net.layers[:-1], net.jacobians(d))):
        measured += [shape(mul(T(net.w[l + 1]), g[l + 1]), 1), shape(mul(g[l], T(net.w[l])), layer.size)]
        both = [mul(T(j), col(s), T(mul(layer.w, col(x)))) for j, s, x in zip(js, slopes, f[l])]
        predicted += [shape(lin([1] * len(xs), both), layer.size)] * 2
    return measured, predicted


def normalized_loss(j, part):
    net, xs, of = net_and_loss(j)
    ws, out = differentiate(net, xs)
    over = [inverse_root(dot(f, f)) if any(values([f])[0]) else need(False, "found an output of norm 0") for f in out]
    g = grad(of([[x * o for x in f] for f, o in zip(out, over)]), *ws)
    f, d = net.run(xs)
    size = [root(dot(x, x)) for x in f[-1]]
    unit = [[x / s for x in y] for y, s in zip(f[-1], size)]
    back = [[(b - u * dot(y, h)) / s for u, b in zip(y, h)] for y, h, s in zip(unit, of.slope(unit), size)]
    formula = [unvec(lin([1] * len(xs), [mul(k, col(y)) for k, y in zip(ks, back)]), w)
               for ks, w in zip(net.connections(f, d), net.w)]
    if part == "gradient":
        return g, formula
    bias_free(net)
    return ([[[inner(w, h), inner(sub(w, h), sub(w, h))]] for w, h in zip(net.w, g)],
            [[[Q(0), inner(w, w) + inner(h, h)]] for w, h in zip(net.w, formula)])


def contrastive_losses(j, part):
    of, plus, negatives = fields(j, ["loss", "positive", "negatives"])
    (phi, slope, _), plus, rs = loss(of), frac(plus), listed(negatives, frac)
    xi = [slope(plus - r) for r in rs]
    need(min(xi) > 0, "found a slope of the loss that is not positive")
    first, others = Num(plus), [Num(r) for r in rs]
    (of_plus,), of_rest = (row[0] for row in grad(dot([1] * len(rs), [phi(first - r) for r in others]), [[first]], [others]))
    return {"attracts-the-positive": ([[[-of_plus]]], [zeros(1, 1)]),
            "repels-every-negative": ([[of_rest]], [zeros(1, len(rs))]),
            "sum-is-zero": ([[[-sum(of_rest)]]], [[[sum(xi)]]]),
            "derivatives": ([[[of_plus, *of_rest]] * 2], [[[sum(xi), *[-x for x in xi]]] * 2])}[part]


def covariance_operator(j, part):
    net, v, positives, negatives = fields(j, ["network", "views", "positives", "negatives"])
    v = Views(v)
    net, ws, out = of_views(net, v)
    bias_free(net)
    n, a, p = v.n, v.a, v.p
    plus, minus_ = matrix(positives, n, n), matrix(negatives, n, n)
    f, d = net.run(v.x)
    ks = net.connections(f, d)
    bars = [v.bar(k) for k in ks]
    if part == "positive-semidefinite":
        mean = v.mean_outputs(out)
        by = [derivatives(ws, m) for m in mean]
        return [cov(p, [b[l] for b in by]) for l in range(len(ws))], [cov(p, b) for b in bars]
    one = eye(net.outputs)
    between = [moment_on(p, about_mean(p, b), one, about_mean(p, b), w) for b, w in zip(bars, net.w)]
    if part == "finite-batch":
        need(n > 1 and a > 1 and len(set(p)) == len(set(v.q)) == 1, "found weights or a batch other than the finite one")
        pairs = [(x, y, Q(1, n * a * (a - 1))) for own in v.of for x in own for y in own if x != y]
        pairs += [(x, y, -Q(1, n * (n - 1) * a * a)) for o in v.of for q in v.of if o != q for x in o for y in q]
        within = [moment_on(v.weight, v.within(k), one, v.within(k), w) for k, w in zip(ks, net.w)]
        formula = [lin([Q(2 * n, n - 1), -Q(2, a - 1)], [b, w]) for b, w in zip(between, within)]
    else:
        need(plus == [[p[i] * (i == k) for k in range(n)] for i in range(n)], "found positives of other samples")
        need(minus_ == [[x * y for y in p] for x in p], "found dependent negatives")
        laws = {(i, k): plus[i][k] - minus_[i][k] for i in range(n) for k in range(n)}
        pairs, formula = v.pairs(laws), [times(2 if part == "both-branches" else 1, b) for b in between]
    other = out if part in ("both-branches", "finite-batch") else values(out)
    of = mean_distance(out, other, pairs)
    g = minus(grad(of, *ws))
    bar = v.mean_outputs(f[-1])
    energy = trace(cov(p, columns(bar)))
    if part == "energy":
        return [[[val(of)]]], [[[-energy]]]
    if part == "energy-of-every-layer":
        return [[[inner(w, h)]] for w, h in zip(net.w, g)], [[[energy]]] * len(ws)
    return g, [unvec(x, w) for x, w in zip(formula, net.w)]


def of_views(j, v):
    net = Net(j, len(v.x[0]))
    return net, *differentiate(net, v.x)


def weighted_covariance(j, part):
    net, v, of = fields(j, ["network", "views", "loss"])
    v, (phi, slope, c) = Views(v), loss(of)
    net = Net(net, len(v.x[0]))
    bias_free(net)
    f, d = net.run(v.x)
    bar_x = [x for i in range(v.n) for x in [v.mean_outputs(v.x)[i]] * v.a]
    at_mean = net.run(bar_x) if part == "second-order" else (f, d)
    triples = [(x, y, z, v.weight[x] * v.q[y] * v.weight[z]) for o in v.of for x in o for y in o for z in range(len(v.x))]

    def update(xs, gates):
        ws, out = differentiate(net, xs, gates=gates)
        r = {}
        for x, y, z, _ in triples:
            for u in (y, z):
                r[x, u] = r.get((x, u)) or distance(out[x], values([out[u]])[0])
        return minus(grad(dot([w for *_, w in triples], [phi(r[x, y] - r[x, z]) for x, y, z, _ in triples]), *ws))

    ks = net.connections(*at_mean)
    bar = v.mean_outputs(at_mean[0][-1])
    half_square = lambda a, b: val(distance(a, b))
    both = [(x, y, v.p[x] * v.p[y]) for x in range(v.n) for y in range(v.n)]
    covariance = []
    for k, w in zip(ks, net.w):
        gaps = [sub(v.bar(k)[x], v.bar(k)[y]) for x, y, _ in both]
        covariance.append(moment_on([p * slope(-half_square(bar[x], bar[y])) / 2 for x, y, p in both], gaps, eye(net.outputs), gaps, w))
    if part == "remainder":
        step = lambda y, z: col([a - b for a, b in zip(f[-1][y], f[-1][z])])
        r = lambda x, y: half_square(f[-1][x], f[-1][y])
        excess = [w * (slope(r(x, y) - r(x, z)) - slope(-half_square(bar[x // v.a], bar[z // v.a]))) for x, y, z, w in triples]
        theta = [lin(excess, [mul(k[x], step(y, z)) for x, y, z, _ in triples]) for k in ks]
        return update(v.x, None), [unvec(lin([1, 1], pair), w) for *pair, w in zip(covariance, theta, net.w)]
    # The update is a polynomial in epsilon of degree at most 6: seven values give its coefficients.
    nodes = range(-3, 4)
    lagrange = T(inverse([[Q(e) ** n for n in range(7)] for e in nodes]))
    inputs = lambda e: [[m + e * (x - m) for x, m in zip(xs, ms)] for xs, ms in zip(v.x, bar_x)]
    ups = [update(inputs(Q(e)), at_mean[1]) for e in nodes]
    measured = [lin([row[n] for row in lagrange], [u[l] for u in ups]) for l in range(len(net.w)) for n in range(3)]
    # d/d epsilon of f_(l-1), of the outputs a and of K, with the gates of the means.
    f1 = net.run(v.x, gates=at_mean[1])[0]
    dk = [[sub(k1, k0) for k1, k0 in zip(a, b)] for a, b in zip(net.connections(f1, at_mean[1]), ks)]
    a = [col([x - y for x, y in zip(p, q)]) for p, q in zip(f1[-1], at_mean[0][-1])]
    spread = [lin([v.q[u] for u in own], [mul(a[u], T(a[u])) for u in own]) for own in v.of]
    predicted = []
    for l, w in enumerate(net.w):
        terms, laws = [], []
        for x, y, p in both:
            gap = col([s - t for s, t in zip(bar[x], bar[y])])
            at = -half_square(bar[x], bar[y])
            xi1, xi2 = 2 * c[1] + 6 * c[2] * at, 6 * c[2]
            k = v.bar(ks[l])[x]
            change = lin([v.q[u] for u in v.of[x]], [mul(dk[l][u], T(a[u])[0:1] and mul(T(a[u]), gap)) if False else times(inner(a[u], gap), mul(dk[l][u], gap)) for u in v.of[x]])
            square = mul(T(gap), lin([1, 1], [spread[x], spread[y]]), gap)[0][0]
            terms += [mul(k, gap), mul(k, spread[y], gap), change]
            laws += [p * (xi1 * (trace(spread[x]) - trace(spread[y])) / 2 + xi2 * square / 2), -p * xi1, -p * xi1]
        predicted += [unvec(covariance[l], w), zeros(len(w), len(w[0])), unvec(lin(laws, terms), w)]
    return measured, predicted


def contrastive_operator(j, part):
    net, xs, draws, of = fields(j, ["network", "inputs", "draws", "loss"])
    xs, (phi, slope, _) = T(matrix(xs)), loss(of)
    net, count = Net(net, len(xs[0])), len(xs)
    bias_free(net)
    draws = listed(draws, lambda d: fields(d, ["first", "positive", "negatives", "weight"]))
    draws = [(nat(x, count), nat(y, count), listed(zs, lambda z: nat(z, count)), frac(w)) for x, y, zs, w in draws]
    law([str(w) for *_, w in draws])
    need(len({len(zs) for _, _, zs, _ in draws}) == 1, "found draws of different numbers of negatives")
    f, d = net.run(xs)
    r = lambda x, y: val(distance(f[-1][x], f[-1][y]))
    xi = [[w * slope(r(x, y) - r(x, z)) for z in zs] for x, y, zs, w in draws]
    if part in ("semidefinite", "one-branch-positivity"):
        need(all(s > 0 for own, (*_, w) in zip(xi, draws) if w for s in own), "found a slope that is not positive")
    if part.startswith("one-branch"):
        p = [sum(w for x, *_, w in draws if x == u) for u in range(count)]
        joint = lambda x, z: sum(w for a, _, (b,), w in draws if (a, b) == (x, z))
        need(all(len(zs) == 1 and x == y for x, y, zs, _ in draws), "found other than one negative and no augmentation")
        need(all(joint(x, z) == p[x] * p[z] for x in range(count) for z in range(count)), "found dependent draws")
        need(any(w and f[-1][x] != f[-1][z] for x, _, (z,), w in draws) or part != "one-branch-positivity", "found equal outputs")
    ws, out = differentiate(net, xs)
    other = out if part in ("both-branches", "energy") else values(out)
    rs = [([distance(out[x], other[u]) for u in [y, *zs]], w) for x, y, zs, w in draws]
    g = minus(grad(dot([w for p, w in rs for _ in p[1:]], [phi(p[0] - q) for p, _ in rs for q in p[1:]]), *ws))
    pulls = [[q.g for q in p] for p, _ in rs]
    ks = net.connections(f, d)
    if part in ("semidefinite", "one-branch-symmetry"):
        by = [derivatives(ws, o) for o in out]
        operator = lambda terms: lin([t[0] for t in terms], [mul(a, T(b)) for _, a, b in terms])
        k = lambda l, x: by[x][l]
        gap = lambda l, x, z: sub(k(l, x), k(l, z))
        if part == "semidefinite":
            inter = [operator([(-q, gap(l, x, z), gap(l, x, z)) for (x, _, zs, _), p in zip(draws, pulls) for z, q in zip(zs, p[1:])]) for l in range(len(ws))]
            intra = [operator([(p[0], gap(l, x, y), gap(l, x, y)) for (x, y, *_), p in zip(draws, pulls)]) for l in range(len(ws))]
            return [[[Q(is_psd(o))]] for o in inter + intra], [[[Q(1)]]] * (2 * len(ws))
        measured = [operator([(-q, k(l, x), gap(l, x, z)) for (x, _, zs, _), p in zip(draws, pulls) for z, q in zip(zs, p[1:])]) for l in range(len(ws))]
        return measured, [operator([(q, sub(k[x], k[z]), k[x]) for (x, _, zs, _), own in zip(draws, xi) for z, q in zip(zs, own)]) for k in ks]
    if part == "energy":
        energy = 2 * sum(q * (r(x, z) - r(x, y)) for (x, y, zs, _), own in zip(draws, xi) for z, q in zip(zs, own))
        return [[[inner(w, h)]] for w, h in zip(net.w, g)], [[[energy]]] * len(ws)
    if part == "one-branch-positivity":
        return [[[-inner(w, h)]] for w, h in zip(net.w, g)], [zeros(1, 1)] * len(ws)
    share = Q(1, 2) if part == "one-branch" else Q(1)
    weights = [share * q for own in xi for q in own] + [-share * sum(own) for own in xi]
    ends = [(x, z) for x, _, zs, _ in draws for z in zs] + [(x, y) for x, y, *_ in draws]
    gaps = lambda k: [sub(k[x], k[z]) for x, z in ends]
    return g, [unvec(moment_on(weights, gaps(k), eye(net.outputs), gaps(k), w), w) for k, w in zip(ks, net.w)]


def translation_invariance(j, part):
    objects, shifts, net, contrast, epsilon = fields(j, ["objects", "shifts", "network", "contrast", "perturbation"])
    u, v = objects = listed(objects, lambda o: listed(o, frac), 2)
    d, c = len(u), frac(contrast)
    epsilon, shifts = listed(epsilon, frac, d), listed(shifts, nat)
    need(len(v) == d and sum(u) == sum(v), "found objects of different sums")
    need(len({sum(p % d == q for p in shifts) for q in range(d)}) == 1, "found shifts that are not transitive")
    shifted = [[[o[(q - p) % d] for q in range(d)] for p in shifts] for o in objects]
    if part == "sight-on-an-open-set":
        lit = [[Q(q in on) for q in range(d)] for on in ((0, 1), (0, 2))]
        need(d >= 4 and c > 0 and objects == lit, "found objects other than 11 and 101")
        w = [e + c * ((q == 0) - (q == 1)) for q, e in enumerate(epsilon)]
        seen = [sum(max(dot(w, x), 0) for x in xs) / len(shifts) for xs in shifted]
        return [[[seen[0] - seen[1]]]], [[[-(c - 2 * sum(map(abs, epsilon))) / d]]]
    net = Net(net, d)
    bias_free(net)
    need(all(l.mask is None and l.size == 1 for l in net.layers), "found a mask or a pool")
    linear, relu = all(l.slope is None for l in net.layers), len(net.w) == 2 and net.layers[0].slope == 0
    need(relu if part == "one-hidden-relu" else linear, "found another kind of network")
    xs = shifted[0] + shifted[1]
    ws, out = differentiate(net, xs)
    n, p = len(shifts), [Q(1, len(shifts))] * len(shifts)
    if part == "attraction-cancels-repulsion":
        pairs = [[(x, y, Q(1, 2 * n * n)) for x in range(2 * n) for y in range(2 * n) if x // n == y // n],
                 [(x, y, Q(1, 4 * n * n)) for x in range(2 * n) for y in range(2 * n)]]
        measured = [g for law_ in pairs for g in grad(mean_distance(out, out, law_), *ws)]
        even = [Q(1, 2 * n)] * (2 * n)
        on = [(about_mean(even, k), w) for k, w in zip(net.connections(*net.run(xs)), net.w)]
        return measured, [unvec(times(2, moment_on(even, k, eye(net.outputs), k, w)), w) for k, w in on] * 2
    means = [[dot(p, unit) for unit in zip(*part_)] for part_ in (out[:n], out[n:])]
    k = list(zip(*[derivatives(ws, m) for m in means]))
    if part == "one-hidden-relu":
        total = lambda w, xs: sum(abs(dot(w, x)) for x in xs)
        delta = col([(total(w, shifted[0]) - total(w, shifted[1])) / (2 * n) for w in net.w[0]])
        return [cov([Q(1, 2)] * 2, k[1])], [kron(times(Q(1, 4), mul(delta, T(delta))), eye(net.outputs))]
    below, predicted = col([sum(u) / d] * d), []
    for l, w in enumerate(net.w):
        predicted += [kron(below, T(reduce(mul, reversed(net.w[l + 1:]), eye(net.outputs))))] * 2
        below = mul(w, below)
    return [m for pair in k for m in pair], predicted


def node_of(tree, j): return nat(j) if j in tree.inner else need(False, f"node: found {j}, expected one with children")
def uniform(tree): need(tree.root == [Q(1, 2)] * 2, "found a root that is not uniform")
def outer(v, s=1): return times(s, mul(col(v), [v]))


def root_outputs(tree, node, w, laws):
    """For each state of the root E[f_L | z_0], with the weights of one node on the tape; f_L on each configuration."""
    f = {s: tree.features(s, (node, w))[0] for s in laws}
    return f, [[dot([p[z] for p in laws.values()], [f[s][k] for s in laws]) for k in range(tree.width[0])] for z in range(len(tree.root))]


def configurations(tree, siblings=None):
    every = itertools.product(*[range(tree.states[v]) for v in tree.leaves])
    return {s: tree.leaf_law(s) for s in every}


def latent_tree_covariance(j, part):
    t, net, node, dependence = fields(j, ["tree", "network", "node"], ["dependence"])
    tree = Tree(t, net)
    node, siblings = node_of(tree, node), None
    if dependence is not None:
        name, content = tagged(dependence, "siblings")
        a, b, c = fields(content, ["first", "second", "strength"])
        a, b, c = siblings = nat(a, tree.nodes), nat(b, tree.nodes), frac(c)
        need(a and b and tree.binary and tree.parent[a] == tree.parent[b] and tree.order.index(a) < tree.order.index(b)
             and abs(c) <= (1 - abs(tree.rho[a])) * (1 - abs(tree.rho[b])), "found a dependence that is none of siblings")
        need(part in ("path-polarity", "categorical-path", "deep-tree"), "found dependent siblings")
    categorical = part.startswith("categorical") or part == "messages"
    need(categorical or tree.binary, "found a categorical tree")
    if part not in ("path-polarity", "conditional-means") and not categorical:
        uniform(tree)
    size = lambda v: sum(x * x for x in tree.a(v))
    most = max((abs(r) for r in tree.rho.values() if r is not None), default=Q(1))
    if part.endswith("block") or part.startswith("operator"):
        w, laws = leaves(tree.w[node]), configurations(tree)
        jac = tree.jacobian(node)
        square = mul(T(jac), jac)
        _, means = root_outputs(tree, node, w, laws)
        block = cov(tree.root, [derivatives([w], m)[0] for m in means])
        if part == "operator-shrinks-with-depth":
            return [[[trace(block)]]], [[[size(node) * most ** (2 * tree.depth[node]) * trace(square)]]]
        factor = outer(tree.a(node), tree.path[node] ** 2) if part == "operator-block" else categorical_covariance(tree, node)
        return [block], [kron(factor, square)]
    if part == "deep-tree":
        return deep_tree(tree)
    joint = tree.joint(siblings)
    if part.endswith("path") or part == "path-polarity":
        own = []
        for v in range(tree.nodes):
            at = tree.order.index(v)
            p = [[sum(p for s, p in joint.items() if (s[0], s[at]) == (i, k)) for k in range(tree.states[v])] for i in range(len(tree.root))]
            need(all(map(sum, p)), "found a state of probability 0")
            own.append([[x / sum(row) for x in row] for row in p])
        law_ = lambda r: [[(1 + r) / 2, (1 - r) / 2], [(1 - r) / 2, (1 + r) / 2]]
        return own, [law_(tree.path[v]) if part == "path-polarity" else tree.to_root[v] for v in range(tree.nodes)]
    if part == "messages":
        return [tree.sums(joint, v, lambda c: tree.features(c)[v]) for v in range(tree.nodes)], [tree.v(v) for v in range(tree.nodes)]
    below = lambda v: lambda c: [x for f in [tree.features(c)] for child in tree.children[v] for x in f[child]]
    if part == "conditional-means":
        mean = lambda v: [sum(x) / 2 for c in tree.children[v] for x in zip(*tree.v(c))]
        formula = lambda v: [[m + z * a for m, a in zip(mean(v), tree.a(v))] for z in (-1, 1)]
        return [tree.sums(joint, v, below(v)) for v in tree.inner], [formula(v) for v in tree.inner]
    measured = [cov(tree.root, columns(tree.sums(joint, 0, below(v)))) for v in tree.inner]
    if part == "covariance-shrinks-with-depth":
        return [[[trace(m)]] for m in measured], [[[size(v) * most ** (2 * tree.depth[v])]] for v in tree.inner]
    return measured, [outer(tree.a(v), tree.path[v] ** 2) if part == "covariance" else categorical_covariance(tree, v) for v in tree.inner]


def categorical_covariance(tree, node):
    """V^T P^T (diag pi - pi pi^T) P V."""
    means = mul(tree.to_root[node], [sum(rows, []) for rows in zip(*[mul(tree.p[c], tree.v(c)) for c in tree.children[node]])])
    spread = [[x * (i == k) - x * y for k, y in enumerate(tree.root)] for i, x in enumerate(tree.root)]
    return mul(T(means), spread, means)


def deep_tree(tree):
    """Messages of laws against products of polarities and closed forms: of linear groups, or of units with one input."""
    linear = all(s is None for s in tree.slope.values())
    single = all(sum(map(bool, row)) <= 1 for w in tree.w.values() for row in w)
    need(tree.pixels != "one-hot" and (linear or single and set(tree.slope.values()) <= {None, 0}), "found no closed form")
    v, heard = {}, {}
    for n in reversed(tree.order):
        if not tree.children[n]:
            low = [tree.pixel(n, 0), tree.pixel(n, 1)]
            v[n], heard[n] = low, [(Q(1), low[0][0], low[1][0])]
            continue
        rho = [r for c in tree.children[n] for r in [tree.rho[c]] * tree.width[c]]
        ears = [(r * e[0], *e[1:]) for r, e in zip(rho, [e for c in tree.children[n] for e in heard[c]])]
        below = [sum(rows, []) for rows in zip(*[mul(tree.p[c], v[c]) for c in tree.children[n]])]
        if linear:
            v[n] = mul(below, T(tree.w[n]))
            heard[n] = [(Q(1), -s, s) for s in [dot(row, [r * (b - a) / 2 for r, a, b in ears]) for row in tree.w[n]]]
        else:
            act = lambda x: x if tree.slope[n] is None or x > 0 else tree.slope[n] * x
            which = [next((k for k, x in enumerate(row) if x), None) for row in tree.w[n]]
            heard[n] = [(ears[k][0], *[act(row[k] * x) for x in ears[k][1:]]) if k is not None else (Q(0),) * 3 for k, row in zip(which, tree.w[n])]
            v[n] = tree.v(n)
    ends = [v for h in range(max(tree.depth.values())) for own in [[n for n in tree.inner if tree.depth[n] == h]] for v in (own[0], own[-1])]
    given = lambda n: [sum(rows, []) for rows in zip(*[mul(tree.to_root[c], v[c]) for c in tree.children[n]])]
    a = lambda n: [tree.rho[c] * r * (y - x) / 2 for c in tree.children[n] for r, x, y in heard[c]]
    return ([[[m[1][1] - m[1][0] for m in (tree.to_root[n] for n in range(tree.nodes))]]] + [cov(tree.root, columns(given(n))) for n in ends],
            [[[tree.path[n] for n in range(tree.nodes)]]] + [outer(a(n), tree.path[n] ** 2) for n in ends])


def lucky_node(j, part):
    a, sigma, theta, nodes, eta, centre, shared = fields(j, ["selectivities", "sigma", "theta", "nodes", "eta", "centre", "shared"])
    a, sigma, theta, nodes, eta = listed(a, frac), frac(sigma), frac(theta), nat(nodes), frac(eta)
    need(any(a) and theta > 0 and 0 < eta < 1, "found no instance: a = 0, or theta or eta out of range")
    need(frac(centre) == 0 and type(shared) is bool, "found an interval that is not centred")
    n, square = len(a), sum(x * x for x in a)
    second = square * sigma ** 2 / n
    if part.endswith("moment"):
        h = 3 * sigma ** 2 / n  # of a uniform u on [-1, 1]: E u^2 = 1/3, E u^4 = 1/5
        pairs = sum((x * x * y * y for i, x in enumerate(a) for k, y in enumerate(a) if i != k), Q(0))
        fourth = h * h * (sum(x ** 4 for x in a) / 5 + pairs / 3)
        return ([[[h * square / 3]]], [[[second]]]) if part == "second-moment" else ([[[fourth]]], [[[3 * second ** 2]]])
    need(theta < 1, "found theta >= 1")
    b = [abs(x) for x in a if x]
    at = root(theta * square / 3)
    # P(sum of b u <= x) by inclusion and exclusion over the corners of the cube.
    corners = [(math.prod(s), at + dot(s, b)) for s in itertools.product([1, -1], repeat=len(b))]
    miss = sum(s * max(x, 0) ** len(b) for s, x in corners) / (math.factorial(len(b)) * math.prod([2 * x for x in b], start=Q(1)))
    if part == "tail":
        return [[[miss]]], [[[1 - (1 - theta) ** 2 / 6]]]
    need(not shared, "found nodes that share their weights")
    need(nodes * (1 - theta) ** 2 / 6 > Q(-math.log(eta)) * (1 - Q(1, 2 ** 40)), "found fewer nodes than the statement needs")
    return [[[miss ** nodes]]], [[[eta]]]


def selectivity_transfer(j, part):
    t, net, node, slope, at = fields(j, ["tree", "network", "node", "slope", "t"])
    tree, slope, at = Tree(t, net), frac(slope), frac(at)
    node = node_of(tree, node)
    need(slope <= 1 and at > 0 and tree.states[node] == 2, "found a slope beyond 1, t <= 0 or a latent that is not binary")
    psi, joint = lambda x: x if x > 0 else slope * x, tree.joint()
    linear = tree.sums(joint, node, lambda c: tree.features(c, linear_at=node)[node])
    bent = tree.sums(joint, node, lambda c: [psi(x) for x in tree.features(c, linear_at=node)[node]])
    mean, var = zeros(2, tree.width[node]), zeros(2, tree.width[node])
    for z, i in itertools.product(range(2), range(tree.width[node])):
        start = 0
        for c in tree.children[node]:
            row, start = tree.w[node][i][start:start + tree.width[c]], start + tree.width[c]
            term = [(tree.p[c][z][s] * p, dot(row, f)) for s, m in enumerate(tree.messages(c)) for f, p in m.items()]
            one = sum(p * x for p, x in term)
            mean[z][i] += one
            var[z][i] += sum(p * x * x for p, x in term) - one * one
    kappa = (1 - slope) / 2
    high = lambda q: (q / at + at) / 2
    jensen = [[kappa * (high(m * m + s) - abs(m)) for m, s in zip(*rows)] for rows in zip(mean, var)]
    if part == "transfer-for-every-t":
        return [[[(x - y) / 2 for x, y in zip(*bent)]]], [[[-(psi(y) - psi(x) - e) / 2 for x, y, e in zip(*mean, jensen[0])]]]
    excess = [[x - psi(y) for x, y in zip(*rows)] for rows in zip(bent, linear)]
    return [excess], [jensen if part == "jensen-for-every-t" else [[kappa * high(s) for s in row] for row in var]]


def amplification(j, part):
    t, net, node, rate = fields(j, ["tree", "network", "node", "rate"])
    tree, rate = Tree(t, net), frac(rate)
    node = node_of(tree, node)
    need(tree.binary, "found a categorical tree")
    uniform(tree)
    laws = configurations(tree)
    need(len(laws) <= 16, "found more than 16 configurations of the leaves")
    js = {v: tree.jacobian(v) for v in tree.level(node)}
    square = mul(T(js[node]), js[node])
    if part not in ("step", "orthogonal-part-stays"):
        need(not any(x for v in js if v != node for row in mul(T(js[node]), js[v]) for x in row), "found outputs that are shared")
    if part.startswith("gaps"):
        need(square == times(square[0][0], eye(len(square))), "found a Jacobian that is not conformal")
        need(part == "gaps-grow-by-their-factor" or rate > 0, "found a rate that is not positive")
    w = leaves(tree.w[node])
    f, _ = root_outputs(tree, node, w, laws)
    half = [Q(1, 2)] * 2
    pairs = [(x, y, dot(half, [p * q for p, q in zip(laws[x], laws[y])]) - dot(half, laws[x]) * dot(half, laws[y])) for x in f for y in f]
    (g,) = grad(mean_distance(f, dict(zip(f, values(f.values()))), pairs), w)
    now, after = tree.w[node], sub(tree.w[node], times(rate, g))
    below = tree.sums(tree.joint(), node, lambda c: [x for f in [tree.features(c)] for child in tree.children[node] for x in f[child]])
    gaps = col([y - x for x, y in zip(*below)])
    a, path = tree.a(node), tree.path[node]
    stays = lambda v: sub(times(inner(v, v), eye(len(v))), mul(v, T(v)))
    if part == "step":
        pull = lin([tree.path[v] for v in js], [mul(js[v], tree.w[v], col(tree.a(v))) for v in js])
        return [after], [lin([1, rate * path], [now, mul(T(js[node]), pull, [a])])]
    if part == "lone-step":
        return [after], [lin([1, rate * path ** 2], [now, mul(square, now, outer(a))])]
    if part == "orthogonal-part-stays":
        return [mul(after, stays(times(Q(1, 2), gaps)))], [mul(now, stays(col(a)))]
    formula = times(2, mul(now, col(a)))
    if part == "gaps-grow-by-their-factor":
        return [mul(after, gaps)], [times(1 + rate * path ** 2 * square[0][0] * dot(a, a), formula)]
    return [[[-x * y] for (x,), (y,) in zip(mul(after, gaps), mul(now, gaps))]], [[[-x * x] for x, in formula]]


class Byol:
    """r = E |P f_1 - f_2|^2 / 2 over independent augmentations of a sample, f_2 a constant."""
    def __init__(self, j, shared=True):
        online, target, views, p, zm = fields(j, ["online", "target", "views", "predictor", "zero_mean"])
        self.v = v = Views(views)
        self.net, self.target = Net(online, len(v.x[0])), Net(target, len(v.x[0]))
        self.n = self.net.outputs
        need([len(w) for w in self.net.w] == [len(w) for w in self.target.w], "found two architectures")
        need(online == target or not shared, "found a target with weights of its own")
        self.p, zm = matrix(p, self.n, self.n), fields(zm, ["online", "target"])
        need(all(type(z) is bool for z in zm), "found a zero-mean that is neither true nor false")
        self.zm = tuple(zm)
        self.f, self.d = self.net.run(v.x)
        self.f2, self.d2 = self.target.run(v.x)
        self.ks, self.s = self.net.connections(self.f, self.d), mul(T(self.p), sub(eye(self.n), self.p))
        self.bars = [v.bar(k) for k in self.ks]

    def centred(self, f, yes):
        mean = [dot(self.v.weight, unit) for unit in zip(*f)]
        return [[x - m for x, m in zip(view, mean)] for view in f] if yes else f

    def measure(self, p=None, zm=None):
        """r, and its gradients by P and by the weights."""
        zm, p = zm or self.zm, leaves(p or self.p)
        ws, out = differentiate(self.net, self.v.x)
        first = [[dot(row, f) for row in p] for f in self.centred(out, zm[0])]
        r = mean_distance(first, self.centred(self.f2[-1], zm[1]), self.v.same())
        by_p, *by_w = grad(r, p, *ws)
        return val(r), by_p, by_w

    def updates(self, **how): return minus(self.measure(**how)[2])
    def radial(self, **how): return [[[inner(w, u)]] for w, u in zip(self.net.w, self.updates(**how))]
    def within(self, s): return [moment_on(self.v.weight, d, s, d, w) for d, w in ((self.v.within(k), w) for k, w in zip(self.ks, self.net.w))]
    def shaped(self, us): return [unvec(u, w) for u, w in zip(us, self.net.w)]


def byol_shrinkage(j, part):
    b = Byol(j)
    bias_free(b.net)
    need(b.p == eye(b.n) and b.zm != (False, True), "found a predictor, or a zero-mean of the target alone")
    if part == "update":
        return b.updates(), b.shaped(minus(b.within(eye(b.n))))
    return b.radial(), [[[-trace(lin(b.v.weight, [mul(z, T(z)) for z in b.v.within(columns(b.f[-1]))]))]]] * len(b.net.w)


def byol_implicit_contrastive(j, part):
    b = Byol(j)
    bias_free(b.net)
    v, p, s, square, count = b.v, b.p, b.s, mul(T(b.p), b.p), len(b.net.w)
    if part in ("with-zero-mean", "implicit-term", "predictor-gives-some", "attraction"):
        need(b.zm[0], "found an online output that is not zero-mean")
    if part in ("positive-semidefinite", "attraction"):
        need(p == T(p) and is_psd(p) and is_psd(sub(eye(b.n), p)), "found a predictor with a spectrum outside [0, 1]")
    mean_square = lambda: [moment_on(v.p, k, s, k, w) for k, w in zip(b.bars, b.net.w)]
    difference = lambda: [sub(x, y) for x, y in zip(b.updates(), b.updates(zm=(False, False)))]
    if part == "with-zero-mean":
        formula = [sub(moment_on(v.p, about_mean(v.p, k), s, about_mean(v.p, k), w), x) for k, w, x in zip(b.bars, b.net.w, b.within(square))]
        return b.updates(), b.shaped(formula)
    if part == "without-zero-mean":
        need(b.zm == (False, False), "found a zero-mean")
        return b.updates(), b.shaped([sub(x, y) for x, y in zip(mean_square(), b.within(square))])
    if part == "implicit-term":
        means = [lin(v.p, k) for k in b.bars]
        return difference(), b.shaped([times(-1, mul(m, s, T(m), vec(w))) for m, w in zip(means, b.net.w)])
    if part == "predictor-gives-some":
        need(any(x for x, in mul(s, col([dot(v.weight, u) for u in zip(*b.f[-1])]))), "found a predictor that does not move the mean")
        return difference(), [zeros(len(w), len(w[0])) for w in b.net.w]
    if part.endswith("gives-none"):
        q = eye(b.n) if part.startswith("identity") else [[Q(i == k < b.n // 2) for k in range(b.n)] for i in range(b.n)]
        measured = b.updates(p=q, zm=(True, True)) + b.updates(p=q, zm=(False, False))
        return measured, b.shaped(minus(b.within(mul(T(q), q)))) * 2
    if part == "attraction":
        need(v.a == 1, "found augmentations, expected none")
        energy = trace(cov(v.p, columns(v.mean_outputs(b.f[-1])))) / 4
        return [m for x in b.radial() for m in (times(-1, x), x)], [zeros(1, 1), [[energy]]] * count
    ws, out = differentiate(b.net, v.x)
    by = [derivatives(ws, m) for m in v.mean_outputs(out)]
    measured = [moment(v.p, c, s, c) for c in (about_mean(v.p, [x[l] for x in by]) for l in range(count))]
    terms = [(d, l) for d, l in elimination(s) if d > 0]
    squares = lambda c: [(q * d, mul(x, l, T(mul(x, l)))) for q, x in zip(v.p, about_mean(v.p, c)) for d, l in terms]
    total = lambda c: lin(*zip(*squares(c))) if terms else zeros(len(c[0]), len(c[0]))
    return measured, [total(c) for c in b.bars]


def byol_ema(j, part):
    b = Byol(j, shared=False)
    bias_free(b.net, b.target)
    v, pt, square = b.v, T(b.p), mul(T(b.p), b.p)
    need(b.zm == (False, False) if part == "without-zero-mean" else b.zm[0], "found another zero-mean")
    k2 = b.target.connections(b.f2, b.d2)
    layers = list(zip(b.ks, b.bars, [v.bar(k) for k in k2], b.net.w, b.target.w))
    if part == "implicit-term":
        m = lambda bar: lin(v.p, bar)
        formula = [times(-1, mul(m(k), pt, sub(mul(T(m(l)), vec(w2)), mul(b.p, T(m(k)), vec(w1))))) for _, k, l, w1, w2 in layers]
        return [sub(x, y) for x, y in zip(b.updates(), b.updates(zm=(False, False)))], b.shaped(formula)
    about = about_mean if part == "with-zero-mean" else lambda ws, ms: ms
    formula = [sub(moment_on(v.p, about(v.p, k), pt, about(v.p, l), w2), moment_on(v.weight, about(v.weight, k1), square, about(v.weight, k1), w1))
               for k1, k, l, w1, w2 in layers]
    return b.updates(), b.shaped(formula)


def predictor_balance(j, part):
    b = Byol(j, shared=False)
    top, v = b.net.layers[-1], b.v
    need(top.mask is None and (top.bias is None or b.zm[0]), "found a mask on top, or a mean of the top layer's own")
    _, by_p, by_w = b.measure()
    f1, goal = b.centred(b.f[-1], b.zm[0]), v.mean_outputs(b.centred(b.f2[-1], b.zm[1]))
    residual = [sub(mul(b.p, col(f)), col(goal[u // v.a])) for u, f in enumerate(f1)]
    back = [mul(T(b.p), r) for r in residual]
    back = about_mean(v.weight, back) if b.zm[0] else back
    h = unvec(lin(v.weight, [mul(k, y) for k, y in zip(b.ks[-1], back)]), top.raw)
    if part == "balance":
        return [mul(T(b.p), by_p)], [mul(h, T(top.raw))]
    balance = lambda p, w: sub(mul(T(p), p), mul(w, T(w)))
    q = lin(v.weight, [mul(r, [f]) for r, f in zip(residual, f1)])
    return [sub(balance(sub(b.p, by_p), sub(top.raw, by_w[-1])), balance(b.p, top.raw))], [balance(q, T(T(h)))]


def optimal_predictor(j, part):
    b = Byol(j)
    need(b.zm[0], "found an online output that is not zero-mean")
    v, n, p = b.v, b.n, b.p
    bar, inside = v.mean_outputs(b.f[-1]), v.within(columns(b.f[-1]))
    between, within = cov(v.p, columns(bar)), lin(v.weight, [mul(z, T(z)) for z in inside])
    total = lin([1, 1], [between, within])
    over = inverse(total)
    best = mul(between, over)
    at_0 = b.measure(p=zeros(n, n))[1]
    found = mul(times(-1, at_0), inverse(sub(b.measure(p=eye(n))[1], at_0)))
    gap = sub(p, best)
    if part == "minimiser":
        return [found], [best]
    if part == "gradient":
        return [b.measure()[1], b.measure(p=found)[1]], [mul(gap, total), zeros(n, n)]
    if part == "excess":
        return [[[b.measure()[0] - b.measure(p=found)[0]]]], [[[inner(mul(gap, total), gap) / 2]]]
    mean = col([dot(v.weight, u) for u in zip(*b.f[-1])])
    if part == "minimal":
        size = trace(total) + (0 if b.zm[1] else inner(mean, mean))
        return [[[b.measure(p=found)[0]]]], [[[(inner(mul(p, total), p) - 2 * trace(mul(p, between)) + size) / 2]]]
    if part == "radial-motion":
        bias_free(b.net)
        measured = minus(b.radial()) + minus(b.radial(p=found))
        return measured, [[[inner(p, mul(gap, total))]]] * len(b.net.w) + [zeros(1, 1)] * len(b.net.w)
    power, sums = mul(found, sub(eye(n), found)), []
    for _ in range(2 * n - 1):
        sums.append(trace(power))
        power = mul(power, found)
    left, u = [mul(T(z), over) for z in about_mean(v.p, columns(bar))], []
    for _ in range(n):
        u.append([mul(a, z)[0][0] for a in left for z in inside])
        left = [mul(a, best) for a in left]
    weights = [q * w for q in v.p for w in v.weight]
    return [[[sums[i + k] for k in range(n)] for i in range(n)]], [[[dot(weights, [x * y for x, y in zip(a, c)]) for c in u] for a in u]]


def batchnorm_projection(j, part):
    batch, epsilon = fields(j, ["batch", "epsilon"])
    batch, epsilon = listed(batch, frac), frac(epsilon)
    n = len(batch)
    need(n >= 2 and epsilon >= 0, "found a batch of one, or a negative epsilon")
    need(part != "projection" or epsilon == 0, "found an epsilon, expected 0")
    x = [Num(b) for b in batch]
    share = [Q(1, n)] * n
    mean = dot(share, x)
    gaps = [b - mean for b in x]
    square = dot(share, [g * g for g in gaps]) + epsilon
    need(val(square) > 0, "found a batch without variance")
    s = root(val(square))
    y = [g * inverse_root(square) for g in gaps]
    jacobian = lambda out: [grad(o, [x])[0][0] for o in out]
    one, flat = eye(n), [[Q(1, n)] * n for _ in range(n)]
    if part == "zero-mean":
        return [jacobian(gaps)], [sub(one, flat)]
    u = [(b - sum(batch) / n) / s for b in batch]
    yy = outer(u, Q(1, n))
    q = sub(sub(one, flat), yy)
    if part == "jacobian":
        return [jacobian(y)], [times(1 / s, q)]
    found, at = times(s, jacobian(y)), col([val(b) for b in y])
    if part == "projection":
        return [mul(found, found), mul(found, col([1] * n)), mul(found, at), [[trace(found)]]], [q, zeros(n, 1), zeros(n, 1), [[Q(n - 2)]]]
    delta = epsilon / s ** 2
    return [sub(mul(found, found), found), mul(found, at)], [times(-delta, yy), col([delta * b for b in u])]


def zero_mean_gradient(j, part):
    net, v, p, mean = fields(j, ["network", "views", "predictor", "mean"])
    v = Views(v)
    net = Net(net, len(v.x[0]))
    p, through = matrix(p, net.outputs, net.outputs), tagged(mean, "through", "detached")[0] == "through"
    need(part != "through" or through, "found a detached mean")
    f, _ = net.run(v.x)
    goal = v.mean_outputs(f[-1])

    def measure(l, is_through):
        ws, out = differentiate(net, v.x, centred=(l, v.weight, is_through))
        return grad(mean_distance([[dot(row, o) for row in p] for o in out], f[-1], v.same()), ws[l])[0]

    layers = range(len(net.w))
    measured = [sub(measure(l, True), measure(l, False)) if part == "lost" else measure(l, part == "through") for l in layers]
    predicted = []
    for l in layers:
        h, d = net.run(v.x, centred=(l, v.weight, True))
        js = net.jacobians(d)[l]
        g = [mul(T(js[u]), T(p), sub(mul(p, col(h[-1][u])), col(goal[u // v.a]))) for u in range(len(v.x))]
        second = lin(v.weight, [mul(a, [x]) for a, x in zip(g, f[l])])
        product = mul(lin(v.weight, g), [[dot(v.weight, x) for x in zip(*f[l])]])
        side = {"through": sub(second, product), "detached": second, "lost": times(-1, product)}[part]
        m = net.layers[l].mask
        predicted.append([[x * b for x, b in zip(r, bits)] for r, bits in zip(side, m)] if m else side)
    return measured, predicted


# ---- The files. ----
PARTS = {
    connection: "reversibility derivative", dual_gradient: "gradient", layer_balance: "diagonals matrices",
    normalized_loss: "gradient no-radial-motion",
    contrastive_losses: "attracts-the-positive< repels-every-negative< sum-is-zero derivatives",
    covariance_operator: "one-branch both-branches energy energy-of-every-layer positive-semidefinite finite-batch",
    weighted_covariance: "remainder second-order",
    contrastive_operator: "both-branches energy semidefinite one-branch one-branch-symmetry one-branch-positivity<",
    translation_invariance: "linear-connections-agree attraction-cancels-repulsion one-hidden-relu sight-on-an-open-set<=",
    latent_tree_covariance: "path-polarity conditional-means covariance operator-block covariance-shrinks-with-depth<= "
    "operator-shrinks-with-depth<= messages categorical-path categorical-covariance categorical-operator-block deep-tree",
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
CLAIMS = {f.__name__.replace("_", "-"): (f, {re.sub("[<=!]", "", p): re.sub("[^<=!]", "", p) or "==" for p in names.split()})
          for f, names in PARTS.items()}
RELATIONS = {"==": ("equal", lambda m, p: m == p), "<=": ("at-most", lambda m, p: m <= p), "<": ("below", lambda m, p: m < p)}


def once(pairs):
    names = [name for name, _ in pairs]
    need(len(set(names)) == len(names), f"found the key {max(names, key=names.count)} twice, expected it once")
    return dict(pairs)


def not_a_fraction(text): raise Reject(f"found the number {text}, expected a fraction in quotes")


def check(text, known):
    """Accepts a certificate, or raises; is it more than zeros?"""
    try:
        j = json.loads(text.decode("utf-8"), object_pairs_hook=once, parse_float=not_a_fraction, parse_constant=not_a_fraction)
    except (ValueError, RecursionError) as error:
        raise Reject(f"found no JSON ({error})")
    own = ["format", "tool", "version", "claim", "statement", "part", "relation", "instance", "measured", "predicted"]
    *head, claim, statement, part, relation, instance, measured, predicted = fields(j, own)
    for name, found in zip(own, head):
        need(type(found) is type(known[name]) and found == known[name], f"{name}: found {found!r}, expected {known[name]!r}")
    need(type(claim) is str and claim in CLAIMS, f"found no checker for claim {claim!r}")
    need(statement == known["statements"].get(claim), f"statement: found a hash that is not the one of {claim}")
    side, parts = CLAIMS[claim]
    need(type(part) is str and part in parts, f"part: found {part!r}, expected one of {', '.join(parts)}")
    name, holds = RELATIONS.get(parts[part], ("different", None))
    need(relation == name, f"relation: found {relation!r}, expected {name!r}")
    recorded = [listed(s, matrix) for s in (measured, predicted)]
    Num.tape.clear()
    computed = side(instance, part)
    for which, found, expected in zip(("measured", "predicted"), recorded, computed):
        shapes = [[[len(m), len(m[0])] for m in s] for s in (found, expected)]
        need(shapes[0] == shapes[1], f"{which}: found the shapes {shapes[0]}, expected {shapes[1]}")
        for n, (a, b) in enumerate(zip(found, expected)):
            for i, k in itertools.product(range(len(a)), range(len(a[0]))):
                need(type(b[i][k]) is Q and a[i][k] == b[i][k], f"{which}[{n}][{i}][{k}]: found {a[i][k]}, expected {b[i][k]}")
    m, p = [[x for a in s for row in a for x in row] for s in computed]
    need(all(map(holds, m, p)) if holds else m != p, f"found that the sides are not {name}")
    return any(p) or (name in ("below", "different") and any(m))


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
