#!/usr/bin/env bash
# Damaged input of every kind at every door: bench/badinput/run.sh [mutations of each kind]
set -u
here=$(cd "$(dirname "$0")" && pwd)
code=0
for part in "$here"/*.mjs; do
  node "$part" "$@" || code=1
done
exit $code
