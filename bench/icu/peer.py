"""ICU cohorts, peers: scikit-learn on the last value of each variable (and when), 5 folds by stay, one thread: peer.py FOLDER

With 69 to 132 stays an absolute error moves by a tenth with the way the folds fall: figures are means over three ways.
"""

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
    ways = [StratifiedKFold(5, shuffle=True, random_state=w).split(stays, ever) for w in (1, 2, 3)]
    models = {
        "histgb": HistGradientBoostingClassifier(random_state=1),
        "linear": make_pipeline(
            SimpleImputer(add_indicator=True), StandardScaler(), LogisticRegression(C=0.01, max_iter=300)
        ),
    }
else:
    ways = [KFold(5, shuffle=True, random_state=w).split(stays) for w in (1, 2, 3)]
    models = {
        "histgb": HistGradientBoostingRegressor(loss="absolute_error", random_state=1),
        "linear": make_pipeline(SimpleImputer(add_indicator=True), StandardScaler(), Ridge(alpha=100)),
    }
ways = [[(np.isin(stay, stays[a]), np.isin(stay, stays[b])) for a, b in way] for way in ways]
answer = {}
for name, model in models.items():
    started, ranked, missed = time.time(), [], []
    for way in ways:
        p = np.zeros(len(y))
        for train, test in way:
            fitted = model.fit(x[train], y[train])
            p[test] = fitted.predict_proba(x[test])[:, 1] if classes else fitted.predict(x[test])
            if classes and 0 < y[test].sum() < test.sum():
                ranked.append((roc_auc_score(y[test], p[test]), average_precision_score(y[test], p[test])))
        if not classes:
            missed.append((mean_absolute_error(y, p), r2_score(y, p)))
    found = np.mean(ranked if classes else missed, axis=0)
    answer[name] = dict(zip(("auc", "auprc") if classes else ("mae", "r2"), found))
    answer[name]["seconds"] = (time.time() - started) / len(ways)
print(json.dumps(answer))
