"""One row of the table of ICU cohorts: row.py TASK/COHORT FOLDER (with ours.json, peer.json and kib)."""

import json
import sys

task, cohort = sys.argv[1].split("/")
ours = json.load(open(f"{sys.argv[2]}/ours.json"))
peer = json.load(open(f"{sys.argv[2]}/peer.json"))
mib = int(open(f"{sys.argv[2]}/kib").read()) / 1024
members = ", ".join(f"{m['kind']} {m['weight']:.2f}" for m in ours["members"] if m["weight"] > 0)


def told(measure):
    low, high = ours["ci95"][measure]
    return f"{ours[measure]:.3f} ({low:.3f}–{high:.3f})"


def row(measure, ours_told, name):
    print(
        f"| {task} | {cohort} | {ours['series']} | {ours['n']} | {name} | {ours_told} | {peer['histgb'][measure]:.3f} | "
        f"{peer['linear'][measure]:.3f} | {members} | {ours['seconds']:.0f} | {mib:.0f} |"
    )


if ours["task"] == "class":
    row("auc", told("auc"), "AUROC by hour" if ours["hourly"] else "AUROC")
    row("auprc", told("auprc"), "AUPRC")
else:
    row("mae", told("mae"), "MAE")
    row("r2", told("r2"), f"R²; 80 % interval covers {ours['coverage80']:.3f}")
