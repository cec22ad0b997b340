#!/usr/bin/env python3
"""Re-checks certificates of dualproof: python3 checker/check.py DIR

Written from the statements of the claims, with Python's standard library and nothing of the program that writes the
certificates. Each file is one exact instance of one part of a claim. From the instance alone this program computes
the measured side by definition (differentiating the loss, summing over all latents) and the predicted side by the
formula, over fractions, and accepts the file only if both are the recorded ones, they stand in the part's relation,
and the instance meets the part's assumptions. README.md, beside this file, describes the files and the exit codes.

Here: what is checked of which claim, then the files. The claims are in claims/, what they are made of is beside.
"""
import itertools, json, pathlib, re, sys
from fractions import Fraction as Q

if hasattr(sys, "set_int_max_str_digits"):  # the law of a group of nodes has fractions of some thousand digits
    sys.set_int_max_str_digits(100_000)
sys.dont_write_bytecode = True  # before the imports below: a check leaves no __pycache__ in the tree

from answering import complain, speak
from claims.byol import (
    batch_connection, batchnorm_projection, byol_ema, byol_implicit_contrastive, byol_shrinkage, optimal_predictor, predictor_balance,
    stop_gradient, zero_mean_gradient)
from claims.dual import connection, dual_gradient, layer_balance, normalized_loss
from claims.emergence import (
    amplification, latent_tree_covariance, lucky_node, selectivity_transfer, translation_invariance)
from claims.linear_byol import byol_collapse, linear_byol, predictor_alignment, simsiam_limit
from claims.simclr import (
    contrastive_losses, contrastive_operator, covariance_operator, energy_flow, euler_operator, linear_simclr,
    minibatch_law, normalised_operator, output_covariance_losses, weighted_covariance)
from exact import Num, shape
from reading import Reject, fields, listed, matrix, need

# ---- What is checked: the parts of each claim, each with the sign of its relation; equal has none. ----
PARTS = {
    connection: "reversibility derivative", dual_gradient: "gradient", layer_balance: "diagonals matrices",
    normalized_loss: "gradient no-radial-motion",
    contrastive_losses: "attracts-the-positive< repels-every-negative< sum-is-zero derivatives "
    "derivatives-as-defined",
    covariance_operator: "one-branch both-branches energy energy-of-every-layer positive-semidefinite finite-batch "
    "loss-with-beta",
    weighted_covariance: "remainder both-branches second-order",
    contrastive_operator: "both-branches energy operators semidefinite one-branch one-branch-symmetry "
    "one-branch-operator one-branch-positivity<",
    normalised_operator: "update energy",
    energy_flow: "sizes-grow-alike energy-grows energy-grows-at-least<= size-after-a-step energy-after-a-step "
    "quotient-does-not-fall<=",
    minibatch_law: "update-of-a-batch mean covariance",
    linear_simclr: "one-layer tangents-fall below-a-fixed-layer aligned-layers",
    euler_operator: "update homogeneous radial-motion through-the-top",
    output_covariance_losses: "update radial-motion attracting-part top-layer rates-attract",
    translation_invariance: "linear-connections-agree attraction-cancels-repulsion one-hidden-relu "
    "sight-on-an-open-set<=",
    latent_tree_covariance: "path-polarity conditional-means covariance operator-block covariance-shrinks-with-depth<= "
    "operator-shrinks-with-depth<= messages categorical-path categorical-covariance categorical-operator-block "
    "deep-tree",
    lucky_node: "second-moment fourth-moment<= tail<= group<= best-of-n largest",
    selectivity_transfer: "transfer-for-every-t<= jensen-for-every-t<= spread-for-every-t<= spread",
    amplification: "step lone-step orthogonal-part-stays gaps-grow-by-their-factor gaps-do-not-shrink<= "
    "output-grows-by-its-matrix output-does-not-shrink<=",
    byol_shrinkage: "update only-shrinks",
    byol_implicit_contrastive: "with-zero-mean without-zero-mean zero-mean-share zero-mean-share-shrinks "
    "identity-predictor-gives-none projection-gives-none predictor-gives-some!= positive-semidefinite attraction<=",
    byol_ema: "with-zero-mean without-zero-mean zero-mean-share", stop_gradient: "plain zero-mean only-shrinks",
    predictor_balance: "balance one-step",
    optimal_predictor: "minimiser gradient excess minimal<= spectrum radial-motion top-layer modes attraction "
    "positive-semidefinite",
    batchnorm_projection: "jacobian projection defect zero-mean",
    zero_mean_gradient: "through detached lost both-outputs",
    batch_connection: "closed-form reversibility simclr byol cross-form",
    linear_byol: "gradient balance-decays balance-of-a-step modes",
    byol_collapse: "shrinks-at-least<= collapse< speed-of-the-weights speed-on-the-balance "
    "solution-on-the-balance",
    simsiam_limit: "speed collapse<", predictor_alignment: "commutator shrinks-at-least<=",
}
NAMES = {"": "equal", "<=": "at-most", "<": "below", "!=": "different"}
HOLDS = {"equal": lambda m, p: m == p, "at-most": lambda m, p: m <= p, "below": lambda m, p: m < p}
CLAIMS = {}  # claim: (its function, {part: relation})
for function, names in PARTS.items():
    split = [re.fullmatch("(.*?)([<=!]*)", name).groups() for name in names.split()]
    CLAIMS[function.__name__.replace("_", "-")] = function, {name: NAMES[suffix] for name, suffix in split}

# ---- The files. ----
def once(pairs):
    names = [name for name, _ in pairs]
    need(len(set(names)) == len(names), f"found the key {max(names, key=names.count, default='')} twice, expected it once")
    return dict(pairs)

def not_a_fraction(text): raise Reject(f"found the number {text}, expected a fraction in quotes")

def check(text, known):
    """Accepts a certificate, or raises; is it more than zeros?"""
    try:
        strict = {"object_pairs_hook": once, "parse_float": not_a_fraction, "parse_constant": not_a_fraction}
        j = json.loads(text.decode("utf-8"), **strict)
    except (ValueError, RecursionError) as error:
        raise Reject(f"found no JSON ({error})")
    own = "format tool version commit claim statement part relation instance measured predicted"
    *head, commit, claim, statement, part, relation, instance, measured, predicted = fields(j, own)
    for name, found in zip(own.split(), head):
        expected = known[name]
        need(type(found) is type(expected) and found == expected, f"{name}: found {found!r}, expected {expected!r}")
    need(commit is None or type(commit) is str, f"commit: found {commit!r}, expected a name in quotes or null")
    need(type(claim) is str and claim in CLAIMS, f"found no checker for claim {claim!r}")
    need(statement == known["statements"].get(claim), f"statement: found a hash that is not the one of {claim}")
    function, parts = CLAIMS[claim]
    need(type(part) is str and part in parts, f"part: found {part!r}, expected one of {', '.join(parts)}")
    need(relation == parts[part], f"relation: found {relation!r}, expected {parts[part]!r}")
    recorded = [listed(s, matrix) for s in (measured, predicted)]
    Num.tape.clear()
    computed = function(instance, part)
    for which, found, expected in zip(("measured", "predicted"), recorded, computed):
        shapes = [list(map(shape, side)) for side in (found, expected)]
        need(shapes[0] == shapes[1], f"{which}: found the shapes {shapes[0]}, expected {shapes[1]}")
        for n, (a, b) in enumerate(zip(found, expected)):
            for i, k in itertools.product(range(len(a)), range(len(a[0]))):
                same = type(b[i][k]) is Q and a[i][k] == b[i][k]
                need(same, f"{which}[{n}][{i}][{k}]: found {a[i][k]}, expected {b[i][k]}")
    m, p = [[x for a in side for row in a for x in row] for side in computed]
    need(all(map(HOLDS[relation], m, p)) if relation in HOLDS else m != p, f"found that the sides are not {relation}")
    return any(p) or (relation in ("below", "different") and any(m))

def main(arguments):
    if len(arguments) != 1:
        complain("usage: check.py DIR")
        return 2
    try:
        known = json.loads(pathlib.Path(__file__).with_name("statements.json").read_text("utf-8"))
        next(pathlib.Path(arguments[0]).iterdir(), None)
        texts = [(path, path.read_bytes()) for path in sorted(pathlib.Path(arguments[0]).rglob("*.json"))]
    except (OSError, ValueError) as error:
        complain(f"error: {error}")
        return 2
    accepted, telling = 0, 0
    for path, text in texts:
        try:
            is_telling = check(text, known)
            accepted, telling = accepted + 1, telling + is_telling
            print(f"{path}: yes")
        except Reject as why:
            print(f"{path}: no: {why}")
        except Exception as error:  # whatever an ill-formed instance leads to, it is no certificate
            print(f"{path}: no: found an instance that cannot be computed ({type(error).__name__}: {error})")
    print(f"{accepted} of {len(texts)} certificates accepted, {telling} of them not trivial")
    return 0 if accepted == len(texts) and telling else 1

if __name__ == "__main__":
    sys.exit(speak(main, sys.argv[1:]))
