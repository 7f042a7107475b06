"""Hippocampus MRI volumes (NIfTI) → slices of 64 × 64 pixels as an npz: classes anterior (0) and posterior (1).

    slices.py FOLDER OUT.npz      FOLDER holds images/ and labels/

Every third slice along the second axis that shows the hippocampus; the class is the part that has more voxels in it. Patients, not
slices, are dealt to train and val (one in five), so that a held-out slice is of somebody the generator never saw.
"""
import glob, gzip, os, sys
import numpy as np

TYPES = {2: "u1", 4: "i2", 8: "i4", 16: "f4", 64: "f8", 256: "i1", 512: "u2", 768: "u4"}


def volume(path):
    raw = (gzip.open if path.endswith(".gz") else open)(path, "rb").read()
    shape = np.frombuffer(raw, "<i2", 8, 40)[1:4]
    kind = TYPES[int(np.frombuffer(raw, "<i2", 1, 70)[0])]
    offset = int(np.frombuffer(raw, "<f4", 1, 108)[0])
    return np.frombuffer(raw, "<" + kind, int(np.prod(shape)), offset).reshape(shape, order="F").astype("f4")


def square(slice_):
    rows, columns = slice_.shape
    out = np.zeros((64, 64), "f4")
    rows, columns = min(rows, 64), min(columns, 64)
    top, left = (64 - rows) // 2, (64 - columns) // 2
    out[top : top + rows, left : left + columns] = slice_[:rows, :columns]
    return out


folder, target = sys.argv[1:]
sets = {"train": ([], []), "val": ([], [])}
for number, path in enumerate(sorted(glob.glob(os.path.join(folder, "images", "*.nii*")))):
    image, label = volume(path), volume(os.path.join(folder, "labels", os.path.basename(path)))
    low, high = np.percentile(image, [1, 99])
    image = np.clip((image - low) / max(high - low, 1e-6), 0, 1) * 255
    pictures, labels = sets["val" if number % 5 == 4 else "train"]
    for at in range(0, image.shape[1], 3):
        front, back = (label[:, at] == 1).sum(), (label[:, at] == 2).sum()
        if front + back > 20:
            pictures.append(square(image[:, at]).round().astype("u1"))
            labels.append([int(back > front)])
np.savez(target, **{f"{s}_{k}": np.array(v, "u1") for s, (p, l) in sets.items() for k, v in (("images", p), ("labels", l))})
print({k: v.shape for k, v in np.load(target).items()}, file=sys.stderr)
