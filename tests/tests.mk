# How the tests are built and run; included by the Makefile.
# A unit test tests/unit/FLOOR/test_x.c links FLOOR and the floors below it and nothing else: an upward call does not link.

UNIT_SRC := $(wildcard tests/unit/*/test_*.c)
UNIT_BIN := $(patsubst tests/%.c,$(BUILD)/tests/%,$(UNIT_SRC))
UI_BIN   := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/ui/test_*.c))
UI_LIB   := $(patsubst tests/%.c,$(BUILD)/tests/%.o,$(filter-out $(wildcard tests/ui/test_*.c),$(wildcard tests/ui/*.c)))
CLI_SH   := $(wildcard tests/cli/test_*.sh)

$(BUILD)/tests/%.o: tests/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Itests $(CFLAGS) -MMD -MP -c -o $@ $<

define unit_rule
$(BUILD)/tests/unit/$(1)/test_%: $(BUILD)/tests/unit/$(1)/test_%.o $(patsubst tests/%.c,$(BUILD)/tests/%.o,$(filter-out $(UNIT_SRC),$(wildcard tests/unit/$(1)/*.c))) $(call LIB,$(UNDER_$(1)))
	$$(CC) $$(LDFLAGS) -o $$@ $$^ $$(LIBS) -lcmocka
endef
$(foreach f,$(FLOORS),$(eval $(call unit_rule,$f)))

$(BUILD)/tests/ui/test_%: $(BUILD)/tests/ui/test_%.o $(UI_LIB) $(call LIB,ui sales record db base)
	$(CC) $(LDFLAGS) -o $@ $^ $(LIBS) -lcmocka -lvterm -lutil

.SECONDARY:
unit: $(UNIT_BIN)
	@sh tests/run.sh unit $(UNIT_BIN)
ui: $(BUILD)/crm $(UI_BIN)
	@CRM=$(abspath $(BUILD)/crm) sh tests/run.sh ui $(UI_BIN)
cli: $(BUILD)/crm
	@CRM=$(abspath $(BUILD)/crm) sh tests/run.sh cli $(CLI_SH)
test: $(BUILD)/crm $(UNIT_BIN) $(UI_BIN)
	@CRM=$(abspath $(BUILD)/crm) sh tests/run.sh all $(UNIT_BIN) $(UI_BIN) $(CLI_SH) $(wildcard tests/lint/*.sh)
lint: $(BUILD)/crm
	@CRM=$(abspath $(BUILD)/crm) sh tests/run.sh lint $(wildcard tests/lint/*.sh)
.PHONY: unit ui cli
