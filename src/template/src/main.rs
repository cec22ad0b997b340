//! The program of this project: `verify`, `explain`, `refute`, `replay`, `proofs` and the others.

fn main() -> std::process::ExitCode {
    dualproof::cli::main({{module}}::registry(), [])
}
