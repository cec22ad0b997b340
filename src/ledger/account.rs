//! What campaigns have come to: some lines of the front page, and a page with every run and target.

use super::{ACCOUNT, GENERATED, Places, brief, header, line, status};
use crate::account::{Account, Fuzzing, Verification};
use std::collections::BTreeMap;

/// Digits in groups of three.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    groups.join(",")
}

/// The sums in sentences, as items of a list; none where there is no entry.
pub(crate) fn sums(account: &Account) -> Vec<String> {
    let [verifying, fuzzing] = account.cpu_hours();
    let mut sums = Vec::new();
    if !account.verifications.is_empty() {
        let seeds: Vec<String> = account.seeds.iter().map(u64::to_string).collect();
        let undecided = match account.undecided {
            0 => String::new(),
            rows => format!(", {rows} rows undecided"),
        };
        let identities = account.false_identity.map_or(String::new(), |error| {
            format!("; a false identity would have passed all of them with probability at most {}", brief(error))
        });
        sums.push(format!(
            "Verification with the seeds {}: {} instances decided in {verifying:.2} hours of processor time, {} rows \
             refuted{undecided}{identities}.",
            seeds.join(", "),
            grouped(account.instances),
            account.refuted,
        ));
    }
    if !account.fuzzing.is_empty() {
        let targets: std::collections::BTreeSet<&str> = account.fuzzing.iter().map(|of| of.target.as_str()).collect();
        sums.push(format!(
            "Fuzzing of {} targets: {} inputs executed in {fuzzing:.2} hours of processor time, {} finds.",
            targets.len(),
            grouped(account.executions()),
            account.finds(),
        ));
    }
    sums
}

/// The part of the front page; empty where there is no entry.
pub(super) fn section(account: &Account, places: &Places) -> String {
    if account.is_empty() {
        return String::new();
    }
    let items: String = sums(account).iter().map(|sum| format!("- {sum}\n")).collect();
    format!("\n## Campaigns\n\n{items}- Every run and target: [{0}]({0}).\n", places.page(ACCOUNT))
}

/// The page with every run and every target.
pub(crate) fn page(account: &Account) -> String {
    let items: String = sums(account).iter().map(|sum| format!("- {sum}\n")).collect();
    let outdated = match account.outdated {
        0 => String::new(),
        rows => format!("\n{rows} rows are of statements that were changed since, and are not counted.\n"),
    };
    format!(
        "# Campaigns\n\n{GENERATED}\n\nWhat runs of other seeds than the recorded one, and fuzzing, have come to. Of one seed the \
         longest run of each claim and kind of evidence counts: its instances begin with those of the shorter ones. The \
         chance that a false identity passes is multiplied over seeds, whose trials are independent; that of a wrong verdict \
         by statistics adds up, to {} here.\n\n{items}{outdated}{}{}",
        brief(account.wrong_statistics),
        verifications(&account.verifications),
        targets(&account.fuzzing),
    )
}

fn commit(commit: &str) -> String {
    let (hash, dirty) = commit.split_once('-').map_or((commit, ""), |(hash, _)| (hash, ", changed"));
    format!("`{hash:.10}`{dirty}")
}

fn verifications(all: &[Verification]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let row = |of: &Verification| {
        line(&[
            of.seed.to_string(),
            of.cases.map_or("by time".to_string(), grouped),
            grouped(of.rows.iter().map(|row| row.accepted).sum()),
            of.rows.iter().map(|row| &row.claim).collect::<std::collections::BTreeSet<_>>().len().to_string(),
            status(of.verdict),
            format!("{:.0}", of.cpu_seconds),
            of.commit.as_deref().map_or("–".to_string(), commit),
        ])
    };
    let titles = ["seed", "cases", "instances", "claims", "verdict", "processor, s", "commit"];
    format!("\n## Verification\n{}{}", header(&titles), all.iter().map(row).collect::<String>())
}

fn targets(all: &[Fuzzing]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let mut by_target: BTreeMap<&str, Vec<&Fuzzing>> = BTreeMap::new();
    all.iter().for_each(|of| by_target.entry(&of.target).or_default().push(of));
    let row = |(target, all): (&&str, &Vec<&Fuzzing>)| {
        let sum = |of: fn(&Fuzzing) -> u64| all.iter().map(|fuzzing| of(fuzzing)).sum::<u64>();
        let most = |of: fn(&Fuzzing) -> u64| all.iter().map(|fuzzing| of(fuzzing)).max().unwrap_or(0);
        line(&[
            format!("`{target}`"),
            all.len().to_string(),
            grouped(sum(|of| of.executions)),
            grouped(most(|of| of.edges)),
            grouped(most(|of| of.corpus)),
            grouped(sum(|of| of.cpu_seconds)),
            sum(|of| of.finds).to_string(),
        ])
    };
    let titles = ["target", "runs", "executions", "edges", "corpus", "processor, s", "finds"];
    format!("\n## Fuzzing\n{}{}", header(&titles), by_target.iter().map(row).collect::<String>())
}
