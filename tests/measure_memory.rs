//! What `measure` says that it needs is enough and not much more: counted by the allocator.

use clap::Parser;
use dualproof::input::write_npy;
use dualproof_theorems::measure::{MeasureArgs, bytes_of_measurement, measure};
use nalgebra::DMatrix;
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: MeasureArgs,
}

/// Wide layers, few views: the weights and what is made in their shape are what a measurement takes.
#[test]
fn what_is_asked_for_before_is_enough() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let widths = [230, 310, 12];
    let (samples, augmentations) = (5, 2);
    let entry = |i: usize| ((i * 7919 + i * i % 97) % 1009) as f64 / 504.5 - 1.0;
    let weights: Vec<DMatrix<f64>> = (0..2)
        .map(|l| DMatrix::from_fn(widths[l + 1], widths[l], |i, j| entry(i * widths[l] + j + l) / 10.0))
        .collect();
    std::fs::write(path("n.safetensors"), safetensors(&weights)).expect("a file");
    let views = (0..samples * augmentations * widths[0]).map(entry);
    write_npy(path("x.npy").as_ref(), &[samples, augmentations, widths[0]], views).expect("a file");
    let square = (0..widths[2] * widths[2]).map(entry);
    write_npy(path("p.npy").as_ref(), &[widths[2], widths[2]], square).expect("a file");
    let bytes = |numbers: usize| (numbers * size_of::<f64>()) as f64;
    let of_weights = bytes(weights.iter().map(|w| w.len()).sum());
    let (net, x, p) = (path("n.safetensors"), path("x.npy"), path("p.npy"));
    let line = ["measure", "--weights", &net, "--views", &x];
    for more in [&["--top", "0"][..], &["--loss", "nce:10"], &["--predictor", &p, "--top", "0"]] {
        let args = Line::parse_from(line.iter().chain(more)).args;
        // Threads and their buffers are made once, by whoever is first.
        let report = measure(&args, &|_| ()).expect("a gradient");
        let before = ALLOCATOR.current_usage();
        ALLOCATOR.reset_peak_usage();
        assert_eq!(measure(&args, &|_| ()).expect("a gradient"), report);
        let peak = (ALLOCATOR.peak_usage() - before) as f64;
        let number = if report.arithmetic == "f64" { 2 } else { 3 } * size_of::<f64>();
        let said = bytes_of_measurement(&widths, &args, (samples, augmentations), number);
        assert!(peak <= said + of_weights, "{more:?}: {peak} of {said}");
        assert!(said <= 2.0 * peak, "{more:?}: {said} asked for, {peak} taken");
    }
}

fn safetensors(weights: &[DMatrix<f64>]) -> Vec<u8> {
    let (mut keys, mut data) = (Vec::new(), Vec::<u8>::new());
    for (index, w) in weights.iter().enumerate() {
        let start = data.len();
        data.extend(w.transpose().iter().flat_map(|x| x.to_le_bytes()));
        let fields = format!(
            "\"dtype\":\"F64\",\"shape\":[{},{}],\"data_offsets\":[{start},{}]",
            w.nrows(),
            w.ncols(),
            data.len()
        );
        keys.push(format!("\"{index}.weight\":{{{fields}}}"));
    }
    let header = format!("{{{}}}", keys.join(","));
    [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &data].concat()
}
