//! `dualproof train hltm`: SimCLR on latent trees with a locally connected network of the same shape.

mod growth;
mod learner;
mod measures;
mod record;
mod setting;

pub use growth::{FIRST_STEPS, Growth};
pub use learner::TreeLearner;
pub use measures::{Latent, Level, THETA, levels, measure};
pub use record::{RunError, RunRecord, run as run_one};
pub use setting::{Leaves, Setting, SettingError};

/// Options.
#[derive(Clone, Debug, clap::Args)]
pub struct HltmArgs {
    /// Print one JSON document instead of the table
    #[arg(long)]
    pub json: bool,
}

/// x
pub fn run(_: &HltmArgs) -> Result<dualproof::cli::Answer, RunError> {
    use dualproof::train::Watch;
    for (d, h) in [(3, 2), (3, 10), (5, 10)] {
        for setting in [Setting::compatible(d, h), Setting::stated(d, h)] {
            let t = std::time::Instant::now();
            let r = run_one(&setting, 1, None, false, &Watch::default())?.unwrap();
            println!("{d} {h} {:?}", t.elapsed());
            for e in &r.epochs {
                for l in e {
                    println!("   {l:.3?}");
                }
            }
            println!("{:.4?}", r.growth);
        }
    }
    Ok(dualproof::cli::Answer { text: String::new(), exit: 0 })
}
