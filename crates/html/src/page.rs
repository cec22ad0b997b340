//! A whole page with its landmarks: a link that skips to the content, the site's navigation, the content, a foot.

use crate::escaped;

/// A page of a site.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    /// Its name in the title of the window.
    pub title: &'a str,
    /// The name of the site.
    pub site: &'a str,
    /// The way from the page's folder to that of the site: empty, or `../`.
    pub root: &'a str,
    /// The site's navigation: words, and the page they lead to from the site's folder.
    pub navigation: &'a [(String, String)],
    /// The path of the page, from the site's folder.
    pub path: &'a str,
    /// HTML within `main`, with the one heading of the first level.
    pub content: &'a str,
    /// HTML of the foot.
    pub foot: &'a str,
    /// A script, without which everything is there.
    pub script: &'a str,
}

impl Page<'_> {
    /// The HTML of the page. It loads the site's `style.css` and nothing else.
    pub fn html(&self) -> String {
        let Page { title, site, root, navigation, path, content, foot, script } = self;
        let links: String = navigation
            .iter()
            .map(|(words, target)| {
                let current = if target == path { " aria-current=\"page\"" } else { "" };
                format!("<li><a href=\"{root}{}\"{current}>{}</a></li>\n", escaped(target), escaped(words))
            })
            .collect();
        let window = if title == site { escaped(title) } else { format!("{} – {}", escaped(title), escaped(site)) };
        let script = if script.is_empty() { String::new() } else { format!("<script>{script}</script>\n") };
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n{MARK}\n<title>{window}</title>\n\
             <link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"{root}style.css\">\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#content\">Skip to the content</a>\n\
             <header>\n<nav aria-label=\"site\">\n<ul>\n{links}</ul>\n</nav>\n</header>\n\
             <main id=\"content\" tabindex=\"-1\">\n{content}</main>\n<footer>\n{foot}</footer>\n{script}</body>\n</html>\n"
        )
    }
}

/// The mark of origin of every page.
pub const MARK: &str = "<meta name=\"generator\" content=\"dualproof\">";
