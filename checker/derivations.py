#!/usr/bin/env python3
"""Re-checks the derivations of dualproof: python3 checker/derivations.py [--rules FILE] [--planted] [FOLDER...]

Written from the language of the files, with Python's standard library and nothing of the program that found the steps.
A file CLAIM.derivation declares, defines, takes as given and says what is to be derived; CLAIM.steps beside it has the
steps of each goal. A goal is accepted only if every step is one of the named rule, or of an equation that stands before, at
the named place, with its conditions met, and the chain goes from the start by every term on the way to the end. Steps are
tried in a random model as well. README.md, beside this file, says what acceptance means.

Here: the files of steps, the goals one by one, the answer.
"""
import itertools, pathlib, re, sys
from collections import namedtuple

sys.dont_write_bytecode = True  # before the imports below: a check leaves no __pycache__ in the tree

from answering import complain, speak
from lemmas import SOURCE
from links import is_derived, stands_against, starts_there
from models import Model
from planted import planted, planted_rules
from reading import Reject, need
from rules import is_instance, is_step, read_rules
from terms import at_place, put, read, show
from theories import DEFINITION, read_theories
from trials import refuted
from wrong_links import LINKED
from wrong_theories import ALONE

HOME = pathlib.Path(__file__).resolve().parent.parent
THEOREMS, RULES = HOME / "theorems", HOME / "crates/derivation/src/rules.txt"
Step = namedtuple("Step", "line term rule backward place")
Chain = namedtuple("Chain", "line start steps")  # the start is a line and its text; only a theory gives terms a meaning
Verdict = namedtuple("Verdict", "name steps problem")

def read_steps(text):
    """{goal: its chain}."""
    chains, chain = {}, None
    for n, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name = re.fullmatch(r"derive (\S+)", line)
        step = re.fullmatch(r"  = ([^|]+) \| (← )?([^|]+) \| (·|\d+(?:\.\d+)*)", line)
        if name:
            need(name[1] not in chains, f"line {n}: found the steps of {name[1]} again, expected them once")
            chain = chains[name[1]] = Chain(n, [], [])
        elif chain and not chain.start:
            need(re.fullmatch("  [^=|]+", line), f"line {n}: found {line!r}, expected the term of the start")
            chain.start.extend((n, line))
        else:
            need(chain and step, f"line {n}: found {line!r}, expected derive NAME or a step = TERM | RULE | PLACE")
            place = () if step[4] == "·" else tuple(map(int, step[4].split(".")))
            chain.steps.append(Step(n, step[1], step[3], bool(step[2]), place))
    return chains

def about(where, act, *arguments):
    """What the act gives; its refusal says where."""
    try:
        return act(*arguments)
    except Reject as why:
        raise Reject(f"{where}: {why}")

def with_parents(variables):
    parents = {v.parent for v in variables if v.parent}
    return variables if parents <= variables else with_parents(variables | parents)

class Claims:
    """The claims of some files, each decided once; a link asks for another one."""
    def __init__(self, files, rules, text_of):
        self.files, self.rules, self.text_of = files, rules, text_of
        self.theories, self.verdicts, self.links, self.assumed, self.tried = {}, {}, 0, 0, 0

    def decide(self, claim):
        """A verdict for each goal, and for all else that is refused."""
        if claim not in self.verdicts:
            # Those of a claim that links back to this one find nothing here.
            self.verdicts[claim], self.theories[claim] = [], []
            path = self.files[claim]
            steps = path.with_suffix(".steps")
            try:
                self.theories[claim] = about(path.name, lambda: read_theories(self.text_of(path), self.rules))
                chains = about(steps.name, lambda: read_steps(self.text_of(steps)))
                for theory in self.theories[claim]:
                    self.decide_theory(claim, theory, chains)
                for name, chain in chains.items():
                    where = f"{steps.name}: line {chain.line}"
                    self.refuse(claim, name, f"{where}: found steps without a goal, expected the end")
                need(self.verdicts[claim], f"{path.name}: found nothing to derive, expected a goal")
            except Reject as why:
                self.refuse(claim, "as a whole", why)
        return self.verdicts[claim]

    def refuse(self, claim, name, why): self.verdicts[claim].append(Verdict(name, 0, str(why)))

    def decide_theory(self, claim, theory, chains):
        """Each goal may use what stands before it in its theory, if that is accepted."""
        stated = sorted([*theory.equations.values(), *theory.goals], key=lambda statement: statement.line)
        theory.equations, theory.pure, theory.model = {}, set(), Model(theory.title)
        path = self.files[claim]
        for statement in stated:
            name, where = statement.name, f"{path.name}: line {statement.line}"
            chain = chains.pop(name, None) if statement in theory.goals else None
            try:
                for link in statement.links:
                    about(where, self.decide_link, claim, theory, statement, link)
                if statement in theory.goals:
                    need(chain, f"{where}: found no steps of {name}, expected some")
                    is_new = all(verdict.name != name for verdict in self.verdicts[claim])
                    need(is_new, f"{where}: found {name} again, expected a new name")
                    about(path.with_suffix(".steps").name, self.decide_goal, theory, statement, chain)
                    about(where, theory.add, name, statement.line, statement.start, statement.end)
                    self.verdicts[claim].append(Verdict(name, len(chain.steps), None))
                else:
                    against = stands_against(theory, name)
                    expected = "expected a goal for any such that meets what is given before"
                    need(not against, f"{where}: found {name} of what {against} has settled, {expected}")
                    theory.equations[name] = statement
                    self.assumed += not (statement.links or name.startswith(DEFINITION))
                    if name.startswith(DEFINITION):
                        theory.pure.add(name)
                        theory.model.define(statement.left, statement.right)
            except Reject as why:
                self.refuse(claim, name, why)

    def decide_link(self, claim, theory, statement, link):
        """Only a goal that is accepted before this, in a claim that does not link back, is found."""
        of, name = link[0] or claim, link[1]
        need(of in self.files, f"found no derivations of {of}, expected some")
        accepted = any(v.name == name and not v.problem for v in self.decide(of))
        need(accepted, f"found no accepted goal {name} of {of} before this, expected one")
        n, other, goal = next((n, t, g) for n, t in enumerate(self.theories[of]) for g in t.goals if g.name == name)
        if statement in theory.goals:
            why = starts_there(theory, statement.start, other, goal)
        else:
            why = is_derived(theory, statement, other, goal, (of, n))
        derived = f"{show(goal.start)} = {show(goal.end)}"
        need(not why, f"found that {statement.name} {why}; expected what {of}::{name} derives, {derived}")
        self.links += 1

    def decide_goal(self, theory, goal, chain):
        need(chain.start, f"line {chain.line}: found nothing, expected the term of the start")
        line, text = chain.start
        current = about(f"line {line}", read, text, theory)
        need(current == goal.start, f"line {line}: found the start {show(current)}, expected {show(goal.start)}")
        bound, passed = with_parents(goal.start.free | goal.end.free), [current]
        for step in chain.steps:
            line = step.line
            term = about(f"line {line}", read, step.term, theory)
            about(f"line {line}, {step.rule}", self.decide_step, theory, current, step, term)
            loose = sorted(v.name for v in term.free - bound)
            need(not loose, f"line {line}: found {', '.join(loose)} free, expected what is free at the start or the end alone")
            current = term
            passed.append(current)
        need(current == goal.end, f"line {line}: found the end {show(current)}, expected {show(goal.end)}")
        for station in goal.via:
            # Literally, or up to the rules: then some term of the chain has its value in every model.
            near = station in passed or any(not theory.model.differ(station, term, True) for term in passed)
            need(near, f"line {line}: found no term {show(station)} on the way, expected one")
        if all(step.rule in self.rules or step.rule in theory.pure for step in chain.steps):
            theory.pure.add(goal.name)

    def decide_step(self, theory, current, step, term):
        before, after = at_place(current, step.place), at_place(term, step.place)
        alone = before.shape == after.shape and put(current, step.place, after) == term
        need(alone, f"found {show(term)}, expected {show(current)} with a change at its place alone")
        left, right = (after, before) if step.backward else (before, after)
        if step.rule in theory.equations:
            known = theory.equations[step.rule]
            need(is_instance(known, left, right),
                 f"found {show(left)} and {show(right)}, expected {show(known.left)} and {show(known.right)}")
        else:
            need(step.rule in self.rules, "found no such rule, expected a rule, or an equation that stands before")
            why = is_step(self.rules[step.rule], left, right)
            need(not why, why)
        # What is given need not hold in the model; all else must.
        if step.rule in self.rules or step.rule in theory.pure:
            changes = any(at_place(current, step.place[:n]).op == "d" for n in range(len(step.place)))
            differ = theory.model.differ(before, after, changes)
            need(not differ, f"found different values of {show(before)} and {show(after)} in a model, expected one")
            self.tried += 1

def found_in(folders):
    """{claim: its file}."""
    files = {}
    for folder in folders:
        next(folder.iterdir(), None)  # an error where it is no folder
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".derivation", ".steps"):
                files.setdefault(path.stem.replace("_", "-"), set()).add(path.with_suffix(".derivation"))
    twice = [claim for claim, paths in files.items() if len(paths) > 1]
    if twice:
        raise OSError(f"found several files of {', '.join(twice)}, expected one each")
    return {claim: path for claim, (path,) in sorted(files.items())}

def beside(texts):
    """The text of a file, where it is there."""
    def text_of(path):
        need(path in texts, "found no such file, expected one beside the other")
        return texts[path]
    return text_of

def decided(claims, claim):
    try:
        return claims.decide(claim)
    except Exception as error:  # whatever an ill-formed file leads to, it is no derivation
        return [Verdict("as a whole", 0, f"found what cannot be decided ({type(error).__name__}: {error})")]

def answer(claims, own):
    accepted = refused = steps = 0
    for name, rule in claims.rules.items():
        if why := refuted(rule):
            refused += 1
            print(f"rule {name}: no: {why}")
    for claim in own:
        for verdict in decided(claims, claim):
            name, count, why = verdict
            accepted, refused, steps = accepted + (not why), refused + bool(why), steps + count
            print(f"{claim} {name}: " + (f"no: {why}" if why else f"yes, {count} steps"))
    whole = f"{accepted} of {accepted + refused} derivations accepted"
    given = f"{claims.links} links of assumptions and starts to goals, {claims.assumed} assumptions without one"
    print(f"{whole}: {steps} steps, {claims.tried} of them tried in a model; {given}")
    return 0 if accepted and not refused else 1

def answer_planted(claims, texts, rules_text):
    """Every planted error is refused, or has its line."""
    for claim in claims.files:
        if any(verdict.problem for verdict in decided(claims, claim)):
            complain(f"error: found that {claim} is refused as it is, expected it accepted")
            return 1
    def first_problem(others, claim): return next((v.problem for v in decided(others, claim) if v.problem), None)
    def decide(claim, new):
        """Of the claim, or else of one that links to it."""
        others = Claims(claims.files, claims.rules, beside({**texts, **new}))
        linked = [name for name, path in claims.files.items() if f"{claim}::" in texts[path]]
        for known in set(claims.files) - {claim, *linked}:
            others.verdicts[known], others.theories[known] = claims.verdicts[known], claims.theories[known]
        return next(filter(None, (first_problem(others, name) for name in [claim, *linked])), None)
    def decide_own(files):
        paths = {name: pathlib.Path(f"{name}.derivation") for name in ("source", "own")}
        new = {paths[name].with_suffix(ending): text for name, pair in (("source", SOURCE), ("own", files))
               for ending, text in zip((".derivation", ".steps"), pair)}
        others = Claims(paths, claims.rules, beside(new))
        return first_problem(others, "own") if not first_problem(others, "source") else None
    own = ((what, decide_own(files)) for what, files in {**ALONE, **LINKED}.items())
    refused = count = 0
    for what, why in itertools.chain(own, planted_rules(rules_text), planted(claims, decide)):
        print(f"{what}: {f'refused: {why}' if why else 'ACCEPTED'}")
        refused, count = refused + bool(why), count + 1
    print(f"{refused} of {count} planted errors refused")
    return 0 if refused == count else 1

def main(arguments):
    options = {"--planted": False, "--rules": RULES}
    while arguments and arguments[0] in options:
        option, *arguments = arguments
        if option == "--rules" and arguments:
            options[option], *arguments = pathlib.Path(arguments[0]), *arguments[1:]
        elif option == "--planted":
            options[option] = True
        else:
            arguments = ["--rules"]
            break
    if any(argument.startswith("-") for argument in arguments):
        complain("usage: derivations.py [--rules FILE] [--planted] [FOLDER...]")
        return 2
    try:
        own = found_in([pathlib.Path(folder) for folder in arguments] or [THEOREMS])
        files = {**(found_in([THEOREMS]) if THEOREMS.is_dir() else {}), **own}
        paths = [p for path in files.values() for p in (path, path.with_suffix(".steps")) if p.is_file()]
        texts = {path: path.read_text("utf-8") for path in paths}
        rules_text = options["--rules"].read_text("utf-8")
        rules = read_rules(rules_text)
    except (OSError, ValueError, Reject) as error:
        complain(f"error: {error}")
        return 2
    claims = Claims(files, rules, beside(texts))
    return answer_planted(claims, texts, rules_text) if options["--planted"] else answer(claims, own)

if __name__ == "__main__":
    sys.exit(speak(main, sys.argv[1:]))
