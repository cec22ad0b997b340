//! The page of the recorded run: every row of evidence of every claim, the error budget, what Coq has checked.

use super::evidence::kinds;
use super::site::{Site, linked, status, table};
use crate::html::escaped;
use crate::ledger::{brief, formal, front};
use crate::record::EvidenceRow;

pub(super) fn page(site: &Site<'_>) -> String {
    let path = "evidence.html";
    let mut rows = String::new();
    for (claim, row) in site.claims() {
        for (place, of) in row.evidence.iter().enumerate() {
            let EvidenceRow { kind, verdict, accepted, rejected, residual, bound, false_pass, power, .. } = of;
            let number = |text: String, field: &str| {
                format!(
                    "<td class=\"number\">{}</td>",
                    linked(&text, &row.claim, &format!("/evidence/{place}/{field}"), path)
                )
            };
            let none = || "<td class=\"number\">–</td>".to_string();
            let of_numbers =
                |x: f64, field: &str| if kind.compares_numbers() { number(brief(x), field) } else { none() };
            let optional = |x: &Option<f64>, field: &str| x.map_or_else(none, |x| number(brief(x), field));
            rows.push_str(&format!(
                "<tr><th scope=\"row\"><a href=\"claims/{0}.html\"><code>{0}</code></a></th><td>{1}</td><td>{2}</td>{3}{4}{5}{6}{7}{8}</tr>\n",
                escaped(claim.slug),
                kind.name(),
                status(*verdict),
                number(accepted.to_string(), "accepted"),
                number(rejected.to_string(), "rejected"),
                of_numbers(*residual, "residual"),
                of_numbers(*bound, "bound"),
                optional(&power.filter(|_| kind.compares_numbers()), "power"),
                optional(false_pass, "false_pass"),
            ));
        }
    }
    let titles = ["claim", "evidence", "verdict", "accepted", "rejected", "residual", "bound", "power", "false pass"];
    let caption = "Every row of evidence of the recorded run. Each number leads to its line in the record.";
    let run = format!("{}{}", front::run(site.registry, site.record), formal::run(site.standing));
    let run = run.replace("## The recorded run", "");
    let content = format!(
        "<h1>The evidence</h1>\n<p class=\"lead\">What one run found, whole; the totals are in <a href=\"data/record.html\">the record</a>.</p>\n{}\
         <h2>Kinds of evidence</h2>\n{}<h2>Every row</h2>\n\
         <p>Residual, bound and power are shares of the largest value of a compared matrix. Residual: how far the two sides \
         differ at most. Bound: how far rounding can set them apart; 0 where equality is <code>==</code>. Power: the smallest planted violation that is \
         caught in whichever entry, the largest over all instances. False pass: the chance that the row holds of what is false; – where \
         chance plays no part.</p>\n{}",
        site.markdown(run.trim(), path, 0, None),
        kinds(),
        table(caption, &titles, &rows)
    );
    site.page(path, "The evidence", &content, "")
}
