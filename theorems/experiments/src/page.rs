//! One page of results, `experiments.html`, self-contained: text, tables and pictures inlined.

use super::picture::Picture;
use super::sheet::{Mark, Sheet};
use dualproof::html::escaped;
use dualproof::html::page::MARK;

/// The page within the directory.
pub const PAGE: &str = "experiments.html";

/// The page's only style; no font, script or image comes from elsewhere.
const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}\
h1,h2{line-height:1.2}h2{font-size:1.3rem}table{border-collapse:collapse;margin:1rem 0;font-size:.9rem;display:block;overflow-x:auto}\
th,td{border:1px solid #ccc;padding:.25rem .5rem;text-align:left;vertical-align:top}th{background:#f3f3f3}\
td{min-width:1.5rem}.short{white-space:nowrap}.long{min-width:14rem}\
figure{margin:1.5rem 0;max-width:48rem}figure svg{width:100%;height:auto;display:block}\
.verdict{border-left:.5rem solid #bbb;padding:.25rem .75rem}details{margin:1rem 0}summary{cursor:pointer}\
.bad{background:#fde8e8}.good{background:#e8f6ec}.unsure{background:#fdf6e0}\
.verdict.bad{border-color:#c0392b}.verdict.good{border-color:#2e8b57}.verdict.unsure{border-color:#d4a017}";

/// Characters up to which a cell of a table stays on one line.
const SHORT: usize = 26;

/// Is a text a page of this program?
pub fn is_own(text: &str) -> bool {
    text.contains(MARK)
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// A paragraph.
    Text(String),
    /// A table.
    Sheet(Sheet),
    /// A picture.
    Picture(Picture),
    /// Paragraphs that are shown when their title is chosen.
    Folded {
        /// The title.
        title: String,
        /// The paragraphs.
        texts: Vec<String>,
    },
}

/// The outcome of an experiment, in three lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// Whether it agrees with the claim.
    pub mark: Mark,
    /// The verdict, what it is from, and what was measured.
    pub lines: [String; 3],
}

/// A section with a heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// The heading.
    pub heading: String,
    /// What follows it.
    pub pieces: Vec<Piece>,
}

/// The page of the given title, headlines and sections. Never fails; whatever the texts contain is shown, not interpreted.
///
/// ```
/// use dualproof_experiments::page::{Piece, Section, page};
/// let section = Section { heading: "A & B".into(), pieces: vec![Piece::Text("a < b".into())] };
/// assert!(page("T", &[], &[section]).contains("<h2>A &amp; B</h2>\n<p>a &lt; b</p>"));
/// ```
pub fn page(title: &str, headlines: &[Headline], sections: &[Section]) -> String {
    let title = escaped(title);
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n{MARK}\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    );
    for Headline { mark, lines: [verdict, counts, measured] } in headlines {
        let [verdict, counts, measured] = [verdict, counts, measured].map(|line| escaped(line));
        let class = mark.class();
        html.push_str(&format!(
            "<p class=\"verdict {class}\"><strong>{verdict}</strong><br>\n{counts}<br>\n{measured}</p>\n"
        ));
    }
    for section in sections {
        html.push_str(&format!("<h2>{}</h2>\n", escaped(&section.heading)));
        for piece in &section.pieces {
            html.push_str(&match piece {
                Piece::Text(text) => format!("<p>{}</p>\n", escaped(text)),
                Piece::Sheet(sheet) => table(sheet),
                Piece::Picture(picture) => figure(picture),
                Piece::Folded { title, texts } => {
                    let texts: String = texts.iter().map(|text| format!("<p>{}</p>\n", escaped(text))).collect();
                    format!("<details>\n<summary>{}</summary>\n{texts}</details>\n", escaped(title))
                }
            });
        }
    }
    html.push_str("</body>\n</html>\n");
    html
}

fn table(sheet: &Sheet) -> String {
    let cells = |tag: &str, cells: &[String]| -> String {
        let cell = |cell: &String| {
            let length = if cell.chars().count() <= SHORT { "short" } else { "long" };
            format!("<{tag} class=\"{length}\">{}</{tag}>", escaped(cell))
        };
        cells.iter().map(cell).collect()
    };
    let mut html = format!("<table>\n<thead><tr>{}</tr></thead>\n<tbody>\n", cells("th", &sheet.titles()));
    for (mark, row) in &sheet.rows {
        html.push_str(&format!("<tr class=\"{}\">{}</tr>\n", mark.class(), cells("td", row)));
    }
    html.push_str("</tbody>\n</table>\n");
    html
}

/// The drawing alone, without the declaration or comment that stands before it in a file.
fn figure(picture: &Picture) -> String {
    let drawing = picture.svg.find("<svg").map_or("", |at| &picture.svg[at..]);
    let title = escaped(&picture.title);
    format!("<figure role=\"img\" aria-label=\"{title}\" id=\"{}\">\n{}\n</figure>\n", picture.name, drawing.trim_end())
}
