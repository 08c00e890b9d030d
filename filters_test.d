filters_test.o: generator/cli/filters_test.c \
  include/casebound/cli/filters_test.h \
  include/casebound/judge/filter_tests.h include/casebound/judge/judge.h \
  include/casebound/model/case.h include/casebound/base/digest.h \
  include/casebound/base/bytes.h include/casebound/base/status.h \
  include/casebound/base/map.h include/casebound/base/arena.h \
  include/casebound/model/contig.h include/casebound/model/family.h \
  include/casebound/model/rank_model.h include/casebound/model/variant.h \
  include/casebound/model/genotype.h include/casebound/model/value.h \
  include/casebound/model/inheritance.h include/casebound/model/ledger.h \
  include/casebound/model/genes.h include/casebound/base/file.h \
  include/casebound/base/near.h include/casebound/base/number.h \
  include/casebound/cli/resources.h include/casebound/render/pdf.h \
  include/casebound/arrange/view.h include/casebound/render/site.h \
  generator/pipeline.h include/casebound/arrange/arrange.h \
  include/casebound/model/bands.h include/casebound/model/acmg.h \
  include/casebound/model/checklist.h \
  include/casebound/model/consequence.h \
  include/casebound/model/decisions.h \
  include/casebound/model/sample_checks.h \
  include/casebound/model/secondary.h include/casebound/cli/command.h \
  include/casebound/model/pseudonym.h include/casebound/read/case_file.h \
  include/casebound/read/variants.h include/casebound/read/record.h \
  include/casebound/render/bundle.h include/casebound/seal/seal.h \
  generator/scan.h

include/casebound/cli/filters_test.h:

include/casebound/judge/filter_tests.h:

include/casebound/judge/judge.h:

include/casebound/model/case.h:

include/casebound/base/digest.h:

include/casebound/base/bytes.h:

include/casebound/base/status.h:

include/casebound/base/map.h:

include/casebound/base/arena.h:

include/casebound/model/contig.h:

include/casebound/model/family.h:

include/casebound/model/rank_model.h:

include/casebound/model/variant.h:

include/casebound/model/genotype.h:

include/casebound/model/value.h:

include/casebound/model/inheritance.h:

include/casebound/model/ledger.h:

include/casebound/model/genes.h:

include/casebound/base/file.h:

include/casebound/base/near.h:

include/casebound/base/number.h:

include/casebound/cli/resources.h:

include/casebound/render/pdf.h:

include/casebound/arrange/view.h:

include/casebound/render/site.h:

generator/pipeline.h:

include/casebound/arrange/arrange.h:

include/casebound/model/bands.h:

include/casebound/model/acmg.h:

include/casebound/model/checklist.h:

include/casebound/model/consequence.h:

include/casebound/model/decisions.h:

include/casebound/model/sample_checks.h:

include/casebound/model/secondary.h:

include/casebound/cli/command.h:

include/casebound/model/pseudonym.h:

include/casebound/read/case_file.h:

include/casebound/read/variants.h:

include/casebound/read/record.h:

include/casebound/render/bundle.h:

include/casebound/seal/seal.h:

generator/scan.h:
