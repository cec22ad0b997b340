//! What a tensor of the file is to training, and to which layer it belongs: by the exporter's record, else by its name.

use crate::attributes::At;
use crate::builder::Made;
use crate::model::label;
use crate::proto::{GraphProto, NodeProto};
use crate::tensor::Tensor;
use crate::{Block, Folded, Options};
use std::collections::{HashMap, HashSet};

/// PyTorch's record of the operation that a node was made from: it names parameters as %p_NAME, buffers as %b_NAME and tensors of the code as %c_NAME.
const RECORD: &str = "pkg.torch.onnx.fx_node";
/// PyTorch's record of the modules that a node is in.
const SCOPES: &str = "pkg.torch.onnx.name_scopes";
/// PyTorch's record of the rules by which a node was rewritten.
const RULES: &str = "pkg.onnxscript.rewriter.rule_name";

/// Beginnings of names that exporters make up.
const MADE_UP: [&str; 8] = ["val_", "onnx::", "_to_copy", "lifted_tensor", "scalar_tensor", "const_", "Const", "/"];

/// What is known of the tensors of a file.
#[derive(Debug)]
pub(crate) struct Origins {
    /// Names in the exporter's record, without their %.
    recorded: HashSet<String>,
    /// Parameters in the record that the file does not hold under their names.
    missing: HashSet<String>,
    /// Tensors that are weights by what they do.
    weights: HashSet<String>,
    /// Tensors that the user calls constants.
    constants: HashSet<String>,
}

impl Origins {
    pub(crate) fn new(graph: &GraphProto, options: &Options) -> Self {
        let recorded: HashSet<String> = graph.node.iter().flat_map(recorded).map(str::to_string).collect();
        let held: HashSet<String> = graph.initializer.iter().map(|tensor| plain("p_", &tensor.name)).collect();
        let is_missing = |name: &&String| name.starts_with("p_") && !held.contains(*name);
        let missing = recorded.iter().filter(is_missing).cloned().collect();
        let constants = options.constants.iter().cloned().collect();
        Origins { recorded, missing, weights: HashSet::new(), constants }
    }

    /// From here on the tensor is weights.
    pub(crate) fn set_weights(&mut self, name: &str) {
        if !self.constants.contains(name) {
            self.weights.insert(name.to_string());
        }
    }

    /// Is the tensor, an input of the node, one that training does not move?
    pub(crate) fn is_constant(&self, at: &At, tensor: &Tensor) -> bool {
        let name = &tensor.name;
        if self.constants.contains(name) {
            return true;
        }
        if self.weights.contains(name) {
            return false;
        }
        let is_recorded = |prefix: &str| self.is_recorded(prefix, name);
        if is_recorded("p_") {
            return false;
        }
        // A gain or bias of GroupNorm comes in another shape and by another name.
        let is_layer = matches!(at.node.op_type.as_str(), "Mul" | "Add") && tensor.len() > 1 && !tensor.is_from_node;
        if is_layer && !is_recorded("") && recorded(at.node).any(|name| self.missing.contains(name)) {
            return false;
        }
        // What the record has as a value is what the exporter computed beforehand.
        tensor.is_from_node || ["b_", "c_", ""].into_iter().any(is_recorded) || is_made_up(name)
    }

    /// Is the constant one that the exporter computed beforehand, from what may be parameters?
    pub(crate) fn is_computed(&self, tensor: &Tensor) -> bool {
        let is_plain = ["b_", "c_"].into_iter().any(|prefix| self.is_recorded(prefix, &tensor.name));
        let is_said = self.constants.contains(&tensor.name) || tensor.is_from_node || is_plain;
        !is_said && (self.is_recorded("", &tensor.name) || tensor.len() > 1)
    }

    /// Does the exporter's record have the name of the tensor with this prefix?
    fn is_recorded(&self, prefix: &str, name: &str) -> bool {
        self.recorded.contains(&plain(prefix, name))
    }

    /// The layer of a tensor: the module in its name, else the module of the node, else the node or the name.
    pub(crate) fn block(&self, at: &At, tensor: &Tensor) -> String {
        if !is_made_up(&tensor.name) && !tensor.is_from_node {
            let stem = tensor.name.rsplit_once(['.', '/']).map(|(stem, _)| stem).filter(|stem| !stem.is_empty());
            return stem.unwrap_or(&tensor.name).to_string();
        }
        let scopes = metadata(at.node, SCOPES).unwrap_or_default();
        let scopes: Vec<&str> = scopes.trim_matches(['[', ']']).split(", ").map(|s| s.trim_matches('\'')).collect();
        match scopes[..] {
            [.., module, _] if !module.is_empty() => module.to_string(),
            _ => at.name.clone(),
        }
    }
}

/// The names in the record of a node, without their %.
fn recorded(node: &NodeProto) -> impl Iterator<Item = &str> {
    let name = |part: &'_ str| part.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(part.len());
    metadata(node, RECORD).into_iter().flat_map(|record| record.split('%').skip(1)).map(move |part| &part[..name(part)])
}

/// A name as PyTorch's record has it.
fn plain(prefix: &str, name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    prefix.chars().chain(name.chars().map(plain)).collect()
}

/// Is the name one that exporters make up?
fn is_made_up(name: &str) -> bool {
    MADE_UP.iter().any(|start| name.starts_with(start))
}

fn metadata<'n>(node: &'n NodeProto, key: &str) -> Option<&'n str> {
    node.metadata_props.iter().find(|entry| entry.key == key).map(|entry| entry.value.as_str())
}

/// The layers into which a BatchNorm was folded, by the exporter's record or the names it makes up; notes say so.
pub(crate) fn folded(
    graph: &GraphProto,
    weights: &HashMap<String, usize>,
    tensors: &[Tensor],
    notes: &mut Vec<String>,
) -> Vec<Folded> {
    let mut folded = Vec::new();
    for (place, node) in graph.node.iter().enumerate() {
        let name = label(node, place);
        let Some(tensor) = weights.get(&name).map(|at| &tensors[*at].name) else { continue };
        let rules = metadata(node, RULES).unwrap_or_default();
        let sign = if rules.contains("FuseBatchNorm") {
            format!("the exporter's record: {rules}")
        } else if node.input.get(2).is_some_and(|bias| *bias == format!("{tensor}_bias")) {
            format!("the bias {tensor}_bias, a name that PyTorch's exporter gives")
        } else if node.op_type == "Conv" && tensor.starts_with("onnx::Conv_") {
            "a name that PyTorch's exporter gives to folded weights".to_string()
        } else {
            continue;
        };
        folded.push(Folded { node: name, weights: tensor.clone(), sign });
    }
    if !folded.is_empty() {
        let names: Vec<&str> = folded.iter().map(|folded| folded.weights.as_str()).collect();
        notes.push(format!(
            "a BatchNorm was folded into {}: blocks are of the folded weights; torch.onnx.export(..., dynamo=True, optimize=False) keeps \
             the network's own",
            names.join(", ")
        ));
        return folded;
    }
    let has = |operators: &[&str]| graph.node.iter().any(|node| operators.contains(&node.op_type.as_str()));
    let is_recorded = graph.node.iter().any(|node| metadata(node, RECORD).is_some());
    if !is_recorded && has(&["Conv", "Gemm"]) && !has(&["BatchNormalization"]) {
        notes.push(
            "the file has no BatchNorm, and no record of the exporter's: if the network has some, they were folded into the \
             layers before them; torch.onnx.export(..., dynamo=True, optimize=False) keeps them"
                .to_string(),
        );
    }
    folded
}

/// A note on parameters that several nodes use: exporters keep one of tensors that are equal.
pub(crate) fn shared(nodes: &[&NodeProto], made: &[Made], tensors: &[Tensor], notes: &mut Vec<String>) {
    let mut users: HashMap<&str, usize> = HashMap::new();
    for name in nodes.iter().filter(|node| node.op_type != "Shape").flat_map(|node| &node.input) {
        *users.entry(name).or_default() += 1;
    }
    let names = made.iter().map(|made| tensors[made.tensor].name.as_str());
    let shared: Vec<String> = names
        .filter_map(|name| users.get(name).filter(|users| **users > 1).map(|users| format!("{name} ({users})")))
        .collect();
    if !shared.is_empty() {
        notes.push(format!(
            "used by several nodes: {}; weights that the network shares, or equal ones of which the exporter kept one: \
             torch.onnx.export(..., dynamo=True, optimize=False) keeps them apart",
            shared.join(", ")
        ));
    }
}

/// Parameters by the name of their block, in the order in which they are used.
pub(crate) fn blocks(made: &[Made]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for (place, made) in made.iter().enumerate() {
        match blocks.iter_mut().find(|block| block.name == made.block) {
            Some(block) => block.parameters.push(place),
            None => blocks.push(Block { name: made.block.clone(), parameters: vec![place] }),
        }
    }
    blocks
}
