//! Small models made in code, to be spoilt one part at a time.

use crate::proto::{
    AttributeProto, Dimension, GraphProto, ModelProto, NodeProto, OperatorSetIdProto, TensorProto, TensorShapeProto,
    TensorType, TypeProto, ValueInfoProto,
};
use dualproof_onnx::{Import, OnnxError, Options, from_bytes};
use prost::Message;

/// FLOAT, by its number in the format.
pub const FLOAT: i32 = 1;
/// INT64.
pub const INT64: i32 = 7;

pub fn node(operator: &str, inputs: &[&str], output: &str) -> NodeProto {
    NodeProto {
        name: format!("node {output}"),
        op_type: operator.to_string(),
        input: inputs.iter().map(|name| (*name).to_string()).collect(),
        output: vec![output.to_string()],
        ..NodeProto::default()
    }
}

pub fn integers(name: &str, ints: &[i64]) -> AttributeProto {
    AttributeProto { name: name.to_string(), ints: ints.to_vec(), kind: 7, ..AttributeProto::default() }
}

pub fn integer(name: &str, i: i64) -> AttributeProto {
    AttributeProto { name: name.to_string(), i, kind: 2, ..AttributeProto::default() }
}

pub fn floats(name: &str, dims: &[i64], data: &[f32]) -> TensorProto {
    let (dims, float_data) = (dims.to_vec(), data.to_vec());
    TensorProto { name: name.to_string(), dims, data_type: FLOAT, float_data, ..TensorProto::default() }
}

pub fn longs(name: &str, data: &[i64]) -> TensorProto {
    let (dims, int64_data) = (vec![data.len() as i64], data.to_vec());
    TensorProto { name: name.to_string(), dims, data_type: INT64, int64_data, ..TensorProto::default() }
}

/// A size of a dimension, by number or by name.
pub fn dimension(size: Option<i64>) -> Dimension {
    Dimension { dim_value: size, dim_param: size.is_none().then(|| "n".to_string()) }
}

pub fn input(name: &str, sizes: &[Option<i64>]) -> ValueInfoProto {
    let shape = TensorShapeProto { dim: sizes.iter().map(|size| dimension(*size)).collect() };
    let kind = TypeProto { tensor_type: Some(TensorType { elem_type: FLOAT, shape: Some(shape) }) };
    ValueInfoProto { name: name.to_string(), kind: Some(kind) }
}

/// A model from x of shape (batch, 2, 3) to y.
pub fn model(nodes: Vec<NodeProto>, initializer: Vec<TensorProto>) -> ModelProto {
    let output = vec![ValueInfoProto { name: "y".to_string(), kind: None }];
    let input = vec![input("x", &[None, Some(2), Some(3)])];
    ModelProto {
        ir_version: Some(10),
        graph: Some(GraphProto { node: nodes, initializer, input, output, ..GraphProto::default() }),
        opset_import: vec![OperatorSetIdProto { domain: String::new(), version: 20 }],
        ..ModelProto::default()
    }
}

/// y = W relu(x) + b on the last dimension, of weights 2 × 3: a model that is read.
pub fn layer() -> ModelProto {
    model(
        vec![node("Relu", &["x"], "h"), node("MatMul", &["h", "w"], "m"), node("Add", &["m", "b"], "y")],
        vec![floats("w", &[3, 2], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]), floats("b", &[2], &[0.5, -0.5])],
    )
}

pub fn graph(model: &mut ModelProto) -> &mut GraphProto {
    model.graph.as_mut().expect("a graph")
}

pub fn read(model: &ModelProto) -> Result<Import, OnnxError> {
    from_bytes(&model.encode_to_vec(), None, &Options::default())
}

pub fn refused(model: &ModelProto) -> OnnxError {
    match read(model) {
        Err(error) => error,
        Ok(import) => panic!("read: {:?}", import.graph.nodes),
    }
}
