#!/bin/sh
# demo.sh BUILD FOLDER: a synthetic family becomes a sealed report in FOLDER, which is made anew.
set -eu
build=$1
demo=$2
rm -rf "$demo"
mkdir -p "$demo"
"$build/casebound-samples" -o "$demo/samples"
"$build/casebound" key new -o "$demo/key" > /dev/null
folder=$("$build/casebound" build "$demo/samples/FAM-0042/case.yaml" --key "$demo/key/seal.pem" -o "$demo" --quiet)
name=$(basename "$folder")
cat <<END

A sealed report of a fictitious family (its key is a TEST key, made just now):

  the site  file://$PWD/$folder/$name.html
  the PDF   $folder/$name.pdf
  the data  $folder/variants.tsv, case.json, ledger.tsv, provenance.json

This command verifies it; it has just said:

  $build/casebound verify $folder --trust $demo/key/authority.pem

END
"$build/casebound" verify "$folder" --trust "$demo/key/authority.pem"
