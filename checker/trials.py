"""Every rule on random instances: where its conditions are met, its sides have one value in a random model, and change
alike. A rule that says something wrong, or asks for too little, is refused with what refutes it."""
import random
from fractions import Fraction as Q

from models import Model
from reading import Reject
from rules import instance, is_step
from terms import Symbol, build, number, show, single, walk
from theories import read_theories, renamed

INSTANCES, DRAWS = 100, 4000  # of a rule: those that meet its conditions, and those that are drawn at most for them
(WORLD,) = read_theories("""theory trials
kind sample
kind view given sample
uniform kind outcome
uniform kind answer given outcome
variable x, y of sample
variable x1, x2 of view given x
variable y1 of view given y
variable u, v of outcome
variable u1, u2 of answer given u
constant κ
constant ν = 1/(outcome - 1)
constant μ = 1/(answer - 1)""", {})

class Trial:
    """One draw of what the metavariables of a rule are."""
    def __init__(self, rule, draw):
        self.draw, self.found, self.variables = draw, {}, sorted(WORLD.variables.values())
        parts = [*walk(rule.left), *walk(rule.right)]
        pair = self.draw.choice([("u", "v"), ("u1", "u2")])
        self.sets([t.data for t in parts if t.op in "ED"],
                  [WORLD.variables[name] for name in pair] if any(t.op == "D" for t in parts) else None)
        for c in ("a", "b", "c"):
            self.found["number", c] = self.draw.choice([number(2), number(Q(-1, 3)), *map(single, WORLD.constants.values())])
        metas = sorted({t.data for t in parts if t.op == "meta"})
        for name in sorted({n for t in parts for side in t.shape for n in side}):
            self.found["dimension", name] = (name,)
        self.symbols = {}
        for name, shape in metas:
            self.found["matrix", name] = self.term(name, shape)
        if {"A", "B"} <= {name for name, _ in metas} and self.draw.random() < 0.5:
            self.found["matrix", "B"] = self.image(self.found["matrix", "A"])

    def sets(self, names, pair):
        """S, often with a variable and one that is given it; the others often split it, or are part of it."""
        kin = self.draw.choice([("x", "x1", "x2"), ("x", "x1", "y"), ("u", "u1", "v"), tuple(WORLD.variables)])
        pool = [WORLD.variables[name] for name in kin]
        others = sorted(set(names) - {"S"})
        members = pair or self.draw.sample(pool, self.draw.randint(max(1, len(others)), 3))
        shares = {name: members[n:n + 1] for n, name in enumerate(others)}
        for v in members[len(others):] if others and not pair else ():
            shares.setdefault(self.draw.choice([*others, "none"]), []).append(v)
        for name in [*others, "S"]:
            share, apart = members if name == "S" else shares[name], name != "S" and self.draw.random() < 0.2
            self.found["set", name] = frozenset(self.draw.sample(pool, 1) if apart else share)
        self.members = sorted(frozenset(members).union(*(self.found["set", name] for name in others)))

    def matrix(self, name, shape):
        kinds = self.draw.sample(self.variables + self.members * 2, self.draw.choice([0, 1, 1, 2]))
        square = shape[0] == shape[1]
        varies, symmetric, idempotent = (self.draw.random() < p for p in (0.5, 0.3 * square, 0.3 * square))
        symbols = self.symbols.setdefault(shape, [])
        if not symbols or self.draw.random() < 0.5:
            of = tuple(v.kind.name for v in kinds)
            symbols.append(Symbol(f"{name}{len(symbols)}", shape, of, varies, symmetric, idempotent))
        symbol = self.draw.choice(symbols)
        near = [v for v in self.members if v.kind.name in symbol.of] * 4 + self.variables
        at = tuple(self.draw.choice([v for v in near if v.kind.name == kind]) for kind in symbol.of)
        return build("matrix", (symbol, at))

    def term(self, name, shape):
        def matrix(): return self.matrix(name, shape)
        form = self.draw.choice(["", "", "", "+", "E", "0"])
        if form == "+":
            c = self.draw.choice([number(1), number(-1)]), self.draw.choice([number(1), number(2)])
            return build("+", c, [matrix(), matrix()])
        if form == "E":
            return build("E", frozenset(self.draw.sample(self.variables, self.draw.randint(1, 2))), [matrix()])
        return build("I", shape[0]) if form == "0" and shape[0] == shape[1] else matrix()

    def image(self, term):
        """The term with variables of another set for those of S, or with its summands in another order."""
        if term.op == "+":
            return build("+", term.data[::-1], term.parts[::-1])
        old, new = sorted(self.found.get(("set", "S"), ())), sorted(self.found.get(("set", "T"), ()))
        return renamed(term, {v: self.draw.choice(new) for v in old}) if new else term

def refuted(rule):
    """What refutes a rule, or None; refused where nothing drawn meets its conditions."""
    draw, met = random.Random(rule.name), 0
    for _ in range(DRAWS):
        try:
            found = Trial(rule, draw).found
            left, right = (instance(side, found) for side in (rule.left, rule.right))
        except Reject:
            continue
        if is_step(rule, left, right):
            continue
        met += 1
        if Model(rule.name + str(met)).differ(left, right, not any(t.op == "d" for side in (left, right) for t in walk(side))):
            return f"found different values of {show(left)} and {show(right)} in a model, expected one"
        if met == INSTANCES:
            return None
    return None if met else "found no instance that meets its conditions, expected one"
