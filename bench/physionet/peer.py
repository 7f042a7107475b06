"""PhysioNet 2012, peers: scikit-learn on 8 statistics of each variable, 5 stratified folds, one thread.

Prints one JSON line for each model: AUROC (mean of folds), min(Se, +P) over all out-of-fold scores with a bootstrap interval.
"""

import csv
import gzip
import json
import resource
import sys
import time

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def min_se_ppv(y, p):
    order = np.argsort(-p, kind="stable")
    right = np.cumsum(y[order])
    last = np.append(p[order][1:] != p[order][:-1], True)
    return np.max(np.minimum(right / y.sum(), right / np.arange(1, len(y) + 1))[last])


def statistics(path):
    stays, variables = {}, {}
    with gzip.open(path, "rt") as lines:
        for row in csv.DictReader(lines):
            v = variables.setdefault(row["variable"], len(variables))
            stays.setdefault(row["id"], {}).setdefault(v, []).append((float(row["time"]), float(row["value"])))
    ids = list(stays)
    x = np.full((len(ids), 8 * len(variables)), np.nan, dtype=np.float32)
    for i, stay in enumerate(ids):
        for v, events in stays[stay].items():
            t, a = np.array(events).T
            x[i, 8 * v : 8 * v + 8] = a[0], a[-1], a.min(), a.max(), a.mean(), a.std(), len(a), t[-1]
    return ids, x


started = time.time()
ids, x = statistics(sys.argv[1])
with open(sys.argv[2]) as lines:
    outcome = {row["id"]: int(row["in_hospital_death"]) for row in csv.DictReader(lines)}
y = np.array([outcome[i] for i in ids])
read = time.time() - started
models = {
    "scikit-learn histogram boosting, 8 statistics": HistGradientBoostingClassifier(random_state=1),
    "scikit-learn histogram boosting, slow": HistGradientBoostingClassifier(
        learning_rate=0.03, max_iter=300, max_leaf_nodes=15, l2_regularization=5, random_state=1
    ),
    "scikit-learn logistic, 8 statistics": make_pipeline(
        SimpleImputer(add_indicator=True), StandardScaler(), LogisticRegression(C=0.001, max_iter=300)
    ),
}
for name, model in models.items():
    started = time.time()
    p, aucs, balances = np.zeros(len(y)), [], []
    for train, test in StratifiedKFold(5, shuffle=True, random_state=1).split(x, y):
        p[test] = model.fit(x[train], y[train]).predict_proba(x[test])[:, 1]
        aucs.append(roc_auc_score(y[test], p[test]))
        balances.append(min_se_ppv(y[test], p[test]))
    seconds = time.time() - started + read
    rng = np.random.default_rng(1)
    draws = [rng.integers(0, len(y), len(y)) for _ in range(300)]
    auc_draws = [roc_auc_score(y[d], p[d]) for d in draws]
    se_draws = [min_se_ppv(y[d], p[d]) for d in draws]
    print(
        json.dumps(
            {
                "model": name,
                "auc": np.mean(aucs),
                "auc_ci": list(np.percentile(auc_draws, [2.5, 97.5])),
                "min_se_ppv": min_se_ppv(y, p),
                "min_se_ppv_folds": np.mean(balances),
                "min_se_ppv_ci": list(np.percentile(se_draws, [2.5, 97.5])),
                "seconds": seconds,
                "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )
