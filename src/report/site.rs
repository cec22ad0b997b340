//! What all pages of a site share: what it is made of, its navigation, where links lead, how a number is linked.

use crate::account::Account;
use crate::campaign::Registry;
use crate::claim::Claim;
use crate::formal::Standing;
use crate::html::markdown::{self, Site as Markdown};
use crate::html::page::Page;
use crate::html::{escaped, formula};
use crate::ledger::prose::prose;
use crate::ledger::{LEDGER, Places};
use crate::record::{ClaimRow, Record, Verdict};
use std::collections::BTreeMap;

/// The way from a folder of the site to the site's own.
pub(super) const UP: &str = "../";

/// What a site is made of.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The claims, and what the ledger says beside them.
    pub registry: &'a Registry,
    /// The recorded run.
    pub record: &'a Record,
    /// Where the project stands with its theorems in Coq.
    pub standing: &'a Standing,
    /// What campaigns have come to.
    pub account: &'a Account,
    /// The texts of the experiments' results, by their paths.
    pub results: &'a BTreeMap<String, String>,
}

/// A site that is being made.
pub(super) struct Site<'a> {
    pub(super) registry: &'a Registry,
    pub(super) record: &'a Record,
    pub(super) standing: &'a Standing,
    pub(super) account: &'a Account,
    /// Where the parts of the ledger are, whose Markdown is shown here.
    pub(super) places: Places,
    navigation: Vec<(String, String)>,
}

impl<'a> Site<'a> {
    pub(super) fn of(source: &Source<'a>) -> Self {
        let Source { registry, record, standing, account, .. } = *source;
        let mut navigation: Vec<(String, String)> = [("Overview", super::INDEX), ("Evidence", "evidence.html")]
            .map(|(words, path)| (words.to_string(), path.to_string()))
            .into();
        for experiment in registry.preface.experiments {
            let words = format!("Experiment: {}", experiment.name);
            navigation.push((words, format!("experiments/{}.html", experiment.name)));
        }
        if !account.is_empty() {
            navigation.push(("Campaigns".to_string(), super::CAMPAIGNS.to_string()));
        }
        if crate::ledger::front::impurities(registry).1.is_some() {
            navigation.push(("What is trusted".to_string(), "trusted.html".to_string()));
        }
        navigation.push(("Data".to_string(), "data/record.html".to_string()));
        let places = Places { has_sources: false, ..Places::of_project("counterexamples".to_string()) };
        Site { registry, record, standing, account, places, navigation }
    }

    /// The claims that the registry and the record have, in order.
    pub(super) fn claims(&self) -> impl Iterator<Item = (&'a Claim, &'a ClaimRow)> {
        let registry = self.registry;
        self.record.claims.iter().filter_map(move |row| Some((registry.claim(&row.claim).ok()?, row)))
    }

    /// The title of the site.
    pub(super) fn title(&self) -> &'a str {
        if self.registry.preface.title.is_empty() { "Proofs" } else { self.registry.preface.title }
    }

    /// A page at a path.
    pub(super) fn page(&self, path: &str, title: &str, content: &str, script: &str) -> String {
        let Record { tool, version, commit, .. } = self.record;
        let commit =
            commit.as_ref().map_or(String::new(), |commit| format!(", commit <code>{}</code>", escaped(commit)));
        let root = root(path);
        let foot = format!(
            "<p>Written by <code>report</code> from the recorded run of {} {}{commit}: <a href=\"{root}data/record.json\">record.json</a>. \
             Nothing on this page was computed in the browser.</p>\n",
            escaped(tool),
            escaped(version)
        );
        let page =
            Page { title, site: self.title(), root, navigation: &self.navigation, path, content, foot: &foot, script };
        page.html()
    }

    /// Does the site have a page of this name: a claim that was run, or an experiment?
    fn page_of(&self, name: &str) -> Option<String> {
        if self.registry.preface.experiments.iter().any(|experiment| experiment.name == name) {
            return Some(format!("experiments/{name}.html"));
        }
        let is_run = self.record.claims.iter().any(|row| row.claim == name) && self.registry.claim(name).is_ok();
        is_run.then(|| format!("claims/{name}.html"))
    }

    /// The page of a name, from another page.
    pub(super) fn named(&self, name: &str, from: &str) -> Option<String> {
        let slug = name.split('#').next().unwrap_or(name);
        let page = self.page_of(slug).filter(|page| page != from)?;
        Some(format!("{}{page}", root(from)))
    }

    /// Where a link of the ledger leads on this site: its pages have other names here.
    fn target(&self, link: &str, from: &str) -> Option<String> {
        if link.starts_with("https://") {
            return Some(link.to_string());
        }
        let path = link.split('#').next().unwrap_or(link).trim_start_matches(UP);
        let stem = path.strip_suffix(".md")?;
        let name = stem.rsplit('/').next().unwrap_or(stem);
        let is_formal = stem.contains("formal/") || stem == format!("{}/{name}", crate::formal::FORMAL);
        let page = match name {
            _ if path == LEDGER => super::INDEX.to_string(),
            "impurities" => "trusted.html".to_string(),
            _ if is_formal && self.page_of(name).is_some() => format!("formal/{name}.html"),
            _ if is_formal => return None,
            _ => self.page_of(name)?,
        };
        Some(format!("{}{page}", root(from)))
    }

    /// Markdown of the project as HTML of a page, its headings lowered; `table` says below each table where its numbers are
    /// from.
    pub(super) fn markdown(&self, text: &str, from: &str, lowered: usize, table: Option<&str>) -> String {
        let link = |link: &str| self.target(link, from);
        let name = |name: &str| self.named(name, from);
        markdown::html(text, &Markdown { lowered, link: &link, name: &name, table })
    }

    /// Prose of a claim's header as HTML.
    pub(super) fn prose(&self, text: &str, from: &str) -> String {
        self.markdown(&prose(text), from, 2, None)
    }

    /// The same of one paragraph, without its element.
    pub(super) fn words(&self, text: &str, from: &str) -> String {
        let link = |link: &str| self.target(link, from);
        let name = |name: &str| self.named(name, from);
        markdown::inline(&prose(text), &Markdown { lowered: 0, link: &link, name: &name, table: None })
    }

    /// A page of Markdown, whose first line is its title; `table` as in [`markdown`](Self::markdown).
    pub(super) fn markdown_page(&self, path: &str, text: &str, table: Option<&str>) -> String {
        let title = text.lines().next().unwrap_or_default().trim_start_matches("# ").replace('`', "");
        self.page(path, &title, &self.markdown(text, path, 0, table), "")
    }
}

/// The way from a page's folder to the site's.
pub(super) fn root(path: &str) -> &'static str {
    if path.contains('/') { UP } else { "" }
}

/// A number that leads to the place in a claim's record that it is from.
pub(super) fn linked(text: &str, claim: &str, pointer: &str, from: &str) -> String {
    format!("<a href=\"{}data/{claim}.html#{}\">{}</a>", root(from), escaped(pointer), escaped(text))
}

/// A status word: green, red, or yellow where nothing is decided.
pub(super) fn status(verdict: Verdict) -> String {
    let class = match verdict {
        Verdict::Holds => "good",
        Verdict::Inconclusive => "unsure",
        Verdict::NothingChecked | Verdict::Refuted => "bad",
    };
    format!("<span class=\"status {class}\">{}</span>", verdict.name())
}

/// What an experiment came to, as a status word.
pub(super) fn word(verdict: &str) -> String {
    let known =
        [Verdict::Holds, Verdict::NothingChecked, Verdict::Refuted].into_iter().find(|known| known.name() == verdict);
    known.map_or_else(|| format!("<span class=\"status unsure\">{}</span>", escaped(verdict)), status)
}

/// A table that may be wider than a narrow screen: its caption and head, and its rows.
pub(super) fn table(caption: &str, titles: &[&str], rows: &str) -> String {
    let titles: String = titles.iter().map(|title| format!("<th scope=\"col\">{}</th>", escaped(title))).collect();
    let name = words_of(caption);
    format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"table: {name}\">\n<table>\n<caption>{caption}</caption>\n\
         <thead>\n<tr>{titles}</tr>\n</thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
    )
}

/// The text of HTML, for an attribute.
fn words_of(html: &str) -> String {
    let pieces = html.split('<').enumerate();
    let text: String = pieces
        .map(|(place, piece)| if place == 0 { piece } else { piece.split_once('>').map_or("", |(_, text)| text) })
        .collect();
    text.split('.').next().unwrap_or_default().replace('"', "&quot;")
}

/// A formula of a derivation: as MathML, or as it is written where it does not read as a whole.
pub(super) fn term(text: &str) -> String {
    formula::term(text).unwrap_or_else(|| format!("<code>{}</code>", escaped(text)))
}

/// The runs of prose of a header's section, without what is in code.
pub(super) fn runs(text: &str) -> Vec<String> {
    let plain = text.replace("\\[", "[").replace("\\]", "]").replace('\n', " ");
    plain.split('`').step_by(2).map(String::from).collect()
}
