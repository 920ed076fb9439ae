# crm: the CRM of one sales office, in a terminal.
#   make        build build/crm          make deps   install what is missing (apt), or name the packages
#   make run    deps, build, demo board  make test   unit, ui, cli and lint
# BUILD=dir puts everything elsewhere; SAN=1 builds with ASan and UBSan (into $(BUILD)-san).

CC      ?= cc
PREFIX  ?= /usr/local
BUILD   ?= build
ifdef SAN
override BUILD := $(BUILD)-san
SANFLAGS := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
endif

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo 0.1)
PKGS    := ncursesw sqlite3 fribidi libutf8proc uchardet
FLOORS  := base db record sales ui cli

WARN    := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wwrite-strings -Wformat=2 \
           -Wno-format-nonliteral -Wno-missing-field-initializers -Wno-override-init -Werror
HARDEN  := -fstack-protector-strong -fstack-clash-protection -fcf-protection -fPIE
LDHARD  := -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack
ifndef SAN
HARDEN  += -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
endif
OPT     ?= -O2 -g
ARCH    := $(shell uname -m)
ifneq ($(ARCH),x86_64)
HARDEN  := $(filter-out -fcf-protection,$(HARDEN))
endif
ifneq (,$(findstring clang,$(shell $(CC) --version 2>/dev/null)))
WARN    += -Wno-initializer-overrides -Wno-unknown-warning-option
endif

override CPPFLAGS += -Iinclude -D_GNU_SOURCE -DCRM_PREFIX='"$(PREFIX)"' $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
override CFLAGS   += -std=c11 $(OPT) $(WARN) $(HARDEN) $(SANFLAGS)
override LDFLAGS  += $(LDHARD) $(SANFLAGS)
LIBS    := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lcsv -lm

SRC     := $(foreach f,$(FLOORS),$(wildcard src/$f/*.c))
LIB      = $(foreach f,$(1),$(BUILD)/lib$f.a)
# the floors a floor may link: itself and those below; ui and cli are both tops
UNDER_base   := base
UNDER_db     := db base
UNDER_record := record db base
UNDER_sales  := sales record db base
UNDER_ui     := ui sales record db base
UNDER_cli    := cli ui sales record db base

all: $(BUILD)/crm

$(BUILD)/crm: $(BUILD)/main.o $(call LIB,cli ui sales record db base)
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

define floor_lib
$(BUILD)/lib$(1).a: $(patsubst src/%.c,$(BUILD)/%.o,$(wildcard src/$(1)/*.c))
	@rm -f $$@
	ar rcs $$@ $$^
endef
$(foreach f,$(FLOORS),$(eval $(call floor_lib,$f)))

$(BUILD)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# sources that carry a data file inside (EMBED) are rebuilt when any data file changes
EMBEDDERS := $(shell grep -lsw '^EMBED' $(SRC) 2>/dev/null)
$(patsubst src/%.c,$(BUILD)/%.o,$(EMBEDDERS)): $(wildcard data/*) crm.conf.example

$(BUILD)/version.h: FORCE
	@mkdir -p $(@D); echo '#define CRM_VERSION "$(VERSION)"' | cmp -s - $@ || echo '#define CRM_VERSION "$(VERSION)"' > $@
$(BUILD)/main.o $(patsubst src/%.c,$(BUILD)/%.o,$(wildcard src/cli/*.c)): $(BUILD)/version.h
$(BUILD)/main.o $(BUILD)/cli/%.o: override CPPFLAGS += -I$(BUILD)
FORCE:

include tests/tests.mk

clean:
	rm -rf $(BUILD) $(BUILD)-san

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
.PHONY: all clean deps run test lint bench fuzz corpus install uninstall docs FORCE
