# How the tests are built and run; included by the Makefile.
# A unit test tests/unit/FLOOR/test_x.c links FLOOR and the floors below it and nothing else: an upward call does not link.
# Other .c files beside the tests are their helpers and are linked to each of them.

UNIT_SRC := $(wildcard tests/unit/*/test_*.c)
UNIT_BIN := $(patsubst tests/%.c,$(BUILD)/tests/%,$(UNIT_SRC))
UI_BIN   := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/ui/test_*.c))
CLI_SH   := $(wildcard tests/cli/test_*.sh)
LINT_SH  := $(wildcard tests/lint/*.sh)
FUZZ_BIN  := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/fuzz/fuzz_*.c))
BENCH_BIN := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/bench/bench_*.c))
# what the sanitizers make slower
SLOW := $(if $(SANFLAGS),TEST_SLOW=4 UBSAN_OPTIONS=print_stacktrace=1)
RUN = $(SLOW) CRM=$(abspath $(BUILD)/crm) BUILD_DIR=$(abspath $(BUILD)) bash tests/run.sh
# $(call helpers,DIR,PREFIX): objects of the .c files in tests/DIR that do not begin with PREFIX
helpers = $(patsubst tests/%.c,$(BUILD)/tests/%.o,$(filter-out tests/$(1)/$(2)%.c,$(wildcard tests/$(1)/*.c)))

$(BUILD)/tests/%.o: tests/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,cc,$<) $(CC) $(CPPFLAGS) -Itests $(CFLAGS) -MMD -MP -c -o $@ $<

define unit_rule
$(BUILD)/tests/unit/$(1)/test_%: $(BUILD)/tests/unit/$(1)/test_%.o $(call helpers,unit/$(1),test_) $(call LIB,$(UNDER_$(1)))
	$$(call say,link,$$@) $$(CC) $$(LDFLAGS) -o $$@ $$^ $$(LIBS) -lcmocka
endef
$(foreach f,$(FLOORS),$(eval $(call unit_rule,$f)))

$(BUILD)/tests/ui/test_%: $(BUILD)/tests/ui/test_%.o $(call helpers,ui,test_) $(BUILD)/tests/unit/record/toy.o $(call LIB,ui sales record db base)
	$(call say,link,$@) $(CC) $(LDFLAGS) -o $@ $^ $(LIBS) -lcmocka -lvterm -lutil
$(BUILD)/tests/fuzz/fuzz_%: $(BUILD)/tests/fuzz/fuzz_%.o $(call helpers,fuzz,fuzz_) $(call LIB,cli ui sales record db base)
	$(call say,link,$@) $(CC) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LIBS)
$(BUILD)/tests/bench/bench_%: $(BUILD)/tests/bench/bench_%.o $(call helpers,bench,bench_) $(BUILD)/tests/ui/pty.o $(call LIB,cli ui sales record db base)
	$(call say,link,$@) $(CC) $(LDFLAGS) -o $@ $^ $(LIBS) -lcmocka -lvterm -lutil

.SECONDARY:
unit: $(UNIT_BIN)
	@$(RUN) unit $(UNIT_BIN)
ui: $(BUILD)/crm $(UI_BIN)
	@$(RUN) ui $(UI_BIN)
cli: $(BUILD)/crm
	@$(RUN) cli $(CLI_SH)
test: $(BUILD)/crm $(UNIT_BIN) $(UI_BIN)
	@$(RUN) all $(UNIT_BIN) $(UI_BIN) $(CLI_SH) $(LINT_SH)
lint: $(BUILD)/crm
	@$(RUN) lint $(LINT_SH)

# The shared office: programs that need root, each on a machine of its own that is thrown away. Beside the program there is
# one whose agent keeps the office's group, to show that the probes see it.
OFFICE_SH  := $(wildcard tests/office/test_*.sh)
OFFICE_BIN := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/office/probe_*.c)) $(BUILD)/tests/office/crm-undropped
$(BUILD)/tests/office/crm-undropped: $(BUILD)/tests/office/undropped.o $(BUILD)/main.o $(call LIB,cli ui sales record db base)
	$(call say,link,$@) $(CC) $(LDFLAGS) -Wl,--wrap=priv_drop -o $@ $^ $(LIBS)
$(BUILD)/tests/office/probe_%: $(BUILD)/tests/office/probe_%.o $(BUILD)/tests/ui/pty.o $(call LIB,ui sales record db base)
	$(call say,link,$@) $(CC) $(LDFLAGS) -o $@ $^ $(LIBS) -lcmocka -lvterm -lutil
office: $(BUILD)/crm $(OFFICE_BIN)
	@TEST_TIMEOUT=$${TEST_TIMEOUT:-$(if $(OFFICE_FULL),3600,170)} $(RUN) office $(OFFICE_SH)

FUZZ_SECONDS ?= 20
ifdef FUZZ
fuzz: $(FUZZ_BIN)
	@BUILD_DIR=$(BUILD) FUZZ_SECONDS=$(FUZZ_SECONDS) bash tests/fuzz/run.sh $(FUZZ_BIN)
else
fuzz:
	@$(MAKE) --no-print-directory FUZZ=1 fuzz
endif

# BENCH_ROWS leads, a million; BENCH_ONLY=query, screen, score or exchange; SCORE_DATA=directory of labelled leads. The data is made once and stays in $(BUILD)/bench.
bench: $(BUILD)/crm $(BENCH_BIN) $(BUILD)/tests/office/probe_edit
	@CRM=$(abspath $(BUILD)/crm) bash tests/bench/bench.sh $(abspath $(BUILD))

corpus: $(BUILD)/crm
	@$(if $(DIR),,echo "crm: which spreadsheets? make corpus DIR=directory" >&2; exit 2)
	@CRM=$(abspath $(BUILD)/crm) bash tests/corpus.sh $(DIR)
.PHONY: unit ui cli office
