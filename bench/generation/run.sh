#!/bin/bash
# Generators: every figure of the synthesis report beside its goal. One thread. Prints markdown tables.
#   bench/generation/run.sh [part ...]   parts: tables private images slices     (default: all)
#   TABLE_BUDGET=120s  IMAGE_BUDGET=2400s (slices 1200s)   wall-clock time for each model       KEEP=DIR keeps the models there
# tables:  heart_cleveland, heart_failure, hypothyroid, and diabetes130 (a fresh sample of 61,350 encounters)
# private: heart_cleveland and diabetes130 with (ε, δ), as a cohort and as a classifier
# images:  PneumoniaMNIST at 28 × 28, held out: the validation split.   slices: hippocampus MRI at 64 × 64, held out: one patient in five
# Where slices are asked for beside images, which take as long, they are trained on a second core while the other parts run.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
data=${XINGLIN_SHARED_DATA:-$root/../shared/data}
python=${PYTHON:-/usr/bin/python3}
xinglin=${XINGLIN:-$root/xinglin}
work=${KEEP:-$(mktemp -d)}
mkdir -p "$work"
slices=
trap '[[ -z $slices ]] || kill "$slices" 2>/dev/null || true; [[ -n ${KEEP:-} ]] || rm -rf "$work"' EXIT
export OMP_NUM_THREADS=1 OMP_WAIT_POLICY=PASSIVE
rows() { # name verb… : trains unless the answer is kept already, then prints the report's rows
    local name=$1
    shift
    [[ -s $work/$name.json ]] || /usr/bin/env time -f %M -o "$work/$name.kb" "$xinglin" train "$@" --out "$work/$name" --json >"$work/$name.json" 2>"$work/$name.err" ||
        { tail -2 "$work/$name.err" >&2; return 1; }
    $python "$root/bench/generation/rows.py" "$name" "$work/$name.json" "$work/$name.kb"
}
echo "| set | figure | Xinglin (95 % interval) | goal | reached |"
echo "|---|---|---|---|---|"
[ $# -gt 0 ] || set -- tables private images slices
if [[ " $* " == *" images "* && " $* " == *" slices "* ]]; then
    KEEP=$work "$0" slices >"$work/slices.md" &
    slices=$!
fi
for part in "$@"; do
    case $part in
    tables)
        budget=${TABLE_BUDGET:-120s}
        rows heart_cleveland cohort --data "$data/tabular/heart_cleveland.csv" --target num --budget "$budget"
        rows heart_failure cohort --data "$data/tabular/heart_failure.csv" --target DEATH_EVENT --drop time --budget "$budget"
        rows hypothyroid cohort --data "$data/tabular/hypothyroid.csv" --target class --budget "$budget"
        rows diabetes130 cohort --data "$data/tabular/diabetes130_dev.csv.gz" --target readmitted --drop encounter_id,patient_nbr --budget "${LARGE_BUDGET:-240s}"
        ;;
    private)
        rows heart_cleveland_private cohort --data "$data/tabular/heart_cleveland.csv" --target num --private-epsilon 8
        rows diabetes130_private cohort --data "$data/tabular/diabetes130_dev.csv.gz" --target readmitted --drop encounter_id,patient_nbr --private-epsilon 3
        rows heart_classifier_private tabular --data "$data/tabular/heart_cleveland.csv" --target num --positive 1,2,3,4 --private-epsilon 3
        rows diabetes130_classifier_private tabular --data "$data/tabular/diabetes130_dev.csv.gz" --target readmitted --positive "<30" --drop encounter_id,patient_nbr --private-epsilon 3
        ;;
    images)
        rows pneumoniamnist gan --data "$data/images/pneumoniamnist/pneumoniamnist_trainval.npz" --classes normal,pneumonia --budget "${IMAGE_BUDGET:-2400s}" \
            ${FROM:+--from "$FROM"}
        ;;
    slices)
        if [[ -n $slices ]]; then
            wait "$slices"
            slices=
            tail -n +3 "$work/slices.md"
            continue
        fi
        $python "$root/bench/generation/slices.py" "$data/images/hippocampus_mri" "$work/slices.npz"
        rows hippocampus_slices gan --data "$work/slices.npz" --classes anterior,posterior --width 16 --batch 32 --budget "${IMAGE_BUDGET:-1200s}"
        ;;
    *) echo "unknown part: $part" >&2; exit 2 ;;
    esac
done
