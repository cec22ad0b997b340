//! The time of the whole of `dualproof measure` on the digits network, files included: 60 samples × 5 views.
//! `cargo bench --bench measure`.

use clap::Parser;
use divan::Bencher;
use dualproof_theorems::measure::{MeasureArgs, measure};

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: MeasureArgs,
}

fn main() {
    divan::main();
}

#[divan::bench(args = ["simple", "nce:0.5"])]
fn digits_network(bencher: Bencher, loss: &str) {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/digits/data/");
    let (weights, images) = (format!("{data}digits_mlp_relu.safetensors"), format!("{data}digits_images.npy"));
    let line =
        ["measure", "--weights", &weights, "--data", &images, "--samples", "60", "--scale", "16", "--loss", loss];
    let args = Line::parse_from(line).args;
    bencher.bench(|| measure(&args, &|_| ()).expect("the files of the repository"));
}
