build-san/base/csv_quote.o: src/base/csv_quote.c src/base/csv_quote.h \
 include/base/csv.h include/base/err.h include/base/str.h
src/base/csv_quote.h:
include/base/csv.h:
include/base/err.h:
include/base/str.h:
