//! Arrays from bytes.

use crate::bytes::{LABEL, doubles, npy, npy_with};
use dualproof::input::{Array, InputError};
use std::io::ErrorKind;
use std::path::Path;

fn refused(bytes: &[u8]) -> InputError {
    Array::from_bytes(LABEL, bytes).unwrap_err()
}

#[test]
fn every_type_is_read_in_both_byte_orders() {
    let check = |descr: &str, data: Vec<u8>, expected: &[f64]| {
        let array = Array::from_bytes(LABEL, &npy(descr, false, "(2,)", &data)).unwrap();
        assert_eq!((array.shape(), array.data()), (&[2][..], expected), "{descr}");
    };
    check("'|b1'", vec![0, 1], &[0.0, 1.0]);
    check("'|u1'", vec![3, 255], &[3.0, 255.0]);
    check("'|i1'", vec![3, 255], &[3.0, -1.0]);
    macro_rules! both {
        ($type:ty, $code:literal, $a:expr, $b:expr) => {
            let pair: [$type; 2] = [$a, $b];
            let values = pair.map(|x| x as f64);
            check(concat!("'<", $code, "'"), pair.iter().flat_map(|x| x.to_le_bytes()).collect(), &values);
            check(concat!("'>", $code, "'"), pair.iter().flat_map(|x| x.to_be_bytes()).collect(), &values);
        };
    }
    both!(u16, "u2", 1, u16::MAX);
    both!(i16, "i2", -2, i16::MAX);
    both!(u32, "u4", 1, u32::MAX);
    both!(i32, "i4", -2, i32::MIN);
    both!(u64, "u8", 1, 1 << 53);
    both!(i64, "i8", -(1 << 53), 7);
    both!(f32, "f4", 0.1, -3.5);
    both!(f64, "f8", 0.1, f64::MAX);
}

#[test]
fn fortran_order_becomes_row_major() {
    let stored: Vec<u8> = (0..24).collect();
    let array = Array::from_bytes(LABEL, &npy("'|u1'", true, "(2, 3, 4)", &stored)).unwrap();
    let expected: Vec<f64> =
        (0..2).flat_map(|i| (0..3).flat_map(move |j| (0..4).map(move |k| (i + 2 * j + 6 * k) as f64))).collect();
    assert_eq!((array.shape(), array.data()), (&[2, 3, 4][..], &expected[..]));
    let array = Array::from_bytes(LABEL, &npy("'|u1'", false, "(2, 3, 4)", &stored)).unwrap();
    assert_eq!(array.data(), (0..24).map(f64::from).collect::<Vec<_>>());
}

#[test]
fn what_the_crate_writes_is_read_back() {
    use npyz::WriterBuilder;
    for (order, expected) in
        [(npyz::Order::C, [1.5, 2.5, 3.5, 4.5, 5.5, 6.5]), (npyz::Order::Fortran, [1.5, 3.5, 5.5, 2.5, 4.5, 6.5])]
    {
        let mut bytes = Vec::new();
        let options = npyz::WriteOptions::<f32>::new().default_dtype().shape(&[2, 3]).order(order);
        let mut writer = options.writer(&mut bytes).begin_nd().unwrap();
        writer.extend([1.5f32, 2.5, 3.5, 4.5, 5.5, 6.5]).unwrap();
        writer.finish().unwrap();
        let array = Array::from_bytes(LABEL, &bytes).unwrap();
        assert_eq!((array.shape(), array.data()), (&[2, 3][..], &expected[..]));
    }
}

#[test]
fn later_versions_of_the_format_are_read() {
    for version in [[2, 0], [3, 0]] {
        let bytes = npy_with(version, "{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }\n", &[9]);
        assert_eq!(Array::from_bytes(LABEL, &bytes).unwrap().data(), [9.0]);
    }
}

#[test]
fn a_missing_file() {
    let error = Array::read(Path::new("no-such-file.npy")).unwrap_err();
    assert!(matches!(error, InputError::Unreadable { kind: ErrorKind::NotFound, .. }), "{error}");
}

#[test]
fn a_wrong_magic() {
    for bytes in [&b"\x93NUMP"[..], b"", b"\0\0\0\0\0\0\0\0"] {
        assert!(matches!(refused(bytes), InputError::Magic { .. }));
    }
}

#[test]
fn a_cut_header() {
    let whole = npy("'<f8'", false, "(1,)", &doubles(&[1.0]));
    for length in 6..whole.len() - 8 {
        let error = refused(&whole[..length]);
        assert!(matches!(error, InputError::Header { .. }), "{length}: {error}");
    }
}

#[test]
fn data_too_short_or_too_long() {
    let whole = npy("'<f8'", false, "(2,)", &doubles(&[1.0, 2.0]));
    let error = refused(&whole[..whole.len() - 1]);
    assert_eq!(error, InputError::Length { file: LABEL.into(), found: 15, expected: 16 });
    let longer = [&whole[..], &[0]].concat();
    assert_eq!(refused(&longer), InputError::Length { file: LABEL.into(), found: 17, expected: 16 });
}

#[test]
fn an_unknown_version() {
    let bytes = npy_with([9, 0], "{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }\n", &[9]);
    assert!(matches!(refused(&bytes), InputError::Header { .. }));
}

#[test]
fn headers_that_would_exhaust_the_reader() {
    let deep = format!("{}{}", "(".repeat(5000), ")".repeat(5000));
    let huge = "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296, 0), }";
    for header in [&deep[..], huge, "1e5 + 1", "{'a': \"\\N{x}\"}", "(0x10,)", "[[[[[]]]]]", "((,", "{'shape': (-1,)}"]
    {
        let error = refused(&npy_with([1, 0], header, &[]));
        assert!(matches!(error, InputError::Header { .. }), "{header}: {error}");
    }
    let claims_four_gigabytes = [&b"\x93NUMPY\x02\x00"[..], &u32::MAX.to_le_bytes()].concat();
    assert!(matches!(refused(&claims_four_gigabytes), InputError::Header { .. }));
}

#[test]
fn a_header_without_its_keys() {
    for header in ["{}", "{'descr': '<f8'}", "{'descr': '<f8', 'fortran_order': 3, 'shape': ()}", "nonsense", ""] {
        assert!(matches!(refused(&npy_with([1, 0], header, &[])), InputError::Header { .. }), "{header}");
    }
}

#[test]
fn types_that_are_not_read() {
    for (descr, size) in [
        ("'|O'", 0),
        ("'|V2'", 2),
        ("'<f16'", 16),
        ("'<M8[s]'", 8),
        ("'<c16'", 16),
        ("'<U3'", 12),
        ("[('a', '<f8')]", 8),
    ] {
        let error = refused(&npy(descr, false, "(1,)", &vec![0; size]));
        assert!(matches!(error, InputError::Type { .. }), "{descr}: {error}");
    }
}

#[test]
fn entries_that_are_not_finite_are_named_by_index() {
    let index_of = |fortran: bool, bad: f64| {
        let bytes = npy("'<f8'", fortran, "(2, 3)", &doubles(&[1.0, 2.0, 3.0, 4.0, bad, 6.0]));
        match refused(&bytes) {
            InputError::Value { index, .. } => index,
            other => panic!("{other}"),
        }
    };
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(index_of(false, bad), [1, 1]);
        assert_eq!(index_of(true, bad), [0, 2]);
    }
}

#[test]
fn integers_that_are_no_doubles() {
    for (descr, data) in [
        ("'<u8'", ((1u64 << 53) + 1).to_le_bytes()),
        ("'<i8'", (-(1i64 << 53) - 1).to_le_bytes()),
        ("'<i8'", i64::MIN.to_le_bytes()),
    ] {
        assert!(matches!(refused(&npy(descr, false, "(1,)", &data)), InputError::Value { .. }));
    }
}

#[test]
fn an_array_of_the_wrong_rank() {
    let array = Array::from_bytes(LABEL, &npy("'|u1'", false, "(4,)", &[0; 4])).unwrap();
    let error = array.shape_of_rank(&[2, 3], "a matrix").unwrap_err();
    assert!(matches!(error, InputError::Shape { found, .. } if found == [4]));
    let empty = Array::from_bytes(LABEL, &npy("'|u1'", false, "(0, 3)", &[])).unwrap();
    assert!(empty.shape_of_rank(&[2], "rows").is_err());
}

#[test]
fn halves_are_read_exactly() {
    let value = |bits: u16| Array::from_bytes(LABEL, &npy("'<f2'", false, "(1,)", &bits.to_le_bytes()));
    for (bits, expected) in [
        (0x3c00, 1.0),
        (0xc000, -2.0),
        (0x3555, 0.333_251_953_125),
        (0x7bff, 65504.0),
        (0x0400, 2f64.powi(-14)),
        (0x03ff, 2f64.powi(-14) - 2f64.powi(-24)),
        (0x0001, 2f64.powi(-24)),
        (0x8000, 0.0),
    ] {
        assert_eq!(value(bits).unwrap().data(), [expected], "{bits:#06x}");
    }
    for bits in [0x7c00, 0xfc00, 0x7e00, 0x7c01] {
        assert!(matches!(value(bits), Err(InputError::Value { .. })), "{bits:#06x}");
    }
    // All of them, normal ones with the bits moved to where an f32 has them, in both byte orders.
    let all: Vec<u16> = (0..=u16::MAX).filter(|bits| bits >> 10 & 31 != 31).collect();
    let expected: Vec<f64> = all
        .iter()
        .map(|bits| {
            let (sign, exponent, fraction) =
                (u32::from(bits >> 15), u32::from(bits >> 10 & 31), u32::from(bits & 1023));
            f64::from(match exponent {
                0 => (fraction as f32 / (1 << 24) as f32) * if sign == 1 { -1.0 } else { 1.0 },
                _ => f32::from_bits(sign << 31 | (exponent + 127 - 15) << 23 | fraction << 13),
            })
        })
        .collect();
    let shape = format!("({},)", all.len());
    for (descr, data) in [
        ("'<f2'", all.iter().flat_map(|bits| bits.to_le_bytes()).collect::<Vec<u8>>()),
        ("'>f2'", all.iter().flat_map(|bits| bits.to_be_bytes()).collect()),
    ] {
        assert_eq!(Array::from_bytes(LABEL, &npy(descr, false, &shape, &data)).unwrap().data(), expected, "{descr}");
    }
}

#[test]
fn headers_that_numpy_reads_are_read() {
    let data = doubles(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    for header in [
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3L, 2L), }\n",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3L,2)}",
        "{'descr':\t'<f8', 'fortran_order': False, 'shape': (3, 2), }\n",
        "\t{'descr': '<f8',\r\n 'fortran_order': False,\x0c 'shape': (3, 2)}   \n",
        "{u'descr': u'<f8', u'fortran_order': False, u'shape': (3, 2)}",
        "{\"shape\": (3, 2), \"fortran_order\": False, \"descr\": \"<f8\"}",
    ] {
        let array = Array::from_bytes(LABEL, &npy_with([1, 0], header, &data)).unwrap();
        assert_eq!((array.shape(), array.data()), (&[3, 2][..], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0][..]), "{header}");
    }
    for header in [
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3LL, 2)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3l, 2)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3L2, 2)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (np.int64(3), 2)}",
        "{v'descr': '<f8', 'fortran_order': False, 'shape': (3, 2)}",
    ] {
        let error = refused(&npy_with([1, 0], header, &data));
        assert!(matches!(error, InputError::Header { .. }), "{header}: {error}");
    }
    // NumPy takes the integers of Python 2 in versions 1 and 2 alone.
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3L, 2L), }";
    assert!(Array::from_bytes(LABEL, &npy_with([2, 0], header, &data)).is_ok());
    assert!(matches!(refused(&npy_with([3, 0], header, &data)), InputError::Header { .. }));
}

#[test]
fn a_truth_value_is_0_or_1() {
    let error = refused(&npy("'|b1'", false, "(3,)", &[0, 1, 2]));
    assert!(matches!(&error, InputError::Value { index, found, .. } if *index == [2] && found == "2"), "{error}");
}
