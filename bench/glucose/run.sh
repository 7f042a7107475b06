#!/bin/bash
# UCI diabetes logs: the next glucose reading of patients not trained on, five folds by patient, one thread; beside "same as
# the last reading" and the mean of the last seven.
#   bench/glucose/run.sh          BUDGET=300s   XINGLIN_SHARED_DATA=folder of development data
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
data=${XINGLIN_SHARED_DATA:-$root/../shared/data}/timeseries/uci_diabetes_logs
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/xinglin" train forecast --events "$data/events-dev.csv.gz" --variable glucose --unit mg/dL --horizon next \
    --budget "${BUDGET:-300s}" --threads 1 --out "$work/model" --json
