"""The networks, their weights and their views. Everything random comes from a seed."""

import math

import numpy
import torch
from torch import nn
from torch.nn import functional as F


def single(x):
    """A number as ONNX stores an attribute: the nearest f32."""
    return float(numpy.float32(x))


EPSILON = single(1e-5)
SLOPE = single(0.01)


class Mlp(nn.Sequential):
    """A projector: Linear, BatchNorm, ReLU twice, and a linear layer."""

    inputs = (12,)

    def __init__(self):
        super().__init__(
            nn.Linear(12, 16), nn.BatchNorm1d(16), nn.ReLU(),
            nn.Linear(16, 10), nn.BatchNorm1d(10), nn.ReLU(),
            nn.Linear(10, 5),
        )  # fmt: skip


class Dense(nn.Sequential):
    """Dense layers with biases, the first without one: what safetensors say without a graph."""

    inputs = (9,)

    def __init__(self):
        super().__init__(
            nn.Linear(9, 8, bias=False), nn.LeakyReLU(0.125),
            nn.Linear(8, 6), nn.LeakyReLU(0.125),
            nn.Linear(6, 4),
        )  # fmt: skip


class Predictor(nn.Sequential):
    """BYOL's predictor, from 5 outputs to 5."""

    inputs = (5,)

    def __init__(self):
        super().__init__(nn.Linear(5, 8), nn.ReLU(), nn.Linear(8, 5))


class Lenet(nn.Module):
    """Two convolutions, one pooled by maxima and one by means, and two linear layers."""

    inputs = (1, 16, 16)

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(6, 8, 3), nn.ReLU(), nn.AvgPool2d(2),
        )  # fmt: skip
        self.head = nn.Sequential(nn.Flatten(), nn.Linear(72, 20), nn.ReLU(), nn.Linear(20, 5))

    def forward(self, x):
        return self.head(self.features(x))


class Gelu(nn.Sequential):
    """Linear, GELU, Linear, SiLU, Linear; GELU exact or by tanh."""

    inputs = (12,)

    def __init__(self, approximate="none"):
        super().__init__(
            nn.Linear(12, 16), nn.GELU(approximate=approximate), nn.Linear(16, 10), nn.SiLU(), nn.Linear(10, 5)
        )


class Erf(nn.Module):
    """GELU as files before opset 20 write it, with √2 as an f32."""

    def forward(self, x):
        return x * (torch.erf(x / single(math.sqrt(2.0))) + 1.0) * 0.5


class GeluByErf(Gelu):
    """Gelu with the older GELU."""

    def __init__(self):
        super().__init__()
        self[1] = Erf()


class Block(nn.Module):
    """Torchvision's BasicBlock."""

    def __init__(self, before, width, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(before, width, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.relu = nn.ReLU()
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.downsample = None
        if stride != 1 or before != width:
            self.downsample = nn.Sequential(nn.Conv2d(before, width, 1, stride, bias=False), nn.BatchNorm2d(width))

    def forward(self, x):
        y = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        return self.relu(y + (x if self.downsample is None else self.downsample(x)))


class Resnet18(nn.Module):
    """Torchvision's ResNet-18 with `width` channels after the stem (64 there) and a projector in place of the classifier;
    for images as small as CIFAR's its stem is a 3×3 convolution without pooling."""

    inputs = (3, 32, 32)

    def __init__(self, width, outputs=16, small_images=False):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, *((3, 1, 1) if small_images else (7, 2, 3)), bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.relu = nn.ReLU()
        self.maxpool = nn.Identity() if small_images else nn.MaxPool2d(3, 2, 1)
        before = width
        for stage in range(4):
            now = width << stage
            blocks = nn.Sequential(Block(before, now, 1 if stage == 0 else 2), Block(now, now, 1))
            setattr(self, f"layer{stage + 1}", blocks)
            before = now
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(before, outputs)

    def forward(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(torch.flatten(self.avgpool(x), 1))


class Branches(nn.Module):
    """Strides, dilations and groups; PReLU, LeakyReLU, Hardswish and ReLU6; a gate x·σ(conv x) with a learned scale,
    Concat, Pad, means over axes and a normalised output."""

    inputs = (3, 12, 12)

    def __init__(self):
        super().__init__()
        self.strided = nn.Conv2d(3, 8, 3, stride=2, padding=1)
        self.prelu = nn.PReLU(8)
        self.dilated = nn.Conv2d(8, 8, 3, padding=2, dilation=2, groups=4)
        self.leaky = nn.LeakyReLU(SLOPE)
        self.point = nn.Conv2d(8, 6, 1)
        self.hardswish = nn.Hardswish()
        self.gate = nn.Conv2d(8, 8, 1)
        self.depthwise = nn.Conv2d(14, 14, (3, 2), stride=(2, 1), groups=14, bias=False)
        self.relu6 = nn.ReLU6()
        self.out = nn.Linear(14, 5)
        self.scale = nn.Parameter(torch.tensor(1.5))

    def forward(self, x):
        x = self.prelu(self.strided(x))
        x = self.leaky(self.dilated(x))
        gated = self.scale * x * torch.sigmoid(self.gate(x))
        both = torch.cat([self.hardswish(self.point(x)), gated], dim=1)
        y = self.relu6(self.depthwise(F.pad(both, (1, 0, 2, 1))))
        return F.normalize(self.out(y.mean(dim=(2, 3))), dim=1)


class HardSigmoidGate(nn.Module):
    """Hardswish as files before opset 14 write it, with 1/6 as an f32."""

    def forward(self, x):
        return x * (x * single(1 / 6) + 0.5).clamp(0.0, 1.0)


class BranchesByHardSigmoid(Branches):
    """Branches with the older Hardswish."""

    def __init__(self):
        super().__init__()
        self.hardswish = HardSigmoidGate()


class Sequence(nn.Module):
    """Convolutions in one dimension beside a linear layer of every step: Softplus, Slice, Transpose, a scale per
    channel, Clip and the maximum and mean over steps."""

    inputs = (4, 20)

    def __init__(self):
        super().__init__()
        self.first = nn.Conv1d(4, 8, 5, stride=2, padding=2)
        self.softplus = nn.Softplus()
        self.second = nn.Conv1d(8, 6, 3, dilation=2)
        self.step = nn.Linear(8, 6)
        self.scale = nn.Parameter(torch.ones(6))
        self.pool = nn.MaxPool1d(2)
        self.out = nn.Linear(12, 5)

    def forward(self, x):
        x = self.softplus(self.first(x))
        pooled = self.pool(torch.clamp(self.second(x), -0.75, 1.25))
        steps = self.step(x[:, :, 2:9].permute(0, 2, 1)) * self.scale
        return self.out(torch.cat([pooled.view(x.shape[0], 6, 3).mean(2), torch.tanh(steps).mean(1)], 1))


def initialised(network, seed, gain=1.0):
    """Weights of He's variance, random biases, and BatchNorm with running statistics and gains of a trained network."""
    draw = torch.Generator().manual_seed(seed)
    normal = lambda t: torch.randn(t.shape, generator=draw)
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
                module.eps = EPSILON
                module.weight.copy_(1.0 + 0.3 * normal(module.weight))
                module.bias.copy_(0.2 * normal(module.bias))
                module.running_mean.copy_(0.3 * normal(module.running_mean))
                module.running_var.copy_(torch.exp(0.4 * normal(module.running_var)))
            elif isinstance(module, (nn.Linear, nn.Conv1d, nn.Conv2d)):
                incoming = module.weight[0].numel()
                module.weight.copy_(gain * math.sqrt(2.0 / incoming) * normal(module.weight))
                if module.bias is not None:
                    module.bias.copy_(0.2 * normal(module.bias))
            elif isinstance(module, nn.PReLU):
                module.weight.copy_(0.25 + 0.1 * normal(module.weight))
        if isinstance(network, Resnet18):
            network.fc.weight.mul_(0.1)
        if isinstance(network, Branches):
            # Every piece of Hardswish and ReLU6 is met.
            network.point.weight.mul_(3.0)
            network.depthwise.weight.mul_(6.0)
        if isinstance(network, Sequence):
            network.scale.copy_(1.0 + 0.3 * normal(network.scale))
    return network.eval()


def perturbed(network, seed):
    """A target network: the same architecture, every weight moved by a tenth."""
    draw = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for p in network.parameters():
            p.add_(0.1 * p.abs().mean() * torch.randn(p.shape, generator=draw))
    return network


def views(shape, samples, augmentations, seed):
    """N × A × shape: a sample is a sum of waves over its last axes; its views move, dim and roughen it."""
    draw = numpy.random.default_rng(seed)
    axes = [numpy.arange(n) / n for n in shape[1:]] or [numpy.arange(shape[0]) / shape[0]]
    channels = shape[0] if len(shape) > 1 else 1
    grid = numpy.meshgrid(*axes, indexing="ij")
    found = numpy.empty((samples, augmentations, *shape))
    for i in range(samples):
        waves = draw.normal(size=(channels, 4, len(axes))) * 4.0
        phases = draw.uniform(0, 2 * math.pi, size=(channels, 4))
        level = draw.normal(size=channels) * 0.5
        for a in range(augmentations):
            shift = draw.uniform(-0.06, 0.06, size=len(axes))
            bright = draw.uniform(0.8, 1.2)
            for c in range(channels):
                angle = lambda k: sum(w * (g + s) for w, g, s in zip(waves[c, k], grid, shift)) + phases[c, k]
                picture = level[c] + sum(numpy.sin(angle(k)) for k in range(4)) / 2.0
                noise = 0.1 * draw.normal(size=picture.shape)
                place = found[i, a] if len(shape) == 1 else found[i, a, c]
                place[...] = bright * picture + noise
    return found
