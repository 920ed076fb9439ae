build-san/base/i18n.o: src/base/i18n.c include/base/i18n.h
include/base/i18n.h:
