"""The losses' values and gradients by PyTorch, in f64. Run: python make.py PATH > torch.json

PATH is the folder of the module `losses`, which has the definitions term by term: tests/networks.
"""

import json
import sys

import torch

sys.path.insert(0, sys.argv[1])
import losses  # noqa: E402


def drawn(samples, views, outputs, seed):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(samples, views, outputs, generator=generator, dtype=torch.float64)


def case(text, function, f, target=None):
    f = f.clone().requires_grad_()
    value = function(f) if target is None else function(f, target)
    (gradient,) = torch.autograd.grad(value, f)
    samples, views, _ = f.shape
    entry = {"loss": text, "samples": samples, "views": views, "outputs": f.detach().flatten().tolist()}
    if target is not None:
        entry["targets"] = target.flatten().tolist()
    return entry | {"value": float(value.detach()), "gradient": gradient.flatten().tolist()}


cases = []
of_any = ["simple", "triplet:0.7,0.3", "triplet:0.05,0", "nce:0.5", "nce:3", "info-nce:0.5,1", "info-nce:2,3"]
of_two = ["nt-xent:0.1", "nt-xent:1", "barlow:0.005", "barlow:1", "vicreg:25,25,1", "vicreg:0,1,0", "vicreg:0,0,1"]
for seed, views in [(1, 2), (2, 3)]:
    f = drawn(5, views, 4, seed)
    for text in of_any + (of_two if views == 2 else []):
        cases.append(case(text, losses.of_outputs(text), f))
    for text, function in losses.WITH_PREDICTOR.items():
        cases.append(case(text, function, f, drawn(5, views, 4, seed + 10)))
# Small outputs: every hinge of VICReg is active.
cases.append(case("vicreg:1,2,3", losses.of_outputs("vicreg:1,2,3"), 0.3 * drawn(6, 2, 3, 3)))
print(json.dumps(cases, indent=1))
