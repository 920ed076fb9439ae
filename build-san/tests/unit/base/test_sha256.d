build-san/tests/unit/base/test_sha256.o: tests/unit/base/test_sha256.c \
 include/base/sha256.h include/base/str.h
include/base/sha256.h:
include/base/str.h:
