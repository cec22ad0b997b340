"""Links: whether what a theory takes from another one is what that one derives, and whether everything taken is of one
choice of matrices.

The matrices of one side stand for terms of the other, the same at every place. The sources settle matrices one after the
other: what an earlier one has settled, a later one must hold of any."""
import itertools, math
from collections import namedtuple

from rules import coefficients, says_the_same
from terms import binders, build, walk
from theories import DEFINITION

# What an assumption takes from the goal of another theory: what matrices and dimensions stand for; constants and kinds.
Taken = namedtuple("Taken", "by line key names sizes named at_places other goal")

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

def sizes_of(images, known=()):
    """What each dimension stands for where every shape is that of the image, or None."""
    pairs = [(key[0].shape, image.shape) for key, image in images.items()]
    sides = [pair for own, other in pairs for pair in zip(own, other)]
    sizes = dict(known)
    for names, size in sides:
        if len(names) == 1:
            sizes.setdefault(names[0], size)
    agree = all(n in sizes for names, _ in sides for n in names) and all(
        tuple(sorted(n for name in names for n in sizes[name])) == size for names, size in sides)
    return sizes if agree else None

def are_any(sizes):
    """May the dimensions be any numbers? Not where two stand for one, nor where one stands for 1 or for a square."""
    names = [n for size in sizes.values() for n in size]
    return all(sizes.values()) and len(set(names)) == len(names)

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

def serves(taking, deriving):
    """May a variable of the theory that takes be one of that which derives? What holds of uniform ones alone, of no others."""
    return taking.kind[:2] == deriving.kind[:2] and taking.kind.uniform >= deriving.kind.uniform

def are_of_one_law(at, image, may_be):
    """Are the variables of the image those of the matrix?"""
    own = {v.name: v for v in at}
    return all(v.name in own and may_be(own[v.name], v) for v in image.free)

def is_served(deriving, taking): return serves(taking, deriving)
def symbols_in(term): return {t.data[0] for t in walk(term) if t.op == "matrix"}

def stays(image):
    """Is it made of what is changed, the weights, alone? What follows them depends on other things as well."""
    return all(symbol.varies and not symbol.follows for symbol in symbols_in(image))

def stand_for_one(taken):
    """Does a matrix of variables stand for what another one, without, says to be the same at every value?"""
    names = [pair for t in taken if t.at_places for pair in t.names.items()]
    same = {symbol for (_, at), image in names if not at for symbol in symbols_in(image)}
    return any(at and image.varies and symbols_in(image) <= same for (_, at), image in names)

def named_in(terms):
    """The constants and the kinds that terms speak of."""
    parts = [t for term in terms for t in walk(term)]
    variables = {v for t in parts for v in (t.data[1] if t.op == "matrix" else t.data if t.op in "ED" else ())}
    constants = {k.name for t in parts for c in coefficients(t) for monomial, _ in c for k in monomial}
    return {("kind", v.kind.name) for v in variables} | {("constant", name) for name in constants}

def is_derived(theory, equation, other, goal, key):
    """Is the given equation the derived one, under the names of this theory?"""
    images = {}
    own = [theory.unfolded(side) for side in (equation.left, equation.right)]
    derived = [other.unfolded(side) for side in (goal.start, goal.end)]
    sizes = sizes_of(images) if all(interpret(p, q, images) for p, q in zip(own, derived)) else None
    if sizes is None:
        return "is another equation"
    names, before = matrices(images), [taken for taken in theory.taken if taken.key == key]
    if not are_any(sizes) or any(taken.sizes.get(n, size) != size for taken in before for n, size in sizes.items()):
        return "has dimensions that are not those there, expected each to be any number, as it is there"
    if not all(is_plain(symbol) for symbol, _ in names):
        return "asks for a property of a matrix, which is no part of an equation"
    if any(t.op == "d" for image in names.values() for t in walk(image)):
        return "has a matrix that stands for a differential, expected one that stands for a matrix"
    places = {at for _, at in names if at}
    at_places = places and not any(image.free for image in names.values())
    if any(image.free for image in names.values()):
        if not all(are_of_one_law(at, image, serves) and len(image.free) == len(at) for (_, at), image in names.items()):
            return "is of other variables"
    elif len(places) > 1:
        return "is of one value of each, expected one value of the variables"
    elif places and binders(*own) & {v for at in places for v in at}:
        return "has a mean over the values of a matrix, expected one value"
    elif places and not all(at or stays(image) for (_, at), image in names.items()):
        return "has a matrix that is the same at every value, expected one that is made of what varies there"
    # What is taken where nothing varies is a value; else it is put under differentials.
    changes = any(symbol.varies for symbol, _ in names) or any(t.op == "d" for side in own for t in walk(side))
    if changes and any(symbol.varies != image.varies for (symbol, _), image in names.items()):
        return "has a matrix that varies there and not here, or here and not there"
    taken = Taken(equation.name, equation.line, key, names, sizes, named_in(derived), at_places, other, goal)
    if stand_for_one([*before, taken]):
        return "has a matrix of variables and one without for the same, expected both of them or neither"
    theory.taken.append(taken)
    known = theory.meanings.setdefault(key, [])
    known += names.items()
    return None if agree(known) else "gives a name two meanings"

def stands_against(theory, name):
    """An earlier assumption that is taken from another theory where the same is something else, or None. Of several links of
    one assumption, each must fit some of those of the others."""
    own, given = [taken for taken in theory.taken if taken.by == name], {}
    for taken in theory.taken:
        if taken.by == name or taken.by in theory.equations:
            given.setdefault(taken.by, []).append(taken)
    fit = [choice for choice in itertools.product(*given.values()) if own and are_settled_in_turn(theory, choice)]
    if not own or all(any(taken is t for choice in fit for t in choice) for links in given.values() for taken in links):
        return None
    before = [(taken.by, settled_by([taken])) for taken in theory.taken if taken.key not in [t.key for t in own]]
    before += [(e.name, things) for e, things in supposed(theory)]
    return next((by for by, settled in before if settled & settled_by(own)), "others")

def settled_by(taken):
    """The matrices, dimensions, constants and kinds that a choice of the matrices there settles."""
    return {thing for t in taken for thing in [*(symbol for symbol, _ in t.names), *t.sizes, *t.named]}

def supposed(theory):
    """The assumptions that are taken from nowhere, with what they speak of."""
    for e in assumed(theory, math.inf):
        if not e.links:
            sides = theory.unfolded(e.left), theory.unfolded(e.right)
            dimensions = {n for side in sides for t in walk(side) if not t.parts for names in t.shape for n in names}
            yield e, named_in(sides) | dimensions | symbols_in(sides[0]) | symbols_in(sides[1])

def are_settled_in_turn(theory, taken):
    """One theory after the other: is what an earlier one settles any there, so that everything taken holds of one choice?"""
    groups, settled = {}, set()
    for t in taken:
        groups.setdefault(t.key, []).append(t)
    for group in groups.values():
        # What is supposed of these before, without a link, settles them as well.
        shared = settled.union(*[things for e, things in supposed(theory) if e.line < group[0].line]) & settled_by(group)
        if shared and not is_of_any(theory, group, shared):
            return False
        settled |= settled_by(group)
    return True

def is_plain(symbol): return not (symbol.symmetric or symbol.idempotent)

def is_of_any(theory, group, shared):
    """Are the goals of any such matrices that meet assumptions, all of which are made here, before?"""
    other, names = group[0].other, [pair for t in group for pair in t.names.items()]
    there = {image.data[0] for _, image in names if image.op == "matrix"}
    bare = {symbol for symbol in there if DEFINITION + symbol.name not in other.equations and is_plain(symbol)}
    for (symbol, at), image in names:
        if symbol in shared and not (image.op == "matrix" and image.data[0] in bare):
            return False
    own_of = {s: {key[0] for key, image in names if image.op == "matrix" and image.data[0] == s} for s in bare}
    if any(len(own) > 1 and own & shared for own in own_of.values()):
        return False
    images = {image.data: build("matrix", key) for key, image in names
              if image.op == "matrix" and image.data[0] in bare and len(own_of[image.data[0]]) == 1}
    # Of a product of dimensions, none is known.
    sizes = {n: (own,) if len(size) == 1 else ("?",) for t in group for own, size in t.sizes.items() for n in size}
    needed = assumed(other, max(t.goal.line for t in group))
    return are_met(other, needed, theory, assumed(theory, min(t.line for t in group)), images, sizes)

def assumed(theory, line):
    goals = {goal.name for goal in theory.goals}
    return [e for e in theory.equations.values() if e.line < line and not e.name.startswith(DEFINITION) and e.name not in goals]

def are_met(other, needed, theory, made, images, sizes):
    """Is each assumption of another theory one that is made here, for one choice of its matrices?"""
    if not needed:
        return True
    for here in made:
        longer, first = dict(images), needed[0]
        pairs = (first.left, here.left), (first.right, here.right)
        if not all(interpret(other.unfolded(p), theory.unfolded(q), longer) for p, q in pairs):
            continue
        fits, names = sizes_of(longer, sizes), matrices(longer)
        alike = all(is_plain(symbol) and symbol.varies == image.varies and len(at) == len(image.free)
                    and are_of_one_law(at, image, is_served) for (symbol, at), image in names.items())
        if fits is not None and alike and agree([*names.items()]) and are_met(other, needed[1:], theory, made, longer, fits):
            return True
    return False

def starts_there(theory, start, other, goal):
    """Is the start a part of what the goal ends at, for some matrices in that?"""
    start, end = theory.unfolded(start), other.unfolded(goal.end)
    for part in walk(end):
        images = {}
        if not part.parts or any(t.op == "d" for t in walk(part)) or not interpret(part, start, images):
            continue
        names = matrices(images)
        fits = sizes_of(images) is not None and all(is_plain(symbol) for symbol, _ in names)
        own = all(are_of_one_law(at, image, is_served) for (_, at), image in names.items())
        if fits and own and agree([*names.items()]):
            return None
    return "starts from another term"
