"""The update of a network of dense layers on the digits of this repository: measured, predicted, and what it means.

    python examples/measure_network.py
"""

from pathlib import Path

import dualproof
import numpy

DATA = Path(__file__).resolve().parents[2] / "theorems" / "digits" / "data"
images = numpy.load(DATA / "digits_images.npy")

# The views: each image (N × 8 × 8, 0 … 16) and its shifts by one pixel.
report = dualproof.measure(DATA / "digits_mlp_relu.safetensors", data=images, scale=16, samples=12, top=3)
print(report)

worst = max(layer["update_check"]["residual"] for layer in report["layers"])
print(f"\nmeasured and predicted updates differ by {worst:.1e} of the largest entry: {report.verdict}")
