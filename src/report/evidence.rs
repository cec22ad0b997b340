//! The evidence for a claim: on how many instances each part was decided, and how sharp each comparison was.

use super::site::{Site, UP, linked, status, table};
use crate::claim::{Ceiling, Kind};
use crate::html::escaped;
use crate::ledger::evidence::{Figure, figures, parts};
use crate::ledger::{brief, formal};
use crate::record::{ClaimRow, EvidenceRow, PartRow};

/// The figures of a part as links, those that say how sharp the comparison is or the others.
fn shown(site: &str, row: &ClaimRow, evidence: usize, part: usize, is_sharpness: bool) -> Vec<String> {
    let of = &row.evidence[evidence];
    let figures = figures(of, &of.parts[part]).into_iter().filter(|figure| figure.is_sharpness == is_sharpness);
    let link = |Figure { text, field, .. }: Figure| {
        linked(&text, &row.claim, format!("/evidence/{evidence}/parts/{part}/{field}").trim_end_matches('/'), site)
    };
    figures.map(link).collect()
}

/// Parts × kinds of evidence: the verdict, and on how many instances.
pub(super) fn instances(site: &Site<'_>, claim: &crate::claim::Claim, row: &ClaimRow, path: &str) -> String {
    let parts = parts(row);
    let formal = |part: &str| formal::part(claim, part, site.standing);
    let is_formal = parts.iter().any(|part| formal(part).is_some());
    let mut titles: Vec<&str> = ["part"].into_iter().chain(row.evidence.iter().map(|row| row.kind.name())).collect();
    titles.extend(is_formal.then_some("in Coq"));
    let mut rows = String::new();
    for part in parts {
        let name = escaped(part);
        let mut cells = format!("<th scope=\"row\" id=\"part-{name}\"><code>{name}</code></th>");
        for (place, of) in row.evidence.iter().enumerate() {
            let Some(index) = of.parts.iter().position(|row| row.part == part) else {
                cells.push_str("<td>–</td>");
                continue;
            };
            let figures = shown(path, row, place, index, false).join(", ");
            cells.push_str(&format!(
                "<td class=\"figures-of\">{} <span class=\"number\">{figures}</span></td>",
                status(of.parts[index].verdict)
            ));
        }
        if is_formal {
            let said = formal(part).unwrap_or_else(|| "–".to_string()).replace("**", "");
            let is_proved = said.starts_with("holds");
            let link = format!("<a href=\"{UP}formal/{}.html\">{}</a>", row.claim, escaped(&said));
            cells.push_str(&format!("<td>{}</td>", if is_proved { link } else { escaped(&said) }));
        }
        rows.push_str(&format!("<tr>{cells}</tr>\n"));
    }
    let caption = "Verdicts by part and kind of evidence. <em>k of n</em>: it holds on k of n instances; the others are outside its \
                   assumptions, or vacuous. –: not decided by this kind.";
    format!("{}{}", table(caption, &titles, &rows), outside(row, path))
}

/// Instances outside the assumptions of every part, by the assumption that was unmet.
fn outside(row: &ClaimRow, path: &str) -> String {
    let of_kind = |(place, of): (usize, &EvidenceRow)| {
        let of_name = move |(name, count): (&String, &u64)| {
            let pointer = format!("/evidence/{place}/rejected_by/{name}");
            format!(
                "{} without <code>{}</code> ({})",
                linked(&count.to_string(), &row.claim, &pointer, path),
                escaped(name),
                of.kind.name()
            )
        };
        of.rejected_by.iter().map(of_name).collect::<Vec<_>>()
    };
    let unmet: Vec<String> = row.evidence.iter().enumerate().flat_map(of_kind).collect();
    if unmet.is_empty() {
        String::new()
    } else {
        format!("<p>Instances drawn outside the assumptions of every part, and left out: {}.</p>\n", unmet.join("; "))
    }
}

/// How sharp each comparison is that rounds or rests on chance: residual, bound, power, chance of a false pass.
pub(super) fn power(row: &ClaimRow, path: &str) -> String {
    let mut rows = String::new();
    for (place, of) in row.evidence.iter().enumerate() {
        for (index, part) in of.parts.iter().enumerate() {
            let at = |field: &str| format!("/evidence/{place}/parts/{index}/{field}");
            let number = |x: f64, field: &str| linked(&brief(x), &row.claim, &at(field), path);
            let has_rounding = of.kind.compares_numbers() && (part.residual > 0.0 || part.bound > 0.0);
            let power = part.power.filter(|power| *power > 0.0);
            let chance = part.identity.as_ref().map(|test| (test.false_pass, at("identity/false_pass")));
            let chance = chance.or(of.false_pass.map(|chance| (chance, format!("/evidence/{place}/false_pass"))));
            if !has_rounding && power.is_none() && chance.is_none() {
                continue;
            }
            let of_rounding = |x: f64, field: &str| if has_rounding { number(x, field) } else { "–".to_string() };
            let cells = [
                of_rounding(part.residual, "residual"),
                of_rounding(part.bound, "bound"),
                power.map_or("–".to_string(), |power| number(power, "power")),
                power.map_or("–".to_string(), |_| number(part.ceiling, "ceiling")),
                chance
                    .map_or("–".to_string(), |(chance, pointer)| linked(&brief(chance), &row.claim, &pointer, path)),
            ];
            let cells = cells.map(|cell| format!("<td class=\"number\">{cell}</td>")).concat();
            let (name, kind) = (escaped(&part.part), of.kind.name());
            rows.push_str(&format!("<tr><th scope=\"row\"><code>{name}</code></th><td>{kind}</td>{cells}</tr>\n"));
        }
    }
    if rows.is_empty() {
        return "<p>Every comparison is an equality of exact values: nothing rounds, and no chance plays a part.</p>\n"
            .to_string();
    }
    let caption = "How sharp each comparison is. Shares of the largest value of a compared matrix; comparisons of exact values have no line.";
    let titles = ["part", "evidence", "residual", "bound", "power", "at most", "false pass"];
    format!(
        "<p><dfn>Residual</dfn>: the largest difference of the two sides. <dfn>Bound</dfn>: how far rounding can set them \
         apart. <dfn>Power</dfn>: the smallest planted violation that is caught in whichever entry; a comparison whose power is \
         above “at most” is inconclusive. <dfn>False pass</dfn>: the chance that it passes what is false.</p>\n{}{}",
        table(caption, &titles, &rows),
        ceilings(row, path)
    )
}

/// The ceilings that are not the usual one, with their reasons.
fn ceilings(row: &ClaimRow, path: &str) -> String {
    let mut items = String::new();
    for (place, of) in row.evidence.iter().enumerate() {
        for (index, part) in of.parts.iter().enumerate() {
            let PartRow { ceiling, ceiling_reason: Some(reason), .. } = part else { continue };
            let pointer = format!("/evidence/{place}/parts/{index}/ceiling");
            items.push_str(&format!(
                "<li><code>{}</code> ({}): {}, since {}</li>\n",
                escaped(&part.part),
                of.kind.name(),
                linked(&brief(*ceiling), &row.claim, &pointer, path),
                crate::html::formula::prose(reason)
            ));
        }
    }
    if items.is_empty() {
        return String::new();
    }
    format!("<p>The power must be at most {:e}, but for:</p>\n<ul>\n{items}</ul>\n", Ceiling::DEFAULT.at)
}

/// What each kind of evidence is.
pub(super) fn kinds() -> String {
    let of = |kind: Kind| match kind {
        Kind::Derivation => "derived from the definitions for all dimensions and laws, step by step by stated rules",
        Kind::Exact => "random instances over the rationals; equality is ==",
        Kind::Identity => "a polynomial identity, at random points of a prime field, with every entry free",
        Kind::Enclosure => "intervals that contain the true values: inequalities and signs are proved",
        Kind::Float => "random instances in double precision, with a derived bound on the rounding error",
        Kind::Real => "the same on a real network and real data",
        Kind::Reference => "measured values against those of an independent program",
        Kind::Statistical => "a simulation and a sequential test, with a stated chance of a wrong verdict",
    };
    let items: String = Kind::ALL
        .into_iter()
        .map(|kind| format!("<dt><strong>{}</strong></dt><dd>{}</dd>\n", kind.name(), of(kind)))
        .collect();
    format!("<dl>\n{items}</dl>\n")
}
