//! A stored counterexample, folded: both sides as matrices, the first entry in which they differ, the instance.

use super::site::UP;
use crate::claim::{Counterexample, Stored, first_difference};
use crate::html::escaped;
use crate::json;

/// Entries of a matrix up to which it is shown; the file has all of them.
const ENTRIES: usize = 48;

/// The identifier of a counterexample on its claim's page.
pub(super) fn anchor(name: &str) -> String {
    format!("counterexample-{}", escaped(name))
}

/// A counterexample that opens under words that say what it refutes.
pub(super) fn opened(name: &str, what: &str, counterexample: &Counterexample) -> String {
    let Counterexample { claim, kind, instance, measured, predicted, .. } = counterexample;
    let file = format!("counterexamples/{claim}/{name}.json");
    // In a system that rounds the first entry that differs need not be the one that refutes.
    let difference = first_difference("", measured, predicted, 0.0).filter(|_| kind.is_free_of_rounding());
    let difference = difference.map_or(String::new(), |at| {
        format!(
            "<p>First difference: matrix {}, row {}, column {}, measured <code>{}</code>, predicted <code>{}</code>.</p>\n",
            at.matrix + 1,
            at.row + 1,
            at.column + 1,
            escaped(&at.found),
            escaped(&at.expected)
        )
    });
    format!(
        "<details id=\"{}\">\n<summary>{what}: {} numbers, {}</summary>\n{difference}{}{}<p>The instance:</p>\n\
         <pre tabindex=\"0\" aria-label=\"instance\"><code>{}</code></pre>\n<p><a href=\"{UP}{file}\">{}.json</a>; again: <code>cargo run --release -- \
         replay {file}</code></p>\n</details>\n",
        anchor(name),
        counterexample.size().0,
        kind.name(),
        side("Measured", measured),
        side("Predicted", predicted),
        escaped(json::write(instance).trim_end()),
        escaped(name)
    )
}

/// A side: its matrices in brackets.
fn side(name: &str, side: &Stored) -> String {
    let matrix = |rows: &Vec<Vec<String>>| {
        let columns = rows.first().map_or(0, Vec::len);
        if rows.len() * columns > ENTRIES || columns == 0 {
            return format!("a matrix of {} × {columns} (in the file)", rows.len());
        }
        let row = |row: &Vec<String>| {
            let cells: String =
                row.iter().map(|entry| format!("<mtd><mn>{}</mn></mtd>", escaped(&entry.replace('-', "−")))).collect();
            format!("<mtr>{cells}</mtr>")
        };
        let rows: String = rows.iter().map(row).collect();
        format!("<math><mo>(</mo><mtable>{rows}</mtable><mo>)</mo></math>")
    };
    let matrices: Vec<String> = side.iter().map(matrix).collect();
    let shown = if matrices.is_empty() { "nothing stored".to_string() } else { matrices.join(", ") };
    format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><p>{name}: {shown}</p></div>\n",
        name.to_lowercase()
    )
}
