command_filters.o: generator/cli/command_filters.c \
  include/casebound/base/log.h include/casebound/base/status.h \
  include/casebound/cli/command.h include/casebound/base/arena.h \
  include/casebound/base/bytes.h include/casebound/cli/filters_test.h \
  include/casebound/judge/filter_tests.h include/casebound/judge/judge.h \
  include/casebound/model/case.h include/casebound/base/digest.h \
  include/casebound/base/map.h include/casebound/model/contig.h \
  include/casebound/model/family.h include/casebound/model/rank_model.h \
  include/casebound/model/variant.h include/casebound/model/genotype.h \
  include/casebound/model/value.h include/casebound/model/inheritance.h \
  include/casebound/model/ledger.h include/casebound/model/genes.h \
  include/casebound/cli/resources.h include/casebound/render/pdf.h \
  include/casebound/arrange/view.h include/casebound/render/site.h

include/casebound/base/log.h:

include/casebound/base/status.h:

include/casebound/cli/command.h:

include/casebound/base/arena.h:

include/casebound/base/bytes.h:

include/casebound/cli/filters_test.h:

include/casebound/judge/filter_tests.h:

include/casebound/judge/judge.h:

include/casebound/model/case.h:

include/casebound/base/digest.h:

include/casebound/base/map.h:

include/casebound/model/contig.h:

include/casebound/model/family.h:

include/casebound/model/rank_model.h:

include/casebound/model/variant.h:

include/casebound/model/genotype.h:

include/casebound/model/value.h:

include/casebound/model/inheritance.h:

include/casebound/model/ledger.h:

include/casebound/model/genes.h:

include/casebound/cli/resources.h:

include/casebound/render/pdf.h:

include/casebound/arrange/view.h:

include/casebound/render/site.h:
