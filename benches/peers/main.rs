//! The operators at large scale beside JAX and PyTorch, and their cost curves: writes docs/benchmarks.md.
//!
//! ```sh
//! python3 -m venv VENV && VENV/bin/pip install -r benches/peers/requirements.txt
//! cargo bench --bench peers -- --python VENV/bin/python --write docs/benchmarks.md
//! ```
//!
//! A peer whose package is missing is left out, and the page says so.

mod contest;
mod curves;
mod instance;
mod page;
mod worker;

use clap::Parser;
use contest::{Entry, Score, contest, once};
use dualproof::graph::Image;
use instance::{LARGE, MIDDLE, SMALL, Size};
use page::{Curve, Gradcheck, Page, Round};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

#[derive(Parser)]
struct Options {
    /// The Python that has the peers' packages (benches/peers/requirements.txt)
    #[arg(long, default_value = "python3")]
    python: String,
    /// Where the page goes; nothing is run without it
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
    /// Only rounds whose title contains this
    #[arg(long, default_value = "")]
    only: String,
    /// Seconds for the turns of a round
    #[arg(long, default_value_t = 4.0)]
    seconds: f64,
    /// Seconds after which gradcheck at the middle size is stopped
    #[arg(long, default_value_t = 150.0)]
    limit: f64,
    /// What cargo says to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
    #[arg(long, hide = true)]
    task: Option<String>,
    #[arg(long, hide = true, default_value = "")]
    input: String,
    #[arg(long, hide = true, default_value_t = 1)]
    threads: usize,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let done = match (&options.task, &options.write) {
        (Some(task), _) => worker::serve(task, &options.input, options.threads),
        (None, Some(file)) => run(&options, file),
        (None, None) => {
            println!("peers: run by hand, about five minutes: cargo bench --bench peers -- --write docs/benchmarks.md");
            Ok(())
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// The peers that can be had.
struct Contestants {
    own: Vec<String>,
    jax: Option<Vec<String>>,
    torch: Option<Vec<String>>,
}

impl Contestants {
    fn find(python: &str, missing: &mut Vec<String>) -> Result<Self, Box<dyn Error>> {
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../benches/peers");
        let mut peer = |package: &str| {
            let there = Command::new(python).args(["-c", &format!("import {package}")]).output();
            if there.is_ok_and(|output| output.status.success()) {
                let script = scripts.join(format!("{package}_peer.py"));
                return Some(vec![python.to_string(), script.display().to_string()]);
            }
            let message = format!("{package}: found that `{python} -c 'import {package}'` fails; left out");
            eprintln!("{message}");
            missing.push(message);
            None
        };
        let (jax, torch) = (peer("jax"), peer("torch"));
        Ok(Contestants { own: vec![std::env::current_exe()?.display().to_string()], jax, torch })
    }

    fn own(&self, task: &str) -> Entry {
        Entry { name: "dualproof".into(), program: self.own.clone(), task: task.into() }
    }

    fn jax(&self, task: &str) -> Option<Entry> {
        Some(Entry { name: "JAX".into(), program: self.jax.clone()?, task: task.into() })
    }

    fn torch(&self, task: &str) -> Option<Entry> {
        Some(Entry { name: "PyTorch".into(), program: self.torch.clone()?, task: task.into() })
    }
}

/// A kind of round: its title, our task, the peers'.
type Kind = (&'static str, &'static str, &'static [&'static str], &'static [&'static str]);

const WEIGHTS: Kind = (
    "(i) operator × vec(W), all layers",
    "weights",
    &["weights:moment", "weights:forward-mode"],
    &["weights:moment", "weights:forward-mode"],
);
const JOINT: Kind = ("(i) operator of all weights together × arbitrary vector", "joint", &["joint"], &["joint"]);
const EACH: Kind = ("(i) operator of each layer × arbitrary vector", "each", &["each"], &["each"]);
const BROADCAST: Kind =
    ("(ii) check from the definition, pair by pair", "check:broadcast", &["check:broadcast"], &["check:broadcast"]);
const GRAM: Kind = ("(ii) check from the definition, Gram form", "check:gram", &["check:gram"], &["check:gram"]);
const SPECTRUM: Kind =
    ("(iii) 16 largest eigenvalues of each layer", "spectrum", &["spectrum:explicit", "spectrum:gram"], &[]);

fn run(options: &Options, file: &Path) -> Result<(), Box<dyn Error>> {
    // cargo starts a benchmark in its package; the paths that it is given are meant from the root.
    std::env::set_current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))?;
    let directory = std::env::temp_dir().join(format!("dualproof-peers-{}", std::process::id()));
    let result = run_in(options, file, &directory);
    // Scratch; nothing depends on its going.
    let _ = std::fs::remove_dir_all(&directory);
    result
}

fn run_in(options: &Options, file: &Path, directory: &Path) -> Result<(), Box<dyn Error>> {
    let mut page = Page::new(&options.python);
    let contestants = Contestants::find(&options.python, &mut page.missing)?;
    // gradcheck meets a kink there with its default step; nothing else depends on the seed.
    let middle = instance::with_kink(MIDDLE);
    for size in [SMALL, middle, LARGE] {
        instance::write(&size, &directory.join(size.name))?;
    }
    instance::write_convolution(&directory.join("convolution"))?;
    let cores = std::thread::available_parallelism()?.get();
    let budget = Duration::from_secs_f64(options.seconds);
    let alone: &[(Kind, &[Size])] = &[
        (WEIGHTS, &[LARGE, MIDDLE, SMALL]),
        (JOINT, &[LARGE, MIDDLE]),
        (EACH, &[LARGE]),
        (BROADCAST, &[LARGE, MIDDLE]),
        (GRAM, &[LARGE, MIDDLE, SMALL]),
        (SPECTRUM, &[MIDDLE]),
    ];
    let together: &[(Kind, &[Size])] =
        &[(WEIGHTS, &[LARGE]), (JOINT, &[LARGE]), (EACH, &[LARGE]), (BROADCAST, &[LARGE]), (GRAM, &[LARGE])];
    for (threads, rounds) in [(1, alone), (cores, together)] {
        if threads == 1 || threads > 1 && cores > 1 {
            let peak = contest(&[contestants.own("gemm")], "none", threads, budget / 4, directory)?;
            let operations = threads as f64 * 2.0 * (worker::PEAK_SIZE as f64).powi(3);
            page.peaks.push((threads, operations / peak[0].least() / 1e9));
        } else {
            continue;
        }
        for (kind, sizes) in rounds {
            for size in *sizes {
                round(options, &contestants, &mut page, *kind, size, threads, directory)?;
            }
        }
        convolution(options, &contestants, &mut page, threads, directory)?;
    }
    if "gradcheck".contains(&options.only) {
        gradcheck(options, &contestants, &mut page, [SMALL, middle], directory)?;
    }
    if "curves".contains(&options.only) {
        cost_curves(&contestants, &mut page, directory)?;
    }
    let text = page.text();
    let partial = file.with_extension("partial");
    std::fs::write(&partial, &text)?;
    std::fs::rename(&partial, file)?;
    println!("{text}");
    Ok(())
}

fn round(
    options: &Options,
    contestants: &Contestants,
    page: &mut Page,
    (title, own, jax, torch): Kind,
    size: &Size,
    threads: usize,
    directory: &Path,
) -> Result<(), Box<dyn Error>> {
    let title = format!("{title}, {}, {threads} thread{}", size.text(), if threads == 1 { "" } else { "s" });
    if !title.contains(&options.only) {
        return Ok(());
    }
    eprintln!("{title}");
    let mut entries = vec![contestants.own(own)];
    entries.extend(jax.iter().filter_map(|task| contestants.jax(task)));
    entries.extend(torch.iter().filter_map(|task| contestants.torch(task)));
    let input = directory.join(size.name).display().to_string();
    let scores = contest(&entries, &input, threads, Duration::from_secs_f64(options.seconds), directory)?;
    scores.iter().for_each(|score| eprintln!("  {:9} {:22} {:9.2} ms", score.name, score.task, score.median() * 1e3));
    let forward = if own == "weights" && size.name == LARGE.name {
        let seconds = Duration::from_secs_f64(options.seconds / 4.0);
        contest(&[contestants.own("forward")], &input, threads, seconds, directory)?.pop()
    } else {
        None
    };
    page.rounds.push(Round { title, own: own.into(), size: Some(*size), threads, scores, forward });
    Ok(())
}

/// The tape's convolution beside PyTorch's: the gradients of ½‖f‖² by kernel and images.
fn convolution(
    options: &Options,
    contestants: &Contestants,
    page: &mut Page,
    threads: usize,
    directory: &Path,
) -> Result<(), Box<dyn Error>> {
    let Image { channels, height, width } = instance::IMAGE;
    let (kernels, images) = (instance::KERNELS, instance::IMAGES);
    let title = format!(
        "(v) convolution, gradients by {kernels} kernels of 3 × 3 and by {images} images of {channels} × {height} × \
         {width}, {threads} thread{}",
        if threads == 1 { "" } else { "s" }
    );
    if !title.contains(&options.only) {
        return Ok(());
    }
    eprintln!("{title}");
    let entries: Vec<Entry> =
        std::iter::once(contestants.own("convolution")).chain(contestants.torch("convolution")).collect();
    let input = directory.join("convolution").display().to_string();
    let scores = contest(&entries, &input, threads, Duration::from_secs_f64(options.seconds), directory)?;
    scores.iter().for_each(|score| eprintln!("  {:9} {:22} {:9.2} ms", score.name, score.task, score.median() * 1e3));
    page.rounds.push(Round { title, own: "convolution".into(), size: None, threads, scores, forward: None });
    Ok(())
}

/// The correctness check itself against gradcheck, on one thread.
fn gradcheck(
    options: &Options,
    contestants: &Contestants,
    page: &mut Page,
    sizes: [Size; 2],
    directory: &Path,
) -> Result<(), Box<dyn Error>> {
    for size in sizes {
        let input = directory.join(size.name).display().to_string();
        let own = ["check:gram", "check:claim"].map(|task| contestants.own(task));
        let budget = Duration::from_secs_f64(options.seconds);
        let own: Vec<Score> = contest(&own, &input, 1, budget, directory)?;
        own.iter().for_each(|s| eprintln!("(iv) {}: {} {:.2} ms", size.name, s.task, s.median() * 1e3));
        let mut peers = Vec::new();
        for mode in ["slow:1e-7", "slow:default", "fast:1e-7", "fast:default"] {
            let Some(entry) = contestants.torch(&format!("gradcheck:{mode}")) else { continue };
            let answer = once(&entry, &input, 1, Duration::from_secs_f64(options.limit));
            let answer = answer.unwrap_or_else(|error| Some(serde_json::json!({"died": error.to_string()})));
            eprintln!("(iv) {}: gradcheck {mode}: {}", size.name, answer.clone().unwrap_or_default());
            peers.push((mode.to_string(), answer));
        }
        page.gradchecks.push(Gradcheck { size, own, peers, limit: options.limit });
    }
    Ok(())
}

/// The time of each point is the least of a few runs, which is what noise disturbs least.
fn cost_curves(contestants: &Contestants, page: &mut Page, directory: &Path) -> Result<(), Box<dyn Error>> {
    for (name, points) in curves::curves() {
        let mut measured = Vec::new();
        for point in points {
            let entry = [contestants.own("curve")];
            let score = contest(&entry, &point.text(), 1, Duration::from_secs(1), directory)?.remove(0);
            eprintln!("curve {name}: {point:?} {:.1} ms {:.1} MiB", score.least() * 1e3, score.peak_mib());
            measured.push((point, score));
        }
        page.curves.push(Curve { name, measured });
    }
    Ok(())
}
