//! Bytes that nobody exported: an error, no panic, and no room beyond what the limit says.

use crate::proto::{AttributeProto, FunctionProto, NodeProto};
use crate::tiny::{floats, graph, integers, layer, longs, model, node, read, refused};
use dualproof_onnx::{OnnxError, Options, from_bytes};
use prost::Message;

#[test]
fn every_beginning_of_a_file() {
    let bytes = layer().encode_to_vec();
    for length in 0..bytes.len() {
        assert!(from_bytes(&bytes[..length], None, &Options::default()).is_err(), "the first {length} bytes");
    }
}

#[test]
fn every_byte_of_a_file_changed() {
    let bytes = layer().encode_to_vec();
    for place in 0..bytes.len() {
        for change in [0x01, 0x08, 0x80, 0xff] {
            let mut other = bytes.clone();
            other[place] ^= change;
            // Whatever it is then: no panic.
            let _ = from_bytes(&other, None, &Options::default());
        }
    }
}

#[test]
fn giant_shapes() {
    let shaped = |operator: &str, inputs: &[&str], numbers: &[i64]| {
        refused(&model(vec![node(operator, inputs, "y")], vec![longs("s", numbers)]))
    };
    let too_large = |error: OnnxError| assert!(matches!(error, OnnxError::TooLarge { .. }), "{error}");
    let one = longs("one", &[1]);
    let nodes = vec![node("Unsqueeze", &["x", "one"], "u"), node("Expand", &["u", "s"], "y")];
    too_large(refused(&model(nodes, vec![one, longs("s", &[1, 1 << 30, 2, 3])])));
    let nodes = vec![node("Expand", &["one", "s"], "e"), node("Add", &["x", "e"], "y")];
    too_large(refused(&model(nodes, vec![longs("one", &[1]), longs("s", &[1 << 20, 1 << 20])])));
    too_large(shaped("Pad", &["x", "s"], &[0, 0, 0, 0, 1 << 30, 1 << 30]));
    too_large(shaped("ConstantOfShape", &["s"], &[3, 1 << 20, 1 << 20]));
    let mut filled = node("ConstantOfShape", &["s"], "y");
    filled.attribute = vec![AttributeProto {
        name: "value".into(),
        kind: 4,
        t: Some(floats("v", &[0], &[])),
        ..AttributeProto::default()
    }];
    let error = refused(&model(vec![filled], vec![longs("s", &[2])]));
    assert!(error.to_string().contains("attribute value: found 0 numbers, expected 1"), "{error}");
    for numbers in [[i64::MAX, i64::MAX, 2, 3], [-2, -2, -2, -2], [i64::MIN, 1, 2, 3]] {
        let _ = shaped("Expand", &["x", "s"], &numbers);
        let _ = shaped("Reshape", &["x", "s"], &numbers);
        let _ = shaped("ConstantOfShape", &["s"], &numbers);
    }
    for pads in [[0, 0, i64::MAX, 0, 0, 1], [0, 0, i64::MIN, 0, 0, i64::MIN], [1, 0, 0, 0, 0, 0]] {
        let _ = shaped("Pad", &["x", "s"], &pads);
    }
    let mut range = model(
        vec![node("Range", &["a", "b", "c"], "y")],
        vec![longs("a", &[i64::MIN]), longs("b", &[i64::MAX]), longs("c", &[1])],
    );
    too_large(refused(&range));
    graph(&mut range).initializer[2].int64_data = vec![0];
    assert!(refused(&range).to_string().contains("a step that is not 0"));
    let mut pool = node("MaxPool", &["x"], "y");
    pool.attribute = vec![integers("kernel_shape", &[1 << 30]), integers("pads", &[1 << 30, 1 << 30])];
    too_large(refused(&model(vec![pool], vec![])));
    let mut conv = node("Conv", &["x", "k"], "y");
    conv.attribute = vec![integers("pads", &[1 << 30, (1 << 30) + 5])];
    too_large(refused(&model(vec![conv], vec![floats("k", &[1, 2, 1], &[1.0; 2])])));
}

#[test]
fn values_that_double() {
    // Each node doubles the one before: 2^60 entries in sixty nodes.
    let doubled = |k: usize| {
        let mut concat = node("Concat", &[&format!("v{k}"), &format!("v{k}")], &format!("v{}", k + 1));
        concat.attribute.push(crate::tiny::integer("axis", 1));
        concat
    };
    let mut nodes: Vec<NodeProto> = vec![node("Relu", &["x"], "v0")];
    nodes.extend((0..60).map(doubled));
    nodes.push(node("Relu", &["v60"], "y"));
    let error = refused(&model(nodes, vec![]));
    assert!(matches!(error, OnnxError::TooLarge { .. }), "{error}");
}

#[test]
fn functions_without_end() {
    let function = |name: &str, calls: &[&str]| {
        let mut nodes: Vec<NodeProto> = vec![node("Identity", &["x"], "v0")];
        for (k, call) in calls.iter().enumerate() {
            let mut called = node(call, &[&format!("v{k}")], &format!("v{}", k + 1));
            called.domain = "own".into();
            nodes.push(called);
        }
        FunctionProto {
            name: name.into(),
            domain: "own".into(),
            input: vec!["x".into()],
            output: vec![format!("v{}", calls.len())],
            node: nodes,
            ..FunctionProto::default()
        }
    };
    let with = |functions: Vec<FunctionProto>| {
        let mut call = node("f0", &["x"], "y");
        call.domain = "own".into();
        let mut model = model(vec![call], vec![]);
        model.functions = functions;
        model
    };
    assert!(read(&with(vec![function("f0", &[])])).is_ok());
    let error = refused(&with(vec![function("f0", &["f0"])]));
    assert!(error.to_string().contains("functions"), "{error}");
    // Each calls the next twice: 2^31 calls.
    let names: Vec<String> = (0..32).map(|k| format!("f{k}")).collect();
    let chain = (0..31).map(|k| function(&names[k], &[&names[k + 1], &names[k + 1]])).chain([function("f31", &[])]);
    let error = refused(&with(chain.collect()));
    assert!(error.to_string().contains("functions"), "{error}");
}

#[test]
fn messages_of_no_bytes() {
    // A graph of 2^20 + 1 empty nodes, two bytes each.
    let nodes = [0x0a, 0x00].repeat((1 << 20) + 1);
    let mut bytes = vec![0x08, 0x0a, 0x3a];
    prost::encode_length_delimiter(nodes.len(), &mut bytes).expect("a length");
    bytes.extend(nodes);
    let error = from_bytes(&bytes, None, &Options::default()).unwrap_err();
    assert!(error.to_string().contains("expected at most 1048576"), "{error}");
}

#[test]
fn groups_in_one_another() {
    // The start of an unknown group, again and again: the decoder goes a hundred deep.
    let bytes = [vec![0x08, 0x0a], vec![0x7b; 1 << 20]].concat();
    let error = from_bytes(&bytes, None, &Options::default()).unwrap_err();
    assert!(matches!(error, OnnxError::NoModel { .. }), "{error}");
}
