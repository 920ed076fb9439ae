build-san/base/sha256.o: src/base/sha256.c include/base/sha256.h
include/base/sha256.h:
