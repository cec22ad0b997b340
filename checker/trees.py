"""Latent trees and the networks on their leaves. The measured side sums over all latents; the predicted side passes
messages, or multiplies polarities and transitions along paths."""
import itertools, math
from fractions import Fraction as Q
from functools import lru_cache

from exact import Num, T, derivatives, dot, eye, gathered, mul, val
from reading import activation, fields, frac, law, listed, matrix, nat, need, tagged

# Node 0 is the root; state 0 of a binary latent is z = -1, state 1 is z = +1.
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
        self.variance = 1 - (self.root[-1] - self.root[0]) ** 2 if self.binary else None  # of z_0 = -1, 1
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

    def features(self, states, units={}):
        """f of every node on one configuration of the leaves; units[v](inputs) in place of the units of a node v."""
        f = {v: self.pixel(v, s) for v, s in zip(self.leaves, states)}
        for v in reversed(self.inner):
            below = [x for c in self.children[v] for x in f[c]]
            f[v] = units[v](below) if v in units else self.bend(v, [dot(row, below) for row in self.w[v]])
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
            out = self.features(states, {node: unit})[0]
            found.append(T(derivatives([[cut]], out)[0]))
        need(all(j == found[0] for j in found), "found a Jacobian that is not constant")
        return found[0]

    def root_outputs(self, ws):
        """(f_L on each configuration, E[f_L | z_0]) with the weights ws[v] of some nodes, on the tape or not."""
        self.strict, given = True, self.leaves_given(0)
        units = {v: lambda below, v=v: self.bend(v, [dot(row, below) for row in ws[v]]) for v in ws}
        f = {c: self.features(c, units)[0] for c in given}
        return f, [[dot(p, unit) for unit in zip(*f.values())] for p in zip(*given.values())]

def polar(r): return [[(1 + r) / 2, (1 - r) / 2], [(1 - r) / 2, (1 + r) / 2]]
