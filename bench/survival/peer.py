"""A plain Cox regression (Efron's ties, no penalty) of chosen columns on complete rows, by numpy alone, and the bench's row.

Usage: peer.py folds DATA EVENT VALUE OUT [--where C=V] [--group C] [--drop …]
       peer.py row DATA TIME EVENT VALUE FOLDS COLUMNS OURS.json KIB PUBLISHED [--where C=V] …
A column "log:x" is taken by its logarithm; a column of words gives one column for each level but the first.
"""
import csv, json, sys, time as clock

import numpy as np


def read(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        header, *rows = csv.reader(file)
    return {name: [row[i] for row in rows] for i, name in enumerate(header)}


def kept(table, options):
    n = len(next(iter(table.values())))
    rows = np.ones(n, bool)
    if "--where" in options:
        column, values = options["--where"].split("=")
        rows &= np.isin(table[column], values.split("|"))
    return rows


def folds(data, event, value, out, options):
    table = read(data)
    rows = kept(table, options)
    group = table[options["--group"]] if "--group" in options else [str(i) for i in range(len(rows))]
    died = {g: False for g in group}
    for g, e, k in zip(group, table[event], rows):
        died[g] |= bool(k) and e == value
    fold, rng = {}, np.random.default_rng(42)
    for label in (True, False):
        names = [g for g in dict.fromkeys(group) if died[g] == label]
        for i, j in enumerate(rng.permutation(len(names))):
            fold[names[j]] = i % 5
    with open(out, "w") as file:
        file.write("row,fold\n" + "".join(f"{i},{fold[g]}\n" for i, g in enumerate(group)))


def matrix(table, columns, rows):
    parts = []
    for name in columns.split(","):
        cells = [table[name.removeprefix("log:")][i] for i in rows]
        try:
            x = np.array([np.nan if c in ("", "NA") else float(c) for c in cells])
            parts.append(np.log(x) if name.startswith("log:") else x)
        except ValueError:
            for level in sorted(set(cells))[1:]:
                parts.append(np.array([float(c == level) for c in cells]))
    return np.column_stack(parts)


def cox(x, t, e):
    order = np.argsort(-t, kind="stable")
    x, t, e = x[order], t[order], e[order]
    beta = np.zeros(x.shape[1])
    for _ in range(30):
        w = np.exp(x @ beta)
        gradient, hessian = np.zeros_like(beta), np.zeros((len(beta), len(beta)))
        s0, s1, s2, i = 0.0, np.zeros_like(beta), np.zeros_like(hessian), 0
        while i < len(t):
            j = i
            while j < len(t) and t[j] == t[i]:
                s0, s1, s2 = s0 + w[j], s1 + w[j] * x[j], s2 + w[j] * np.outer(x[j], x[j])
                j += 1
            dead = [k for k in range(i, j) if e[k]]
            d0 = sum(w[k] for k in dead)
            d1 = sum((w[k] * x[k] for k in dead), np.zeros_like(beta))
            d2 = sum((w[k] * np.outer(x[k], x[k]) for k in dead), np.zeros_like(hessian))
            for l, k in enumerate(dead):
                f = l / len(dead)
                mean = (s1 - f * d1) / (s0 - f * d0)
                gradient += x[k] - mean
                hessian += (s2 - f * d2) / (s0 - f * d0) - np.outer(mean, mean)
            i = j
        step = np.linalg.solve(hessian + 1e-9 * np.eye(len(beta)), gradient)
        beta += step
        if np.abs(step).max() < 1e-8:
            break
    return beta


def harrell(t, e, r):
    first = e[:, None] & ((t[:, None] < t[None, :]) | ((t[:, None] == t[None, :]) & ~e[None, :]))
    return ((r[:, None] > r[None, :]) + 0.5 * (r[:, None] == r[None, :]))[first].mean()


def row(data, time, event, value, fold_file, columns, ours, kib, published, options):
    table, fold = read(data), {}
    for r, f in zip(*read(fold_file).values()):
        fold[int(r)] = int(f)
    rows = np.flatnonzero(kept(table, options))
    x = matrix(table, columns, rows)
    whole = ~np.isnan(x).any(1)
    rows, x = rows[whole], x[whole]
    x = x - x.mean(0)
    t = np.array([float(table[time][i]) for i in rows])
    e = np.array([table[event][i] == value for i in rows])
    f = np.array([fold[i] for i in rows])
    started = clock.perf_counter()
    cs = [harrell(t[f == k], e[f == k], x[f == k] @ cox(x[f != k], t[f != k], e[f != k])) for k in range(5)]
    seconds = clock.perf_counter() - started
    o = json.load(open(ours))
    low, high = o["ci95"]["harrell_c"]
    size = f"{int(kib) // 1024}" if kib.isdigit() else "–"
    print(
        f"| {data.rsplit('/', 1)[-1].removesuffix('.csv')} | {o['n']} ({o['events']}) | **{o['harrell_c']:.3f}** ({low:.3f}–{high:.3f}) | "
        f"± {np.std(o['fold_harrell_c']):.3f} | {o['uno_c']:.3f} | {o['ibs']:.3f} ({o['ibs_reference']:.3f}) | "
        f"{np.mean(cs):.3f} ± {np.std(cs):.3f} ({len(rows)}), {seconds:.1f} s | {published} | {o['seconds']:.0f} | {size} |"
    )


what, *rest = sys.argv[1:]
count = {"folds": 4, "row": 9}[what]
given = dict(zip(rest[count::2], rest[count + 1 :: 2]))
(folds if what == "folds" else row)(*rest[:count], given)
