#!/bin/bash
# Tables: Xinglin beside scikit-learn, same data, same folds, one run, one thread each. Prints a markdown table.
#   bench/tables/run.sh [set ...]      sets: heart_cleveland wdbc_breast indian_liver_ilpd hcv heart_failure hypothyroid
#   BUDGET=60s                         the search's budget per set (default 30s)
#   PYTHON=/usr/bin/python3            needs Debian's python3-sklearn
# "seconds" of ours is the whole of the training: search inside nested folds, final model and its bootstrap ensemble.
# Of scikit-learn it is five fits of one default model.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
data=${XINGLIN_SHARED_DATA:-$root/../shared/data}/tabular
python=${PYTHON:-/usr/bin/python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
dotnet build "$root/bench/tables" -c Release -v q --nologo >&2
ours=$(ls "$root"/artifacts/bin/Tables.Bench/release*/Xinglin.Tables.Bench)

side_by_side() { # set target [--drop …] [--positive …]
    local set=$1 target=$2
    shift 2
    local folds=$data/folds/$set.csv positive=()
    [[ ${1:-} == --positive ]] && positive=("$@")
    local answer seconds peers
    answer=$("$ours" --data "$data/$set.csv" --target "$target" --folds "$folds" --budget "${BUDGET:-30s}" \
        --out "$work/$set" --oof "$work/$set.ours.csv" "$@")
    seconds=$($python -c 'import json,sys; print(json.loads(sys.argv[1])["seconds"])' "$answer")
    peers=$($python "$root/bench/tables/peer.py" "$data/$set.csv" "$target" "$folds" "$work/$set" "$@")
    local entries=("**Xinglin**=$work/$set.ours.csv=$seconds")
    for model in logreg rf500 histgb; do
        entries+=("scikit-learn $model=$work/$set.$model.csv=$($python -c 'import json,sys; print(json.loads(sys.argv[1])[sys.argv[2]])' "$peers" $model)")
    done
    $python "$root/bench/tables/score.py" "$data/$set.csv" "$target" "$folds" "${positive[@]}" "${entries[@]}"
}

echo "| set | rows | model | AUC, mean of folds ± sd | Brier | ECE | accuracy | seconds |"
echo "|---|---|---|---|---|---|---|---|"
for set in "${@:-heart_cleveland wdbc_breast indian_liver_ilpd hcv heart_failure hypothyroid}"; do
    for one in $set; do
        case $one in
            heart_cleveland) side_by_side $one num --positive 1,2,3,4 ;;
            hcv) side_by_side $one Category ;;
            heart_failure) side_by_side $one DEATH_EVENT --drop time ;;
            *) side_by_side $one class ;;
        esac
    done
done
