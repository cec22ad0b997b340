//! What PyTorch's exporter records of a node tells which tensors are parameters and to which layers they belong.

use crate::proto::{NodeProto, StringStringEntryProto};
use crate::tiny::{floats, graph, layer, model, node, read};
use dualproof_onnx::{Options, from_bytes};
use prost::Message;

fn with(mut node: NodeProto, key: &str, value: &str) -> NodeProto {
    node.metadata_props.push(StringStringEntryProto { key: key.into(), value: value.into() });
    node
}

const RECORD: &str = "pkg.torch.onnx.fx_node";

#[test]
fn buffers_are_constants_and_parameters_are_not() {
    let middle =
        with(node("Sub", &["x", "crop.Mean"], "a"), RECORD, "%sub : call_function(args = (%x, %b_crop_mean), {})");
    let scaled = with(node("Mul", &["a", "scale"], "b"), RECORD, "%mul : call_function(args = (%sub, %p_scale), {})");
    let folded = with(node("Mul", &["b", "exp"], "y"), RECORD, "%mul_1 : call_function(args = (%mul, %exp), {})");
    let tensors =
        vec![floats("crop.Mean", &[1, 2, 1], &[1.0, 2.0]), floats("scale", &[], &[3.0]), floats("exp", &[], &[4.0])];
    let import = read(&model(vec![middle, scaled, folded], tensors)).expect("a model");
    let names: Vec<&str> = import.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
    assert_eq!(names, ["scale"]);
    assert_eq!(import.notes[0], "constants, which training does not move: crop.Mean");
    assert!(import.notes[1].starts_with("constants that the exporter computed, perhaps from parameters: exp;"));
    assert_eq!(import.notes.len(), 2);
}

#[test]
fn without_a_record_names_tell() {
    let nodes = vec![node("Sub", &["x", "mean"], "a"), node("Mul", &["a", "val_3"], "y")];
    let tensors = vec![floats("mean", &[2, 1], &[1.0, 2.0]), floats("val_3", &[], &[3.0])];
    let model = model(nodes, tensors);
    let import = read(&model).expect("a model");
    assert_eq!(import.parameters.len(), 1);
    assert_eq!(import.notes, ["constants, which training does not move: val_3"]);
    // What nothing in the file says, the user can.
    let said = |name: &str| Options { constants: vec![name.to_string()], ..Options::default() };
    let import = from_bytes(&model.encode_to_vec(), None, &said("mean")).expect("a model");
    assert_eq!(import.parameters.len(), 0);
    let error = from_bytes(&layer().encode_to_vec(), None, &said("w")).unwrap_err();
    assert!(error.to_string().contains("\"w\", the weights of a layer"), "{error}");
    let error = from_bytes(&model.encode_to_vec(), None, &said("men")).unwrap_err();
    assert_eq!(error.to_string(), "constants: found \"men\", expected the name of a tensor of the file");
}

#[test]
fn a_made_up_name_belongs_to_the_module_of_its_node() {
    let product = node("MatMul", &["x", "val_2"], "m");
    let product = with(product, "pkg.torch.onnx.name_scopes", "['', 'head.0', 'linear']");
    let tensors = vec![floats("val_2", &[3, 1], &[1.0; 3]), floats("head.0.bias", &[1], &[0.5])];
    let import = read(&model(vec![product, node("Add", &["m", "head.0.bias"], "y")], tensors)).expect("a model");
    assert_eq!(import.blocks.len(), 1);
    assert_eq!((import.blocks[0].name.as_str(), &import.blocks[0].parameters[..]), ("head.0", &[0, 1][..]));
}

#[test]
fn a_rewritten_node_tells_that_a_batchnorm_was_folded() {
    let mut model = layer();
    let node = graph(&mut model).node.remove(1);
    graph(&mut model).node.insert(1, with(node, "pkg.onnxscript.rewriter.rule_name", "FuseBatchNormIntoGemm"));
    let import = read(&model).expect("a model");
    assert_eq!((import.folded.len(), import.folded[0].weights.as_str()), (1, "w"));
    assert!(import.notes.iter().any(|note| note.contains("folded into w")), "{:?}", import.notes);
}

#[test]
fn a_parameter_of_several_nodes_is_told() {
    let nodes = vec![node("Mul", &["x", "g"], "a"), node("Mul", &["a", "g"], "y")];
    let import = read(&model(nodes, vec![floats("g", &[2, 1], &[1.0, 2.0])])).expect("a model");
    assert_eq!(import.parameters.len(), 1);
    assert!(import.notes.iter().any(|note| note.starts_with("used by several nodes: g (2);")), "{:?}", import.notes);
}

#[test]
fn a_gain_in_another_shape_is_a_parameter() {
    // As GroupNorm comes: the record names a parameter that the file holds as val_21.
    let record = "%group_norm : call_function(args = (%x, 4, %p_norm_weight, %p_norm_bias), {})";
    let scaled = with(node("Mul", &["x", "val_21"], "y"), RECORD, record);
    let scaled = with(scaled, "pkg.torch.onnx.name_scopes", "['', 'norm', 'group_norm']");
    let import = read(&model(vec![scaled], vec![floats("val_21", &[2, 1], &[1.0, 2.0])])).expect("a model");
    assert_eq!((import.parameters.len(), import.blocks[0].name.as_str()), (1, "norm"));
}
