//! Pictures of the results, and their sections of the page.

use super::agreement::threshold;
use super::growth::{FIRST_STEPS, Growth};
use super::measures::Level;
use super::options::{SIMPLE, compatible_name, stated_name};
use super::protocol::protocol;
use super::report::{conclusion, sheets};
use super::results::{Summary, TreeResults};
use super::setting::Setting;
use crate::band::{Band, counted, explained};
use crate::experiment::Paged;
use crate::page::{Headline, Piece};
use crate::picture::{Curve, Frame, Interval, Picture, Scale, curves};
use crate::protocol::Counts;
use crate::sheet::Mark;

const CORRELATION: &str = "best |correlation| of a unit with its latent";
const LEVEL: &str = "level (1 just above the leaves, the highest is the root)";

impl Paged for TreeResults {
    const TITLE: &'static str = "SimCLR on latent trees";
    const TABLES: &'static str = "tables";

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
        let Counts { all, hold, nil, refuted, undecided } = Counts::of(own.map(|hypothesis| hypothesis.verdict));
        let agreement = match self.agrees {
            Some(true) => " The compatible setting agrees with the authors' program.",
            Some(false) => " The compatible setting differs from the authors' program, or was not compared.",
            None => "",
        };
        let lines = [
            format!("{}: {} ({} preset).", protocol().claim, found.name(), self.preset),
            format!(
                "Of {all} statements of the claim: {hold} hold, {nil} practically nil, {refuted} refuted, {undecided} undecided.\
                 {agreement}"
            ),
            trained,
        ];
        Headline { mark: Mark::of(found), lines }
    }

    fn claim(&self) -> Vec<Piece> {
        if self.verdict.is_none() {
            return Vec::new();
        }
        let (protocol, design) = (protocol(), &protocol().design);
        let stated = [&design.unit, &protocol.test, &design.verdict, &design.explored, &protocol.alpha_reason];
        vec![
            Piece::Text(protocol.hypothesis.clone()),
            Piece::Text(conclusion(self)),
            Piece::Folded {
                title: "The protocol, stated before the run".into(),
                texts: stated.map(Clone::clone).into(),
            },
        ]
    }

    fn tables(&self) -> Vec<Piece> {
        sheets(self).into_iter().flat_map(|table| [Piece::Text(table.title), Piece::Sheet(table.sheet)]).collect()
    }

    fn pictures(&self) -> Vec<Picture> {
        let named = |name: &str| self.cells.iter().find(|cell| cell.name == name);
        let mut list: Vec<Picture> = self.cells.iter().filter(|cell| cell.setting.epochs > 0).map(learning).collect();
        let main = self.cells.iter().find(|cell| cell.means.first().is_some_and(|l| l[0].operator.is_some()));
        if let Some(main) = main {
            let (depth, hid) = (main.setting.depth, main.setting.hid);
            let compared = [
                ("InfoNCE", named(&stated_name(hid))),
                ("simple loss, output normalised", named(SIMPLE)),
                ("the authors' program's setting", named(&compatible_name(depth, hid))),
            ];
            let compared: Vec<(&str, &Summary)> =
                compared.into_iter().filter_map(|(name, cell)| Some((name, cell?))).collect();
            list.extend([gains(&compared, depth), operators(main)]);
            list.extend((!main.growth.is_empty()).then(|| growth(main)));
        }
        list.extend(widths(self).into_iter().chain(agreement(self)));
        list
    }
}

/// Correlation over the training, one curve for each level.
fn learning(cell: &Summary) -> Picture {
    let Setting { depth, hid, .. } = cell.setting;
    let level = |level: usize| {
        let points = cell.correlations.iter().enumerate();
        let points = points
            .filter_map(|(epoch, levels)| Some((epoch as f64, Band::over_seeds(levels[level - 1].iter().copied())?)));
        Curve::new(if level == depth { format!("level {level}, root") } else { format!("level {level}") }, points)
    };
    let seeds = cell.seeds.len();
    let frame = Frame::new(
        format!("hltm-learning-{}", cell.name),
        format!("Features emerge: {}, depth {depth}, width {hid}", cell.name),
        format!("n = {} a curve, mean over a level's latents; {}", counted(seeds), explained([seeds])),
        "training (epochs)",
        CORRELATION,
    );
    curves(&frame, Scale::Linear, Interval::Shaded, &(1..=depth).map(level).collect::<Vec<_>>(), None)
}

/// Correlation gained by training, by level and loss.
fn gains(cells: &[(&str, &Summary)], depth: usize) -> Picture {
    let curve = |(name, cell): &(&str, &Summary)| {
        let at = |level: usize| Some((level as f64, Band::over_seeds(cell.gains(level))?));
        Curve::new(format!("{name} (n = {})", cell.seeds.len()), (1..=depth).filter_map(at))
    };
    let drawn: Vec<Curve> = cells.iter().map(curve).collect();
    let explained = explained(cells.iter().map(|(_, cell)| cell.seeds.len()));
    let frame = Frame::new(
        "hltm-gain",
        format!("What training adds, level by level, depth {depth}"),
        format!("correlation after training minus that of the untrained network; {explained}"),
        LEVEL,
        "gain in correlation",
    );
    curves(&frame, Scale::Linear, Interval::Bars, &drawn, Some((0.0, "no gain")))
}

/// The covariance operator by level, measured and predicted, untrained and after an epoch.
fn operators(cell: &Summary) -> Picture {
    let curve = |name: &str, epoch: usize, of: fn(&Level) -> Option<f64>| {
        let levels = cell.means.get(epoch).into_iter().flatten();
        Curve::new(name, levels.filter_map(|level| Some((level.level as f64, Band::point(of(level)?)))))
    };
    let drawn = [
        curve("untrained", 0, |level| level.operator),
        curve("untrained, predicted for a constant J", 0, |level| level.operator_predicted),
        curve("after 1 epoch", 1, |level| level.operator),
        curve("after 1 epoch, predicted", 1, |level| level.operator_predicted),
    ];
    let frame = Frame::new(
        "hltm-operator",
        format!("The covariance operator's block by level, {}, depth {}", cell.name, cell.setting.depth),
        format!("mean over n = {} and a level's latents; predicted: ρ²‖a‖²‖JᵀJ‖", counted(cell.seeds.len())),
        LEVEL,
        "Frobenius norm of the block",
    );
    curves(&frame, Scale::Logarithmic, Interval::Hidden, &drawn, None)
}

/// Gaps over the first steps against the amplification by the operator.
fn growth(cell: &Summary) -> Picture {
    let curve = |name: &str, of: fn(&Growth) -> f64| {
        Curve::new(name, cell.growth.iter().map(|growth| (growth.level as f64, Band::point(of(growth)))))
    };
    let drawn = [curve("measured", |growth| growth.measured), curve("predicted", |growth| growth.predicted)];
    let frame = Frame::new(
        "hltm-growth",
        format!("Gaps grow in the first {FIRST_STEPS} steps, {}", cell.name),
        format!("mean over n = {} and a level's latents", counted(cell.seeds.len())),
        LEVEL,
        "ln of the gaps' growth, per step",
    );
    curves(&frame, Scale::Logarithmic, Interval::Hidden, &drawn, None)
}

/// Correlation by width, untrained and trained; `None` where there is only one width.
fn widths(results: &TreeResults) -> Option<Picture> {
    let is_stated = |cell: &&Summary| cell.name == stated_name(cell.setting.hid);
    let mut cells: Vec<&Summary> = results.cells.iter().filter(is_stated).collect();
    cells.sort_by_key(|cell| cell.setting.hid);
    let curve = |name: &str, epoch: fn(&Summary) -> Option<&Vec<Vec<f64>>>| {
        let points = cells.iter().filter_map(|cell| {
            let levels = epoch(cell)?;
            let mean = |seed: usize| levels.iter().map(|list| list[seed]).sum::<f64>() / levels.len() as f64;
            let seeds = levels.first().map_or(0, Vec::len);
            Some((cell.setting.hid as f64, Band::over_seeds((0..seeds).map(mean))?))
        });
        Curve::new(name, points)
    };
    let drawn =
        [curve("untrained", |cell| cell.correlations.first()), curve("trained", |cell| cell.correlations.last())];
    let seeds = cells.first().map_or(0, |cell| cell.seeds.len());
    let frame = Frame::new(
        "hltm-width",
        "More units a latent: correlation by width, InfoNCE",
        format!("n = {} a width, mean over all levels; {}", counted(seeds), explained([seeds])),
        "width (units of a latent's group)",
        CORRELATION,
    );
    let are_curves = drawn.iter().all(|curve| curve.points.len() > 1);
    are_curves.then(|| curves(&frame, Scale::Linear, Interval::Bars, &drawn, None))
}

/// Means of the authors' program against ours; `None` where the two were not compared.
fn agreement(results: &TreeResults) -> Option<Picture> {
    let mut settings: Vec<(usize, usize)> = results.agreement.iter().map(|c| (c.depth, c.hid)).collect();
    settings.dedup();
    let curve = |(depth, hid): &(usize, usize)| {
        let own = results.agreement.iter().filter(|c| (c.depth, c.hid) == (*depth, *hid));
        let mut points: Vec<(f64, Band)> = own.map(|c| (c.means[0], Band::point(c.means[1]))).collect();
        points.sort_by(|(x, _), (y, _)| x.total_cmp(y));
        Curve::new(format!("depth {depth}, width {hid}"), points)
    };
    let equal = Curve::new("equal", [0.5, 1.0].map(|x| (x, Band::point(x))));
    let drawn: Vec<Curve> = settings.iter().map(curve).chain([equal]).collect();
    let frame = Frame::new(
        "hltm-agreement",
        "The compatible setting against the authors' program",
        format!("mean correlation of every level and epoch; tested as distributions, {:.1e} each", threshold()),
        "mean of theirs",
        "mean of ours",
    );
    (!settings.is_empty()).then(|| curves(&frame, Scale::Linear, Interval::Hidden, &drawn, None))
}
