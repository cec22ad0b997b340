"""Emergence: what is learned of shifted objects and of latent trees. Measured: sums over all shifts and all latents,
and their derivatives. Predicted: messages, polarities along paths, closed forms and bounds."""
import copy, itertools, math
from fractions import Fraction as Q
from functools import reduce

from exact import (
    Num, T, beside, col, cov, cov_on, derivatives, dot, eye, gathered, grad, inner, kron, lin, mean_distance, mul, outer,
    root, sub, times, trace, values, zeros)
from laws import by_signs, integrated
from networks import Net
from reading import fields, frac, listed, nat, need, tagged
from trees import Tree, polar

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
    if dependence is not None:
        a, b, c = fields(tagged(dependence, "siblings")[1], "first second strength")
        a, b, c = siblings = nat(a, tree.nodes), nat(b, tree.nodes), frac(c)
        need(part in ("path-polarity", "categorical-path", "deep-tree"), "found dependent siblings")
        need(tree.binary and tree.parent.get(a) == tree.parent.get(b) and tree.order.index(a) < tree.order.index(b)
             and abs(c) <= (1 - abs(tree.rho[a])) * (1 - abs(tree.rho[b])), "found no dependence of siblings")
    def bound(v):
        return tree.variance * dot(tree.a(v), tree.a(v)) * max(map(abs, tree.rho.values())) ** (2 * tree.depth[v])
    def rank_one(v): return outer(tree.a(v), tree.variance * tree.path[v] ** 2)
    def categorical(v):  # V^T P^T (diag pi - pi pi^T) P V
        means = mul(tree.to_root[v], beside([mul(tree.p[c], tree.v(c)) for c in tree.children[v]]))
        spread = [[x * (i == k) - x * y for k, y in enumerate(tree.root)] for i, x in enumerate(tree.root)]
        return mul(T(means), spread, means)
    formula = categorical if any_states else rank_one
    if "operator" in part:
        jac, w = tree.jacobian(node), [[Num(x) for x in row] for row in tree.w[node]]
        square = mul(T(jac), jac)
        block = cov(tree.root, [derivatives([w], mean)[0] for mean in tree.root_outputs({node: w})[1]])
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
            [[[tree.path[n] for n in range(tree.nodes)]]] + [outer(a(n), tree.variance * tree.path[n] ** 2) for n in ends])

def lucky_node(j, part):
    a, variance, theta, nodes, eta, s, centre, shared = fields(
        j, "selectivities variance theta nodes eta reach centre shared")
    a, variance, theta, nodes, eta, s = listed(a, frac), frac(variance), frac(theta), nat(nodes), frac(eta), frac(s)
    need(any(a) and variance > 0 and theta > 0 and 0 < eta < 1 and nodes, "found a = 0, or a number out of range")
    need(frac(centre) == 0 and type(shared) is bool, "found an interval that is not centred")
    square, sizes = dot(a, a), [abs(x) for x in a if x]
    width, second = 3 * variance / len(a), square * variance / len(a)  # h^2, sd^2
    if part == "second-moment":
        return [[[width * square / 3]]], [[[second]]]
    if part == "fourth-moment":  # of u uniform on [-1, 1]: E u^2 = 1/3, E u^4 = 1/5
        fourth = dot([x ** 2 for x in a], [x ** 2 for x in a])
        return [[[width ** 2 * (fourth / 5 + (square ** 2 - fourth) / 3)]]], [[[3 * second ** 2]]]
    if part == "largest":
        corners = itertools.product([1, -1], repeat=len(a))
        return [[[width * max(dot(c, a) ** 2 for c in corners)]]], [[[3 * sum(sizes) ** 2 / square * second]]]
    h = root(width)
    gap_below = lambda x: integrated([2 * h * b for b in sizes], 2 * x)
    if part == "best-of-n":
        need(not shared, "found nodes that share their weights")
        def some(p, n):  # the chance that one of n does it: of two halves, the second where the first does not
            if n == 1:
                return p
            x = some(p, n // 2)
            x += (1 - x) * x
            return x + (1 - x) * p if n % 2 else x
        reached, missed = some(1 - gap_below(s), nodes), by_signs([h * b for b in sizes], s) ** nodes
        return [[[reached, 1 - reached]]], [[[1 - missed, missed]]]
    need(theta < 1, "found theta >= 1")
    miss = gap_below(root(theta * second))
    if part == "tail":
        return [[[miss]]], [[[1 - (1 - theta) ** 2 / 6]]]
    need(not shared, "found nodes that share their weights")
    enough = nodes * (1 - theta) ** 2 / 6 > Q(-math.log(eta)) * (1 + Q(1, 2 ** 40))  # far beyond the error of log
    need(enough, "found fewer nodes than the statement needs")
    return [[[miss ** nodes]]], [[[eta]]]

def selectivity_transfer(j, part):
    t, net, node, slope, at, dependence = fields(j, "tree network node slope t", "dependence")
    tree, slope, at = Tree(t, net), frac(slope), frac(at)
    node, psi = tree.node(node), lambda x: x if x > 0 else slope * x
    need(dependence is None, "found another law than the tree's")
    need(part == "spread" or slope <= 1 and at > 0, "found a slope beyond 1, or t <= 0")
    need(tree.states[node] == 2, "found a latent that is not binary")
    x_of = lambda states: [dot(row, tree.below(node)(states)) for row in tree.w[node]]
    if part == "spread":
        return spread(tree, node, x_of)
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

def spread(tree, node, x_of):
    """Var[X | z], and the sum of (1 - r^2)(w.s)^2 + E[Var(w.f | z_child) | z]."""
    first, second = tree.mean(node, x_of), tree.mean(node, lambda states: [x * x for x in x_of(states)])
    measured = [[q - x * x for x, q in zip(*rows)] for rows in zip(first, second)]
    predicted, start = zeros(2, tree.width[node]), 0
    for c in tree.children[node]:
        (same, to_high), (to_low, _) = p = tree.p[c]
        need(len(p[0]) == 2 and to_high == to_low, "found a channel that is not symmetric")
        for i, w in enumerate(row[start:start + tree.width[c]] for row in tree.w[node]):
            laws = [[(q, dot(w, f)) for f, q in law.items()] for law in tree.messages(c)]
            within = [sum(q * x * x for q, x in law) - sum(q * x for q, x in law) ** 2 for law in laws]
            between = (1 - (same - to_high) ** 2) * dot(w, tree.s(c)) ** 2
            for z in range(2):
                predicted[z][i] += between + dot(p[z], within)
        start += tree.width[c]
    return [measured], [predicted]

def amplification(j, part):
    t, net, node, rate = fields(j, "tree network node rate")
    tree, rate = Tree(t, net), frac(rate)
    node = tree.node(node)
    need(tree.binary, "found a tree that is not binary")
    level = [v for v in tree.order if tree.depth[v] == tree.depth[node]]
    js = {v: tree.jacobian(v) for v in level}
    square = mul(T(js[node]), js[node])
    shared = any(x for v in js if v != node for row in mul(T(js[node]), js[v]) for x in row)
    need(part.startswith(("step", "orthogonal", "output")) or not shared, "found outputs that are shared")
    conformal = square == times(square[0][0], eye(len(square)))
    need(not part.startswith("gaps") or conformal, "found a Jacobian that is not conformal")
    need(not part.endswith("shrink") or rate > 0, "found a rate that is not positive")
    now, ws = tree.w[node], {v: [[Num(x) for x in row] for row in tree.w[v]] for v in level}
    f, given = tree.root_outputs(ws)[0], tree.leaves_given(0)
    alike = lambda x, y: dot(tree.root, [p * q for p, q in zip(given[x], given[y])]) - dot(
        tree.root, given[x]) * dot(tree.root, given[y])
    pairs = [(x, y, alike(x, y)) for x in f for y in f]
    slopes = grad(mean_distance(f, dict(zip(f, values(f.values()))), pairs), *ws.values())
    moved = {v: sub(tree.w[v], times(rate, slope)) for v, slope in zip(level, slopes)}
    after, a, path, rate = moved[node], tree.a(node), tree.path[node], rate * tree.variance
    pull = lin([tree.path[v] for v in js], [mul(js[v], tree.w[v], col(tree.a(v))) for v in js])  # g
    if part.startswith("output"):
        later = copy.copy(tree)
        later.w = {**tree.w, **moved}
        need({v: later.jacobian(v) for v in level} == js, "found gates that flip in the step")
        low, high = later.root_outputs(moved)[1]
        g = times(Q(1, 2), sub(col(high), col(low)))
        if part == "output-does-not-shrink":
            return [[[-inner(g, g)]]], [[[-inner(pull, pull)]]]
        weights = [rate * tree.path[v] ** 2 * dot(tree.a(v), tree.a(v)) for v in js]
        return [g], [lin([1, *weights], [pull, *(mul(j, T(j), pull) for j in js.values())])]
    low, high = tree.mean(node, tree.below(node))
    gaps = sub(col(high), col(low))
    rest = lambda v: sub(times(dot(v, v), eye(len(v))), outer(v))
    if part == "step":
        return [after], [lin([1, rate * path], [now, mul(T(js[node]), pull, [a])])]
    if part == "lone-step":
        return [after], [lin([1, rate * path ** 2], [now, mul(square, now, outer(a))])]
    if part == "orthogonal-part-stays":
        return [mul(after, rest([x / 2 for x, in gaps]))], [mul(now, rest(a))]
    before = times(2, mul(now, col(a)))
    if part == "gaps-grow-by-their-factor":
        return [mul(after, gaps)], [times(1 + rate * path ** 2 * square[0][0] * dot(a, a), before)]
    return [[[-x * y] for (x,), (y,) in zip(mul(after, gaps), mul(now, gaps))]], [[[-x * x] for x, in before]]
