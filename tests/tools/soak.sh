#!/bin/sh
# soak.sh SECONDS: each fuzz target for so many seconds from a fixed seed, under the sanitizers, then the metamorphic tests
# over many seeds. What a fuzzer finds stays in build/soak; give it a name in tests/fuzz/corpus once it is mended.
set -eu
seconds=$1
unset MAKEFLAGS MFLAGS MAKELEVEL # jobs of its own, not those of the make that called
make MODE=fuzz fuzz-programs
mkdir -p build/soak
failed=0
for program in build/fuzz/tests/fuzz/*_fuzz; do
    name=$(basename "$program" _fuzz)
    mkdir -p "build/soak/$name"
    echo "$name: $seconds s"
    "$program" -seed=42 -max_total_time="$seconds" -rss_limit_mb=4096 -timeout=25 -artifact_prefix="build/soak/$name-" \
        -print_final_stats=1 "build/soak/$name" "tests/fuzz/corpus/$name" > "build/soak/$name.log" 2>&1 ||
        { failed=1; echo "$name: found something"; tail -n 30 "build/soak/$name.log"; }
    grep -E '^stat::(number_of_executed_units|average_exec_per_sec|peak_rss_mb)' "build/soak/$name.log" || true
done
make MODE=release all
TIDY=deep sh tests/tools/lint/tidy.sh || failed=1
CASEBOUND_SEEDS=$seconds prove -v tests/cli/metamorphic.t > build/soak/metamorphic.log 2>&1 || { failed=1; tail -n 40 build/soak/metamorphic.log; }
tail -n 3 build/soak/metamorphic.log
exit $failed
