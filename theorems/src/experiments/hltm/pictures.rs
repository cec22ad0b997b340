//! Pictures of the results, and their sections of the page.

use super::protocol::protocol;
use super::report::markdown;
use super::results::{Cell, Results};
use crate::experiments::page::{Piece, Section};
use crate::experiments::picture::{Band, Curve, Frame, Interval, Picture, Scale, curves};

const LEVEL: &str = "level of the tree (1 above the leaves, the last one is the root)";

const CORRELATION: &str = "best |correlation| of a unit with its latent (1)";

const BANDS: &str = "median, and interval that contains the median with 95% (the range below 6 seeds)";

/// The sections of the page: what was claimed and found, and the pictures.
pub fn sections(results: &Results) -> Vec<Section> {
    let mut pieces = Vec::new();
    if results.verdict.is_some() {
        let protocol = protocol();
        let words =
            [&protocol.hypothesis, &protocol.test, &protocol.verdict, &protocol.explored, &protocol.alpha_reason];
        pieces.extend(words.map(|words| Piece::Text(words.clone())));
    }
    pieces.push(Piece::Lines(markdown(results)));
    let pictures = pictures(results).into_iter().map(Piece::Picture).collect();
    let section = |heading: &str, pieces| Section { heading: heading.to_string(), pieces };
    vec![
        section("SimCLR on latent trees: what the data say", pieces),
        section("SimCLR on latent trees: pictures", pictures),
    ]
}

/// All pictures, in the order of the page.
pub fn pictures(results: &Results) -> Vec<Picture> {
    let measured: Vec<&Cell> = results.cells.iter().filter(|cell| !cell.correlations.is_empty()).collect();
    let mut pictures: Vec<Picture> = measured.iter().map(|cell| by_level(cell)).collect();
    pictures.extend(measured.iter().map(|cell| over_time(cell)));
    pictures.extend(measured.iter().filter_map(|cell| operators(cell)));
    pictures.extend(by_width(&measured));
    pictures
}

fn of_cell(cell: &Cell) -> String {
    format!("{}, depth {}, {} units a latent", cell.name, cell.setting.depth, cell.setting.hid)
}

fn of_seeds(cell: &Cell, drawn: &str) -> String {
    let complete = cell.seeds.len() - cell.diverged.len();
    let dead = if cell.dead.is_empty() { String::new() } else { format!(", {} with a dead root", cell.dead.len()) };
    format!("n = {complete} of {} seeds{dead}; mean over the latents of a level; {drawn}", cell.seeds.len())
}

fn frame(kind: &str, cell: &Cell, title: &str, subtitle: String, axes: (&str, &str)) -> Frame {
    Frame {
        name: format!("hltm-{kind}-{}", cell.name),
        title: format!("{title}: {}", of_cell(cell)),
        subtitle,
        x: axes.0.to_string(),
        y: axes.1.to_string(),
    }
}

fn of_epoch(epoch: usize) -> String {
    match epoch {
        0 => "untrained".to_string(),
        1 => "after 1 epoch".to_string(),
        _ => format!("after {epoch} epochs"),
    }
}

/// Correlation by level, before and after every epoch.
fn by_level(cell: &Cell) -> Picture {
    let curve = |(epoch, levels): (usize, &Vec<Vec<f64>>)| {
        let point = |(level, seeds): (usize, &Vec<f64>)| Some((level as f64, Band::over_seeds(seeds.iter().copied())?));
        Curve { name: of_epoch(epoch), points: (1..).zip(levels).filter_map(point).collect() }
    };
    let drawn: Vec<Curve> = cell.correlations.iter().enumerate().map(curve).collect();
    let frame = frame("levels", cell, "Features by level", of_seeds(cell, BANDS), (LEVEL, CORRELATION));
    curves(&frame, Scale::Between(0.0, 1.0), Interval::Bars, &drawn, None)
}

/// Correlation over the epochs, one curve a level.
fn over_time(cell: &Cell) -> Picture {
    let curve = |level: usize| {
        let point = |(epoch, levels): (usize, &Vec<Vec<f64>>)| {
            Some((epoch as f64, Band::over_seeds(levels[level - 1].iter().copied())?))
        };
        let root = if level == cell.setting.depth { ", the root" } else { "" };
        let points = cell.correlations.iter().enumerate().filter_map(point).collect();
        Curve { name: format!("level {level}{root}"), points }
    };
    let drawn: Vec<Curve> = (1..=cell.setting.depth).map(curve).collect();
    let axes = ("training (epochs)", CORRELATION);
    let frame = frame("epochs", cell, "Features over time", of_seeds(cell, BANDS), axes);
    curves(&frame, Scale::Between(0.0, 1.0), Interval::Shaded, &drawn, None)
}

/// The covariance operator by level, measured and predicted, where it was measured.
fn operators(cell: &Cell) -> Option<Picture> {
    let mut drawn = Vec::new();
    for (epoch, levels) in cell.means.iter().enumerate() {
        for (name, of) in [("measured", true), ("predicted", false)] {
            let point = |level: &super::measures::Level| {
                let value = if of { level.operator? } else { level.operator_predicted? };
                Some((level.level as f64, Band { lower: value, middle: value, upper: value }))
            };
            let points: Vec<(f64, Band)> = levels.iter().filter_map(point).collect();
            if !points.is_empty() {
                drawn.push(Curve { name: format!("{}, {name}", of_epoch(epoch)), points });
            }
        }
    }
    if drawn.is_empty() {
        return None;
    }
    let axes = (LEVEL, "norm of the operator's block (squared activation)");
    let subtitle = of_seeds(cell, "means over seeds");
    let frame = frame("operator", cell, "Covariance operator by level", subtitle, axes);
    Some(curves(&frame, Scale::Logarithmic, Interval::Hidden, &drawn, None))
}

/// Final correlation against the units a latent, one curve a level, for settings that differ in nothing else.
fn by_width(cells: &[&Cell]) -> Option<Picture> {
    let first = cells.first()?;
    let like = |cell: &&&Cell| {
        let mut setting = cell.setting.clone();
        setting.hid = first.setting.hid;
        setting == first.setting
    };
    let mut alike: Vec<&&Cell> = cells.iter().filter(like).collect();
    alike.sort_by_key(|cell| cell.setting.hid);
    if alike.len() < 2 {
        return None;
    }
    let curve = |level: usize| {
        let point = |cell: &&&Cell| {
            let last = cell.correlations.last()?;
            Some((cell.setting.hid as f64, Band::over_seeds(last[level - 1].iter().copied())?))
        };
        Curve { name: format!("level {level}"), points: alike.iter().filter_map(point).collect() }
    };
    let drawn: Vec<Curve> = (1..=first.setting.depth).map(curve).collect();
    let least = alike.iter().map(|cell| cell.seeds.len() - cell.diverged.len()).min().unwrap_or(0);
    let frame = Frame {
        name: "hltm-widths".to_string(),
        title: format!("More units a latent, depth {}, after training", first.setting.depth),
        subtitle: format!("n = {least} seeds or more at each width; mean over the latents of a level; {BANDS}"),
        x: "units a latent".to_string(),
        y: CORRELATION.to_string(),
    };
    Some(curves(&frame, Scale::Between(0.0, 1.0), Interval::Bars, &drawn, None))
}

#[cfg(test)]
mod tests {
    use super::super::measures::Level;
    use super::super::setting::Setting;
    use super::*;

    fn cell(hid: usize, operators: bool) -> Cell {
        let level = |level| Level {
            level,
            correlation: 0.5,
            operator: operators.then_some(0.1),
            operator_predicted: operators.then_some(0.2),
            selectivity: None,
            selectivity_bound: None,
            bound_violations: 0,
            lucky: 0.0,
            lucky_groups: 0.0,
        };
        let means = vec![vec![level(1), level(2)]; 2];
        let correlations = vec![vec![vec![0.4, 0.5], vec![0.2, 0.3]], vec![vec![0.4, 0.6], vec![0.7, 0.9]]];
        Cell { correlations, means, ..Cell::of(&format!("nce-{hid}"), &Setting::stated(2, hid), &[]) }
    }

    fn results(cells: Vec<Cell>) -> Results {
        Results {
            tool: String::new(),
            version: String::new(),
            preset: String::new(),
            alpha: None,
            verdict: None,
            hypotheses: Vec::new(),
            agrees: None,
            agreement: Vec::new(),
            cells,
        }
    }

    #[test]
    fn every_cell_is_drawn_and_what_was_not_measured_is_not() {
        let names = |cells: Vec<Cell>| -> Vec<String> {
            pictures(&results(cells)).into_iter().map(|picture| picture.name).collect()
        };
        let expected = ["hltm-levels-nce-2", "hltm-epochs-nce-2", "hltm-operator-nce-2"];
        assert_eq!(names(vec![cell(2, true)]), expected);
        let two = names(vec![cell(2, false), cell(5, false)]);
        assert_eq!(two.last().map(String::as_str), Some("hltm-widths"));
        assert_eq!(two.len(), 5);
        assert!(names(vec![Cell { correlations: Vec::new(), ..cell(2, false) }]).is_empty());
    }

    #[test]
    fn pictures_name_depth_width_and_seeds() {
        let picture = &pictures(&results(vec![cell(2, true)]))[0];
        for needle in ["depth 2, 2 units a latent", "untrained", "after 1 epoch", "n = 0 of 0 seeds"] {
            assert!(picture.svg.contains(needle), "{needle}: {}", picture.svg);
        }
    }
}
