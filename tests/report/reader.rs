//! A strict reader of HTML, for tests: elements closed in order, attributes in quotes, no identifier twice.

use std::collections::BTreeSet;

/// Elements without an end.
const VOID: [&str; 8] = ["meta", "link", "br", "hr", "img", "input", "mspace", "wbr"];

/// An element at its start.
#[derive(Clone, Debug)]
pub struct Element<'a> {
    pub name: &'a str,
    pub attributes: Vec<(&'a str, String)>,
    /// The text up to the end of the element.
    pub text: String,
}

impl Element<'_> {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(found, _)| *found == name).map(|(_, value)| value.as_str())
    }
}

pub fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// The elements of a page in the order of their starts.
///
/// # Panics
/// Where the page is not well formed.
pub fn elements<'a>(path: &str, html: &'a str) -> Vec<Element<'a>> {
    let html = html.strip_prefix("<!DOCTYPE html>\n").unwrap_or_else(|| panic!("{path}: no document type"));
    let (mut all, mut open, mut identifiers): (Vec<Element<'a>>, Vec<usize>, _) =
        (Vec::new(), Vec::new(), BTreeSet::new());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (text, tag) = rest.split_at(start);
        open.iter().for_each(|place| all[*place].text.push_str(&unescaped(text)));
        let end = tag.find('>').unwrap_or_else(|| panic!("{path}: no end of {tag:.40}"));
        let inside = &tag[1..end];
        rest = &tag[end + 1..];
        if let Some(name) = inside.strip_prefix('/') {
            let last = open.pop().map(|place| all[place].name);
            assert_eq!(last, Some(name), "{path}: found </{name}>");
            continue;
        }
        let (name, attributes) = inside.split_once(' ').unwrap_or((inside, ""));
        let element = Element {
            name: name.trim_end_matches('/'),
            attributes: attributes_of(path, attributes),
            text: String::new(),
        };
        if let Some(identifier) = element.attribute("id") {
            assert!(identifiers.insert(identifier.to_string()), "{path}: the identifier {identifier} stands twice");
        }
        // A picture says what it shows.
        let said = element.attribute("alt").unwrap_or_default().to_string();
        open.iter().for_each(|place| all[*place].text.push_str(&said));
        let is_void = VOID.contains(&element.name);
        all.push(element);
        if name == "script" {
            rest = &rest[rest.find("</script>").expect("the end of a script")..];
        }
        if !is_void {
            open.push(all.len() - 1);
        }
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "{path}: left open or behind the end: {rest:?}");
    all
}

fn attributes_of<'a>(path: &str, text: &'a str) -> Vec<(&'a str, String)> {
    let (mut attributes, mut rest) = (Vec::new(), text.trim_end_matches('/').trim());
    while !rest.is_empty() {
        let name_end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(name_end);
        match after.strip_prefix("=\"") {
            Some(value) => {
                let (value, after) = value.split_once('"').unwrap_or_else(|| panic!("{path}: no end of {name}"));
                attributes.push((name, unescaped(value)));
                rest = after.trim_start();
            }
            None => {
                assert!(["hidden"].contains(&name), "{path}: {name} without a value in quotes: {text}");
                attributes.push((name, String::new()));
                rest = after.trim_start();
            }
        }
    }
    attributes
}

/// What a page is, of which these are the elements, asked of every page: landmarks, one first heading, captions, scopes.
pub fn assert_accessible(path: &str, elements: &[Element<'_>]) {
    let count = |name: &str| elements.iter().filter(|element| element.name == name).count();
    assert_eq!(elements[0].attribute("lang"), Some("en"), "{path}");
    for name in ["h1", "main", "header", "footer", "title"] {
        assert_eq!(count(name), 1, "{path}: {name}");
    }
    assert_eq!(count("table"), count("caption"), "{path}: tables and captions");
    for element in elements {
        let has = |name: &str| element.attribute(name).is_some_and(|value| !value.trim().is_empty());
        match element.name {
            "th" => assert!(has("scope"), "{path}: {element:?}"),
            "img" => assert!(has("alt"), "{path}: {element:?}"),
            "nav" => assert!(has("aria-label"), "{path}: {element:?}"),
            "a" => assert!(has("href") && !element.text.trim().is_empty(), "{path}: {element:?}"),
            _ => {}
        }
    }
    // No level of headings is left out.
    let level = |element: &Element<'_>| element.name.strip_prefix('h').and_then(|level| level.parse::<usize>().ok());
    let levels: Vec<usize> = elements.iter().filter_map(level).collect();
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{path}: {levels:?}");
}
