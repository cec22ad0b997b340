"""Writes a network as ONNX and reads its stored weights back, so that the figures are those of the file."""

import copy
import logging
import warnings

import numpy
import onnx
import onnx.reference
import torch
from onnx import external_data_helper, numpy_helper
from torch import nn

logging.getLogger("torch.onnx").setLevel(logging.ERROR)
logging.getLogger("torch.onnx._internal.exporter._registration").setLevel(logging.ERROR)
NORMS = (nn.BatchNorm1d, nn.BatchNorm2d)
WEIGHTED = (nn.Linear, nn.Conv1d, nn.Conv2d)


def export(network, path, *, optimize=True, batch=None, external=False, dtype=torch.float32, training=False,
           legacy=None):
    """`batch`: None for any number of views, or a fixed one. `legacy`: the opset of a file by the older exporter, by
    TorchScript. `training`: BatchNorm keeps its training mode, which only that one writes; the default one drops it
    without a word."""
    network = copy.deepcopy(network).to(dtype)
    example = torch.zeros((batch or 2, *network.inputs), dtype=dtype)
    arguments = dict(input_names=["x"], output_names=["f"], verbose=False)
    if training or legacy:
        arguments |= dict(dynamo=False, opset_version=legacy, dynamic_axes={"x": {0: "batch"}, "f": {0: "batch"}})
        if training:
            network.train()
            arguments |= dict(training=torch.onnx.TrainingMode.TRAINING, do_constant_folding=False)
    else:
        arguments |= dict(optimize=optimize, external_data=external)
        if batch is None:
            arguments["dynamic_shapes"] = ({0: torch.export.Dim("batch")},)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(network, (example,), str(path), **arguments)
    without_sources(path)


def without_sources(path):
    """Drops names of files and lines of this machine, so that the same program writes the same bytes anywhere."""
    model = onnx.load(path, load_external_data=False)
    for group in (model.graph.node, model.graph.initializer, model.graph.value_info, model.graph.input, model.graph.output):
        for item in group:
            del item.metadata_props[:]
            item.doc_string = ""
    del model.graph.metadata_props[:]
    del model.metadata_props[:]
    onnx.save(model, path)


def stored(path):
    """The initialisers by name, in f64."""
    model = onnx.load(path)
    return {t.name: numpy.asarray(numpy_helper.to_array(t), dtype=numpy.float64) for t in model.graph.initializer}


def folded(network):
    """The architecture without BatchNorm, every weighted layer with a bias."""
    network = copy.deepcopy(network)
    for parent in list(network.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, NORMS):
                setattr(parent, name, nn.Identity())
            elif isinstance(child, WEIGHTED) and child.bias is None:
                child.bias = nn.Parameter(torch.zeros(len(child.weight)))
    return network


def read_back(network, path, batch_statistics=False):
    """The network of the file, in f64, and for each parameter its name there, whether it is stored transposed, and its
    shape there."""
    found = stored(path)
    has_norms = any(isinstance(m, NORMS) for m in network.modules())
    kept = has_norms and any(name.endswith("running_mean") for name in found)
    network = (copy.deepcopy(network) if kept or not has_norms else folded(network)).double()
    named = {}
    absent = []
    with torch.no_grad():
        for name, p in network.named_parameters():
            value, stored_name, transposed = None, name, False
            if name in found:
                value = found[name]
            elif name.endswith(".bias") and name[:-4] + "weight_bias" in found:
                stored_name = name[:-4] + "weight_bias"
                value = found[stored_name]
            else:
                # The exporter has reshaped or transposed it, under a name of its own.
                close = lambda v: v.size == p.numel() and numpy.allclose(v.reshape(p.shape), p, rtol=2e-2, atol=1e-3)
                for other, candidate in found.items():
                    if close(candidate) or (p.dim() == 2 and close(candidate.T)):
                        stored_name, transposed = other, not close(candidate)
                        value = candidate.T if transposed else candidate
                        break
            if value is None:
                absent.append(name)
                continue
            p.copy_(torch.from_numpy(value.copy()).reshape(p.shape))
            named[name] = (stored_name, transposed, list(found[stored_name].shape))
        for name, b in network.named_buffers():
            if name in found:
                b.copy_(torch.from_numpy(found[name].copy()))
    for name in absent:
        # A layer without a bias to which nothing was folded has no bias in the file either.
        parent, _, leaf = name.rpartition(".")
        assert leaf == "bias", f"{path}: no initialiser for {name}"
        network.get_submodule(parent).bias = None
    if batch_statistics:
        for module in network.modules():
            if isinstance(module, NORMS):
                module.running_mean = module.running_var = module.num_batches_tracked = None
    return network.eval(), named


def agrees(path, network, views, bound):
    """The file, evaluated by onnx's reference implementation, against the network: the largest relative difference."""
    flat = views.flatten(0, 1)
    evaluator = onnx.reference.ReferenceEvaluator(str(path))
    wanted = evaluator.proto_.graph.input[0].type.tensor_type
    dtype = onnx.helper.tensor_dtype_to_np_dtype(wanted.elem_type)
    size = wanted.shape.dim[0].dim_value
    parts = [flat] if size == 0 else flat.split(size)
    parts = [evaluator.run(None, {"x": part.numpy().astype(dtype)})[0].astype(numpy.float64) for part in parts]
    with torch.no_grad():
        expected = network(flat).numpy()
    difference = numpy.abs(numpy.concatenate(parts) - expected).max() / numpy.abs(expected).max()
    assert difference < bound, f"{path}: {difference} of the output, expected below {bound}"
    return difference
