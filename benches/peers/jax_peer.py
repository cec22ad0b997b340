"""JAX at the tasks of docs/benchmarks.md. See protocol.py for how it is driven."""

import os

from protocol import arguments, load, peak_kib, serve

options = arguments()
if options.threads == 1:
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402

jax.config.update("jax_enable_x64", True)
jnp.zeros(1).block_until_ready()
baseline = peak_kib()

weights, directions, views = load(options.input)
weights, directions = [jnp.asarray(w) for w in weights], [jnp.asarray(u) for u in directions]
samples, augmentations, width = views.shape
inputs = jnp.asarray(views.reshape(samples * augmentations, width))
depth = len(weights)


def forward(weights, inputs):
    f = inputs
    for w in weights[:-1]:
        f = jax.nn.relu(f @ w.T)
    return f @ weights[-1].T


def means(weights, inputs):
    return forward(weights, inputs).reshape(samples, augmentations, -1).mean(axis=1)


def centred(z):
    return (z - z.mean(axis=0)) / samples


def by_moment(weights, inputs):
    """V w of every layer: half the gradient of tr V, which is a moment and no pair of anything."""

    def energy(weights):
        bar = means(weights, inputs)
        return 0.5 * jnp.sum((bar - bar.mean(axis=0)) ** 2) / samples

    return jax.grad(energy)(weights)


def joint(weights, directions, inputs):
    """V u for all weights together: one tangent there, one adjoint back."""
    of_weights = lambda weights: means(weights, inputs)
    _, z = jax.jvp(of_weights, (weights,), (directions,))
    _, back = jax.vjp(of_weights, weights)
    return back(centred(z))[0]


def by_forward_mode(weights, inputs):
    """V w of every layer: along all weights at once each of the L layers gives the output itself, so L times that."""
    return [r / depth for r in joint(weights, weights, inputs)]


def each(weights, directions, inputs):
    """V u layer by layer: a tangent and an adjoint for each."""
    results = []
    for l in range(depth):
        of_layer = lambda w, l=l: means(weights[:l] + [w] + weights[l + 1 :], inputs)
        _, z = jax.jvp(of_layer, (weights[l],), (directions[l],))
        _, back = jax.vjp(of_layer, weights[l])
        results.append(back(centred(z))[0])
    return results


sample_of = jnp.repeat(jnp.arange(samples), augmentations)


def pair_weights():
    """Of ordered pairs of views: positives of one sample minus negatives of any two, both branches."""
    count = samples * augmentations
    positive = (sample_of[:, None] == sample_of[None, :]) / (count * augmentations)
    return positive - 1.0 / count**2


def broadcast_loss(weights, inputs):
    f = forward(weights, inputs)
    r = 0.5 * jnp.sum((f[:, None, :] - f[None, :, :]) ** 2, axis=-1)
    return jnp.sum(pair_weights() * r)


def gram_loss(weights, inputs):
    f = forward(weights, inputs)
    squares = jnp.sum(f * f, axis=1)
    r = 0.5 * (squares[:, None] + squares[None, :]) - f @ f.T
    return jnp.sum(pair_weights() * r)


def check(loss):
    def residuals(weights, inputs):
        gradient = jax.grad(loss)(weights, inputs)
        predicted = by_moment(weights, inputs)
        gaps = [jnp.linalg.norm(g + 2.0 * p) for g, p in zip(gradient, predicted)]
        return gradient, jnp.stack(gaps)

    return residuals


def connection_means(l, weights, inputs):
    """The centred K̄_l of every sample, (N·n_L) × (n_l n_{l-1}), over √N."""

    def of_sample(x):
        of_layer = lambda w: forward(weights[:l] + [w] + weights[l + 1 :], x).mean(axis=0)
        return jax.jacrev(of_layer)(weights[l])

    k = jax.vmap(of_sample)(inputs.reshape(samples, augmentations, -1))
    k = k - k.mean(axis=0)
    return k.reshape(samples * k.shape[1], -1) / np.sqrt(samples)


def explicit_eigenvalues(weights, inputs):
    found = []
    for l in range(depth):
        k = connection_means(l, weights, inputs)
        found.append(jnp.linalg.eigvalsh(k.T @ k)[::-1][:16])
    return found


def gram_eigenvalues(weights, inputs):
    found = []
    for l in range(depth):
        k = connection_means(l, weights, inputs)
        small = k @ k.T if k.shape[0] < k.shape[1] else k.T @ k
        found.append(jnp.linalg.eigvalsh(small)[::-1][:16])
    return found


def explicit_operators(weights, inputs):
    return [k.T @ k for k in (connection_means(l, weights, inputs) for l in range(depth))]


tasks = {
    "weights:moment": (by_moment, (weights, inputs)),
    "weights:forward-mode": (by_forward_mode, (weights, inputs)),
    "each": (each, (weights, directions, inputs)),
    "joint": (joint, (weights, directions, inputs)),
    "check:broadcast": (check(broadcast_loss), (weights, inputs)),
    "check:gram": (check(gram_loss), (weights, inputs)),
    "spectrum:explicit": (explicit_eigenvalues, (weights, inputs)),
    "spectrum:gram": (gram_eigenvalues, (weights, inputs)),
    "explicit": (explicit_operators, (weights, inputs)),
}
function, operands = tasks[options.task]
compiled = jax.jit(function)


def run():
    result = jax.block_until_ready(compiled(*operands))
    if options.task.startswith("check:"):
        result = result[0]
    if options.task == "explicit":
        return np.array([float(jnp.trace(v)) for v in result])
    return np.concatenate([np.asarray(r).ravel() for r in result])


if __name__ == "__main__":
    serve({"jax": jax.__version__}, baseline, run)
