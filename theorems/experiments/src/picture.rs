//! Pictures of results as SVG: curves with bands or error bars, and heat maps. Each is readable by itself: a title,
//! axes with units, a legend, and the number of runs in the subtitle. The same data gives the same text.

pub use dualproof::campaign::Picture;

use super::axis::Axis;
use super::band::Band;
use super::svg::{own_identifiers, scalable};
use dualproof::html::escaped;
use kuva::backend::svg::SvgBackend;
use kuva::plot::legend::LegendPosition;
use kuva::plot::{ColorMap, Heatmap, LinePlot, LineStyle, ScatterPlot};
use kuva::prelude::ReferenceLine;
use kuva::render::layout::{Layout, TickFormat};
use kuva::render::plots::Plot;
use kuva::render::render::render_multiple;
use std::sync::Arc;

/// Pixels of a picture's width and height; the legend below adds to the height. Narrow, so that the letters can be
/// read where it is shown on a narrow screen.
const SIZE: (f64, f64) = (640.0, 420.0);

/// Pixels of a line of the legend, of a letter in it, and of what stands beside the letters of an entry.
const LEGEND: (f64, f64, f64) = (20.0, 7.5, 40.0);

/// Pixels of a heat map's cell, and of what stands around the cells.
const CELL: (f64, f64) = (84.0, 36.0);
const AROUND: (f64, f64) = (320.0, 190.0);

/// Sizes of letters: the title, what stands under it, the names of the axes, ticks, legend.
const LETTERS: (u32, u32, u32, u32, u32) = (17, 13, 14, 13, 13);

/// Characters after which a title and a subtitle go on in the next line: as many as fit over the plotting area.
const WRAP: (usize, usize) = (52, 72);

/// Colours that colour-blind readers can tell apart (Okabe and Ito, *Color Universal Design*, 2008), with grey and brown
/// for their yellow, which white hides.
const COLOURS: [&str; 9] =
    ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000", "#999999", "#8c510a"];

/// The mark of origin at the start of every drawing.
const MARK: &str = "<!-- a picture of dualproof -->\n";

/// Is a text a drawing of this program?
pub fn is_own(text: &str) -> bool {
    text.starts_with(MARK)
}

/// A named series: a band at each place of the horizontal axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Its name in the legend.
    pub name: String,
    /// Places and bands. What is not finite, or not above 0 on a logarithmic axis, is left out.
    pub points: Vec<(f64, Band)>,
}

impl Curve {
    /// A series with its name.
    pub fn new(name: impl Into<String>, points: impl IntoIterator<Item = (f64, Band)>) -> Self {
        Curve { name: name.into(), points: points.into_iter().collect() }
    }
}

/// How the interval of a point is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interval {
    /// A shaded area along the curve.
    Shaded,
    /// A bar at each point.
    Bars,
    /// Not at all, where curves are many.
    Hidden,
}

/// The name, the titles and the axes of a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// A name fit for a file and for an identifier in a page: letters, digits and hyphens.
    pub name: String,
    /// The title.
    pub title: String,
    /// The subtitle: the number of runs, and what the intervals are.
    pub subtitle: String,
    /// The horizontal axis, with its unit.
    pub x: String,
    /// The vertical axis, with its unit.
    pub y: String,
}

impl Frame {
    /// Name, title, subtitle and both axes.
    pub fn new(
        name: impl Into<String>,
        title: impl Into<String>,
        subtitle: impl Into<String>,
        x: &str,
        y: &str,
    ) -> Self {
        let (name, title, subtitle) = (name.into(), title.into(), subtitle.into());
        Frame { name, title, subtitle, x: x.into(), y: y.into() }
    }
}

/// The scale of an axis; every one fits its data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// Linear.
    Linear,
    /// Logarithmic.
    Logarithmic,
}

/// Curves over one horizontal axis, of whole numbers where all places are; `level` is a labelled horizontal line, such
/// as chance. Where it is not on the axis that fits the curves, the subtitle says where it is.
pub fn curves(
    frame: &Frame,
    scale: Scale,
    interval: Interval,
    curves: &[Curve],
    level: Option<(f64, &str)>,
) -> Picture {
    let drawable = |value: f64| value.is_finite() && (scale != Scale::Logarithmic || value > 0.0);
    let mut plots: Vec<Plot> = Vec::new();
    for (index, curve) in curves.iter().enumerate() {
        let colour = COLOURS[index % COLOURS.len()];
        let kept = curve.points.iter().filter(|(x, band)| x.is_finite() && drawable(band.middle));
        // An interval that reaches beyond what can be drawn ends at its middle.
        let end = |value: f64, middle: f64| if drawable(value) { value } else { middle };
        let points: Vec<(f64, Band)> = kept
            .map(|(x, b)| (*x, Band { lower: end(b.lower, b.middle), upper: end(b.upper, b.middle), ..*b }))
            .collect();
        if points.is_empty() {
            continue;
        }
        let middles = points.iter().map(|(x, band)| (*x, band.middle));
        // Beyond the colours, a second round is dashed.
        let style = match index / COLOURS.len() {
            0 => LineStyle::Solid,
            _ => LineStyle::Dashed,
        };
        let line = LinePlot::new().with_data(middles.clone()).with_color(colour).with_line_style(style);
        let line = line.with_legend(curve.name.clone());
        match interval {
            Interval::Shaded => {
                let lower: Vec<f64> = points.iter().map(|(_, band)| band.lower).collect();
                let upper: Vec<f64> = points.iter().map(|(_, band)| band.upper).collect();
                plots.push(line.with_band(lower, upper).into());
            }
            Interval::Hidden => plots.push(line.into()),
            Interval::Bars => {
                let errors: Vec<(f64, f64)> =
                    points.iter().map(|(_, b)| (b.middle - b.lower, b.upper - b.middle)).collect();
                plots.push(line.into());
                let dots = ScatterPlot::new().with_data(middles).with_color(colour).with_size(4.0);
                plots.push(dots.with_y_err_asymmetric(errors).into());
            }
        }
    }
    if plots.is_empty() {
        return nothing(frame);
    }
    let ends = |b: &Band| [b.lower, b.middle, b.upper].into_iter().filter(|value| drawable(*value));
    let shown = curves.iter().flat_map(|curve| &curve.points).filter(|(_, band)| drawable(band.middle));
    let heights = shown.clone().flat_map(|(_, band)| match interval {
        Interval::Hidden => vec![band.middle],
        _ => ends(band).collect(),
    });
    let places: Vec<f64> = shown.map(|(x, _)| *x).filter(|x| x.is_finite()).collect();
    let vertical = if scale == Scale::Logarithmic { Axis::of_sizes(heights) } else { Axis::of_values(heights) };
    let is_whole = places.iter().all(|x| x.fract() == 0.0);
    let horizontal = if is_whole { Axis::of_places(places) } else { Axis::of_values(places) };
    let (Some(vertical), Some(horizontal)) = (vertical, horizontal) else { return nothing(frame) };
    let mut frame = frame.clone();
    let level = level.filter(|(value, label)| {
        if !vertical.has(*value) {
            frame.subtitle.push_str(&format!("; {label}: {value:.3}"));
        }
        vertical.has(*value)
    });
    let longest = curves.iter().map(|curve| curve.name.chars().count()).max().unwrap_or(0);
    let columns = (SIZE.0 / (LEGEND.2 + LEGEND.1 * longest as f64)).floor().max(1.0);
    let height = SIZE.1 + LEGEND.0 * (curves.len() as f64 / columns).ceil();
    let mut layout = framed(&frame, &plots).with_width(SIZE.0).with_height(height);
    layout = layout.with_legend_position(LegendPosition::OutsideBottomColumns).with_legend_box(false);
    layout = layout.with_x_axis_min(horizontal.lowest).with_x_axis_max(horizontal.highest);
    layout = layout.with_y_axis_min(vertical.lowest).with_y_axis_max(vertical.highest);
    if scale == Scale::Logarithmic {
        layout = layout.with_log_y();
    }
    if let Some(step) = horizontal.step {
        layout = layout.with_x_tick_step(step);
    }
    if let Some(step) = vertical.step {
        layout = layout.with_y_tick_step(step);
    }
    if let Some((value, label)) = level {
        layout = layout.with_reference_line(ReferenceLine::horizontal(value).with_color("#666666").with_label(label));
    }
    drawn(&frame, plots, layout)
}

/// A grid of numbers, with each number in its cell: `values` row by row from the top. The vertical axis names the
/// rows, the horizontal one the columns. What is not a number is shown as such, on grey.
pub fn heat_map(frame: &Frame, rows: &[String], columns: &[String], values: &[Vec<f64>]) -> Picture {
    if !values.iter().flatten().any(|value| value.is_finite()) {
        return nothing(frame);
    }
    // The library counts rows upwards.
    let shown = values.iter().rev().map(|row| row.iter().map(|v| if v.is_finite() { *v } else { f64::NAN }));
    let map = Heatmap::new().with_data(shown).with_color_map(ColorMap::Custom(Arc::new(tint))).with_values();
    let plots: Vec<Plot> = vec![map.into()];
    let layout = framed(frame, &plots)
        .with_x_categories(columns.to_vec())
        .with_y_categories(rows.iter().rev().cloned().collect())
        .with_width(AROUND.0 + CELL.0 * columns.len() as f64)
        .with_height(AROUND.1 + CELL.1 * rows.len() as f64);
    drawn(frame, plots, layout)
}

/// From white to a blue on which black can be read.
fn tint(share: f64) -> String {
    const DEEPEST: [f64; 3] = [86.0, 180.0, 233.0];
    if !share.is_finite() {
        return "#dddddd".to_string();
    }
    let channel = |deepest: f64| (255.0 + share.clamp(0.0, 1.0) * (deepest - 255.0)).round() as u8;
    let [red, green, blue] = DEEPEST.map(channel);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn framed(frame: &Frame, plots: &[Plot]) -> Layout {
    Layout::auto_from_plots(plots)
        .with_title(frame.title.clone())
        .with_title_wrap(WRAP.0)
        .with_title_size(LETTERS.0)
        .with_subtitle(frame.subtitle.clone())
        .with_subtitle_wrap(WRAP.1)
        .with_subtitle_size(LETTERS.1)
        .with_label_size(LETTERS.2)
        .with_tick_size(LETTERS.3)
        .with_body_size(LETTERS.4)
        .with_x_label(frame.x.clone())
        .with_y_label(frame.y.clone())
        .with_y_tick_format(TickFormat::Auto)
        .with_font_family("DejaVu Sans, Arial, sans-serif")
}

fn drawn(frame: &Frame, plots: Vec<Plot>, layout: Layout) -> Picture {
    let svg = SvgBackend::default().render_scene(&render_multiple(plots, layout));
    let svg = format!("{MARK}{}", own_identifiers(&scalable(&svg, LETTERS.4), &frame.name));
    Picture { name: frame.name.clone(), title: frame.title.clone(), svg }
}

/// The picture where no point can be drawn.
fn nothing(frame: &Frame) -> Picture {
    let text = format!("{}: no value that can be drawn", frame.title);
    let svg = format!(
        "{MARK}<svg viewBox=\"0 0 640 40\" xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"40\"><text x=\"8\" y=\"24\">{}</text></svg>\n",
        escaped(&text)
    );
    Picture { name: frame.name.clone(), title: frame.title.clone(), svg }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(name: &str) -> Frame {
        Frame::new(name, "A < B", "n = 3 runs", "time (epochs)", "size (1)")
    }

    fn sample(values: &[f64]) -> Vec<Curve> {
        let band = |middle: f64| Band { lower: middle / 2.0, middle, upper: middle * 2.0 };
        vec![Curve::new("one", values.iter().enumerate().map(|(x, y)| (x as f64, band(*y))))]
    }

    #[test]
    fn the_same_data_gives_the_same_text_whatever_was_drawn_before() {
        let draw = || curves(&frame("a"), Scale::Logarithmic, Interval::Shaded, &sample(&[1.0, 10.0]), None);
        let first = draw();
        curves(&frame("b"), Scale::Linear, Interval::Bars, &sample(&[1.0, 2.0]), Some((1.5, "level")));
        assert_eq!(first, draw());
    }

    #[test]
    fn a_picture_names_what_it_shows() {
        for scale in [Scale::Linear, Scale::Logarithmic] {
            let svg = curves(&frame("a"), scale, Interval::Bars, &sample(&[1.0, 2.0]), Some((1.5, "level"))).svg;
            for needle in ["A &lt; B", "n = 3 runs", "time (epochs)", "size (1)", "one", "level"] {
                assert!(svg.contains(needle), "{needle}");
            }
        }
    }

    #[test]
    fn what_cannot_be_drawn_is_left_out_and_nothing_is_said_to_be_nothing() {
        let draw = |values: &[f64]| curves(&frame("a"), Scale::Logarithmic, Interval::Shaded, &sample(values), None);
        for values in [&[f64::NAN, 0.0, -1.0][..], &[]] {
            assert!(draw(values).svg.contains("no value that can be drawn"));
        }
        let svg = draw(&[1.0, f64::NAN, 0.0, 10.0]).svg;
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }

    #[test]
    fn a_picture_is_scaled_and_not_cut() {
        let svg = curves(&frame("a"), Scale::Linear, Interval::Bars, &sample(&[1.0, 2.0]), None).svg;
        assert!(is_own(&svg) && svg.contains("<svg viewBox=\"0 0 640 "), "{svg}");
        assert!(is_own(&nothing(&frame("a")).svg));
    }

    #[test]
    fn a_level_that_is_not_on_the_axis_is_said() {
        let draw = |level: f64| {
            let svg =
                curves(&frame("a"), Scale::Linear, Interval::Hidden, &sample(&[80.0, 82.0]), Some((level, "guess")));
            svg.svg
        };
        assert!(draw(9.0).contains("n = 3 runs; guess: 9.000"), "{}", draw(9.0));
        assert!(!draw(81.0).contains("guess: "));
    }

    #[test]
    fn whole_places_have_whole_ticks() {
        let svg = curves(&frame("a"), Scale::Linear, Interval::Hidden, &sample(&[5.0, 6.0, 7.0]), None).svg;
        assert!(!svg.contains(">0.5<") && !svg.contains(">1.5<") && svg.contains(">1<"), "{svg}");
    }

    /// Where the first text with this content stands, from the top.
    fn height_of(svg: &str, content: &str) -> f64 {
        let end = svg.find(&format!(">{content}<")).unwrap_or_else(|| panic!("{content} in {svg}"));
        let element = &svg[svg[..end].rfind("<text").unwrap()..end];
        element.split(" y=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
    }

    #[test]
    fn a_heat_map_has_every_number_beside_its_name_from_the_top() {
        let names = |names: &[&str]| names.iter().map(|name| name.to_string()).collect::<Vec<_>>();
        let values = [vec![12.5], vec![f64::NAN], vec![7.25]];
        let svg = heat_map(&frame("a"), &names(&["up", "mid", "down"]), &names(&["left"]), &values).svg;
        assert!(svg.contains(">left<"));
        let heights = ["12.50", "NaN", "7.25"].map(|number| height_of(&svg, number));
        assert!(heights.is_sorted());
        for (name, height) in ["up", "mid", "down"].iter().zip(heights) {
            // A name and a number in the same row of cells are centred on it by their own heights.
            assert!((height_of(&svg, name) - height).abs() < CELL.1 / 2.0, "{name}");
        }
    }
}
