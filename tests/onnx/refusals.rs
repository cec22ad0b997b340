//! What is refused, each with its place, what was found and what was expected.

use crate::proto::{ModelProto, StringStringEntryProto};
use crate::tiny::{floats, graph, input, integer, integers, layer, longs, model, node, read, refused};
use dualproof_onnx::{OPERATORS, OnnxError, Options, from_bytes};
use prost::Message;
use std::path::Path;

/// The message has all of these parts.
fn says(error: &OnnxError, parts: &[&str]) {
    let text = error.to_string();
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in: {text}");
    }
}

fn spoilt(spoil: impl FnOnce(&mut ModelProto)) -> OnnxError {
    let mut model = layer();
    spoil(&mut model);
    refused(&model)
}

#[test]
fn the_layer_itself_is_read() {
    let import = read(&layer()).expect("a model");
    assert_eq!((import.output_width, import.parameters.len()), (4, 2));
    let weights = &import.parameters[0];
    assert_eq!((weights.name.as_str(), weights.is_transposed), ("w", true));
    let w = &import.graph.parameters[0].values;
    assert_eq!((w.shape(), w[(1, 0)]), ((2, 3), 2.0));
}

#[test]
fn models_that_are_none() {
    for bytes in [&b""[..], b"PK\x03\x04", b"\x93NUMPY", b"{\"format\": 1}", &[0xff; 64]] {
        let error = from_bytes(bytes, None, &Options::default()).unwrap_err();
        assert!(matches!(error, OnnxError::NoModel { .. }), "{error}");
    }
    says(&spoilt(|m| m.graph = None), &["no graph"]);
    says(&spoilt(|m| m.ir_version = None), &["no ir_version"]);
    says(&spoilt(|m| graph(m).node.clear()), &["nodes: found 0", "at least 1"]);
    let error = dualproof_onnx::read(Path::new("no-such.onnx"), &Options::default()).unwrap_err();
    assert!(matches!(error, OnnxError::Unreadable { .. }));
}

#[test]
fn old_operators() {
    let error = spoilt(|m| m.opset_import[0].version = 9);
    assert_eq!(error, OnnxError::Opset { found: 9, expected: 11 });
    says(&spoilt(|m| m.opset_import.clear()), &["opset_import", "none"]);
}

#[test]
fn operators_that_are_not_read() {
    let error = spoilt(|m| graph(m).node[0].op_type = "Sin".into());
    let OnnxError::Operator { node: place, operator, known } = &error else { panic!("{error}") };
    assert_eq!((place.as_str(), operator.as_str(), &known[..]), ("node h", "Sin", OPERATORS));
    says(&spoilt(|m| graph(m).node[0].domain = "com.microsoft".into()), &["com.microsoft::Relu"]);
    for (operator, why) in [
        ("If", "control flow"),
        ("Loop", "control flow"),
        ("Scan", "control flow"),
        ("Softmax", "softmax"),
        ("DequantizeLinear", "quantised"),
        ("MatMulInteger", "quantised"),
        ("RandomNormalLike", "chance"),
    ] {
        says(&spoilt(|m| graph(m).node[0].op_type = operator.into()), &["node h", operator, why]);
    }
    let attention = model(
        vec![node("Transpose", &["x"], "t"), node("MatMul", &["x", "t"], "y")]
            .into_iter()
            .map(|mut n| {
                if n.op_type == "Transpose" {
                    n.attribute.push(integers("perm", &[0, 2, 1]));
                }
                n
            })
            .collect(),
        vec![],
    );
    says(&refused(&attention), &["node y", "attention"]);
    let choice = model(
        vec![node("Greater", &["x", "b"], "g"), node("Where", &["g", "x", "x"], "y")],
        vec![floats("b", &[], &[0.0])],
    );
    says(&refused(&choice), &["node y", "Softplus"]);
    let comparison =
        model(vec![node("Greater", &["x", "b"], "g"), node("Mul", &["g", "x"], "y")], vec![floats("b", &[], &[0.0])]);
    says(&refused(&comparison), &["node y", "a comparison"]);
}

#[test]
fn inputs_and_outputs() {
    says(&spoilt(|m| graph(m).input.push(input("z", &[None, Some(2)]))), &["inputs: found 2 (x, z)"]);
    says(&spoilt(|m| graph(m).input.clear()), &["inputs: found 0"]);
    let second = |m: &mut ModelProto| {
        let mut second = graph(m).output[0].clone();
        second.name = "h".into();
        graph(m).output.push(second);
    };
    says(&spoilt(second), &["outputs: found 2 (y, h)", "the name of the one to take"]);
    let mut both = layer();
    second(&mut both);
    let take = |name: &str| Options { output: Some(name.to_string()), ..Options::default() };
    let import = from_bytes(&both.encode_to_vec(), None, &take("h")).expect("the value h");
    assert_eq!((import.output_width, import.parameters.len()), (6, 0));
    says(&from_bytes(&both.encode_to_vec(), None, &take("z")).unwrap_err(), &["\"z\"", "one of y, h"]);
    says(&spoilt(|m| graph(m).input[0] = input("x", &[None, Some(2), None])), &["dynamic size \"n\" of dimension 2"]);
    says(&spoilt(|m| graph(m).input[0] = input("x", &[Some(0), Some(2)])), &["a batch of 0"]);
    says(&spoilt(|m| graph(m).input[0] = input("x", &[])), &["no dimensions"]);
    says(&spoilt(|m| graph(m).input[0] = input("x", &[None, Some(1 << 40), Some(1 << 40)])), &["2^31"]);
    let text = |m: &mut ModelProto| {
        graph(m).input[0].kind.as_mut().and_then(|kind| kind.tensor_type.as_mut()).expect("a type").elem_type = 7;
    };
    says(&spoilt(text), &["the type INT64 of x", "floats"]);
    let parameters_alone = model(vec![node("Exp", &["w"], "y")], vec![floats("w", &[2], &[1.0, 2.0])]);
    says(&refused(&parameters_alone), &["output", "parameters alone"]);
}

#[test]
fn names() {
    says(&spoilt(|m| graph(m).node[1].output[0] = "h".into()), &["\"h\" made twice"]);
    says(&spoilt(|m| graph(m).node[0].output[0] = "x".into()), &["\"x\" made twice"]);
    says(
        &spoilt(|m| {
            let w = graph(m).initializer[0].clone();
            graph(m).initializer.push(w)
        }),
        &["\"w\" twice"],
    );
    says(&spoilt(|m| graph(m).node[0].input[0] = "q".into()), &["node h", "\"q\", which nothing makes"]);
    says(&spoilt(|m| graph(m).node[0].input[0] = "y".into()), &["node h", "a cycle"]);
    says(
        &spoilt(|m| {
            graph(m).initializer.remove(0);
        }),
        &["node m", "\"w\", which nothing makes"],
    );
    says(&spoilt(|m| graph(m).output[0].name = "q".into()), &["\"q\", which no node makes"]);
}

#[test]
fn tensors() {
    says(&spoilt(|m| graph(m).initializer[0].float_data[4] = f32::NAN), &["tensor w, entry [2, 0]: found NaN"]);
    says(&spoilt(|m| graph(m).initializer[1].float_data[1] = f32::INFINITY), &["tensor b, entry [1]: found inf"]);
    says(
        &spoilt(|m| {
            graph(m).initializer[0].float_data.pop();
        }),
        &["tensor w, data", "5 entries", "6 for the shape [3, 2]"],
    );
    says(&spoilt(|m| graph(m).initializer[0].raw_data = Some(vec![0; 23].into())), &["raw data", "23 bytes", "24"]);
    says(&spoilt(|m| graph(m).initializer[0].dims = vec![1_000_000, 1_000_000]), &["tensor w", "1000000000000 for"]);
    says(&spoilt(|m| graph(m).initializer[0].dims = vec![i64::MAX, 4]), &["tensor w, shape", "fewer than 2^64 bytes"]);
    says(&spoilt(|m| graph(m).initializer[0].dims = vec![-3, -2]), &["tensor w, shape", "negative"]);
    says(&spoilt(|m| graph(m).initializer[0].data_type = 3), &["tensor w, type: found INT8"]);
    says(&spoilt(|m| graph(m).initializer[0].data_type = 77), &["type 77"]);
    says(&spoilt(|m| graph(m).initializer[0].dims = vec![2, 3]), &["node m", "[1, 2, 3]", "a last dimension of 2"]);
    says(&spoilt(|m| graph(m).initializer[1].dims = vec![1, 1, 2, 1]), &["node y", "at most 3 dimensions"]);
}

/// The layer with its weights in a file of the folder.
fn external(entries: &[(&str, &str)]) -> ModelProto {
    let mut model = layer();
    let weights = &mut graph(&mut model).initializer[0];
    weights.float_data.clear();
    weights.data_location = 1;
    let entry = |(key, value): &(&str, &str)| StringStringEntryProto { key: (*key).into(), value: (*value).into() };
    weights.external_data = entries.iter().map(entry).collect();
    model
}

#[test]
fn external_data() {
    let folder = tempfile::tempdir().expect("a folder");
    let inside = folder.path().join("inside");
    std::fs::create_dir(&inside).expect("a folder");
    let numbers: Vec<u8> = (0..8).flat_map(|x| (x as f32).to_le_bytes()).collect();
    std::fs::write(inside.join("w.data"), &numbers).expect("a file");
    std::fs::write(folder.path().join("outside.data"), &numbers).expect("a file");
    let read =
        |entries: &[(&str, &str)]| from_bytes(&external(entries).encode_to_vec(), Some(&inside), &Options::default());
    let import = read(&[("location", "w.data"), ("offset", "8"), ("length", "24")]).expect("weights");
    assert_eq!(import.graph.parameters[0].values[(0, 0)], 2.0);
    let refused = |entries: &[(&str, &str)], parts: &[&str]| says(&read(entries).unwrap_err(), parts);
    refused(&[("location", "../outside.data")], &["tensor w, location", "a file in the folder of the model"]);
    refused(&[("location", "/etc/hostname")], &["a file in the folder of the model"]);
    refused(&[("location", "a/../../outside.data")], &["a file in the folder of the model"]);
    refused(&[("location", "")], &["a file in the folder of the model"]);
    refused(&[("location", "w.data"), ("offset", "12")], &["32 bytes", "24 bytes from byte 12 on"]);
    refused(&[("location", "w.data"), ("offset", "18446744073709551615")], &["from byte 18446744073709551615 on"]);
    refused(&[("location", "w.data"), ("length", "20")], &["length", "20 bytes", "24"]);
    refused(&[("location", "w.data"), ("offset", "-4")], &["offset", "\"-4\"", "a number"]);
    refused(&[("offset", "0")], &["location", "none"]);
    assert!(matches!(read(&[("location", "no.data")]), Err(OnnxError::Unreadable { .. })));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.path().join("outside.data"), inside.join("link.data")).expect("a link");
        refused(&[("location", "link.data")], &["a file in the folder of the model"]);
    }
    let alone = from_bytes(&external(&[("location", "w.data")]).encode_to_vec(), None, &Options::default());
    says(&alone.unwrap_err(), &["no folder"]);
}

#[test]
fn what_mixes_views() {
    let reduced = |axis: i64| {
        let mut reduce = node("ReduceMean", &["x", "axes"], "y");
        reduce.attribute.push(integer("keepdims", 1));
        model(vec![reduce], vec![longs("axes", &[axis])])
    };
    assert!(read(&reduced(1)).is_ok());
    says(&refused(&reduced(0)), &["node y", "the batch"]);
    let mut transpose = node("Transpose", &["x"], "y");
    transpose.attribute.push(integers("perm", &[1, 0, 2]));
    says(&refused(&model(vec![transpose], vec![])), &["moves the batch"]);
    let reshape = |shape: &[i64]| model(vec![node("Reshape", &["x", "s"], "y")], vec![longs("s", shape)]);
    assert!(read(&reshape(&[-1, 6])).is_ok());
    says(&refused(&reshape(&[6, -1])), &["the batch as a factor of dimension 0"]);
    says(&refused(&reshape(&[-1, 3])), &["output", "2 rows a view"]);
    says(&refused(&reshape(&[-1, 4])), &["a shape that fits", "4"]);
    let mut concat = node("Concat", &["x", "x"], "y");
    concat.attribute.push(integer("axis", 0));
    says(&refused(&model(vec![concat], vec![])), &["the batch"]);
    let mut gather = node("Gather", &["x", "i"], "y");
    gather.attribute.push(integer("axis", 0));
    says(&refused(&model(vec![gather], vec![longs("i", &[0])])), &["the batch"]);
    // A number for each of two views is no network of one view.
    let mut fixed = model(vec![node("Add", &["x", "p"], "y")], vec![floats("p", &[2, 1, 1], &[1.0, 2.0])]);
    graph(&mut fixed).input[0] = input("x", &[Some(2), Some(2), Some(3)]);
    says(&refused(&fixed), &["not the same for every view"]);
}

#[test]
fn attributes() {
    let with = |operator: &str, inputs: &[&str], attribute, tensors| {
        let mut node = node(operator, inputs, "y");
        node.attribute.push(attribute);
        refused(&model(vec![node], tensors))
    };
    says(
        &with("Flatten", &["x"], integers("axis", &[1]), vec![]),
        &["attribute axis: found integers, expected an integer"],
    );
    says(&with("Flatten", &["x"], integer("axis", 7), vec![]), &["axis: found 7"]);
    says(&with("Gemm", &["x", "w"], integer("transA", 1), vec![floats("w", &[1, 1], &[1.0])]), &["attribute transA"]);
    says(
        &with("Gemm", &["x", "w"], integer("transB", 3), vec![floats("w", &[1, 1], &[1.0])]),
        &["transB: found 3", "0 or 1"],
    );
    let kernel = || vec![floats("k", &[1, 2, 2], &[1.0; 4])];
    says(&with("Conv", &["x", "k"], integers("strides", &[0]), kernel()), &["attribute strides: found [0]"]);
    says(&with("Conv", &["x", "k"], integers("pads", &[1]), kernel()), &["attribute pads: found [1]", "2 numbers"]);
    says(&with("Conv", &["x", "k"], integers("dilations", &[9]), kernel()), &["expected one that fits"]);
    says(&with("Conv", &["x", "k"], integer("group", 2), kernel()), &["in 2 groups"]);
    says(&with("MaxPool", &["x"], integers("kernel_shape", &[2, 2]), vec![]), &["attribute kernel_shape"]);
    says(&with("LpNormalization", &["x"], integer("p", 1), vec![]), &["attribute p: found 1, expected 2"]);
    let power = model(vec![node("Pow", &["x", "e"], "y")], vec![floats("e", &[], &[1.5])]);
    says(&refused(&power), &["found 1.5"]);
    let shared = model(
        vec![node("MatMul", &["x", "w"], "a"), node("MatMul", &["a", "t"], "y"), node("Transpose", &["w"], "t")],
        vec![floats("w", &[3, 3], &[1.0; 9])],
    );
    let mut shared = shared;
    graph(&mut shared).node.swap(1, 2);
    says(&refused(&shared), &["node y", "w: a tensor that another node uses in another form"]);
}
