"""Emergence: what is learned of shifted objects and of latent trees. Measured: sums over all shifts and all latents,
and their derivatives. Predicted: messages, polarities along paths, closed forms and bounds."""
import itertools, math
from fractions import Fraction as Q
from functools import reduce

from exact import (
    Num, T, beside, col, cov, cov_on, derivatives, dot, eye, gathered, grad, kron, lin, mean_distance, mul, outer,
    root, sub, times, trace, values, zeros)
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
