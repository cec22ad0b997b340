"""SimCLR: contrastive losses and the covariance operator. Measured: the update, minus the gradient of the loss over all
draws. Predicted: covariances of connections K, times vec(W)."""
import itertools
import math
from fractions import Fraction as Q
from functools import lru_cache

from exact import (
    Num, T, about_mean, col, cov, cov_on, derivatives, distance, dot, eye, gathered, grad, inner, inverse,
    is_psd, kron, lin, mean_distance, minus, mul, on, outer, over_root, r_of, root, squares, sub, times, trace,
    unvec, val, values, vec, zeros)
from graphs import Graph
from networks import Net, Views
from output_losses import covariances, inner_products, output_loss
from reading import fields, frac, law, listed, loss, matrix, nat, need

def contrastive_losses(j, part):
    of, plus, negatives = fields(j, "loss positive negatives")
    (phi, slope, _), plus, rs = loss(of), frac(plus), listed(negatives, frac)
    xi = [slope(plus - r) for r in rs]
    need(min(xi) > 0, "found a slope of the loss that is not positive")
    r, others = Num(plus), [Num(q) for q in rs]
    (of_plus,), of_rest = (g[0] for g in grad(dot([1] * len(rs), [phi(r - q) for q in others]), [[r]], [others]))
    of_each = [[[of_plus, *of_rest]]], [[[sum(xi), *[-x for x in xi]]]]
    return {"attracts-the-positive": ([[[-of_plus]]], [zeros(1)]),
            "repels-every-negative": ([[of_rest]], [zeros(1, len(rs))]),
            "sum-is-zero": ([[[-sum(of_rest)]]], [[[sum(xi)]]]),
            "derivatives": of_each, "derivatives-as-defined": of_each}[part]

def covariance_operator(j, part):
    net, v, positives, negatives, beta = fields(j, "network views positives negatives", "beta")
    v, beta = Views(v), frac(beta) if beta is not None else Q(0)
    net, n, a, p = Net(net, v.x), v.n, v.a, v.p
    positives, negatives = matrix(positives, n, n), matrix(negatives, n, n)
    law(sum(positives, [])), law(sum(negatives, []))
    bars = [v.bar(k) for k in net.k]
    if part == "positive-semidefinite":
        by = [derivatives(net.ws, mean) for mean in v.bar_rows(net.out)]
        return [cov(p, [of_x[l] for of_x in by]) for l in range(len(bars))], [cov(p, bar) for bar in bars]
    between = [cov_on(p, bar, net.one, w) for bar, w in zip(bars, net.w)]
    within = [on(v.weight, d, d, net.one, w) for d, w in zip(map(v.within, net.k), net.w)]
    both = part in ("both-branches", "finite-batch", "loss-with-beta")
    if part == "finite-batch":
        need(n > 1 and a > 1 and len(set(p)) == len(set(v.q)) == 1, "found no uniform batch of 2 or more")
        pairs = [(x, y, Q(1, n * a * (a - 1))) for own in v.of for x in own for y in own if x != y]
        pairs += [(x, y, -Q(1, n * (n - 1) * a * a)) for o in v.of for q in v.of if o != q for x in o for y in q]
        formula = [lin([Q(2 * n, n - 1), -Q(2, a - 1)], pair) for pair in zip(between, within)]
    else:
        need(positives == [[p[i] * (i == k) for k in range(n)] for i in range(n)], "found positives of other samples")
        need(negatives == [[x * y for y in p] for x in p], "found dependent negatives")
        beta = beta if part == "loss-with-beta" else 0
        pairs = v.pairs({(i, k): (1 + beta) * positives[i][k] - negatives[i][k] for i in range(n) for k in range(n)})
        formula = [times(2 if both else 1, lin([1, -beta], pair)) for pair in zip(between, within)]
    of = mean_distance(net.out, net.out if both else values(net.out), pairs)
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

    def update(xs, gates, other=val):
        ws, out = net.on_tape(xs, gates=gates)
        r = lru_cache(None)(lambda x, y: distance(out[x], [other(o) for o in out[y]]))
        return minus(grad(dot([w for *_, w in triples], [phi(r(x, y) - r(x, z)) for x, y, z, _ in triples]), *ws))

    ks, bar = net.connections(f, d), v.bar_rows(f[-1])
    both = [(x, y, v.p[x] * v.p[y]) for x in range(v.n) for y in range(v.n)]
    xi_0 = lambda x, y: xi(-r_of(bar[x], bar[y]))
    gaps = [[sub(k[x], k[y]) for x, y, _ in both] for k in map(v.bar, ks)]
    covariance = [on([p * xi_0(x, y) / 2 for x, y, p in both], gap, gap, net.one, w) for gap, w in zip(gaps, net.w)]
    if part in ("remainder", "both-branches"):
        d_r = lambda x, y, z: r_of(f[-1][x], f[-1][y]) - r_of(f[-1][x], f[-1][z])
        excess = [w * (xi(d_r(x, y, z)) - xi_0(x // v.a, z // v.a)) for x, y, z, w in triples]
        # What stands behind K of which view, by draw: f+ - f- behind K1; with both branches f1 - f+ and f- - f1 too.
        flows = [[(x, y, z), (y, x, y), (z, z, x)][:1 if part == "remainder" else 3] for x, y, z, _ in triples]
        flows = [(s, view, sub(col(f[-1][a]), col(f[-1][b]))) for s, own in zip(excess, flows) for view, a, b in own]
        theta = [unvec(lin([s for s, *_ in flows], [mul(k[x], b) for _, x, b in flows]), w) for k, w in zip(ks, net.w)]
        if part == "remainder":
            return update(v.x, None), [lin([1, 1], pair) for pair in zip(covariance, theta)]
        return update(v.x, None, lambda o: o), [lin([2, 1], pair) for pair in zip(covariance, theta)]
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
    if part in ("operators", "semidefinite", "one-branch-operator", "one-branch-positivity"):
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
    if part in ("operators", "semidefinite", "one-branch-symmetry", "one-branch-operator"):
        push = [(-r.g, x, z) for (x, _, zs, _), (_, negatives) in zip(draws, rs) for z, r in zip(zs, negatives)]
        pull = [(plus.g, x, y) for (x, y, *_), (plus, _) in zip(draws, rs)]
        by = [derivatives(net.ws, o) for o in net.out]
        gap = lambda l, x, z: sub(by[x][l], by[z][l])
        if part.startswith("one-branch"):
            measured = [operator([(s, by[x][l], gap(l, x, z)) for s, x, z in push]) for l in layers]
            ends = [[(s, sub(k[x], k[z]), k[x]) for x, _, z, s in terms] for k in net.k]
            if part == "one-branch-operator":
                ends = [[(s / 2, between, between) for s, between, _ in of_layer] for of_layer in ends]
            return measured, [operator(of_layer) for of_layer in ends]
        both = [(way, l) for way in (push, pull) for l in layers]
        operators = [operator([(s, gap(l, x, z), gap(l, x, z)) for s, x, z in way]) for way, l in both]
        if part == "operators":
            square = lambda k, x, z: (sub(k[x], k[z]),) * 2
            formula = [operator([(s, *square(k, x, z)) for x, _, z, s in terms]) for k in net.k]
            return operators, formula + [operator([(s, *square(k, x, y)) for x, y, _, s in terms]) for k in net.k]
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

def contrasts(v):
    """Positives of the same sample less negatives of independent ones."""
    return v.pairs({(i, k): v.p[i] * (i == k) - v.p[i] * v.p[k] for i in range(v.n) for k in range(v.n)})

def normalised_operator(j, part):
    net, v = fields(j, "network views")
    v = Views(v)
    net, p = Net(net, v.x), v.p
    need(all(map(any, net.y)), "found an output of norm 0")
    hat = [[x * over for x in f] for f in net.out for over in [over_root(dot(f, f))]]
    of, size = mean_distance(hat, hat, contrasts(v)), [root(dot(y, y)) for y in net.y]
    unit = [[x / s for x in y] for y, s in zip(net.y, size)]
    if part == "energy":
        return [[[val(of)]]], [[[-trace(cov(p, [col(f) for f in v.bar_rows(unit)]))]]]
    formula = []
    for ks, w in zip(net.k, net.w):
        right = [times(1 / s, k) for k, s in zip(ks, size)]
        left = [mul(k, sub(net.one, outer(u))) for k, u in zip(right, unit)]
        formula.append(times(2, on(p, about_mean(p, v.bar(left)), about_mean(p, v.bar(right)), net.one, w)))
    return minus(grad(of, *net.ws)), formula

def energy_flow(j, part):
    net, v, layer, step = fields(j, "network views layer step")
    v, l, step = Views(v), nat(layer) - 1, frac(step)
    net, p = Net(net, v.x), v.p
    need(0 <= l < len(net.w), f"found no layer {layer}")
    of, w = mean_distance(net.out, net.out, contrasts(v)), net.w
    update, n, bars = minus(grad(of, *net.ws)), [inner(a, a) for a in w], [v.bar(k) for k in net.k]
    energy = trace(cov(p, [col(f) for f in v.bar_rows(net.y)]))
    on_w = lambda l, a: cov_on(p, bars[l], net.one, a)
    squares = [4 * inner(on_w(i, a), on_w(i, a)) for i, a in enumerate(w)]
    if part == "sizes-grow-alike":
        return [[[2 * inner(a, u)]] for a, u in zip(w, update)], [[[4 * energy]]] * len(w)
    grows = sum(inner(u, u) for u in update)
    if part == "energy-grows":
        return [[[grows]]], [[[sum(squares)]]]
    if part == "energy-grows-at-least":
        need(all(n), "found a layer that is zero")
        return [[[-grows]]], [[[-4 * energy ** 2 * sum(1 / x for x in n)]]]
    moved = lin([1, step], [w[l], update[l]])
    size = inner(moved, moved)
    if part == "size-after-a-step":
        return [[[size]]], [[[n[l] + 4 * step * energy + step ** 2 * squares[l]]]]
    ws = [a.masked(moved) if i == l else a.w for i, a in enumerate(net.layers)]
    f, d = net.run(v.x, ws)
    need(net.jacobians(d, ws)[l] == net.jacobians(net.d)[l], "found a step that changes the connection")
    after = lin([1, 2 * step], [w[l], on_w(l, w[l])])
    after = inner(after, on_w(l, after))
    if part == "energy-after-a-step":
        return [[[-val(mean_distance(f[-1], f[-1], contrasts(v)))]]], [[[after]]]
    need(step > 0, "found a step backwards")
    return [[[-val(of) * size]]], [[[after * n[l]]]]

def minibatch_law(j, part):
    net, v, batch, drawing, l = fields(j, "network views batch drawing layer")
    v, l, batch = Views(v), nat(l) - 1, listed(batch, lambda place: listed(place, nat, 3))
    net, n, half = Net(net, v.x, part != "mean"), len(batch), Q(1, 2)
    ks = net.k
    need(n > 1 and 0 <= l < len(ks), "found a batch of one, or no such layer")
    need(all(x < v.n and a < v.a and b < v.a for x, a, b in batch), "found a place in the batch that is no draw")
    both = lambda x, a, b: [v.of[x][a], v.of[x][b]]

    def update(places):
        views = [both(*place) for place in places]
        pairs = [(a, b, Q(1, n)) for a, b in views]
        pairs += [(a, b, -Q(1, 4 * n * (n - 1))) for own in range(n) for other in range(n) if own != other
                  for a in views[own] for b in views[other]]
        return minus(grad(mean_distance(net.out, net.out, pairs), *net.ws))

    def draw(k, place):
        a, b = both(*place)
        f, g = col(net.y[a]), col(net.y[b])
        return lin([1, 1], [mul(k[a], g), mul(k[b], f)]), lin([half] * 2, [k[a], k[b]]), lin([half] * 2, [f, g])

    if part == "update-of-a-batch":
        formula = []
        for k, w in zip(ks, net.w):
            of = [draw(k, place) for place in batch]
            pairs = [mul(of[i][1], of[h][2]) for i in range(n) for h in range(n) if i != h]
            terms = [c for c, *_ in of] + pairs
            formula.append(unvec(lin([Q(1, n)] * n + [-Q(2, n * (n - 1))] * len(pairs), terms), w))
        return update(batch), formula
    need(drawing == "independent", f"found the drawing {drawing!r}, expected 'independent'")
    law = [(v.p[x] * v.q[v.of[x][a]] * v.q[v.of[x][b]], (x, a, b))
           for x in range(v.n) for a in range(v.a) for b in range(v.a)]
    batches = [(math.prod(p for p, _ in places), update([at for _, at in places]))
               for places in itertools.product(law, repeat=n)]
    ps = [p for p, _ in batches]
    if part == "mean":
        means = [lin(ps, [of[i] for _, of in batches]) for i in range(len(ks))]
        return means, [times(2, cov_on(v.p, v.bar(k), net.one, w)) for k, w in zip(ks, net.w)]
    p, of = [p for p, _ in law], [(p, *draw(ks[l], at)) for p, at in law]
    mean, m = lin(p, [k for _, _, k, _ in of]), lin(p, [f for *_, f in of])
    first = cov(p, [lin([half, -1, -1], [c, mul(k, m), mul(mean, f)]) for _, c, k, f in of])
    pairs = [(a, b) for a in of for b in of]
    second = cov([a[0] * b[0] for a, b in pairs],
                 [lin([half, half, -1, -1], [a[1], b[1], mul(a[2], b[3]), mul(b[2], a[3])]) for a, b in pairs])
    measured = cov(ps, [vec(of[l]) for _, of in batches])
    return [measured], [lin([Q(4 * (n - 2), n * (n - 1)), Q(2, n * (n - 1))], [first, second])]

def linear_simclr(j, part):
    v, w, above, alpha, steps, q, levels, relu = fields(j, "views weights above step steps axes levels", "relu")
    v, w, alpha, steps = Views(v), matrix(w), frac(alpha), nat(steps, 9)
    d, sigma = len(v.x[0]), cov(v.p, [col(x) for x in v.bar_rows(v.x)])
    above, q = matrix(above, None, len(w)), matrix(q, d, d)
    stepped = lambda a: lin([1, 2 * alpha], [eye(len(a)), a])
    power = lambda a: mul(*[eye(len(a))] + [a] * steps)

    def update(ws):
        tape, out = [[[Num(x) for x in row] for row in a] for a in ws], v.x
        for a in tape:
            out = [[dot(row, x) for row in a] for x in out]
        return minus(grad(mean_distance(out, out, contrasts(v)), *tape))

    def descended(w, *rest):
        for _ in range(steps):
            w = lin([1, alpha], [w, update([w, *rest])[0]])
        return w

    if part == "one-layer":
        return [descended(w)], [mul(w, power(stepped(sigma)))]
    if part == "below-a-fixed-layer":
        need(not relu, "found a ReLU")
        return [descended(w, above)], [unvec(mul(power(stepped(kron(sigma, mul(T(above), above)))), vec(w)), w)]
    along = mul(T(q), sigma, q)
    need(mul(T(q), q) == eye(d) and all(along[i][k] == 0 for i in range(d) for k in range(d) if i != k),
         "found axes that are no orthonormal eigenvectors")
    if part == "tangents-fall":
        tangents = lambda a: [[x / row[0] for x in row] for row in mul(a, q)]
        sees = all(row[0] for row in mul(w, q)) and 1 + 2 * alpha * along[0][0]
        need(sees, "found a row that does not see the first axis")
        ratio = [((1 + 2 * alpha * along[k][k]) / (1 + 2 * alpha * along[0][0])) ** steps for k in range(d)]
        return [tangents(descended(w))], [[[x * r for x, r in zip(row, ratio)] for row in tangents(w)]]
    levels = [listed(a, frac, d) for a in listed(levels)]
    need(all(a == levels[0] for a in levels), "found layers that are not balanced")
    ws = [[[x * (i == k) for k in range(d)] for i, x in enumerate(a)] for a in levels]
    ws[0] = mul(ws[0], T(q))
    with_one = lambda l, u: [u if i == l else a for i, a in enumerate(ws)]
    moved = [mul(*reversed(with_one(l, u)), eye(d)) for l, u in enumerate(update(ws))]
    layers = len(ws)
    speed = [2 * layers * along[i][i] * levels[0][i] ** (3 * layers - 2) for i in range(d)]
    return [mul(lin([1] * layers, moved), q)], [[[s * (i == k) for k in range(d)] for i, s in enumerate(speed)]]

def euler_operator(j, part):
    net, v, block, k = fields(j, "network views block degree")
    v, k = Views(v), nat(k)
    net = Graph(net, v.x, v.weight)
    block = listed(block, lambda place: nat(place, len(net.theta)))
    need(block == sorted(set(block)), "found places that do not rise")
    needs_degree = part in ("homogeneous", "radial-motion")
    need(not needs_degree or (k > 0 and net.degree(block) == k), "found a block of another degree")
    top, is_linear = net.top()
    need(part != "through-the-top" or is_linear, "found a top that is not linear")
    theta, out = net.on_tape()
    independent = {(x, y): -a * b for x, a in enumerate(v.p) for y, b in enumerate(v.p)}
    loss = mean_distance(out, out, v.same() + v.pairs(independent))
    updates = minus(grad(loss, *[theta[place] for place in block]))
    bars = lambda f: about_mean(v.p, [col(y) for y in v.bar_rows(f)])
    by_entry = lambda f, factor: [
        [[factor * dot(v.p, [inner(a, b) for a, b in zip(bars(net.slope(place, i, n)), f)])
          for n in range(len(net.theta[place][0]))] for i in range(len(net.theta[place]))] for place in block]
    if part == "update":
        return updates, by_entry(bars(net.f), 2)
    if part == "through-the-top":
        return updates, by_entry(bars(net.along({top: net.theta[top]})), 2)
    if part == "homogeneous":
        return [times(Q(k, 2), u) for u in updates], by_entry(bars(net.along({p: net.theta[p] for p in block})), 1)
    need(part == "radial-motion", "found a part with roots")
    energy = trace(cov(v.p, [col(y) for y in v.bar_rows(net.f)]))
    return [[[sum(inner(net.theta[p], u) for p, u in zip(block, updates))]]], [[[2 * k * energy]]]

def output_covariance_losses(j, part):
    net, v, of, statistics = fields(j, "network views loss statistics")
    v, of_weights = Views(v), part in ("update", "radial-motion")
    net = Net(net, v.x, not of_weights)
    n = net.outputs
    need(statistics == "population" or not of_weights, f"found the statistics {statistics!r}, expected 'population'")
    phi, gradients = output_loss(of, n)
    ks, f = net.k, [col(y) for y in net.y]
    squared = lambda z: lin(v.weight, [mul(x, T(x)) for x in z])
    b, w = cov(v.p, v.bar(f)), squared(v.within(f))
    phi_b, phi_w = [lin([Q(1, 2)] * 2, [g, T(g)]) for g in gradients(b, w)]
    if of_weights:
        update = minus(grad(phi(*covariances(net.out, v), products=lambda: inner_products(net.out, v)), *net.ws))
        formula = [times(-2, lin([1, 1], [cov_on(v.p, v.bar(k), phi_b, a), on(v.weight, *[v.within(k)] * 2, phi_w, a)]))
                   for k, a in zip(ks, net.w)]
        if part == "update":
            return update, formula
        trace_of_both = -2 * (inner(phi_b, b) + inner(phi_w, w))
        return [[[inner(a, u)]] for a, u in zip(net.w, update)], [[[trace_of_both]]] * len(net.w)
    on_b, on_w = [[[Num(x) for x in row] for row in a] for a in (b, w)]
    (by_b,) = grad(phi(on_b, on_w, lin([1, 1], [on_b, on_w])), on_b)
    by_tape, form = times(-1, lin([1, 1], [by_b, T(by_b)])), times(-2, phi_b)
    if part == "rates-attract":
        need(not {"log-determinant", "discriminant"}.isdisjoint(of), "found a loss that is no rate")
        return [by_tape], [lin([1] * len(squares(form)), [outer(l, d) for d, l in squares(form) if d > 0])]
    by = [derivatives(net.ws, mean) for mean in v.bar_rows(net.out)]
    operators = [cov(v.p, [of_x[l] for of_x in by], by_tape) for l in range(len(ks))]
    if part == "top-layer":
        need(net.layers[-1].mask is None, "found a mask on top")
        return operators[-1:], [kron(cov(v.p, v.bar([col(x) for x in net.f[-2]])), form)]
    need(is_psd(form), "found a loss that repels")
    zero = lambda k: zeros(len(k[0]), len(k[0]))
    sums = [[cov(v.p, [mul(x, col(l)) for x in v.bar(k)], [[d]]) for d, l in squares(form)] + [zero(k)] for k in ks]
    return operators, [lin([1] * len(of_layer), of_layer) for of_layer in sums]
