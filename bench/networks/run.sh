#!/bin/bash
# Training speed of three networks beside Debian's python3-torch with OpenBLAS: same nets, data, batches, optimiser and
# threads, turn and turn about in one run. Prints a markdown table; the ratio is ours / theirs of the quickest turns, by the
# clock and by processor time (which a busy machine disturbs less).
#   bench/networks/run.sh [mlp gru cnn]     THREADS=2 TURNS=3 PYTHON=/usr/bin/python3
#   needs Debian's python3-torch, python3-numpy and libopenblas0-pthread
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
python=${PYTHON:-/usr/bin/python3}
threads=${THREADS:-2}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build "$root/bench/networks" -c Release -v q --nologo >&2
ours=$(ls "$root"/artifacts/bin/Networks/release*/Xinglin.Bench.Networks)
openblas=$(ls /usr/lib/*/openblas-pthread/libblas.so.3 2>/dev/null | head -1)
[[ -n $openblas ]] || { echo "OpenBLAS is missing: apt-get install libopenblas0-pthread" >&2; exit 1; }
export OMP_NUM_THREADS=$threads OPENBLAS_NUM_THREADS=$threads OMP_WAIT_POLICY=PASSIVE
"$python" "$root/bench/networks/peer.py" make "$work"
seconds() { "$python" -c 'import json,sys; a=json.load(sys.stdin); print(a["seconds"], a["processor_seconds"])'; }
least() { cut -d' ' -f"$2" "$1" | sort -g | head -1; }
epochs_of() { case $1 in mlp) echo 4 ;; gru) echo 4 ;; *) echo 3 ;; esac; }

echo "| net | epochs | threads | Xinglin, s | python3-torch + OpenBLAS, s | ratio | processor seconds, ratio |"
echo "|---|---|---|---|---|---|---|"
for net in "${@:-mlp gru cnn}"; do for one in $net; do
    epochs=$(epochs_of "$one")
    : >"$work/ours" && : >"$work/theirs"
    for _ in $(seq "${TURNS:-3}"); do
        "$ours" speed --net "$one" --data "$work/$one.npz" --epochs "$epochs" --threads "$threads" | seconds >>"$work/ours"
        LD_PRELOAD=$openblas "$python" "$root/bench/networks/peer.py" train "$one" "$work/$one.npz" "$epochs" "$threads" |
            seconds >>"$work/theirs"
    done
    a=$(least "$work/ours" 1) b=$(least "$work/theirs" 1) c=$(least "$work/ours" 2) d=$(least "$work/theirs" 2)
    printf '| %s | %s | %s | %.2f | %.2f | %.2f | %.2f |\n' "$one" "$epochs" "$threads" "$a" "$b" \
        "$("$python" -c "print($a / $b)")" "$("$python" -c "print($c / $d)")"
done; done
