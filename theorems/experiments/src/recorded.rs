//! The recorded runs of the experiments, as the ledger and the README show them: functions of `results/` alone.

use super::experiment::Results;
use super::{byol, hltm};
use dualproof::campaign::Recorded;

/// Both experiments.
pub const RECORDED: &[Recorded] = &[
    Recorded {
        name: "hierarchical-emergence",
        run: "train hltm --preset full",
        results: "results/hltm.json",
        brief: || {
            let results = latent_trees();
            let main = hltm::sheets(&results).into_iter().find(|t| t.title.starts_with("nce-10:"));
            let table = main.map_or_else(String::new, |t| format!("\n\n{}\n\n{}", t.title, t.sheet.markdown()));
            // What stands beside the claim is in the ledger.
            let conclusion = hltm::conclusion(&results);
            let (claim, _) = conclusion.split_once(" Other readings").unwrap_or((&conclusion, ""));
            format!("{claim}{table}")
        },
        section: || hltm::markdown(&latent_trees()),
    },
    Recorded {
        name: "byol-ablation",
        run: "train byol --preset full",
        results: "results/byol.json",
        brief: || byol::baselines::brief_markdown(&digits()),
        section: || byol::tables::markdown(&digits()),
    },
];

fn latent_trees() -> hltm::TreeResults {
    let text = include_str!("../../../results/hltm.json");
    hltm::TreeResults::read("results/hltm.json", text).expect("the repository's results/hltm.json")
}

fn digits() -> byol::results::DigitResults {
    let text = include_str!("../../../results/byol.json");
    byol::results::DigitResults::read("results/byol.json", text).expect("the repository's results/byol.json")
}
