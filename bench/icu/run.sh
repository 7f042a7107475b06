#!/bin/bash
# ICU cohorts (YAIB demo): each task trained and evaluated from its files as they are, five folds by stay, out of fold, one
# thread, beside scikit-learn on last values. Prints a markdown table; intervals are bootstrapped by stay.
#   bench/icu/run.sh [task/cohort…]      BUDGET=75s   PYTHON=/usr/bin/python3   XINGLIN_SHARED_DATA=folder of development data
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
data=${XINGLIN_SHARED_DATA:-$root/../shared/data}/timeseries/icu_demo
python=${PYTHON:-/usr/bin/python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
[ $# -gt 0 ] || set -- {mortality24,aki,sepsis,los,kidney_function}/{mimic_demo,eicu_demo_dev}
echo "| task | cohort | stays | rows | measure | Xinglin (95 % interval) | scikit-learn histgb | scikit-learn linear | members | seconds | peak MiB |"
echo "|---|---|---|---|---|---|---|---|---|---|---|"
for one; do
    "$python" "$root/bench/peak.py" "$work/kib" "${XINGLIN:-$root/xinglin}" train series --folder "$data/$one" \
        --budget "${BUDGET:-75s}" --threads 1 --out "$work/model" --json >"$work/ours.json" 2>"$work/said" || {
        echo "| ${one%/*} | ${one#*/} | | | refused | $(tail -n 1 "$work/said") | | | | | |"
        continue
    }
    "$python" "$root/bench/icu/peer.py" "$data/$one" >"$work/peer.json"
    "$python" "$root/bench/icu/row.py" "$one" "$work"
    rm -rf "$work/model"
done
