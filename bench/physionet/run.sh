#!/bin/bash
# PhysioNet/CinC Challenge 2012, set A: in-hospital death from the first 48 hours, five folds, out of fold, one thread, beside
# scikit-learn on 8 statistics of each variable. Prints a markdown table.
#   bench/physionet/run.sh        BUDGET=420s   PYTHON=/usr/bin/python3   XINGLIN_SHARED_DATA=folder of development data
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
data=${XINGLIN_SHARED_DATA:-$root/../shared/data}/timeseries/physionet2012
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
${PYTHON:-/usr/bin/python3} "$root/bench/peak.py" "$work/kib" "${XINGLIN:-$root/xinglin}" train series \
    --events "$data/events-a.csv.gz" --outcomes "$data/outcomes-a.csv" --target in_hospital_death \
    --budget "${BUDGET:-420s}" --threads 1 --out "$work/model" --json >"$work/ours.json"
${PYTHON:-/usr/bin/python3} "$root/bench/physionet/peer.py" "$data/events-a.csv.gz" "$data/outcomes-a.csv" >"$work/peers"
${PYTHON:-/usr/bin/python3} "$root/bench/physionet/table.py" "$work/ours.json" "$work/kib" "$work/peers"
