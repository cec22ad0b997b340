//! The program `dualproof`: the claims of the paper on the toolkit's command line.

fn main() -> std::process::ExitCode {
    let commands = [
        dualproof_theorems::measure::command(),
        dualproof_theorems::at_size::command(),
        dualproof_theorems::experiments::command(),
    ];
    dualproof::cli::main(dualproof_theorems::examined(), commands)
}
