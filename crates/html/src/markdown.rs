//! Markdown as HTML: formulas in its prose are MathML, links lead where the site has a page.

use crate::escaped;
use crate::formula::prose;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// What a site makes of a text.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// Levels by which headings are lowered: the page has a first one of its own.
    pub lowered: usize,
    /// Where a link leads; `None`: to nothing that the site has, and its text is shown alone.
    pub link: &'a dyn Fn(&str) -> Option<String>,
    /// Where a name in code leads, if it has a page.
    pub name: &'a dyn Fn(&str) -> Option<String>,
    /// HTML behind the name of each table: where its numbers are from. Without it the name is for screen readers alone.
    pub table: Option<&'a str>,
}

impl Site<'_> {
    /// A text without links.
    pub const PLAIN: Site<'static> = Site { lowered: 0, link: &|_| None, name: &|_| None, table: None };
}

/// The HTML of a text. Never fails; HTML in the text is shown and not interpreted, its comments are left out.
///
/// ```
/// use dualproof_html::markdown::{Site, html};
/// assert_eq!(html("*every* `a_b`, <br>", &Site::PLAIN), "<p><em>every</em> <code>a_b</code>, &lt;br&gt;</p>\n");
/// let link = |path: &str| (path == "one.md").then(|| "one.html".to_string());
/// let site = Site { link: &link, ..Site::PLAIN };
/// assert_eq!(html("[one](one.md), [two](two.md)", &site), "<p><a href=\"one.html\">one</a>, two</p>\n");
/// ```
pub fn html(text: &str, site: &Site<'_>) -> String {
    let mut writer = Writer {
        site,
        html: String::new(),
        run: String::new(),
        said: String::new(),
        table: Table::default(),
        links: Vec::new(),
        code: false,
        is_heading: false,
    };
    Parser::new_ext(text, Options::ENABLE_TABLES).for_each(|event| writer.event(event));
    writer.end_run();
    writer.html
}

/// The HTML of a text of one paragraph, for the inside of an element that is there.
pub fn inline(text: &str, site: &Site<'_>) -> String {
    let html = html(text, site);
    let trimmed = html.trim_end();
    match trimmed
        .strip_prefix("<p>")
        .and_then(|rest| rest.strip_suffix("</p>"))
        .filter(|inside| !inside.contains("<p>"))
    {
        Some(inside) => inside.to_string(),
        None => html,
    }
}

/// Where in a table the writer is.
#[derive(Default)]
struct Table {
    is_head: bool,
    column: usize,
}

struct Writer<'s, 'a> {
    site: &'s Site<'a>,
    html: String,
    /// Prose that goes on: a formula may reach over the pieces in which it is parsed.
    run: String,
    /// The words of the last paragraph or heading, which name the table behind it.
    said: String,
    table: Table,
    /// The links that are open: does the site have their target?
    links: Vec<bool>,
    code: bool,
    is_heading: bool,
}

impl Writer<'_, '_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) if self.code => self.html.push_str(&escaped(&text)),
            Event::Text(text) => self.run.push_str(&text),
            Event::SoftBreak => self.run.push(' '),
            Event::Html(text) | Event::InlineHtml(text) if text.trim_start().starts_with("<!--") => {}
            Event::Html(text) | Event::InlineHtml(text) => self.run.push_str(&text),
            event => {
                self.end_run();
                self.element(event);
            }
        }
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        self.html.push_str(&prose(&run));
        self.said.push_str(&run);
    }

    fn element(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Code(text) => {
                let code = format!("<code>{}</code>", escaped(&text));
                self.said.push_str(&text);
                // A link within a link is none, and a heading names the page itself.
                match (self.site.name)(&text).filter(|_| self.links.is_empty() && !self.is_heading) {
                    Some(target) => self.html.push_str(&format!("<a href=\"{}\">{code}</a>", escaped(&target))),
                    None => self.html.push_str(&code),
                }
            }
            Event::HardBreak => self.html.push_str("<br>\n"),
            Event::Rule => self.html.push_str("<hr>\n"),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        let open = match tag {
            Tag::Paragraph => {
                self.said.clear();
                "<p>".to_string()
            }
            Tag::Heading { level, .. } => {
                self.said.clear();
                self.is_heading = true;
                format!("<h{}>", self.level(level))
            }
            Tag::BlockQuote(_) => "<blockquote>\n".to_string(),
            Tag::CodeBlock(kind) => {
                self.code = true;
                let language = match &kind {
                    CodeBlockKind::Fenced(language) if !language.is_empty() => format!("{language} code"),
                    _ => "code".to_string(),
                };
                format!("<pre tabindex=\"0\" aria-label=\"{}\"><code>", escaped(&language))
            }
            Tag::List(Some(first)) => format!("<ol start=\"{first}\">\n"),
            Tag::List(None) => "<ul>\n".to_string(),
            Tag::Item => "<li>".to_string(),
            Tag::Table(_) => {
                let name = escaped(self.said.trim());
                let caption = match self.site.table {
                    Some(source) => format!("<caption>{source}</caption>"),
                    None => format!("<caption class=\"unseen\">{name}</caption>"),
                };
                format!(
                    "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"table: {name}\">\n<table>\n{caption}\n"
                )
            }
            Tag::TableHead => {
                self.table = Table { is_head: true, column: 0 };
                "<thead>\n<tr>".to_string()
            }
            Tag::TableRow => {
                self.table.column = 0;
                "<tr>".to_string()
            }
            Tag::TableCell => match (self.table.is_head, self.table.column) {
                (true, _) => "<th scope=\"col\">".to_string(),
                (false, 0) => "<th scope=\"row\">".to_string(),
                (false, _) => "<td>".to_string(),
            },
            Tag::Emphasis => "<em>".to_string(),
            Tag::Strong => "<strong>".to_string(),
            Tag::Link { dest_url, .. } => {
                let target = (self.site.link)(&dest_url);
                self.links.push(target.is_some());
                target.map_or(String::new(), |target| format!("<a href=\"{}\">", escaped(&target)))
            }
            _ => String::new(),
        };
        self.html.push_str(&open);
    }

    fn end(&mut self, tag: TagEnd) {
        let close = match tag {
            TagEnd::Paragraph => "</p>\n".to_string(),
            TagEnd::Heading(level) => {
                self.is_heading = false;
                format!("</h{}>\n", self.level(level))
            }
            TagEnd::BlockQuote(_) => "</blockquote>\n".to_string(),
            TagEnd::CodeBlock => {
                self.code = false;
                "</code></pre>\n".to_string()
            }
            TagEnd::List(true) => "</ol>\n".to_string(),
            TagEnd::List(false) => "</ul>\n".to_string(),
            TagEnd::Item => "</li>\n".to_string(),
            TagEnd::Table => "</tbody>\n</table>\n</div>\n".to_string(),
            TagEnd::TableHead => {
                self.table.is_head = false;
                // A column without a name has no heading.
                let head = self.html.rfind("<thead>").unwrap_or(self.html.len());
                let named = self.html.split_off(head).replace("<th scope=\"col\"></th>", "<td></td>");
                self.html.push_str(&named);
                "</tr>\n</thead>\n<tbody>\n".to_string()
            }
            TagEnd::TableRow => "</tr>\n".to_string(),
            TagEnd::TableCell => {
                let is_heading = self.table.is_head || self.table.column == 0;
                self.table.column += 1;
                if is_heading { "</th>" } else { "</td>" }.to_string()
            }
            TagEnd::Emphasis => "</em>".to_string(),
            TagEnd::Strong => "</strong>".to_string(),
            TagEnd::Link => if self.links.pop() == Some(true) { "</a>" } else { "" }.to_string(),
            _ => String::new(),
        };
        self.html.push_str(&close);
    }

    fn level(&self, level: HeadingLevel) -> usize {
        (level as usize + self.site.lowered).min(6)
    }
}
