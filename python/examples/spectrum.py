"""The covariance operator of a layer in SciPy: its eigenvalues, and a step of gradient flow.

    python examples/spectrum.py
"""

from pathlib import Path

import dualproof
import numpy
from scipy.sparse.linalg import eigsh

NETWORKS = Path(__file__).resolve().parents[2] / "tests" / "networks"
views = numpy.load(NETWORKS / "lenet.views.npy")

V = dualproof.operator(NETWORKS / "lenet.onnx", views, "all")
print(f"V of {', '.join(V.tensors)}: {V.shape[0]} × {V.shape[1]}, never formed")
print("largest eigenvalues:", eigsh(V, k=4, return_eigenvectors=False)[::-1])

# The covariance share of the simple loss's update is 2 V θ: along it ‖θ‖ grows.
theta = V.weights
print("⟨θ, 2 V θ⟩ =", 2 * theta @ (V @ theta))
