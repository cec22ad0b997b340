//! How many messages a file has, counted before room is made for them: an empty message is two bytes of a file and some
//! hundreds in memory.

use crate::OnnxError;
use crate::proto::Unread;
use prost::Message;
use prost::bytes::Bytes;

/// Messages that a file may have: nodes, their attributes and records, tensors, inputs, outputs and functions.
const LIMIT: usize = 1 << 20;

/// The fields of a model that hold messages. What is only counted takes no room.
#[derive(Clone, PartialEq, Message)]
struct Outline {
    #[prost(message, optional, tag = "7")]
    graph: Option<GraphOutline>,
    #[prost(message, repeated, tag = "8")]
    opset_import: Vec<Unread>,
    #[prost(message, repeated, tag = "25")]
    functions: Vec<FunctionOutline>,
}

#[derive(Clone, PartialEq, Message)]
struct GraphOutline {
    #[prost(message, repeated, tag = "1")]
    node: Vec<NodeOutline>,
    #[prost(message, repeated, tag = "5")]
    initializer: Vec<TensorOutline>,
    #[prost(message, repeated, tag = "11")]
    input: Vec<Unread>,
    #[prost(message, repeated, tag = "12")]
    output: Vec<Unread>,
}

#[derive(Clone, PartialEq, Message)]
struct FunctionOutline {
    #[prost(message, repeated, tag = "7")]
    node: Vec<NodeOutline>,
    #[prost(message, repeated, tag = "11")]
    attribute_proto: Vec<Unread>,
}

#[derive(Clone, PartialEq, Message)]
struct NodeOutline {
    #[prost(message, repeated, tag = "5")]
    attribute: Vec<Unread>,
    #[prost(message, repeated, tag = "9")]
    metadata_props: Vec<Unread>,
}

#[derive(Clone, PartialEq, Message)]
struct TensorOutline {
    #[prost(message, repeated, tag = "13")]
    external_data: Vec<Unread>,
}

/// Refuses bytes that are no model, or one of too many messages.
pub(crate) fn check(bytes: Bytes) -> Result<(), OnnxError> {
    let outline = Outline::decode(bytes).map_err(|error| OnnxError::NoModel { found: error.to_string() })?;
    let nodes = |nodes: &[NodeOutline]| {
        nodes.iter().map(|node| 1 + node.attribute.len() + node.metadata_props.len()).sum::<usize>()
    };
    let in_graph = outline.graph.map_or(0, |graph| {
        let tensors: usize = graph.initializer.iter().map(|tensor| 1 + tensor.external_data.len()).sum();
        nodes(&graph.node) + tensors + graph.input.len() + graph.output.len()
    });
    let in_functions: usize =
        outline.functions.iter().map(|function| 1 + nodes(&function.node) + function.attribute_proto.len()).sum();
    let found = in_graph + in_functions + outline.opset_import.len();
    if found <= LIMIT {
        return Ok(());
    }
    let (found, expected) = (format!("{found} nodes, attributes and other messages"), format!("at most {LIMIT}"));
    Err(OnnxError::Model { key: "model", found, expected })
}
