//! Latent trees: one test per rejection, messages against enumeration, features against the masked network,
//! samples against the laws they are drawn from.

use dualproof::campaign::draw;
use dualproof::matrix::embed;
use dualproof::network::Activation;
use dualproof::numbers::{Line, Number, Obstacle, Rational, Running, System};
use dualproof::tree::random::{GroupSetting, TreeSetting, tree, tree_and_network};
use dualproof::tree::{Channel, Edge, Joint, LatentTree, LocalError, Pixels, TreeError};
use nalgebra::DMatrix;

type Tree = LatentTree<Rational>;

fn fraction(numerator: i64, denominator: u64) -> Rational {
    Rational::new(numerator, denominator)
}

fn edge(parent: usize, child: usize) -> Edge<Rational> {
    Edge { parent, child, channel: Channel::Polarity(fraction(1, 2)) }
}

fn binary(nodes: usize, edges: Vec<Edge<Rational>>) -> Tree {
    LatentTree { nodes, root: vec![fraction(1, 2); 2], edges }
}

#[test]
fn each_defect_is_named() {
    use TreeError::*;
    assert_eq!(binary(0, vec![]).validate(), Err(NoNodes));
    assert_eq!(binary(2, vec![edge(0, 2)]).validate(), Err(NoSuchNode { edge: 0, node: 2, nodes: 2 }));
    assert_eq!(binary(2, vec![edge(1, 0)]).validate(), Err(RootHasParent { parent: 1 }));
    let twice = vec![edge(0, 1), edge(0, 2), edge(1, 2)];
    assert_eq!(binary(3, twice).validate(), Err(TwoParents { child: 2, first: 0, second: 1 }));
    assert_eq!(binary(3, vec![edge(0, 2)]).validate(), Err(Unreachable { node: 1 }));
    let ring = vec![edge(0, 1), edge(3, 2), edge(4, 3), edge(2, 4)];
    assert_eq!(binary(5, ring).validate(), Err(Cycle { nodes: vec![2, 3, 4] }));
    assert_eq!(binary(2, vec![edge(1, 1)]).validate(), Err(Cycle { nodes: vec![1] }));
    assert_eq!(binary(1, vec![]).validate(), Ok(()));
}

#[test]
fn each_wrong_law_is_named() {
    let with = |channel| binary(2, vec![Edge { parent: 0, child: 1, channel }]).validate();
    let row = |p: [Rational; 4]| Channel::Transition(nalgebra::DMatrix::from_row_slice(2, 2, &p));
    for rho in [fraction(9, 8), fraction(-9, 8)] {
        assert_eq!(
            with(Channel::Polarity(rho.clone())),
            Err(TreeError::Polarity { child: 1, polarity: rho.to_string() })
        );
    }
    assert_eq!(with(Channel::Polarity(fraction(-1, 1))), Ok(()));
    let bad = row([fraction(1, 2), fraction(1, 2), fraction(1, 2), fraction(1, 3)]);
    let which = "node 1 given state 1 of its parent".to_string();
    assert_eq!(with(bad), Err(TreeError::Probabilities { which: which.clone(), found: "1/2, 1/3".into() }));
    let negative = row([fraction(1, 2), fraction(1, 2), fraction(3, 2), fraction(-1, 2)]);
    assert_eq!(with(negative), Err(TreeError::Probabilities { which, found: "3/2, -1/2".into() }));
    let narrow = Channel::Transition(nalgebra::DMatrix::from_element(1, 1, fraction(1, 1)));
    assert_eq!(with(narrow), Err(TreeError::States { child: 1, found: 1, expected: 2 }));
    let root = LatentTree { nodes: 1, root: vec![fraction(1, 3); 2], edges: vec![] };
    let found = "1/3, 1/3".to_string();
    assert_eq!(root.validate(), Err(TreeError::Probabilities { which: "root".into(), found }));
}

#[test]
fn unknown_keys_are_refused() {
    let text = r#"{"nodes": 1, "root": ["1"], "edges": [], "leafs": 1}"#;
    assert!(serde_json::from_str::<Tree>(text).unwrap_err().to_string().contains("leafs"));
}

/// Every kind of random tree, up to 15 latents.
fn settings() -> Vec<TreeSetting> {
    let any = TreeSetting::default();
    vec![
        any,
        TreeSetting { uniform_root: false, transitions: Some(2), ..any },
        TreeSetting { uniform_root: false, transitions: Some(3), nodes: (2, 6), ..any },
        TreeSetting { height: Some((1, 3)), ..any },
        TreeSetting { nodes: (11, 15), ..any },
    ]
}

#[test]
fn random_trees_are_valid_and_survive_json() {
    for setting in settings() {
        let strategy = tree_and_network(setting, GroupSetting::default());
        for case in 0..64 {
            let (tree, network) = draw(&strategy, 1, "valid", case).current();
            tree.validate().unwrap();
            network.validate(&tree).unwrap();
            assert!(tree.nodes <= setting.nodes.1);
            assert!(setting.height.is_none() || tree.shape().is_levelled());
            let text = serde_json::to_string(&(&tree, &network)).unwrap();
            assert_eq!(serde_json::from_str::<(Tree, _)>(&text).unwrap(), (tree, network));
        }
    }
}

#[test]
fn messages_agree_with_enumeration() {
    for setting in settings() {
        let strategy = tree_and_network(setting, GroupSetting::default());
        for case in 0..12 {
            let (tree, network) = draw(&strategy, 2, "messages", case).current();
            let joint = Joint::of(&tree).unwrap();
            let (laws, features) = (tree.laws_given_root(), tree.feature_laws(&network).unwrap());
            let on_leaves = joint.features(&tree, &network).unwrap();
            for node in 0..tree.nodes {
                assert_eq!(joint.given_root(node).unwrap(), laws[node]);
                if let Ok(means) = joint.means_given(node, &on_leaves[node]) {
                    assert_eq!(means, features[node].means());
                }
            }
            if network.is_linear() {
                let means = tree.linear_means(&network).unwrap();
                assert!((0..tree.nodes).all(|node| means[node] == features[node].means()));
            }
            // Without an order there are only the features of linear networks.
            let in_the_field = System::Prime61.computing(|| {
                let joint = Joint::<Number>::of(&tree.embed())?;
                let expected: Vec<DMatrix<Number>> = on_leaves.iter().map(embed).collect();
                Ok(joint.features(&tree.embed(), &network.embed())? == expected)
            });
            match network.is_linear() {
                true => assert_eq!(in_the_field, Ok(true)),
                false => assert_eq!(in_the_field, Err(Obstacle::Unsupported("absolute value"))),
            }
            // The same inference in floating point stays within its own bounds.
            let running = tree.embed::<Running>().laws_given_root();
            for (exact, float) in laws.iter().zip(running) {
                assert!(exact.iter().zip(float.iter()).all(|(q, x)| {
                    use dualproof::numbers::{Field, Ring, Truth};
                    Running::from_rational(q).equals(x) == Truth::Yes
                }));
            }
        }
    }
}

#[test]
fn layers_compute_the_same_features() {
    let strategy =
        tree_and_network(TreeSetting { height: Some((1, 3)), ..TreeSetting::default() }, GroupSetting::default());
    let mut compared = 0;
    for case in 0..64 {
        let (tree, network) = draw(&strategy, 3, "layers", case).current();
        let joint = Joint::of(&tree).unwrap();
        let layered = network.layered(&tree).unwrap();
        let Ok(trace) = layered.trace(&joint.pixels(network.pixels)) else { continue };
        let features = joint.features(&tree, &network).unwrap();
        for node in tree.shape().inner_nodes() {
            let block = network.block(&tree, node);
            assert_eq!(trace.activation(block.layer).rows(block.rows.start, block.rows.len()), features[node]);
        }
        compared += 1;
    }
    assert!(compared > 16, "{compared} networks without a zero pre-activation");
}

#[test]
fn trees_that_are_no_layers_say_so() {
    let strategy = tree(TreeSetting { nodes: (4, 4), ..TreeSetting::default() });
    let uneven = binary(4, vec![edge(0, 1), edge(1, 2), edge(0, 3)]);
    let drawn = draw(&strategy, 4, "uneven", 0).current();
    assert_eq!(drawn.nodes, 4);
    let group = |node, columns, activation| dualproof::tree::Group {
        node,
        weights: nalgebra::DMatrix::from_element(1, columns, fraction(1, 1)),
        activation,
    };
    let groups = |root| vec![group(0, 2, root), group(1, 1, Activation::Relu)];
    let network = dualproof::tree::LocalNetwork { pixels: Pixels::Sign, groups: groups(Activation::Linear) };
    assert_eq!(network.layered(&uneven).unwrap_err(), LocalError::NotLevelled);
    let even = binary(4, vec![edge(0, 1), edge(1, 2), edge(1, 3)]);
    assert_eq!(network.validate(&even), Err(LocalError::Width { node: 0, rows: 1, columns: 2, expected: 1 }));
}

#[test]
fn a_line_moves_laws_polarities_transitions_and_weights_and_nothing_else() {
    let t = fraction(1, 4);
    for setting in settings() {
        let strategy = tree_and_network(setting, GroupSetting::default());
        for case in 0..8 {
            let (tree, network) = draw(&strategy, 6, "line", case).current();
            // The same shape with other numbers: every law reversed, every weight doubled.
            let mut other = tree.clone();
            other.root.reverse();
            for edge in &mut other.edges {
                edge.channel = match &edge.channel {
                    Channel::Polarity(rho) => Channel::Polarity(-rho.clone()),
                    Channel::Transition(p) => {
                        Channel::Transition(nalgebra::DMatrix::from_fn(p.nrows(), p.ncols(), |i, j| {
                            p[(i, p.ncols() - 1 - j)].clone()
                        }))
                    }
                };
            }
            let point = tree.towards(&other, &t);
            point.validate().unwrap();
            assert_eq!(
                point.root[0],
                tree.root[0].clone() + t.clone() * (other.root[0].clone() - tree.root[0].clone())
            );
            for ((moved, edge), end) in point.edges.iter().zip(&tree.edges).zip(&other.edges) {
                assert_eq!((moved.parent, moved.child), (edge.parent, edge.child));
                let straight = edge.channel.matrix() * fraction(3, 4) + end.channel.matrix() * t.clone();
                assert_eq!(moved.channel.matrix(), straight);
            }
            let mut doubled = network.clone();
            doubled.groups.iter_mut().for_each(|group| group.weights *= fraction(2, 1));
            let moved = network.towards(&doubled, &t);
            assert!(moved.groups.iter().zip(&network.groups).all(|(moved, group)| {
                moved.weights == group.weights.clone() * fraction(5, 4) && moved.activation == group.activation
            }));
        }
    }
}

/// A sample mean of n signs lies this far from its expectation with probability below `alpha` (Hoeffding).
fn hoeffding(n: usize, alpha: f64) -> f64 {
    (2.0 * (2.0 / alpha).ln() / n as f64).sqrt()
}

#[test]
fn samples_follow_the_law_whatever_the_threads() {
    let (count, alpha) = (1 << 16, 1e-12);
    for setting in settings() {
        let tree = draw(&tree(setting), 5, "samples", 1).current();
        let (laws, float) = (tree.laws_given_root(), tree.embed::<f64>());
        let samples = float.sample(count, 11);
        let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        assert_eq!(one_thread.install(|| float.sample(count, 11)), samples);
        let fewer = float.sample(100, 11);
        for (node, law) in laws.iter().enumerate() {
            assert!((0..100).all(|s| fewer.state(node, s) == samples.state(node, s)));
            for above in 0..tree.root.len() {
                for state in 0..law.ncols() {
                    use dualproof::numbers::Ring;
                    let both = |s: &usize| samples.state(0, *s) == above && samples.state(node, *s) == state;
                    let share = (0..count).filter(both).count() as f64 / count as f64;
                    let expected = (tree.root[above].clone() * law[(above, state)].clone()).to_f64();
                    assert!((share - expected).abs() <= hoeffding(count, alpha), "node {node}: {share} for {expected}");
                }
            }
        }
    }
}

#[test]
fn a_chain_deeper_than_the_call_stack_is_a_tree() {
    let nodes = 200_000;
    let chain = binary(nodes, (1..nodes).map(|child| edge(child - 1, child)).collect());
    assert!(chain.validate().is_ok());
    assert!(chain.try_shape().is_ok_and(|shape| shape.height() == nodes - 1));
}
