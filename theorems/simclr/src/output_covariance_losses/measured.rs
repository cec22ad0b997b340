//! The measured side: the losses by their definition over pairs of views, recorded and differentiated.

use super::loss::OutputLoss;
use super::{Instance, Part, Statistics};
use crate::differentiated::between_sample_operator;
use dualproof::claim::Side;
use dualproof::matrix::{Matrix, embed, inner, scaled};
use dualproof::numbers::{Number, Obstacle, Rational, Ring, Sign};
use dualproof::tape::{Pair, Tape, Var, pairs};
use dualproof::views::Views;
use nalgebra::DMatrix;

pub(super) fn measured(instance: &Instance, part: Part) -> Side {
    let views = instance.views.embed::<Number>();
    let mut tape = Tape::new();
    let network = tape.network(&instance.network.embed(), &views.inputs)?;
    let layers = network.layers.iter();
    if matches!(part, Part::Update | Part::RadialMotion) {
        let loss = loss(instance, &mut tape, network.output, &views)?;
        let gradient = tape.gradient(loss);
        let updates = layers.map(|layer| (tape.value(layer.weights), -gradient.of(layer.weights)));
        let radial = |(w, update): (&Matrix, Matrix)| DMatrix::from_element(1, 1, inner(w, &update));
        return Ok(match part {
            Part::Update => updates.map(|(_, update)| update).collect(),
            _ => updates.map(radial).collect(),
        });
    }
    let attraction = attraction(instance, &mut tape, network.output, &views)?;
    if part == Part::RatesAttract {
        return Ok(vec![attraction]);
    }
    let first = if part == Part::TopLayer { instance.network.depth() - 1 } else { 0 };
    let operator = |weights| between_sample_operator(&tape, &network, &views, weights, &attraction);
    Ok(layers.skip(first).map(|layer| operator(layer.weights)).collect())
}

/// −2Φ_B, symmetrised, by differentiation of the loss as a function of two variables, at the statistics of all pairs.
fn attraction(
    instance: &Instance,
    tape: &mut Tape<Number>,
    output: Var,
    views: &Views<Number>,
) -> Result<Matrix, Obstacle> {
    let all = about_their_mean(tape, output, &all_pairs(instance, views));
    let [between, within] = [all.between, all.within].map(|statistic| tape.detached(statistic));
    let total = tape.sum(between, within);
    let loss = of_covariances(tape, &instance.loss, &Covariances { between, within, total })?;
    let gradient = tape.gradient(loss).of(between);
    Ok(-(&gradient + gradient.transpose()))
}

/// L, over all pairs of views, over batches or pair by pair.
fn loss(instance: &Instance, tape: &mut Tape<Number>, output: Var, views: &Views<Number>) -> Result<Var, Obstacle> {
    let (of, all) = (&instance.loss, all_pairs(instance, views));
    if let OutputLoss::Sum { terms } = of {
        let of_term =
            |term: &OutputLoss| loss(&Instance { loss: term.clone(), ..instance.clone() }, tape, output, views);
        let terms = terms.iter().map(of_term).collect::<Result<Vec<_>, _>>()?;
        return Ok(sum(tape, &terms));
    }
    match (instance.statistics, of) {
        (Statistics::Population, OutputLoss::Spectral { attraction }) => {
            Ok(spectral(tape, output, views, &all, &Number::from_rational(attraction)))
        }
        (Statistics::Population, _) => {
            let covariances = about_their_mean(tape, output, &all);
            of_covariances(tape, of, &covariances)
        }
        (Statistics::Batches, _) => {
            let half = Number::from_rational(&Rational::new(1, 2));
            let mut terms = Vec::new();
            for a in &all {
                for b in &all {
                    let batch = [a, b].map(|pair| Pair { weight: half.clone(), ..pair.clone() });
                    let covariances = about_their_mean(tape, output, &batch);
                    let loss = of_covariances(tape, of, &covariances)?;
                    terms.push(tape.scale(loss, &(a.weight.clone() * b.weight.clone())));
                }
            }
            Ok(sum(tape, &terms))
        }
        (Statistics::OnePair, _) => {
            let law: Vec<Number> = (0..views.len()).map(|v| views.weight(v)).collect();
            let centred = tape.centre(output, &law);
            let mut terms = Vec::new();
            for pair in &all {
                let two = [pair.first, pair.second].map(|view| tape.columns(centred, &[view]));
                let covariances = Covariances::of(tape, two, &[Number::one()]);
                let loss = of_covariances(tape, of, &covariances)?;
                terms.push(tape.scale(loss, &pair.weight));
            }
            Ok(sum(tape, &terms))
        }
    }
}

fn sum(tape: &mut Tape<Number>, terms: &[Var]) -> Var {
    terms[1..].iter().fold(terms[0], |a, b| tape.sum(a, *b))
}

/// Two independent augmentations of one sample, each two with their probability.
fn all_pairs(instance: &Instance, views: &Views<Number>) -> Vec<Pair<Number>> {
    pairs::of_augmentations(views, &instance.views.sample_weights)
}

/// Of pairs f₁, f₂: the cross-covariance E f₁f₂ᵀ, half the mean square ½E (f₁ − f₂)(f₁ − f₂)ᵀ, the covariance E f₁f₁ᵀ.
struct Covariances {
    between: Var,
    within: Var,
    total: Var,
}

impl Covariances {
    /// Those of centred outputs, a pair a column.
    fn of(tape: &mut Tape<Number>, [first, second]: [Var; 2], weights: &[Number]) -> Self {
        let gap = tape.difference(first, second);
        let half = Number::from_rational(&Rational::new(1, 2));
        let halves: Vec<Number> = weights.iter().map(|weight| weight.clone() * half.clone()).collect();
        Covariances {
            between: mean_product(tape, first, second, weights),
            within: mean_product(tape, gap, gap, &halves),
            total: mean_product(tape, first, first, weights),
        }
    }
}

/// E a bᵀ.
fn mean_product(tape: &mut Tape<Number>, a: Var, b: Var, weights: &[Number]) -> Var {
    let rows = tape.value(a).nrows();
    let weighted = tape.gate(a, DMatrix::from_fn(rows, weights.len(), |_, pair| weights[pair].clone()));
    let transposed = tape.transpose(b);
    tape.product(weighted, transposed)
}

/// Each output about its mean over the pairs.
fn about_their_mean(tape: &mut Tape<Number>, output: Var, pairs: &[Pair<Number>]) -> Covariances {
    let weights: Vec<Number> = pairs.iter().map(|pair| pair.weight.clone()).collect();
    let of: [fn(&Pair<Number>) -> usize; 2] = [|pair| pair.first, |pair| pair.second];
    let two = of.map(|view| {
        let columns = tape.columns(output, &pairs.iter().map(view).collect::<Vec<_>>());
        tape.centre(columns, &weights)
    });
    Covariances::of(tape, two, &weights)
}

/// −2c E⟨f₁, f₊⟩ + E⟨f, f'⟩² of centred outputs, f' being independent of f: over pairs, from inner products.
fn spectral(
    tape: &mut Tape<Number>,
    output: Var,
    views: &Views<Number>,
    positives: &[Pair<Number>],
    c: &Number,
) -> Var {
    let law: Vec<Number> = (0..views.len()).map(|v| views.weight(v)).collect();
    let centred = tape.centre(output, &law);
    let transposed = tape.transpose(centred);
    let products = tape.product(transposed, centred);
    let mut of_positives = DMatrix::zeros(views.len(), views.len());
    for pair in positives {
        of_positives[(pair.first, pair.second)] -= Number::from_integer(2) * c.clone() * pair.weight.clone();
    }
    let attracted = tape.gate(products, of_positives);
    let squares = tape.entrywise(products, products);
    let repelled = tape.gate(squares, DMatrix::from_fn(law.len(), law.len(), |v, u| law[v].clone() * law[u].clone()));
    let both = tape.sum(attracted, repelled);
    tape.total(both)
}

/// φ, by the table of `loss.rs`.
fn of_covariances(tape: &mut Tape<Number>, loss: &OutputLoss, at: &Covariances) -> Result<Var, Obstacle> {
    let n = tape.value(at.total).nrows();
    let number = Number::from_rational;
    let (identity, beside) = (DMatrix::identity(n, n), DMatrix::from_fn(n, n, |i, j| one_if(i != j)));
    Ok(match loss {
        OutputLoss::Polynomial { between, within, both } => {
            let of_between = trace_with(tape, at.between, &embed(between));
            let of_within = trace_with(tape, at.within, &embed(within));
            let g = tape.variable(embed(both));
            let bg = tape.product(at.between, g);
            let of_both = trace_of_product(tape, bg, at.within);
            sum(tape, &[of_between, of_within, of_both])
        }
        OutputLoss::BarlowTwins { redundancy } => {
            let ones = tape.variable(DMatrix::from_element(n, 1, Number::one()));
            let diagonal = tape.gate(at.total, identity.clone());
            let variances = tape.product(diagonal, ones);
            if tape.value(variances).iter().any(|v| v.sign() == Sign::Zero) {
                return Err(Obstacle::Outside("a correlation with an output of variance 0"));
            }
            // The squares of the cross-correlations, and those of an output with itself, whose root is its variance.
            let over = tape.reciprocal(variances)?;
            let over_row = tape.transpose(over);
            let over_both = tape.product(over, over_row);
            let squares = tape.entrywise(at.between, at.between);
            let correlations = tape.entrywise(squares, over_both);
            let redundant = tape.gate(correlations, scaled(&beside, &number(redundancy)));
            let own = tape.gate(at.between, identity);
            let own = tape.product(own, over);
            let missing = tape.difference(ones, own);
            let missing = tape.entrywise(missing, missing);
            let (missing, redundant) = (tape.total(missing), tape.total(redundant));
            tape.sum(missing, redundant)
        }
        OutputLoss::Vicreg { invariance, variance, covariance, margin, epsilon } => {
            // Twice the half mean square; twice as there are two views.
            let of_both = |s: &Rational| number(s) * number(&Rational::new(2, n as u64));
            let mut terms =
                vec![trace_with(tape, at.within, &scaled(&identity, &(number(invariance) * Number::from_integer(2))))];
            let squares = tape.entrywise(at.total, at.total);
            let redundant = tape.gate(squares, scaled(&beside, &of_both(covariance)));
            terms.push(tape.total(redundant));
            for j in 0..n {
                let own = DMatrix::from_fn(n, n, |i, k| one_if(i == j && k == j));
                let variance_of = trace_with(tape, at.total, &own);
                if let Some(hinge) = hinge(tape, variance_of, &number(margin), &number(epsilon))? {
                    terms.push(tape.scale(hinge, &of_both(variance)));
                }
            }
            sum(tape, &terms)
        }
        OutputLoss::Spectral { attraction } => {
            let attracted =
                trace_with(tape, at.between, &scaled(&identity, &(-number(attraction) * Number::from_integer(2))));
            let repelled = tape.entrywise(at.total, at.total);
            let repelled = tape.total(repelled);
            tape.sum(attracted, repelled)
        }
        OutputLoss::LogDeterminant { scale, invariance } => {
            let total = tape.scale(at.total, &number(scale));
            let identity_var = tape.variable(identity.clone());
            let rate = tape.sum(identity_var, total);
            // ln det M has the derivative of det M/det M₀ = det(M M₀⁻¹), M₀ being the value of M: recorded so, as the
            // rationals have no logarithm.
            let constant = tape.detached(rate);
            let over = tape.inverse(constant)?;
            let ratio = tape.product(rate, over);
            let logarithm = tape.determinant(ratio)?;
            let invariant = trace_with(tape, at.within, &scaled(&identity, &number(invariance)));
            tape.difference(invariant, logarithm)
        }
        OutputLoss::Discriminant { ridge } => {
            let ridge = tape.variable(scaled(&identity, &number(ridge)));
            let total = tape.sum(at.total, ridge);
            let inverse = tape.inverse(total)?;
            let ratio = trace_of_product(tape, inverse, at.between);
            tape.scale(ratio, &Number::from_integer(-1))
        }
        OutputLoss::Sum { terms } => {
            let of_term = |term: &OutputLoss| of_covariances(tape, term, at);
            let terms = terms.iter().map(of_term).collect::<Result<Vec<_>, _>>()?;
            sum(tape, &terms)
        }
    })
}

fn one_if(condition: bool) -> Number {
    if condition { Number::one() } else { Number::zero() }
}

/// tr AZ with a constant A.
fn trace_with(tape: &mut Tape<Number>, z: Var, a: &Matrix) -> Var {
    let entries = tape.gate(z, a.transpose());
    tape.total(entries)
}

/// tr YZ.
fn trace_of_product(tape: &mut Tape<Number>, y: Var, z: Var) -> Var {
    let transposed = tape.transpose(z);
    let entries = tape.entrywise(y, transposed);
    tape.total(entries)
}

/// max(0, γ − √(v + ε)); `None` where it is 0, which is decided by squares.
fn hinge(tape: &mut Tape<Number>, variance: Var, gamma: &Number, epsilon: &Number) -> Result<Option<Var>, Obstacle> {
    let [gamma_var, epsilon_var] = [gamma, epsilon].map(|x| tape.variable(DMatrix::from_element(1, 1, x.clone())));
    let square = tape.sum(variance, epsilon_var);
    match (gamma.clone() * gamma.clone() - tape.value(square)[(0, 0)].clone()).sign() {
        Sign::Negative => Ok(None),
        Sign::Zero => Err(Obstacle::Outside("a hinge at its kink")),
        Sign::Unknown => Err(Obstacle::UnknownSign("the argument of a hinge")),
        Sign::Positive => {
            let over = tape.inverse_sqrt(square)?;
            let root = tape.entrywise(square, over);
            Ok(Some(tape.difference(gamma_var, root)))
        }
    }
}
