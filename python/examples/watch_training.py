"""SimCLR on small images while dualproof watches: how much of each update is a covariance operator, the effective rank.

    python examples/watch_training.py
"""

from pathlib import Path

import numpy
import torch
from dualproof.torch import watch
from torch import nn

DATA = Path(__file__).resolve().parents[2] / "theorems" / "digits" / "data"
images = torch.from_numpy(numpy.load(DATA / "digits_images.npy")).float() / 16
torch.manual_seed(0)


def augmented(batch):
    """Each image with noise of its own."""
    return batch.flatten(1) + 0.2 * torch.randn(len(batch), 64)


model = nn.Sequential(nn.Linear(64, 12), nn.ReLU(), nn.Linear(12, 4))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
views = torch.stack([augmented(images[:6]) for _ in range(2)], dim=1)

with watch(model, views, every=20, optimizer=optimizer, loss="nt-xent:0.2") as watching:
    for step in range(61):
        batch = images[torch.randint(len(images), (32,))]
        one, two = (nn.functional.normalize(model(augmented(batch))) for _ in range(2))
        loss = nn.functional.cross_entropy(one @ two.T / 0.2, torch.arange(len(one)))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

print("step  loss    effective rank  covariance share of 0.weight")
for record in watching.records:
    loss, share = record.report["loss_value"], record.covariance_share["0.weight"]
    print(f"{record.step:4}  {loss:6.3f}  {record.effective_rank:14.3f}  {share:28.3f}")
