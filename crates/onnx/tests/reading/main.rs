//! Files of ONNX: what is read computes what PyTorch computed, and what is not read is refused by name.

mod evaluator;
