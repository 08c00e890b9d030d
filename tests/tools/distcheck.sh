#!/bin/sh
# distcheck.sh TARBALL: the tarball alone builds, installs, runs and uninstalls.
set -eu
tarball=$PWD/$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset MAKEFLAGS MAKELEVEL MFLAGS
cd "$work"
tar xzf "$tarball"
cd casebound-*
make all
make install DESTDIR="$work/stage" PREFIX=/usr
sh tests/tools/demo.sh build/release build/demo
"$work/stage/usr/bin/casebound" filters list
"$work/stage/usr/bin/casebound" validate -o "$work/validation"
make uninstall DESTDIR="$work/stage" PREFIX=/usr
[ -z "$(find "$work/stage" -type f)" ]
echo "$1: builds, installs, runs and uninstalls"
