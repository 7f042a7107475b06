"""The same three nets in PyTorch from Debian: peer.py make FOLDER | peer.py train NET FILE EPOCHS THREADS."""
import json
import resource
import sys
import time

import numpy as np


def make(folder):
    rng = np.random.default_rng(1)
    for net, shape in {"mlp": (20000, 30), "gru": (2000, 48, 41), "cnn": (2000, 1, 28, 28)}.items():
        x = rng.standard_normal(shape).astype(np.float32)
        flat = x.reshape(len(x), -1)
        y = (flat[:, :10].sum(1) > 0).astype(np.float32)[:, None]
        np.savez(f"{folder}/{net}.npz", x=x, y=y)


def build(torch, net, x):
    nn = torch.nn
    if net == "mlp":
        return nn.Sequential(nn.Linear(x.shape[1], 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 1))
    if net == "cnn":
        return nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(32 * 7 * 7, 64), nn.ReLU(), nn.Linear(64, 1),
        )

    class Recurrent(nn.Module):
        def __init__(self):
            super().__init__()
            self.past = nn.GRU(x.shape[2], 64, batch_first=True)
            self.head = nn.Linear(64, 1)

        def forward(self, batch):
            return self.head(self.past(batch)[1].squeeze(0))

    return Recurrent()


def train(net, path, epochs, threads):
    import torch

    torch.set_num_threads(threads)
    arrays = np.load(path)
    x, y = torch.from_numpy(arrays["x"]), torch.from_numpy(arrays["y"])
    torch.manual_seed(1)
    model = build(torch, net, x)
    loss_of = torch.nn.BCEWithLogitsLoss()
    adam = torch.optim.Adam(model.parameters(), lr=1e-3)

    def epoch(examples):
        total, steps = 0.0, 0
        order = torch.randperm(examples)
        for start in range(0, examples, 64):
            rows = order[start : start + 64]
            adam.zero_grad()
            loss = loss_of(model(x[rows]), y[rows])
            loss.backward()
            adam.step()
            total, steps = total + loss.item(), steps + 1
        return total / steps

    epoch(256)
    started, before = time.perf_counter(), time.process_time()
    for _ in range(epochs):
        loss = epoch(len(x))
    seconds = time.perf_counter() - started
    spent = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "processor_seconds": spent, "peak_mib": peak, "loss": loss}))


if sys.argv[1] == "make":
    make(sys.argv[2])
else:
    train(sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
