#!/usr/bin/env bash
# Damaged input of every kind at every door: bench/badinput/run.sh [texts for FHIR] [files of each other kind]
set -u
here=$(cd "$(dirname "$0")" && pwd)
code=0
node "$here/fhir.mjs" ${1:+"$1"} || code=1
node "$here/run.mjs" ${2:+--count "$2"} || code=1
exit $code
