//! Results for people: aligned tables for the terminal, Markdown for the ledger.

use super::agreement::{LEVEL, threshold};
use super::measures::THETA;
use super::options::{SIMPLE, compatible_name, stated_name};
use super::protocol::protocol;
use super::results::{Cell, DEAD, Results};
use dualproof::campaign::Budget;
use dualproof::cli::{Table, Tint};
use dualproof::statistics::median;

/// A heading, the column names (`>` aligns to the right) and the rows.
struct Sheet {
    title: String,
    header: Vec<&'static str>,
    rows: Vec<Vec<(String, Tint)>>,
}

fn plain(text: impl Into<String>) -> (String, Tint) {
    (text.into(), Tint::Plain)
}

/// The error of the intervals beside the medians.
const SHOWN_ERROR: f64 = 0.05;

fn three(x: f64) -> String {
    format!("{x:.3}")
}

fn signed(x: f64) -> String {
    format!("{x:+.3}")
}

fn with_interval(middle: Option<f64>, interval: Option<(f64, f64)>) -> String {
    match (middle, interval) {
        (Some(middle), Some((low, high))) => format!("{} [{}, {}]", signed(middle), signed(low), signed(high)),
        (Some(middle), None) => signed(middle),
        _ => "none".into(),
    }
}

fn scientific(x: Option<f64>) -> String {
    x.map_or_else(String::new, |x| format!("{x:.2e}"))
}

/// The tables for the terminal.
pub fn text(results: &Results) -> String {
    let sheets = sheets(results);
    let mut text = String::new();
    for Sheet { title, header, rows } in sheets {
        let mut table = Table::new(&header);
        rows.into_iter().for_each(|row| table.row(row));
        text.push_str(&format!("{title}\n{}\n", table.render()));
    }
    text.push_str(&conclusion(results));
    text
}

/// The same as Markdown: a section of the ledger, from the recorded results alone.
pub fn markdown(results: &Results) -> String {
    let mut text = format!("{}\n", conclusion(results));
    for Sheet { title, header, rows } in sheets(results) {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        text.push_str(&format!("\n{title}\n\n"));
        text.push_str(&line(header.iter().map(|name| name.trim_start_matches('>').replace('|', "\\|")).collect()));
        text.push_str(&line(
            header.iter().map(|name| if name.starts_with('>') { "--:" } else { "---" }.to_string()).collect(),
        ));
        for row in rows {
            text.push_str(&line(row.into_iter().map(|(cell, _)| cell.replace('|', "\\|")).collect()));
        }
    }
    text
}

fn sheets(results: &Results) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = results.cells.iter().map(of_cell).collect();
    sheets.extend(results.cells.iter().filter_map(of_measures));
    sheets.extend(side_by_side(results));
    sheets.extend(of_agreement(results));
    sheets.extend(of_hypotheses(results));
    sheets
}

/// Correlations by level and epoch.
fn of_cell(cell: &Cell) -> Sheet {
    let epochs = cell.means.len().saturating_sub(1);
    let title = format!(
        "{}: best |correlation| by level, depth {}, width {}, n = {} seeds{}",
        cell.name,
        cell.setting.depth,
        cell.setting.hid,
        cell.seeds.len(),
        exceptions(cell)
    );
    let header = vec!["level", ">untrained", ">after 1 epoch", ">at the end", ">gain, median [95 %]"];
    let row = |level: usize| {
        let mean = |epoch: usize| cell.means.get(epoch).map_or_else(String::new, |l| three(l[level - 1].correlation));
        let gain = median(&cell.gains(level), SHOWN_ERROR);
        let gain = with_interval(gain.map(|(m, _)| m), gain.and_then(|(_, interval)| interval));
        [place(level, cell), mean(0), mean(1.min(epochs)), mean(epochs), gain].map(plain).to_vec()
    };
    Sheet { title, header, rows: (1..=cell.setting.depth).map(row).collect() }
}

fn place(level: usize, cell: &Cell) -> String {
    match level {
        _ if level == cell.setting.depth => format!("{level}, the root"),
        1 => "1, above the leaves".into(),
        _ => level.to_string(),
    }
}

/// Runs that are not like the others: shown, never dropped.
fn exceptions(cell: &Cell) -> String {
    let list = |what: &str, seeds: &[u64]| match seeds {
        [] => String::new(),
        _ => format!("; {what}: {}", seeds.iter().map(u64::to_string).collect::<Vec<_>>().join(", ")),
    };
    let dead = format!("dead root (below {DEAD} at the end) with seed");
    format!("{}{}", list("diverged with seed", &cell.diverged), list(&dead, &cell.dead))
}

/// Operators, selectivities, lucky nodes, growth: where they were measured.
fn of_measures(cell: &Cell) -> Option<Sheet> {
    let (before, after) = (cell.means.first()?, cell.means.get(1)?);
    before.first()?.operator?;
    let at_least = (1.0 - THETA).powi(2) / 6.0;
    let title = format!(
        "{}: the theory's quantities by level, means over {} seeds. Operator: block norm and ρ²‖a‖²‖JᵀJ‖. Selectivity: \
         most selective unit and its lower bound, at the end; {} violations. Lucky: share of units with gap ≥ \
         √θσ‖a‖/√n untrained, θ = {THETA} (predicted at least {at_least:.3}), and of groups with one (at least {:.3}). \
         Growth: ln per step over the first steps and predicted",
        cell.name,
        cell.seeds.len(),
        cell.means.iter().flatten().map(|level| level.bound_violations).sum::<u64>(),
        1.0 - (1.0 - at_least).powi(cell.setting.hid as i32),
    );
    let header = vec![
        "level",
        ">operator untrained",
        ">predicted",
        ">after 1 epoch",
        ">predicted",
        ">selectivity",
        ">bound",
        ">lucky",
        ">groups",
        ">growth",
        ">predicted",
    ];
    let last = cell.means.last()?;
    let row = |index: usize| {
        let growth = cell.growth.iter().find(|growth| growth.level == index + 1);
        let (first, second, end) = (&before[index], &after[index], &last[index]);
        [
            place(index + 1, cell),
            scientific(first.operator),
            scientific(first.operator_predicted),
            scientific(second.operator),
            scientific(second.operator_predicted),
            end.selectivity.map_or_else(String::new, three),
            end.selectivity_bound.map_or_else(String::new, three),
            three(first.lucky),
            three(first.lucky_groups),
            scientific(growth.map(|growth| growth.measured)),
            scientific(growth.map(|growth| growth.predicted)),
        ]
        .map(plain)
        .to_vec()
    };
    Some(Sheet { title, header, rows: (0..cell.setting.depth).map(row).collect() })
}

/// The theory's setting beside the authors', at the same depth and width.
fn side_by_side(results: &Results) -> Option<Sheet> {
    let named = |name: &str| results.cells.iter().find(|cell| cell.name == name);
    let simple = named(SIMPLE)?;
    let (depth, hid) = (simple.setting.depth, simple.setting.hid);
    let (stated, compatible) = (named(&stated_name(hid))?, named(&compatible_name(depth, hid))?);
    let title = format!(
        "Side by side, depth {depth}, width {hid}, untrained → trained: InfoNCE with the logarithm sample by sample \
         (n = {}), the simple loss with normalised output (n = {}), and the authors' program's objective and network \
         (n = {})",
        stated.seeds.len(),
        simple.seeds.len(),
        compatible.seeds.len()
    );
    let row = |level: usize| {
        let of = |cell: &Cell| match (cell.means.first(), cell.means.last()) {
            (Some(first), Some(last)) => {
                format!("{} → {}", three(first[level - 1].correlation), three(last[level - 1].correlation))
            }
            _ => "none".into(),
        };
        [place(level, stated), of(stated), of(simple), of(compatible)].map(plain).to_vec()
    };
    let header = vec!["level", ">InfoNCE", ">simple", ">compatible"];
    Some(Sheet { title, header, rows: (1..=depth).map(row).collect() })
}

fn of_agreement(results: &Results) -> Option<Sheet> {
    let agrees = results.agrees?;
    let title = format!(
        "The compatible setting against what the authors' program logs: {}. Two tests each, level {LEVEL} split to \
         {:.1e}",
        if agrees { "no comparison differs" } else { "a comparison differs, or was not made" },
        threshold()
    );
    let header = vec![
        "depth, width",
        ">level",
        ">epoch",
        ">seeds",
        ">mean of theirs",
        ">of ours",
        ">p, rank sum",
        ">p, Smirnov",
    ];
    let row = |c: &super::agreement::Comparison| {
        let tint = if c.least() > threshold() { Tint::Good } else { Tint::Bad };
        vec![
            plain(format!("{}, {}", c.depth, c.hid)),
            plain(c.level.to_string()),
            plain(c.epoch.to_string()),
            plain(format!("{} and {}", c.seeds[0], c.seeds[1])),
            plain(three(c.means[0])),
            plain(three(c.means[1])),
            (three(c.rank_sum), tint),
            (three(c.kolmogorov_smirnov), tint),
        ]
    };
    Some(Sheet { title, header, rows: results.agreement.iter().map(row).collect() })
}

fn of_hypotheses(results: &Results) -> Option<Sheet> {
    let alpha = results.alpha?;
    let share = Budget::split(alpha, results.hypotheses.len()).share();
    let title = format!(
        "{}: sign tests over seeds, α = {alpha:e} over {} hypotheses, {share:.1e} each (the experiments' own budget)",
        protocol().claim,
        results.hypotheses.len()
    );
    let header = vec!["loss", "effect", ">above 0", ">median [95 %]", "verdict", "of the claim"];
    let row = |h: &super::protocol::Hypothesis| {
        vec![
            plain(&h.loss),
            plain(&h.effect),
            plain(format!("{} of {}", h.positive, h.seeds)),
            plain(with_interval(h.median, h.interval)),
            (h.verdict.name().to_string(), h.verdict.into()),
            plain(if h.of_claim { "yes" } else { "no" }),
        ]
    };
    Some(Sheet { title, header, rows: results.hypotheses.iter().map(row).collect() })
}

fn conclusion(results: &Results) -> String {
    let Some(verdict) = results.verdict else { return String::new() };
    let beyond: Vec<&super::protocol::Hypothesis> =
        results.hypotheses.iter().filter(|h| !h.of_claim && h.verdict != dualproof::record::Verdict::Holds).collect();
    let named = |h: &&super::protocol::Hypothesis| format!("{} ({}): {}", h.effect, h.loss, h.verdict.name());
    let stronger = match beyond.as_slice() {
        [] => "every other reading holds too".to_string(),
        list => {
            format!("other readings that do not hold: {}", list.iter().map(named).collect::<Vec<_>>().join("; "))
        }
    };
    format!("{}: {} ({} preset); {stronger}.\n", protocol().claim, verdict.name(), results.preset)
}
