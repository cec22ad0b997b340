//! The operators that are read, by what they do.

mod bounds;
mod convolution;
mod elementwise;
mod joined;
mod linear;
mod normalisation;
mod places;
mod pool;
mod reduce;
mod shapes;
mod smooth;

use crate::OnnxError;
use crate::attributes::At;
use crate::importer::{Functions, Importer};
use crate::model::label;
use crate::proto::NodeProto;
use crate::value::Value;
pub(crate) use elementwise::Binary;

/// The operators that are read, by ONNX's names.
pub const OPERATORS: &[&str] = &[
    "Abs",
    "Add",
    "AveragePool",
    "BatchNormalization",
    "Cast",
    "CastLike",
    "Clip",
    "Concat",
    "Constant",
    "ConstantOfShape",
    "Conv",
    "Div",
    "Dropout",
    "Equal",
    "Erf",
    "Exp",
    "Expand",
    "Flatten",
    "Gather",
    "Gelu",
    "Gemm",
    "GlobalAveragePool",
    "GlobalMaxPool",
    "Greater",
    "GroupNormalization",
    "HardSigmoid",
    "HardSwish",
    "Identity",
    "InstanceNormalization",
    "LayerNormalization",
    "LeakyRelu",
    "Log",
    "LpNormalization",
    "MatMul",
    "Max",
    "MaxPool",
    "Min",
    "Mish",
    "Mod",
    "Mul",
    "Neg",
    "PRelu",
    "Pad",
    "Pow",
    "Range",
    "Reciprocal",
    "ReduceL2",
    "ReduceMax",
    "ReduceMean",
    "ReduceProd",
    "ReduceSum",
    "ReduceSumSquare",
    "Relu",
    "Reshape",
    "Shape",
    "Sigmoid",
    "Size",
    "Slice",
    "Softplus",
    "Split",
    "Sqrt",
    "Squeeze",
    "Sub",
    "Sum",
    "Swish",
    "Tanh",
    "Transpose",
    "Unsqueeze",
    "Where",
];

/// Operators that are known and refused, with the reason.
const REFUSED: &[(&str, &str)] = &[
    ("If", "control flow"),
    ("Loop", "control flow"),
    ("Scan", "control flow"),
    ("Softmax", "the attention or probabilities of a softmax are no operation of the graph; take the output before it"),
    ("LogSoftmax", "the probabilities of a softmax are no operation of the graph; take the output before it"),
    ("Attention", "the softmax of an attention is no operation of the graph"),
    ("QuantizeLinear", "quantised numbers"),
    ("DequantizeLinear", "quantised numbers"),
    ("DynamicQuantizeLinear", "quantised numbers"),
    ("QLinearConv", "quantised numbers"),
    ("QLinearMatMul", "quantised numbers"),
    ("ConvInteger", "quantised numbers"),
    ("MatMulInteger", "quantised numbers"),
    ("RandomNormal", "chance in the network"),
    ("RandomNormalLike", "chance in the network"),
    ("RandomUniform", "chance in the network"),
    ("RandomUniformLike", "chance in the network"),
    ("Bernoulli", "chance in the network"),
];

/// Is the domain that of ONNX's own operators?
fn is_own(domain: &str) -> bool {
    domain.is_empty() || domain == "ai.onnx"
}

/// Is the operator read?
pub(crate) fn check_operator(node: &NodeProto, functions: &Functions) -> Result<(), OnnxError> {
    let operator = node.op_type.as_str();
    let key = (node.domain.as_str(), operator, node.overload.as_str());
    if functions.contains_key(&key) || (is_own(&node.domain) && OPERATORS.contains(&operator)) {
        return Ok(());
    }
    let refused = REFUSED.iter().find(|(name, _)| is_own(&node.domain) && *name == operator);
    let domain = if is_own(&node.domain) { String::new() } else { format!("{}::", node.domain) };
    Err(match refused {
        Some((_, why)) => OnnxError::Refused { node: label(node, 0), operator: operator.to_string(), why },
        None => OnnxError::Operator {
            node: label(node, 0),
            operator: format!("{domain}{operator}"),
            known: OPERATORS.to_vec(),
        },
    })
}

impl Importer<'_> {
    /// The values that a node of ONNX's own operators makes.
    pub(crate) fn operator(&mut self, at: &At) -> Result<Vec<Value>, OnnxError> {
        let one = |value: Result<Value, OnnxError>| value.map(|value| vec![value]);
        match at.node.op_type.as_str() {
            "Identity" | "Cast" | "CastLike" => one(self.cast(at)),
            "Dropout" => one(self.dropout(at)),
            "Constant" => one(self.constant_node(at)),
            "ConstantOfShape" => one(self.constant_of_shape(at)),
            "Shape" => one(self.shape(at)),
            "Size" => one(self.size(at)),
            "Range" => one(self.range(at)),
            "Greater" => one(self.greater(at)),
            "Where" => one(self.chosen(at)),
            "Equal" | "Mod" | "ReduceProd" => one(self.fold_only(at)),
            "Reshape" => one(self.reshape_node(at)),
            "Flatten" => one(self.flatten(at)),
            "Squeeze" => one(self.squeeze(at)),
            "Unsqueeze" => one(self.unsqueeze(at)),
            "Transpose" => one(self.transpose(at)),
            "Slice" => one(self.slice(at)),
            "Split" => self.split(at),
            "Gather" => one(self.gather(at)),
            "Concat" => one(self.concat(at)),
            "Expand" => one(self.expand(at)),
            "Pad" => one(self.pad(at)),
            "Add" => one(self.binary_node(at, Binary::Add)),
            "Sub" => one(self.binary_node(at, Binary::Subtract)),
            "Mul" => one(self.binary_node(at, Binary::Multiply)),
            "Div" => one(self.binary_node(at, Binary::Divide)),
            "Sum" => one(self.sum(at)),
            "Pow" => one(self.power(at)),
            "Min" | "Max" | "Clip" => one(self.clip(at)),
            "Gemm" => one(self.gemm(at)),
            "MatMul" => one(self.matmul(at)),
            "Conv" => one(self.convolution(at)),
            "BatchNormalization" => one(self.batch_normalization(at)),
            "LayerNormalization" => one(self.layer_normalization(at)),
            "InstanceNormalization" => one(self.instance_normalization(at)),
            "GroupNormalization" => one(self.group_normalization(at)),
            "LpNormalization" => one(self.lp_normalization(at)),
            "MaxPool" | "AveragePool" => one(self.pool(at)),
            "GlobalAveragePool" | "GlobalMaxPool" => one(self.global_pool(at)),
            "ReduceMean" | "ReduceSum" | "ReduceMax" | "ReduceL2" | "ReduceSumSquare" => one(self.reduce_node(at)),
            "PRelu" => one(self.parametric_relu(at)),
            _ => one(self.unary(at)),
        }
    }
}
