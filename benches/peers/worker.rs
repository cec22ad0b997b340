//! Our side of the contest: a process that is driven as the peers are (benches/peers/protocol.py).

use crate::curves::{self, Point};
use crate::instance::{Instance, read, read_convolution};
use dualproof::claim::Sides;
use dualproof::gemm::{Factor, Into, product};
use dualproof::input::write_npy;
use dualproof::numbers::{Rational, Ring, System, Truth};
use dualproof::operator::Moment;
use dualproof::operator::streamed::{Options, Streamed};
use dualproof::pair_loss::{Form, pair_loss};
use dualproof::tape::Tape;
use dualproof_theorems::simclr::covariance_operator::{self, CovarianceOperator, Formula, Part};
use nalgebra::DMatrix;
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use std::error::Error;
use std::io::{BufRead, Write};
use std::path::Path;
use std::time::Instant;

/// Eigenvalues of each layer.
pub const EIGENVALUES: usize = 16;

/// What a run of a task leaves: numbers to compare, and figures to tell.
#[derive(Default)]
struct Outcome {
    /// Matrices, or columns.
    layers: Vec<DMatrix<f64>>,
    figures: Map<String, Value>,
}

/// The peak of resident memory in KiB, as the system tells it.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// Seconds up to which the time on processors is not told: for a running thread the system's
/// count lags by up to a tick, of 10 ms at most: a quarter of this.
const LAG: f64 = 0.04;

/// Nanoseconds that this process's threads have had on a processor, the dead ones not counted.
fn processor_nanoseconds() -> Option<u64> {
    let tasks = std::fs::read_dir("/proc/self/task").ok()?;
    let of_thread = |path: std::path::PathBuf| {
        std::fs::read_to_string(path.join("schedstat")).ok()?.split(' ').next()?.parse::<u64>().ok()
    };
    tasks.map(|entry| of_thread(entry.ok()?.path())).sum()
}

/// Serves orders until standard input ends.
pub fn serve(task: &str, input: &str, threads: usize) -> Result<(), Box<dyn Error>> {
    let baseline = peak_kib();
    let mut run = job(task, input, threads)?;
    answer(&json!({"ready": true, "version": {"dualproof": env!("CARGO_PKG_VERSION")}, "baseline_kib": baseline}))?;
    let mut last = Outcome::default();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (order, path) = line.split_once(' ').unwrap_or((&line, ""));
        match order {
            "run" => {
                let busy = processor_nanoseconds();
                let start = Instant::now();
                last = run()?;
                let seconds = start.elapsed().as_secs_f64();
                let busy = processor_nanoseconds().zip(busy).filter(|_| seconds > LAG);
                let busy = busy.map(|(after, before)| after.saturating_sub(before) as f64 / 1e9);
                let mut document = json!({"seconds": seconds, "processor_seconds": busy, "peak_kib": peak_kib()});
                if let Some(fields) = document.as_object_mut() {
                    fields.extend(last.figures.clone());
                }
                answer(&document)?;
            }
            "save" => {
                let numbers = numbers(&last.layers);
                write_npy(Path::new(path), &[numbers.len()], numbers)?;
                answer(&json!({"saved": true}))?;
            }
            _ => answer(&json!({"error": format!("found the order {order:?}, expected run or save PATH")}))?,
        }
    }
    Ok(())
}

fn answer(document: &Value) -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{document}")?;
    Ok(out.flush()?)
}

type Job = Box<dyn FnMut() -> Result<Outcome, Box<dyn Error>>>;

fn job(task: &str, input: &str, threads: usize) -> Result<Job, Box<dyn Error>> {
    // The threads live as long as the process, as the peers' do; one is the caller's own.
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global()?;
    let threads = if threads == 1 { 1 } else { 0 };
    let options = Options { threads, ..Options::default() };
    match task {
        "gemm" => return Ok(gemm_peak()),
        "convolution" => {
            let (graph, images) = read_convolution(Path::new(input))?;
            let law = vec![1.0 / images.ncols() as f64; images.ncols()];
            return Ok(Box::new(move || {
                // ∂ ½‖f‖² by the kernel: the adjoint of f is f. The sweep has that by the images too.
                let mut tape = Tape::new();
                let recorded = tape.graph(&graph, &images, &law)?;
                let output = tape.value(recorded.output).clone();
                let gradient = tape.pull_back(recorded.output, output).of(recorded.parameters[0]);
                Ok(Outcome { layers: vec![gradient], figures: Map::new() })
            }));
        }
        "curve" => {
            let mut point = Point::parse(input)?.prepare();
            return Ok(Box::new(move || {
                curves::run(&mut point, threads)?;
                Ok(Outcome::default())
            }));
        }
        _ => {}
    }
    let Instance { network, directions, views } = read(Path::new(input))?;
    // A run starts from nothing: what an operator keeps of its passes is not there for the next one.
    Ok(match task {
        "weights" => Box::new(move || {
            let applied = Streamed::new(&network, &views, Moment::Between, options)?.of_weights()?;
            Ok(Outcome { layers: applied.layers, figures: Map::new() })
        }),
        "forward" => Box::new(move || {
            Streamed::new(&network, &views, Moment::Between, options)?.energy()?;
            Ok(Outcome::default())
        }),
        "each" => Box::new(move || {
            let large_scale = Streamed::new(&network, &views, Moment::Between, options)?;
            Ok(Outcome { layers: large_scale.apply_each(&directions)?, figures: Map::new() })
        }),
        "joint" => Box::new(move || {
            let large_scale = Streamed::new(&network, &views, Moment::Between, options)?;
            Ok(Outcome { layers: large_scale.apply_joint(&directions)?, figures: Map::new() })
        }),
        "check:broadcast" | "check:gram" => {
            let form = if task == "check:gram" { Form::Gram } else { Form::Pairs };
            Box::new(move || {
                let measured = pair_loss(&network, &views, form)?;
                let large_scale = Streamed::new(&network, &views, Moment::Between, options)?;
                let (applied, bound) = large_scale.of_weights_bounded()?.ok_or("a bound")?;
                let of_layer = |l: usize| {
                    let gradient: &DMatrix<f64> = &measured.gradient[l];
                    // −∇L = 2 V w.
                    let residual = gradient.zip_map(&applied.layers[l], |g, v| g + 2.0 * v).norm();
                    (residual, measured.bounds[l] + 2.0 * bound.layers[l], gradient.norm())
                };
                let checks: Vec<(f64, f64, f64)> = (0..measured.gradient.len()).map(of_layer).collect();
                let decided = measured.gates_are_decided && bound.gates_are_decided;
                let holds = decided && checks.iter().all(|(residual, bound, size)| residual <= bound && size > bound);
                let figures = [
                    ("passes", json!(holds)),
                    ("checks", json!(checks)),
                    ("least_preactivation", json!(bound.least_preactivation)),
                ];
                let figures = figures.map(|(key, value)| (key.to_string(), value)).into_iter().collect();
                Ok(Outcome { layers: measured.gradient, figures })
            })
        }
        "check:claim" => {
            let exact = |a: &DMatrix<f64>| -> DMatrix<Rational> {
                a.map(|x| Rational::from_f64(x).unwrap_or_else(|| Rational::from_integer(0)))
            };
            let layers = network.layers.iter().map(|layer| dualproof::network::Layer {
                weights: exact(&layer.weights),
                mask: None,
                bias: None,
                activation: match layer.activation {
                    dualproof::network::Activation::Linear => dualproof::network::Activation::Linear,
                    _ => dualproof::network::Activation::Relu,
                },
                pool: layer.pool,
            });
            let network = dualproof::network::Network { layers: layers.collect() };
            let views = dualproof::views::Views::uniform(exact(&views.inputs), views.samples())?;
            let instance = covariance_operator::Instance::new(network, views);
            Box::new(move || {
                let (measured, predicted) = System::Running.computing(|| {
                    let measured = CovarianceOperator::measured(&instance, Part::BothBranches)?;
                    Ok((measured, CovarianceOperator::predicted(&instance, Part::BothBranches, Formula::Stated)?))
                })?;
                let entries = measured.iter().zip(&predicted).flat_map(|(m, p)| m.iter().zip(p.iter()));
                let holds = entries.clone().all(|(m, p)| m.equals(p) == Truth::Yes);
                let bound = entries.map(|(m, p)| m.error_bound() + p.error_bound()).fold(0.0, f64::max);
                let figures = [("passes", json!(holds)), ("largest_bound", json!(bound))];
                Ok(Outcome {
                    layers: Vec::new(),
                    figures: figures.map(|(k, v)| (k.to_string(), v)).into_iter().collect(),
                })
            })
        }
        "spectrum" => Box::new(move || {
            let large_scale = Streamed::new(&network, &views, Moment::Between, options)?;
            let mut outcome = Outcome::default();
            for layer in 1..=large_scale.depth() {
                let found = large_scale.largest_eigenvalues(layer, EIGENVALUES)?;
                // Each as often as it is there, as a decomposition lists them.
                let all = found.iter().flat_map(|e| std::iter::repeat_n(e.value, e.multiplicity.unwrap_or(1)));
                let all: Vec<f64> = all.take(EIGENVALUES).collect();
                outcome.layers.push(DMatrix::from_vec(all.len(), 1, all));
            }
            Ok(outcome)
        }),
        _ => return Err(format!("task: found {task:?}, expected one of the driver's").into()),
    })
}

/// The matrices row by row, one after the other, as NumPy's `ravel` has them.
fn numbers(layers: &[DMatrix<f64>]) -> Vec<f64> {
    layers.iter().flat_map(|layer| layer.transpose().as_slice().to_vec()).collect()
}

/// The size of the product that stands for what the machine can do.
pub const PEAK_SIZE: usize = 1024;

/// A product of 1024 × 1024 matrices on every thread at once.
fn gemm_peak() -> Job {
    let entries = PEAK_SIZE * PEAK_SIZE;
    let (a, b) = (vec![0.5; entries], vec![0.25; entries]);
    let mut results = vec![vec![0.0; entries]; rayon::current_num_threads()];
    Box::new(move || {
        results.par_iter_mut().for_each(|c| {
            let (a, b) = (Factor::new(&a, PEAK_SIZE, PEAK_SIZE), Factor::new(&b, PEAK_SIZE, PEAK_SIZE));
            product(c, Into::Replace, a, b);
        });
        Ok(Outcome::default())
    })
}
