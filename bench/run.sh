#!/usr/bin/env bash
# Every figure of docs/benchmarks.md in one command, on a machine that does nothing else (hours in all; an hour of it for the
# idle memory unless IDLE_MINUTES says less): bench/run.sh [part…]; bench/run.sh --list names the parts.
# A part is a folder bench/<part> with a run.sh or a run.mjs, or a file bench/<part>.sh; each prints a markdown table, and one
# that cannot run says why and does not keep the others from running. The whole output is also kept in artifacts/bench.md.
# Needs the public data in ../shared/data (or XINGLIN_SHARED_DATA) and, for the peers, Debian's python3-sklearn, python3-torch,
# libopenblas0-pthread.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root" || exit 1
# A build must leave no process behind that holds the output open: the table would never end.
export UseSharedCompilation=false MSBUILDDISABLENODEREUSE=1
export XINGLIN_SHARED_DATA=${XINGLIN_SHARED_DATA:-$root/../shared/data}

parts() {
  for part in bench/*/run.sh bench/*/run.mjs bench/*.sh; do
    case $part in
      bench/run.sh) ;;
      bench/*/*) basename "$(dirname "$part")" ;;
      *) basename "$part" .sh ;;
    esac
  done | sort -u
}

run() {
  case $1 in
    import) node bench/import/run.mjs "$XINGLIN_SHARED_DATA/fhir/synthea_r4" ;;
    film | film-to-draft) node bench/film-to-draft/run.mjs ;;
    memory) node bench/memory/run.mjs "${IDLE_MINUTES:-60}" ;;
    *)
      if [ -f "bench/$1/run.sh" ]; then bash "bench/$1/run.sh"
      elif [ -f "bench/$1/run.mjs" ]; then node "bench/$1/run.mjs"
      elif [ -f "bench/$1.sh" ] && [ "$1" != run ]; then bash "bench/$1.sh"
      else echo "unknown part: $1; there are: $(parts | tr '\n' ' ')" >&2; return 2
      fi ;;
  esac
}

[ "${1:-}" != --list ] || { parts; exit; }
# shellcheck disable=SC2046
[ $# -gt 0 ] || set -- $(parts)
./xinglin --version >/dev/null
mkdir -p artifacts
failed=
for part; do
  echo "## $part"
  run "$part" || { code=$?; failed="$failed $part"; echo "(not finished: exit code $code)"; }
  echo
done > >(tee artifacts/bench.md)
status=0
[ -z "$failed" ] || { echo "not finished:$failed" >&2; status=1; }
wait
exit $status
