"""Losses of the covariances of the outputs. Measured: from pairs of views, on the tape. Predicted: their gradients in
closed form, at fractions."""
from fractions import Fraction as Q

from exact import Num, T, dot, eye, inverse, lin, mul, root, sub, times, trace, val
from reading import fields, frac, matrix, need, tagged

def centred(out, v):
    means = [dot(v.weight, unit) for unit in zip(*out)]
    return [[dot([1, -1], [x, m]) for x, m in zip(view, means)] for view in out]

def covariances(out, v):
    """E f1 f2^T, E (f1 - f2)(f1 - f2)^T / 2 and E f f^T of centred outputs, over two augmentations of one sample."""
    c, pairs = centred(out, v), v.same()
    gaps, p = [[dot([1, -1], [x, y]) for x, y in zip(c[a], c[b])] for a, b, _ in pairs], [q for *_, q in pairs]
    n = range(len(c[0]))
    between = [[dot(p, [c[a][i] * c[b][k] for a, b, _ in pairs]) for k in n] for i in n]
    within = [[dot([q / 2 for q in p], [g[i] * g[k] for g in gaps]) for k in n] for i in n]
    return between, within, [[dot(v.weight, [z[i] * z[k] for z in c]) for k in n] for i in n]

def inner_products(out, v):
    """E <f1, f2> over two augmentations of one sample, E <f, f'>^2 over any two views."""
    c, pairs = centred(out, v), v.same()
    each = [[dot(x, y) for y in c] for x in c]
    squared = [dot(v.weight, [x * x for x in row]) for row in each]
    return dot([p for *_, p in pairs], [each[a][b] for a, b, _ in pairs]), dot(v.weight, squared)

def through(f, slope, x): return Num(f, [(x, slope)]) if type(x) is Num else f
def reciprocal(x): return through(1 / val(x), -1 / val(x) ** 2, x)

def output_loss(j, n):
    """phi(B, W, T) on the tape and its gradients by B and by W at fractions."""
    name, content = tagged(j, "polynomial barlow-twins vicreg spectral log-determinant discriminant")
    units, total = range(n), lambda terms: dot([1] * len(terms), terms)
    pairs = [(i, k) for i in units for k in units if i != k]
    plus, one = (lambda a, b: lin([1, 1], [a, b])), eye(n)
    if name == "polynomial":
        a, c, g = [matrix(x, n, n) for x in fields(content, "between within both")]
        phi = lambda b, w, t, **_: total([trace(mul(a, b)), trace(mul(c, w)), trace(mul(mul(b, g), w))])
        return phi, lambda b, w: (T(plus(a, mul(g, w))), T(plus(c, mul(b, g))))
    numbers = fields(content, {
        "barlow-twins": "redundancy", "vicreg": "invariance variance covariance margin epsilon",
        "spectral": "attraction", "log-determinant": "scale invariance", "discriminant": "ridge"}[name])
    numbers = [frac(x) for x in numbers]
    if name == "barlow-twins":
        (redundancy,) = numbers

        def phi(b, w, t, **_):
            need(all(val(t[i][i]) for i in units), "found an output of variance 0")
            over = [reciprocal(t[i][i]) for i in units]
            own = [dot([1, -1], [1, b[i][i] * over[i]]) for i in units]
            squares = [b[i][k] * b[i][k] * over[i] * over[k] for i, k in pairs]
            return total([x * x for x in own] + [redundancy * x for x in squares])

        def gradients(b, w):
            t = [b[i][i] + w[i][i] for i in units]
            missing = [2 * (1 - b[i][i] / t[i]) for i in units]
            by_b = [[2 * redundancy * b[i][k] / t[i] / t[k] if i != k else -missing[i] / t[i] for k in units]
                    for i in units]
            others = [2 * redundancy * sum(b[i][k] ** 2 / t[k] for k in units if k != i) for i in units]
            slopes = [(missing[i] * b[i][i] - others[i]) / t[i] ** 2 for i in units]
            by_t = [[slopes[i] * (i == k) for k in units] for i in units]
            return plus(by_b, by_t), by_t
    elif name == "vicreg":
        iota, mu, nu, margin, epsilon = numbers
        need(margin > 0 and epsilon > 0, "found a margin or an epsilon that is not positive")
        is_active = lambda variance: val(variance) + epsilon < margin ** 2

        def phi(b, w, t, **_):
            need(all(val(t[i][i]) + epsilon != margin ** 2 for i in units), "found a hinge at its kink")
            deviations = [(t[i][i], root(val(t[i][i]) + epsilon)) for i in units if is_active(t[i][i])]
            hinges = [through(margin - s, -1 / (2 * s), x) for x, s in deviations]
            return total([2 * iota * w[i][i] for i in units] + [2 * mu / n * x for x in hinges]
                         + [2 * nu / n * (t[i][k] * t[i][k]) for i, k in pairs])

        def gradients(b, w):
            t = plus(b, w)
            own = lambda x: -mu / n / root(x + epsilon) if is_active(x) else Q(0)
            by_t = [[own(t[i][i]) if i == k else 4 * nu / n * t[i][k] for k in units] for i in units]
            return by_t, plus(by_t, times(2 * iota, one))
    elif name == "spectral":
        (c,) = numbers

        def phi(b, w, t, products=None):
            attracted, repelled = products() if products else (trace(b), total([x * x for row in t for x in row]))
            return dot([-2 * c, 1], [attracted, repelled])

        gradients = lambda b, w: (times(2, sub(plus(b, w), times(c, one))), times(2, plus(b, w)))
    elif name == "log-determinant":
        alpha, beta = numbers
        need(alpha > 0, "found a scale that is not positive")

        def phi(b, w, t, **_):
            pivots, _ = eliminated([[dot([1, alpha], [one[i][k], t[i][k]]) for k in units] for i in units])
            logarithms = [through(Q(0), -1 / val(x), x) for x in pivots]  # the derivatives, the values do not matter
            return total([beta * w[i][i] for i in units] + logarithms)

        def gradients(b, w):
            by_t = times(-alpha, inverse(plus(one, times(alpha, plus(b, w)))))
            return by_t, plus(by_t, times(beta, one))
    else:
        (ridge,) = numbers
        need(ridge > 0, "found a ridge that is not positive")

        def phi(b, w, t, **_):
            _, quotient = eliminated([[dot([1, ridge], [t[i][k], one[i][k]]) for k in units] for i in units], b)
            return -1 * trace(quotient)

        def gradients(b, w):
            r, ridged = inverse(plus(plus(b, w), times(ridge, one))), plus(w, times(ridge, one))
            return times(-1, mul(r, ridged, r)), mul(r, b, r)
    return phi, gradients

def eliminated(a, b=None):
    """The pivots of A on the tape, all positive, and A^-1 B."""
    rows, n = [list(x) + list(y) for x, y in zip(a, b or a)], len(a)
    pivots = [None] * n
    for k in range(n):
        pivots[k], over = rows[k][k], reciprocal(rows[k][k])
        rows[k] = [x * over for x in rows[k]]
        rows = [r if i == k else [dot([1, -1], [x, r[k] * y]) for x, y in zip(r, rows[k])] for i, r in enumerate(rows)]
    return pivots, [r[n:] for r in rows]
