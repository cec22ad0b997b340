//! `measure` and `operator` take the same files: the same network, views and errors, whatever the files are.

use clap::Parser;
use dualproof::input::{Format, InputError, write_npy};
use dualproof::shifts::SHIFTS;
use dualproof_theorems::large_scale::{self, OperatorArgs, OperatorError, operator};
use dualproof_theorems::measure::{self, MeasureArgs, MeasureError, measure};
use dualproof_theorems::subject::{NoGradient, Place, SubjectError};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

#[derive(Parser)]
struct MeasureLine {
    #[command(flatten)]
    args: MeasureArgs,
}

#[derive(Parser)]
struct OperatorLine {
    #[command(flatten)]
    args: OperatorArgs,
}

/// Differences of two `f64` computations of the energy of a handful of views, relative: a few hundred roundings.
const AGREEMENT: f64 = 1e3 * f64::EPSILON;

/// What both commands find, which must be the same.
#[derive(Debug, PartialEq)]
enum Refusal {
    Subject(SubjectError),
    Input(InputError),
    NoGradient(NoGradient),
}

type Reports = (measure::Report, large_scale::Report);

fn both(arguments: &[OsString]) -> Result<Reports, Refusal> {
    let line = |name: &str| [OsString::from(name)].into_iter().chain(arguments.iter().cloned()).collect::<Vec<_>>();
    let measured = MeasureLine::try_parse_from(line("measure")).unwrap_or_else(|error| panic!("{error}"));
    let measured = measure(&measured.args, &|_| ()).map_err(|error| match error {
        MeasureError::Subject(error) => Refusal::Subject(error),
        MeasureError::Input(error) => Refusal::Input(error),
        MeasureError::NoGradient(place) => Refusal::NoGradient(place),
        other => panic!("{other}"),
    });
    let applied = OperatorLine::try_parse_from(line("operator")).unwrap_or_else(|error| panic!("{error}"));
    let applied = operator(&applied.args).map_err(|error| match error {
        OperatorError::Subject(error) => Refusal::Subject(error),
        OperatorError::Input(error) => Refusal::Input(error),
        OperatorError::NoGradient(place) => Refusal::NoGradient(place),
        other => panic!("{other}"),
    });
    match (measured, applied) {
        (Ok(measured), Ok(applied)) => {
            let gap = (measured.energy - applied.energy).abs();
            assert!(gap <= AGREEMENT * applied.energy, "{} {}", measured.energy, applied.energy);
            assert_eq!((measured.samples, measured.augmentations), (applied.samples, applied.augmentations));
            assert_eq!((&measured.widths, &measured.notes), (&applied.widths, &applied.notes));
            let tensors = measured.layers.iter().map(|layer| &layer.tensor);
            assert!(tensors.eq(applied.layers.iter().map(|layer| &layer.tensor)));
            Ok((measured, applied))
        }
        (Err(measured), Err(applied)) => {
            assert_eq!(measured, applied);
            Err(measured)
        }
        (measured, applied) => panic!("measure: {:?}, operator: {:?}", measured.err(), applied.err()),
    }
}

fn refused(arguments: &[OsString]) -> Refusal {
    match both(arguments) {
        Err(refusal) => refusal,
        Ok(_) => panic!("{arguments:?} is taken"),
    }
}

/// A folder with a network 4-3-2, four images of 2 × 2 pixels, and their shifts as an array of views.
struct Files {
    directory: TempDir,
}

const SAMPLES: usize = 4;

/// Pixels that are no multiples of each other, all multiples of 1/4.
fn pixel(i: usize) -> f64 {
    (i * i * 7 % 61) as f64 / 4.0 - 5.0
}

fn safetensors(list: &[(&str, &[usize])], entry: impl Fn(usize) -> f64) -> Vec<u8> {
    let (mut entries, mut data) = (Vec::new(), Vec::new());
    for (name, shape) in list {
        let start = data.len();
        data.extend((0..shape.iter().product()).flat_map(|i| entry(start / 8 + i).to_le_bytes()));
        let end = data.len();
        entries.push(format!(r#""{name}":{{"dtype":"F64","shape":{shape:?},"data_offsets":[{start},{end}]}}"#));
    }
    let header = format!("{{{}}}", entries.join(","));
    [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &data].concat()
}

/// No sum of a few of these times pixels is 0.
fn weight(i: usize) -> f64 {
    (1.0 + i as f64).sin()
}

impl Files {
    fn new() -> Self {
        let files = Files { directory: TempDir::new().unwrap() };
        let layers: &[(&str, &[usize])] = &[("layers.0.weight", &[3, 4]), ("layers.1.weight", &[2, 3])];
        files.write("net.safetensors", &safetensors(layers, weight));
        let images: Vec<f64> = (0..SAMPLES * 4).map(pixel).collect();
        files.array("images.npy", &[SAMPLES, 2, 2], images.iter().copied());
        let shifted = (0..SAMPLES).flat_map(|i| {
            SHIFTS.iter().flat_map(move |(down, right)| {
                (0..4usize).map(move |p| {
                    let row = (p / 2).checked_add_signed(-down).filter(|row| *row < 2);
                    let column = (p % 2).checked_add_signed(-right).filter(|column| *column < 2);
                    row.zip(column).map_or(0.0, |(row, column)| pixel(4 * i + 2 * row + column))
                })
            })
        });
        files.array("views.npy", &[SAMPLES, SHIFTS.len(), 4], shifted);
        files
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    fn array(&self, name: &str, shape: &[usize], entries: impl IntoIterator<Item = f64>) {
        write_npy(&self.path(name), shape, entries).unwrap();
    }

    /// Arguments in which a word with a dot is a file of the folder.
    fn line(&self, words: &[&str]) -> Vec<OsString> {
        let is_file = |word: &str| word.ends_with(".npy") || word.ends_with(".safetensors");
        words.iter().map(|word| if is_file(word) { self.path(word).into() } else { word.into() }).collect()
    }

    fn found(&self, words: &[&str]) -> Reports {
        both(&self.line(words)).unwrap_or_else(|refusal| panic!("{words:?}: {refusal:?}"))
    }
}

const NETWORK: [&str; 2] = ["--weights", "net.safetensors"];

fn on<'w>(more: &[&'w str]) -> Vec<&'w str> {
    NETWORK.iter().chain(more).copied().collect()
}

#[test]
fn shifts_and_the_views_they_are_give_the_same() {
    let files = Files::new();
    let (shifts, _) = files.found(&on(&["--data", "images.npy"]));
    let (views, _) = files.found(&on(&["--views", "views.npy"]));
    assert_eq!(shifts, views);
    assert_eq!((shifts.samples, shifts.augmentations), (SAMPLES, SHIFTS.len()));
    assert_eq!(files.found(&on(&["--data", "images.npy", "--views", "views.npy"])).0, views);
    let (few, _) = files.found(&on(&["--data", "images.npy", "--samples", "2", "--scale", "2"]));
    let (few_views, _) = files.found(&on(&["--views", "views.npy", "--samples", "2", "--scale", "2"]));
    assert_eq!(few, few_views);
    assert_eq!(few.samples, 2);
    // Whatever the block.
    let line = |block: &str| files.line(&on(&["--data", "images.npy", "--block", block, "--check", "gram"]));
    for block in ["1", "7", "100"] {
        let args = [OsString::from("operator")].into_iter().chain(line(block));
        let report = operator(&OperatorLine::parse_from(args).args).unwrap();
        assert!((report.energy - shifts.energy).abs() <= AGREEMENT * shifts.energy);
    }
}

#[test]
fn data_of_every_type_is_the_same_data() {
    let files = Files::new();
    let write = |name: &str, descr: &str, fortran: bool, data: Vec<u8>| {
        let order = if fortran { "True" } else { "False" };
        let header = format!("{{'descr': '{descr}', 'fortran_order': {order}, 'shape': (3L, 2L, 2L), }}\t\n");
        let length = (header.len() as u16).to_le_bytes();
        files.write(name, &[b"\x93NUMPY\x01\x00", &length[..], header.as_bytes(), &data].concat());
    };
    let entries: Vec<u8> = (0..12u32).map(|i| (i * i * 5 % 31 + 1) as u8).collect();
    files.array("f8.npy", &[3, 2, 2], entries.iter().map(|x| f64::from(*x)));
    let expected = files.found(&on(&["--data", "f8.npy"])).0;
    // Integers up to 31 are halves: exponent and leading bits of the fraction by division.
    let half = |x: u8| ((u16::from(x.ilog2() as u8) + 15) << 10) | ((u16::from(x) << (10 - x.ilog2())) & 1023);
    let fortran: Vec<u8> = {
        let at = |i: usize, j: usize, k: usize| entries[4 * i + 2 * j + k];
        (0..12).map(|place| at(place % 3, place / 3 % 2, place / 6)).collect()
    };
    for (name, descr, is_fortran, data) in [
        ("u1.npy", "|u1", false, entries.clone()),
        ("u1f.npy", "|u1", true, fortran),
        ("i2.npy", ">i2", false, entries.iter().flat_map(|x| i16::from(*x).to_be_bytes()).collect()),
        ("i8.npy", "<i8", false, entries.iter().flat_map(|x| i64::from(*x).to_le_bytes()).collect()),
        ("f4.npy", ">f4", false, entries.iter().flat_map(|x| f32::from(*x).to_be_bytes()).collect()),
        ("f2.npy", "<f2", false, entries.iter().flat_map(|x| half(*x).to_le_bytes()).collect()),
    ] {
        write(name, descr, is_fortran, data);
        assert_eq!(files.found(&on(&["--data", name])).0, expected, "{name}");
    }
    // Truth values, as stored views.
    write("bool.npy", "|b1", false, vec![1, 0, 0, 1, 0, 1, 1, 0, 0, 1, 1, 1]);
    files.array("ones.npy", &[3, 2, 2], [1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0]);
    files.write("two.safetensors", &safetensors(&[("w", &[2, 2])], weight));
    let of = |views: &str| files.found(&["--weights", "two.safetensors", "--views", views]).0;
    assert_eq!(of("bool.npy"), of("ones.npy"));
}

#[test]
fn the_order_of_the_layers_is_told_and_printed() {
    let files = Files::new();
    let names = ["backbone.0.weight", "backbone.2.weight", "head.weight"];
    let square: Vec<(&str, &[usize])> = names.iter().map(|name| (*name, &[4, 4][..])).collect();
    files.write("square.safetensors", &safetensors(&square, weight));
    let weights = ["--weights", "square.safetensors", "--views", "views.npy"];
    let with = |more: &[&'static str]| weights.iter().chain(more).copied().collect::<Vec<_>>();
    let Refusal::Subject(SubjectError::Input(InputError::Order { suggestion, .. })) = refused(&files.line(&with(&[])))
    else {
        panic!("the names give an order");
    };
    assert_eq!(suggestion, names);
    let (measured, applied) = files.found(&with(&["--layers", "backbone.0.weight,backbone.2.weight,head.weight"]));
    for text in [measured.table(false), applied.table(None)] {
        assert!(text.contains("layers in order: backbone.0.weight, backbone.2.weight, head.weight\n"), "{text}");
    }
    for text in [measured.json(), applied.json()] {
        let document: serde_json::Value = serde_json::from_str(&text).unwrap();
        let tensors: Vec<_> = document["layers"].as_array().unwrap().iter().map(|layer| &layer["tensor"]).collect();
        assert_eq!(tensors, names);
    }
    let (other, _) = files.found(&with(&["--layers", "head.weight,backbone.0.weight,backbone.2.weight"]));
    assert!(other.energy != measured.energy, "another order is another network");
    let (backbone, applied) = files.found(&with(&["--only", "backbone."]));
    assert_eq!(backbone.widths, [4, 4, 4]);
    for text in [backbone.table(false), applied.table(None)] {
        assert!(text.contains("not used: head.weight"), "{text}");
    }
    let both_ways = ["measure", "--weights", "n", "--views", "v", "--layers", "a", "--only", "b"];
    assert!(MeasureLine::try_parse_from(both_ways).is_err());
}

#[test]
fn what_does_not_fit_is_refused_alike() {
    let files = Files::new();
    let subject = |words: &[&str]| match refused(&files.line(&on(words))) {
        Refusal::Subject(error) => error,
        other => panic!("{other:?}"),
    };
    assert_eq!(subject(&[]), SubjectError::NoData);
    assert_eq!(subject(&["--views", "shifts"]), SubjectError::NoData);
    let file = |name: &str| files.path(name).display().to_string();
    for (words, name, found) in [
        (&["--data", "images.npy", "--samples", "5"][..], "images.npy", 5),
        (&["--views", "views.npy", "--samples", "0"], "views.npy", 0),
        (&["--data", "images.npy", "--views", "views.npy", "--samples", "9"], "images.npy", 9),
    ] {
        assert_eq!(subject(words), SubjectError::Samples { file: file(name), found, available: SAMPLES });
    }
    files.array("flat.npy", &[2, 4], (0..8).map(pixel));
    files.array("narrow.npy", &[2, 1, 3], (0..6).map(pixel));
    for (words, name, shape) in [
        (&["--data", "flat.npy"][..], "flat.npy", vec![2, 4]),
        (&["--data", "narrow.npy"], "narrow.npy", vec![2, 1, 3]),
        (&["--views", "narrow.npy"], "narrow.npy", vec![2, 1, 3]),
        (&["--views", "images.npy"], "images.npy", vec![SAMPLES, 2, 2]),
        (&["--data", "images.npy", "--views", "flat.npy"], "flat.npy", vec![2, 4]),
    ] {
        let error = subject(words);
        let shape_of = matches!(
            &error,
            SubjectError::Input(InputError::Shape { file: at, found, .. }) if *at == file(name) && *found == shape
        );
        assert!(shape_of, "{error}");
    }
    let swapped = ["--weights", "images.npy", "--views", "net.safetensors"];
    let Refusal::Subject(SubjectError::Input(error)) = refused(&files.line(&swapped)) else { panic!("taken") };
    assert!(matches!(error, InputError::Foreign { found: Format::Npy, expected: Format::Safetensors, .. }), "{error}");
    let error = subject(&["--views", "net.safetensors"]);
    let foreign = matches!(error, SubjectError::Input(InputError::Foreign { found: Format::Safetensors, .. }));
    assert!(foreign, "{error}");
}

#[test]
fn a_fault_of_the_views_names_their_file_once() {
    let files = Files::new();
    let text = |refusal: &Refusal| match refusal {
        Refusal::Subject(error) => error.to_string(),
        Refusal::Input(error) => error.to_string(),
        Refusal::NoGradient(place) => place.to_string(),
    };
    let mut entries: Vec<f64> = (0..SAMPLES * 8).map(pixel).collect();
    let mut of_views = |place: usize, value: f64, more: &[&str]| {
        entries[place] = value;
        files.array("bad.npy", &[SAMPLES, 2, 4], entries.iter().copied());
        let line = files.line(&on(&[&["--data", "images.npy", "--views", "bad.npy"], more].concat()));
        let found = both(&line);
        if let Err(refusal) = &found {
            let text = text(refusal);
            assert_eq!((text.matches("bad.npy").count(), text.matches("images.npy").count()), (1, 0), "{text}");
            assert!(!text.contains("--data"), "{text}");
        }
        found.map(|(measured, _)| measured.samples)
    };
    let Err(Refusal::Input(InputError::Value { index, .. })) = of_views(21, f64::NAN, &[]) else { panic!("taken") };
    assert_eq!(index, [2, 1, 1]);
    // What comes after the last sample that is used is not looked at.
    assert_eq!(of_views(21, f64::NAN, &["--samples", "2"]), Ok(2));
    let Err(Refusal::Input(InputError::Scale { index, quotient, .. })) = of_views(21, 1.0, &["--scale", "1e-320"])
    else {
        panic!("taken");
    };
    assert_eq!((index, quotient), (vec![0, 0, 0], f64::NEG_INFINITY));
    // A blank view of the third sample.
    (20..24).for_each(|place| drop(of_views(place, 0.0, &["--samples", "2"])));
    let file = files.path("bad.npy").display().to_string();
    let place = Place { file, sample: 2, view: 1, shift: None, blank: true };
    let blank = NoGradient { place, layer: 1, unit: 0 };
    assert_eq!(of_views(20, 0.0, &[]), Err(Refusal::NoGradient(blank)));
}

#[test]
fn a_unit_that_is_0_on_a_view_that_is_not_blank() {
    let files = Files::new();
    // The second unit is x₀ − x₁.
    let entries = [1.0, 2.0, 1.0, -1.0, 1.0, 1.0];
    files.write("gap.safetensors", &safetensors(&[("0", &[2, 2]), ("1", &[1, 2])], |i| entries[i]));
    files.array("gap.npy", &[2, 2, 2], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 7.0]);
    let found = refused(&files.line(&["--weights", "gap.safetensors", "--views", "gap.npy"]));
    let file = files.path("gap.npy").display().to_string();
    let place = Place { file, sample: 1, view: 1, shift: None, blank: false };
    let gap = NoGradient { place, layer: 1, unit: 1 };
    assert_eq!(found, Refusal::NoGradient(gap.clone()));
    // 7 − 7 is 0 without rounding, but a computed 0 does not say so: it stays refused.
    let line = ["operator", "--weights", "gap.safetensors", "--views", "gap.npy", "--at-zero", "subgradient"];
    let error = operator(&OperatorLine::parse_from(files.line(&line)).args).expect_err("no certain 0");
    let text = error.to_string();
    assert!(matches!(error, OperatorError::UncertainZero(found) if found == gap), "{text}");
    assert!(text.contains("gap.npy, sample 1, view 1: the pre-activation of unit 1 of layer 1"), "{text}");
    assert!(text.contains("computed as 0, perhaps by rounding"), "{text}");
}

/// Blank views and a ReLU layer whose units are all closed: both commands count the same pre-activations.
#[test]
fn certain_zeros_are_counted_alike() {
    let files = Files::new();
    let layers: &[(&str, &[usize])] = &[("0", &[2, 2]), ("1", &[2, 2]), ("2", &[2, 2])];
    // The first layer closes where both numbers are below 0; no sum is 0 on the others.
    let entries = [1.0, 0.25, 0.5, 2.0, 3.0, -1.25, 0.5, 0.125, 1.0, -2.0, 0.75, 1.0];
    files.write("closing.safetensors", &safetensors(layers, |i| entries[i]));
    let views = [1.0, 2.0, 3.0, 1.5, 0.0, 0.0, -1.0, -3.0, 2.0, 5.0, 4.0, 4.5];
    files.array("some.npy", &[3, 2, 2], views);
    let on = ["--weights", "closing.safetensors", "--views", "some.npy", "--at-zero", "subgradient"];
    for (activation, zeros) in [("relu", 2 + 2 + 2), ("leaky:0.5", 2 + 2), ("linear", 0)] {
        let (measured, applied) = files.found(&[&on[..], &["--activation", activation]].concat());
        assert_eq!((measured.zero_preactivations, applied.zero_preactivations), (zeros, zeros), "{activation}");
        assert!(applied.undecided.is_empty(), "{:?}", applied.undecided);
    }
}

fn program(arguments: &[OsString], stdin: Stdio) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dualproof")).args(arguments).stdin(stdin).output().expect("the program starts")
}

/// The views of a path, through both commands as a user starts them.
#[cfg(unix)]
fn outputs(files: &Files, views: &Path, stdin: impl Fn() -> Stdio) -> Vec<Output> {
    ["measure", "operator"]
        .map(|command| {
            let mut line = vec![OsString::from(command)];
            line.extend(files.line(&NETWORK));
            line.extend(["--json".into(), "--views".into(), views.into()]);
            program(&line, stdin())
        })
        .into()
}

#[test]
#[cfg(unix)]
fn pipes_and_paths_that_are_not_utf8() {
    use std::io::Write;
    use std::os::unix::ffi::OsStringExt;
    let files = Files::new();
    let plain = outputs(&files, &files.path("views.npy"), Stdio::null);
    assert!(plain.iter().all(|output| output.status.code() == Some(0)), "{plain:?}");
    let odd = files.path("x").with_file_name(OsString::from_vec(b"v\xffiews.npy".to_vec()));
    std::fs::copy(files.path("views.npy"), &odd).expect("a file system that takes any name");
    let strange = outputs(&files, &odd, Stdio::null);
    assert_eq!(strange, plain);
    // Less than a pipe holds, so that cat ends before anyone reads.
    let through_a_pipe = |bytes: &[u8]| -> Stdio {
        let mut cat = Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("cat");
        cat.stdin.take().expect("a pipe").write_all(bytes).expect("written");
        cat.wait().expect("cat ends");
        cat.stdout.take().expect("a pipe").into()
    };
    let bytes = std::fs::read(files.path("views.npy")).expect("the views");
    let piped = outputs(&files, Path::new("/dev/stdin"), || through_a_pipe(&bytes));
    assert_eq!(piped, plain);
    let cut = outputs(&files, Path::new("/dev/stdin"), || through_a_pipe(&bytes[..200]));
    for output in cut {
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), error.lines().count()), (Some(2), 1), "{error}");
        assert!(error.contains("data: found 72 bytes, expected 640"), "{error}");
    }
}
