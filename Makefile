# crm: the CRM of one sales office, in a terminal.
#   make          build build/crm                      make run      deps, build, a demo office, its board
#   make deps     install what is missing (apt), or name the packages (dnf, apk, pacman, brew)
#   make test     unit, ui, cli and lint               make lint     the house rules alone
#   make fuzz     each target for FUZZ_SECONDS         make bench    the speed rows, each with its bar
#   make corpus DIR=d   import every spreadsheet of d and compare with its expected.tsv
#   make install  DESTDIR, PREFIX                      make docs     what is generated from the tables
#   sudo make install-office [ADMIN=login]   a shared office of this machine: docs/office.md
#   sudo make uninstall-office [PURGE=1]     the program alone, or all of it       make deb   the same as a Debian package
# BUILD=dir puts everything elsewhere; SAN=1 builds with ASan and UBSan (into $(BUILD)-san);
# V=1 shows the commands; WERROR= lets a newer compiler warn.

CC      ?= cc
PREFIX  ?= /usr/local
BUILD   ?= build
WERROR  ?= -Werror
ifdef FUZZ
override BUILD := $(BUILD)-fuzz
override CC    := clang
SANFLAGS := -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
else ifdef SAN
override BUILD := $(BUILD)-san
SANFLAGS := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
endif

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo 0.1)
PKGS    := ncursesw sqlite3 fribidi libutf8proc uchardet zlib expat
FLOORS  := base db record sales ui cli

# keeps a compiler flag only where this compiler and libc take it without a word
try = $(shell echo | $(CC) -Werror -O2 $(1) -include string.h -fsyntax-only -x c - 2>/dev/null && echo '$(1)')

WARN    := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wwrite-strings -Wformat=2 \
           -Wno-format-nonliteral -Wno-missing-field-initializers -Wno-override-init $(WERROR)
OPT     ?= -O2 -g
HARDEN  := -fstack-protector-strong -fPIE $(call try,-fstack-clash-protection) \
           $(or $(call try,-fcf-protection=full),$(call try,-mbranch-protection=standard))
LDHARD  := -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack
ifndef SANFLAGS
ifneq (,$(filter -O1 -O2 -O3 -Os -Og,$(OPT)))
HARDEN  += -U_FORTIFY_SOURCE $(or $(call try,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3),-D_FORTIFY_SOURCE=2)
endif
endif
ifneq (,$(findstring clang,$(shell $(CC) --version 2>/dev/null)))
WARN    += -Wno-initializer-overrides -Wno-unknown-warning-option
endif

override CPPFLAGS += -Iinclude -D_GNU_SOURCE $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
override CFLAGS   += -std=c11 $(OPT) $(WARN) $(HARDEN) $(SANFLAGS)
override LDFLAGS  += $(LDHARD) $(SANFLAGS)
LIBS    := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lcsv -lm

SRC     := $(foreach f,$(FLOORS),$(wildcard src/$f/*.c))
LIB      = $(foreach f,$(1),$(BUILD)/lib$f.a)
# the floors a floor may link: itself and those below; ui and cli are both tops, and only main knows both
UNDER_base   := base
UNDER_db     := db base
UNDER_record := record db base
UNDER_sales  := sales record db base
UNDER_ui     := ui sales record db base
UNDER_cli    := cli sales record db base

all: $(BUILD)/crm

# short lines for long commands; V=1 shows the commands
say = @$(if $(V),set -x,echo '$(1) $(2)');
$(BUILD)/crm: $(BUILD)/main.o $(call LIB,cli ui sales record db base)
	$(call say,link,$@) $(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

# $(call remember,FILE,TEXT): FILE changes when TEXT does, so what was made another way is made anew
define remember
$(1): FORCE
	@mkdir -p $$(@D); printf '%s\n' '$(2)' | cmp -s - $$@ || printf '%s\n' '$(2)' >$$@
endef
$(eval $(call remember,$(BUILD)/flags,$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS)))
$(eval $(call remember,$(BUILD)/version.h,#define CRM_VERSION "$(VERSION)"))
$(eval $(call remember,$(BUILD)/prefix.h,#define CRM_PREFIX "$(PREFIX)"))

define floor_lib
$(call remember,$(BUILD)/$(1).list,$(wildcard src/$(1)/*.c))
$(BUILD)/lib$(1).a: $(patsubst src/%.c,$(BUILD)/%.o,$(wildcard src/$(1)/*.c)) $(BUILD)/$(1).list
	$$(call say,ar,$$@) rm -f $$@; ar rcs $$@ $$(filter %.o,$$^)
endef
$(foreach f,$(FLOORS),$(eval $(call floor_lib,$f)))

$(BUILD)/%.o: src/%.c $(BUILD)/flags $(if $(shell pkg-config --exists $(PKGS) 2>/dev/null || echo no),no-libraries)
	@mkdir -p $(@D)
	$(call say,cc,$<) $(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# sources that carry a data file inside (EMBED) are rebuilt when any data file changes
EMBEDDERS := $(shell grep -lsw '^EMBED' $(SRC) /dev/null)
$(patsubst src/%.c,$(BUILD)/%.o,$(EMBEDDERS)): $(shell find data -type f 2>/dev/null) crm.conf.example

$(BUILD)/main.o $(patsubst src/%.c,$(BUILD)/%.o,$(wildcard src/cli/*.c)): $(BUILD)/version.h
$(BUILD)/main.o $(BUILD)/cli/%.o: override CPPFLAGS += -I$(BUILD)
$(BUILD)/base/i18n.o: $(BUILD)/prefix.h
$(BUILD)/base/i18n.o: override CPPFLAGS += -I$(BUILD)
FORCE:
no-libraries:
	@echo "crm: libraries are missing: make deps installs them or names the packages" >&2; exit 1

include tests/tests.mk

# ---- packages -------------------------------------------------------------------------------------------------------
APT := build-essential pkg-config libncurses-dev libsqlite3-dev libcsv-dev libfribidi-dev libutf8proc-dev \
       libuchardet-dev zlib1g-dev libexpat1-dev libcmocka-dev libvterm-dev gettext universal-ctags
NAMES_dnf    := dnf install gcc make pkgconf ncurses-devel sqlite-devel libcsv-devel fribidi-devel utf8proc-devel \
                uchardet-devel zlib-devel expat-devel libcmocka-devel libvterm-devel gettext-devel ctags
NAMES_apk    := apk add build-base bash pkgconf ncurses-dev sqlite-dev libcsv-dev fribidi-dev utf8proc-dev \
                uchardet-dev zlib-dev expat-dev cmocka-dev libvterm-dev gettext-dev ctags
NAMES_pacman := pacman -S base-devel ncurses sqlite libcsv fribidi utf8proc uchardet zlib expat cmocka libvterm gettext ctags
NAMES_brew   := brew install pkgconf ncurses sqlite libcsv fribidi utf8proc uchardet zlib expat cmocka libvterm gettext \
                universal-ctags
have     = $(foreach t,$(1),command -v $t >/dev/null &&) true
HAVE_ALL = $(call have,$(firstword $(CC)) msgfmt ctags) && pkg-config --exists $(PKGS) cmocka vterm && \
           printf '\#include <stdio.h>\n\#include <csv.h>\n' | $(CC) -E - >/dev/null 2>&1

# $(call apt,PACKAGES,IF_KNOWN): installs those that are not there, of the second list what this release has; a second
# run touches nothing
define apt
	todo=; for p in $(1); do \
	dpkg-query -W -f='$${db:Status-Status}' $$p 2>/dev/null | grep -qx installed || todo="$$todo $$p"; done; \
	if [ -z "$$todo" ]; then exit 0; fi; as=; \
	if [ "$$(id -u)" != 0 ]; then command -v sudo >/dev/null || { \
	echo "crm: as root: apt-get install$$todo" >&2; exit 1; }; as=sudo; fi; \
	$$as apt-get update -qq || echo "crm: the package lists are not all fresh" >&2; \
	for p in $(2); do ! apt-cache show $$p >/dev/null 2>&1 || todo="$$todo $$p"; done; \
	echo "installing$$todo"; \
	$$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$todo
endef

deps:
	@if $(HAVE_ALL); then exit 0; fi; \
	if command -v apt-get >/dev/null; then $(call apt,$(APT)); exit; fi; \
	$(foreach m,dnf apk pacman brew,if command -v $m >/dev/null; then \
	echo "crm: these packages are needed: $(NAMES_$m)" >&2; exit 1; fi;) \
	echo "crm: no package manager known here; needed: the headers of $(PKGS) libcsv cmocka vterm, gettext, ctags" >&2; \
	exit 1

# what fuzzing, the second compiler and the speed comparison need beside
deps-dev: deps
	@if $(call have,clang sqlite3); then exit 0; fi; \
	if command -v apt-get >/dev/null; then $(call apt,clang sqlite3,libclang-rt-dev); exit; fi; \
	echo "crm: install clang with its run-time libraries, and sqlite3" >&2; exit 1

# ---- run ------------------------------------------------------------------------------------------------------------
DEMO := $(BUILD)/demo.db
run: deps
	@$(MAKE) --no-print-directory $(BUILD)/crm
	@test -e $(DEMO) || $(BUILD)/crm --db $(DEMO) init --demo || { rm -f $(DEMO) $(DEMO)-*; exit 1; }
	@$(BUILD)/crm --db $(DEMO)

# ---- install --------------------------------------------------------------------------------------------------------
SHARE = $(DESTDIR)$(PREFIX)/share
MO   := $(patsubst data/translations/%.po,$(BUILD)/locale/%/LC_MESSAGES/crm.mo,$(wildcard data/translations/*.po))
$(BUILD)/locale/%/LC_MESSAGES/crm.mo: data/translations/%.po
	@mkdir -p $(@D)
	msgfmt --check -o $@ $<

# $(call put,FILE,PLACE): a generated page is installed when the tree has it
put = $(if $(wildcard $(1)),install -D -m 644 $(1) $(SHARE)/$(2))
install: $(BUILD)/crm $(MO)
	install -D -m 755 $(BUILD)/crm $(DESTDIR)$(PREFIX)/bin/crm
	install -D -m 644 crm.conf.example $(SHARE)/doc/crm/crm.conf.example
	$(call put,docs/crm.1,man/man1/crm.1)
	$(call put,docs/completion/crm.bash,bash-completion/completions/crm)
	$(call put,docs/completion/crm.zsh,zsh/site-functions/_crm)
	$(call put,docs/completion/crm.fish,fish/vendor_completions.d/crm.fish)
	$(foreach m,$(MO),install -D -m 644 $m $(SHARE)/locale/$(m:$(BUILD)/locale/%=%) &&) true

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/crm $(SHARE)/man/man1/crm.1 $(SHARE)/bash-completion/completions/crm \
		$(SHARE)/zsh/site-functions/_crm $(SHARE)/fish/vendor_completions.d/crm.fish $(SHARE)/locale/*/LC_MESSAGES/crm.mo
	rm -rf $(SHARE)/doc/crm

# ---- a shared office ----------------------------------------------------------------------------------------------------
# The program goes to /usr/bin and is marked with the office's group; what it is built from stays in a folder of its own.
OFFICE_PREFIX ?= /usr
OFFICE_BUILD  ?= build-office
OFFICE_UNITS  ?= /etc/systemd/system
OFFICE_CRON   ?= /etc/cron.d
UNITS := $(foreach u,tick backup check,crm-$u.service crm-$u.timer)
for_office = $(MAKE) --no-print-directory BUILD=$(OFFICE_BUILD) PREFIX=$(OFFICE_PREFIX)
# $(call fill,FILE,PLACE): a file of data/office that names the program
fill = install -d $(dir $(2)) && sed 's,@PROGRAM@,$(OFFICE_PREFIX)/bin/crm,g' data/office/$(1) >$(2) && chmod 644 $(2)

install-office: deps
	@if [ "$$(id -u)" != 0 ]; then echo "crm: only root can do this: sudo make install-office" >&2; exit 1; fi
	$(for_office) install
	install -D -m 755 data/office/setup $(OFFICE_PREFIX)/lib/crm/setup
	@$(foreach u,$(UNITS),$(call fill,$u,$(OFFICE_UNITS)/$u) &&) $(call fill,crm.cron,$(OFFICE_CRON)/crm)
	@ADMIN=$(ADMIN) sh data/office/setup install $(OFFICE_PREFIX)/bin/crm

uninstall-office:
	@sh data/office/setup $(if $(filter-out 0,$(PURGE)),purge,remove) $(OFFICE_PREFIX)/bin/crm
	rm -f $(foreach u,$(UNITS),$(OFFICE_UNITS)/$u) $(OFFICE_CRON)/crm $(OFFICE_PREFIX)/lib/crm/setup
	$(for_office) uninstall

# build-office/crm_VERSION_ARCH.deb
deb: deps
	@rm -rf $(OFFICE_BUILD)/deb
	@$(for_office) DESTDIR=$(abspath $(OFFICE_BUILD))/deb/root install >/dev/null
	@sh data/office/deb $(abspath $(OFFICE_BUILD)) $(VERSION)

# ---- pages made from the tables: each is what `crm help --generate NAME` prints ----------------------------------------
GENERATED := docs/keys.md=keys docs/fields.md=fields docs/commands.md=commands docs/crm.1=man \
             docs/completion/crm.bash=bash docs/completion/crm.zsh=zsh docs/completion/crm.fish=fish
docs: $(BUILD)/crm
	@mkdir -p docs/completion
	@for g in $(GENERATED); do $(BUILD)/crm help --generate $${g#*=} >$(BUILD)/page && test -s $(BUILD)/page || { \
	echo "crm: cannot make $${g%=*}: crm help --generate $${g#*=} printed nothing" >&2; exit 1; }; \
	cmp -s $(BUILD)/page $${g%=*} || { cp $(BUILD)/page $${g%=*}; echo "made $${g%=*}"; }; done

clean:
	rm -rf $(BUILD) $(BUILD)-san $(BUILD)-fuzz

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
.PHONY: all clean deps deps-dev run test lint bench fuzz corpus install uninstall install-office uninstall-office deb docs FORCE no-libraries
