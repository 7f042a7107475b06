"""Tables of forecasts and alerts from the JSON files in a folder."""

import glob
import json
import os
import sys

folder = sys.argv[1]
forecasts = {h: json.load(open(f"{folder}/{h}.json")) for h in ("next", "24h")}
print("| glucose, mg/dL, unseen patients | n | forecaster | MAE | pinball | 80 % coverage (10–90 % of patients) | seconds | peak MiB |")
print("|---|---|---|---|---|---|---|---|")
for horizon, f in forecasts.items():
    mib = int(open(f"{folder}/{horizon}.kib").read()) / 1024
    low, _, high = f["coverage80_of_patients"]
    name = "next reading" if horizon == "next" else "24 h ahead"
    print(
        f"| {name} | {f['n']} | **Xinglin** | {f['mae']:.1f} | {f['pinball']:.2f} | {f['coverage80']:.3f} ({low:.2f}–{high:.2f}) | "
        f"{f['seconds']:.0f} | {mib:.0f} |"
    )
    for rule, said in (
        ("smoothing", "exponential smoothing, best rate, best constant band"),
        ("moving_average", "mean of the last seven, best constant band"),
        ("last_value", "last value, best constant band"),
    ):
        print(f"| {name} | {f['n']} | {said} | {f['mae_' + rule]:.1f} | {f['pinball_' + rule]:.2f} | | | |")
print()
print("| alert (real logs, unseen patients) | rule | events | sensitivity | false alarms per patient-week | precision | median lead, h |")
print("|---|---|---|---|---|---|---|")


def alert(limit, rule, a):
    print(
        f"| {limit} | {rule} | {a['events']} | {a['sensitivity']:.2f} | {a['false_alarms_per_patient_week']:.2f} | "
        f"{a['precision']:.2f} | {a['lead_hours']:.0f} |"
    )


for a in forecasts["24h"]["alerts"]:
    limit = f"glucose {a['limit']} mg/dL"
    alert(limit, "forecast, chance chosen on held-out patients", a)
    alert(limit, "latest reading within a tenth of the limit", a["by_reading"])
    for point in a["curve"]:
        print(
            f"| {limit} | forecast, chance {point['chance']} | {a['events']} | {point['sensitivity']:.2f} | "
            f"{point['false_alarms_per_patient_week']:.2f} | | {point['lead_hours'] or 0:.0f} |"
        )
print()
print("| alert (400 simulated people, 120 days) | rule | events | sensitivity | false alarms per patient-week | precision | median lead before the change is complete, h |")
print("|---|---|---|---|---|---|---|")
for path in sorted(glob.glob(f"{folder}/*.alerts")):
    variable, rule, limit = os.path.basename(path)[: -len(".alerts")].split("-")
    what = "heart failure: 2 kg of fluid" if variable == "weight" else "systolic mean rises by 10 mmHg"
    alert(what, f"{rule}, more than {limit}", json.load(open(path)))
