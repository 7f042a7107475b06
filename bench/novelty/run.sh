#!/bin/bash
# How often a pneumonia model says "cannot say" to what is no chest film, and to chest films it has never seen. Trained here on the
# training split; limit from one half of the validation split, films of the other half.
#   bench/novelty/run.sh        BUDGET=300s   MODEL=folder of a model to measure instead   XINGLIN_SHARED_DATA=folder of development data
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
xinglin=${XINGLIN:-$root/xinglin}
data=${XINGLIN_SHARED_DATA:-$root/../shared/data}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
/usr/bin/python3 "$root/bench/novelty/pictures.py" "$data/images/pneumoniamnist/pneumoniamnist_trainval.npz" "$work/pictures" \
    "$data/timeseries/wfdb_samples" "$data/images/hippocampus_mri/images"
model=${MODEL:-$work/model}
[ -n "${MODEL:-}" ] || "$xinglin" train image --data "$work/pictures/films.npz" --classes normal,pneumonia \
    --budget "${BUDGET:-300s}" --threads 1 --out "$model" --json >/dev/null 2>"$work/log" || { cat "$work/log" >&2; exit 1; }
mkdir "$work/said"
for file in "$work"/pictures/*.npz; do
  "$xinglin" predict --model "$model" --data "$file" --split test --out "$work/said/$(basename "$file" .npz).csv" >/dev/null
done
/usr/bin/python3 "$root/bench/novelty/rates.py" "$work/said"
