build-san/base/clock.o: src/base/clock.c include/base/clock.h
include/base/clock.h:
