#!/bin/sh
# clang-tidy over our sources, as many at a time as there are processors. The analyzer stops early, or with TIDY=deep
# (make soak) goes as far as it can, which takes five times as long. A file that has not changed since it was found clean
# (nor any header, nor the configuration) is not read again: build/lint/tidy keeps a stamp for each.
set -u
packages='htslib libdeflate libxml-2.0 libcmark harfbuzz harfbuzz-subset lua5.4 libcrypto libssl libqpdf libfyaml jansson libzip zlib p11-kit-1'
stamps=build/lint/tidy
mkdir -p "$stamps"
flags="-std=c11 -D_GNU_SOURCE -Iinclude -Igenerator $(pkg-config --cflags $packages | sed 's/-I/-isystem/g')"
[ "${TIDY:-brief}" = deep ] || flags="$flags -Xclang -analyzer-config -Xclang max-nodes=20000"
common=$(echo "$flags" | cat - .clang-tidy $(git ls-files --cached --others --exclude-standard 'include/*.h' 'generator/*.h') | sha256sum)
export flags stamps common
one='
stamp="$stamps/$(echo "$0" | tr / _)"
state="$common $(sha256sum < "$0")"
[ "$(cat "$stamp" 2>/dev/null)" = "$state" ] && exit 0
case "$0" in generator/base/status.c) told= ;; *) told="-include tests/tools/lint/analyzer.h" ;; esac
said=$(clang-tidy --quiet "$0" -- $flags $told 2>/dev/null) || { echo "$said" | grep -aE ": (warning|error):" | sed "s|^$PWD/||"; exit 1; }
echo "$state" > "$stamp"'
if [ $# -gt 0 ]; then printf '%s\n' "$@"; else find generator samples -name '*.c' | sort; fi |
    xargs -P "${JOBS:-$(nproc)}" -n 1 sh -c "$one" || exit 1
