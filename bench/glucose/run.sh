#!/bin/bash
# UCI diabetes logs: the next glucose reading and the next day of patients not trained on, five folds by patient, one thread,
# beside simple rules; alerts before hypo- and hyperglycaemia; alerts on weight gain and rising blood pressure of simulated
# people. Prints markdown tables.
#   bench/glucose/run.sh          BUDGET=250s   XINGLIN_SHARED_DATA=folder of development data
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
data=${XINGLIN_SHARED_DATA:-$root/../shared/data}/timeseries/uci_diabetes_logs
python=${PYTHON:-/usr/bin/python3}
xinglin=${XINGLIN:-$root/xinglin}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OMP_NUM_THREADS=1
for horizon in next 24h; do
    "$python" "$root/bench/peak.py" "$work/$horizon.kib" "$xinglin" train forecast --events "$data/events-dev.csv.gz" \
        --variable glucose --unit mg/dL --horizon $horizon --alert-below 70 --alert-above 250 --budget "${BUDGET:-250s}" \
        --threads 1 --out "$work/$horizon" --json >"$work/$horizon.json"
done
"$xinglin" synthesise readings --count 400 --seed 77 --truth "$work/truth.csv" --out "$work/home.csv" >&2
alerts() { "$xinglin" alerts --events "$work/home.csv" --truth "$work/truth.csv" --json "$@"; }
alerts --variable weight --rule SuddenGain --limit 2 >"$work/weight-SuddenGain-2.alerts"
alerts --variable weight --rule Gain --limit 1.5 >"$work/weight-Gain-1.5.alerts"
alerts --variable systolic --rule Rise --limit 5 >"$work/systolic-Rise-5.alerts"
alerts --variable systolic --rule Rise --limit 8 >"$work/systolic-Rise-8.alerts"
"$python" "$root/bench/glucose/tables.py" "$work"
