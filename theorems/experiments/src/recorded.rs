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
            let sentence = format!("{} {}", of_the_claim(&hltm::conclusion(&results)), hltm::weighed(&results));
            Conclusion { verdict, sentence }
        },
        brief: || {
            let results = latent_trees();
            let main = hltm::sheets(&results).into_iter().find(|t| t.title.starts_with("nce-10:"));
            let table = main.map_or_else(String::new, |t| format!("\n\n{}\n\n{}", t.title, t.sheet.markdown()));
            format!("{} {}{table}", of_the_claim(&hltm::conclusion(&results)), hltm::weighed(&results))
        },
        section: || format!("{}{}", hltm::markdown(&latent_trees()), trees_before()),
        pictures: || latent_trees().pictures(),
    },
    Recorded {
        name: "byol-ablation",
        run: "train byol --preset full",
        results: "theorems/experiments/results/byol.json",
        conclusion: || {
            let judged = byol::ablation::protocol().design.judge(&digits());
            let sentence = format!("{}. {}", judged.summary(), judged.weighed());
            Conclusion { verdict: judged.found().to_string(), sentence }
        },
        brief: || byol::baselines::brief_markdown(&digits()),
        section: || format!("{}{}", byol::tables::markdown(&digits()), digits_before()),
        pictures: || digits().pictures(),
    },
];

/// The part of a conclusion about the claim; other readings are on the experiment's page.
fn of_the_claim(conclusion: &str) -> String {
    conclusion.split_once(" Other readings").map_or(conclusion, |(claim, _)| claim).trim().to_string()
}

/// What the run before it had found, under the protocol before.
fn trees_before() -> String {
    let text = include_str!("../results/earlier/hltm-1.json");
    let results = read::<hltm::TreeResults>("hltm-1.json", text);
    let hypotheses = hltm::sheets(&results).pop().map_or_else(String::new, |table| table.sheet.markdown());
    format!(
        "\n## The run before\n\n[Version 1](../theorems/experiments/protocols/earlier/hierarchical-emergence-1.json), seeds 1 to \
         40 ([results](../theorems/experiments/results/earlier/hltm-1.json)): {}\n\n{hypotheses}",
        hltm::conclusion(&results).trim(),
    )
}

/// The same of the ablation.
fn digits_before() -> String {
    let text = include_str!("../results/earlier/byol-2.json");
    let judged = byol::ablation::earlier_protocol().design.judge(&read("byol-2.json", text));
    format!(
        "\n## The run before\n\n[Version 2](../theorems/experiments/protocols/earlier/byol-ablation-2.json), seeds 1 to 16 \
         ([results](../theorems/experiments/results/earlier/byol-2.json)): {}.\n\n{}",
        judged.summary(),
        judged.sheet_in_words().markdown(),
    )
}

fn latent_trees() -> hltm::TreeResults {
    read("theorems/experiments/results/hltm.json", include_str!("../results/hltm.json"))
}

fn digits() -> byol::results::DigitResults {
    read("theorems/experiments/results/byol.json", include_str!("../results/byol.json"))
}

fn read<R: Results>(file: &str, text: &str) -> R {
    R::read(file, text).expect("the recorded results")
}
