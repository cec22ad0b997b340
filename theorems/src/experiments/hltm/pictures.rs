//! Pictures of the results, and their sections of the page.

use super::agreement::threshold;
use super::measures::Level;
use super::options::{SIMPLE, compatible_name, stated_name};
use super::protocol::protocol;
use super::report::{conclusion, sheets};
use super::results::{Summary, TreeResults};
use crate::experiments::band::{Band, counted, explained};
use crate::experiments::experiment::Paged;
use crate::experiments::page::{Headline, Piece, Section};
use crate::experiments::picture::{Curve, Frame, Interval, Picture, Scale, curves};
use crate::experiments::sheet::Mark;
use dualproof::record::Verdict;

const CORRELATION: &str = "best |correlation| of a unit with its latent";
const LEVEL: &str = "level (1 just above the leaves, the highest is the root)";

impl Paged for TreeResults {
    fn headline(&self) -> Headline {
        let root = self.cells.first().and_then(|cell| {
            let correlation = |levels: &Vec<Level>| levels.last().map(|level| level.correlation);
            let (first, last) = (correlation(cell.means.first()?)?, correlation(cell.means.last()?)?);
            Some((cell, first, last))
        });
        let trained = root.map_or("No run was finished.".to_string(), |(cell, first, last)| {
            let (depth, seeds) = (cell.setting.depth, counted(cell.seeds.len()));
            format!(
                "Best |correlation| at the root, {}, depth {depth}, {seeds}: {first:.3} untrained, {last:.3} trained.",
                cell.name
            )
        });
        let Some(found) = self.verdict else {
            let lines =
                ["SimCLR on latent trees: a setting of your own.".into(), "Nothing is claimed of it.".into(), trained];
            return Headline { mark: Mark::Plain, lines };
        };
        let own = self.hypotheses.iter().filter(|hypothesis| hypothesis.of_claim);
        let count = |verdict| own.clone().filter(|hypothesis| hypothesis.verdict == verdict).count();
        let agreement = match self.agrees {
            Some(true) => " The compatible setting agrees with the authors' program.",
            Some(false) => " The compatible setting differs from the authors' program, or was not compared.",
            None => "",
        };
        let lines = [
            format!("{}: {} ({} preset).", protocol().claim, found.name(), self.preset),
            format!(
                "Of {} statements of the claim: {} hold, {} refuted, {} undecided.{agreement}",
                own.clone().count(),
                count(Verdict::Holds),
                count(Verdict::Refuted),
                count(Verdict::Inconclusive) + count(Verdict::NothingChecked),
            ),
            trained,
        ];
        Headline { mark: Mark::of(found), lines }
    }

    fn sections(&self) -> Vec<Section> {
        let text = |text: &str| Piece::Text(text.to_string());
        let protocol = protocol();
        let mut claim = Vec::new();
        if self.verdict.is_some() {
            let design = &protocol.design;
            let stated = [&design.unit, &protocol.test, &design.verdict, &design.explored, &protocol.alpha_reason];
            claim.extend([
                text(&protocol.hypothesis),
                text(&conclusion(self)),
                Piece::Folded {
                    title: "The protocol, stated before the run".into(),
                    texts: stated.map(Clone::clone).into(),
                },
            ]);
        }
        let tables = sheets(self).into_iter().flat_map(|table| [Piece::Text(table.title), Piece::Sheet(table.sheet)]);
        let pictures = self.pictures().into_iter().map(Piece::Picture).collect();
        let section = |heading: &str, pieces| Section { heading: heading.to_string(), pieces };
        let mut sections = vec![
            section("SimCLR on latent trees: pictures", pictures),
            section("SimCLR on latent trees: tables", tables.collect()),
        ];
        if !claim.is_empty() {
            sections.insert(0, section("SimCLR on latent trees: the claim, and what the data say to it", claim));
        }
        sections
    }

    fn pictures(&self) -> Vec<Picture> {
        let named = |name: &str| self.cells.iter().find(|cell| cell.name == name);
        let mut list: Vec<Picture> = self.cells.iter().filter(|cell| cell.setting.depth > 0).map(learning).collect();
        let main = self.cells.iter().find(|cell| cell.means.first().is_some_and(|l| l[0].operator.is_some()));
        if let Some(main) = main {
            let (depth, hid) = (main.setting.depth, main.setting.hid);
            let compared: Vec<(&str, &Summary)> = [
                ("InfoNCE", named(&stated_name(hid))),
                ("simple loss, output normalised", named(SIMPLE)),
                ("the authors' program's setting", named(&compatible_name(depth, hid))),
            ]
            .into_iter()
            .filter_map(|(name, cell)| Some((name, cell?)))
            .collect();
            list.push(gains(&compared, depth));
            list.push(operators(main));
            if !main.growth.is_empty() {
                list.push(growth(main));
            }
        }
        list.push(widths(self));
        list.push(agreement(self));
        list.retain(|picture| !picture.svg.is_empty());
        list
    }
}

fn point(x: f64) -> Band {
    Band { lower: x, middle: x, upper: x }
}

/// Correlation over the training, a curve a level.
fn learning(cell: &Summary) -> Picture {
    let level = |level: usize| {
        let points = cell.correlations.iter().enumerate();
        let points = points
            .filter_map(|(epoch, levels)| Some((epoch as f64, Band::over_seeds(levels[level - 1].iter().copied())?)));
        let name = if level == cell.setting.depth { format!("level {level}, root") } else { format!("level {level}") };
        Curve { name, points: points.collect() }
    };
    let drawn: Vec<Curve> = (1..=cell.setting.depth).map(level).collect();
    let frame = Frame {
        name: format!("hltm-learning-{}", cell.name),
        title: format!("Features emerge: {}, depth {}, width {}", cell.name, cell.setting.depth, cell.setting.hid),
        subtitle: format!(
            "n = {} a curve, mean over a level's latents; {}",
            counted(cell.seeds.len()),
            explained([cell.seeds.len()])
        ),
        x: "training (epochs)".into(),
        y: CORRELATION.into(),
    };
    curves(&frame, Scale::Linear, Interval::Shaded, &drawn, None)
}

/// What training adds, level by level, for each loss.
fn gains(cells: &[(&str, &Summary)], depth: usize) -> Picture {
    let curve = |(name, cell): &(&str, &Summary)| {
        let at = |level: usize| Some((level as f64, Band::over_seeds(cell.gains(level))?));
        Curve { name: format!("{name} (n = {})", cell.seeds.len()), points: (1..=depth).filter_map(at).collect() }
    };
    let drawn: Vec<Curve> = cells.iter().map(curve).collect();
    let frame = Frame {
        name: "hltm-gain".into(),
        title: format!("What training adds, level by level, depth {depth}"),
        subtitle: format!(
            "correlation after training minus that of the untrained network; {}",
            explained(cells.iter().map(|(_, cell)| cell.seeds.len()))
        ),
        x: LEVEL.into(),
        y: "gain in correlation".into(),
    };
    curves(&frame, Scale::Linear, Interval::Bars, &drawn, Some((0.0, "no gain")))
}

/// The covariance operator by level, measured and predicted, untrained and after an epoch.
fn operators(cell: &Summary) -> Picture {
    let curve = |name: &str, epoch: usize, of: fn(&Level) -> Option<f64>| {
        let levels = cell.means.get(epoch).into_iter().flatten();
        let points = levels.filter_map(|level| Some((level.level as f64, point(of(level)?))));
        Curve { name: name.into(), points: points.collect() }
    };
    let drawn = [
        curve("untrained", 0, |level| level.operator),
        curve("untrained, predicted for a constant J", 0, |level| level.operator_predicted),
        curve("after 1 epoch", 1, |level| level.operator),
        curve("after 1 epoch, predicted", 1, |level| level.operator_predicted),
    ];
    let frame = Frame {
        name: "hltm-operator".into(),
        title: format!("The covariance operator's block by level, {}, depth {}", cell.name, cell.setting.depth),
        subtitle: format!("mean over n = {} and a level's latents; predicted: ρ²‖a‖²‖JᵀJ‖", counted(cell.seeds.len())),
        x: LEVEL.into(),
        y: "Frobenius norm of the block".into(),
    };
    curves(&frame, Scale::Logarithmic, Interval::Hidden, &drawn, None)
}

/// Gaps over the first steps against the amplification by the operator.
fn growth(cell: &Summary) -> Picture {
    let curve = |name: &str, of: fn(&super::Growth) -> f64| {
        let points = cell.growth.iter().map(|growth| (growth.level as f64, point(of(growth))));
        Curve { name: name.into(), points: points.collect() }
    };
    let drawn = [curve("measured", |growth| growth.measured), curve("predicted", |growth| growth.predicted)];
    let frame = Frame {
        name: "hltm-growth".into(),
        title: format!("Gaps grow in the first {} steps, {}", super::FIRST_STEPS, cell.name),
        subtitle: format!("mean over n = {} and a level's latents", counted(cell.seeds.len())),
        x: LEVEL.into(),
        y: "ln of the gaps' growth, per step".into(),
    };
    curves(&frame, Scale::Logarithmic, Interval::Hidden, &drawn, None)
}

/// Correlation by width, untrained and trained.
fn widths(results: &TreeResults) -> Picture {
    let mut cells: Vec<&Summary> =
        results.cells.iter().filter(|cell| cell.name == stated_name(cell.setting.hid)).collect();
    cells.sort_by_key(|cell| cell.setting.hid);
    let mean = |cell: &Summary, epoch: usize, seed: usize| {
        let levels = &cell.correlations[epoch];
        levels.iter().map(|list| list[seed]).sum::<f64>() / levels.len() as f64
    };
    let curve = |name: &str, last: bool| {
        let points = cells.iter().filter(|cell| !cell.correlations.is_empty()).filter_map(|cell| {
            let epoch = if last { cell.correlations.len() - 1 } else { 0 };
            let seeds = cell.correlations[epoch].first().map_or(0, Vec::len);
            Some((cell.setting.hid as f64, Band::over_seeds((0..seeds).map(|seed| mean(cell, epoch, seed)))?))
        });
        Curve { name: name.into(), points: points.collect() }
    };
    let drawn = [curve("untrained", false), curve("trained", true)];
    let seeds = cells.first().map_or(0, |cell| cell.seeds.len());
    let frame = Frame {
        name: "hltm-width".into(),
        title: "More units a latent: correlation by width, InfoNCE".into(),
        subtitle: format!("n = {} a width, mean over all levels; {}", counted(seeds), explained([seeds])),
        x: "width (units of a latent's group)".into(),
        y: CORRELATION.into(),
    };
    match drawn.iter().all(|curve| curve.points.len() > 1) {
        true => curves(&frame, Scale::Linear, Interval::Bars, &drawn, None),
        false => Picture { name: frame.name, title: frame.title, svg: String::new() },
    }
}

/// Means of the authors' program against ours.
fn agreement(results: &TreeResults) -> Picture {
    let mut settings: Vec<(usize, usize)> = results.agreement.iter().map(|c| (c.depth, c.hid)).collect();
    settings.dedup();
    let curve = |(depth, hid): &(usize, usize)| {
        let own = results.agreement.iter().filter(|c| (c.depth, c.hid) == (*depth, *hid));
        let mut points: Vec<(f64, Band)> = own.map(|c| (c.means[0], point(c.means[1]))).collect();
        points.sort_by(|(x, _), (y, _)| x.total_cmp(y));
        Curve { name: format!("depth {depth}, width {hid}"), points }
    };
    let mut drawn: Vec<Curve> = settings.iter().map(curve).collect();
    drawn.push(Curve { name: "equal".into(), points: vec![(0.5, point(0.5)), (1.0, point(1.0))] });
    let frame = Frame {
        name: "hltm-agreement".into(),
        title: "The compatible setting against the authors' program".into(),
        subtitle: format!(
            "mean correlation of every level and epoch; tested as distributions, {:.1e} each",
            threshold()
        ),
        x: "mean of theirs".into(),
        y: "mean of ours".into(),
    };
    match settings.is_empty() {
        true => Picture { name: frame.name, title: frame.title, svg: String::new() },
        false => curves(&frame, Scale::Linear, Interval::Hidden, &drawn, None),
    }
}
