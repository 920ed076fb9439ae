build-san/base/err.o: src/base/err.c include/base/err.h
include/base/err.h:
