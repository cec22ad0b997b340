"""What a term is in a random model: small matrices of fractions and finite laws. It knows no rule, so that steps are tried
on it: both sides of a step by a rule have one value there, whatever the rule says."""
import random
from fractions import Fraction as Q

from exact import T, eye, kron, lin, mul, sub, times, trace, vec, zeros
from reading import need
from terms import ANY

SIDE = 2  # of a named dimension

class Model:
    """One model of a theory, the same at every run. What is defined has its value; what is given may be false."""
    def __init__(self, seed):
        self.definitions, self.random, self.drawn, self.known = {}, random.Random(seed), {}, {}

    def define(self, left, right): self.definitions[left.data[0]] = left.data[1], right

    def draw(self, key, make):
        if key not in self.drawn:
            self.drawn[key] = make()
        return self.drawn[key]

    def number(self): return Q(self.random.randint(-10 ** 6, 10 ** 6))  # so that nothing is equal by chance
    def numbers(self, rows, columns): return [[self.number() for _ in range(columns)] for _ in range(rows)]

    def count(self, kind): return self.draw(("values of", kind), lambda: self.random.choice([2, 3]))

    def law(self, kind, parent):
        def weights():
            drawn = [Q(1 if kind.uniform else self.random.randint(1, 100)) for _ in range(self.count(kind.name))]
            return [w / sum(drawn) for w in drawn]
        return self.draw(("law", kind, parent), weights)

    def coefficient(self, c):
        total = Q(0)
        for monomial, v in c:
            for k in monomial:
                v *= self.draw(k, self.number) if k.role == ANY else Q(1, self.count(k.role) - 1)
            total += v
        return total

    def symbol(self, symbol, at, change):
        """A matrix, or its change, at some values of its variables, with the properties that it is declared to have."""
        n, m = (SIDE ** len(names) for names in symbol.shape)
        if change and not symbol.varies:
            return zeros(n, m)
        drawn = self.draw((symbol, at, change), lambda: self.numbers(n, m))
        if symbol.idempotent:  # a projection, and its change along X: A X - X A
            first = [Q(1), *(Q(0) if symbol.symmetric else x for x in self.symbol_row(symbol, at, m))]
            value, x = [first] + zeros(n - 1, m), sub(drawn, T(drawn)) if symbol.symmetric else drawn
            return sub(mul(value, x), mul(x, value)) if change else value
        return lin([1, 1], [drawn, T(drawn)]) if symbol.symmetric else drawn

    def symbol_row(self, symbol, at, m): return self.draw((symbol, at, "row"), lambda: self.numbers(1, m))[0][1:]

    def assigned(self, variables, at):
        """The values of the variables, each by its law given its parent, with their probabilities."""
        ready = sorted(v for v in variables if v.parent not in variables)
        if not ready:
            yield Q(1), at
            return
        law = self.law(ready[0].kind, at[ready[0].parent] if ready[0].parent else None)
        for value, p in enumerate(law):
            for q, full in self.assigned(variables - {ready[0]}, {**at, ready[0]: value}):
                yield p * q, full

    def mean(self, term, at, change):
        cases = list(self.assigned(term.data, at))
        if term.op == "D":
            cases = [(p, full) for p, full in cases if len({full[v] for v in term.data}) > 1]
        total = sum(p for p, _ in cases)
        return lin([p / total for p, _ in cases], [self.value(term.parts[0], full, change) for _, full in cases])

    def value(self, term, at, change=False):
        """The matrix that a term is where its variables have these values, or its change with all that varies."""
        key = term, change, tuple(sorted((v.name, at[v]) for v in term.free))
        if key not in self.known:
            self.known[key] = self.compute(term, at, change)
        return self.known[key]

    def compute(self, term, at, change):
        if change and not term.varies:
            return zeros(*(SIDE ** len(names) for names in term.shape))
        if term.op == "matrix":
            symbol, variables = term.data
            if symbol not in self.definitions:
                return self.symbol(symbol, tuple(at[v] for v in variables), change)
            own, value = self.definitions[symbol]
            return self.value(value, {v: at[w] for v, w in zip(own, variables)}, change)
        if term.op in "ED":
            return self.mean(term, at, change)
        if term.op == "d":
            return self.value(term.parts[0], at, True)
        if term.op in "I0":
            n, m = (SIDE ** len(names) for names in term.shape)
            return eye(n) if term.op == "I" else zeros(n, m)
        if term.op in "*⊗":
            operation = mul if term.op == "*" else kron
            products = [[self.value(part, at, change and n == k) for k, part in enumerate(term.parts)]
                        for n in range(2 if change else 1)]
            return lin([1] * len(products), [operation(*pair) for pair in products])
        parts = [self.value(part, at, change) for part in term.parts]
        if term.op == "+":
            return lin([self.coefficient(c) for c in term.data], parts)
        need(term.op in ("scale", "T", "vec", "tr"), f"found the operation {term.op}, expected one of the language")
        if term.op == "scale":
            return times(self.coefficient(term.data), *parts)
        return {"T": T, "vec": vec, "tr": lambda a: [[trace(a)]]}[term.op](*parts)

    def differ(self, left, right, change):
        """Are the two terms different somewhere, or do they change differently, where that is asked for?"""
        free = sorted(left.free | right.free)
        spread, drawn = {}, {}
        for v in free:
            count, alike = self.count(v.kind.name), [w for w in spread if w.kind == v.kind]
            spread[v], drawn[v] = len(alike) % count, self.random.randrange(count)
        return any(self.value(left, at, c) != self.value(right, at, c)
                   for at in (spread, drawn) for c in ([False, True] if change else [False]))
