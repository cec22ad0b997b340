//! 2 V θ of all parameters of a network at once, by one tangent and one pullback; two views a sample.
//!
//!     cargo run --release -p dualproof-autodiff --example resnet18 -- NETWORK.onnx [f64|f32] [THREADS] [REPEATS]
//!
//! The views are those of `NETWORK.views.npy`, samples × 2 × channels × height × width. A line of JSON as that of
//! `benches/peers/resnet18_torch.py`, which writes both files: the least seconds with those of the processors, the rate,
//! the peak of resident memory and of that beyond the network as it was read, norm and probe ⟨r, (cos k)⟩ of the result
//! over all tensors in the file's order, the entries of each in C order.

use dualproof_autodiff::{Kinks, Pass, Program, Scalar};
use dualproof_networks::graph::{Graph, Operation};
use dualproof_onnx::Import;
use nalgebra::DMatrix;
use serde_json::json;
use std::error::Error;
use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let usage = "expected NETWORK.onnx [f64|f32] [THREADS] [REPEATS]";
    let path = Path::new(arguments.first().ok_or(usage)?);
    let number = |n: usize, default: usize| arguments.get(n).map_or(Ok(default), |text| text.parse());
    let (threads, repeats) = (number(2, 1)?, number(3, 3)?);
    let import = dualproof_onnx::read(path, &dualproof_onnx::Options::default())?;
    let views = npyz::NpyFile::new(std::fs::File::open(path.with_extension("views.npy"))?)?;
    let shape = views.shape().to_vec();
    let count: u64 = shape.iter().take(2).product();
    let entries: u64 = shape.iter().skip(2).product();
    let numbers = views.into_vec::<f32>()?;
    let views =
        DMatrix::from_iterator(usize::try_from(entries)?, usize::try_from(count)?, numbers.into_iter().map(f64::from));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    let name = arguments.get(1).map_or("f64", String::as_str);
    let mut line = pool.install(|| match name {
        "f64" => measured::<f64>(&import, &views, repeats),
        "f32" => measured::<f32>(&import, &views, repeats),
        _ => Err(usage.into()),
    })?;
    line["type"] = json!(name);
    line["threads"] = json!(threads);
    println!("{line}");
    Ok(())
}

fn measured<T: Scalar>(
    import: &Import,
    views: &DMatrix<f64>,
    repeats: usize,
) -> Result<serde_json::Value, Box<dyn Error + Send + Sync>> {
    let program = Program::<T>::new(&import.graph, views.nrows())?;
    let baseline = peak_kib();
    let mut least: Option<(f64, f64)> = None;
    let mut result = Vec::new();
    let mut kinks = 0;
    let mut parts = json!(null);
    for _ in 0..repeats.max(1) {
        // Not two results at a time.
        result.clear();
        let (start, busy) = (Instant::now(), processor_seconds());
        let pass = program.pass(views.map(T::of), Kinks::Convention)?;
        let forward = start.elapsed().as_secs_f64();
        let tangent = pass.tangent(&program.parameters().iter().enumerate().collect::<Vec<_>>());
        let there = start.elapsed().as_secs_f64();
        result = covariance(&program, &pass, &tangent);
        let seconds = start.elapsed().as_secs_f64();
        kinks = pass.kinks();
        if least.is_none_or(|(least, _)| seconds < least) {
            least = Some((seconds, processor_seconds() - busy));
            parts = json!({ "pass": forward, "tangent": there - forward, "pullback": seconds - there });
        }
    }
    let (seconds, processor) = least.unwrap_or_default();
    let peak = peak_kib();
    let flat: Vec<f64> = import
        .parameters
        .iter()
        .zip(&result)
        .flat_map(|(origin, r)| {
            let in_file_order = if origin.is_transposed { r.clone() } else { r.transpose() };
            in_file_order.iter().map(|x| x.wide()).collect::<Vec<_>>()
        })
        .collect();
    let probe: f64 = flat.iter().enumerate().map(|(k, x)| x * (k as f64).cos()).sum();
    Ok(json!({
        "views": views.ncols(),
        "parameters": flat.len(),
        "seconds": seconds,
        "processor_seconds": processor,
        "seconds_of": parts,
        // The values, the tangents of weights and of inputs, and the pullbacks to both.
        "gflop_per_second": 5.0 * forward_flops(&import.graph) * views.ncols() as f64 / seconds / 1e9,
        "peak_mib": peak / 1024.0,
        "peak_above_network_mib": (peak - baseline) / 1024.0,
        "kept_mib": (program.bytes_a_view() * views.ncols()) as f64 / f64::from(1 << 20),
        "kinks": kinks,
        "norm": flat.iter().map(|x| x * x).sum::<f64>().sqrt(),
        "probe": probe,
    }))
}

/// Σ_i K̄_iᵀ · 2 (z_i − z̄)/N for the tangents z_i of a sample's mean output; K̄_i is the mean Jacobian of its two views.
fn covariance<T: Scalar>(program: &Program<T>, pass: &Pass<T>, tangent: &DMatrix<T>) -> Vec<DMatrix<T>> {
    let samples = tangent.ncols() / 2;
    let half = T::of(0.5);
    let means =
        DMatrix::from_fn(tangent.nrows(), samples, |k, i| (tangent[(k, 2 * i)] + tangent[(k, 2 * i + 1)]) * half);
    let mean = means.column_mean();
    let share = T::of(1.0 / samples as f64);
    let cotangent = DMatrix::from_fn(tangent.nrows(), 2 * samples, |k, v| (means[(k, v / 2)] - mean[k]) * share);
    pass.pullback(&cotangent, &(0..program.parameters().len()).collect::<Vec<_>>())
}

/// Additions and multiplications of convolutions and dense layers on one view.
fn forward_flops(graph: &Graph<f64>) -> f64 {
    let of = |operation: &Operation<f64>| {
        let (parameter, places) = match operation {
            Operation::Dense { weights } => (*weights, 1),
            Operation::Convolution { kernel, image, window, .. } => {
                (*kernel, image.places(*window).map_or(0, |(rows, columns)| rows * columns))
            }
            _ => return 0.0,
        };
        2.0 * (graph.parameters[parameter].values.len() * places) as f64
    };
    graph.nodes.iter().map(|node| of(&node.operation)).sum()
}

/// The peak of resident memory, where the system tells it; else NaN.
fn peak_kib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse().ok()).unwrap_or(f64::NAN)
}

/// Seconds that the threads of this process have had on a processor, where the system tells it; else 0.
fn processor_seconds() -> f64 {
    let Ok(tasks) = std::fs::read_dir("/proc/self/task") else { return 0.0 };
    let of_thread = |path: std::path::PathBuf| {
        std::fs::read_to_string(path.join("schedstat")).ok()?.split(' ').next()?.parse::<f64>().ok()
    };
    tasks.filter_map(|entry| of_thread(entry.ok()?.path())).sum::<f64>() / 1e9
}
