#!/bin/bash
# Tables: Xinglin beside scikit-learn, same data, same folds, one run. Prints a markdown table.
#   bench/tables/run.sh [part ...]     parts: heart_cleveland wdbc_breast indian_liver_ilpd hcv heart_failure hypothyroid diabetes130 speed
#   BUDGET=60s                         the search's budget per set (diabetes130: 240s)
#   PYTHON=/usr/bin/python3            needs Debian's python3-sklearn
# "seconds" of ours is the whole of the training: search inside nested folds, final model and its bootstrap ensemble, on the
# machine's cores. Of scikit-learn it is one default model on each fold, one thread.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
data=${XINGLIN_SHARED_DATA:-$root/../shared/data}/tabular
python=${PYTHON:-/usr/bin/python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 OMP_WAIT_POLICY=PASSIVE
if [[ -z ${TABLES_BENCH:-} ]]; then # a program built before, if named
    dotnet build "$root/bench/tables" -c Release -v q --nologo >&2
    TABLES_BENCH=$(ls "$root"/artifacts/bin/Tables.Bench/release*/Xinglin.Tables.Bench)
fi

field() { "$python" -c 'import json,sys; print(json.loads(sys.argv[1])[sys.argv[2]])' "$1" "$2"; }

side_by_side() { # set file target folds budget models [--drop …] [--positive …] [--group …]
    local set=$1 file=$2 target=$3 folds=$4 budget=$5 models=$6
    shift 6
    local positive=() options=("$@") answer peers
    while [[ $# -gt 0 ]]; do
        [[ $1 == --positive ]] && positive=("$1" "$2")
        shift 2
    done
    answer=$("$TABLES_BENCH" --data "$file" --target "$target" --folds "$folds" --budget "$budget" \
        --out "$work/$set" --oof "$work/$set.ours.csv" "${options[@]}")
    peers=$("$python" "$root/bench/tables/peer.py" "$file" "$target" "$folds" "$work/$set" "$models" "${options[@]}")
    local entries=("**Xinglin**=$work/$set.ours.csv=$(field "$answer" seconds)=$(field "$answer" peak_mib)")
    for model in ${models//,/ }; do
        entries+=("scikit-learn $model=$work/$set.$model.csv=$(field "$peers" "$model")=$(field "$peers" peak_mib)")
    done
    "$python" "$root/bench/tables/score.py" "$set" "$file" "$target" "$folds" "${positive[@]}" "${entries[@]}"
}

given() { # set target …: a set that comes with its folds
    local set=$1 target=$2
    shift 2
    side_by_side "$set" "$data/$set.csv" "$target" "$data/folds/$set.csv" "${BUDGET:-60s}" logreg,rf500,histgb "$@"
}

diabetes() { # all rows of a patient in one fold, dealt by the patient's number
    "$python" - "$data/diabetes130_dev.csv.gz" "$work" <<'PYTHON'
import csv, gzip, hashlib, sys
with gzip.open(sys.argv[1], "rt", newline="") as file, open(sys.argv[2] + "/diabetes130.csv", "w", newline="") as out, open(
    sys.argv[2] + "/diabetes130.folds.csv", "w"
) as folds:
    rows = csv.reader(file)
    header = next(rows)
    writer = csv.writer(out)
    writer.writerow(header)
    folds.write("row,fold\n")
    for i, row in enumerate(rows):
        writer.writerow(row)
        folds.write(f"{i},{hashlib.sha256(row[header.index('patient_nbr')].encode()).digest()[0] % 5}\n")
PYTHON
    side_by_side diabetes130 "$work/diabetes130.csv" readmitted "$work/diabetes130.folds.csv" "${BUDGET:-240s}" logreg,histgb \
        --positive '<30' --drop encounter_id --group patient_nbr
}

speed() {
    "$TABLES_BENCH" speed "$work/speed.csv" >"$work/speed.txt"
    for _ in 1 2 3; do # in turn, so that a slow moment of the machine does not fall on one side alone
        "$TABLES_BENCH" boosted "$work/speed.csv" >>"$work/boosted.txt"
        "$python" "$root/bench/tables/speed.py" "$work/speed.csv" >>"$work/peer.txt"
    done
    local ours peer peak
    read -r ours peak < <(sort -n "$work/boosted.txt" | sed -n 2p)
    peer=$(sort -n "$work/peer.txt" | sed -n 2p)
    echo
    echo "| 100,000 rows × 13 columns, made | Xinglin | scikit-learn | peak MiB, Xinglin |"
    echo "|---|---|---|---|"
    echo "| boosted trees, 200 rounds of 31 leaves, one thread, seconds, median of 3 | $ours | $peer (HistGradientBoosting) | $peak |"
    while read -r what value peak auc; do
        case $what in
            train) echo "| whole \`train tabular\`, budget 60 s, seconds (AUC $auc) | $value | – | $peak |" ;;
            cores) echo "| cores at work in it on average, of $auc | $value | – | $peak |" ;;
            predict) echo "| predictions, rows per second | $value | – | $peak |" ;;
            intervals) echo "| predictions with 90 % intervals, rows per second | $value | – | $peak |" ;;
        esac
    done <"$work/speed.txt"
}

echo "| set | rows | model | AUC, mean of folds ± sd | Brier | ECE | accuracy | seconds | peak MiB |"
echo "|---|---|---|---|---|---|---|---|---|"
[[ $# -gt 0 ]] || set -- heart_cleveland wdbc_breast indian_liver_ilpd hcv heart_failure hypothyroid diabetes130 speed
for part; do
    case $part in
        heart_cleveland) given $part num --positive 1,2,3,4 ;;
        hcv) given $part Category ;;
        heart_failure) given $part DEATH_EVENT --drop time ;;
        diabetes130) diabetes ;;
        speed) speed ;;
        *) given "$part" class ;;
    esac
done
