//! The diagnosis as one page of HTML, without a script.

use super::figures::Figures;
use super::findings::Severity;
use super::report::Report;
use dualproof_experiments::band::Band;
use dualproof_experiments::page::{Headline, Piece, Section, page as html};
use dualproof_experiments::picture::{Curve, Frame, Interval, Picture, Scale, curves};
use dualproof_experiments::sheet::{Mark, Sheet};

/// What each figure is.
const FIGURES: [(&str, &str); 6] = [
    ("spread", "tr V_x of the samples' mean unit outputs: 0 where all have one direction, near 1 where they are even"),
    ("effective rank", "(Σλ)²/Σλ² over the covariance of the samples' mean outputs: the directions in which they vary"),
    (
        "along",
        "the cosine of the update with the gradient of ln spread by the parameters: below 0 the update shrinks the spread",
    ),
    ("cosine", "of a changed training's update with the one as it is"),
    ("noise", "the squared sampling noise of the update over its square, at a batch of these samples"),
    ("silent", "the share of the units behind an activation that are 0 on every view"),
];

pub(super) fn page(report: &Report) -> String {
    let title = format!("Diagnosis: {}", report.loss);
    let worst = report.findings.first().map_or(Severity::Good, |finding| finding.severity);
    let headline = Headline {
        mark: mark(worst),
        lines: [
            report.findings.first().map_or("nothing was found".to_string(), |finding| finding.sentence.clone()),
            format!(
                "{} checkpoints, {} samples × {} views",
                report.checkpoints.len(),
                report.samples,
                report.augmentations
            ),
            format!("dualproof {}", report.version),
        ],
    };
    let mut sections = vec![Section { heading: "Findings".to_string(), pieces: vec![Piece::Sheet(findings(report))] }];
    if report.checkpoints.len() > 1 {
        sections.push(Section { heading: "Over the checkpoints".to_string(), pieces: pictures(&report.checkpoints) });
    }
    sections.push(Section { heading: "Checkpoints".to_string(), pieces: vec![Piece::Sheet(checkpoints(report))] });
    if let Some(last) = report.checkpoints.last() {
        sections.push(Section {
            heading: "What would change, at the last checkpoint".to_string(),
            pieces: vec![Piece::Sheet(changes(last))],
        });
        sections.push(Section { heading: "Layers, at the last checkpoint".to_string(), pieces: layers(last) });
    }
    let texts = FIGURES.map(|(name, text)| format!("{name}: {text}.")).to_vec();
    let folded = Piece::Folded { title: "What the figures are".to_string(), texts };
    sections.push(Section { heading: "Figures".to_string(), pieces: vec![folded] });
    html(&title, &[headline], &sections)
}

fn mark(severity: Severity) -> Mark {
    match severity {
        Severity::Bad => Mark::Bad,
        Severity::Note => Mark::Plain,
        Severity::Good => Mark::Good,
    }
}

fn findings(report: &Report) -> Sheet {
    let row = |finding: &super::findings::Finding| {
        let cells = vec![finding.sentence.clone(), finding.checkpoint.to_string(), finding.claim.to_string()];
        (mark(finding.severity), cells)
    };
    Sheet::new(&["finding", ">checkpoint", "claim"], report.findings.iter().map(row))
}

fn or_dash(x: Option<f64>, shown: impl Fn(f64) -> String) -> String {
    x.map_or("-".to_string(), shown)
}

fn checkpoints(report: &Report) -> Sheet {
    let row = |(place, of): (usize, &Figures)| {
        let cells = vec![
            place.to_string(),
            of.network.clone(),
            format!("{:.4}", of.loss),
            format!("{:.3e}", of.spread),
            or_dash(of.effective_rank, |rank| format!("{rank:.2}")),
            or_dash(of.spread_along_update, |x| format!("{x:+.3}")),
            or_dash(of.noise, |noise| format!("{:.1} %", 100.0 * noise)),
        ];
        (Mark::Plain, cells)
    };
    let header = [">", "checkpoint", ">loss", ">spread", ">effective rank", ">along", ">noise"];
    Sheet::new(&header, report.checkpoints.iter().enumerate().map(row))
}

fn changes(of: &Figures) -> Sheet {
    let row = |effect: &super::figures::Effect| {
        let cells = vec![
            effect.change.name().to_string(),
            format!("{:.4}", effect.loss),
            or_dash(effect.cosine, |x| format!("{x:+.3}")),
            or_dash(effect.spread_along_update, |x| format!("{x:+.3}")),
            effect.claim.to_string(),
        ];
        (Mark::Plain, cells)
    };
    Sheet::new(&["training", ">loss", ">cosine", ">along", "claim"], of.changes.iter().map(row))
}

fn layers(of: &Figures) -> Vec<Piece> {
    let parameters = of.layers.iter().map(|layer| {
        let cells = vec![
            layer.layer.clone(),
            format!("{:.3e}", layer.norm),
            format!("{:.3e}", layer.update_norm),
            or_dash(layer.spread_along_update, |x| format!("{x:+.3}")),
        ];
        (Mark::Plain, cells)
    });
    let hidden = of.hidden.iter().map(|hidden| {
        let cells = vec![
            hidden.layer.clone(),
            hidden.units.to_string(),
            format!("{:.1} %", 100.0 * hidden.silent),
            or_dash(hidden.effective_rank, |rank| format!("{rank:.2}")),
        ];
        (Mark::Plain, cells)
    });
    vec![
        Piece::Sheet(Sheet::new(&["layer", ">|θ|", ">|u|", ">along"], parameters)),
        Piece::Sheet(Sheet::new(&["activation behind", ">units", ">silent", ">effective rank"], hidden)),
    ]
}

fn pictures(all: &[Figures]) -> Vec<Piece> {
    let curve = |name: &str, of: &dyn Fn(&Figures) -> Option<f64>| {
        Curve::new(name, all.iter().enumerate().filter_map(|(k, figures)| Some((k as f64, Band::point(of(figures)?)))))
    };
    let drawn = |name: &str, title: &str, y: &str, scale: Scale, lines: &[Curve]| -> Picture {
        let frame = Frame::new(name, title, "one value a checkpoint", "checkpoint (count)", y);
        curves(&frame, scale, Interval::Hidden, lines, None)
    };
    let spread = [curve("spread", &|figures| Some(figures.spread))];
    let rank = [curve("effective rank", &|figures| figures.effective_rank)];
    let loss = [curve("loss", &|figures| Some(figures.loss))];
    let along = [curve("update", &|figures| figures.spread_along_update)];
    vec![
        Piece::Picture(drawn("spread", "Spread of the unit outputs", "spread (1)", Scale::Logarithmic, &spread)),
        Piece::Picture(drawn("rank", "Effective rank of the outputs", "directions (1)", Scale::Linear, &rank)),
        Piece::Picture(drawn("loss", "Loss", "loss (1)", Scale::Linear, &loss)),
        Piece::Picture(drawn(
            "along",
            "Cosine of the update with the gradient of ln spread",
            "cosine (1)",
            Scale::Linear,
            &along,
        )),
    ]
}
