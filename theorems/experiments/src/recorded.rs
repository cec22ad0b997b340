//! The recorded runs of the experiments, as the ledger and the README show them: functions of the files in `results/`.

use super::experiment::{Paged, Results};
use super::{byol, hltm};
use dualproof::campaign::{Conclusion, Recorded};

/// Both experiments.
pub const RECORDED: &[Recorded] = &[
    Recorded {
        name: "hierarchical-emergence",
        run: "train hltm --preset full",
        results: "theorems/experiments/results/hltm.json",
        conclusion: || {
            let results = latent_trees();
            let verdict = results.verdict.map_or("nothing claimed", |verdict| verdict.name()).to_string();
            Conclusion { verdict, sentence: of_the_claim(&hltm::conclusion(&results)) }
        },
        brief: || {
            let results = latent_trees();
            let main = hltm::sheets(&results).into_iter().find(|t| t.title.starts_with("nce-10:"));
            let table = main.map_or_else(String::new, |t| format!("\n\n{}\n\n{}", t.title, t.sheet.markdown()));
            format!("{}{table}", of_the_claim(&hltm::conclusion(&results)))
        },
        section: || hltm::markdown(&latent_trees()),
        pictures: || latent_trees().pictures(),
    },
    Recorded {
        name: "byol-ablation",
        run: "train byol --preset full",
        results: "theorems/experiments/results/byol.json",
        conclusion: || {
            let judged = byol::ablation::protocol().design.judge(&digits());
            Conclusion { verdict: judged.found().to_string(), sentence: format!("{}.", judged.summary()) }
        },
        brief: || byol::baselines::brief_markdown(&digits()),
        section: || byol::tables::markdown(&digits()),
        pictures: || digits().pictures(),
    },
];

/// The part of a conclusion about the claim; other readings are on the experiment's page.
fn of_the_claim(conclusion: &str) -> String {
    conclusion.split_once(" Other readings").map_or(conclusion, |(claim, _)| claim).trim().to_string()
}

fn latent_trees() -> hltm::TreeResults {
    let text = include_str!("../results/hltm.json");
    hltm::TreeResults::read("theorems/experiments/results/hltm.json", text).expect("the recorded results")
}

fn digits() -> byol::results::DigitResults {
    let text = include_str!("../results/byol.json");
    byol::results::DigitResults::read("theorems/experiments/results/byol.json", text).expect("the recorded results")
}
