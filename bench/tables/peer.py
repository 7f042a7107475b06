"""scikit-learn on the same tables and folds: median imputation, standard scaling, one-hot, default models.

Usage: peer.py DATA TARGET FOLDS OUT MODELS [--drop A,B] [--positive V1,V2] [--group G]
Writes one out-of-fold probability file per model (OUT.<model>.csv) and prints the seconds of each as JSON. Words with more than
50 values are too many for dense one-hot columns: their values become numbers, in order of the share of the first class.
"""
import json, resource, sys, time, warnings

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import tables

warnings.filterwarnings("ignore")
data, target, fold_file, out, wanted, *rest = sys.argv[1:]
options = dict(zip(rest[::2], rest[1::2]))
table = tables.read(data)
fold = tables.folds(fold_file)
names, y = tables.classes(table[target], options.get("--positive", "").split(",") if "--positive" in options else None)
numbers, words = tables.features(table, [target, options.get("--group")] + options.get("--drop", "").split(","))
few = np.array([len({c for c in column if isinstance(c, str)}) <= 50 for column in words.T], bool)


def rates(train, column):
    """The share of class 0 at each value among the training rows, drawn to the whole by 15 rows; unknown: the whole."""
    whole = (y[train] == 0).mean()
    count, hits = {}, {}
    for value, label in zip(words[train, column], y[train]):
        count[value] = count.get(value, 0) + 1
        hits[value] = hits.get(value, 0) + (label == 0)
    told = {v: (hits[v] + 15 * whole) / (count[v] + 15) for v in count}
    return np.array([told.get(v, whole) for v in words[:, column]])


def prepare(train, held):
    scale = make_pipeline(SimpleImputer(strategy="median"), StandardScaler()).fit(numbers[train])
    parts = [[scale.transform(numbers[rows])] for rows in (train, held)]
    for column in np.flatnonzero(~few):
        rate = rates(train, column)
        scaled = (rate - rate[train].mean()) / (rate[train].std() + 1e-9)
        for part, rows in zip(parts, (train, held)):
            part.append(scaled[rows][:, None])
    if few.any():
        code = make_pipeline(
            SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore", sparse=False)
        ).fit(words[train][:, few])
        for part, rows in zip(parts, (train, held)):
            part.append(code.transform(words[rows][:, few]))
    return [np.hstack(part) for part in parts]


models = {
    "logreg": lambda: LogisticRegression(max_iter=2000),
    "rf500": lambda: RandomForestClassifier(500, random_state=0, n_jobs=1),
    "histgb": lambda: HistGradientBoostingClassifier(random_state=0),
}
seconds = {}
for name in wanted.split(","):
    make = models[name]
    started = time.perf_counter()
    p = np.zeros((len(y), len(names)))
    for f in np.unique(fold):
        train, held = fold != f, fold == f
        x, unseen = prepare(train, held)
        model = make().fit(x, y[train])
        p[np.ix_(held, model.classes_)] = model.predict_proba(unseen)
    seconds[name] = round(time.perf_counter() - started, 2)
    with open(f"{out}.{name}.csv", "w", encoding="utf-8") as file:
        file.write(",".join(["row"] + [f"p_{c}" for c in names]) + "\n")
        for row, line in enumerate(p):
            file.write(f"{row}," + ",".join(f"{v:.8f}" for v in line) + "\n")
seconds["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps(seconds))
