//! A model as a whole: what it must have before its nodes are looked at, and what is said of it after.

use crate::builder::{Builder, ROWS};
use crate::importer::{Functions, Importer};
use crate::operators::check_operator;
use crate::origin::{Origins, blocks, folded, shared};
use crate::outline;
use crate::proto::{GraphProto, ModelProto, NodeProto};
use crate::strided::entries;
use crate::tensor::{Kind, Tensor, type_name};
use crate::value::Value;
use crate::{Import, InputShape, OLDEST_OPSET, OnnxError, Options, ParameterOrigin};
use prost::Message;
use prost::bytes::Bytes;
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// The size that stands for a batch of any size: a prime above all other sizes, so that a size is its multiple just if the
/// batch is a factor of it.
pub(crate) const ANY_BATCH: i64 = (1 << 31) - 1;

/// Two sizes of a batch where one of any size will not do: primes.
const SOME_BATCHES: [i64; 2] = [101, 103];

fn wrong(key: &'static str, found: impl Into<String>, expected: impl Into<String>) -> OnnxError {
    OnnxError::Model { key, found: found.into(), expected: expected.into() }
}

/// Reads a model.
pub(crate) fn import(bytes: Bytes, folder: Option<&Path>, options: &Options) -> Result<Import, OnnxError> {
    outline::check(bytes.clone())?;
    let model = ModelProto::decode(bytes).map_err(|error| OnnxError::NoModel { found: error.to_string() })?;
    let graph = match &model.graph {
        Some(graph) if model.ir_version.is_some() => graph,
        Some(_) => return Err(OnnxError::NoModel { found: "no ir_version".to_string() }),
        None => return Err(OnnxError::NoModel { found: "no graph".to_string() }),
    };
    check_opset(&model)?;
    if graph.node.is_empty() {
        return Err(wrong("nodes", "0", "at least 1"));
    }
    if !graph.sparse_initializer.is_empty() {
        return Err(wrong("sparse_initializer", graph.sparse_initializer.len().to_string(), "0: dense tensors"));
    }
    let output = output(graph, options)?;
    let nodes = needed(graph, &output)?;
    let functions: Functions = model
        .functions
        .iter()
        .map(|f| (f.domain.as_str(), f.name.as_str(), f.overload.as_str()))
        .zip(&model.functions)
        .collect();
    for node in &nodes {
        check_operator(node, &functions)?;
    }
    let tensors = tensors(graph, &nodes, folder)?;
    crate::fits(tensors.iter().map(|tensor| size_of::<f64>() as f64 * tensor.len() as f64).sum())?;
    if let Some(name) = options.constants.iter().find(|name| graph.initializer.iter().all(|t| t.name != **name)) {
        return Err(wrong("constants", format!("{name:?}"), "the name of a tensor of the file"));
    }
    let (input, batch) = input(graph)?;
    let rows = entries(&input.dims).filter(|rows| (1..=ROWS).contains(rows));
    let rows =
        rows.ok_or_else(|| wrong("input", format!("{:?}", input.dims), "between 1 and 2^31 - 1 entries a view"))?;
    let model = Checked { graph, functions, nodes, tensors, input, output, rows };
    match model.import(options, batch) {
        // What counts through the views has no end for a batch of any size; two sizes that give the same will do.
        Err(error @ OnnxError::TooLarge { .. }) if batch == ANY_BATCH => {
            let [one, other] = SOME_BATCHES.map(|batch| model.import(options, batch));
            one.ok().filter(|one| other.is_ok_and(|other| *one == other)).ok_or(error)
        }
        other => other,
    }
}

/// A model of which the parts are there.
struct Checked<'m> {
    graph: &'m GraphProto,
    functions: Functions<'m>,
    nodes: Vec<&'m NodeProto>,
    tensors: Vec<Tensor>,
    input: InputShape,
    output: String,
    /// Entries of the input a view.
    rows: usize,
}

impl Checked<'_> {
    /// The graph, if the batch has this size in the file's shapes.
    fn import(&self, options: &Options, batch: i64) -> Result<Import, OnnxError> {
        let origins = Origins::new(self.graph, options);
        let dims: Vec<usize> = std::iter::once(1).chain(self.input.dims.iter().copied()).collect();
        let mut importer = Importer {
            options,
            batch,
            tensors: self.tensors.clone(),
            origins,
            builder: Builder::new(self.rows),
            functions: self.functions.clone(),
            notes: Vec::new(),
            constants: Vec::new(),
            computed: Vec::new(),
            statistics: 0,
            has_batch_statistics: false,
            weights: HashMap::new(),
            steps: 0,
        };
        let mut scope = HashMap::new();
        for (place, tensor) in importer.tensors.iter().enumerate() {
            scope.insert(tensor.name.clone(), importer.tensor_value(place, tensor)?);
        }
        scope.insert(self.input.name.clone(), Value::data(0, dims, true));
        importer.run(&self.nodes, &mut scope, 0)?;
        let value = scope
            .remove(&self.output)
            .ok_or_else(|| wrong("output", format!("{:?}, which no node makes", self.output), "a value"))?;
        let Value::Data(data) = value else {
            return Err(wrong("output", value.kind(), "a value that depends on the view"));
        };
        if !data.batched || data.dims[0] != 1 {
            let found = if data.batched {
                format!("{} rows a view", data.dims[0])
            } else {
                "a value of parameters alone".into()
            };
            return Err(wrong("output", found, "one row a view"));
        }
        let node = importer.builder.canonical(&data).map_err(|excess| OnnxError::TooLarge {
            node: self.output.clone(),
            operator: "output".to_string(),
            limit: excess.0,
        })?;
        let output_width = importer.builder.width(node);
        importer.finish_notes();
        let Importer { builder, tensors, mut notes, weights, .. } = importer;
        let (graph_of_views, made) = builder.finish(node, &tensors)?;
        let folded = folded(self.graph, &weights, &tensors, &mut notes);
        shared(&self.nodes, &made, &tensors, &mut notes);
        let names = || made.iter().map(|made| &tensors[made.tensor].name);
        if let Some(name) = names().find(|name| options.constants.contains(name)) {
            let found = format!("{name:?}, the weights of a layer");
            return Err(wrong("constants", found, "tensors added to values or multiplied with them"));
        }
        let blocks = blocks(&made);
        let parameters = made.iter().map(|made| ParameterOrigin {
            name: tensors[made.tensor].name.clone(),
            shape: tensors[made.tensor].shape.clone(),
            is_transposed: made.is_transposed,
        });
        Ok(Import {
            parameters: parameters.collect(),
            graph: graph_of_views,
            input: self.input.clone(),
            output_width,
            folded,
            notes,
            blocks,
        })
    }
}

fn check_opset(model: &ModelProto) -> Result<(), OnnxError> {
    let own = model.opset_import.iter().find(|set| set.domain.is_empty() || set.domain == "ai.onnx");
    let found = own.ok_or_else(|| wrong("opset_import", "none of ONNX's own operators", "one"))?.version;
    if found < OLDEST_OPSET { Err(OnnxError::Opset { found, expected: OLDEST_OPSET }) } else { Ok(()) }
}

/// The tensors of the file that the nodes use, each under a name of its own.
fn tensors(graph: &GraphProto, nodes: &[&NodeProto], folder: Option<&Path>) -> Result<Vec<Tensor>, OnnxError> {
    let used: HashSet<&String> = nodes.iter().flat_map(|node| &node.input).collect();
    let mut names = HashSet::new();
    let mut tensors = Vec::new();
    for proto in &graph.initializer {
        if proto.name.is_empty() || !names.insert(&proto.name) {
            return Err(wrong("initializer", format!("the name {:?} twice or empty", proto.name), "a name of its own"));
        }
        if used.contains(&proto.name) {
            tensors.push(Tensor::new(proto, &proto.name, folder)?);
        }
    }
    Ok(tensors)
}

/// The one input, and how large the file says that its batch is.
fn input(graph: &GraphProto) -> Result<(InputShape, i64), OnnxError> {
    // Old files list their tensors among the inputs.
    let own: HashSet<&str> = graph.initializer.iter().map(|tensor| tensor.name.as_str()).collect();
    let inputs: Vec<_> = graph.input.iter().filter(|input| !own.contains(input.name.as_str())).collect();
    let [input] = inputs[..] else {
        let names: Vec<&str> = inputs.iter().map(|input| input.name.as_str()).collect();
        return Err(wrong("inputs", format!("{} ({})", names.len(), names.join(", ")), "1"));
    };
    let named = |what: &str| format!("{what} of {}", input.name);
    let tensor = input.kind.as_ref().and_then(|kind| kind.tensor_type.as_ref());
    let tensor = tensor.ok_or_else(|| wrong("input", named("no type of a tensor"), "a tensor of floats"))?;
    if !Kind::of(tensor.elem_type).is_some_and(Kind::is_float) {
        return Err(wrong("input", named(&format!("the type {}", type_name(tensor.elem_type))), "floats"));
    }
    let shape = tensor.shape.as_ref().ok_or_else(|| wrong("input", named("no shape"), "(batch, ...)"))?;
    let Some((batch, rest)) = shape.dim.split_first() else {
        return Err(wrong("input", named("a shape of no dimensions"), "(batch, ...)"));
    };
    let batch = match batch.dim_value {
        None => ANY_BATCH,
        Some(size) if (1..ANY_BATCH).contains(&size) => size,
        Some(size) => return Err(wrong("input", named(&format!("a batch of {size}")), "at least 1")),
    };
    let mut dims = Vec::new();
    for (axis, dim) in (1..).zip(rest) {
        let size = dim.dim_value.and_then(|size| usize::try_from(size).ok()).filter(|size| *size > 0);
        let found = || match (&dim.dim_param, dim.dim_value) {
            (_, Some(size)) => named(&format!("size {size} of dimension {axis}")),
            (Some(name), _) => named(&format!("the dynamic size {name:?} of dimension {axis}")),
            (None, None) => named(&format!("no size of dimension {axis}")),
        };
        dims.push(size.ok_or_else(|| wrong("input", found(), "a fixed size of every dimension but the batch"))?);
    }
    Ok((InputShape { name: input.name.clone(), dims }, batch))
}

fn output(graph: &GraphProto, options: &Options) -> Result<String, OnnxError> {
    let names: Vec<&str> = graph.output.iter().map(|output| output.name.as_str()).collect();
    match (&options.output, &names[..]) {
        (None, [name]) => Ok((*name).to_string()),
        (Some(name), _) if names.contains(&name.as_str()) => Ok(name.clone()),
        (Some(name), _) => Err(wrong("output", format!("{name:?}"), format!("one of {}", names.join(", ")))),
        (None, _) => Err(wrong(
            "outputs",
            format!("{} ({})", names.len(), names.join(", ")),
            "1, or the name of the one to take",
        )),
    }
}

/// The nodes that the output needs, in the file's order, in which each must come after what it takes.
fn needed<'g>(graph: &'g GraphProto, output: &str) -> Result<Vec<&'g NodeProto>, OnnxError> {
    let mut makers: HashMap<&str, usize> = HashMap::new();
    let taken: HashSet<&str> =
        graph.initializer.iter().map(|t| t.name.as_str()).chain(graph.input.iter().map(|i| i.name.as_str())).collect();
    for (place, node) in graph.node.iter().enumerate() {
        for name in node.output.iter().filter(|name| !name.is_empty()) {
            if makers.insert(name, place).is_some() || taken.contains(name.as_str()) {
                return Err(wrong("nodes", format!("the value {name:?} made twice"), "a name of its own"));
            }
        }
    }
    let mut is_needed = vec![false; graph.node.len()];
    let mut left: Vec<usize> = makers.get(output).copied().into_iter().collect();
    while let Some(place) = left.pop() {
        if std::mem::replace(&mut is_needed[place], true) {
            continue;
        }
        for name in &graph.node[place].input {
            match makers.get(name.as_str()) {
                Some(maker) if *maker >= place => {
                    let found = format!("{name:?}, which a later node makes: a cycle, or nodes out of order");
                    return Err(OnnxError::Node {
                        node: label(&graph.node[place], place),
                        operator: graph.node[place].op_type.clone(),
                        key: "inputs".into(),
                        found,
                        expected: "values of earlier nodes".into(),
                    });
                }
                Some(maker) => left.push(*maker),
                None => {}
            }
        }
    }
    Ok(graph.node.iter().zip(is_needed).filter(|(_, is_needed)| *is_needed).map(|(node, _)| node).collect())
}

/// What a node is called: its name, its first output, or its place.
pub(crate) fn label(node: &NodeProto, place: usize) -> String {
    let named = std::iter::once(&node.name).chain(&node.output).find(|name| !name.is_empty());
    named.map_or_else(|| place.to_string(), Clone::clone)
}
