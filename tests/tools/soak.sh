#!/bin/sh
# soak.sh SECONDS [TARGET…]: each fuzz target for so many seconds of processor time, under the sanitizers, then the deep
# analysis, the threads under ThreadSanitizer, the metamorphic tests over many seeds, flipped bytes and failing calls
# (FLIPS=20000 FAULTS=all KILLS=200); with targets named, these alone. What a fuzzer finds stays in build/soak; give it a
# name in tests/fuzz/corpus once it is mended.
set -eu
seconds=$1
shift
unset MAKEFLAGS MFLAGS MAKELEVEL # jobs of its own, not those of the make that called
make MODE=fuzz fuzz-programs
mkdir -p build/soak
failed=0
perl tests/tools/soak_fuzz.pl build/soak "$seconds" "$@" || failed=1
[ $# -eq 0 ] || exit $failed
make MODE=release all
TIDY=deep sh tests/tools/lint/tidy.sh || failed=1
make MODE=tsan build/tsan/tests/chunked build/tsan/tests/unit/base/thread_test
sh tests/tools/tsan.sh build/tsan build/soak || failed=1
CASEBOUND_SEEDS=$seconds prove -v tests/cli/metamorphic.t > build/soak/metamorphic.log 2>&1 || { failed=1; tail -n 40 build/soak/metamorphic.log; }
tail -n 3 build/soak/metamorphic.log
make MODE=asan all
CASEBOUND=build/asan/casebound CASEBOUND_SEEDS=1 ASAN_OPTIONS=detect_leaks=1:exitcode=99 UBSAN_OPTIONS=exitcode=99 LSAN_OPTIONS=exitcode=99 \
    prove -v tests/cli/real_files.t > build/soak/real_files.log 2>&1 || { failed=1; tail -n 40 build/soak/real_files.log; }
tail -n 3 build/soak/real_files.log
# Tampering and failing calls, far beyond the sample of `make check`.
make MODE=release all build/release/tests/faults.so build/release/tests/verifier build/release/tests/chunked
CASEBOUND_FLIPS=${FLIPS:-20000} prove -v tests/cli/tamper.t > build/soak/tamper.log 2>&1 || { failed=1; tail -n 40 build/soak/tamper.log; }
grep 'seeded flips' build/soak/tamper.log || failed=1
export CASEBOUND_FAULTS_DONE=build/soak/faults.done CASEBOUND_KILLS=${KILLS:-200}
CASEBOUND_FAULTS=${FAULTS:-all} prove -v tests/cli/faults.t > build/soak/faults.log 2>&1 || { failed=1; tail -n 40 build/soak/faults.log; }
CASEBOUND_FAULTS=all prove -v tests/cli/sign_off_faults.t >> build/soak/faults.log 2>&1 || { failed=1; tail -n 40 build/soak/faults.log; }
CASEBOUND_FAULTS=${FAULTS:-all} prove -v tests/cli/command_faults.t >> build/soak/faults.log 2>&1 || { failed=1; tail -n 40 build/soak/faults.log; }
grep -E ' faults$|: [0-9]+ of [0-9]+|allocations fail$|kill -9|^# ended inside a library' build/soak/faults.log || failed=1
exit $failed
