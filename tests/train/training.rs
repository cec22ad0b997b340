//! Descent, averages, checkpoints and stops.

use dualproof::random_streams::case_rng;
use dualproof::train::{
    Architecture, ArchitectureError, BatchNorm, Checkpoint, CheckpointError, Contrast, Contrastive, Descent, Ended,
    GroupNorm, Initialisation, Layer, Learner, Network, Pass, Schedule, Sgd, StateFile, Statistic, Stored, Watch,
    follow, resumed, saved, train, train_saving,
};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// A learner whose batches come from a random stream that goes on from step to step.
struct Toy<T: Stored> {
    network: Network<T>,
    sgd: Sgd<T>,
    pass: Pass<T>,
    rng: ChaCha8Rng,
}

const ANCHORS: usize = 5;

fn architecture(hidden: usize) -> Architecture {
    let norm = BatchNorm { mean: Statistic::Normal, deviation: Statistic::Normal, epsilon: 1e-5, gain: true };
    let layers = vec![Layer::dense(hidden), Layer::BatchNorm(norm), Layer::Rectifier, Layer::dense(3)];
    Architecture { inputs: 4, layers }
}

impl<T: Stored> Toy<T> {
    fn new(hidden: usize) -> Self {
        let mut rng = case_rng(1, "toy", 0);
        let network = Network::random(architecture(hidden), Initialisation::LibraryDefault, &mut rng).unwrap();
        let schedule = Schedule::Cosine { steps: 40 };
        let descent = Descent { rate: 0.05, momentum: 0.9, weight_decay: 1e-3, schedule };
        let (sgd, pass) = (Sgd::new(descent, network.parameters.len()), network.pass(3 * ANCHORS).unwrap());
        Toy { network, sgd, pass, rng }
    }
}

impl<T: Stored> Learner for Toy<T> {
    fn update(&mut self, step: u64) -> f64 {
        let rng = &mut self.rng;
        self.pass.inputs_mut().iter_mut().for_each(|x| *x = T::from_f64((rng.next_u64() % 64) as f64 / 32.0 - 1.0));
        self.network.forward(&mut self.pass);
        let (outputs, adjoint) = self.pass.output_and_adjoint_mut();
        let loss = Contrastive::new(Contrast::Nce { temperature: 0.5 }, 1).value_and_gradient(outputs, adjoint);
        let mut gradient = vec![T::zero(); self.network.parameters.len()];
        self.network.backward(&mut self.pass, &mut gradient);
        self.sgd.update(step, &mut self.network.parameters, &gradient);
        loss.to_f64()
    }

    fn save(&self, checkpoint: &mut Checkpoint) {
        checkpoint.put_network("network", &self.network);
        checkpoint.put("velocity", &[self.sgd.velocity.len()], &self.sgd.velocity);
        checkpoint.put_rng("rng", &self.rng);
    }

    fn restore(&mut self, checkpoint: &Checkpoint) -> Result<(), CheckpointError> {
        checkpoint.restore_network("network", &mut self.network)?;
        self.sgd.velocity = checkpoint.get("velocity", &[self.sgd.velocity.len()])?;
        self.rng = checkpoint.rng("rng")?;
        Ok(())
    }
}

fn resuming_changes_no_bit<T: Stored>() {
    let watch = Watch::default();
    let mut whole = Toy::<T>::new(6);
    assert_eq!(train(&mut whole, 0..40, &watch, |_, _| {}), Ended::Complete);
    let mut first = Toy::<T>::new(6);
    let stop = |_: &mut Toy<T>, step: u64| {
        if step == 17 {
            watch.stop();
        }
    };
    // The step in hand is still taken.
    assert_eq!(train(&mut first, 0..40, &watch, stop), Ended::Stopped { step: 18 });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.safetensors");
    saved(&first, 18).write(&file).unwrap();
    let mut second = Toy::<T>::new(6);
    let checkpoint = Checkpoint::read(&file).unwrap();
    assert_eq!(resumed(&mut second, &checkpoint), Ok(18));
    let mut observed = Vec::new();
    assert_eq!(train(&mut second, 18..40, &Watch::default(), |_, step| observed.push(step)), Ended::Complete);
    assert_eq!(observed, (18..=40).collect::<Vec<_>>());
    assert!(whole.network.parameters == second.network.parameters);
    assert!(whole.network.parameters != first.network.parameters);
    // The same state is the same file.
    let again = folder.path().join("again.safetensors");
    saved(&first, 18).write(&again).unwrap();
    assert_eq!(std::fs::read(&file).unwrap(), std::fs::read(&again).unwrap());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing half-written beside them");
}

#[test]
fn a_resumed_training_ends_at_the_same_bits() {
    resuming_changes_no_bit::<f64>();
    resuming_changes_no_bit::<f32>();
}

/// A process that is killed goes on from what was written last, with what was observed before: here before every step.
#[test]
fn a_state_that_is_written_on_the_way_goes_on_to_the_same_bits() {
    let folder = tempfile::tempdir().unwrap();
    let file = StateFile { path: folder.path().join("state.safetensors"), every: std::time::Duration::ZERO };
    let watch = Watch::default();
    let (mut whole, mut observed) = (Toy::<f64>::new(6), Vec::new());
    let note = |_: &mut Toy<f64>, observed: &mut Vec<u64>, step: u64| observed.push(step);
    assert_eq!(file.read::<_, Vec<u64>>(&mut whole), Ok(None));
    assert_eq!(train_saving(&mut whole, 0..40, &watch, None, &mut observed, note), Ok(Ended::Complete));
    assert!(!file.path.exists());
    // Killed in step 23: nothing is called any more.
    let (mut killed, mut record) = (Toy::<f64>::new(6), Vec::new());
    let until = train_saving(&mut killed, 0..23, &watch, Some(&file), &mut record, note);
    assert_eq!(until, Ok(Ended::Complete));
    let mut second = Toy::<f64>::new(6);
    let (mut record, step) = file.read::<_, Vec<u64>>(&mut second).unwrap().unwrap();
    assert_eq!((record.clone(), step), ((0..23).collect::<Vec<_>>(), 23), "before step 23 was observed");
    let fresh = Watch::default();
    fresh.skip(step);
    assert_eq!(train_saving(&mut second, step..40, &fresh, Some(&file), &mut record, note), Ok(Ended::Complete));
    assert!(whole.network.parameters == second.network.parameters);
    assert_eq!((record, fresh.steps(), fresh.taken()), (observed, 40, 17));
    // A place that cannot be written ends the training.
    let nowhere = StateFile { path: folder.path().join("none/state.safetensors"), ..file };
    let failed = train_saving(&mut second, 0..40, &watch, Some(&nowhere), &mut Vec::new(), note);
    assert!(matches!(failed, Err(CheckpointError::Unwritable { .. })), "{failed:?}");
}

#[test]
fn a_checkpoint_of_something_else_says_what() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.safetensors");
    saved(&Toy::<f64>::new(6), 3).write(&file).unwrap();
    let checkpoint = Checkpoint::read(&file).unwrap();
    let mut other = Toy::<f64>::new(7);
    let before = other.network.parameters.clone();
    let expected = |key: &str, found: &str, expected: &str| CheckpointError::Shape {
        file: file.display().to_string(),
        key: key.into(),
        found: found.into(),
        expected: expected.into(),
    };
    let error = resumed(&mut other, &checkpoint).unwrap_err();
    assert_eq!(error, expected("network.layers.0.weight", "F64 [6, 4]", "F64 [7, 4]"));
    assert!(other.network.parameters == before);
    let error = resumed(&mut Toy::<f32>::new(6), &checkpoint).unwrap_err();
    assert_eq!(error, expected("network.layers.0.weight", "F64 [6, 4]", "F32 [6, 4]"));
    let missing = checkpoint.get::<f64>("nothing", &[1]).unwrap_err();
    assert!(matches!(missing, CheckpointError::Missing { key, .. } if key == "nothing"));
    assert!(matches!(checkpoint.noted::<String>("step"), Err(CheckpointError::Note { .. })));
    assert!(matches!(checkpoint.expect_note("step", &4), Err(CheckpointError::Note { .. })));
}

#[test]
fn damaged_files_and_unwritable_places_are_errors() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.safetensors");
    assert!(matches!(Checkpoint::read(&file), Err(CheckpointError::Unreadable { .. })));
    saved(&Toy::<f64>::new(6), 3).write(&file).unwrap();
    let bytes = std::fs::read(&file).unwrap();
    for length in [0, 7, 20, bytes.len() - 1] {
        std::fs::write(&file, &bytes[..length]).unwrap();
        assert!(matches!(Checkpoint::read(&file), Err(CheckpointError::Damaged { .. })), "{length} bytes");
    }
    let place = folder.path().join("no such folder").join("state.safetensors");
    assert!(matches!(saved(&Toy::<f64>::new(6), 3).write(&place), Err(CheckpointError::Unwritable { .. })));
    // A directory in the way: the rename fails, and what was written beside it is taken away.
    let taken = folder.path().join("taken");
    std::fs::create_dir_all(taken.join("inside")).unwrap();
    assert!(matches!(saved(&Toy::<f64>::new(6), 3).write(&taken), Err(CheckpointError::Unwritable { .. })));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_loss_that_is_no_number_ends_the_training() {
    let mut toy = Toy::<f64>::new(6);
    let mut step_seen = 0;
    let ended = train(&mut toy, 0..40, &Watch::default(), |toy, step| {
        step_seen = step;
        if step == 5 {
            toy.network.parameters.fill(f64::NAN);
        }
    });
    assert_eq!((ended, step_seen), (Ended::Diverged { step: 5 }, 5));
}

#[test]
fn descent_is_that_of_the_formula() {
    let descent =
        Descent { rate: 0.5, momentum: 0.5, weight_decay: 0.25, schedule: Schedule::Step { every: 1, factor: 0.5 } };
    let mut sgd = Sgd::new(descent, 1);
    let mut w = [2.0];
    sgd.update(0, &mut w, &[1.0]);
    // v = 1 + ¼·2 = 1.5, w = 2 − ½·1.5
    assert_eq!((w, sgd.velocity[0]), ([1.25], 1.5));
    sgd.update(1, &mut w, &[0.0]);
    // v = ½·1.5 + ¼·1.25 = 1.0625, w = 1.25 − ¼·1.0625
    assert_eq!((w, sgd.velocity[0]), ([0.984375], 1.0625));
    let mut target = [4.0];
    follow(&mut target, &w, 0.75);
    assert_eq!(target, [0.75 * 4.0 + 0.25 * 0.984375]);
}

#[test]
fn each_misfit_of_an_architecture_is_named() {
    let with = |layers: Vec<Layer>| Architecture { inputs: 6, layers }.validate();
    assert_eq!(with(vec![Layer::dense(0)]), Err(ArchitectureError::NoUnits { place: "layer 0".into() }));
    let grouped =
        |groups, outputs| Layer::Affine(dualproof::train::Affine { outputs, groups, bias: false, standardise: None });
    assert_eq!(with(vec![grouped(4, 8)]), Err(ArchitectureError::Groups { layer: 0, groups: 4, units: 6 }));
    assert_eq!(with(vec![grouped(3, 8)]), Err(ArchitectureError::Groups { layer: 0, groups: 3, units: 8 }));
    assert_eq!(with(vec![grouped(0, 8)]), Err(ArchitectureError::Groups { layer: 0, groups: 0, units: 6 }));
    let group_norm = |groups, epsilon| Layer::GroupNorm(GroupNorm { groups, epsilon, gain: false });
    assert_eq!(with(vec![group_norm(4, 1.0)]), Err(ArchitectureError::Groups { layer: 0, groups: 4, units: 6 }));
    let epsilon = |found, expected| Err(ArchitectureError::Epsilon { layer: 0, found, expected });
    assert_eq!(with(vec![group_norm(3, 0.0)]), epsilon(0.0, "above 0"));
    assert_eq!(with(vec![Layer::UnitNorm { epsilon: -1.0 }]), epsilon(-1.0, "of at least 0"));
    assert_eq!(with(vec![grouped(3, 9), group_norm(3, 0.5)]), Ok(()));
    let found = Network::new(architecture(6), vec![0.0]).map(|_| ()).unwrap_err();
    assert_eq!(found, ArchitectureError::Parameters { found: 1, expected: 6 * 4 + 6 + 6 + 6 + 3 * 6 + 3 });
    let network = Toy::<f64>::new(6).network;
    assert_eq!(network.pass(1).map(|_| ()).unwrap_err(), ArchitectureError::Batch { layer: 1, found: 1 });
    assert_eq!(network.pass(0).map(|_| ()).unwrap_err(), ArchitectureError::Batch { layer: 1, found: 0 });
}

/// An output of length 0 has no direction.
#[test]
fn a_zero_output_is_no_nan() {
    for epsilon in [0.0, 0.5] {
        let architecture = Architecture { inputs: 2, layers: vec![Layer::UnitNorm { epsilon }] };
        let network = Network::<f64>::new(architecture, vec![]).unwrap();
        let mut pass = network.pass(1).unwrap();
        network.forward(&mut pass);
        pass.output_adjoint_mut().fill(1.0);
        network.backward_to_inputs(&mut pass, &mut []);
        let slope = if epsilon > 0.0 { 2.0 } else { 0.0 };
        assert_eq!((pass.output().as_slice(), pass.adjoint(0).as_slice()), (&[0.0; 2][..], &[slope; 2][..]));
    }
}
