validation_read.o: generator/read/validation_read.c \
  include/casebound/base/map.h include/casebound/base/arena.h \
  include/casebound/base/bytes.h include/casebound/base/status.h \
  include/casebound/base/number.h include/casebound/read/validation.h \
  generator/read/tsv.h

include/casebound/base/map.h:

include/casebound/base/arena.h:

include/casebound/base/bytes.h:

include/casebound/base/status.h:

include/casebound/base/number.h:

include/casebound/read/validation.h:

generator/read/tsv.h:
