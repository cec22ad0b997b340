//! One page of results, `experiments.html`, self-contained: text, tables and pictures inlined.

use super::picture::Picture;
use super::sheet::{Mark, Sheet};
use dualproof::html::page::MARK;
use dualproof::html::{STYLE, escaped};

/// The page within the directory.
pub const PAGE: &str = "experiments.html";

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
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
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
                Piece::Sheet(sheet) => table(&section.heading, sheet),
                Piece::Picture(picture) => figure(picture),
                Piece::Folded { title, texts } => {
                    let texts: String = texts.iter().map(|text| format!("<p>{}</p>\n", escaped(text))).collect();
                    format!("<details>\n<summary>{}</summary>\n{texts}</details>\n", escaped(title))
                }
            });
        }
    }
    html.push_str("</main>\n</body>\n</html>\n");
    html
}

/// A table, which a screen reader calls by the heading of its section.
fn table(heading: &str, sheet: &Sheet) -> String {
    let cells = |tag: &str, scope: &str, cells: &[String]| -> String {
        let cell = |cell: &String| {
            let length = if cell.chars().count() <= SHORT { "short" } else { "long" };
            // A column without a name has no heading.
            let (tag, scope) = if cell.is_empty() { ("td", "") } else { (tag, scope) };
            format!("<{tag}{scope} class=\"{length}\">{}</{tag}>", escaped(cell))
        };
        cells.iter().map(cell).collect()
    };
    let heading = escaped(heading);
    let mut html = format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"table: {heading}\">\n<table>\n<caption class=\"unseen\">{heading}</caption>\n\
         <thead><tr>{}</tr></thead>\n<tbody>\n",
        cells("th", " scope=\"col\"", &sheet.titles())
    );
    for (mark, row) in &sheet.rows {
        html.push_str(&format!("<tr class=\"{}\">{}</tr>\n", mark.class(), cells("td", "", row)));
    }
    html.push_str("</tbody>\n</table>\n</div>\n");
    html
}

/// The drawing alone, without the declaration or comment that stands before it in a file.
fn figure(picture: &Picture) -> String {
    let drawing = picture.svg.find("<svg").map_or("", |at| &picture.svg[at..]);
    let title = escaped(&picture.title);
    format!("<figure role=\"img\" aria-label=\"{title}\" id=\"{}\">\n{}\n</figure>\n", picture.name, drawing.trim_end())
}
