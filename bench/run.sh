#!/usr/bin/env bash
# Every figure of docs/benchmarks.md in one command, on a machine that does nothing else (about 25 minutes, and an hour for
# the idle memory unless IDLE_MINUTES says less): bench/run.sh [part…]
# Parts: tables survival networks physionet icu pneumonia segmentation novelty glucose import records film memory. Each prints a markdown table.
# Needs the public data in ../shared/data (or XINGLIN_SHARED_DATA) and, for the peers, Debian's python3-sklearn, python3-torch,
# libopenblas0-pthread.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root" || exit 1
export XINGLIN_SHARED_DATA=${XINGLIN_SHARED_DATA:-$root/../shared/data}
[ $# -gt 0 ] || set -- tables survival networks physionet icu pneumonia segmentation novelty glucose import records film memory
./xinglin --version >/dev/null
for part; do
  echo "## $part"
  case $part in
    tables | survival | networks | physionet | icu | pneumonia | segmentation | novelty | glucose) bash "bench/$part/run.sh" ;;
    import) node bench/import/run.mjs "$XINGLIN_SHARED_DATA/fhir/synthea_r4" ;;
    records) bash bench/records.sh ;;
    film) node bench/film-to-draft/run.mjs ;;
    memory) node bench/memory/run.mjs "${IDLE_MINUTES:-60}" ;;
    *) echo "unknown part: $part" >&2; exit 2 ;;
  esac
  echo
done
