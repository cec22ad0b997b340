//! docs/benchmarks.md, from what was measured.

use crate::contest::Score;
use crate::curves::{OUTPUTS, Point, exponent};
use crate::instance::{MIDDLE, Size};
use serde_json::Value;
use std::fmt::Write;

/// One task at one size, everybody's scores; ours first.
pub struct Round {
    pub title: String,
    pub own: String,
    /// Of the network, if there is one.
    pub size: Option<Size>,
    pub threads: usize,
    pub scores: Vec<Score>,
    /// Our forward pass alone, where the time is split.
    pub forward: Option<Score>,
}

/// Our checks at a size beside gradcheck's modes; `None` where the limit ended one.
pub struct Gradcheck {
    pub size: Size,
    pub own: Vec<Score>,
    pub peers: Vec<(String, Option<Value>)>,
    pub limit: f64,
}

pub struct Curve {
    pub name: &'static str,
    pub measured: Vec<(Point, Score)>,
}

#[derive(Default)]
pub struct Page {
    python: String,
    pub missing: Vec<String>,
    /// Threads, and GFLOP/s of the 1024³ product.
    pub peaks: Vec<(usize, f64)>,
    pub rounds: Vec<Round>,
    pub gradchecks: Vec<Gradcheck>,
    pub curves: Vec<Curve>,
}

impl Round {
    fn best_peer(&self) -> Option<&Score> {
        self.scores[1..].iter().min_by(|a, b| a.median().total_cmp(&b.median()))
    }

    /// Operations of our products, where the fraction of the peak is told.
    fn operations(&self) -> Option<f64> {
        let size = self.size?;
        let [n0, n1, n2, n3] = size.widths.map(|n| n as f64);
        let (samples, views) = (size.samples as f64, (size.samples * size.augmentations) as f64);
        let (first, second, top) = (2.0 * n0 * n1, 2.0 * n1 * n2, 2.0 * n2 * n3);
        match self.own.as_str() {
            // Forward and gradient of both hidden layers, one adjoint; output, gradient and adjoint of the top.
            "weights" => Some(views * (2.0 * (first + second) + second) + samples * 3.0 * top),
            // A tangent more: from each layer's direction, and through the second.
            "joint" => Some(views * (3.0 * (first + second) + 2.0 * second) + samples * 4.0 * top),
            // The same for one layer at a time.
            "each" => Some(views * (3.0 * (first + second) + 2.0 * second) + samples * 6.0 * top),
            _ => None,
        }
    }
}

/// The relative distance of two lists in the Euclidean norm; NaN where they are no two lists of one length.
fn distance(a: &[f64], b: &[f64]) -> f64 {
    if a.len() != b.len() || a.is_empty() {
        return f64::NAN;
    }
    let gap: f64 = a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum();
    (gap / a.iter().map(|x| x * x).sum::<f64>()).sqrt()
}

impl Page {
    pub fn new(python: &str) -> Self {
        Page { python: python.to_string(), ..Page::default() }
    }

    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        writeln!(text, "# Benchmarks\n")?;
        writeln!(text, "<!-- Written by benches/peers; do not edit. -->\n")?;
        writeln!(
            text,
            "The operators at large scale (`dualproof::operator::streamed`) beside the tools that one would otherwise"
        )?;
        writeln!(text, "reach for, in one run. To make this page again, about five minutes:\n")?;
        writeln!(text, "```sh\npython3 -m venv VENV && VENV/bin/pip install -r benches/peers/requirements.txt")?;
        writeln!(text, "cargo bench --bench peers -- --python VENV/bin/python --write docs/benchmarks.md\n```\n")?;
        writeln!(text, "A ResNet-18 of full width, all its parameters at once: [resnet18.md](resnet18.md).\n")?;
        self.conditions(text)?;
        self.head(text)?;
        for round in &self.rounds {
            self.round(round, text)?;
        }
        self.gradchecks(text)?;
        self.curves(text)
    }

    fn conditions(&self, text: &mut String) -> std::fmt::Result {
        writeln!(text, "## Conditions\n")?;
        writeln!(
            text,
            "- A size (n₀, n₁, n₂, n₃; N × A) is a ReLU network of three layers, the first number its input width, on\n  \
             N samples × A augmentations. Weights are normal with variance 2/n_{{l−1}}, samples standard normal,\n  \
             augmentations 0.3 normal around them. Everybody reads the same `.npy` files. `f64` throughout."
        )?;
        writeln!(
            text,
            "- Every contestant is a process of its own with the same number of threads, and they run in turns that\n  \
             change their order, with a rest of 0.1 s between them, in which threads that spin after a run fall asleep.\n  \
             A turn is runs for 0.1 s that do not count, in which the system gives every thread a processor of its own\n  \
             again, and three that do; of runs of 0.25 s or more just one. So this is steady use: the first calls after\n  \
             a rest take up to twice as long on two threads, for peers too. The first run of each, in which JAX\n  \
             compiles, does not count. Median of the runs, with the least and the most; beside it the median time on\n  \
             processors, which a busy machine disturbs less. Nothing of a run is kept for the next."
        )?;
        writeln!(
            text,
            "- Memory is the peak of resident memory of the process (`VmHWM`), and beside it what is left of that\n  \
             without the interpreter and the libraries as imported, before the input is read."
        )?;
        writeln!(text, "- Machine: {}.", machine())?;
        let mut versions: Vec<String> = Vec::new();
        let scores = self.rounds.iter().flat_map(|round| &round.scores);
        for version in scores.filter_map(|score| score.version.as_object()).flatten() {
            let version = format!("{} {}", version.0, version.1.as_str().unwrap_or("?"));
            if !versions.contains(&version) {
                versions.push(version);
            }
        }
        writeln!(text, "- Versions: {}; {}.", versions.join(", "), command("rustc", &["--version"]))?;
        writeln!(text, "- Python: {}.", command(&self.python, &["--version"]))?;
        for missing in &self.missing {
            writeln!(text, "- Left out: {missing}.")?;
        }
        for (threads, peak) in &self.peaks {
            writeln!(text, "- Peak of the matrix product, 1024³ in `f64` on {threads} thread(s): {peak:.1} GFLOP/s.")?;
        }
        writeln!(text)
    }

    /// The table's head: one line per round.
    fn head(&self, text: &mut String) -> std::fmt::Result {
        writeln!(text, "## In short\n")?;
        writeln!(text, "| task | ours | best peer | time, ours : peer | peak memory, ours : peer | of gemm peak |")?;
        writeln!(text, "|---|---|---|---|---|---|")?;
        for round in &self.rounds {
            let own = &round.scores[0];
            let (peer, times, memory) = match round.best_peer() {
                None => ("none".to_string(), String::new(), String::new()),
                Some(peer) => (
                    format!("{} {} ({})", peer.name, seconds(peer.median()), peer.task),
                    format!("{:.2}", own.median() / peer.median()),
                    format!(
                        "{:.2} ({:.2} above baselines)",
                        own.peak_mib() / peer.peak_mib(),
                        own.increment_mib() / peer.increment_mib()
                    ),
                ),
            };
            let fraction = self.fraction(round).map_or(String::new(), |f| format!("{:.0} %", 100.0 * f));
            writeln!(
                text,
                "| {} | {} | {peer} | {times} | {memory} | {fraction} |",
                round.title,
                seconds(own.median())
            )?;
        }
        writeln!(text)
    }

    fn fraction(&self, round: &Round) -> Option<f64> {
        let peak = self.peaks.iter().find(|(threads, _)| *threads == round.threads)?.1;
        Some(round.operations()? / round.scores[0].median() / 1e9 / peak)
    }

    fn round(&self, round: &Round, text: &mut String) -> std::fmt::Result {
        writeln!(text, "## {}\n", round.title)?;
        writeln!(
            text,
            "| contestant | way | median | least – most | runs | on processors | peak MiB | above baseline MiB | relative distance from ours |"
        )?;
        writeln!(text, "|---|---|---|---|---|---|---|---|---|")?;
        for score in &round.scores {
            writeln!(
                text,
                "| {} | {} | {} | {} – {} | {} | {} | {:.1} | {:.1} | {} |",
                score.name,
                score.task,
                seconds(score.median()),
                seconds(score.least()),
                seconds(score.most()),
                score.seconds.len(),
                if score.processor_median().is_nan() { String::new() } else { seconds(score.processor_median()) },
                score.peak_mib(),
                score.increment_mib(),
                if std::ptr::eq(score, &round.scores[0]) {
                    String::new()
                } else {
                    format!("{:.1e}", distance(&round.scores[0].numbers, &score.numbers))
                }
            )?;
        }
        writeln!(text)?;
        if let Some(forward) = &round.forward {
            let (all, there) = (round.scores[0].median(), forward.median());
            writeln!(
                text,
                "Of our {}, the forward pass takes {}, the reverse pass the rest.\n",
                seconds(all),
                seconds(there)
            )?;
        }
        verdict(&round.scores[0], text)
    }

    fn gradchecks(&self, text: &mut String) -> std::fmt::Result {
        for check in &self.gradchecks {
            writeln!(
                text,
                "## (iv) the check itself against `torch.autograd.gradcheck`, {}, 1 thread\n",
                check.size.text()
            )?;
            writeln!(
                text,
                "gradcheck differentiates −tr V, which is the loss of all pairs, by the first layer's weights alone (it keeps\n\
                 the graph of every evaluation: with pairs in Gram form it needs more than 24 GB at the middle size); ours"
            )?;
            writeln!(text, "checks every layer. Default eps 1e-6, atol 1e-5, rtol 1e-3.\n")?;
            writeln!(text, "| check | time | verdict |")?;
            writeln!(text, "|---|---|---|")?;
            for score in &check.own {
                let verdict = if score.last["passes"] == Value::Bool(true) { "holds" } else { "does not hold" };
                writeln!(text, "| dualproof, {} | {} | {verdict} |", score.task, seconds(score.median()))?;
            }
            for (mode, answer) in &check.peers {
                let (time, verdict) = match answer {
                    None => (format!("more than {:.0} s", check.limit), "stopped".to_string()),
                    Some(answer) if answer["died"].is_string() => {
                        ("".to_string(), format!("no answer: {}", answer["died"]))
                    }
                    Some(answer) => {
                        let passes = answer["passes"] == Value::Bool(true);
                        let message = answer["message"].as_str().unwrap_or("");
                        let time = answer["gradcheck_seconds"].as_f64().unwrap_or(f64::NAN);
                        (seconds(time), if passes { "passes".into() } else { format!("**fails**: {message}") })
                    }
                };
                writeln!(text, "| gradcheck, {mode} | {time} | {verdict} |")?;
            }
            writeln!(text)?;
            if let Some(least) = check.own[0].last["least_preactivation"].as_f64() {
                writeln!(text, "The smallest pre-activation is {least:.1e} from zero (seed {}).", check.size.seed)?;
                if check.size.name == MIDDLE.name {
                    writeln!(
                        text,
                        "The seed is the first for which half of the default step in one weight of the first layer carries a\n\
                         pre-activation across 0, and one and a half of the small step none. The gradient is right on either\n\
                         side of a kink; a difference across it is not."
                    )?;
                }
                writeln!(text)?;
            }
            check.own.iter().try_for_each(|score| verdict(score, text))?;
        }
        Ok(())
    }

    fn curves(&self, text: &mut String) -> std::fmt::Result {
        let peak = self.peaks.iter().find(|(threads, _)| *threads == 1).map_or(f64::NAN, |p| p.1);
        for curve in &self.curves {
            writeln!(text, "## Cost against {}\n", curve.name)?;
            writeln!(
                text,
                "Operator × vec(W), all layers of equal width but for {OUTPUTS} outputs, streamed (no activation kept, views made as they are asked"
            )?;
            writeln!(text, "for), 1 thread; the least of the runs.\n")?;
            writeln!(
                text,
                "| width | depth | samples | views of each | time | against the line above | peak MiB | against the line above | of gemm peak |"
            )?;
            writeln!(text, "|---|---|---|---|---|---|---|---|---|")?;
            let mut last: Option<(f64, f64)> = None;
            for (point, score) in &curve.measured {
                let (time, memory) = (score.least(), score.peak_mib());
                let against =
                    |now: f64, before: Option<f64>| before.map_or(String::new(), |b| format!("× {:.2}", now / b));
                writeln!(
                    text,
                    "| {} | {} | {} | {} | {} | {} | {memory:.1} | {} | {:.0} % |",
                    point.width,
                    point.depth,
                    point.samples,
                    point.augmentations,
                    seconds(time),
                    against(time, last.map(|l| l.0)),
                    against(memory, last.map(|l| l.1)),
                    100.0 * point.operations() / time / 1e9 / peak
                )?;
                last = Some((time, memory));
            }
            let of = |y: &dyn Fn(&Score) -> f64| {
                let points = curve.measured.iter().map(|(point, score)| {
                    let x = match curve.name {
                        "width" => point.width,
                        "depth" => point.depth,
                        "samples" => point.samples,
                        _ => point.augmentations,
                    };
                    (x as f64, y(score))
                });
                exponent(&points.collect::<Vec<_>>())
            };
            let (time, memory) = (of(&|score| score.least()), of(&|score| score.peak_mib()));
            writeln!(text, "\nFitted exponents: time {time:.2}, peak memory {memory:.2}.\n")?;
        }
        Ok(())
    }
}

/// Residual and bound of our check, layer by layer.
fn verdict(score: &Score, text: &mut String) -> std::fmt::Result {
    if let Some(checks) = score.last["checks"].as_array() {
        writeln!(
            text,
            "Our check: {}.\n",
            if score.last["passes"] == Value::Bool(true) { "holds" } else { "**does not hold**" }
        )?;
        writeln!(text, "| layer | ‖∇L + 2 V w‖ | bound | ‖∇L‖ |\n|---|---|---|---|")?;
        for (index, check) in checks.iter().enumerate() {
            let figure = |i: usize| check[i].as_f64().unwrap_or(f64::NAN);
            writeln!(text, "| {} | {:.1e} | {:.1e} | {:.3} |", index + 1, figure(0), figure(1), figure(2))?;
        }
        writeln!(text)?;
    }
    if let Some(bound) = score.last["largest_bound"].as_f64() {
        writeln!(
            text,
            "The claim `covariance-operator` with running error bounds: entry by entry within {bound:.1e}.\n"
        )?;
    }
    Ok(())
}

fn seconds(seconds: f64) -> String {
    match seconds {
        s if s < 1e-3 => format!("{:.0} µs", s * 1e6),
        s if s < 1.0 => format!("{:.2} ms", s * 1e3),
        s => format!("{s:.2} s"),
    }
}

/// The processor and the cores, without names of hosts.
fn machine() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let of = |key: &str| info.lines().find(|line| line.starts_with(key)).and_then(|line| line.split(": ").nth(1));
    let flags = of("flags").unwrap_or("");
    let vectors = ["avx512f", "avx2", "avx"].into_iter().find(|flag| flags.split(' ').any(|f| f == *flag));
    let cores = std::thread::available_parallelism().map_or(0, |n| n.get());
    let name = of("model name").unwrap_or("unknown processor");
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("?").to_string();
    format!("{cores} cores, {name}, {}; load of the machine at the end of the run {load}", vectors.unwrap_or("no AVX"))
}

fn command(program: &str, arguments: &[&str]) -> String {
    match std::process::Command::new(program).args(arguments).output() {
        Ok(output) => String::from_utf8_lossy(&output.stdout).trim().to_string(),
        Err(_) => format!("{program} does not run"),
    }
}
