//! `measure` on inputs where programs like it have been silently wrong: data far from 0, numbers near the ends of
//! `f64`, losses whose exponentials overflow, coinciding views, zero pre-activations, deep networks. Inputs are made
//! here; the values beside them are mpmath's, with 60 digits, from the definition of the loss, pair by pair.

use clap::Parser;
use dualproof::input::InputError;
use dualproof_theorems::large_scale::{OperatorArgs, operator};
use dualproof_theorems::measure::{MeasureArgs, MeasureError, run};
use dualproof_theorems::subject::NoGradient;
use serde_json::Value;
use std::path::PathBuf;
use tempfile::TempDir;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    args: MeasureArgs,
}

/// What every figure has to agree with the reference by.
const NINE_DIGITS: f64 = 1e-9;

/// A network and views in files.
struct Files {
    directory: TempDir,
}

impl Files {
    /// Layers as (rows, columns, entries row by row); views N × A × D.
    fn new(layers: &[(usize, usize, Vec<f64>)], shape: [usize; 3], views: &[f64]) -> Self {
        let files = Files { directory: TempDir::new().unwrap() };
        std::fs::write(files.path("net.safetensors"), safetensors(layers)).unwrap();
        let [samples, augmentations, width] = shape;
        assert_eq!(views.len(), samples * augmentations * width);
        std::fs::write(files.path("views.npy"), npy(&shape, views)).unwrap();
        let first: Vec<f64> =
            views.chunks(augmentations * width).flat_map(|sample| sample[..width].iter().copied()).collect();
        std::fs::write(files.path("data.npy"), npy(&[samples, width], &first)).unwrap();
        files
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn arguments(&self, more: &[&str]) -> MeasureArgs {
        let [net, data, views] = ["net.safetensors", "data.npy", "views.npy"].map(|name| self.path(name));
        let fixed = ["measure", "--weights", net.to_str().unwrap(), "--data", data.to_str().unwrap(), "--views"];
        let all = fixed.iter().chain(&[views.to_str().unwrap()]).chain(more).copied().collect::<Vec<_>>();
        Line::try_parse_from(all).unwrap_or_else(|error| panic!("{error}")).args
    }

    fn document(&self, more: &[&str]) -> (u8, Value) {
        let args = self.arguments(&[more, &["--json"]].concat());
        let mut out = Vec::new();
        let code = run(&args, &mut out).unwrap_or_else(|error| panic!("{error}"));
        (code, serde_json::from_slice(&out).unwrap())
    }

    fn refused(&self, more: &[&str]) -> MeasureError {
        let mut out = Vec::new();
        let error = run(&self.arguments(more), &mut out).unwrap_err();
        assert!(out.is_empty(), "something was written before the error");
        error
    }
}

fn npy(shape: &[usize], entries: &[f64]) -> Vec<u8> {
    let sizes: Vec<String> = shape.iter().map(|n| format!("{n},")).collect();
    let header = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': ({}), }}\n", sizes.concat());
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.bytes());
    entries.iter().for_each(|x| bytes.extend(x.to_le_bytes()));
    bytes
}

fn safetensors(layers: &[(usize, usize, Vec<f64>)]) -> Vec<u8> {
    let (mut keys, mut data) = (Vec::new(), Vec::new());
    for (index, (rows, columns, entries)) in layers.iter().enumerate() {
        let start = data.len();
        entries.iter().for_each(|x| data.extend(x.to_le_bytes()));
        let end = data.len();
        let fields = format!(r#""dtype":"F64","shape":[{rows},{columns}],"data_offsets":[{start},{end}]"#);
        keys.push(format!(r#""layers.{index}.weight":{{{fields}}}"#));
    }
    let header = format!("{{{}}}", keys.join(","));
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.bytes());
    bytes.extend(data);
    bytes
}

/// A rectified network 3-4-2.
fn small_network() -> Vec<(usize, usize, Vec<f64>)> {
    vec![
        (4, 3, vec![0.5, -0.25, 0.75, -0.5, 1.0, 0.25, 1.25, 0.5, -0.75, -0.25, -0.75, 0.5]),
        (2, 4, vec![0.5, -1.0, 0.25, 0.75, 1.0, 0.5, -0.5, 0.25]),
    ]
}

/// Five samples of two views, multiples of 1/32: adding 10⁸ is exact.
fn small_views() -> Vec<f64> {
    (0..30_i32).map(|i| f64::from((37 * i * i + 11 * i + 5) % 129 - 64) / 32.0).collect()
}

const SHAPE: [usize; 3] = [5, 2, 3];

fn figure(document: &Value, key: &str) -> f64 {
    document[key].as_f64().unwrap_or_else(|| panic!("{key}: {document:#}"))
}

fn layer_figures(document: &Value, key: &str) -> Vec<f64> {
    document["layers"].as_array().unwrap().iter().map(|layer| figure(layer, key)).collect()
}

fn assert_near(found: f64, value: f64, what: &str) {
    assert!((found - value).abs() <= NINE_DIGITS * value.abs(), "{what}: found {found:e}, mpmath has {value:e}");
}

/// Loss, energy, one-branch and both-branch norms.
struct Reference(&'static str, f64, f64, [f64; 2], [f64; 2]);

fn assert_reference(files: &Files, Reference(loss, value, energy, one, both): &Reference) {
    let (code, found) = files.document(&["--loss", loss]);
    assert_eq!((code, &found["verdict"]), (0, &Value::from("holds")), "{found:#}");
    assert_near(figure(&found, "loss_value"), *value, loss);
    assert_near(figure(&found, "energy"), *energy, loss);
    for (key, values) in [("one_branch_update_norm", one), ("both_branch_update_norm", both)] {
        layer_figures(&found, key).iter().zip(values).for_each(|(found, value)| assert_near(*found, *value, loss));
    }
    for form in layer_figures(&found, "quadratic_form") {
        assert_near(form, *energy, "wᵀVw");
    }
}

#[test]
fn losses_and_updates_near_zero() {
    let files = Files::new(&small_network(), SHAPE, &small_views());
    for reference in [
        Reference(
            "simple",
            -0.34073944091796876,
            0.34073944091796876,
            [0.27366556138710335, 0.3642349623831533],
            [0.5473311227742067, 0.7284699247663066],
        ),
        Reference(
            "nce:0.5",
            1.3465346457624445,
            0.34073944091796876,
            [0.6075347105016097, 0.698155245532374],
            [1.4589648810824356, 1.943044236675694],
        ),
        Reference(
            "triplet:0.5,1",
            1.1967545733174842,
            0.34073944091796876,
            [0.2630807217029669, 0.3181431196955121],
            [0.6011496690519512, 0.8457173271452132],
        ),
    ] {
        assert_reference(&files, &reference);
    }
}

/// The mean is 10⁸ times the spread. One branch of a loss with a slope depends on the mean, both branches do not.
#[test]
fn losses_and_updates_far_from_zero() {
    let far: Vec<f64> = small_views().iter().map(|x| x + 1e8).collect();
    let files = Files::new(&small_network(), SHAPE, &far);
    for reference in [
        Reference(
            "simple",
            -0.30502784729003907,
            0.30502784729003907,
            [0.29293931759656044, 0.3413627340675606],
            [0.5858786351931209, 0.6827254681351212],
        ),
        Reference(
            "nce:0.5",
            3.095950830946194,
            0.30502784729003907,
            [5912440.658069889, 4797756.869287448],
            [4.59667842444273, 5.644061656578231],
        ),
        Reference(
            "triplet:0.5,1",
            2.012912742276721,
            0.30502784729003907,
            [2998104.5419082534, 2284897.558383182],
            [2.2359966409901935, 2.777562364216424],
        ),
    ] {
        assert_reference(&files, &reference);
    }
    let (_, found) = files.document(&[]);
    assert_eq!(found["arithmetic"], "double-double");
    // All rectifiers are on or off together: the network is linear, and no shift of the data is seen.
    let nearer: Vec<f64> = small_views().iter().map(|x| x + 1e4).collect();
    let (_, near) = Files::new(&small_network(), SHAPE, &nearer).document(&[]);
    for key in ["one_branch_update_norm", "quadratic_form", "image_norm"] {
        layer_figures(&found, key).iter().zip(layer_figures(&near, key)).for_each(|(a, b)| assert_near(*a, b, key));
    }
    let spectrum = |document: &Value, layer: usize| -> Vec<f64> {
        let values = document["layers"][layer]["eigenvalues"].as_array().unwrap();
        values.iter().map(|x| x.as_f64().unwrap()).collect()
    };
    for layer in 0..2 {
        let (far, near) = (spectrum(&found, layer), spectrum(&near, layer));
        assert_eq!(far.len(), near.len(), "{far:?} {near:?}");
        far.iter().zip(near).for_each(|(a, b)| assert_near(*a, b, "an eigenvalue"));
    }
}

/// Data and weights times powers of two: the same digits, times the power that homogeneity says.
#[test]
fn powers_of_two_change_nothing_else() {
    let (network, views) = (small_network(), small_views());
    let (_, plain) = Files::new(&network, SHAPE, &views).document(&[]);
    let power =
        |x: f64, exponent: i32| (0..exponent.abs()).fold(x, |x, _| if exponent < 0 { x / 2.0 } else { x * 2.0 });
    for (data, first, second) in [(300, -300, 0), (-500, 0, 0), (0, 400, -10), (900, -500, -500), (-340, -1, 2)] {
        let scaled: Vec<f64> = views.iter().map(|x| power(*x, data)).collect();
        let mut layers = network.clone();
        layers[0].2.iter_mut().for_each(|w| *w = power(*w, first));
        layers[1].2.iter_mut().for_each(|w| *w = power(*w, second));
        let (code, found) = Files::new(&layers, SHAPE, &scaled).document(&[]);
        assert_eq!(code, 0, "{data} {first} {second}");
        let output = data + first + second;
        let of_layer = |index: usize| [first, second][index];
        assert_eq!(figure(&found, "energy"), power(figure(&plain, "energy"), 2 * output));
        assert_eq!(figure(&found, "loss_value"), power(figure(&plain, "loss_value"), 2 * output));
        assert_eq!(found["effective_rank"], plain["effective_rank"]);
        for index in 0..2 {
            let [found, plain] = [&found, &plain].map(|document| &document["layers"][index]);
            let unit = 2 * output - of_layer(index);
            for key in ["one_branch_update_norm", "both_branch_update_norm", "image_norm"] {
                assert_eq!(figure(found, key), power(figure(plain, key), unit), "{key}");
            }
            assert_eq!(figure(found, "inner_w_update"), power(figure(plain, "inner_w_update"), 2 * output));
            assert_eq!(found["update_check"], plain["update_check"]);
            let values = |layer: &Value| layer["eigenvalues"].as_array().unwrap().clone();
            for (found, plain) in values(found).iter().zip(values(plain)) {
                let unit = 2 * (output - of_layer(index));
                assert_eq!(found.as_f64().unwrap(), power(plain.as_f64().unwrap(), unit));
            }
        }
    }
}

#[test]
fn samples_in_another_order_give_the_same() {
    let views = small_views();
    let (_, plain) = Files::new(&small_network(), SHAPE, &views).document(&["--loss", "nce:0.5"]);
    let permuted: Vec<f64> = [3, 0, 4, 1, 2].iter().flat_map(|i| views[i * 6..(i + 1) * 6].to_vec()).collect();
    let (_, found) = Files::new(&small_network(), SHAPE, &permuted).document(&["--loss", "nce:0.5"]);
    assert_near(figure(&found, "energy"), figure(&plain, "energy"), "energy");
    for key in ["one_branch_update_norm", "both_branch_update_norm", "theta_norm", "theta_bound"] {
        let pairs = layer_figures(&found, key).into_iter().zip(layer_figures(&plain, key));
        pairs.for_each(|(a, b)| assert_near(a, b, key));
    }
}

#[test]
fn a_result_beyond_f64_is_an_error() {
    for factor in [1e200, 1e-200] {
        let views: Vec<f64> = small_views().iter().map(|x| x * factor).collect();
        let error = Files::new(&small_network(), SHAPE, &views).refused(&[]);
        assert!(matches!(error, MeasureError::Range { .. }), "{error}");
        assert_eq!(error.exit_code(), 2);
    }
    let error = Files::new(&small_network(), SHAPE, &small_views()).refused(&["--scale", "1e-320"]);
    assert!(matches!(&error, MeasureError::Input(InputError::Scale { .. })), "{error}");
}

fn linear(entries: [f64; 4], shape: [usize; 3], views: &[f64]) -> Files {
    Files::new(&[(2, 2, entries.to_vec())], shape, views)
}

const IDENTITY: [f64; 4] = [1.0, 0.0, 0.0, 1.0];
const MIXED: [f64; 4] = [0.5, 0.75, 1.25, -0.5];

/// Loss and updates stand by themselves, whatever becomes of θ and its bound.
#[test]
fn soft_losses_at_their_extremes() {
    let distant = [12.0, 0.0, 0.0, 11.0, 0.25, 0.125, 0.5, 0.25];
    let farther = distant.map(|x| x * 1e3);
    for (files, loss, value, one, both) in [
        // (r₊ − r₋)/τ is above 1000, and above 10⁹.
        (linear(IDENTITY, [2, 2, 2], &distant), "nce:0.1", 169.86679156018974, 182.9346888305918, 420.3888740532277),
        (
            linear(IDENTITY, [2, 2, 2], &distant),
            "triplet:0.1,1",
            17.522950965054687,
            18.293600987802524,
            42.03892276217459,
        ),
        (linear(IDENTITY, [2, 2, 2], &farther), "nce:0.1", 169628906.4232868, 182929160.49592185, 420387396.39684296),
        // Two views coincide.
        (
            linear(MIXED, [2, 2, 2], &[1.0, 0.25, 1.0, 0.25, 0.125, 1.0, 0.5, 0.75]),
            "nce:1",
            0.556591141538633,
            0.08323580660905065,
            0.16188815879571822,
        ),
        // One view of each sample.
        (
            linear(MIXED, [3, 1, 2], &[1.0, 0.0, 2.0, 0.0, 0.0, 1.5]),
            "nce:1",
            0.3310350614190651,
            0.07636053688642344,
            0.15272107377284688,
        ),
    ] {
        let (code, found) = files.document(&["--loss", loss, "--activation", "linear"]);
        assert_eq!(code, 0, "{loss}: {found:#}");
        assert_near(figure(&found, "loss_value"), value, loss);
        assert_near(layer_figures(&found, "one_branch_update_norm")[0], one, loss);
        assert_near(layer_figures(&found, "both_branch_update_norm")[0], both, loss);
        let layer = &found["layers"][0];
        assert_eq!(layer["theta_check"]["verdict"], "holds", "{loss}: {found:#}");
        let of_bound = if found["augmentations"] == 1 { "nothing-checked" } else { "holds" };
        assert_eq!(layer["theta_bound_check"]["verdict"], of_bound, "{loss}: {found:#}");
    }
}

#[test]
fn equal_samples_have_a_loss_and_nothing_to_check() {
    let files = linear(MIXED, [4, 1, 2], &[1.0, -0.5, 1.0, -0.5, 1.0, -0.5, 1.0, -0.5]);
    let (code, found) = files.document(&["--loss", "nce:1", "--activation", "linear"]);
    assert_eq!((code, &found["verdict"]), (1, &Value::from("nothing-checked")));
    assert_near(figure(&found, "loss_value"), std::f64::consts::LN_2, "loss");
    assert_eq!((figure(&found, "energy"), &found["collapse"]), (0.0, &Value::from("complete")));
    assert_eq!(layer_figures(&found, "one_branch_update_norm"), [0.0]);
    assert!(!found["undecided"].as_array().unwrap().is_empty(), "the reason is named");
}

/// The digits themselves, in pixels: r/τ is up to tens of thousands.
#[test]
fn the_digits_without_a_divisor() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/digits/data/");
    let (net, images) = (format!("{data}digits_mlp_relu.safetensors"), format!("{data}digits_images.npy"));
    for loss in ["nce:1", "nce:0.07"] {
        let line = ["measure", "--weights", &net, "--data", &images, "--samples", "6", "--loss", loss, "--json"];
        let mut out = Vec::new();
        let code = run(&Line::parse_from(line).args, &mut out).unwrap();
        let found: Value = serde_json::from_slice(&out).unwrap();
        assert_eq!((code, &found["verdict"]), (0, &Value::from("holds")), "{loss}: {found:#}");
        assert!(layer_figures(&found, "theta_share").iter().all(|share| *share > 0.0));
    }
}

#[test]
fn a_power_above_the_ceiling_is_inconclusive() {
    let files = Files::new(&small_network(), SHAPE, &small_views());
    let (code, found) = files.document(&["--power", "1e-17"]);
    assert_eq!((code, &found["verdict"]), (3, &Value::from("inconclusive")));
    let reason = found["undecided"][0].as_str().unwrap();
    assert!(reason.contains("expected at most 1.0e-17"), "{reason}");
    assert_eq!(figure(&found, "power_ceiling"), 1e-17);
}

#[test]
fn zero_preactivations_are_refused_or_counted() {
    let mut views = small_views();
    views[9..12].fill(0.0);
    let files = Files::new(&small_network(), SHAPE, &views);
    let error = files.refused(&[]);
    let MeasureError::NoGradient(NoGradient { place, layer: 1, unit: 0 }) = &error else { panic!("{error}") };
    assert_eq!((place.sample, place.view, place.shift, place.blank), (1, 1, None, true));
    assert!(error.to_string().contains("views.npy, sample 1, view 1: all numbers are 0"), "{error}");
    let (code, found) = files.document(&["--at-zero", "subgradient"]);
    assert_eq!((code, &found["zero_preactivations"]), (0, &Value::from(4)), "{found:#}");
    assert_eq!(found["verdict"], "holds");
    let mut out = Vec::new();
    run(&files.arguments(&["--at-zero", "subgradient"]), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.contains("ψ'(0) = 0 was used for 4 pre-activations"), "{text}");
}

/// Weights of variance 2/n, He's, from a fixed recurrence: `depth` square layers.
fn he(depth: usize, width: usize) -> Vec<(usize, usize, Vec<f64>)> {
    let mut state = 12345_u64;
    let mut uniform = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 40) as f64 / (1_u64 << 23) as f64 - 1.0
    };
    let reach = f64::sqrt(6.0 / width as f64);
    (0..depth).map(|_| (width, width, (0..width * width).map(|_| reach * uniform()).collect())).collect()
}

#[test]
fn deep_networks_are_decided_or_the_layer_is_named() {
    let width = 16;
    let views: Vec<f64> =
        (0..3 * 2 * width as i32).map(|i| f64::from((37 * i * i + 11 * i + 5) % 257 - 128) / 64.0).collect();
    let deep = |depth: usize| Files::new(&he(depth, width), [3, 2, width], &views);
    let (code, found) = deep(24).document(&["--top", "0"]);
    assert_eq!((code, &found["arithmetic"]), (0, &Value::from("double-double")), "{:#}", found["undecided"]);
    let error = deep(80).refused(&["--top", "0"]);
    assert_eq!(error.exit_code(), 3);
    assert!(error.to_string().contains("of layer "), "{error}");
    assert!(error.to_string().contains("views.npy, sample "), "{error}");
}

/// Three hundred samples of one direction: effective rank 1.
#[test]
fn collapse_is_told() {
    let line: Vec<f64> = (0..16).flat_map(|i| [f64::from(i) / 4.0, f64::from(i) / 8.0]).collect();
    let (_, found) = linear(IDENTITY, [8, 2, 2], &line).document(&["--activation", "linear"]);
    assert_eq!(found["collapse"], "one-direction");
    assert!((figure(&found, "effective_rank") - 1.0).abs() < NINE_DIGITS);
    assert_eq!(found["layers"][0]["growth"], "grows");
    assert_eq!(found["layers"][0]["fit"], "exact");
}

#[test]
fn what_does_not_fit_in_memory_is_refused() {
    // 60,000 views of 2,000 outputs: the Jacobians alone are 2 TB and more.
    let wide = vec![(2000, 1, vec![0.5; 2000]), (2000, 2000, vec![0.25; 4_000_000])];
    let views: Vec<f64> = (0..60_000).map(|i| f64::from(i % 7 + 1)).collect();
    let error = Files::new(&wide, [30_000, 2, 1], &views).refused(&[]);
    assert!(matches!(error, MeasureError::Memory { .. }), "{error}");
    assert!(error.to_string().contains("dualproof operator"), "{error}");
}

/// `measure` and `operator` say the same of the same files, under the same keys.
#[test]
fn measure_and_operator_have_one_set_of_keys() {
    #[derive(Parser)]
    struct OperatorLine {
        #[command(flatten)]
        args: OperatorArgs,
    }
    let files = Files::new(&small_network(), SHAPE, &small_views());
    let (_, measured) = files.document(&[]);
    let [net, views] = ["net.safetensors", "views.npy"].map(|name| files.path(name).display().to_string());
    let line = OperatorLine::parse_from(["operator", "--weights", &net, "--views", &views, "--check", "gram"]);
    let applied: Value = serde_json::from_str(&operator(&line.args).expect("a gradient").json()).unwrap();
    let keys = ["widths", "samples", "augmentations", "power_ceiling", "collapse", "verdict", "notes", "undecided"];
    for key in keys {
        assert_eq!(measured[key], applied[key], "{key}");
    }
    for key in ["energy", "effective_rank"] {
        assert_near(figure(&measured, key), figure(&applied, key), key);
    }
    for index in 0..2 {
        let [measured, applied] = [&measured, &applied].map(|document| &document["layers"][index]);
        for key in ["layer", "tensor", "shape", "multiplicities", "growth"] {
            assert_eq!(measured[key], applied[key], "{key}");
        }
        for key in ["weights_norm", "image_norm", "quadratic_form", "both_branch_update_norm"] {
            assert_near(figure(measured, key), figure(applied, key), key);
        }
        for check in ["update_check", "quadratic_form_check"] {
            for key in ["residual", "bound", "power"] {
                assert!(figure(&measured[check], key) < NINE_DIGITS && figure(&applied[check], key) < NINE_DIGITS);
            }
            assert_eq!((&measured[check]["verdict"], &applied[check]["verdict"]), (&"holds".into(), &"holds".into()));
        }
        let values = |layer: &Value| layer["eigenvalues"].as_array().unwrap().clone();
        for (a, b) in values(measured).iter().zip(values(applied)) {
            assert_near(a.as_f64().unwrap(), b.as_f64().unwrap(), "an eigenvalue");
        }
    }
}

/// ‖∇L‖ is as small as the slope of the loss: e⁻ʳ for two samples r apart, whose square is below the range of `f64`.
#[test]
fn norms_of_tiny_updates_are_not_squared_away() {
    for r in [100.0, 370.0, 375.0, 500.0, 700.0_f64] {
        let files = Files::new(&[(1, 1, vec![1.0])], [2, 1, 1], &[0.0, (2.0 * r).sqrt()]);
        let (_, document) = files.document(&["--activation", "linear", "--loss", "nce:1"]);
        // L = ½ ln 2 + ½ ln(1 + e⁻ʳ), r = ½ (w x)²: ∂L/∂w at w = 1 is −r e⁻ʳ/(1 + e⁻ʳ).
        let both = r * (-r).exp() / (1.0 + (-r).exp());
        let layer = &document["layers"][0];
        // e^−r magnifies the rounding of √(2r)², which the file has, r-fold.
        let close = |key: &str, expected: f64| {
            let found = figure(layer, key);
            assert!((found - expected).abs() <= NINE_DIGITS * expected, "r = {r}, {key}: {found:e}, not {expected:e}");
        };
        close("both_branch_update_norm", both);
        close("one_branch_update_norm", both / 2.0);
    }
}

/// As τ falls the loss and its updates grow as 1/τ: r/τ is far beyond where an exponential is a number, and is one itself.
#[test]
fn losses_at_any_temperature() {
    let files = Files::new(&small_network(), SHAPE, &small_views());
    let (loss, one, both) =
        (0.5613076305389404, [0.3378085224586044, 0.3856509517002079], [0.8185945386548219, 1.052410211565987]);
    for tau in [1e-15, 1e-18, 1e-20, 1e-60, 1e-200, 1e-300] {
        let option = format!("nce:{tau:e}");
        let (code, found) = files.document(&["--loss", &option]);
        assert_eq!((code, &found["verdict"]), (0, &Value::from("holds")), "{tau:e}: {found:#}");
        assert_near(figure(&found, "loss_value"), loss / tau, &option);
        for (key, values) in [("one_branch_update_norm", one), ("both_branch_update_norm", both)] {
            let pairs = layer_figures(&found, key).into_iter().zip(values);
            pairs.for_each(|(found, value)| assert_near(found, value / tau, &option));
        }
    }
    // What does not fit is the loss itself.
    let error = files.refused(&["--loss", "nce:1e-309"]);
    assert!(matches!(error, MeasureError::Range { .. }), "{error}");
}

/// The two views of each sample are one and the same: r₊ is 0, and a triple with x₋ = x₊ has no gradient.
#[test]
fn updates_of_coinciding_views_at_low_temperature() {
    let views: Vec<f64> = small_views().chunks(6).flat_map(|sample| sample[..3].repeat(2)).collect();
    let files = Files::new(&small_network(), SHAPE, &views);
    for (tau, loss, one) in [
        ("1e-2", 0.13883119605769045, [0.005394320982928906, 0.0021560904197334236]),
        ("1e-3", 0.13862943611198905, [2.257648390000391e-25, 9.023690315094112e-26]),
    ] {
        let (code, found) = files.document(&["--loss", &format!("nce:{tau}")]);
        assert_eq!((code, &found["verdict"]), (0, &Value::from("holds")), "{tau}: {found:#}");
        assert_near(figure(&found, "loss_value"), loss, tau);
        let pairs = layer_figures(&found, "one_branch_update_norm").into_iter().zip(one);
        pairs.for_each(|(found, value)| assert_near(found, value, tau));
    }
    // The update is 10 to the power of −2.6·10¹⁸.
    let (code, found) = files.document(&["--loss", "nce:1e-20"]);
    assert_eq!((code, &found["verdict"]), (1, &Value::from("nothing-checked")), "{found:#}");
    assert_near(figure(&found, "loss_value"), 0.13862943611198905, "nce:1e-20");
    let reasons = found["undecided"].as_array().unwrap();
    assert!(reasons.iter().all(|reason| !reason.as_str().unwrap().contains("inf ")), "{reasons:?}");
}

/// One figure beyond the range of `f64` takes down no other.
#[test]
fn figures_stand_by_themselves() {
    let named = |found: &Value, what: &str| {
        let reasons = found["undecided"].as_array().unwrap().iter().map(|reason| reason.as_str().unwrap());
        assert!(reasons.clone().any(|reason| reason.starts_with(what)), "{what}: {:?}", reasons.collect::<Vec<_>>());
    };
    // ⟨w, update⟩ is −r e⁻ʳ/2, subnormal.
    for r in [718.0, 725.0_f64] {
        let files = Files::new(&[(1, 1, vec![1.0])], [2, 1, 1], &[0.0, (2.0 * r).sqrt()]);
        let (_, found) = files.document(&["--activation", "linear", "--loss", "nce:1"]);
        assert_near(figure(&found, "loss_value"), std::f64::consts::LN_2 / 2.0, "the loss");
        assert_near(figure(&found, "energy"), r / 2.0, "the energy");
        assert!(found["layers"][0]["inner_w_update"].is_null(), "{found:#}");
        named(&found, "layer 1, ⟨W, update⟩: about 2^-10");
    }
    // V w₁ is of the size of the energy over w₁.
    let scaled = |entries: &[f64], power: i32| entries.iter().map(|x| x * 2.0_f64.powi(power)).collect::<Vec<f64>>();
    let [(rows, columns, first), (tops, units, second)] = &small_network()[..] else { unreachable!() };
    let layers = [(*rows, *columns, scaled(first, -565)), (*tops, *units, scaled(second, 565))];
    let files = Files::new(&layers, SHAPE, &scaled(&small_views(), 250));
    let (code, found) = files.document(&[]);
    assert_eq!((code, &found["verdict"]), (0, &Value::from("holds")), "{found:#}");
    assert_near(figure(&found, "energy"), 0.34073944091796876 * 2.0_f64.powi(500), "the energy");
    let key = "one_branch_update_norm";
    assert!(found["layers"][0][key].is_null() && found["layers"][0]["image_norm"].is_null());
    assert_near(figure(&found["layers"][1], key), 0.3642349623831533 * 2.0_f64.powi(500 - 565), key);
    named(&found, "layer 1, ‖V w‖: about 2^10");
    let mut out = Vec::new();
    run(&files.arguments(&[]), &mut out).unwrap();
    assert!(String::from_utf8(out).unwrap().contains("above the range of f64"));
}
