//! The page of an experiment: what it came to, its pictures, its tables.

use super::site::{Site, UP, word};
use crate::campaign::{Conclusion, Picture, Recorded};
use crate::html::escaped;

/// Where the results of an experiment are on the site.
pub(super) fn results(experiment: &Recorded) -> String {
    format!("data/{}", experiment.results.rsplit('/').next().unwrap_or(experiment.results))
}

/// What an experiment came to, in a sentence without its name.
pub(super) fn conclusion(site: &Site<'_>, experiment: &Recorded, path: &str) -> String {
    let Conclusion { sentence, .. } = (experiment.conclusion)();
    let said = sentence.strip_prefix(&format!("{}: ", experiment.name)).unwrap_or(&sentence).trim();
    site.words(said, path)
}

pub(super) fn page(site: &Site<'_>, experiment: &Recorded) -> String {
    let Recorded { name, run, section, pictures, .. } = experiment;
    let path = format!("experiments/{name}.html");
    let (file, name) = (results(experiment), escaped(name));
    let short = escaped(file.trim_start_matches("data/"));
    let figure = |picture: Picture| {
        let (file, title) = (escaped(&picture.name), escaped(&picture.title));
        format!(
            "<figure id=\"plot-{file}\">\n<a href=\"{UP}plots/{file}.svg\"><img src=\"{UP}plots/{file}.svg\" alt=\"{title}\" loading=\"lazy\"></a>\n\
             <figcaption>{title} (<a href=\"{UP}{}\">{short}</a>)</figcaption>\n</figure>\n",
            results(experiment)
        )
    };
    let figures: String = pictures().into_iter().map(figure).collect();
    let source = format!("Computed from <a href=\"{UP}{file}\">{short}</a>.");
    let tables = site.markdown(section().trim(), &path, 1, Some(&source));
    let content = format!(
        "<h1>Experiment <code>{name}</code></h1>\n<p class=\"lead\">Outcome: {}</p>\n<p>{}</p>\n<p>Made by <code>cargo run --release -- {}</code>; decided by a \
         protocol that was written down before the run. Every number below follows from <a href=\"{UP}{file}\">{short}</a>.</p>\n\
         <nav class=\"here\" aria-label=\"on this page\">\n<ul>\n<li><a href=\"#plots\">Plots</a></li>\n<li><a href=\"#results\">Results</a></li>\n</ul>\n</nav>\n\
         <h2 id=\"plots\">Plots</h2>\n{figures}<h2 id=\"results\">Results</h2>\n{tables}",
        word(&(experiment.conclusion)().verdict),
        conclusion(site, experiment, &path),
        escaped(run)
    );
    site.page(&path, experiment.name, &content, "")
}
