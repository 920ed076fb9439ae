build-san/base/csv_write.o: src/base/csv_write.c include/base/csv.h \
 include/base/err.h include/base/str.h
include/base/csv.h:
include/base/err.h:
include/base/str.h:
