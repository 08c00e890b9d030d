#!/bin/sh
# valgrind.sh PROGRAM: the main job and its verification without a lost byte or a read of what was never written.
set -eu
program=$1
work=build/check/valgrind
rm -rf "$work"
mkdir -p "$work"
checked() {
    valgrind --quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect,possible \
        --errors-for-leak-kinds=definite,indirect,possible "$@"
}
checked "$program" build "$SAMPLES/FAM-0042/case.yaml" -o "$work" --key "$CASEBOUND_KEY/seal.pem" -q
checked "$program" verify "$work/FAM-0042-r1" --trust "$CASEBOUND_KEY/authority.pem"
# A refused input takes the other way out.
printf 'no VCF\n' > "$work/bad.vcf"
code=0
checked "$program" build --vcf "$work/bad.vcf" --ped "$SAMPLES/FAM-0042/FAM-0042.ped" -o "$work" || code=$?
[ "$code" = 3 ]
