//! The program `dualproof`: the claims of the paper and its experiments on the toolkit's command line.

use dualproof_theorems::{at_size, examined, measure};

fn main() -> std::process::ExitCode {
    dualproof::cli::main(examined(), [measure::command(), at_size::command(), dualproof_experiments::command()])
}
