"""Reading: every field, no other, and numbers as fractions in lowest terms. Both sides start from what is read here;
what is ill formed is refused with its reason."""
import math, re
from fractions import Fraction as Q

class Reject(Exception):
    pass

def need(condition, problem):
    if not condition:
        raise Reject(problem)

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
