"""The law of a sum of independent uniform variables: by integrating one after another (measured), and by inclusion and
exclusion over signs (predicted)."""
import itertools, math
from fractions import Fraction as Q

def value(poly, x): return sum((c * x ** k for k, c in enumerate(poly)), Q(0))

def moved(poly, by):
    """p(x + by)."""
    terms = [sum(math.comb(k, j) * c * by ** (k - j) for k, c in enumerate(poly) if k >= j) for j in range(len(poly))]
    return terms or [Q(0)]

def integrated(widths, x):
    """P(sum of u <= x), u uniform on [-w, w]: F at each step is a list of polynomials between knots, 0 before the
    first and 1 after the last; the next F is its mean over [x - w, x + w]."""
    knots, polys = [Q(0)], [[Q(0)], [Q(1)]]  # a step at 0
    for w in widths:
        below, so_far = [], Q(0)  # the integral of F from far below, piece by piece
        for k, poly in enumerate(polys):
            primitive = [Q(0)] + [c / (j + 1) for j, c in enumerate(poly)]
            start = knots[k - 1] if k else None
            primitive[0] = so_far - value(primitive, start) if k else Q(0)
            below.append(primitive)
            so_far = value(primitive, knots[k]) if k < len(knots) else None
        piece = lambda at: below[sum(knot <= at for knot in knots)]
        ends = sorted({knot + s * w for knot in knots for s in (-1, 1)})
        inside = [(a + b) / 2 for a, b in zip(ends, ends[1:])]
        new = []
        for at in inside:
            high, low = moved(piece(at + w), w), moved(piece(at - w), -w)
            size = max(len(high), len(low))
            pad = lambda p: p + [Q(0)] * (size - len(p))
            new.append([(a - b) / (2 * w) for a, b in zip(pad(high), pad(low))])
        knots, polys = ends, [[Q(0)], *new, [Q(1)]]
    return value(polys[sum(knot <= x for knot in knots)], x)

def by_signs(widths, x):
    """The same: sum over signs of their product times max(0, x + s . w)^m, over m! prod(2 w)."""
    signs, m = itertools.product([1, -1], repeat=len(widths)), len(widths)
    corners = [(math.prod(s), max(x + sum(a * b for a, b in zip(s, widths)), 0)) for s in signs]
    return sum(s * y ** m for s, y in corners) / math.factorial(m) / math.prod(2 * w for w in widths)
