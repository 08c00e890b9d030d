#!/bin/sh
# cppcheck over our sources; its findings are errors. Suppressions say why in cppcheck.txt.
set -u
mkdir -p build/lint/cppcheck
[ $# -gt 0 ] || set -- generator samples
# analyzer.h tells what cb_fail gives back; the file that defines it is read without.
checked() {
    cppcheck --quiet --std=c11 --language=c --platform=unix64 --enable=warning,portability,performance \
        --inline-suppr --suppressions-list=tests/tools/lint/cppcheck.txt --cppcheck-build-dir=build/lint/cppcheck \
        -j "${JOBS:-$(nproc)}" -D_GNU_SOURCE -D__x86_64__ -Iinclude -Igenerator --error-exitcode=1 \
        --template='{file}:{line}: {id}: {message}' "$@"
}
checked generator/base/status.c && checked --include=tests/tools/lint/analyzer.h -i generator/base/status.c "$@"
