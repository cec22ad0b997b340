"""Executable proofs of the theory of self-supervised learning with dual deep networks, on your own network and views.

>>> import dualproof
>>> report = dualproof.measure(model, views)           # a torch.nn.Module or NET.onnx; views N x A x (input shape)
>>> report["parameters"][0]["covariance_share"]        # ‖2 V θ‖ over ‖−∇L‖ of the first parameter
>>> dualproof.verify("covariance-operator", seconds=10)

Every function gives a :class:`Report`: a dictionary with the keys of the program's ``--json``, shown as its table. What cannot
be used raises :class:`Error`, a ``ValueError`` that says what was found and what was expected.
"""

from ._call import blocks, claims, diagnose, explain, measure, verify
from ._native import Defect, Error, __version__
from ._operator import operator
from ._report import Report

__all__ = [
    "Defect",
    "Error",
    "Report",
    "__version__",
    "blocks",
    "claims",
    "diagnose",
    "explain",
    "measure",
    "operator",
    "verify",
]
