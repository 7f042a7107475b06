"""Turns the JSON of train series (file 1), its peak memory in KiB (file 2) and the peers' lines (file 3) into a table."""

import json
import sys

ours = json.loads(open(sys.argv[1]).read())
mib = int(open(sys.argv[2]).read().split()[-1]) / 1024
print("| PhysioNet 2012 set A, in-hospital death, 5 folds, out of fold | AUROC | min(Se, +P) | seconds | peak MiB |")
print("|---|---|---|---|---|")


def row(name, auc, auc_ci, se, se_ci, seconds, peak):
    interval = lambda ci: f" ({ci[0]:.3f}–{ci[1]:.3f})" if ci else ""
    print(f"| {name} | {auc:.3f}{interval(auc_ci)} | {se:.3f}{interval(se_ci)} | {seconds:.0f} | {peak:.0f} |")


ci = ours["ci95"]
weights = ", ".join(f"{m['kind']} {m['weight']:.2f}" for m in ours["members"])
row(f"**Xinglin** ({weights})", ours["auc"], ci["auc"], ours["min_se_ppv"], ci["min_se_ppv"], ours["seconds"], mib)
by_fold = [("Xinglin", ours["min_se_ppv_folds"])]
for line in open(sys.argv[3]):
    peer = json.loads(line)
    by_fold.append((peer["model"], peer["min_se_ppv_folds"]))
    row(peer["model"], peer["auc"], peer["auc_ci"], peer["min_se_ppv"], peer["min_se_ppv_ci"], peer["seconds"], peer["mib"])
print("| challenge 2012, best entry, on the hidden set C (Silva et al., 2012) | | 0.5353 | | |")
print()
print("| member alone | AUROC, mean of folds | weight | seconds |")
print("|---|---|---|---|")
for m in ours["members"]:
    print(f"| {m['kind']} | {m['auc']:.3f} | {m['weight']:.2f} | {m['seconds']:.0f} |")
print("\nmin(Se, +P) of each fold by itself, mean: " + "; ".join(f"{name} {value:.3f}" for name, value in by_fold))
print(f"\nAUPRC {ours['auprc']:.3f}, Brier {ours['brier']:.4f}, ECE {ours['ece']:.4f}, n = {ours['n']}")
