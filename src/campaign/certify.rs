//! Certificates: which exact instances are written down, with both sides.

use super::cases::BLOCK;
use super::{Plan, Project, SEARCH_CASES, draw_any};
use crate::certificate::{Certificate, FORMAT, statement_hash};
use crate::claim::{AnyInstance, Claim, Demand, Docs, Kind, MissingSection, Outcome, Relation, Row, Stored};
use rayon::prelude::*;

/// Instances among which those to be written are chosen.
const CANDIDATES: usize = 32;

impl Claim {
    /// Certificates of one part. Of the first instances on which it holds and says something, those at equal
    /// distances in the order of their size: neither the trivial nor the slow ones. The same for a seed.
    ///
    /// # Errors
    /// Where its header lacks a section.
    pub fn certify(
        &self,
        part: &str,
        count: usize,
        project: Project,
        plan: &Plan,
    ) -> Result<Vec<Certificate>, MissingSection> {
        let statement = statement_hash(&Docs::read(self.slug, self.text)?);
        let Some(evidence) = self.row(Kind::Exact) else { return Ok(Vec::new()) };
        let Some(&part) = self.parts_of(evidence, Some(part)).first() else { return Ok(Vec::new()) };
        let label = format!("{}/certificate/{}", self.slug, self.parts[part].name);
        let mut candidates: Vec<(serde_json::Value, [Stored; 2])> = Vec::new();
        let mut next = 0;
        while candidates.len() < CANDIDATES && next < SEARCH_CASES && !plan.is_stopped() {
            let block: Vec<_> = (next..next + BLOCK)
                .into_par_iter()
                .map_init(
                    || self.draws_of(evidence)(),
                    |strategy, number| {
                        let instance = draw_any(&**strategy, plan.seed, &label, number).current();
                        let candidate = self.candidate(evidence, part, &*instance);
                        plan.count();
                        candidate
                    },
                )
                .collect();
            candidates.extend(block.into_iter().flatten());
            next += BLOCK;
        }
        candidates.truncate(CANDIDATES);
        candidates.sort_by_cached_key(|(instance, _)| instance.to_string().len());
        // The middles of `count` equal stretches.
        let middle = |n: usize| (2 * n + 1) * candidates.len() / (2 * count);
        let mut places: Vec<usize> = (0..count).map(middle).filter(|place| *place < candidates.len()).collect();
        places.dedup();
        let certificate = |place: usize| {
            let (instance, [measured, predicted]) = candidates[place].clone();
            Certificate {
                format: FORMAT,
                tool: project.name.to_string(),
                version: project.version.to_string(),
                commit: project.commit.map(String::from),
                claim: self.slug.to_string(),
                statement: statement.clone(),
                part: self.parts[part].name.to_string(),
                relation: self.parts[part].relation,
                instance,
                measured,
                predicted,
            }
        };
        Ok(places.into_iter().map(certificate).collect())
    }

    /// The instance and both sides, where the part holds on it and some value is not 0.
    fn candidate(
        &self,
        evidence: &Row,
        part: usize,
        instance: &dyn AnyInstance,
    ) -> Option<(serde_json::Value, [Stored; 2])> {
        if self.unmet(instance, part, None).is_some() {
            return None;
        }
        let place = (part, self.stated);
        let Outcome::Holds(_) = self.decide(evidence, instance, place, Demand::CERTAIN) else { return None };
        let sides = evidence.sides(instance, place)?;
        let is_zero = |side: &Stored| side.iter().flatten().flatten().all(|x| x == "0");
        // Where zero is what is predicted, what is measured has to differ from it.
        let telling = match self.parts[part].relation {
            Relation::Equal | Relation::AtMost => &sides[1],
            Relation::Below | Relation::Different => &sides[0],
        };
        (!is_zero(telling)).then(|| (instance.document(), sides))
    }
}
