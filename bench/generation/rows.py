"""Prints the rows of a synthesis report (or of a private classifier) as markdown: rows.py NAME ANSWER.json [PEAK.kb]"""
import json, os, sys

name, path = sys.argv[1:3]
answer = json.load(open(path))
shown = {
    "column_distance": "mean distance of columns",
    "pair_difference": "mean difference of pairwise association",
    "kid": "KID, synthetic to held-out",
    "kid_real": "KID, training to held-out (reference)",
    "kid_given": "KID by the given network",
    "kid_given_real": "KID by the given network, training to held-out (reference)",
    "auc_real": "AUC trained on real",
    "auc_synthetic": "AUC trained on synthetic",
    "auc_ratio": "AUC, synthetic over real",
    "membership_auc": "membership inference AUC",
    "copies_beyond_chance": "copies beyond chance",
    "distance_ratio": "nearest-neighbour distance ratio",
    "distance_ratio_pixels": "nearest-neighbour distance ratio, pixels",
    "distance_ratio_features": "nearest-neighbour distance ratio, features",
    "closer_to_training": "share nearer to training (0.5 is ideal)",
    "precision": "precision",
    "recall": "recall",
    "coverage": "coverage",
}


def number(value):
    return "not measured" if value is None else f"{value:.4f}" if abs(value) < 0.1 and value else f"{value:.3f}"


def row(figure, value, interval=None, goal="", reached=None):
    text = number(value) + (f" ({number(interval[0])}–{number(interval[1])})" if interval else "")
    print(f"| {name} | {figure} | {text} | {goal or '–'} | {'–' if reached is None else 'yes' if reached else 'no'} |")


for section in ("fidelity", "usefulness", "privacy", "diversity"):
    for code, finding in answer.get(section, {}).items():
        if code in shown:
            row(f"{section}: {shown[code]}", finding["value"], finding.get("ci95"), finding.get("goal"), finding.get("passed"))
if "auc" in answer:
    row(f"AUC on {answer['split']}", answer["auc"], answer["ci95"]["auc"])
if answer.get("differential_privacy"):
    row("ε spent, at δ = %.2g" % answer["differential_privacy"]["delta"], answer["differential_privacy"]["epsilon"])
extra = []
if "method" in answer:
    extra.append(f"method {answer['method']}, scores {answer['details']['trials']}")
if "training" in answer:
    extra.append(f"{answer['training']['steps']} steps, kept {answer['training']['kept_step']}")
if "privacy_passed" in answer:
    extra.append("privacy check " + ("passed" if answer["privacy_passed"] else "FAILED: refused"))
peak = sys.argv[3] if len(sys.argv) > 3 else ""
memory = f"{int(open(peak).read().split()[-1]) // 1024} MiB" if os.path.exists(peak) else "memory not measured"
print(f"| {name} | {'; '.join(extra) or 'seconds and peak'} | {answer['seconds']:.0f} s, {memory} | – | – |")
