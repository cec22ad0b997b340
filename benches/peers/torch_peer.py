"""PyTorch at the tasks of docs/benchmarks.md. See protocol.py for how it is driven."""

import functools
import os
import time

from protocol import arguments, load, peak_kib, serve

options = arguments()

import torch  # noqa: E402
from torch.autograd.gradcheck import GradcheckError  # noqa: E402
from torch.func import jvp, vjp  # noqa: E402

torch.set_num_threads(options.threads)
torch.set_default_dtype(torch.float64)
torch.zeros(1).sum()
baseline = peak_kib()

weights, directions, views = load(options.input)
weights = [torch.from_numpy(w) for w in weights]
directions = [torch.from_numpy(u) for u in directions]
samples, augmentations, width = views.shape
inputs = torch.from_numpy(views.reshape(samples * augmentations, width))
depth = len(weights)


def forward(weights):
    f = inputs
    for w in weights[:-1]:
        f = torch.relu(f @ w.T)
    return f @ weights[-1].T


def means(weights):
    return forward(weights).reshape(samples, augmentations, -1).mean(dim=1)


def centred(z):
    return (z - z.mean(dim=0)) / samples


def gradient(loss):
    leaves = [w.detach().requires_grad_() for w in weights]
    return torch.autograd.grad(loss(leaves), leaves)


def energy(weights):
    """tr V of the means: minus the loss of all pairs."""
    bar = means(weights)
    return ((bar - bar.mean(dim=0)) ** 2).sum() / samples


def by_moment():
    """V w of every layer: half the gradient of tr V, which is a moment and no pair of anything."""
    return gradient(lambda weights: 0.5 * energy(weights))


def joint(directions):
    """V u for all weights together: one tangent there, one adjoint back."""
    of_weights = lambda *weights: means(weights)
    _, z = jvp(of_weights, tuple(weights), tuple(directions))
    _, back = vjp(of_weights, *weights)
    return back(centred(z))


def by_forward_mode():
    """V w of every layer: along all weights at once each of the L layers gives the output itself, so L times that."""
    return [r / depth for r in joint(weights)]


def each(directions):
    """V u layer by layer: a tangent and an adjoint for each."""
    results = []
    for l in range(depth):
        of_layer = lambda w, l=l: means(weights[:l] + [w] + weights[l + 1 :])
        _, z = jvp(of_layer, (weights[l],), (directions[l],))
        _, back = vjp(of_layer, weights[l])
        results.append(back(centred(z))[0])
    return results


sample_of = torch.arange(samples).repeat_interleave(augmentations)


@functools.cache
def pair_weights():
    """Of ordered pairs of views: positives of one sample minus negatives of any two, both branches."""
    count = samples * augmentations
    positive = (sample_of[:, None] == sample_of[None, :]).double() / (count * augmentations)
    return positive - 1.0 / count**2


def broadcast_loss(weights):
    f = forward(weights)
    r = 0.5 * ((f[:, None, :] - f[None, :, :]) ** 2).sum(dim=-1)
    return (pair_weights() * r).sum()


def gram_loss(weights):
    f = forward(weights)
    squares = (f * f).sum(dim=1)
    r = 0.5 * (squares[:, None] + squares[None, :]) - f @ f.T
    return (pair_weights() * r).sum()


def check(loss):
    update = gradient(loss)
    predicted = by_moment()
    gaps = [torch.linalg.norm(g + 2.0 * p) for g, p in zip(update, predicted)]
    torch.stack(gaps)
    return update


def gradcheck(fast, eps):
    """The tool's own check of the loss's gradient by the first layer's weights, the others fixed. The loss is that of all
    pairs as the moment -tr V: the tool keeps the graph of every evaluation, and those of pairs fill the memory."""
    first = weights[0].detach().requires_grad_()
    start = time.perf_counter()
    try:
        passes = torch.autograd.gradcheck(
            lambda w: -energy([w] + weights[1:]), (first,), eps=eps, fast_mode=fast, raise_exception=True
        )
        message = ""
    except GradcheckError as error:
        passes, message = False, str(error).splitlines()[0][:200]
    return {"passes": bool(passes), "message": message, "gradcheck_seconds": time.perf_counter() - start}


@functools.cache
def images_and_kernel():
    """8 channels of 16 x 16, 16 kernels of 3 x 3: as benches/peers/instance.rs writes them."""
    import numpy

    kernel = torch.from_numpy(numpy.load(os.path.join(options.input, "K.npy")))
    return inputs.reshape(samples, 8, 16, 16), kernel.reshape(16, 8, 3, 3)


def convolution():
    """The gradients of half the sum of squares by the kernel and by the images."""
    images, kernel = (a.detach().requires_grad_() for a in images_and_kernel())
    f = torch.nn.functional.conv2d(images, kernel, padding=1)
    by_kernel, _ = torch.autograd.grad(0.5 * (f * f).sum(), (kernel, images))
    return [by_kernel.reshape(16, -1)]


tasks = {
    "convolution": convolution,
    "weights:moment": by_moment,
    "weights:forward-mode": by_forward_mode,
    "each": lambda: each(directions),
    "joint": lambda: joint(directions),
    "check:broadcast": lambda: check(broadcast_loss),
    "check:gram": lambda: check(gram_loss),
    "gradcheck:slow:1e-7": lambda: gradcheck(False, 1e-7),
    "gradcheck:slow:default": lambda: gradcheck(False, 1e-6),
    "gradcheck:fast:1e-7": lambda: gradcheck(True, 1e-7),
    "gradcheck:fast:default": lambda: gradcheck(True, 1e-6),
}


def run():
    result = tasks[options.task]()
    return result if isinstance(result, dict) else torch.cat([r.reshape(-1) for r in result]).numpy()


if __name__ == "__main__":
    serve({"torch": torch.__version__}, baseline, run)
