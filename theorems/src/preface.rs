//! What the ledger says beside the claims: the paper, how to cite, what supports each phrase of its abstract, what is
//! trusted.

use dualproof::campaign::{Phrase, Preface, Support};

/// The preface of PROOFS.md.
pub const PREFACE: Preface = Preface {
    project: crate::PROJECT,
    title: "Proofs: understanding self-supervised learning with dual deep networks",
    text: include_str!("preface.md"),
    source: "the abstract",
    phrases: ABSTRACT,
    impurities: include_str!("impurities.md"),
    highlights: &["covariance-operator", "byol-implicit-contrastive"],
    #[cfg(feature = "experiments")]
    experiments: dualproof_experiments::recorded::RECORDED,
    #[cfg(not(feature = "experiments"))]
    experiments: &[],
    home: "theorems",
};

const fn parts(claim: &'static str, parts: &'static [&'static str]) -> Support {
    Support { claim, parts }
}

const fn whole(name: &'static str) -> Support {
    Support { claim: name, parts: &[] }
}

/// The abstract, every word of it, phrase by phrase (arXiv 2010.00578, a version that mentions BYOL).
const ABSTRACT: &[Phrase] = &[
    Phrase {
        text: "We propose a novel theoretical framework to understand self-supervised learning methods that employ dual \
               pairs of deep ReLU networks (e.g., SimCLR, BYOL).",
        support: &[
            parts("connection", &["reversibility", "derivative"]),
            parts("dual-gradient", &["gradient"]),
            whole("euler-operator"),
        ],
        open: "operations that no graph here has, such as attention",
    },
    Phrase {
        text: "First, we prove that in each SGD update of SimCLR,",
        support: &[
            parts("covariance-operator", &["both-branches", "finite-batch"]),
            whole("contrastive-losses"),
            whole("normalized-loss"),
            whole("normalised-operator"),
            whole("minibatch-law"),
        ],
        open: "momentum and weight decay",
    },
    Phrase {
        text: "the weights at each layer are updated by a covariance operator",
        support: &[
            parts("covariance-operator", &["one-branch", "both-branches", "energy", "positive-semidefinite"]),
            parts("weighted-covariance", &["remainder", "both-branches", "remainder-bound"]),
            parts("contrastive-operator", &["both-branches", "operators"]),
            whole("energy-flow"),
            whole("output-covariance-losses"),
        ],
        open: "",
    },
    Phrase {
        text: "that specifically amplifies initial random selectivities",
        support: &[
            parts(
                "amplification",
                &["step", "gaps-grow-by-their-factor", "orthogonal-part-stays", "output-does-not-shrink"],
            ),
            parts("lucky-node", &["tail", "group", "best-of-n"]),
        ],
        open: "more than one step; gates above the layer that flip",
    },
    Phrase {
        text: "that vary across data samples but survive averages over data augmentations,",
        support: &[
            parts("covariance-operator", &["both-branches", "loss-with-beta"]),
            parts("translation-invariance", &["linear-connections-agree", "one-hidden-relu", "sight-on-an-open-set"]),
        ],
        open: "",
    },
    Phrase {
        text: "which we show leads to the emergence of hierarchical features,",
        support: &[parts("selectivity-transfer", &["transfer", "spread"]), whole("hierarchical-emergence")],
        open: "a theorem on the whole of training: the claims are its links, the experiment looks at its end",
    },
    Phrase {
        text: "if the input data are generated from a hierarchical latent tree model.",
        support: &[parts(
            "latent-tree-covariance",
            &["covariance", "operator-block", "operator-shrinks-with-depth", "categorical-operator-block"],
        )],
        open: "",
    },
    Phrase {
        text: "With the same framework, we also show analytically that in BYOL,",
        support: &[
            parts("byol-ema", &["with-zero-mean", "without-zero-mean"]),
            parts("linear-byol", &["gradient", "modes"]),
        ],
        open: "",
    },
    Phrase {
        text: "the usage of BatchNorm and a predictor creates an implicit contrastive term,",
        support: &[
            parts(
                "byol-implicit-contrastive",
                &["with-zero-mean", "without-zero-mean", "identity-predictor-gives-none"],
            ),
            parts("byol-shrinkage", &["update", "only-shrinks"]),
            parts("batch-connection", &["byol", "cross-form"]),
        ],
        open: "",
    },
    Phrase {
        text: "acting as an approximate covariance operator.",
        support: &[
            parts("byol-implicit-contrastive", &["positive-semidefinite", "attraction"]),
            parts("optimal-predictor", &["positive-semidefinite", "attraction", "modes"]),
        ],
        open: "",
    },
    Phrase {
        text: "The term is formed by the inter-play between the zero-mean operation of BatchNorm",
        support: &[
            parts("byol-implicit-contrastive", &["zero-mean-share", "zero-mean-share-shrinks"]),
            parts("zero-mean-gradient", &["through", "lost", "both-outputs"]),
            parts("batchnorm-projection", &["zero-mean", "projection"]),
        ],
        open: "",
    },
    Phrase {
        text: "and the extra predictor in the online network.",
        support: &[
            parts("byol-implicit-contrastive", &["predictor-gives-some", "projection-gives-none"]),
            parts("predictor-balance", &["balance"]),
            parts("optimal-predictor", &["minimiser", "spectrum"]),
            parts("linear-byol", &["balance-decays", "balance-of-a-step"]),
            whole("byol-collapse"),
            whole("simsiam-limit"),
            whole("predictor-alignment"),
        ],
        open: "",
    },
    Phrase {
        text: "Extensive ablation studies justify our theoretical findings.",
        support: &[whole("byol-ablation"), whole("hierarchical-emergence")],
        open: "the paper's own studies, which were not at hand",
    },
];
