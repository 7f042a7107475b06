"""ICU cohorts, peers: scikit-learn on the last value of each variable (and when), 5 folds by stay, one thread: peer.py FOLDER"""

import csv
import gzip
import json
import sys
import time

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import average_precision_score, mean_absolute_error, r2_score, roc_auc_score
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def rows(name):
    with gzip.open(f"{sys.argv[1]}/{name}.csv.gz", "rt") as lines:
        reader = csv.reader(lines)
        return next(reader), list(reader)


number = lambda text: float(text) if text not in ("", "NA") else np.nan
header, dyn = rows("dyn")
_, sta = rows("sta")
outcome_header, outc = rows("outc")
hourly = "time" in outcome_header
static = {r[0]: [number(r[1]), float(r[2] == "Male"), number(r[3]), number(r[4])] for r in sta}
last, since, x_at, end = {}, {}, {}, {}
for r in dyn:
    values = np.array([number(v) for v in r[2:]])
    before, ages = last.get(r[0], np.full(len(values), np.nan)), since.get(r[0], np.full(len(values), np.nan))
    last[r[0]] = np.where(np.isnan(values), before, values)
    since[r[0]] = np.where(np.isnan(values), ages + 1, 0)
    x_at[r[0], r[1]] = np.concatenate([last[r[0]], since[r[0]], [float(r[1])], static.get(r[0], [np.nan] * 4)])
    end[r[0]] = r[1]
keys = [(r[0], r[1] if hourly else end.get(r[0])) for r in outc]
keep = [i for i, k in enumerate(keys) if k in x_at]
x = np.array([x_at[keys[i]] for i in keep], dtype=np.float32)
label = outcome_header.index("label")
text = [outc[i][label] for i in keep]
classes = set(text) <= {"true", "false", "0", "1"}
y = np.array([t in ("true", "1") for t in text]) if classes else np.array([float(t) for t in text])
stay = np.array([outc[i][0] for i in keep])
stays = np.array(sorted(set(stay)))
if classes:
    ever = np.array([y[stay == s].any() for s in stays])
    splits = StratifiedKFold(5, shuffle=True, random_state=1).split(stays, ever)
    models = {
        "histgb": HistGradientBoostingClassifier(random_state=1),
        "linear": make_pipeline(
            SimpleImputer(add_indicator=True), StandardScaler(), LogisticRegression(C=0.01, max_iter=300)
        ),
    }
else:
    splits = KFold(5, shuffle=True, random_state=1).split(stays)
    models = {
        "histgb": HistGradientBoostingRegressor(loss="absolute_error", random_state=1),
        "linear": make_pipeline(SimpleImputer(add_indicator=True), StandardScaler(), Ridge(alpha=100)),
    }
splits = [(np.isin(stay, stays[a]), np.isin(stay, stays[b])) for a, b in splits]
answer = {}
for name, model in models.items():
    started, found = time.time(), []
    p = np.zeros(len(y))
    for train, test in splits:
        fitted = model.fit(x[train], y[train])
        p[test] = fitted.predict_proba(x[test])[:, 1] if classes else fitted.predict(x[test])
        if classes and 0 < y[test].sum() < test.sum():
            found.append((roc_auc_score(y[test], p[test]), average_precision_score(y[test], p[test])))
    if classes:
        answer[name] = {"auc": np.mean([a for a, _ in found]), "auprc": np.mean([b for _, b in found])}
    else:
        answer[name] = {"mae": mean_absolute_error(y, p), "r2": r2_score(y, p)}
    answer[name]["seconds"] = time.time() - started
print(json.dumps(answer))
