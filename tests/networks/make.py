#!/usr/bin/env python3
"""Makes every file of this directory but the programs. Needs PyTorch, onnx and onnxscript (requirements.txt).

    python3 tests/networks/make.py [NAME ...]

A NAME is the beginning of the names of the files to be made; all without one.
"""

import json
import pathlib
import sys

import numpy
import torch
from safetensors.torch import save_file

import export
import figures
import losses
from architectures import (
    Branches, BranchesByHardSigmoid, Dense, Gelu, GeluByErf, Lenet, Mlp, Predictor, Resnet18, Sequence,
    initialised, perturbed, views,
)  # fmt: skip

HERE = pathlib.Path(__file__).parent
FEW = ["info-nce:0.8,3"]
MANY = ["triplet:0.5,0.3", "nce:0.7", *FEW, "nt-xent:0.5", "barlow:0.0051", "vicreg:25,25,1"]


def array(name, value):
    numpy.save(HERE / name, value)
    return torch.from_numpy(numpy.asarray(value, dtype=numpy.float64))


def output(f):
    values = f.detach().reshape(-1)
    entry = {"shape": list(f.shape), "norm": figures.norm(values), "probe": figures.probe(values)}
    return entry | ({"values": values.tolist()} if len(values) <= 128 else {})


def write(name, document):
    (HERE / f"{name}.expected.json").write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")


class Data:
    """The views of a network, and the first two of each sample for the losses of two views."""

    def __init__(self, name, shape, samples, augmentations, seed, dtype=numpy.float64, pairs=False):
        values = views(shape, samples, augmentations, seed).astype(dtype)
        self.file = f"{name}.views.npy"
        self.views = array(self.file, values)
        self.pairs_file, self.pairs = self.file, self.views
        if pairs:
            self.pairs_file = f"{name}.pairs.npy"
            self.pairs = array(self.pairs_file, values[:, :2])


def expected(file, network, named, data, texts, rest=lambda subject: []):
    """The figures of a file: its outputs, the simple loss, the losses that are named, and the rest."""
    subject = figures.Subject(network, named, data.views)
    document = {
        "network": file, "views": data.file, "torch": torch.__version__,
        "output": output(subject.outputs()), "losses": [{"views": data.file, **figures.simple(subject)}],
    }  # fmt: skip
    for text in texts:
        two = text.split(":")[0] in losses.OF_TWO_VIEWS
        on = figures.Subject(network, named, data.pairs) if two else subject
        document["losses"].append({"views": data.pairs_file if two else data.file, **figures.of_outputs(on, text)})
    document["losses"] += rest(subject)
    return document


def with_predictors(name, data, target_network, seed):
    """Writes the predictors and the target network of `name`; the result gives their losses for a subject."""
    d = 5
    draw = numpy.random.default_rng(seed)
    matrix = array(f"{name}.P.npy", 0.6 * numpy.eye(d) + 0.25 * draw.normal(size=(d, d)))
    mlp_file, target_file = f"{name}.predictor.onnx", f"{name}.target.onnx"
    mlp = initialised(Predictor(), seed)
    export.export(mlp, HERE / mlp_file)
    network, named = export.read_back(mlp, HERE / mlp_file)
    predictor = figures.Subject(network, named, data.views)
    export.export(target_network, HERE / target_file)
    target = figures.Subject(*export.read_back(target_network, HERE / target_file), data.views).outputs().detach()

    def entries(subject):
        found = []
        targets = [(target_file, target), (None, subject.outputs().detach())]
        for text in losses.WITH_PREDICTOR:
            for target_name, constant in targets if text != "simsiam" else targets[1:]:
                for predictor_name, p in [(None, None), (f"{name}.P.npy", matrix), (mlp_file, predictor)]:
                    entry = figures.with_predictor(subject, text, p, constant)
                    found.append({"views": data.file, "predictor": predictor_name, "target": target_name, **entry})
        found.append({
            "views": data.file, "loss": "byol-plain:split", "predictor": f"{name}.P.npy", "target": None,
            "parameters": figures.split(subject, matrix),
        })  # fmt: skip
        return found

    return entries


def variant(name, suffix, network, data, texts, rest=lambda subject: [], bound=1e-4, statistics=False, twin=None, **how):
    """Exports a network, and writes what is expected of the file. `twin`: the network as the file has it."""
    stem = f"{name}.{suffix}" if suffix else name
    file = f"{stem}.onnx"
    export.export(network, HERE / file, **how)
    read, named = export.read_back(twin or network, HERE / file, batch_statistics=statistics)
    difference = export.agrees(HERE / file, read, data.views, bound)
    write(stem, expected(file, read, named, data, texts, rest))
    print(f"{file}: the reference evaluator differs by {difference:.1e} of the output", flush=True)


def mlp():
    network = initialised(Mlp(), 1)
    data = Data("mlp", Mlp.inputs, 6, 2, 2)
    rest = with_predictors("mlp", data, perturbed(initialised(Mlp(), 1), 3), 4)
    variant("mlp", "", network, data, MANY, rest)
    variant("mlp", "verbatim", network, data, MANY, rest, optimize=False)
    variant("mlp", "training", network, data, MANY, statistics=True, training=True)
    variant("mlp", "half", network, data, FEW, bound=2e-2, dtype=torch.float16)


def lenet():
    network = initialised(Lenet(), 11)
    data = Data("lenet", Lenet.inputs, 5, 3, 12, numpy.float32, pairs=True)
    rest = with_predictors("lenet", data, perturbed(initialised(Lenet(), 11), 13), 14)
    variant("lenet", "", network, data, MANY, rest)
    variant("lenet", "verbatim", network, data, FEW, optimize=False)
    variant("lenet", "external", network, data, FEW, batch=1, external=True)
    variant("lenet", "double", network, data, FEW, dtype=torch.float64)


def gelu():
    network = initialised(Gelu(), 21)
    data = Data("gelu", Gelu.inputs, 6, 2, 22)
    rest = with_predictors("gelu", data, perturbed(initialised(Gelu(), 21), 23), 24)
    variant("gelu", "", network, data, MANY, rest)
    variant("gelu", "verbatim", network, data, FEW, optimize=False)
    variant("gelu", "tanh", initialised(Gelu("tanh"), 21), data, FEW)
    variant("gelu", "legacy", network, data, FEW, twin=initialised(GeluByErf(), 21), legacy=13)
    variant("gelu", "bfloat", network, data, FEW, bound=1e-1, dtype=torch.bfloat16)


def resnet18():
    data = Data("resnet18", Resnet18.inputs, 4, 2, 32, numpy.float32)
    variant("resnet18", "", initialised(Resnet18(8), 31), data, FEW)
    variant("resnet18", "verbatim", initialised(Resnet18(16), 33), data, FEW, optimize=False)


def branches():
    network = initialised(Branches(), 41)
    data = Data("branches", Branches.inputs, 4, 3, 42, numpy.float32)
    variant("branches", "", network, data, FEW)
    variant("branches", "verbatim", network, data, FEW, optimize=False)
    variant("branches", "legacy", network, data, FEW, twin=initialised(BranchesByHardSigmoid(), 41), legacy=12)


def sequence():
    network = initialised(Sequence(), 51)
    data = Data("sequence", Sequence.inputs, 5, 3, 52, numpy.float32)
    variant("sequence", "", network, data, FEW)
    variant("sequence", "verbatim", network, data, FEW, optimize=False)


def dense():
    network = initialised(Dense(), 61).double()
    data = Data("dense", Dense.inputs, 6, 3, 62)
    save_file({name: p.detach().clone() for name, p in network.named_parameters()}, HERE / "dense.safetensors")
    named = {name: (name, False, list(p.shape)) for name, p in network.named_parameters()}
    write("dense", expected("dense.safetensors", network, named, data, FEW))


if __name__ == "__main__":
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float32)
    for make in (mlp, lenet, gelu, resnet18, branches, sequence, dense):
        if not sys.argv[1:] or make.__name__ in sys.argv[1:]:
            make()
