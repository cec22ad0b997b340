"""The rules: their sides, their metavariables and their conditions; and whether a step is one of a rule or of an
equation."""
import itertools, re
from collections import namedtuple

from exact import gathered
from reading import Reject, need
from terms import Constant, META, ONE, build, by, is_name, lone, read, shape_of, show, walk, binders

Rule = namedtuple("Rule", "name left right conditions")
NUMBERS, SETS = ("a", "b", "c"), ("S", "T", "U", "V")

class Metas:
    """What names mean in a rule."""
    def __init__(self, shapes): self.shapes = shapes
    def matrix(self, name, at):
        need(name in self.shapes and not at, f"found {name!r}, expected one of {', '.join(self.shapes)}")
        return build("meta", (name, self.shapes[name]))
    def constant(self, name): return Constant(name, META) if name in NUMBERS else None
    def over(self, names):
        need(len(names) == 1 and names[0] in SETS, f"found {','.join(names)}, expected one of {', '.join(SETS)}")
        return names[0]

def coefficients(term): return {"+": term.data, "scale": (term.data,)}.get(term.op, ())

def read_rule(line):
    fields = [field.strip() for field in line.split("|")]
    need(len(fields) in (3, 4) and fields[0], f"found {len(fields)} fields, expected a name, matrices, sides and conditions")
    name, matrices, sides, conditions = (*fields, "")[:4]
    shapes = {}
    for matrix in filter(None, map(str.strip, matrices.split(","))):
        own, colon, shape = matrix.partition(": ")
        need(colon and is_name(own) and own not in shapes, f"found {matrix!r}, expected a new matrix such as A: m×n")
        shapes[own] = shape_of(shape.strip())
    left, arrow, right = re.fullmatch(r"(.*?)(<=>|\?=>|=>|==|$)(.*)", sides).groups()
    need(arrow, f"found {sides!r}, expected two sides")
    left, right = (read(side, Metas(shapes)) for side in (left, right))
    need(left.shape == right.shape, f"found sides of different shapes, expected one: {show(left)} and {show(right)}")
    parts = [*walk(left), *walk(right)]
    mixed = [c for t in parts for c in coefficients(t) if not lone(c) and any(m for m, _ in c)]
    need(not mixed, "found a number that is made of metavariables, expected one of them alone")
    known = {t.data[0] for t in parts if t.op == "meta"} | {t.data for t in parts if t.op in "ED"}
    known |= {lone(c).name for t in parts for c in coefficients(t) if lone(c)}
    return Rule(name, left, right, [condition(text, known) for text in map(str.strip, conditions.split(";")) if text])

def read_rules(text):
    rules = {}
    for n, line in enumerate(text.split("\n"), 1):
        if line.strip() and not line.startswith("#"):
            try:
                rule = read_rule(line)
                need(rule.name not in rules, f"found the rule {rule.name} again, expected a new name")
            except Reject as why:
                raise Reject(f"line {n} of the rules: {why}")
            rules[rule.name] = rule
    need(rules, "found no rule, expected one or more")
    return rules

# ---- A rule at a place: what the metavariables must be is read off; that the sides are then the terms decides. ----
def guess(pattern, term, found):
    def dimensions(shape, own):
        for names, side in zip(shape, own):
            if len(names) == 1:
                found.setdefault(("dimension", names[0]), side)
    if pattern.op == "meta":
        found.setdefault(("matrix", pattern.data[0]), term)
        dimensions(pattern.data[1], term.shape)
        return
    if pattern.op != term.op:
        return
    if pattern.op in "I0":
        dimensions(pattern.shape, term.shape)
    if pattern.op in "ED":
        found.setdefault(("set", pattern.data), term.data)
    for c, own in zip(coefficients(pattern), coefficients(term)):
        if lone(c):
            found.setdefault(("number", lone(c).name), own)
    for part, own in zip(pattern.parts, term.parts):
        guess(part, own, found)

def instance(pattern, found):
    """The pattern with what the metavariables are; a KeyError where one is nothing."""
    def size(names): return tuple(sorted(n for name in names for n in found["dimension", name]))
    def value(c): return found["number", lone(c).name] if lone(c) else c
    data = pattern.data
    if pattern.op == "meta":
        term = found["matrix", data[0]]
        need(term.shape == tuple(map(size, data[1])), f"found {show(term)} for {data[0]}, expected one of its shape")
        return term
    if pattern.op == "I":
        data = size(data)
    elif pattern.op == "0":
        data = tuple(map(size, data))
    elif pattern.op == "+":
        data = tuple(map(value, data))
    elif pattern.op == "scale":
        data = value(data)
    elif pattern.op in "ED":
        data = found["set", data]
    return build(pattern.op, data, [instance(part, found) for part in pattern.parts])

def is_step(rule, left, right):
    """None where the two terms are the sides of the rule and its conditions are met, or the reason why not."""
    found = {}
    guess(rule.left, left, found)
    guess(rule.right, right, found)
    try:
        sides = [instance(side, found) for side in (rule.left, rule.right)]
    except (KeyError, Reject):
        sides = None
    if sides != [left, right]:
        return f"found {show(left)} and {show(right)}, expected {show(rule.left)} and {show(rule.right)}"
    for text, decide, names in rule.conditions:
        if not decide(found, *names):
            return f"found that it is not met, expected that {text}"
    return None

# ---- Conditions: what a name of each sort is, and whether the condition holds. ----
def matrix(found, name): return found["matrix", name]
def over(found, name):
    """A set, or one without another: S-T."""
    whole, _, part = name.partition("-")
    return found["set", whole] - (found["set", part] if part else frozenset())

def is_constant(found, a, s): return not matrix(found, a).free & over(found, s)
def does_not_vary(found, a): return not matrix(found, a).varies
def has(found, a, which):
    term = matrix(found, a)
    return term.op == "I" or (term.op == "matrix" and getattr(term.data[0], which))

def is_symmetric(found, a): return has(found, a, "symmetric")
def is_idempotent(found, a): return has(found, a, "idempotent")
def splits(found, s, *parts):
    members = [v for part in parts for v in over(found, part)]
    return len(members) == len(set(members)) and set(members) == over(found, s)

def splits_in_two(found, s, t, u): return splits(found, s, t, u)
def splits_in_three(found, s, t, u, v): return splits(found, s, t, u, v)
def is_part(found, t, s): return over(found, t) <= over(found, s)
def is_not_given(found, u, v): return not {w.parent for w in over(found, u)} & over(found, v)

def is_renamed(found, b, a, s, t):
    """E over S of A is E over T of B with other names: T has the laws of S, and nothing else changes its meaning."""
    old, new = over(found, s), over(found, t)
    order = sorted(old)
    def keeps(m):
        return all(m[v].kind == v.kind and (m[v].parent == m.get(v.parent, v.parent)) for v in order) and not any(
            v.parent in new - old for v in order)
    maps = (dict(zip(order, image)) for image in itertools.permutations(new)) if len(old) == len(new) else ()
    return any(keeps(m) and says_the_same(matrix(found, a), matrix(found, b), m) for m in maps)

def says_the_same(a, b, m, inside=frozenset()):
    """Is B what A says with the variables of m renamed? Those of `inside` are averaged over there, in both alike."""
    def alike(v, w):
        if v in inside or w in inside:
            return v == w
        return m[v] == w if v in m else v == w and w not in m.values()
    if a.op != b.op:
        return False
    if a.op == "matrix":
        return a.data[0] == b.data[0] and all(map(alike, a.data[1], b.data[1]))
    if a.op in "ED":
        laws = all(alike(v.parent, v.parent) for v in a.data if v.parent and v.parent not in a.data)
        return a.data == b.data and laws and says_the_same(*a.parts, *b.parts, m, inside | a.data)
    return a.data == b.data and all(says_the_same(p, q, m, inside) for p, q in zip(a.parts, b.parts))

def is_on_the_diagonal(found, b, a, t, s):
    one, both = over(found, t), over(found, s)
    return len(one) == 1 and one <= both and says_the_same(
        matrix(found, a), matrix(found, b), {v: w for v in both for w in one})

def is_one_over_the_others(found, c, s):
    kinds, constant = {v.kind for v in over(found, s)}, lone(found["number", c])
    return bool(constant) and len(kinds) == 1 and all(k.uniform and constant.role == k.name for k in kinds)

def have_the_same_summands(found, a, b): return summands(matrix(found, a)) == summands(matrix(found, b))

def summands(term, factor=ONE):
    """What a sum is of, with the total coefficients."""
    def parts(t, factor):
        if t.op == "+":
            return [pair for c, part in zip(t.data, t.parts) for pair in parts(part, by(factor, c))]
        if t.op == "scale":
            return parts(t.parts[0], by(factor, t.data))
        return [] if t.op == "0" else [(t, factor)]
    pairs = [((t, m), v) for t, c in parts(term, factor) for m, v in c]
    return {key: v for key, v in gathered(pairs).items() if v}

SORTS = {"A": r"([A-Z])", "S": r"([STUV](?:-[STUV])?)", "c": r"([abc])"}
CONDITIONS = {
    "A is constant in S": is_constant, "A does not vary": does_not_vary, "A is symmetric": is_symmetric,
    "A is idempotent": is_idempotent, "S splits into S S": splits_in_two, "S splits into S S S": splits_in_three,
    "S is part of S": is_part, "S is not given S": is_not_given, "A is A from S to S": is_renamed,
    "A is A on the diagonal S of S": is_on_the_diagonal, "c is one over the others of S": is_one_over_the_others,
    "A and A have the same summands": have_the_same_summands,
}

def condition(text, known):
    for form, decide in CONDITIONS.items():
        met = re.fullmatch(" ".join(SORTS.get(word, word) for word in form.split()), text)
        if met:
            unknown = [name for names in met.groups() for name in names.split("-") if name not in known]
            need(not unknown, f"found {text!r} of {', '.join(unknown)}, expected what stands in the sides")
            return text, decide, met.groups()
    raise Reject(f"found the condition {text!r}, expected one such as 'A is constant in S'")

# ---- An equation for other variables: what is averaged over keeps its law and meets nothing else, what is free may be any
# variable of its kind. ----
def renamings(pairs, m):
    """Every map of variables that makes the first of each pair the second."""
    if not pairs:
        yield m
        return
    (a, b), *rest = pairs
    if a.op != b.op or a.shape != b.shape:
        return
    if a.op == "matrix":
        longer = a.data[0] == b.data[0] and extended(m, zip(a.data[1], b.data[1]))
        if longer is not False:
            yield from renamings(rest, longer)
    elif a.op in "ED":
        for image in itertools.permutations(b.data) if len(a.data) == len(b.data) else ():
            pairs_of_laws = [(v.parent, w.parent) for v, w in zip(sorted(a.data), image) if v.parent and w.parent]
            longer = extended(m, [*zip(sorted(a.data), image), *pairs_of_laws])
            if longer is not False:
                yield from renamings([(a.parts[0], b.parts[0]), *rest], longer)
    elif a.data == b.data:
        yield from renamings([*zip(a.parts, b.parts), *rest], m)

def extended(m, pairs):
    m = dict(m)
    for v, w in pairs:
        if v.kind != w.kind or m.setdefault(v, w) != w:
            return False
    return m

def keeps_meaning(m, bound):
    """Does the map keep the law of what is averaged over, apart from all else?"""
    laws = all(v in m and m[v].kind == v.kind and m[v].parent == (m[v.parent] if v.parent else None) for v in bound)
    return laws and not any(v != w and m[v] == m[w] for v in bound for w in m)

def is_instance(equation, left, right):
    sides = equation.left, equation.right
    bound = binders(*sides)
    return any(keeps_meaning(m, bound) for m in renamings([*zip(sides, (left, right))], {}))
