"""Reading the bench's files with the csv module and numpy alone (Debian's python3-sklearn brings no pandas)."""
import csv

import numpy as np


def read(path):
    """Column name -> list of text cells."""
    with open(path, newline="", encoding="utf-8-sig") as file:
        header, *rows = csv.reader(file)
    return {name: [row[i] for row in rows] for i, name in enumerate(header)}


def folds(path):
    table = read(path)
    answer = np.zeros(len(table["row"]), int)
    answer[np.array(table["row"], int)] = np.array(table["fold"], int)
    return answer


def classes(cells, positive):
    if positive:
        cells = ["positive" if cell in positive else "negative" for cell in cells]
    names = sorted(set(cells))
    return names, np.array([names.index(cell) for cell in cells])


def features(table, leave_out):
    """Numbers as floats with NaN, words as objects with None."""
    numbers, words = [], []
    for name, cells in table.items():
        if name in leave_out:
            continue
        cells = [None if c in ("", "NA") else c for c in cells]
        try:
            numbers.append(np.array([np.nan if c is None else float(c) for c in cells]))
        except ValueError:
            words.append(np.array([np.nan if c is None else c for c in cells], dtype=object))
    n = len(next(iter(table.values())))
    stack = lambda columns, kind: np.column_stack(columns) if columns else np.empty((n, 0), kind)
    return stack(numbers, float), stack(words, object)
