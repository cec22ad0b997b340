//! Pages that need no script.
//!
//! - [`escaped`]: a text as HTML and SVG show it.
//! - [`formula`]: formulas in Unicode notation, within prose or by themselves, as MathML.
//! - [`markdown`]: Markdown as HTML, formulas included.
//! - [`page`]: a whole page, with its landmarks; [`STYLE`], the style of all pages.

#![warn(missing_docs)]

pub mod formula;
pub mod markdown;
pub mod page;

/// The style of every page: light and dark, on a screen and on paper, from 400 pixels on.
pub const STYLE: &str = include_str!("style.css");

/// A text as HTML or SVG shows it, in content and in attributes.
///
/// ```
/// assert_eq!(dualproof_html::escaped("a < \"b\" & c"), "a &lt; &quot;b&quot; &amp; c");
/// ```
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
