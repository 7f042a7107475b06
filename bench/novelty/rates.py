"""Prints how many pictures of each kind a model calls out of distribution, with Wilson 95 % intervals.

  python3 bench/novelty/rates.py PREDICTIONS-FOLDER
"""
import csv, glob, math, os, sys


def wilson(k, n):
    z, p = 1.96, k / n
    m, d = (p + z * z / 2 / n) / (1 + z * z / n), z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / 4 / n / n)
    return max(0, m - d), min(1, m + d)


print('| pictures | n | cannot say (95 % interval) | wanted |')
print('|---|---|---|---|')
files = sorted(glob.glob(os.path.join(sys.argv[1], '*.csv')), key=lambda f: (not f.endswith('films.csv'), f))
for path in files:
    refused = [row['out_of_distribution'] == '1' for row in csv.DictReader(open(path))]
    k, n = sum(refused), len(refused)
    low, high = wilson(k, n)
    kind = os.path.basename(path)[:-4]
    kind, wanted = ('real chest films, unseen', '≤ 0.05') if kind == 'films' else (kind, '≥ 0.95')
    print(f'| {kind} | {n} | {k / n:.3f} ({low:.3f}–{high:.3f}) | {wanted} |')
