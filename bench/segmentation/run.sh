#!/bin/bash
# Lung fields (24 films) and hippocampus (MRI) by leave-out inside train segment: each image drawn by a network that has not seen it.
#   bench/segmentation/run.sh [lungs|hippocampus]…        BUDGET=600s   XINGLIN_SHARED_DATA=folder of development data
# No model is kept: most of the films are CC BY-NC-SA.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
xinglin=${XINGLIN:-$root/xinglin}
data=${XINGLIN_SHARED_DATA:-$root/../shared/data}/images
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ $# -gt 0 ] || set -- lungs hippocampus
echo '| set | split | label | Dice (95 % interval) | IoU | HD95 | ASSD | seconds | peak MiB |'
echo '|---|---|---|---|---|---|---|---|---|'
for set; do
  case $set in
    lungs) images=$data/cxr_lung_seg/images masks=$data/cxr_lung_seg/masks labels='left lung,right lung' ;;
    hippocampus) images=$data/hippocampus_mri/images masks=$data/hippocampus_mri/labels labels='anterior,posterior' ;;
    *) echo "unknown set: $set" >&2; exit 2 ;;
  esac
  /usr/bin/python3 "$root/bench/segmentation/measured.py" "$set" "$xinglin" train segment --images "$images" --masks "$masks" \
      --labels "$labels" --budget "${BUDGET:-600s}" --threads 1 --out "$work/$set" --json
done
