build-san/base/str.o: src/base/str.c include/base/str.h
include/base/str.h:
