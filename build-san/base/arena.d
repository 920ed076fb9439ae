build-san/base/arena.o: src/base/arena.c include/base/arena.h \
 include/base/str.h
include/base/arena.h:
include/base/str.h:
