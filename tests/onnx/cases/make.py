"""Small files of ONNX, one operator each, and what ONNX's reference evaluator, an independent program, makes of them.

    pip install onnx==1.23.2 numpy && python3 make.py

Writes cases.json beside this file: for each name the bytes of the file in hexadecimal digits, two views and their outputs,
in f64.
"""

import json
import math
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(14)
CASES = {}


def numbers(*shape):
    """Multiples of 1/16, exact in every format."""
    return rng.integers(-32, 33, shape).astype(np.float64) / 16


def case(name, shape, nodes, tensors=(), opset=20, batch="N", positive=False, functions=(), by=None):
    """Nodes are (operator, inputs, outputs, attributes); x goes in and y comes out."""
    made = [helper.make_node(op, i if isinstance(i, list) else i.split(), o.split(), **a) for op, i, o, a in nodes]
    held = [numpy_helper.from_array(np.asarray(v), k) for k, v in dict(tensors).items()]
    x = helper.make_tensor_value_info("x", TensorProto.DOUBLE, [batch, *shape])
    y = helper.make_tensor_value_info("y", TensorProto.DOUBLE, None)
    graph = helper.make_graph(made, name, [x], [y], held)
    opsets = [helper.make_opsetid("", opset), *(helper.make_opsetid(f.domain, 1) for f in functions)]
    model = helper.make_model(graph, opset_imports=opsets, functions=list(functions), ir_version=8)
    views = numbers(2, *shape)
    if positive:
        views = np.abs(views) + 0.125
    # The evaluator computes some functions in f32; those are computed by Python's.
    outputs = np.vectorize(by)(views) if by else ReferenceEvaluator(model).run(None, {"x": views})[0]
    assert outputs.shape[0] == 2, (name, outputs.shape)
    flat = lambda array: [[float(v) for v in row.ravel()] for row in array]
    CASES[name] = {"file": model.SerializeToString().hex(), "views": flat(views), "outputs": flat(outputs)}


def one(name, operator, shape, tensors=(), attributes=None, inputs=None, **more):
    tensors = dict(tensors)
    inputs = inputs or " ".join(["x", *tensors])
    case(name, shape, [(operator, inputs, "y", attributes or {})], tensors, **more)


I = lambda *v: np.array(v, np.int64)
F = lambda *v: np.array(v, np.float64)

# Layers.
one("gemm", "Gemm", (4,), {"w": numbers(3, 4), "b": numbers(3)}, {"transB": 1})
one("gemm-scaled", "Gemm", (4,), {"w": numbers(4, 3), "b": numbers(3)}, {"alpha": 0.5, "beta": 2.0})
one("gemm-no-bias", "Gemm", (4,), {"w": numbers(4, 3)}, batch=2)
one("matmul", "MatMul", (4,), {"w": numbers(4, 3)})
one("matmul-tokens", "MatMul", (3, 4), {"w": numbers(4, 5)})
one("matmul-grid", "MatMul", (2, 3, 4), {"w": numbers(4, 5)})
one("matmul-vector", "MatMul", (3, 4), {"w": numbers(4)})
one("matmul-left", "MatMul", (3, 4), {"w": numbers(5, 3)}, inputs="w x")
one("matmul-left-grid", "MatMul", (2, 3, 4), {"w": numbers(5, 3)}, inputs="w x")
case("tokens-merged", (3, 4), [
    ("Reshape", "x flat", "r", {}), ("Gemm", "r w b", "g", {}), ("Reshape", "g back", "y", {})],
    {"flat": I(-1, 4), "w": numbers(4, 5), "b": numbers(5), "back": I(-1, 3, 5)})
case("tokens-merged-fixed", (3, 4), [
    ("Reshape", "x flat", "r", {}), ("MatMul", "r w", "g", {}), ("Reshape", "g back", "y", {})],
    {"flat": I(6, 4), "w": numbers(4, 5), "back": I(2, 3, 5)}, batch=2)
image = (2, 5, 6)
conv = lambda name, w, attributes, shape=image, **more: one(name, "Conv", shape, {"w": w, "b": numbers(w.shape[0])}, attributes, **more)
conv("conv", numbers(3, 2, 3, 3), {"pads": [1, 1, 1, 1]})
conv("conv-stride", numbers(3, 2, 3, 3), {"strides": [2, 2]})
conv("conv-pads-unequal", numbers(3, 2, 3, 2), {"pads": [0, 1, 2, 0]})
conv("conv-strides-unequal", numbers(3, 2, 3, 3), {"strides": [2, 1], "pads": [1, 1, 1, 1]})
conv("conv-strides-coprime", numbers(3, 2, 2, 2), {"strides": [2, 3]})
conv("conv-strides-shared", numbers(3, 2, 1, 1), {"strides": [2, 4]})
conv("conv-dilation", numbers(3, 2, 2, 2), {"dilations": [2, 2]})
conv("conv-dilation-one-axis", numbers(3, 2, 1, 3), {"dilations": [1, 2]})
conv("conv-groups", numbers(4, 1, 3, 3), {"group": 2, "pads": [1, 1, 1, 1]})
conv("conv-same-upper", numbers(3, 2, 3, 2), {"auto_pad": "SAME_UPPER", "strides": [2, 2]})
conv("conv-same-lower", numbers(3, 2, 2, 3), {"auto_pad": "SAME_LOWER"})
conv("conv-valid", numbers(3, 2, 3, 2), {"auto_pad": "VALID"})
conv("conv-line", numbers(3, 2, 3), {"pads": [2, 1], "strides": [2], "dilations": [2]}, shape=(2, 9))
statistics = {"g": numbers(3), "b": numbers(3), "m": numbers(3), "v": F(0.5, 1.0, 2.25)}
one("batch-normalization", "BatchNormalization", (3, 2, 2), statistics, {"epsilon": 0.5})
one("batch-normalization-vector", "BatchNormalization", (3,), statistics)
one("batch-normalization-line", "BatchNormalization", (3, 4), statistics, opset=14)
one("layer-normalization", "LayerNormalization", (3, 4), {"g": numbers(4), "b": numbers(4)}, {"epsilon": 0.25})
one("layer-normalization-all", "LayerNormalization", (3, 4), {"g": numbers(3, 4)}, {"axis": 1})
one("instance-normalization", "InstanceNormalization", (3, 2, 2), {"g": numbers(3), "b": numbers(3)}, {"epsilon": 0.25})
one("group-normalization", "GroupNormalization", (4, 2, 2), {"g": numbers(4), "b": numbers(4)}, {"num_groups": 2, "epsilon": 0.25, "stash_type": 11}, opset=21)
case("batch-normalization-tokens", (5, 3), [
    ("Reshape", "x flat", "r", {}), ("BatchNormalization", "r g b m v", "n", {"epsilon": 0.5}), ("Reshape", "n back", "y", {})],
    {**statistics, "flat": I(-1, 3), "back": I(-1, 5, 3)})
# Pools.
pool = lambda name, op, attributes, shape=image, **more: one(name, op, shape, {}, attributes, **more)
pool("max-pool", "MaxPool", {"kernel_shape": [2, 2], "strides": [2, 2]})
pool("max-pool-pads", "MaxPool", {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 1, 1, 1]})
pool("max-pool-ceil", "MaxPool", {"kernel_shape": [2, 3], "strides": [2, 2], "ceil_mode": 1})
pool("max-pool-dilation", "MaxPool", {"kernel_shape": [2, 2], "dilations": [2, 1]})
pool("max-pool-line", "MaxPool", {"kernel_shape": [3], "strides": [2], "pads": [1, 0]}, shape=(2, 7))
pool("average-pool", "AveragePool", {"kernel_shape": [2, 3]})
pool("average-pool-pads", "AveragePool", {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 1, 1, 1]})
pool("average-pool-pads-counted", "AveragePool", {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 1, 1, 1], "count_include_pad": 1})
pool("average-pool-ceil", "AveragePool", {"kernel_shape": [2, 2], "strides": [2, 2], "ceil_mode": 1})
pool("average-pool-line", "AveragePool", {"kernel_shape": [2], "pads": [1, 1]}, shape=(2, 5))
pool("global-average-pool", "GlobalAveragePool", {})
pool("global-max-pool", "GlobalMaxPool", {})
# Reductions.
for op in ["ReduceMean", "ReduceSum", "ReduceMax", "ReduceL2", "ReduceSumSquare"]:
    name = op.lower().replace("reduce", "reduce-")
    one(f"{name}", op, image, {"a": I(2, 3)}, {"keepdims": 0})
    one(f"{name}-middle", op, image, {"a": I(-2)})
    if op != "ReduceSum":
        one(f"{name}-attribute", op, image, {}, {"axes": [1]}, opset=13)
# Two values.
for op in ["Add", "Sub", "Mul", "Div"]:
    name = op.lower()
    positive = dict(positive=True)
    one(f"{name}-channel", op, (2, 3, 4), {"p": np.abs(numbers(2, 1, 1)) + 0.25})
    one(f"{name}-last", op, (2, 3, 4), {"p": np.abs(numbers(4)) + 0.25})
    one(f"{name}-middle-first", op, (2, 3, 4), {"p": numbers(1, 3, 1)}, inputs="p x", **positive)
    one(f"{name}-column-of-all", op, (1, 3), {"p": np.abs(numbers(1, 4, 1)) + 0.25})
    one(f"{name}-constant", op, (2, 3), {"val_0": np.array(1.75)})
    one(f"{name}-constant-first", op, (2, 3), {"val_0": np.array(1.75)}, inputs="val_0 x", **positive)
    one(f"{name}-constants", op, (2, 3), {"val_0": np.abs(numbers(2, 2, 3)[:1].repeat(2, 0)) + 0.25}, batch=2)
    case(f"{name}-two", (4, 3), [
        ("Split", "x", "a b", {"axis": 1, "num_outputs": 2}), ("Exp", "b", "c", {}), (op, "a c", "y", {})])
    case(f"{name}-spread", (4, 3), [
        ("ReduceMean", "x axes", "m", {}), ("Exp", "m", "e", {}), (op, "x e", "y", {})], {"axes": I(2)})
case("sum", (3,), [("Relu", "x", "a", {}), ("Sum", "x a x p", "y", {})], {"p": numbers(3)})
case("square", (3,), [("Mul", "x x", "y", {})])
one("max", "Max", (3,), {"val_0": np.array(0.25)})
one("min", "Min", (3,), {"val_0": np.array(0.25)})
one("clip", "Clip", (5,), {"val_0": np.array(-0.5), "val_1": np.array(0.75)})
one("clip-low", "Clip", (5,), {"val_0": np.array(-0.5)})
case("clip-high", (5,), [("Clip", ["x", "", "val_1"], "y", {})], {"val_1": np.array(0.75)})
one("prelu", "PRelu", (2, 3), {"p": numbers(2, 1)})
one("prelu-one", "PRelu", (2, 3), {"p": numbers(1)})
for exponent in [0.5, 1.0, 2.0, 3.0, -0.5, -1.0, -2.0]:
    one(f"pow-{exponent}", "Pow", (3,), {"val_0": np.array(exponent)}, positive=True)
# One value.
for op, attributes in [
    ("Abs", {}), ("Neg", {}), ("Relu", {}), ("LeakyRelu", {"alpha": 0.25}), ("Tanh", {}), ("Sigmoid", {}),
    ("Softplus", {}), ("Exp", {}), ("Log", {}), ("Sqrt", {}), ("Reciprocal", {}),
    ("HardSigmoid", {"alpha": 0.25, "beta": 0.5}), ("Mish", {}), ("Identity", {}), ("Dropout", {}),
]:
    one(op.lower(), op, (5,), {}, attributes, positive=op in ("Log", "Sqrt", "Reciprocal"))
one("erf", "Erf", (5,), by=math.erf)
one("hardswish", "HardSwish", (5,), by=lambda t: t * min(max(t / 6 + 0.5, 0.0), 1.0))
one("gelu", "Gelu", (5,), by=lambda t: 0.5 * t * math.erfc(-t / math.sqrt(2)))
one("gelu-tanh", "Gelu", (5,), {}, {"approximate": "tanh"},
    by=lambda t: 0.5 * t * (1 + math.tanh(math.sqrt(2 / math.pi) * (t + 0.044715 * t**3))))
one("swish", "Swish", (5,), {}, {"alpha": 1.5}, opset=24, by=lambda t: t / (1 + math.exp(-1.5 * t)))
one("cast", "Cast", (5,), {}, {"to": TensorProto.DOUBLE})
# Norms.
one("lp-normalization", "LpNormalization", (4,), {}, {"axis": 1, "p": 2})
one("lp-normalization-tokens", "LpNormalization", (3, 4), {}, {"axis": 2, "p": 2})
case("normalise", (4,), [
    ("ReduceL2", "x axes", "n", {}), ("Clip", "n val_0", "c", {}), ("Shape", "x", "s", {}), ("Expand", "c s", "e", {}),
    ("Div", "x e", "y", {})], {"axes": I(1), "val_0": np.array(1e-12)})
case("normalise-by-hand", (4,), [
    ("Mul", "x x", "q", {}), ("ReduceSum", "q axes", "s", {}), ("Sqrt", "s", "n", {}), ("Div", "x n", "y", {})],
    {"axes": I(1)})
# Shapes.
three = (2, 3, 4)
one("flatten", "Flatten", three)
one("reshape", "Reshape", three, {"s": I(0, -1, 2)})
one("transpose", "Transpose", three, {}, {"perm": [0, 3, 1, 2]})
case("transpose-twice", three, [("Transpose", "x", "t", {"perm": [0, 3, 1, 2]}), ("Transpose", "t", "y", {"perm": [0, 2, 3, 1]})])
one("squeeze", "Squeeze", (1, 3, 1), {"a": I(1, 3)})
one("squeeze-attribute", "Squeeze", (1, 3, 1), {}, {"axes": [-1]}, opset=11)
one("unsqueeze", "Unsqueeze", (3,), {"a": I(1, 3)})
one("slice", "Slice", three, {"s": I(1, -3), "e": I(3, 4), "a": I(2, 3), "t": I(1, 2)})
one("slice-backwards", "Slice", three, {"s": I(-1), "e": I(-10), "a": I(3), "t": I(-2)})
one("slice-to-end", "Slice", three, {"s": I(1), "e": I(2**63 - 1), "a": I(2)})
case("split", (5, 2), [("Split", "x sizes", "a b", {"axis": 1}), ("Concat", "b a", "y", {"axis": 1})], {"sizes": I(2, 3)})
case("split-attribute", (5, 2), [("Split", "x", "a b", {"axis": 1, "split": [1, 4]}), ("Concat", "b a", "y", {"axis": 1})], opset=11)
one("gather-one", "Gather", three, {"i": np.array(-1)}, {"axis": 2})
one("gather", "Gather", three, {"i": I(2, 0, 0)}, {"axis": 3})
case("concat", three, [("Relu", "x", "r", {}), ("Concat", "x r x", "y", {"axis": 1})])
case("concat-last", three, [("Relu", "x", "r", {}), ("Concat", "x r", "y", {"axis": -1})])
case("class-token", (3, 4), [
    ("Shape", "x", "n", {"start": 0, "end": 1}), ("Concat", "n rest", "s", {"axis": 0}), ("Expand", "token s", "e", {}),
    ("Concat", "e x", "y", {"axis": 1})], {"rest": I(1, 4), "token": numbers(1, 1, 4)})
case("class-token-fixed", (3, 4), [("Expand", "token s", "e", {}), ("Concat", "e x", "y", {"axis": 1})],
    {"s": I(2, 1, 4), "token": numbers(1, 1, 4)}, batch=2)
strides = ("Reshape", "x all", "f", {}), ("Gather", "f places", "y", {"axis": 0})
case("strided-fixed", (3, 4), strides, {"all": I(-1), "places": np.arange(24).reshape(2, 3, 4).transpose(0, 2, 1)}, batch=2)
case("strided", (3, 4), [
    ("Shape", "x", "n", {"start": 0, "end": 1}), ("Squeeze", "n", "m", {}), ("Range", "zero m one", "views", {}),
    ("Mul", "views twelve", "starts", {}), ("Unsqueeze", "starts after", "s", {}), ("Add", "s rows", "places", {}), *strides],
    {"zero": np.array(0), "one": np.array(1), "twelve": np.array(12), "after": I(1), "rows": I(5, 0, 11), "all": I(-1)})
one("expand", "Expand", (1, 3), {"s": I(1, 4, 3)})
one("pad", "Pad", three, {"p": I(0, 0, 1, 2, 0, 1, 0, 0)})
one("pad-number", "Pad", three, {"p": I(0, 0, 1, 0, 0, 0, 0, 2), "val_0": np.array(1.5)})
# Values whose rows stand in another order than their dimensions.
turn = lambda *order: ("Transpose", "x", "t", {"perm": list(order)})
for operator in ["Add", "Sub", "Mul", "Div"]:
    for what, tensor in {
        "last": {"p": np.abs(numbers(3)) + 0.25}, "middle": {"p": np.abs(numbers(4, 1)) + 0.25},
        "all": {"p": np.abs(numbers(4, 3)) + 0.25}, "two": {"p": np.abs(numbers(2, 1, 3)) + 0.25},
        "constants": {"val_0": np.abs(numbers(2, 4, 3)) + 0.25}, "two-constants": {"val_0": np.abs(numbers(2, 1, 3)) + 0.25},
    }.items():
        case(f"turned-{operator.lower()}-{what}", three, [turn(0, 1, 3, 2), (operator, f"t {next(iter(tensor))}", "y", {})], tensor)
    case(f"turned-{operator.lower()}-own", (3, 3), [
        turn(0, 2, 1), ("Exp", "x", "e", {}), (operator, "t e", "a", {}), (operator, "a t", "b", {}), (operator, "e b", "y", {})],
        positive=True)
case("turned-times-itself", (3, 3), [turn(0, 2, 1), ("Mul", "x t", "y", {})])
case("turned-cycle", three, [turn(0, 3, 1, 2), ("Relu", "t", "r", {}), ("Transpose", "r", "u", {"perm": [0, 3, 1, 2]}),
    ("Add", "u p", "y", {})], {"p": numbers(3, 1, 1)})
for op in ["ReduceMean", "ReduceMax", "ReduceSumSquare", "ReduceL2"]:
    case(f"turned-{op.lower()}", three, [turn(0, 3, 1, 2), (op, "t a", "y", {"keepdims": 0})], {"a": I(2)})
    case(f"turned-{op.lower()}-two", three, [turn(0, 2, 3, 1), (op, "t a", "y", {})], {"a": I(1, 3)})
case("turned-reduce-nothing", (2, 1, 3), [turn(0, 3, 2, 1), ("ReduceMean", "t a", "y", {"keepdims": 0})], {"a": I(2)})
case("turned-matmul", (3, 4), [turn(0, 2, 1), ("MatMul", "t w", "m", {}), ("Add", "m b", "a", {}), ("Relu", "a", "r", {}),
    ("MatMul", "r v", "n", {}), ("Transpose", "n", "u", {"perm": [0, 2, 1]}), ("Add", "u x", "y", {})],
    {"w": numbers(3, 5), "b": numbers(5), "v": numbers(5, 3)})
case("turned-reshape", three, [turn(0, 3, 1, 2), ("Reshape", "t s", "y", {})], {"s": I(0, 2, -1)})
case("turned-convolution", (5, 6, 2), [turn(0, 3, 1, 2), ("Conv", "t w", "c", {}), ("Transpose", "c", "n", {"perm": [0, 2, 3, 1]}),
    ("LayerNormalization", "n g b", "y", {"epsilon": 0.25})], {"w": numbers(3, 2, 2, 2), "g": numbers(3), "b": numbers(3)})
case("turned-concat", three, [turn(0, 1, 3, 2), ("Concat", "t t", "y", {"axis": 2})])
case("outer-product", (3,), [("Reshape", "x c", "a", {}), ("Reshape", "x r", "b", {}), ("Mul", "a b", "o", {}),
    ("ReduceSum", "o axes", "s", {"keepdims": 0}), ("Sqrt", "s", "n", {}), ("Reshape", "n c", "m", {}), ("Reshape", "m f", "k", {}),
    ("Div", "x k", "y", {})], {"c": I(0, -1, 1), "r": I(0, 1, -1), "f": I(0, 1), "axes": I(1, 2)}, positive=True)
# What exporters write around layers.
case("shape-arithmetic", three, [
    ("Shape", "x", "s", {}), ("Gather", "s zero", "n", {}), ("Unsqueeze", "n axis", "n1", {}), ("Slice", "s one four", "r", {}),
    ("ReduceProd", "r", "p", {"keepdims": 0}), ("Div", "p two", "h", {}), ("Unsqueeze", "h axis", "h1", {}),
    ("Concat", "n1 h1 last", "t", {"axis": 0}), ("Reshape", "x t", "y", {})],
    {"zero": np.array(0), "axis": I(0), "one": I(1), "four": I(4), "two": np.array(2), "last": I(2)}, opset=13)
case("zeros-of-shape", (3,), [
    ("Shape", "x", "s", {}), ("ConstantOfShape", "s", "z", {"value": numpy_helper.from_array(F(0.5), "v")}), ("Add", "x z", "y", {})])
case("softplus-by-choice", (4,), [
    ("Mul", "x val_0", "b", {}), ("Softplus", "b", "s", {}), ("Div", "s val_0", "d", {}), ("Greater", "b val_1", "g", {}),
    ("Where", "g x d", "y", {})], {"val_0": np.array(2.0), "val_1": np.array(20.0)})
case("transposed-weights", (4,), [("Transpose", "w", "t", {"perm": [1, 0]}), ("MatMul", "x t", "y", {})], {"w": numbers(3, 4)})
case("weights-of-a-node", (4,), [
    ("Constant", "", "w", {"value": numpy_helper.from_array(numbers(4, 3), "w")}), ("MatMul", "x w", "y", {})])
case("learnt-scale", (4,), [("Exp", "t", "e", {}), ("Mul", "x e", "y", {})], {"t": np.array(0.25)})
case("position", (3, 4), [("Transpose", "p", "t", {"perm": [0, 2, 1]}), ("Add", "x t", "y", {})], {"p": numbers(1, 4, 3)})
layer = helper.make_function("own", "layer", ["x", "w"], ["y"], [
    helper.make_node("MatMul", ["x", "w"], ["m"]), helper.make_node("Relu", ["m"], ["y"])], [helper.make_opsetid("", 20)])
case("function", (4,), [("layer", "x v", "h", {"domain": "own"}), ("layer", "h w", "y", {"domain": "own"})],
    {"v": np.abs(numbers(4, 3)), "w": np.abs(numbers(3, 2))}, functions=[layer], positive=True)

lines = [f"{json.dumps(name)}: {json.dumps(case)}" for name, case in CASES.items()]
(HERE / "cases.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
print(len(CASES), "files")
