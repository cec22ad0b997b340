"""Exact arithmetic. Matrices of fractions serve both sides; the tape, which differentiates, serves the measured side,
and on the predicted side only the Jacobian of a tree's group, which is a derivative by definition."""
import math
from fractions import Fraction as Q
from functools import reduce

from reading import need

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

def gathered(terms):
    """{x: the sum of its p} of pairs (x, p)."""
    sums = {}
    for f, p in terms:
        sums[f] = sums.get(f, 0) + p
    return sums

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
