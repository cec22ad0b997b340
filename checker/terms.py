"""Terms of the derivations: matrices and expectations with symbolic shapes, and their text. A term of wrong shape cannot
be built."""
import re
from collections import namedtuple
from fractions import Fraction as Q

from exact import gathered
from reading import Reject, need

Kind = namedtuple("Kind", "name given uniform")  # a law for every value of the kind `given`
Variable = namedtuple("Variable", "name kind parent")
Symbol = namedtuple("Symbol", "name shape of varies symmetric idempotent follows", defaults=[False])
Constant = namedtuple("Constant", "name role")  # the role: ANY, META, or the kind whose 1/(n - 1) it is
Term = namedtuple("Term", "op data parts shape free varies")
ANY, META = "", "?"

# ---- Coefficients: polynomials in constants, as sorted pairs of a monomial and its number. Dimensions: sorted names. ----
def polynomial(pairs): return tuple(sorted((m, v) for m, v in gathered(pairs).items() if v))
def number(q): return polynomial([((), Q(q))])
def plus(a, b): return polynomial(a + b)
def by(a, b): return polynomial((tuple(sorted(m + n)), v * w) for m, v in a for n, w in b)
def single(constant): return polynomial([((constant,), Q(1))])
ONE, MINUS = number(1), number(-1)

def lone(c):
    """The constant that a coefficient is, or None."""
    return c[0][0][0] if len(c) == 1 and len(c[0][0]) == 1 and c[0][1] == 1 else None

def dimension(text):
    names = text.split("·")
    need(all(map(is_name, names)), f"found the dimension {text!r}, expected names with · between them")
    return tuple(sorted(name for name in names if name != "1"))

def shape_of(text):
    sides = text.split("×")
    need(len(sides) == 2, f"found the shape {text!r}, expected one such as m×n")
    return tuple(map(dimension, sides))

def dims(shape): return "×".join("·".join(side) or "1" for side in shape)

# ---- Building: the one way to make a term. ----
def build(op, data=None, parts=()):
    shapes, free = [p.shape for p in parts], frozenset().union(*[p.free for p in parts])
    varies = any(p.varies for p in parts)
    if op == "matrix":
        symbol, at = data
        found = tuple(v.kind.name for v in at)
        need(found == symbol.of, f"found {symbol.name} of variables of the kinds {found}, expected {symbol.of}")
        shape, free, varies = symbol.shape, frozenset(at), symbol.varies
    elif op == "meta":
        shape = data[1]
    elif op == "0":
        shape = data
    elif op == "I":
        shape = data, data
    elif op == "*":
        (m, n), (k, l) = shapes
        need(n == k, f"found a product of the shapes {dims((m, n))} and {dims((k, l))}, expected equal inner dimensions")
        shape = m, l
    elif op == "+":
        need(shapes[0] == shapes[1], f"found a sum of the shapes {dims(shapes[0])} and {dims(shapes[1])}, expected one shape")
        shape = shapes[0]
    elif op == "⊗":
        shape = tuple(tuple(sorted(a + b)) for a, b in zip(*shapes))
    elif op == "T":
        shape = shapes[0][::-1]
    elif op == "vec":
        shape = tuple(sorted(shapes[0][0] + shapes[0][1])), ()
    elif op == "tr":
        need(shapes[0][0] == shapes[0][1], f"found the trace of the shape {dims(shapes[0])}, expected a square one")
        shape = (), ()
    elif op in "ED":
        shape = shapes[0]
        if type(data) is frozenset:  # else the metavariable of a rule
            need(data, "found an expectation over nothing, expected a variable")
            need(op == "E" or are_alike(data), f"found D over {named(data)}, expected two variables of one uniform law")
            free = (free | {v.parent for v in data if v.parent}) - data
    elif op == "d":
        need(all(t.op != "d" for t in walk(parts[0])), "found a differential of a differential, expected one alone")
        shape = shapes[0]
    elif op == "scale":
        shape = shapes[0]
    else:
        raise Reject(f"found the operation {op!r}, expected one of the language")
    return Term(op, data, tuple(parts), shape, free, varies)

def are_alike(pair):
    return len(pair) == 2 and len({(v.kind, v.parent) for v in pair}) == 1 and all(v.kind.uniform for v in pair)

def walk(term):
    yield term
    for part in term.parts:
        yield from walk(part)

def binders(*terms): return frozenset().union(*[t.data for term in terms for t in walk(term) if t.op in "ED"])

def at_place(term, place):
    for n in place:
        need(n < len(term.parts), f"found the place {'.'.join(map(str, place))}, expected one in {show(term)}")
        term = term.parts[n]
    return term

def put(term, place, new):
    """The term with another one at a place."""
    if not place:
        return new
    parts = list(term.parts)
    parts[place[0]] = put(parts[place[0]], place[1:], new)
    return build(term.op, term.data, parts)

# ---- Writing, for what is said of a term. ----
STRENGTH = {"+": 0, "scale": 0, "⊗": 1, "*": 2, "T": 3}

def named(over):
    if type(over) is not frozenset:
        return over
    def depth(v): return 1 + depth(v.parent) if v.parent else 0
    return ",".join(v.name for v in sorted(over, key=lambda v: (depth(v), v.name)))

def show_number(c):
    texts = [" ".join([str(v)] * (v != 1 or not m) + [k.name for k in m]) for m, v in c] or ["0"]
    return texts[0] if len(c) == 1 else f"[{' + '.join(texts)}]".replace("+ -", "- ")

def show(t):
    def inside(part, least): return show(part) if STRENGTH.get(part.op, 4) >= least else f"({show(part)})"
    def summand(c, part, first):
        sign, size = ("-", by(c, MINUS)) if c and all(v < 0 for _, v in c) else ("+", c)
        lead = ("-" if sign == "-" else "") if first else f" {sign} "
        bare = first and size == ONE and sign == "+" and part.op == "+"
        return lead + (f"{show_number(size)} " if size != ONE else "") + (show(part) if bare else inside(part, 1))
    a, b = (*t.parts, None, None)[:2]
    if t.op == "matrix":
        return t.data[0].name + (f"({','.join(v.name for v in t.data[1])})" if t.data[1] else "")
    return {
        "meta": lambda: t.data[0],
        "I": lambda: f"I{{{dims(t.shape).split('×')[0]}}}",
        "0": lambda: f"0{{{dims(t.shape).replace('×', ',')}}}",
        "*": lambda: f"{inside(a, 3)} {inside(b, 2)}",
        "+": lambda: summand(t.data[0], a, True) + summand(t.data[1], b, False),
        "scale": lambda: f"[1] {inside(a, 1)}" if t.data == ONE else summand(t.data, a, True),
        "T": lambda: f"{inside(a, 3)}ᵀ",
        "⊗": lambda: f"{inside(a, 2) if a.op != '⊗' else show(a)} ⊗ {inside(b, 2)}",
        "E": lambda: f"E{{{named(t.data)}}}[{show(a)}]",
        "D": lambda: f"D{{{named(t.data)}}}[{show(a)}]",
    }.get(t.op, lambda: f"{t.op}({show(a)})")()

# ---- Reading. A product groups to the right, ⊗ binds less, sums least; d takes what follows it. ----
LETTERS = r"(?:(?!ᵀ)\w|[\u0302\u0303\u0304₊₋∇])+"
CALL = "of("  # a bracket that directly follows a name: K(x), not K (x)
def is_name(word): return re.fullmatch(LETTERS, word) is not None

def words(text):
    found = [[w] for w in re.findall(rf"{LETTERS}\(?|\S", text)]
    return [w for (word,) in found for w in ([word[:-1], CALL] if len(word) > 1 and word[-1] == "(" else [word])]

class Reader:
    """Reads one term; `scope` says what names mean: matrix(name, names), constant(name), over(names)."""
    def __init__(self, text, scope):
        self.words, self.scope = words(text) + ["the end"], scope

    def next(self): return self.words[0]
    def take(self): return self.words.pop(0) if len(self.words) > 1 else "the end"
    def skip(self, word): return self.next() == word and bool(self.take())
    def expect(self, word):
        found = self.take()
        need(found == word, f"found {found!r}, expected {word!r}")

    def whole(self):
        term = self.sum()
        need(self.next() == "the end", f"found {self.next()!r}, expected the end of the term")
        return term

    def sum(self):
        marked = self.next() in ("-", "[")
        c, term = self.summand(self.skip("-"))
        if self.next() not in ("+", "-"):
            # A number 1 in front would be lost: it is written [1].
            return build("scale", c, [term]) if marked or c != ONE else term
        while self.next() in ("+", "-"):
            d, other = self.summand(self.take() == "-")
            c, term = ONE, build("+", (c, d), [term, other])
        return term

    def summand(self, negative):
        c = MINUS if negative else ONE
        while (factor := self.coefficient()) is not None:
            c = by(c, factor)
        return c, self.kronecker()

    def coefficient(self):
        if not self.skip("["):
            return self.simple()
        c = self.monomial(self.skip("-"))
        while self.next() in ("+", "-"):
            c = plus(c, self.monomial(self.take() == "-"))
        self.expect("]")
        return c

    def monomial(self, negative):
        if self.skip("0"):
            return ()
        c = self.simple()
        need(c is not None, f"found {self.next()!r}, expected a number or a constant")
        while (factor := self.simple()) is not None:
            c = by(c, factor)
        return by(c, MINUS) if negative else c

    def simple(self):
        """A number other than 0, which may start a matrix, or a constant; None where there is neither."""
        if re.fullmatch("[1-9][0-9]*", self.next()):
            above = int(self.take())
            if not self.skip("/"):
                return number(above)
            below = self.take()
            need(re.fullmatch("[1-9][0-9]*", below), f"found {below!r}, expected the number below a fraction bar")
            return number(Q(above, int(below)))
        constant = self.scope.constant(self.next())
        return self.take() and single(constant) if constant else None

    def kronecker(self):
        term = self.product()
        while self.skip("⊗"):
            term = build("⊗", None, [term, self.product()])
        return term

    def product(self):
        first = self.factor()
        goes_on = self.next() == "(" or is_name(self.next())
        return build("*", None, [first, self.product()]) if goes_on else first

    def factor(self):
        term = self.atom()
        while self.skip("ᵀ"):
            term = build("T", None, [term])
        return term

    def bracket(self, close):
        term = self.sum()
        self.expect(close)
        return term

    def dimension(self):
        text = self.take()
        while self.skip("·"):
            text += "·" + self.take()
        return dimension(text)

    def names(self, close):
        names = [self.take()]
        while self.skip(","):
            names.append(self.take())
        self.expect(close)
        return names

    def atom(self):
        word = self.take()
        if word == "(":
            return self.bracket(")")
        if word in ("d", "vec", "tr") and self.skip(CALL):
            return build(word, None, [self.bracket(")")])
        if word == "d":
            return build("d", None, [self.atom()])
        if word in ("E", "D") and self.skip("{"):
            over = self.scope.over(self.names("}"))
            self.expect("[")
            return build(word, over, [self.bracket("]")])
        if word == "I" and self.skip("{"):
            n = self.dimension()
            self.expect("}")
            return build("I", n)
        if word == "0" and self.skip("{"):
            rows = self.dimension()
            self.expect(",")
            columns = self.dimension()
            self.expect("}")
            return build("0", (rows, columns))
        need(is_name(word), f"found {word!r}, expected a term")
        return self.scope.matrix(word, self.names(")") if self.skip(CALL) else [])

def read(text, scope): return Reader(text, scope).whole()
