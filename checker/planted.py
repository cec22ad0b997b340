"""Planted errors: the files with one thing made wrong, mechanically. Each must be refused."""
import random, re

from reading import Reject, need
from rules import read_rules
from terms import at_place, build, put, read, show
from trials import refuted

# What may be read both ways, or may leave a term as it is: its arrow and a repetition say nothing wrong.
EVEN = ("same-summands", "equal-in-law", "trace-cyclic", "marginal")
EACH = 4  # claims per kind of error

def turned(text):
    """The text with a sign turned, or with a minus in front where it has none."""
    signs = [m.start() for m in re.finditer(" [-+] ", text)]
    if not signs:
        return None
    at = signs[len(signs) // 2] + 1
    return text[:at] + ("-" if text[at] == "+" else "+") + text[at + 1:]

def without(what): return lambda text: text.replace(what, "", 1) if what in text else None
def swapped(a, b): return lambda text: text.replace(a, b) if a in text else text.replace(b, a)
def other(a, b): return lambda text: text.replace(a, b, 1) if a in text else None
def twice(text): return f"2 ({text})"

# ---- Steps: (term, arrow, rule, place) to another one, or None where that cannot be. ----
def term(change): return lambda t, arrow, rule, place, rules: (change(t), arrow, rule, place) if change(t) else None
def moved(t, arrow, rule, place, rules):
    if place == "·":
        return t, arrow, rule, "0"
    return t, arrow, rule, place[:-1] + ("0" if place[-1] != "0" else "1")

def exchanged(t, arrow, rule, place, rules):
    names = sorted(rules)
    return (t, arrow, names[(names.index(rule) + 7) % len(names)], place) if rule in rules else None

STEPS = {
    "a sign turned in a term": term(turned), "a transpose left out of a term": term(without("ᵀ")),
    "another variable in a term": term(other("x1)", "x2)")), "an unknown variable in a term": term(other("x1)", "x9)")),
    "an unknown matrix in a term": term(other("K", "Y")), "a number altered in a term": term(other("2 ", "3 ")),
    "a mean left out of a term": term(other("E{x}", "")), "a term twice as large": term(twice),
    "a rule exchanged": exchanged, "an unknown rule": lambda t, a, r, p, rules: (t, a, r + "-by-wish", p),
    "an arrow turned": lambda t, a, r, p, rules: None if r in EVEN else (t, "" if a else "← ", r, p),
    "a place moved": moved, "a place below": lambda t, a, r, p, rules: (t, a, r, "0" if p == "·" else p + ".0"),
    "a place far out": lambda t, a, r, p, rules: (t, a, r, "7"),
}
STEP = re.compile(r"  = ([^|]+) \| (← )?([^|]+) \| (\S+)")

def step_errors(text, rules):
    """{error: every text with it at one place}, lazily."""
    lines = text.split("\n")
    def with_line(n, *new): return "\n".join(lines[:n] + [*new] + lines[n + 1:])
    steps = [(n, m) for n, m in ((n, STEP.fullmatch(line)) for n, line in enumerate(lines)) if m]
    errors = {}
    for what, change in STEPS.items():
        errors[what] = []
        for n, m in steps:
            new = change(m[1], m[2] or "", m[3], m[4], rules)
            if new and new != (m[1], m[2] or "", m[3], m[4]):
                errors[what].append(with_line(n, "  = {} | {}{} | {}".format(*new)))
    goals = [n for n, line in enumerate(lines) if line.startswith("derive ")]
    errors["a step left out"] = [with_line(n) for n, m in steps]
    errors["a step twice"] = [with_line(n, lines[n], lines[n]) for n, m in steps if m[3] not in EVEN]
    errors["a goal without steps"] = ["\n".join(lines[:a] + lines[b:]) for a, b in zip(goals, goals[1:])]
    errors["steps without a goal"] = ["\n".join([*lines, "", lines[n] + "-again", lines[n + 1]]) for n in goals]
    errors["steps given twice"] = ["\n".join([*lines, "", lines[n], lines[n + 1]]) for n in goals]
    errors["another start"] = [with_line(n + 1, "  " + turned(lines[n + 1])) for n in goals if turned(lines[n + 1])]
    errors["a step of two bars"] = [with_line(n, lines[n].rpartition(" | ")[0]) for n, m in steps]
    return errors

# ---- Derivations: a statement to another one. ----
def on(start, change):
    def changed(line):
        new = change(line[len(start):]) if line.startswith(start) else None
        return None if new is None or start + new == line else start + new
    return changed

def right_side(change): return lambda text: text.partition("=")[0] + "= " + change(text.partition("=")[2].strip())
def gone(start): return lambda line: "" if line.startswith(start) else None
STATEMENTS = {
    "the end altered": on("  to ", turned), "the end twice as large": on("  to ", twice),
    "the start altered": on("  from ", turned),
    "a term on the way twice as large": on("  via ", twice),
    "a definition twice as large": on("let ", right_side(twice)), "a definition left out": gone("let "),
    "a definition of itself": on("let ", lambda text: text.partition("=")[0] + "= " + text.partition("=")[0].strip()),
    "a shape turned": on("matrix ", lambda text: re.sub(r": (\S+)×(\S+)", r": \2×\1", text)),
    "a dimension altered": on("matrix ", lambda text: re.sub(r": (\S+)×", r": p·\1×", text)),
    "varies left out": on("matrix ", without(" varies")), "follows left out": on("matrix ", without(" follows")),
    "symmetric left out": on("matrix ", without(" symmetric")), "uniform left out": on("uniform kind ", lambda text: None),
    "a matrix left out": gone("matrix "), "a variable left out": gone("variable "), "a kind left out": gone("kind "),
    "a kind without what it is given": on("kind ", lambda text: text.partition(" given")[0]),
    "a variable without its parent": on("variable ", lambda text: text.partition(" given")[0]),
    "an assumption altered": on("given ", lambda text: turned(text) or text.replace("ᵀ", "", 1)),
    "an assumption with another side": on("given ", other("= K", "= 2 K")),
    "a link to another goal": on("given ", swapped("::reversibility", "::derivative")),
    "a link to no goal": on("given ", other(" by ", " by no-")),
    "another constant": on("constant ", swapped("sample", "view")),
    "a goal after no goal": on("derive ", other(" after ", " after no-")),
    "an unknown statement": on("let ", lambda text: "it be " + text),
}

def rules_in(steps):
    """{goal: the rules of its steps}."""
    goals = re.split(r"^derive ", steps, flags=re.M)[1:]
    return {text.split("\n")[0]: {m[3] for m in map(STEP.fullmatch, text.split("\n")) if m} for text in goals}

def is_used(lines, n, rules_of):
    """Is what a line declares or defines named in a goal of its theory, and used as it is declared?"""
    declared = re.match(r"(?:matrix|let|variable|constant) ([^\s(:,]+)", lines[n])
    rest = "\n".join(lines[n:]).partition("\ntheory ")[0].split("\n")
    goals = [line for line in rest if re.match("  (from|via|to) ", line)]
    names = [line.split()[1] for line in rest if line.startswith("derive ")]
    if lines[n].endswith(" symmetric") and not any("transpose-of-symmetric" in rules_of.get(name, ()) for name in names):
        return False
    return not declared or any(re.search(rf"(?<!\w){declared[1]}(?![\w\u0304])", line) for line in goals)

def statement_errors(text, rules_of):
    lines = text.split("\n")
    errors = {}
    for what, change in STATEMENTS.items():
        changed = [(n, change(line)) for n, line in enumerate(lines) if is_used(lines, n, rules_of)]
        errors[what] = ["\n".join(lines[:n] + [new] * bool(new) + lines[n + 1:]) for n, new in changed if new is not None]
    plain = [n for n, line in enumerate(lines) if line.startswith("uniform ")]
    errors["uniform left out"] = ["\n".join(lines[:n] + [lines[n][len("uniform "):]] + lines[n + 1:]) for n in plain]
    ends = [n for n, line in enumerate(lines) if line.startswith("derive ")]
    starts = {n: lines[n + 1][len("  from "):] for n in ends}
    errors["a goal more"] = ["\n".join([*lines[:n], "derive again", f"  from {start}", f"  to {start}", *lines[n:]])
                             for n, start in starts.items()]
    return errors

# ---- Rules: one with a condition less, or with a side altered. ----
def rule_errors(text):
    for n, line in enumerate(text.split("\n")):
        fields = line.split(" | ")
        if line.startswith("#") or len(fields) < 3:
            continue
        def with_fields(*new): return "\n".join([*text.split("\n")[:n], " | ".join(new), *text.split("\n")[n + 1:]])
        conditions = fields[3].split("; ") if len(fields) == 4 else []
        for k, dropped in enumerate(conditions):
            rest = conditions[:k] + conditions[k + 1:]
            yield fields[0], f"without {dropped!r}", with_fields(*fields[:3], "; ".join(rest))
        left, arrow, right = re.fullmatch(r"(.*?) (\S*[=]\S*) (.*)", fields[2]).groups()
        sides = {"a right side twice as large": f"2 ({right})", "a sign turned": turned(right),
                 "a transpose left out": without("ᵀ")(right), "factors exchanged": other("A B", "B A")(right)}
        for what, side in sides.items():
            # Twice 0 is 0, and a matrix is itself.
            if side and side not in (left, right) and not side.startswith("2 (0"):
                yield fields[0], what, with_fields(*fields[:2], f"{left} {arrow} {side}", *fields[3:])

# ---- A mean over a variable whose parent is bound nowhere: put around a constant, and taken off. ----
def unbound_errors(claims, claim):
    lines = claims.text_of(claims.files[claim].with_suffix(".steps")).split("\n")
    goal = None
    for n, line in enumerate(lines):
        m = STEP.fullmatch(line)
        goal = line[len("derive "):] if line.startswith("derive ") else goal
        theory = next((t for t in claims.theories[claim] if any(g.name == goal for g in t.goals)), None)
        given = [v for v in theory.variables.values() if v.parent] if theory else []
        if not m or not given:
            continue
        whole = read(m[1], theory)
        for place in places(whole):
            constant = at_place(whole, place)
            if constant.op == "matrix" and not constant.free and not whole.free:
                text = show(put(whole, place, build("E", frozenset(given[:1]), [constant])))
                way = ".".join(map(str, place)) or "·"
                there, back = f"  = {text} | ← constant | {way}", f"  = {m[1]} | constant | {way}"
                yield "\n".join([*lines[:n + 1], there, back, *lines[n + 1:]])
                break

def places(term, way=()):
    """Every place that is under no mean."""
    yield way
    for n, part in enumerate(term.parts if term.op not in "ED" else ()):
        yield from places(part, (*way, n))

def planted(claims, decide):
    """(what is wrong, why it is refused, or None) for every error; decide(texts, files) gives the verdicts of some claim."""
    draw = random.Random("planted")
    texts = {}
    for claim, path in claims.files.items():
        steps = path.with_suffix(".steps")
        errors = statement_errors(claims.text_of(path), rules_in(claims.text_of(steps)))
        own = {(what, path): all_of for what, all_of in errors.items()}
        own.update({(what, steps): all_of for what, all_of in step_errors(claims.text_of(steps), claims.rules).items()})
        own["a mean over a variable whose parent is bound nowhere", steps] = list(unbound_errors(claims, claim))
        for (what, file), all_of in own.items():
            texts.setdefault(what, []).extend([(claim, file, draw.choice(all_of))] if all_of else [])
    for what, all_of in texts.items():
        need(all_of, f"found nothing to plant {what!r} in, expected a place")
        for claim, file, text in draw.sample(all_of, min(EACH, len(all_of))):
            yield f"{file.name}: {what}", decide(claim, {file: text})

def planted_rules(text):
    for name, what, new in rule_errors(text):
        try:
            yield f"rule {name}: {what}", refuted(read_rules(new)[name])
        except Reject as why:
            yield f"rule {name}: {what}", str(why)
