//! The program `dualproof`: the claims of the paper and its experiments on the toolkit's command line.

use dualproof_theorems::{blocks, diagnose, examined, large_scale, measure};

fn main() -> std::process::ExitCode {
    dualproof::cli::main(
        examined(),
        [
            measure::command(),
            diagnose::command(),
            large_scale::command(),
            blocks::command(),
            dualproof_experiments::command(),
        ],
    )
}
