//! A loss as text: its name and its numbers.

use crate::Loss;
use std::fmt::{Display, Formatter, Result as Written};
use std::str::FromStr;

const EXPECTED: &str = "simple, triplet:TAU,R0, nce:TAU, info-nce:TAU,H, nt-xent:TAU, byol, byol-plain, simsiam, \
                        barlow:LAMBDA or vicreg:L,M,N with finite TAU above 0, H of at least 1 and the others of at least 0";

/// A text that names no loss.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("found {found}, expected {expected}")]
pub struct LossTextError {
    /// The text.
    pub found: String,
    /// The texts that name one.
    pub expected: &'static str,
}

impl FromStr for Loss {
    type Err = LossTextError;
    fn from_str(text: &str) -> Result<Self, LossTextError> {
        let (name, numbers) = text.split_once(':').map_or((text, None), |(name, rest)| (name, Some(rest)));
        let numbers: Vec<&str> = numbers.map_or(Vec::new(), |rest| rest.split(',').collect());
        let number = |text: &str| text.parse::<f64>().ok();
        let read = match (name, numbers.as_slice()) {
            ("simple", []) => Some(Loss::Simple),
            ("triplet", [tau, margin]) => {
                number(tau).zip(number(margin)).map(|(tau, margin)| Loss::Triplet { tau, margin })
            }
            ("nce", [tau]) => number(tau).map(|tau| Loss::Nce { tau }),
            ("info-nce", [tau, negatives]) => {
                let negatives = negatives.parse().ok().filter(|h: &usize| *h > 0);
                number(tau).zip(negatives).map(|(tau, negatives)| Loss::InfoNce { tau, negatives })
            }
            ("nt-xent", [tau]) => number(tau).map(|tau| Loss::NtXent { tau }),
            ("byol", []) => Some(Loss::Byol { normalised: true }),
            ("byol-plain", []) => Some(Loss::Byol { normalised: false }),
            ("simsiam", []) => Some(Loss::SimSiam),
            ("barlow", [lambda]) => number(lambda).map(|lambda| Loss::BarlowTwins { lambda }),
            ("vicreg", [lambda, mu, nu]) => {
                number(lambda).zip(number(mu)).zip(number(nu)).map(|((lambda, mu), nu)| Loss::VicReg { lambda, mu, nu })
            }
            _ => None,
        };
        read.filter(|loss| loss.check_parameters().is_ok())
            .ok_or_else(|| LossTextError { found: text.to_string(), expected: EXPECTED })
    }
}

impl Display for Loss {
    fn fmt(&self, f: &mut Formatter<'_>) -> Written {
        match self {
            Loss::Simple => write!(f, "simple"),
            Loss::Triplet { tau, margin } => write!(f, "triplet:{},{}", short(tau), short(margin)),
            Loss::Nce { tau } => write!(f, "nce:{}", short(tau)),
            Loss::InfoNce { tau, negatives } => write!(f, "info-nce:{},{negatives}", short(tau)),
            Loss::NtXent { tau } => write!(f, "nt-xent:{}", short(tau)),
            Loss::Byol { normalised: true } => write!(f, "byol"),
            Loss::Byol { normalised: false } => write!(f, "byol-plain"),
            Loss::SimSiam => write!(f, "simsiam"),
            Loss::BarlowTwins { lambda } => write!(f, "barlow:{}", short(lambda)),
            Loss::VicReg { lambda, mu, nu } => write!(f, "vicreg:{},{},{}", short(lambda), short(mu), short(nu)),
        }
    }
}

/// A number in the fewest characters: 1e300, not 300 zeros.
fn short(x: &f64) -> String {
    let text = format!("{x:?}");
    text.strip_suffix(".0").map_or(text.clone(), String::from)
}
