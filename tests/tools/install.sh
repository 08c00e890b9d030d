#!/bin/sh
# install.sh LIST…: installs what is missing of the lists build, test and soak, with apt-get, as root or through sudo.
# A line of a list is "package probe": the probe tells whether what the package is wanted for is there already, whoever
# put it there (a node from elsewhere brings its own npm). When all of it is there, apt-get is not asked at all.
set -eu

# cmd:NAME a command, pc:NAME a pkg-config module, file:PATH a file; no probe: the package itself.
list_build='
gcc cmd:gcc
libc6-dev
make cmd:make
pkg-config cmd:pkg-config
perl cmd:prove
libhts-dev pc:htslib
libdeflate-dev pc:libdeflate
libxml2-dev pc:libxml-2.0
libcmark-dev pc:libcmark
libhpdf-dev file:/usr/include/hpdf.h
libharfbuzz-dev pc:harfbuzz-subset
liblua5.4-dev pc:lua5.4
libssl-dev pc:libssl
libqpdf-dev pc:libqpdf
libfyaml-dev pc:libfyaml
libjansson-dev pc:jansson
libzip-dev pc:libzip
zlib1g-dev pc:zlib
libp11-kit-dev pc:p11-kit-1
fonts-noto-core
fonts-dejavu-core
icc-profiles-free'

list_test='
libcmocka-dev pc:cmocka
bcftools cmd:bcftools
tabix cmd:tabix
poppler-utils cmd:pdfsig
qpdf cmd:qpdf
mupdf-tools cmd:mutool
openssl cmd:openssl
softhsm2 cmd:softhsm2-util
unzip cmd:unzip
zip cmd:zip
libxml2-utils cmd:xmllint
mandoc cmd:mandoc
valgrind cmd:valgrind
clang cmd:clang
clang-tidy cmd:clang-tidy
cppcheck cmd:cppcheck
nodejs cmd:node
npm cmd:npm
default-jre-headless cmd:java
default-jdk-headless cmd:javac
libpdfbox2-java file:/usr/share/java/preflight.jar
libcommons-io-java file:/usr/share/java/commons-io.jar
libactivation-java file:/usr/share/java/javax.activation.jar
libjaxb-api-java file:/usr/share/java/jaxb-api.jar
chromium cmd:chromium
firefox-esr cmd:firefox-esr
ca-certificates'

list_soak='
libclang-rt-14-dev'

package_there() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

there() {
    case "$2" in
    cmd:*) command -v "${2#cmd:}" >/dev/null 2>&1 ;;
    pc:*) pkg-config --exists "${2#pc:}" 2>/dev/null ;;
    file:*) [ -e "${2#file:}" ] ;;
    *) package_there "$1" ;;
    esac
}

wanted() {
    for name in "$@"; do
        case "$name" in
        build) echo "$list_build" ;;
        test) echo "$list_test" ;;
        soak) echo "$list_soak" ;;
        esac
    done
}

for name in "$@"; do
    case "$name" in
    build | test | soak) ;;
    *) echo "install.sh: no list '$name'" >&2; exit 2 ;;
    esac
done

missing=$(wanted "$@" | while read -r package probe; do
    [ -z "$package" ] || there "$package" "$probe" || printf '%s ' "$package"
done)
[ -n "$missing" ] || exit 0

if [ "${CASEBOUND_INSTALL:-yes}" = list ]; then
    echo "$missing"
    exit 1
fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "missing: $missing- and there is no apt-get here; please install these yourself" >&2
    exit 1
fi
if [ "$(id -u)" = 0 ]; then
    as_root=''
elif command -v sudo >/dev/null 2>&1; then
    as_root=sudo
else
    echo "missing: $missing- please run 'apt-get install $missing' as root (there is no sudo here)" >&2
    exit 1
fi

echo "installing: $missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@" \
        >"$log" 2>&1 </dev/null || { tail -n 25 "$log" >&2; echo "apt-get $1 failed" >&2; exit 1; }
}
apt update
# shellcheck disable=SC2086 # one word a package
apt install --no-install-recommends $missing
