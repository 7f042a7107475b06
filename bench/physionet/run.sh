#!/bin/bash
# PhysioNet/CinC Challenge 2012, set A: in-hospital death from the first 48 hours, five folds, out of fold, one thread.
#   bench/physionet/run.sh        BUDGET=300s   XINGLIN_SHARED_DATA=folder of development data
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
data=${XINGLIN_SHARED_DATA:-$root/../shared/data}/timeseries/physionet2012
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/xinglin" train series --events "$data/events-a.csv.gz" --outcomes "$data/outcomes-a.csv" \
    --target in_hospital_death --budget "${BUDGET:-300s}" --threads 1 --out "$work/model" --json
