"""Theories: what a file of derivations declares, defines, takes as given and is to derive; and whether what a theory takes
from another one is what that one derives."""
import itertools, math, re
from collections import namedtuple

from reading import Reject, need
from rules import keeps_meaning, says_the_same
from terms import ANY, Constant, Kind, Symbol, Variable, binders, build, is_name, read, shape_of, show, walk

Equation = namedtuple("Equation", "name line left right links")
Goal = namedtuple("Goal", "name line start via end links")
Taken = namedtuple("Taken", "by key names other goal")  # what an assumption takes from the goal of another theory
DEFINITION = "definition of "

def new(name, known):
    need(is_name(name) and name not in known, f"found {name!r}, expected a new name")
    return name

def known(name, names, what):
    need(name in names, f"found {name!r}, expected a declared {what}")
    return names[name]

class Theory:
    """What names mean where its terms are read."""
    def __init__(self, title, rules):
        self.title, self.rules = title, rules
        self.kinds, self.variables, self.symbols, self.constants = {}, {}, {}, {}
        self.equations, self.goals, self.meanings, self.taken = {}, [], {}, []

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
        marks = ("symmetric" in properties, "idempotent" in properties)
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
        self.add(name.strip(), line, *self.sides(left, right), targets(links))

    def derive(self, line, name, asked, after, start, via, end):
        for rule in (asked or "").split():
            known(rule, self.rules, "rule")
        stations = [read(text, self) for text in (start, *via.split(" via ")[1:], end)]
        need(len({t.shape for t in stations}) == 1, "found terms of different shapes, expected one shape")
        need(is_name(name.replace("-", "_")), f"found {name!r}, expected the name of a goal")
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

# ---- Links. The matrices of one side stand for terms of the other, the same at every place. ----
def interpret(own, other, images):
    """Reads off what the matrices of `own` stand for where it is `other`; False where it is not, for any."""
    if own.op == "matrix":
        return images.setdefault(own.data, other) == other
    if own.op != other.op or len(own.parts) != len(other.parts):
        return False
    # The shapes of these are compared with the others, once all are known.
    if own.op in "I0":
        return images.setdefault((own, None), other) == other
    return own.data == other.data and all(interpret(p, q, images) for p, q in zip(own.parts, other.parts))

def shapes_agree(images):
    """Is every shape that of the image, each dimension standing for one?"""
    pairs = [(key[0].shape, image.shape) for key, image in images.items()]
    sides = [pair for own, other in pairs for pair in zip(own, other)]
    sizes = {}
    for names, size in sides:
        if len(names) == 1:
            sizes.setdefault(names[0], size)
    return all(n in sizes for names, _ in sides for n in names) and all(
        tuple(sorted(n for name in names for n in sizes[name])) == size for names, size in sides)

def matrices(images): return {key: image for key, image in images.items() if key[1] is not None}

def is_one_function(at, image, other_at, other_image):
    """Are two images of one matrix the same function of its variables?"""
    first, second = ({v.name: v for v in t.free} for t in (image, other_image))
    names = [(v.name, w.name) for v, w in zip(at, other_at)]
    if any((v in first) != (w in second) for v, w in names):
        return False
    return says_the_same(image, other_image, {first[v]: second[w] for v, w in names if v in first})

def agree(meanings):
    """Does each matrix stand for one function, and not for one of a value twice?"""
    apart = all(len(set(at)) == len(at) for (_, at), _ in meanings)
    return apart and all(is_one_function(at, image, other_at, other) for (symbol, at), image in meanings
                         for (other_symbol, other_at), other in meanings if symbol == other_symbol)

def are_of_one_law(at, image):
    """Are the variables of the image those of the matrix, of the same kind? What holds of uniform ones alone, of no others."""
    own = {v.name: v.kind for v in at}
    return all(v.name in own and own[v.name][:2] == v.kind[:2] and own[v.name].uniform >= v.kind.uniform for v in image.free)

def is_derived(theory, equation, other, goal, key):
    """Is the given equation the derived one, under the names of this theory?"""
    images = {}
    own = [theory.unfolded(side) for side in (equation.left, equation.right)]
    derived = [other.unfolded(side) for side in (goal.start, goal.end)]
    if not all(interpret(p, q, images) for p, q in zip(own, derived)) or not shapes_agree(images):
        return "is another equation"
    names = matrices(images)
    if any(symbol.symmetric or symbol.idempotent for symbol, _ in names):
        return "asks for a property of a matrix, which is no part of an equation"
    if any(t.op == "d" for image in names.values() for t in walk(image)):
        return "has a matrix that stands for a differential, expected one that stands for a matrix"
    places = {at for _, at in names if at}
    if any(image.free for image in names.values()):
        if not all(are_of_one_law(at, image) and len(image.free) == len(at) for (_, at), image in names.items()):
            return "is of other variables"
    elif len(places) > 1:
        return "is of one value of each, expected one value of the variables"
    elif places and not all(at or image.varies for (_, at), image in names.items()):
        return "has a matrix that is the same at every value, expected one that is what varies there"
    # What is taken where nothing varies is a value; else it is put under differentials.
    changes = any(symbol.varies for symbol, _ in names) or any(t.op == "d" for side in own for t in walk(side))
    if changes and any(symbol.varies != image.varies for (symbol, _), image in names.items()):
        return "has a matrix that varies there and not here, or here and not there"
    theory.taken.append(Taken(equation.name, key, names, other, goal))
    known = theory.meanings.setdefault(key, [])
    known += names.items()
    return None if agree(known) else "gives a name two meanings"

def stands_against(theory, name):
    """An earlier assumption that is taken from another theory where the same matrices are something else, or None."""
    own = [taken for taken in theory.taken if taken.by == name]
    for earlier in dict.fromkeys(taken.by for taken in theory.taken if taken.by in theory.equations):
        if own and not any(go_together(theory, a, b) for a in own for b in theory.taken if b.by == earlier):
            return earlier
    return None

def go_together(theory, a, b):
    shared = {symbol for symbol, _ in a.names} & {symbol for symbol, _ in b.names}
    return a.key == b.key or not shared or is_of_any(theory, a, shared) or is_of_any(theory, b, shared)

def is_of_any(theory, taken, shared):
    """Is the goal one of any matrices that meet assumptions, all of which are made here as well?"""
    other = taken.other
    own = {key: image for key, image in taken.names.items() if key[0] in shared and image.op == "matrix"}
    images = {image.data: build("matrix", key) for key, image in own.items()}
    bare = {symbol for symbol, _ in images if DEFINITION + symbol.name not in other.equations}
    if len(bare) != len(shared) or {image.data[0] for image in images.values()} != shared:
        return False
    for e in assumed(other, taken.goal.line):
        found = (met(e, other, here, theory, dict(images)) for here in assumed(theory, math.inf))
        images = next(filter(None, found), None)
        if images is None:
            return False
    return True

def assumed(theory, line):
    goals = {goal.name for goal in theory.goals}
    return [e for e in theory.equations.values() if e.line < line and not e.name.startswith(DEFINITION) and e.name not in goals]

def met(e, other, here, theory, images):
    """What the matrices of another theory stand for where its assumption is one made here, or None."""
    pairs = (e.left, here.left), (e.right, here.right)
    fits = all(interpret(other.unfolded(p), theory.unfolded(q), images) for p, q in pairs) and shapes_agree(images)
    names = matrices(images)
    alike = all(key[0].varies == image.varies for key, image in names.items())
    return images if fits and alike and agree([*names.items()]) else None

def starts_there(theory, start, other, goal):
    """Is the start a part of what the goal ends at, for some matrices in that?"""
    start, end = theory.unfolded(start), other.unfolded(goal.end)
    for part in walk(end):
        images = {}
        if not part.parts or any(t.op == "d" for t in walk(part)) or not interpret(part, start, images):
            continue
        names = matrices(images)
        plain = not any(symbol.symmetric or symbol.idempotent for symbol, _ in names)
        own = all(are_of_one_law(at, image) for (_, at), image in names.items())
        if plain and own and shapes_agree(images) and agree([*names.items()]):
            return None
    return "starts from another term"
