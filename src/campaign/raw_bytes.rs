//! Claims driven by raw bytes: the same strategies, fed by a fuzzer instead of a seed.

use super::draw_bytes::drawn;
use super::{Registry, Replayed};
use crate::claim::{
    AnyInstance, Claim, Counterexample, Demand, Draws, Kind, Outcome, Part, Refutes, Relation, Row, Source, Stored,
};
use crate::numbers::{Rational, Ring};

/// What came of a string of bytes.
#[derive(Clone, Debug, PartialEq)]
pub enum FuzzOutcome {
    /// The instance does not meet an assumption, or there is nothing to decide.
    Rejected(String),
    /// Parts on which the claim holds (or the systems agree), and parts that could not be told.
    Decided {
        /// How many hold.
        held: u64,
        /// How many could not be told.
        undecided: u64,
    },
    /// A find: the claim is refuted.
    Refuted(Box<Counterexample>),
    /// A find of another kind: two number systems contradict each other, or an instance does not survive storing.
    Contradiction {
        /// What contradicts what.
        what: String,
        /// The instance, as the claim writes it.
        instance: serde_json::Value,
    },
}

/// What the first two bytes of a string choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Choice {
    /// The claim.
    pub claim: &'static str,
    /// The part, and the kind of evidence that decides it; `None`: an instance is stored and read back.
    pub decided: Option<(&'static str, Kind)>,
}

/// A part by its place, the row that decides it without chance, and where its instances are drawn from.
type CertainCheck<'a> = (usize, &'a Row, &'a Draws);

impl Claim {
    /// Where the instances of a row are drawn from that raw bytes can decide without chance: those of an identity are
    /// the small ones that test its degree.
    fn certain_draws<'a>(&'a self, row: &'a Row) -> Option<&'a Draws> {
        match (&row.identity, &row.source) {
            (Some(identity), _) => Some(&identity.small),
            (None, Source::Random | Source::Drawn(_)) if !row.kind.is_statistical() => Some(self.draws_of(row)),
            _ => None,
        }
    }

    /// Everything that raw bytes can decide without chance.
    fn certain_checks(&self) -> Vec<CertainCheck<'_>> {
        let rows = self.rows.iter().filter_map(|row| Some((row, self.certain_draws(row)?)));
        rows.flat_map(|(row, draws)| self.parts_of(row, None).into_iter().map(move |part| (part, row, draws))).collect()
    }

    /// The check that the first byte chooses, `None` for storing, and the other bytes, which draw the instance.
    fn chosen_check<'a>(&self, bytes: &'a [u8]) -> (Option<CertainCheck<'_>>, &'a [u8]) {
        let (choice, bytes) = first(bytes);
        let checks = self.certain_checks();
        (checks.get(choice % (checks.len() + 1)).copied(), bytes)
    }

    /// An instance must be well formed, read back as it was written and keep its text.
    fn stores(&self, instance: &dyn AnyInstance) -> Result<(), String> {
        self.validate(instance).map_err(|what| format!("a drawn instance is not well formed: {what}"))?;
        let written = instance.text();
        let unreadable = |problem: &dyn std::fmt::Display| format!("a stored instance does not read: {problem}");
        let document = serde_json::from_str(&written).map_err(|error| unreadable(&error))?;
        let read = self.read(&document).map_err(|error| unreadable(&error.problem))?;
        if read.text() == written { Ok(()) } else { Err("a stored instance reads as another".to_string()) }
    }

    /// Decides one part by one kind of evidence without chance, or stores and reads back: the first byte chooses, the
    /// others draw the instance.
    pub fn check_bytes(&self, bytes: &[u8]) -> FuzzOutcome {
        let (check, bytes) = self.chosen_check(bytes);
        let Some((part, row, draws)) = check else { return self.check_storing(bytes) };
        let instance = drawn(draws, bytes);
        if let Some(name) = self.unmet(&*instance, part, None) {
            return FuzzOutcome::Rejected(name.to_string());
        }
        match self.decide(row, &*instance, (part, self.stated), Demand::CERTAIN) {
            Outcome::Holds(_) => FuzzOutcome::Decided { held: 1, undecided: 0 },
            Outcome::Inconclusive(_) => FuzzOutcome::Decided { held: 0, undecided: 1 },
            Outcome::Rejected(why) | Outcome::Vacuous(why) => FuzzOutcome::Rejected(why),
            Outcome::Refuted(comparison) => {
                let (name, refutes) = (self.parts[part].name, Refutes::Claim);
                let find = Counterexample::new(self.slug, name, row.kind, refutes, &*instance, comparison);
                FuzzOutcome::Refuted(Box::new(find))
            }
        }
    }

    fn check_storing(&self, bytes: &[u8]) -> FuzzOutcome {
        let instance = drawn(&self.cases, bytes);
        // Outside the claim's assumptions an instance may be malformed as well: a batch of equal values, say.
        if let Some(name) = self.unmet_by_all(&*instance) {
            return FuzzOutcome::Rejected(name.to_string());
        }
        match self.stores(&*instance) {
            Ok(()) => FuzzOutcome::Decided { held: 1, undecided: 0 },
            Err(what) => contradiction(what, &*instance),
        }
    }

    /// Compares the number systems with each other on one part, by the formula as stated or by a mutant: the first byte
    /// chooses, the others draw the instance.
    pub fn compare_systems(&self, bytes: &[u8]) -> FuzzOutcome {
        let (choice, bytes) = first(bytes);
        let stated = (0..self.parts.len()).map(|part| (part, self.stated));
        let mutants = self.mutants.iter().enumerate().map(|(index, mutant)| (mutant.part, index + 1));
        let places: Vec<(usize, usize)> = stated.chain(mutants).collect();
        let (part, formula) = places[choice % places.len()];
        let instance = drawn(&self.cases, bytes);
        if let Some(name) = self.unmet(&*instance, part, None) {
            return FuzzOutcome::Rejected(name.to_string());
        }
        // Those that decide the same instances: an identity and a row with a strategy of its own have others.
        let rows = self.rows.iter().filter(|row| matches!(row.source, Source::Random) && !row.kind.is_statistical());
        let outcomes: Vec<(Kind, Outcome)> = rows
            .filter(|row| self.parts_of(row, None).contains(&part))
            .map(|row| (row.kind, self.decide(row, &*instance, (part, formula), Demand::CERTAIN)))
            .collect();
        let (mut held, mut undecided) = (0, 0);
        for (place, first) in outcomes.iter().enumerate() {
            for second in &outcomes[place + 1..] {
                match agree(&self.parts[part], first, second) {
                    Ok(true) => held += 1,
                    Ok(false) => undecided += 1,
                    Err(what) => return contradiction(what, &*instance),
                }
            }
        }
        match held + undecided {
            0 => FuzzOutcome::Rejected("one system alone decides this part".to_string()),
            _ => FuzzOutcome::Decided { held, undecided },
        }
    }
}

/// What the first byte chooses, and the others.
fn first(bytes: &[u8]) -> (usize, &[u8]) {
    bytes.split_first().map_or((0, bytes), |(first, rest)| (usize::from(*first), rest))
}

fn contradiction(what: String, instance: &dyn AnyInstance) -> FuzzOutcome {
    FuzzOutcome::Contradiction { what, instance: instance.document() }
}

/// Do two systems agree on one part? `false` where one of them cannot tell. An equality "holds" in a system that
/// rounds wherever it cannot be distinguished from one, so a refutation in another does not contradict it.
fn agree(part: &Part, first: &(Kind, Outcome), second: &(Kind, Outcome)) -> Result<bool, String> {
    let (a, b) = (first.0.name(), second.0.name());
    match (&first.1, &second.1) {
        (Outcome::Holds(_), Outcome::Holds(_)) => Ok(true),
        (Outcome::Refuted(x), Outcome::Refuted(y)) => {
            for (side, one, other) in
                [("measured", &x.measured, &y.measured), ("predicted", &x.predicted, &y.predicted)]
            {
                if let Some(far) = too_far(one, other, x.tolerance + y.tolerance) {
                    return Err(format!("{}: {side} {far} in {a} and in {b}", part.name));
                }
            }
            Ok(true)
        }
        (Outcome::Holds(_), Outcome::Refuted(_)) if certain(part.relation, first.0) => {
            Err(format!("{} holds in {a} and is refuted in {b}", part.name))
        }
        (Outcome::Refuted(_), Outcome::Holds(_)) if certain(part.relation, second.0) => {
            Err(format!("{} is refuted in {a} and holds in {b}", part.name))
        }
        _ => Ok(false),
    }
}

fn certain(relation: Relation, kind: Kind) -> bool {
    kind == Kind::Exact || relation != Relation::Equal
}

/// The first pair of entries further apart than the errors that the systems admit, and the rounding of the two
/// values when they are read as `f64`.
fn too_far(one: &Stored, other: &Stored, bound: f64) -> Option<String> {
    let entries = |side: &Stored| side.iter().flatten().flatten().cloned().collect::<Vec<String>>();
    let value = |text: &str| match text.parse::<Rational>() {
        Ok(q) => Some(q.to_f64()),
        Err(_) => text.parse().ok(),
    };
    entries(one).into_iter().zip(entries(other)).find_map(|(x, y)| {
        let (a, b) = (value(&x)?, value(&y)?);
        let rounding = (a.abs() + b.abs()) * f64::EPSILON + f64::from_bits(1);
        ((a - b).abs() > bound + rounding).then(|| format!("is {x} and {y}, further apart than {bound:e},"))
    })
}

/// What raw bytes are for: the entry points of the fuzz targets, which tests drive as well.
impl Registry {
    /// Decides a part of a claim of a group by one kind of evidence, both chosen by the first two bytes, on the instance
    /// that the others draw. `None` for a group without claims.
    pub fn check_bytes(&self, group: &str, bytes: &[u8]) -> Option<FuzzOutcome> {
        let claims: Vec<&Claim> = self.claims().iter().filter(|claim| claim.group == group).collect();
        let (claim, rest) = chosen(&claims, bytes)?;
        Some(claim.check_bytes(rest))
    }

    /// What the first two bytes choose from the claims of a group. `None` for a group without claims.
    pub fn choice(&self, group: &str, bytes: &[u8]) -> Option<Choice> {
        let claims: Vec<&Claim> = self.claims().iter().filter(|claim| claim.group == group).collect();
        let (claim, rest) = chosen(&claims, bytes)?;
        let named = |(part, row, _): CertainCheck<'_>| (claim.parts[part].name, row.kind);
        Some(Choice { claim: claim.slug, decided: claim.chosen_check(rest).0.map(named) })
    }

    /// Compares all number systems on a part of a claim, as stated or as a mutant has it, chosen by the first two bytes:
    /// it may hold or not, but the systems may not contradict each other. `None` for a registry without claims.
    pub fn compare_systems(&self, bytes: &[u8]) -> Option<FuzzOutcome> {
        let claims: Vec<&Claim> = self.claims().iter().collect();
        let (claim, rest) = chosen(&claims, bytes)?;
        Some(claim.compare_systems(rest))
    }

    /// Reads the bytes as a stored counterexample and replays it. Whatever the bytes, an error at worst.
    ///
    /// # Errors
    /// Where they are no counterexample, or one that does not replay: the reason.
    pub fn replay_bytes(&self, bytes: &[u8]) -> Result<Replayed, String> {
        let stored: Counterexample = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        let claim = self.claim(&stored.claim).map_err(|error| error.to_string())?;
        claim.replay(&stored).map_err(|error| error.to_string())
    }
}

fn chosen<'a, 'b>(claims: &[&'a Claim], bytes: &'b [u8]) -> Option<(&'a Claim, &'b [u8])> {
    let (first, rest) = first(bytes);
    claims.get(first % claims.len().max(1)).map(|claim| (*claim, rest))
}
