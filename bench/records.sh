#!/bin/sh
# Durable commits per second with 1 and 16 callers; 30 Synthea Bundles parsed and committed; reads and searches.
# Needs the development data beside the repository (../shared/data) or XINGLIN_SHARED_DATA.
set -eu
cd "$(dirname "$0")/.."
dotnet build tests/Records.Tests -c Release -v q --nologo
exec ./artifacts/bin/Records.Tests/release_linux-x64/Xinglin.Records.Tests \
    -explicit only -class '*StoreFigures' -showLiveOutput -parallelMode none
