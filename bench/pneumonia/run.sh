#!/bin/bash
# PneumoniaMNIST (incomplete public copy of the training split): validation split, one thread. The networks never see the
# validation split; only the calibration does, and the figures are calibrated on the other folds of it.
#   bench/pneumonia/run.sh        BUDGET=300s   XINGLIN_SHARED_DATA=folder of development data
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
data=${XINGLIN_SHARED_DATA:-$root/../shared/data}/images/pneumoniamnist
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$root/xinglin" train image --data "$data/pneumoniamnist_trainval.npz" --classes normal,pneumonia \
    --budget "${BUDGET:-300s}" --threads 1 --out "$work/model" --json
