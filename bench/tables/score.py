"""Scores out-of-fold files of either side with one and the same code (scikit-learn's AUC).

Usage: score.py SET DATA TARGET FOLDS [--positive V1,V2] NAME=FILE=SECONDS=MIB ...
Prints a markdown row for each: mean AUC over folds with its deviation, Brier, ECE (10 bins of equal width), accuracy, seconds, MiB.
"""
import sys

import numpy as np
from sklearn.metrics import roc_auc_score

import tables

label, data, target, fold_file, *rest = sys.argv[1:]
positive = None
if rest[0] == "--positive":
    positive, rest = rest[1].split(","), rest[2:]
names, truth = tables.classes(tables.read(data)[target], positive)
fold = tables.folds(fold_file)
hot = np.eye(len(names))[truth]
binary = len(names) == 2


def auc(t, p):
    return np.mean([roc_auc_score(t == c, p[:, c]) for c in ([1] if binary else range(len(names))) if 0 < (t == c).sum() < len(t)])


for entry in rest:
    name, file, seconds, peak = entry.split("=")
    told = tables.read(file)
    p = np.zeros((len(truth), len(names)))
    p[np.array(told["row"], int)] = np.column_stack([np.array(told[f"p_{c}"], float) for c in names])
    aucs = [auc(truth[fold == f], p[fold == f]) for f in np.unique(fold)]
    brier = ((p[:, 1] - hot[:, 1]) ** 2).mean() if binary else ((p - hot) ** 2).sum(1).mean()
    call = np.ones(len(truth), int) if binary else p.argmax(1)
    stated, right = p[np.arange(len(truth)), call], (truth == call).astype(float)
    bins = np.clip(np.ceil(stated * 10).astype(int) - 1, 0, 9)
    ece = sum(abs((stated - right)[bins == b].sum()) for b in range(10)) / len(truth)
    accuracy = (p.argmax(1) == truth).mean()
    print(f"| {label} | {len(truth)} | {name} | {np.mean(aucs):.3f} ± {np.std(aucs):.3f} | {brier:.3f} | {ece:.3f} | {accuracy:.3f} | {seconds} | {peak} |")
