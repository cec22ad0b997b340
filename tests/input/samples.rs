//! Samples of a file, a block at a time: the same numbers as the whole array, whatever its type and order.

use crate::bytes::{doubles, npy};
use dualproof::input::{Array, InputError, LentArray, NpySamples, NpyViews, ShiftedImages};
use dualproof::matrix::dmatrix;
use dualproof::shifts::{SHIFTS, shifted};
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;

fn written(directory: &TempDir, bytes: &[u8]) -> PathBuf {
    let path = directory.path().join("x.npy");
    std::fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn blocks_are_the_rows_of_the_array() {
    let directory = TempDir::new().unwrap();
    let bytes: Vec<u8> = (0..4 * 3 * 2 * 8).map(|i| (i * 37 % 64) as u8).collect();
    for (descr, size) in [
        ("'|b1'", 1),
        ("'|u1'", 1),
        ("'|i1'", 1),
        ("'<i2'", 2),
        ("'>u2'", 2),
        ("'<f2'", 2),
        ("'>f2'", 2),
        ("'<i4'", 4),
        ("'>u4'", 4),
        ("'>f4'", 4),
        ("'<f4'", 4),
        ("'<f8'", 8),
        ("'>f8'", 8),
    ] {
        let data: Vec<u8> = match descr {
            "'|b1'" => bytes[..24].iter().map(|byte| byte % 2).collect(),
            _ => bytes[..24 * size].to_vec(),
        };
        for fortran in [false, true] {
            let path = written(&directory, &npy(descr, fortran, "(4, 3, 2)", &data));
            let (array, samples) = (Array::read(&path).unwrap(), NpySamples::open(&path).unwrap());
            assert_eq!((samples.samples(), samples.each()), (4, &[3, 2][..]));
            let mut block = vec![9.0; 99];
            for range in [0..4, 0..1, 1..3, 3..4, 2..2] {
                samples.read(range.clone(), &mut block).unwrap();
                assert_eq!(block, &array.data()[range.start * 6..range.end * 6], "{descr} {fortran} {range:?}");
                if !fortran {
                    let lent = LentArray::new("x", descr.trim_matches('\''), &[4, 3, 2], Arc::new(data.clone()));
                    let mut others = vec![9.0; 99];
                    NpySamples::lent(&lent.unwrap()).unwrap().read(range.clone(), &mut others).unwrap();
                    assert_eq!(others, block, "{descr} lent {range:?}");
                }
            }
        }
    }
    // Integers of eight bytes that are `f64`s.
    let data: Vec<u8> = (0..24i64).flat_map(|i| (i - (1 << 53)).max(-(1 << 53)).to_be_bytes()).collect();
    let views = NpyViews::open(&written(&directory, &npy("'>i8'", false, "(4, 3, 2)", &data))).unwrap();
    let mut block = Vec::new();
    views.read(1..2, &mut block).unwrap();
    assert_eq!(block, (6..12).map(|i| (i - (1i64 << 53)) as f64).collect::<Vec<_>>());
}

#[test]
fn what_is_not_used_is_not_looked_at() {
    let directory = TempDir::new().unwrap();
    for fortran in [false, true] {
        // The last sample is (NaN, NaN) in either order of the axes.
        let stored =
            if fortran { [1.0, 2.0, f64::NAN, 4.0, 5.0, f64::NAN] } else { [1.0, 4.0, 2.0, 5.0, f64::NAN, f64::NAN] };
        let path = written(&directory, &npy("'<f8'", fortran, "(3, 2)", &doubles(&stored)));
        let samples = NpySamples::open(&path).unwrap().first(2, 1.0).unwrap();
        let mut block = Vec::new();
        samples.read(0..2, &mut block).unwrap();
        assert_eq!(block, [1.0, 4.0, 2.0, 5.0]);
        let error = NpySamples::open(&path).unwrap().read(1..3, &mut block).unwrap_err();
        assert!(matches!(&error, InputError::Value { index, .. } if *index == [2, 0]), "{error}");
        assert_eq!(NpySamples::open(&path).unwrap().first(4, 1.0).unwrap_err(), 3);
        assert_eq!(NpySamples::open(&path).unwrap().first(0, 1.0).unwrap_err(), 3);
    }
}

#[test]
fn a_scale_must_keep_the_numbers() {
    let directory = TempDir::new().unwrap();
    let path = written(&directory, &npy("'<f8'", false, "(1, 3)", &doubles(&[0.0, 3.0, 1e-30])));
    let scaled = |scale: f64| {
        let mut block = Vec::new();
        NpySamples::open(&path).unwrap().first(1, scale).unwrap().read(0..1, &mut block).map(|()| block)
    };
    assert_eq!(scaled(4.0), Ok(vec![0.0, 0.75, 2.5e-31]));
    for (scale, place, quotient) in
        [(1e-320, 1, f64::INFINITY), (f64::MIN_POSITIVE / 4.0, 1, f64::INFINITY), (1e300, 2, 0.0)]
    {
        let error = scaled(scale).unwrap_err();
        assert!(
            matches!(&error, InputError::Scale { index, quotient: found, .. } if *index == [0, place] && *found == quotient),
            "{scale:e}: {error}"
        );
    }
}

#[test]
fn the_shape_of_samples() {
    let directory = TempDir::new().unwrap();
    for shape in ["()", "(0, 2)", "(2, 0)"] {
        let data = if shape == "()" { vec![0] } else { Vec::new() };
        let error = NpySamples::open(&written(&directory, &npy("'|u1'", false, shape, &data))).unwrap_err();
        assert!(matches!(error, InputError::Shape { .. }), "{shape}: {error}");
    }
    let path = written(&directory, &npy("'|u1'", false, "(2, 2)", &[1, 2, 3, 4]));
    assert!(matches!(NpyViews::open(&path).unwrap_err(), InputError::Shape { found, .. } if found == [2, 2]));
    let flat = ShiftedImages::of(NpySamples::open(&path).unwrap()).unwrap_err();
    assert!(matches!(flat, InputError::Shape { found, .. } if found == [2, 2]));
    for length in [3, 5] {
        let cut = written(&directory, &npy("'|u1'", false, "(2, 2)", &vec![0; length]));
        let error = NpySamples::open(&cut).unwrap_err();
        assert!(matches!(error, InputError::Length { found, expected: 4, .. } if found == length as u64), "{error}");
    }
}

#[test]
fn images_are_shifted_block_by_block() {
    let directory = TempDir::new().unwrap();
    let path = written(&directory, &npy("'|u1'", false, "(2, 2, 3)", &(1..=12).collect::<Vec<u8>>()));
    let images = ShiftedImages::of(NpySamples::open(&path).unwrap().first(2, 2.0).unwrap()).unwrap();
    assert_eq!(images.shape(), [2, SHIFTS.len(), 6]);
    let second = dmatrix![7.0; 8.0; 9.0; 10.0; 11.0; 12.0] / 2.0;
    let mut block = Vec::new();
    images.read(1..2, &mut block).unwrap();
    assert_eq!(block, shifted(&second, 2, 3).as_slice());
    assert_eq!(block[6..12], [0.0, 0.0, 0.0, 3.5, 4.0, 4.5], "down");
}

/// A pipe gives its bytes once and has no length.
#[test]
#[cfg(unix)]
fn a_pipe_is_read() {
    let directory = TempDir::new().unwrap();
    let pipe = directory.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let through = |bytes: Vec<u8>| {
        let writer = std::thread::spawn({
            let pipe = pipe.clone();
            // A reader that refuses early closes the pipe: that is its right.
            move || drop(std::fs::write(pipe, bytes))
        });
        let views = NpyViews::open(&pipe);
        writer.join().unwrap();
        views
    };
    let whole = npy("'<f8'", false, "(2, 1, 2)", &doubles(&[1.0, 2.0, 3.0, 4.0]));
    let views = through(whole.clone()).unwrap();
    let mut block = Vec::new();
    for range in [1..2, 0..2, 0..1] {
        views.read(range.clone(), &mut block).unwrap();
        assert_eq!(block, &[1.0, 2.0, 3.0, 4.0][range.start * 2..range.end * 2]);
    }
    let length = |bytes| match through(bytes).unwrap_err() {
        InputError::Length { found, expected, .. } => (found, expected),
        other => panic!("{other}"),
    };
    assert_eq!(length(whole[..whole.len() - 1].to_vec()), (31, 32));
    assert_eq!(length([&whole[..], b"more"].concat()), (36, 32));
}

/// Arrays in memory are copied in parts: no number is left out or doubled where parts meet, and an entry that is refused in a
/// later part is named by its own place.
#[test]
fn lent_arrays_are_read_across_parts() {
    const ROWS: usize = 5000;
    let numbers: Vec<f64> = (0..ROWS * 7).map(|i| i as f64).collect();
    let lent = |numbers: &[f64]| {
        let bytes: Vec<u8> = numbers.iter().flat_map(|x| x.to_le_bytes()).collect();
        NpySamples::lent(&LentArray::new("views", "<f8", &[ROWS, 7], Arc::new(bytes)).unwrap()).unwrap()
    };
    let mut buffer = vec![1.0];
    for range in [0..ROWS, 1..ROWS - 1, 1170..1172, 4999..ROWS, 17..17] {
        lent(&numbers).read(range.clone(), &mut buffer).unwrap();
        assert_eq!(buffer, numbers[range.start * 7..range.end * 7], "{range:?}");
    }
    let mut broken = numbers;
    broken[4000 * 7 + 3] = f64::NAN;
    let refused = lent(&broken).read(3..ROWS, &mut buffer).unwrap_err();
    assert_eq!(refused.to_string(), "views, array at [4000, 3]: found NaN, expected a finite number");
}

#[test]
fn lent_arrays_that_are_not_arrays_of_numbers_are_refused() {
    let array =
        |kind: &str, shape: &[usize], count: usize| LentArray::new("views", kind, shape, Arc::new(vec![0; count]));
    let text = |refused: InputError| refused.to_string();
    for kind in ["<c16", "|O", "<U3", "<M8[s]", "nonsense", "", "<f16"] {
        assert!(
            text(array(kind, &[1], 16).unwrap_err()).starts_with(&format!("views, array: found the type '{kind}'"))
        );
    }
    assert_eq!(text(array("<f8", &[2, 3], 47).unwrap_err()), "views, data: found 47 bytes, expected 48");
    assert!(array("<f8", &[usize::MAX, usize::MAX], 8).is_err());
    for shape in [&[][..], &[0, 3], &[3, 0]] {
        let count = 8 * shape.iter().product::<usize>();
        let refused = NpySamples::lent(&array("<f8", shape, count).unwrap()).unwrap_err();
        assert!(matches!(refused, InputError::Shape { .. }), "{shape:?}");
    }
}
