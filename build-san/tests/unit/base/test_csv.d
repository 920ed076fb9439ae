build-san/tests/unit/base/test_csv.o: tests/unit/base/test_csv.c \
 include/base/csv.h include/base/err.h include/base/str.h
include/base/csv.h:
include/base/err.h:
include/base/str.h:
