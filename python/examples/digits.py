"""A network that PyTorch exported, on its views: the share of every update that is a covariance operator, and the spectrum.

    python examples/digits.py            # the repository's LeNet; with matplotlib a plot, digits.png
"""

from pathlib import Path

import dualproof
import numpy

NETWORKS = Path(__file__).resolve().parents[2] / "tests" / "networks"

# The three lines: views N × A × (the input's shape), a network (a torch.nn.Module would do as well), the measurement.
views = numpy.load(NETWORKS / "lenet.views.npy")
report = dualproof.measure(NETWORKS / "lenet.onnx", views, loss="nce:0.5", top=4)
print(report)

try:
    from matplotlib import pyplot
except ImportError:
    print("no plot: matplotlib is not installed")
else:
    names = [row["name"] for row in report["parameters"]]
    shares = [row["covariance_share"] or 0 for row in report["parameters"]]
    pyplot.barh(names[::-1], shares[::-1])
    pyplot.xlabel("‖2 V θ‖ / ‖update of the simple loss‖")
    pyplot.tight_layout()
    pyplot.savefig("digits.png")
    print("digits.png")
