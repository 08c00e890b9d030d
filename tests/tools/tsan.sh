#!/bin/sh
# tsan.sh BUILD PLACE: the threads under ThreadSanitizer: the workers alone, then whole builds of the synthetic families
# in chunks of one record, of 4 kB and of the usual size, with 2 and 8 threads. Any finding fails.
set -eu
build=$1 place=$2/tsan
rm -rf "$place"
mkdir -p "$place"
build/release/casebound-samples -o "$place/samples"
export TSAN_OPTIONS=exitcode=66:history_size=4
"$build/tests/unit/base/thread_test"
for family in "$place"/samples/*/; do
    for way in "1 2" "1 8" "4096 8" "0 2"; do
        set -- $way
        "$build/tests/chunked" "$1" "$family/case.yaml" -q --date 2026-01-31 --threads "$2" -o "$place/$1-$2" > /dev/null
    done
done
echo "ThreadSanitizer: no finding"
