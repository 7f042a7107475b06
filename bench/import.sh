#!/bin/sh
# Imports the 30 Synthea bundles of ../shared/data into an empty store, five times, and prints the median resources/s.
# Other data: XINGLIN_SHARED_DATA=/path/to/data bench/import.sh
set -e
cd "$(dirname "$0")/.."
dotnet build tests/Records.Tests -c Release -v q --nologo
exec ./artifacts/bin/Records.Tests/release*/Xinglin.Records.Tests -explicit only -method '*ImportSpeed*' -showLiveOutput
