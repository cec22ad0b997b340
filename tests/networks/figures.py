"""The figures of a parameter tensor: by automatic differentiation, one tensor at a time, in f64."""

import torch
from torch.func import functional_call, jvp, vjp

import losses


def probe(tensor):
    """⟨tensor, d⟩ with d_k = cos k, k counting the entries in C order: a wrong entry or order changes it."""
    flat = tensor.detach().reshape(-1)
    return float(flat @ torch.cos(torch.arange(flat.numel(), dtype=torch.float64)))


def norm(tensor):
    return float(tensor.detach().reshape(-1).norm())


def cosine(u, v):
    scale = norm(u) * norm(v)
    return float(u.reshape(-1) @ v.reshape(-1)) / scale if scale > 0 else None


class Subject:
    """A network in f64 with its views, N × A × shape; `named` has for each parameter its name in the ONNX file,
    whether the file holds its transpose, and its shape there."""

    def __init__(self, network, named, views):
        self.network = network
        self.named = named
        self.views = views
        self.parameters = {p: v.detach().clone() for p, v in network.named_parameters()}

    def outputs(self, parameters=None):
        samples, augmentations = self.views.shape[:2]
        f = functional_call(self.network, parameters or self.parameters, self.views.flatten(0, 1))
        return f.reshape(samples, augmentations, -1)

    def leaves(self):
        return {p: v.clone().requires_grad_() for p, v in self.parameters.items()}

    def as_stored(self, parameter, tensor):
        name, transposed, shape = self.named[parameter]
        return name, (tensor.t() if transposed else tensor).reshape(shape)

    def updates(self, loss, others=()):
        """The loss of the outputs, −∇ by every parameter, and by the tensors of `others`."""
        leaves = self.leaves()
        value = loss(self.outputs(leaves))
        found = torch.autograd.grad(value, [*leaves.values(), *others])
        found = [-g for g in found]
        return float(value.detach()), dict(zip(leaves, found)), found[len(leaves) :]

    def directional(self, parameter, cotangent_of):
        """Kᵀ backwards from a cotangent that is a function of Kθ: the operators of the theory on the tensor itself."""
        theta = self.parameters[parameter]
        of_one = lambda t: self.outputs({**self.parameters, parameter: t})
        _, z = jvp(of_one, (theta,), (theta,))
        _, back = vjp(of_one, theta)
        return back(cotangent_of(z))[0]

    def covariance(self, parameter):
        """2 V_x[K̄] θ."""

        def cotangent(z):
            means = z.mean(1)
            each = 2.0 * (means - means.mean(0)) / (z.shape[0] * z.shape[1])
            return each[:, None, :].expand(z.shape).contiguous()

        return self.directional(parameter, cotangent)


def described(subject, parameter, update):
    """What every loss says of a parameter."""
    name, stored = subject.as_stored(parameter, update)
    return {"name": name, "update_norm": norm(stored), "update_probe": probe(stored)}


def simple(subject):
    value, updates, _ = subject.updates(losses.simple)
    largest = max(norm(u) for u in updates.values())
    entries = []
    for p, update in updates.items():
        theta = subject.parameters[p]
        covariance = subject.covariance(p)
        name, stored = subject.as_stored(p, theta)
        _, stored_covariance = subject.as_stored(p, covariance)
        # A bias before BatchNorm with batch statistics moves nothing: what is left is rounding and has no direction.
        vanishes = min(norm(update), norm(covariance)) < 1e-12 * largest
        entries.append({
            "name": name,
            "shape": list(stored.shape),
            "norm": norm(theta),
            "probe": probe(stored),
            **described(subject, p, update),
            "inner": float(theta.reshape(-1) @ update.reshape(-1)),
            "covariance_norm": norm(covariance),
            "covariance_probe": probe(stored_covariance),
            "cross_norm": norm(update - covariance),
            "cosine": None if vanishes else cosine(update, covariance),
        })  # fmt: skip
    return {"loss": "simple", "value": value, "parameters": entries}


def of_outputs(subject, text):
    value, updates, _ = subject.updates(losses.of_outputs(text))
    return {"loss": text, "value": value, "parameters": [described(subject, p, u) for p, u in updates.items()]}


def with_predictor(subject, text, predictor, target):
    """`predictor`: None, the matrix of q = P f, or a Subject whose network is the predictor; `target`: N × A × D."""
    if predictor is None:
        leaves, apply = {}, lambda f: f
    elif isinstance(predictor, torch.Tensor):
        leaves = {"P": predictor.clone().requires_grad_()}
        apply = lambda f: f @ leaves["P"].T
    else:
        leaves = predictor.leaves()
        apply = lambda f: functional_call(predictor.network, leaves, f.flatten(0, 1)).reshape(f.shape)
    value, updates, rest = subject.updates(lambda f: losses.WITH_PREDICTOR[text](apply(f), target), leaves.values())
    entry = {"loss": text, "value": value, "parameters": [described(subject, p, u) for p, u in updates.items()]}
    if isinstance(predictor, torch.Tensor):
        entry["predictor_parameters"] = [{"name": "P", "update_norm": norm(rest[0]), "update_probe": probe(rest[0])}]
    elif predictor is not None:
        entry["predictor_parameters"] = [described(predictor, p, u) for p, u in zip(leaves, rest)]
    return entry


def split(subject, predictor):
    """V^S_x[K̄]θ, E_x V^{PᵀP}[K]θ and M S Mᵀ θ of every parameter, S = Pᵀ(I − P), M = E K: the terms of BYOL's update
    for pairs with replacement, q = P f, the target the network itself held constant."""
    s = predictor.T @ (torch.eye(len(predictor), dtype=predictor.dtype) - predictor)
    square = predictor.T @ predictor

    def attraction(z):
        means = z.mean(1, keepdim=True)
        return ((means - means.mean(0, keepdim=True)) @ s.T).expand(z.shape) / (z.shape[0] * z.shape[1])

    within = lambda z: (z - z.mean(1, keepdim=True)) @ square / (z.shape[0] * z.shape[1])
    square_of_mean = lambda z: (z.mean((0, 1), keepdim=True) @ s.T).expand(z.shape) / (z.shape[0] * z.shape[1])
    entries = []
    for p in subject.parameters:
        entry = {"name": subject.named[p][0]}
        for name, part in [("attraction", attraction), ("within", within), ("square_of_mean", square_of_mean)]:
            _, stored = subject.as_stored(p, subject.directional(p, lambda z: part(z).contiguous()))
            entry |= {f"{name}_norm": norm(stored), f"{name}_probe": probe(stored)}
        entries.append(entry)
    return entries
