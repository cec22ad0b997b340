//! The program `dualproof`: the claims of the paper on the toolkit's command line.

fn main() -> std::process::ExitCode {
    dualproof::cli::main(
        dualproof_theorems::registry(),
        [dualproof_theorems::measure::command(), dualproof_theorems::experiments::command()],
    )
}
