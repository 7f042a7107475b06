#!/bin/bash
# Training speed and memory of three networks beside Debian's python3-torch with OpenBLAS: same nets, data, batches, optimiser
# and threads, turn and turn about in one run. Prints a markdown table; the ratio is ours / theirs of the quickest turns, by the
# clock and by processor time (which a busy machine disturbs less), and of the peak memory of the whole process. The last two
# columns hold our training against the machine: multiplications and additions of one epoch counted by hand (below), over the
# seconds of the quickest turn, as GFLOP/s and as a share of what multiplying two 1024 × 1024 matrices reaches here.
#   bench/networks/run.sh [mlp gru cnn]     THREADS="1 2" TURNS=3 PYTHON=/usr/bin/python3
#   BEFORE="chrt -f 1"                      put before each measured process (with one thread only: two would wait for each other)
#   NETWORKS_BENCH=…                        a program built before
#   needs Debian's python3-torch, python3-numpy and libopenblas0-pthread
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
python=${PYTHON:-/usr/bin/python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [[ -z ${NETWORKS_BENCH:-} ]]; then
    dotnet build "$root/bench/networks" -c Release -v q --nologo >&2
    NETWORKS_BENCH=$(ls "$root"/artifacts/bin/Networks/release*/Xinglin.Bench.Networks)
fi
openblas=$(ls /usr/lib/*/openblas-pthread/libblas.so.3 2>/dev/null | head -1)
[[ -n $openblas ]] || { echo "OpenBLAS is missing: apt-get install libopenblas0-pthread" >&2; exit 1; }
export OMP_WAIT_POLICY=PASSIVE
"$python" "$root/bench/networks/peer.py" make "$work"
figures() { "$python" -c 'import json,sys; a=json.load(sys.stdin); print(a["seconds"], a["processor_seconds"], a["peak_mib"])'; }
least() { cut -d' ' -f"$2" "$1" | sort -g | head -1; }
ratio() { "$python" -c "print(f'{$1 / $2:.2f}')"; }
epochs_of() { case $1 in mlp) echo 4 ;; gru) echo 4 ;; *) echo 3 ;; esac; }
# Multiply-adds of one example: forward, then the gradient of every weight, then of every input but the first layer's.
#   mlp  30·128 + 128·64 + 64                         forward 12,096, inputs 8,256;           20,000 examples
#   gru  48 · (41·192 + 64·192) + 64                  forward 967,744, inputs 48·64·192 + 64; 2,000 examples
#   cnn  28²·16·9 + 14²·32·16·9 + 1568·64 + 64        forward 1,116,480, inputs 1,003,584;    2,000 examples
operations_of() {
    case $1 in
        mlp) echo $((2 * (2 * 12096 + 8256) * 20000)) ;;
        gru) echo $((2 * (2 * 967744 + 48 * 64 * 192 + 64) * 2000)) ;;
        *) echo $((2 * (2 * 1116480 + 1003584) * 2000)) ;;
    esac
}

echo "| net | threads | Xinglin, s an epoch | python3-torch + OpenBLAS, s an epoch | ratio | processor time, ratio | peak MiB | peak MiB, PyTorch | ratio | GFLOP/s | share of the matrix-multiply peak |"
echo "|---|---|---|---|---|---|---|---|---|---|---|"
for threads in ${THREADS:-1 2}; do
    export OMP_NUM_THREADS=$threads OPENBLAS_NUM_THREADS=$threads
    before=""
    [[ $threads -gt 1 ]] || before=${BEFORE:-}
    peak=$($before "$NETWORKS_BENCH" peak --threads "$threads" | "$python" -c 'import json,sys; print(json.load(sys.stdin)["gflops"])')
    for one in ${@:-mlp gru cnn}; do
        epochs=$(epochs_of "$one")
        : >"$work/ours" && : >"$work/theirs"
        for _ in $(seq "${TURNS:-3}"); do
            $before "$NETWORKS_BENCH" speed --net "$one" --data "$work/$one.npz" --epochs "$epochs" --threads "$threads" |
                figures >>"$work/ours"
            LD_PRELOAD=$openblas $before "$python" "$root/bench/networks/peer.py" train "$one" "$work/$one.npz" "$epochs" "$threads" |
                figures >>"$work/theirs"
        done
        a=$(least "$work/ours" 1) b=$(least "$work/theirs" 1) c=$(least "$work/ours" 2) d=$(least "$work/theirs" 2)
        m=$(least "$work/ours" 3) n=$(least "$work/theirs" 3)
        speed=$("$python" -c "print($(operations_of "$one") * $epochs / $a / 1e9)")
        printf '| %s | %s | %.3f | %.3f | %s | %s | %.0f | %.0f | %s | %.1f | %.0f %% of %.0f |\n' "$one" "$threads" \
            "$("$python" -c "print($a / $epochs)")" "$("$python" -c "print($b / $epochs)")" "$(ratio "$a" "$b")" "$(ratio "$c" "$d")" \
            "$m" "$n" "$(ratio "$m" "$n")" "$speed" "$("$python" -c "print(100 * $speed / $peak)")" "$peak"
    done
done
