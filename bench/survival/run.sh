#!/bin/bash
# Survival: Xinglin beside a plain Cox regression of chosen columns (numpy, as the data's README made its baseline with R), same
# rows, same five folds. Prints a markdown table.
#   bench/survival/run.sh [set ...]    sets: pbc lung colon mgus2
#   BUDGET=25s                         the search's budget per set
#   PYTHON=/usr/bin/python3            needs numpy
# C is Harrell's, the mean over the folds; "seconds" of ours is the whole of the training: nested search, final model, ensemble.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
data=${XINGLIN_SHARED_DATA:-$root/../shared/data}/survival
python=${PYTHON:-/usr/bin/python3}
xinglin=${XINGLIN:-$root/xinglin}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1

one() { # set time event value "columns of the plain Cox" published -- further options
    local set=$1 time=$2 event=$3 value=$4 columns=$5 published=$6
    shift 6
    $python "$root/bench/survival/peer.py" folds "$data/$set.csv" "$event" "$value" "$work/$set.folds.csv" "$@"
    /usr/bin/env time -f %M -o "$work/$set.memory" "$xinglin" train survival --data "$data/$set.csv" --time "$time" --event "$event" --event-value "$value" \
        --folds "$work/$set.folds.csv" --budget "${BUDGET:-25s}" --out "$work/$set" --json "$@" >"$work/$set.json" 2>/dev/null ||
        { echo "$set failed" >&2; return 1; }
    $python "$root/bench/survival/peer.py" row "$data/$set.csv" "$time" "$event" "$value" "$work/$set.folds.csv" "$columns" \
        "$work/$set.json" "$(tail -1 "$work/$set.memory" 2>/dev/null || echo -)" "$published" "$@"
}

echo "| set | rows (events) | Harrell C, Xinglin (95 % interval) | fold C | Uno C | integrated Brier (Kaplan–Meier) | Cox of chosen columns here (rows) | published | seconds | peak MiB |"
echo "|---|---|---|---|---|---|---|---|---|---|"
for set in ${@:-pbc lung colon mgus2}; do
    case $set in
        pbc) one pbc time status 2 age,log:bili,log:albumin,log:protime,edema "0.841 ± 0.055 (README, Cox in R)" --where "trt=1|2" --drop id ;;
        lung) one lung time status 2 age,sex,ph.ecog "0.619 ± 0.046 (README, Cox in R)" --drop inst ;;
        colon) one colon time status 1 rx,sex,age,obstruct,perfor,adhere,nodes,differ,extent,surg "0.647 ± 0.029 (README, Cox in R)" --where etype=2 --drop study,etype --group id ;;
        mgus2) one mgus2 futime death 1 age,sex,hgb,creat,mspike "–" --drop id,ptime,pstat,dxyr ;;
    esac
done
