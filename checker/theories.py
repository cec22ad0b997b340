"""Theories: what a file of derivations declares, defines, takes as given and is to derive."""
import itertools, re
from collections import namedtuple

from reading import Reject, need
from rules import keeps_meaning
from terms import ANY, Constant, Kind, Symbol, Variable, binders, build, is_name, read, shape_of, show, walk

Equation = namedtuple("Equation", "name line left right links")
Goal = namedtuple("Goal", "name line start via end links")
DEFINITION = "definition of "

def new(name, known):
    need(is_name(name) and not name[0].isdigit() and name not in known, f"found {name!r}, expected a new name")
    return name

def known(name, names, what):
    need(name in names, f"found {name!r}, expected a declared {what}")
    return names[name]

class Theory:
    """What names mean where its terms are read."""
    def __init__(self, title, rules):
        self.title, self.rules = title, rules
        self.kinds, self.variables, self.symbols, self.constants = {}, {}, {}, {}
        self.equations, self.goals, self.meanings, self.taken = {}, [], {}, []  # the last two: see links.py

    def constant(self, name): return self.constants.get(name)
    def variable(self, name): return known(name, self.variables, "variable")
    def matrix(self, name, at):
        return build("matrix", (known(name, self.symbols, "matrix"), tuple(map(self.variable, at))))

    def over(self, names):
        need(len(set(names)) == len(names), f"found a variable twice in {','.join(names)}, expected it once")
        return frozenset(map(self.variable, names))

    # ---- One statement each. ----
    def kind(self, line, uniform, name, given):
        given = known(given, self.kinds, "kind").name if given else None
        self.kinds[new(name, self.kinds)] = Kind(name, given, bool(uniform))

    def variable_of(self, line, names, kind, parent):
        kind, parent = known(kind, self.kinds, "kind"), self.variable(parent) if parent else None
        found = parent.kind.name if parent else None
        need(found == kind.given, f"found a parent of kind {found}, expected one of kind {kind.given}")
        for name in names.split(","):
            self.variables[new(name.strip(), self.variables)] = Variable(name.strip(), kind, parent)

    def matrix_of(self, line, name, of, shape, properties):
        of, shape, properties = (of or "").split(","), shape_of(shape), properties.split()
        of = tuple(known(kind.strip(), self.kinds, "kind").name for kind in of if kind.strip())
        unknown = set(properties) - {"varies", "follows", "symmetric", "idempotent"}
        need(not unknown, f"found {', '.join(unknown)}, expected varies, follows, symmetric or idempotent")
        square = not {"symmetric", "idempotent"} & set(properties) or shape[0] == shape[1]
        need(square, f"found {name} of different sides, expected a square matrix")
        varies = bool({"varies", "follows"} & set(properties))  # what follows others changes with them
        marks = [mark in properties for mark in ("symmetric", "idempotent", "follows")]
        new(name, self.constants)
        self.symbols[new(name, self.symbols)] = Symbol(name, shape, of, varies, *marks)

    def constant_of(self, line, name, kind):
        if kind:
            need(known(kind, self.kinds, "kind").uniform, f"found the kind {kind}, expected a uniform one")
        new(name, self.symbols)
        self.constants[new(name, self.constants)] = Constant(name, kind or ANY)

    def sides(self, left, right):
        left, right = read(left, self), read(right, self)
        need(left.shape == right.shape, f"found {show(left)} and {show(right)} of different shapes, expected one shape")
        need(left.varies == right.varies, f"found that one of {show(left)} and {show(right)} varies, expected both or none")
        return left, right

    def add(self, name, line, left, right, links=()):
        need(name not in self.equations and name not in self.rules, f"found {name!r} again, expected a new name")
        self.equations[name] = Equation(name, line, left, right, links)

    def let(self, line, left, right):
        """A definition says nothing of what it does not define."""
        left, right = self.sides(left, right)
        need(left.op == "matrix", f"found {show(left)}, expected a matrix to be defined")
        symbol, at = left.data
        sides = [right] + [side for e in self.equations.values() for side in (e.left, e.right)]
        sides += [side for goal in self.goals for side in (goal.start, goal.end)]
        used = any(t.op == "matrix" and t.data[0] == symbol for side in sides for t in walk(side))
        plain = not (symbol.symmetric or symbol.idempotent)
        need(not used and plain and len(set(at)) == len(at) and right.free <= set(at),
             f"found {show(left)} defined by {show(right)}, expected a matrix that is new, without properties, and of all "
             "that its value depends on")
        self.add(DEFINITION + symbol.name, line, left, right)

    def given(self, line, name, left, right, links):
        need(not name.startswith(DEFINITION), f"found the assumption {name!r}, expected let for a definition")
        need(all(goal.name != name.strip() for goal in self.goals), f"found {name!r} again, expected a new name")
        self.add(name.strip(), line, *self.sides(left, right), targets(links))

    def derive(self, line, name, asked, after, start, via, end):
        for rule in (asked or "").split():
            known(rule, self.rules, "rule")
        stations = [read(text, self) for text in (start, *via.split(" via ")[1:], end)]
        need(len({t.shape for t in stations}) == 1, "found terms of different shapes, expected one shape")
        need(is_name(name.replace("-", "_")), f"found {name!r}, expected the name of a goal")
        need(name not in self.equations, f"found {name!r} again, expected a new name")
        self.goals.append(Goal(name, line, stations[0], stations[1:-1], stations[-1], targets(after)))

    def unfolded(self, term):
        """The term with its value for everything that is defined."""
        if term.op == "matrix" and DEFINITION + term.data[0].name in self.equations:
            equation = self.equations[DEFINITION + term.data[0].name]
            m, bound = dict(zip(equation.left.data[1], term.data[1])), binders(equation.right)
            names = sorted(bound - set(m))
            for choice in itertools.product(*[[v, *self.variables.values()] for v in names]):
                full = {**m, **dict(zip(names, choice))}
                if keeps_meaning(full, bound):
                    return self.unfolded(renamed(equation.right, full))
            raise Reject(f"found no variables for the value of {show(term)}, expected some declared")
        return build(term.op, term.data, [self.unfolded(part) for part in term.parts])

def renamed(term, m):
    data = term.data
    if term.op == "matrix":
        data = data[0], tuple(m.get(v, v) for v in data[1])
    elif term.op in "ED":
        data = frozenset(m.get(v, v) for v in data)
    return build(term.op, data, [renamed(part, m) for part in term.parts])

def targets(text):
    """The links of a line: CLAIM::GOAL or GOAL, the claim None for one of the same file."""
    links = [re.fullmatch(r"(?:([\w-]+)::)?([\w-]+)", link.strip()) for link in (text or "").split(",") if text]
    need(all(links), f"found {text!r}, expected CLAIM::GOAL or GOAL")
    return tuple(link.groups() for link in links)

STATEMENTS = [(re.compile(form), method) for form, method in (
    (r"(uniform )?kind (\S+)(?: given (\S+))?", Theory.kind),
    (r"variable (.+?) of (\S+)(?: given (\S+))?", Theory.variable_of),
    (r"matrix ([^\s(:]+)(?:\(([^)]*)\))?: (\S+)(.*)", Theory.matrix_of),
    (r"constant (\S+)(?: = 1/\((\S+) - 1\))?", Theory.constant_of),
    (r"let ([^=]+)=([^=]+)", Theory.let),
    (r"given ([^:=]+):([^=]+)=([^=]+?)(?: by (.+))?", Theory.given),
    (r"derive (\S+)(?: with (.+?))?(?: after (.+?))? from (.+?)((?: via .+?)*) to (.+)", Theory.derive),
)]

def statements(text):
    found = []
    for n, line in enumerate(text.split("\n"), 1):
        line, continues = line.partition("#")[0].rstrip(), line.startswith(" ")
        if line and continues and found:
            found[-1][1] += " " + line.strip()
        elif line:
            found.append([n, line])
    return found

def read_theories(text, rules):
    theories = []
    for line, statement in statements(text):
        try:
            if statement.startswith("theory "):
                theories.append(Theory(statement[len("theory "):].strip(), rules))
                continue
            need(theories, f"found {statement!r}, expected a theory first")
            fits = [(form.fullmatch(statement), method) for form, method in STATEMENTS]
            fits = [(fit, method) for fit, method in fits if fit]
            need(fits, f"found {statement!r}, expected kind, variable, matrix, constant, let, given or derive")
            method = fits[0][1]
            method(theories[-1], line, *fits[0][0].groups())
        except Reject as why:
            raise Reject(f"line {line}: {why}")
    return theories
