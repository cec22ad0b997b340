"""The covariance operator of a layer in SciPy: its eigenvalues, and a step of gradient flow.

    python examples/spectrum.py
"""

from pathlib import Path

import dualproof
import numpy
from scipy.sparse.linalg import eigsh

DATA = Path(__file__).resolve().parents[2] / "theorems" / "digits" / "data"
images = numpy.load(DATA / "digits_images.npy")

V = dualproof.operator(DATA / "digits_mlp_relu.safetensors", layer=1, data=images, scale=16, samples=100)
print(f"V of layer {V.layer}: {V.shape[0]} × {V.shape[1]}, never formed")
print("largest eigenvalues:", eigsh(V, k=4, return_eigenvectors=False)[::-1])

# SimCLR's update with the simple loss is 2 V w: along it ‖w‖ grows.
w = V.weights
print("⟨w, 2 V w⟩ =", 2 * w @ (V @ w))
