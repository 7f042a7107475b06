#!/bin/bash
# PneumoniaMNIST (incomplete public copy of the training split), one thread. The networks never see the validation split; only the
# calibration does, and the figures are calibrated on the other folds of it. "Left out": training pictures, by networks that had not seen them.
#   bench/pneumonia/run.sh [small|frozen|fine-tuned|frozen-1.0|fine-tuned-1.0|resnet18|resnet18-imagenet]…
#   BUDGET=300s   XINGLIN_SHARED_DATA=folder of development data   RESNET18=torchvision's weights as safetensors (not in that folder)
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
xinglin=${XINGLIN:-$root/xinglin}
shared=${XINGLIN_SHARED_DATA:-$root/../shared/data}
weights=$shared/weights/mobilenetv2_035_224_imagenet_notop_f32.safetensors
whole=$shared/weights/mobilenetv2_100_224_imagenet_notop_int8dequant_f16.safetensors
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ $# -gt 0 ] || set -- small frozen fine-tuned
echo '| set | split | model | AUC (95 % interval) | accuracy (95 % interval) | Brier | ECE | seconds | peak MiB |'
echo '|---|---|---|---|---|---|---|---|---|'
for kind; do
  case $kind in
    small) options=() name='**Xinglin**, three small residual networks' ;;
    frozen) options=(--from "$weights" --freeze) name='MobileNetV2 0.35 of ImageNet, frozen' ;;
    fine-tuned) options=(--from "$weights" --epochs 2) name='MobileNetV2 0.35 of ImageNet, fine-tuned' ;;
    frozen-1.0) options=(--from "$whole" --freeze) name='MobileNetV2 1.0 of ImageNet, frozen' ;;
    fine-tuned-1.0) options=(--from "$whole" --epochs 3) name='MobileNetV2 1.0 of ImageNet, fine-tuned' ;;
    resnet18) options=(--network resnet18 --epochs 4) name='ResNet-18 (28 px) from nothing' ;;
    resnet18-imagenet) options=(--from "${RESNET18:?name the weights of ResNet-18}" --epochs 2) name='ResNet-18 of ImageNet, fine-tuned' ;;
    *) echo "unknown model: $kind" >&2; exit 2 ;;
  esac
  /usr/bin/python3 "$root/bench/pneumonia/measured.py" "$name" "$xinglin" train image \
      --data "$shared/images/pneumoniamnist/pneumoniamnist_trainval.npz" --classes normal,pneumonia \
      --budget "${BUDGET:-300s}" --threads 1 --out "$work/$kind" --json ${options[@]+"${options[@]}"}
done
cat <<'T'
| PneumoniaMNIST | published: test | ResNet-18 (28) | .944 | .854 | | | | |
| PneumoniaMNIST | published: test | ResNet-50 (224) | .962 | .884 | | | | |
| PneumoniaMNIST | published: test | Google AutoML Vision | .991 | .946 | | | | |

Published: Yang et al., MedMNIST v2, Scientific Data 10, 41 (2023), table 3. The test split is not here; it is known to be harder than the validation split.
T
