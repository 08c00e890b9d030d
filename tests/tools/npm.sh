#!/bin/sh
# The browser tests' packages, by their lockfile, once: a folder that is as new as the lockfile is left alone.
set -eu
cd tests/browser
[ -e package-lock.json ] || exit 0
[ -e node_modules/.package-lock.json ] && [ ! package-lock.json -nt node_modules/.package-lock.json ] && exit 0
npm ci --no-audit --no-fund --ignore-scripts
touch node_modules/.package-lock.json
