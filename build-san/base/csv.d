build-san/base/csv.o: src/base/csv.c include/base/csv.h \
 include/base/err.h include/base/str.h src/base/csv_quote.h \
 include/base/i18n.h
include/base/csv.h:
include/base/err.h:
include/base/str.h:
src/base/csv_quote.h:
include/base/i18n.h:
