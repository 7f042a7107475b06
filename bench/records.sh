#!/bin/sh
# Durable commits per second with 1 and 16 callers (twice each); 30 Synthea Bundles parsed and committed; reads and searches
# (three rounds, the first with just-in-time compilation). Prints a markdown table.
# Needs the development data beside the repository (../shared/data) or XINGLIN_SHARED_DATA.
set -eu
cd "$(dirname "$0")/.."
dotnet build tests/Records.Tests -c Release -v q --nologo >&2
said=$(mktemp)
trap 'rm -f "$said"' EXIT
./artifacts/bin/Records.Tests/release_linux-x64/Xinglin.Records.Tests \
    -noColor -explicit only -class '*StoreFigures' -showLiveOutput -parallelMode none >"$said" || { cat "$said" >&2; exit 1; }
echo "| what | value |"
echo "|---|---|"
sed -nE 's/^.*\[OUTPUT\] +//p' "$said" | sed -E '
s/^round ([0-9]+): /| bundles parsed and committed, round \1 | /; t end
s/^whole records of 30 patients, ([0-9]+) resources: /| whole records of 30 patients, \1 resources | /; t end
s/^([0-9]+) callers: ([0-9]+) commits.*$/| durable commits per second, callers at once: \1 | \2/; t end
s/^(.*): /| \1 | /
:end
s/$/ |/'
