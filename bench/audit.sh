#!/bin/sh
# What a read and a search cost over HTTP, each with its durable entry in the audit trail; 1 and 16 callers.
# BEFORE=/path/of/another/xinglin measures that program as well, for a comparison.
set -eu
cd "$(dirname "$0")/.."
if [ -n "${BEFORE:-}" ]; then
    echo "before:"; echo
    node bench/audit.mjs "$BEFORE"
    echo; echo "now:"; echo
fi
node bench/audit.mjs
