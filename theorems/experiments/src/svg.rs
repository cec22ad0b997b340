//! Changes to the plotting library's drawings for a page: a size that scales, and unique identifiers.

/// The drawing with its size as a view box, too: shown wider or narrower it is scaled, not cut. The library does not
/// always leave room for the last line of a legend; here the lowest text
/// is within, with the height of so large letters below it.
pub(super) fn scalable(svg: &str, letters: u32) -> String {
    let Some((head, rest)) = svg.split_once('>') else { return svg.to_string() };
    let of = |text: &str, attribute: &str| -> Option<f64> {
        let (_, rest) = text.split_once(&format!(" {attribute}=\""))?;
        rest.split_once('"')?.0.parse().ok()
    };
    let (Some(width), Some(height)) = (of(head, "width"), of(head, "height")) else { return svg.to_string() };
    let lowest = rest.split("<text").skip(1).filter_map(|text| of(text.split('>').next()?, "y")).fold(0.0, f64::max);
    let needed = height.max((lowest + f64::from(letters)).ceil());
    let head = head.replacen("<svg ", &format!("<svg viewBox=\"0 0 {width} {needed}\" "), 1);
    let head = head.replacen(&format!(" height=\"{height}\""), &format!(" height=\"{needed}\""), 1);
    format!("{head}>{rest}")
}

/// The library numbers its clip paths through the life of the process. Named after the picture they are the same
/// in every render, and distinct on a page of many pictures.
pub(super) fn own_identifiers(svg: &str, name: &str) -> String {
    const COUNTED: &str = "kuva-clip-";
    let mut pieces = svg.split(COUNTED);
    let mut text = pieces.next().unwrap_or_default().to_string();
    for piece in pieces {
        text.push_str(&format!("clip-{name}"));
        text.push_str(piece.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_text_is_within() {
        let tall = scalable("<svg width=\"9\" height=\"20\"><text x=\"1\" y=\"30.5\">last</text></svg>", 13);
        assert!(tall.starts_with("<svg viewBox=\"0 0 9 44\" width=\"9\" height=\"44\">"), "{tall}");
        let fitting = scalable("<svg width=\"9\" height=\"20\"><text x=\"1\" y=\"2\">last</text></svg>", 13);
        assert!(fitting.starts_with("<svg viewBox=\"0 0 9 20\" width=\"9\" height=\"20\">"), "{fitting}");
        assert_eq!(scalable("nothing", 13), "nothing");
    }
}
