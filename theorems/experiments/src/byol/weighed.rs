//! What was found for the claim and against it, a sentence each, from the decisions alone.

use super::ablation::{Ablation, Bearing, Finding};
use super::tables::number;
use crate::protocol::Decision;

/// What the name of a statement about the moving average as target ends with, after that of the same statement about the
/// network itself.
const WITH_AVERAGE: &str = "-with-ema";

impl Ablation {
    /// "For the claim: … Against it: …", each statement with its median, that with a moving average as target behind it.
    pub fn weighed(&self) -> String {
        let supports = self.told(|row| {
            let of_claim = row.hypothesis.bearing == Bearing::Supports && row.decision == Decision::Holds;
            of_claim || (row.hypothesis.bearing == Bearing::Counters && row.decision == Decision::Holds)
        });
        let counters = self.told(|row| {
            let is_counter = row.hypothesis.bearing == Bearing::Counters;
            (is_counter || row.hypothesis.bearing == Bearing::Supports) && row.decision == Decision::Refuted
        });
        format!("For the claim: {supports}. Against it: {counters}.")
    }

    /// The statements that are found as asked, those on one thing together.
    fn told(&self, is_asked: impl Fn(&Finding) -> bool) -> String {
        let base = |row: &Finding| row.hypothesis.name.trim_end_matches(WITH_AVERAGE).to_string();
        let mut told: Vec<String> = Vec::new();
        let mut before: Vec<String> = Vec::new();
        for row in self.rows.iter().filter(|row| is_asked(row)) {
            let name = base(row);
            if before.contains(&name) {
                continue;
            }
            let all: Vec<&Finding> = self.rows.iter().filter(|other| is_asked(other) && base(other) == name).collect();
            let effects: Vec<String> = all
                .iter()
                .filter_map(|row| {
                    let (shown, unit) = number(row.hypothesis.measure);
                    let average =
                        if row.hypothesis.name.ends_with(WITH_AVERAGE) { ", target a moving average" } else { "" };
                    Some(format!("{} {unit}{average}", shown(row.effect?.middle)))
                })
                .collect();
            // Of a statement that is not true, its opposite is what is found.
            let found = match (row.hypothesis.bearing, row.decision) {
                (Bearing::Counters, Decision::Holds) | (Bearing::Supports, Decision::Refuted) => "it is not so that ",
                _ => "",
            };
            told.push(format!("{found}{} ({})", self.statement(row), effects.join("; ")));
            before.push(name);
        }
        if told.is_empty() { "nothing".to_string() } else { told.join("; ") }
    }

    /// A statement by itself: one that begins with "and" is of what the one before it is about.
    fn statement(&self, row: &Finding) -> String {
        let plain = |row: &Finding| row.hypothesis.statement.trim_end_matches(", target a moving average").to_string();
        let statement = plain(row);
        let Some(rest) = statement.strip_prefix("and ") else { return statement };
        let before = self.rows.iter().take_while(|other| other.hypothesis.name != row.hypothesis.name).last();
        let about =
            before.map(plain).and_then(|text| text.split_once(", the output").map(|(about, _)| about.to_string()));
        about.map_or(rest.to_string(), |about| format!("{about}, {rest}"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::ablation::protocol;
    use super::super::results::DigitResults;
    use crate::experiment::Results;

    /// Of the recorded run: every statement stands on one side, and none on both.
    #[test]
    fn every_decision_is_told_once() {
        let results = DigitResults::read("byol.json", include_str!("../../results/byol.json")).expect("results");
        let judged = protocol().design.judge(&results);
        let weighed = judged.weighed();
        let (supports, counters) = weighed.split_once(" Against it: ").expect("two sentences");
        assert!(supports.starts_with("For the claim: batch normalisation and predictor together beat"), "{supports}");
        let medians = weighed.matches(" points").count() + weighed.matches(" decades").count();
        let told = judged.rows.iter().filter(|row| row.hypothesis.bearing != super::Bearing::Follows).count();
        assert_eq!(medians, told, "{weighed}");
        assert!(counters.contains("group normalisation"), "{counters}");
    }
}
