//! `dualproof train hltm`: SimCLR on latent trees with a locally connected network of the same shape.

pub mod agreement;
mod growth;
mod learner;
mod measures;
mod record;
mod setting;

pub use growth::{FIRST_STEPS, Growth};
pub use learner::TreeLearner;
pub use measures::{Extent, Latent, Level, THETA, levels, measure};
pub use record::{OPERATOR_EPOCHS, RunError, RunRecord, run as run_one};
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
    use rayon::prelude::*;
    let n: u64 = std::env::var("N").unwrap().parse().unwrap();
    let depth: usize = std::env::var("D").unwrap().parse().unwrap();
    let hid: usize = std::env::var("H").unwrap().parse().unwrap();
    for k in 0..3 {
        let mut setting = if k == 2 { Setting::compatible(depth, hid) } else { Setting::stated(depth, hid) };
        if k == 1 {
            setting.contrast = dualproof::train::Contrast::Simple;
            setting.normalise = Some(1e-4);
        }
        let t = std::time::Instant::now();
        let runs: Vec<RunRecord> = (100_001..=100_000 + n)
            .into_par_iter()
            .map(|s| run_one(&setting, s, Extent::Operators, None, false, &Watch::default()).unwrap().unwrap())
            .collect();
        println!("{k} {:?} diverged {}", t.elapsed(), runs.iter().filter(|r| r.diverged.is_some()).count());
        for l in 1..=depth {
            let m = |f: &dyn Fn(&RunRecord) -> f64| runs.iter().map(f).sum::<f64>() / n as f64;
            let w = |f: &dyn Fn(&RunRecord) -> bool| runs.iter().filter(|r| f(r)).count();
            let gain = |r: &RunRecord, l: usize| r.correlation(l, 3).unwrap() - r.correlation(l, 0).unwrap();
            let op = |r: &RunRecord, l: usize, e: usize| r.epochs[e][l - 1].operator.unwrap();
            println!(
                "level {l} corr {:.3} {:.3} {:.3} {:.3} gain>0 {} gain>below {} op>below untrained {} first {} op {:.5} {:.5} / {:.5} lucky {:.3} groups {:.3} viol {} growth {:.5?} {:.5?} {:.3?}",
                m(&|r| r.correlation(l, 0).unwrap()),
                m(&|r| r.correlation(l, 1).unwrap()),
                m(&|r| r.correlation(l, 2).unwrap()),
                m(&|r| r.correlation(l, 3).unwrap()),
                w(&|r| gain(r, l) > 0.0),
                if l > 1 { w(&|r| gain(r, l) > gain(r, l - 1)) } else { 0 },
                if l > 1 { w(&|r| op(r, l, 0) > op(r, l - 1, 0)) } else { 0 },
                if l > 1 { w(&|r| op(r, l, 1) > op(r, l - 1, 1)) } else { 0 },
                m(&|r| op(r, l, 0)),
                m(&|r| r.epochs[0][l - 1].operator_predicted.unwrap()),
                m(&|r| op(r, l, 1)),
                m(&|r| r.epochs[0][l - 1].lucky),
                m(&|r| r.epochs[0][l - 1].lucky_groups),
                w(&|r| r.epochs.iter().any(|e| e[l - 1].bound_violations > 0)),
                runs.iter().filter_map(|r| Some(r.growth.iter().find(|g| g.level == l)?.measured)).sum::<f64>()
                    / n as f64,
                runs.iter().filter_map(|r| Some(r.growth.iter().find(|g| g.level == l)?.predicted)).sum::<f64>()
                    / n as f64,
                runs.iter().filter_map(|r| Some(r.growth.iter().find(|g| g.level == l)?.grown)).sum::<f64>() / n as f64,
            );
        }
    }
    Ok(dualproof::cli::Answer { text: String::new(), exit: 0 })
}
