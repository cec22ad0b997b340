"""PyTorch at the whole ResNet-18: 2 V θ of all its parameters at once, by one jvp and one vjp.

    python3 benches/peers/resnet18_torch.py [--export PATH.onnx] [--views 32] [--repeats 3]
                                            [--types f64,f32] [--threads 1,2]

Torchvision's architecture with 64 channels after a 3×3 stem, images of 3×32×32, 128 outputs, BatchNorm with running
statistics; two views a sample. A line of JSON for every type and number of threads, each measured in a process of its
own: the least seconds with those of the processors, the rate, the peak of resident memory and of that without the
library, and norm and probe (see tests/networks/README.md) of the result over all tensors in the order of the network's
parameters. The export needs tests/networks/requirements.txt.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent / "tests" / "networks"))

from protocol import peak_kib  # noqa: E402

OUTPUTS = 128


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--export", help="writes the network as ONNX here, and its views beside it")
    parser.add_argument("--views", type=int, default=32)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--types", default="f64,f32")
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--measure", nargs=2, metavar=("TYPE", "THREADS"), help="in this process, one of each")
    return parser.parse_args()


def subject(options):
    from architectures import Resnet18, initialised, views

    network = initialised(Resnet18(64, OUTPUTS, small_images=True), 61)
    return network, views(Resnet18.inputs, options.views // 2, 2, 62).astype("float32")


def measure(options):
    name, threads = options.measure[0], int(options.measure[1])
    # Before the library is imported: its pools of threads look at this.
    os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:threads]))
    import torch
    from torch.func import functional_call, jvp, vjp

    torch.set_num_threads(threads)
    network, images = subject(options)
    network = network.to({"f32": torch.float32, "f64": torch.float64}[name])
    theta = {p: v.detach() for p, v in network.named_parameters()}
    inputs = torch.from_numpy(images).flatten(0, 1).to(next(iter(theta.values())).dtype)
    baseline = peak_kib()

    def means(parameters):
        return functional_call(network, parameters, inputs).reshape(-1, 2, OUTPUTS).mean(1)

    def run():
        _, z = jvp(means, (theta,), (theta,))
        _, back = vjp(means, theta)
        return back(2.0 * (z - z.mean(0)) / len(z))[0]

    runs = []
    for _ in range(options.repeats):
        start, busy = time.perf_counter(), time.process_time()
        result = run()
        runs.append((time.perf_counter() - start, time.process_time() - busy))
    peak = peak_kib()
    flat = torch.cat([r.reshape(-1) for r in result.values()]).double()
    least, processor = min(runs)
    print(json.dumps({
        "type": name, "threads": threads, "torch": torch.__version__, "views": options.views, "parameters": len(flat),
        "seconds": least, "processor_seconds": processor,
        "gflop_per_second": 6.0 * forward_flops(network, inputs) / least / 1e9,
        "peak_mib": peak / 1024, "peak_above_library_mib": (peak - baseline) / 1024,
        "norm": float(flat.norm()), "probe": float(flat @ torch.cos(torch.arange(len(flat)).double())),
    }), flush=True)  # fmt: skip


def forward_flops(network, inputs):
    """Of the convolutions and the linear layer, an addition and a multiplication each. A jvp is three of these (the
    value, and the tangent of the weights and of the input), a vjp as well."""
    import torch

    counted = []

    def count(module, _, output):
        counted.append(2 * output.numel() * module.weight[0].numel())

    hooks = [m.register_forward_hook(count) for m in network.modules() if isinstance(m, (torch.nn.Conv2d, torch.nn.Linear))]
    with torch.no_grad():
        network(inputs)
    for hook in hooks:
        hook.remove()
    return sum(counted)


def write(options):
    import export
    import numpy

    network, images = subject(options)
    path = pathlib.Path(options.export)
    export.export(network, path, optimize=False)
    numpy.save(path.with_suffix(".views.npy"), images)


if __name__ == "__main__":
    options = arguments()
    if options.measure:
        measure(options)
    else:
        if options.export:
            write(options)
        for name in options.types.split(","):
            for threads in options.threads.split(","):
                subprocess.run([sys.executable, *sys.argv, "--measure", name, threads], check=True)
