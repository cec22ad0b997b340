//! Results for people: aligned tables for the terminal, Markdown for the ledger.

use super::agreement::{Comparison, LEVEL, threshold};
use super::measures::THETA;
use super::options::{SIMPLE, compatible_name, stated_name};
use super::protocol::{Outcome, protocol};
use super::results::{DEAD, Summary, TreeResults};
use crate::band::{FEWEST, SHOWN_ERROR, counted};
use crate::experiment::Tables;
use crate::protocol::{Counts, Decision};
use crate::sheet::{Mark, Titled};
use dualproof::campaign::Budget;
use dualproof::record::Verdict;
use dualproof::statistics::median;

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

impl Tables for TreeResults {
    fn verdict(&self) -> Verdict {
        let of_agreement = self.agrees.map(|agrees| if agrees { Verdict::Holds } else { Verdict::Refuted });
        self.verdict.map(Verdict::from).into_iter().chain(of_agreement).max().unwrap_or(Verdict::Holds)
    }

    fn text(&self, _whole: bool) -> String {
        let tables = sheets(self).into_iter().map(|table| format!("{}\n{}\n", table.title, table.sheet.text()));
        tables.chain([conclusion(self)]).collect()
    }
}

/// The tables as Markdown: a section of the ledger, from the recorded results alone.
pub fn markdown(results: &TreeResults) -> String {
    let tables = sheets(results).into_iter().map(|table| format!("\n{}\n\n{}", table.title, table.sheet.markdown()));
    std::iter::once(conclusion(results)).chain(tables).collect()
}

/// All tables: what was measured, then what follows.
pub fn sheets(results: &TreeResults) -> Vec<Titled> {
    let mut sheets: Vec<Titled> = results.cells.iter().map(of_cell).collect();
    sheets.extend(results.cells.iter().filter_map(of_measures));
    sheets.extend(side_by_side(results));
    sheets.extend(of_agreement(results));
    sheets.extend(of_hypotheses(results));
    sheets
}

/// Correlations by level and epoch.
fn of_cell(cell: &Summary) -> Titled {
    let epochs = cell.means.len().saturating_sub(1);
    let title = format!(
        "{}: best |correlation| by level, depth {}, width {}, n = {}{}",
        cell.name,
        cell.setting.depth,
        cell.setting.hid,
        counted(cell.seeds.len()),
        exceptions(cell)
    );
    let gain = match cell.seeds.len() {
        1 => ">gain",
        seeds if seeds < FEWEST => ">gain, median",
        _ => ">gain, median [95 %]",
    };
    let header = ["level", ">untrained", ">after 1 epoch", ">at the end", gain];
    let row = |level: usize| {
        let mean = |epoch: usize| cell.means.get(epoch).map_or_else(String::new, |l| three(l[level - 1].correlation));
        let gain = median(&cell.gains(level), SHOWN_ERROR);
        let gain = with_interval(gain.map(|(m, _)| m), gain.and_then(|(_, interval)| interval));
        (Mark::Plain, vec![place(level, cell), mean(0), mean(1.min(epochs)), mean(epochs), gain])
    };
    Titled::new(title, &header, (1..=cell.setting.depth).map(row))
}

fn place(level: usize, cell: &Summary) -> String {
    match level {
        _ if level == cell.setting.depth => format!("{level}, the root"),
        1 => "1, above the leaves".into(),
        _ => level.to_string(),
    }
}

/// Diverged and dead runs: shown, never dropped.
fn exceptions(cell: &Summary) -> String {
    let list = |what: &str, seeds: &[u64]| match seeds {
        [] => String::new(),
        _ => format!("; {what}: {}", seeds.iter().map(u64::to_string).collect::<Vec<_>>().join(", ")),
    };
    let dead = format!("dead root (below {DEAD} at the end) with seed");
    format!("{}{}", list("diverged with seed", &cell.diverged), list(&dead, &cell.dead))
}

/// Operators, selectivities, lucky nodes, growth: where they were measured.
fn of_measures(cell: &Summary) -> Option<Titled> {
    let (before, after) = (cell.means.first()?, cell.means.get(1)?);
    before.first()?.operator?;
    let at_least = (1.0 - THETA).powi(2) / 6.0;
    let title = format!(
        "{}: the theory's quantities by level, means over {}. Operator: block norm and ρ²‖a‖²‖JᵀJ‖. Selectivity: \
         most selective unit and its lower bound, at the end; {} violations. Lucky: share of units with gap ≥ \
         √θσ‖a‖/√n untrained, θ = {THETA} (predicted at least {at_least:.3}), and of groups with one (at least {:.3}). \
         Growth: ln per step over the first steps and predicted",
        cell.name,
        counted(cell.seeds.len()),
        cell.means.iter().flatten().map(|level| level.bound_violations).sum::<u64>(),
        1.0 - (1.0 - at_least).powi(cell.setting.hid as i32),
    );
    let header = [
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
        let cells = vec![
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
        ];
        (Mark::Plain, cells)
    };
    Some(Titled::new(title, &header, (0..cell.setting.depth).map(row)))
}

/// The theory's setting beside the authors', at the same depth and width.
fn side_by_side(results: &TreeResults) -> Option<Titled> {
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
        let of = |cell: &Summary| match (cell.means.first(), cell.means.last()) {
            (Some(first), Some(last)) => {
                format!("{} → {}", three(first[level - 1].correlation), three(last[level - 1].correlation))
            }
            _ => "none".into(),
        };
        (Mark::Plain, vec![place(level, stated), of(stated), of(simple), of(compatible)])
    };
    let header = ["level", ">InfoNCE", ">simple", ">compatible"];
    Some(Titled::new(title, &header, (1..=depth).map(row)))
}

fn of_agreement(results: &TreeResults) -> Option<Titled> {
    let agrees = results.agrees?;
    let title = format!(
        "The compatible setting against what the authors' program logs: {}. Two tests each, level {LEVEL} split to \
         {:.1e}",
        if agrees { "no comparison differs" } else { "a comparison differs, or was not made" },
        threshold()
    );
    let header =
        ["depth, width", ">level", ">epoch", ">seeds", ">mean of theirs", ">of ours", ">p, rank sum", ">p, Smirnov"];
    let row = |c: &Comparison| {
        let cells = vec![
            format!("{}, {}", c.depth, c.hid),
            c.level.to_string(),
            c.epoch.to_string(),
            format!("{} and {}", c.seeds[0], c.seeds[1]),
            three(c.means[0]),
            three(c.means[1]),
            three(c.rank_sum),
            three(c.kolmogorov_smirnov),
        ];
        (if c.least() > threshold() { Mark::Good } else { Mark::Bad }, cells)
    };
    Some(Titled::new(title, &header, results.agreement.iter().map(row)))
}

fn of_hypotheses(results: &TreeResults) -> Option<Titled> {
    let alpha = results.alpha?;
    let share = Budget::split(alpha, results.hypotheses.len()).share();
    let title = format!(
        "{}: sign tests over seeds, α = {alpha:e} over {} hypotheses, {share:.1e} each (the experiments' own budget)",
        protocol().claim,
        results.hypotheses.len()
    );
    let header = ["loss", "effect", ">above 0", ">median [95 %]", "verdict", "of the claim"];
    let row = |h: &Outcome| {
        let cells = vec![
            h.loss.clone(),
            h.effect.clone(),
            format!("{} of {}", h.positive, h.seeds),
            with_interval(h.median, h.interval),
            h.verdict.name().to_string(),
            if h.of_claim { "yes" } else { "no" }.to_string(),
        ];
        (Mark::of(h.verdict), cells)
    };
    Some(Titled::new(title, &header, results.hypotheses.iter().map(row)))
}

/// What was found for the claim and against it, a sentence each; empty where nothing was claimed.
pub fn weighed(results: &TreeResults) -> String {
    if results.verdict.is_none() {
        return String::new();
    }
    let own = || results.hypotheses.iter().filter(|h| h.of_claim);
    let of_loss = |loss: &str| own().filter(|h| h.loss == *loss).collect::<Vec<_>>();
    let mut losses: Vec<&str> = own().map(|h| h.loss.as_str()).collect();
    losses.sort_unstable();
    losses.dedup();
    let gains = |loss: &str| {
        let of = of_loss(loss);
        let gains: Vec<&&Outcome> = of.iter().filter(|h| h.effect.starts_with("gain at level")).collect();
        let shown = |h: &Outcome| h.median.map_or("none".to_string(), signed);
        let (first, last) = (gains.first()?, gains.last()?);
        Some(format!("{} at level 2 to {} at the root ({loss})", shown(first), shown(last)))
    };
    let gains: Vec<String> = losses.into_iter().filter_map(gains).collect();
    let listed = |of_claim: bool| {
        let open = results.hypotheses.iter().filter(|h| h.of_claim == of_claim && h.verdict != Decision::Holds);
        let list: Vec<String> = open
            .map(|h| {
                let median = h.median.map_or("none".to_string(), |x| format!("{x:+.1e}"));
                format!("{}, {} (median {median})", h.effect, h.verdict.name())
            })
            .collect();
        list
    };
    let (of_claim, beyond) = (listed(true), listed(false));
    let counts = Counts::of(own().map(|h| h.verdict));
    let against = if of_claim.is_empty() { "nothing of the claim".to_string() } else { of_claim.join("; ") };
    let others = match beyond.as_slice() {
        [] => "every stronger reading holds, too".to_string(),
        list => format!("of stronger readings {}", list.join("; ")),
    };
    format!(
        "For the claim: {} of its {} effects hold; the median gain of correlation by training is {}. Against it: {against}; \
         {others}.",
        counts.hold,
        counts.all,
        gains.join(", "),
    )
}

/// The verdict in a sentence, with everything that does not hold; empty where nothing was claimed.
pub fn conclusion(results: &TreeResults) -> String {
    let Some(verdict) = results.verdict else { return String::new() };
    let open = |of_claim: bool| {
        let list: Vec<String> = results
            .hypotheses
            .iter()
            .filter(|h| h.of_claim == of_claim && h.verdict != Decision::Holds)
            .map(|h| format!("{} ({}): {}", h.effect, h.loss, h.verdict.name()))
            .collect();
        list.join("; ")
    };
    let sentence = |what: &str, list: String| match list.is_empty() {
        true => String::new(),
        false => format!(" {what}: {list}."),
    };
    format!(
        "{}: {} ({} preset).{}{}\n",
        protocol().claim,
        verdict.name(),
        results.preset,
        sentence("Parts of the claim that do not hold", open(true)),
        sentence("Other readings that do not hold", open(false))
    )
}
