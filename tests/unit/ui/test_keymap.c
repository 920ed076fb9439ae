#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include "base/str.h"
#include "ui/keymap.h"

#include <cmocka.h>

static enum rc bind(struct keymap *km, const char *keys, const char *actions)
{
	struct err err = ERR_INIT;

	return keymap_bind(km, keys, actions, "test:1", &err);
}

/* What keys (one or two) do: the action's name, "prefix" or "-". */
static const char *does(struct keymap *km, unsigned contexts, const char *a, const char *b, struct act *act)
{
	struct key key[2];
	int n = 1;

	assert_true(key_parse(a, strlen(a), &key[0]));
	if (b) {
		assert_true(key_parse(b, strlen(b), &key[1]));
		n = 2;
	}
	switch (keymap_find(km, contexts, key, n, NULL, NULL, act)) {
	case KEYMAP_ACT: return act->action->name;
	case KEYMAP_PREFIX: return "prefix";
	default: return "-";
	}
}

static void test_contexts(void **state)
{
	struct keymap *km = keymap_new();
	struct act act;

	(void)state;
	assert_int_equal(bind(km, "H", "card-left, step-back"), RC_OK);
	assert_int_equal(bind(km, "g d", "go board"), RC_OK);
	assert_int_equal(bind(km, "f1", "help"), RC_OK);
	assert_string_equal(does(km, CTXS_BOARD, "H", NULL, &act), "card-left");
	assert_string_equal(does(km, CTXS_READING, "H", NULL, &act), "step-back");
	assert_string_equal(does(km, CTXS_LIST, "H", NULL, &act), "-");
	assert_string_equal(does(km, CTX_TYPING, "f1", NULL, &act), "help");
	assert_string_equal(does(km, CTXS_LIST, "g", NULL, &act), "prefix");
	assert_string_equal(does(km, CTXS_LIST, "g", "d", &act), "go");
	assert_string_equal(act.arg, "board");
	assert_string_equal(does(km, CTXS_LIST, "g", "x", &act), "-");
	keymap_free(km);
}

static void test_override(void **state)
{
	struct keymap *km = keymap_new();
	struct act act;

	(void)state;
	bind(km, "n", "new, search-next");
	bind(km, "n", "sort");
	assert_string_equal(does(km, CTXS_LIST, "n", NULL, &act), "sort");
	assert_string_equal(does(km, CTXS_LOG, "n", NULL, &act), "search-next");
	bind(km, "n", "none");
	assert_string_equal(does(km, CTXS_LOG, "n", NULL, &act), "-");
	bind(km, "z z", "column-fold");
	bind(km, "z", "sort");
	assert_string_equal(does(km, CTXS_LIST, "z", NULL, &act), "sort");
	assert_string_equal(does(km, CTXS_LIST, "z", "z", &act), "-");
	keymap_free(km);
}

static void test_refused(void **state)
{
	struct keymap *km = keymap_new();
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(keymap_bind(km, "ctrl-", "help", "f:3", &err), RC_INVALID);
	assert_string_equal(err.text, "f:3: no such key: 'ctrl-'");
	assert_int_equal(keymap_bind(km, "x", "explode", "f:4", &err), RC_INVALID);
	assert_string_equal(err.text, "f:4: no such action: 'explode'");
	assert_int_equal(bind(km, "x", "go"), RC_INVALID);
	assert_int_equal(bind(km, "x", "help me"), RC_INVALID);
	assert_int_equal(bind(km, "a b c d", "help"), RC_INVALID);
	keymap_free(km);
}

static bool second_only(void *ctx, const struct act *act)
{
	return act->action->data == ctx;
}

static void test_added(void **state)
{
	static const char one, two;
	struct ui_action a = { ACT_RECORD, "lead.won", "won", "mark won", CTX_RECORD, false, &one };
	struct keymap *km = keymap_new();
	struct err err = ERR_INIT;
	struct key key;
	struct act act;

	(void)state;
	bind(km, "w", "sort");
	assert_int_equal(keymap_add(km, &a, "w", &err), RC_OK);
	a.name = "deal.won";
	a.data = &two;
	assert_int_equal(keymap_add(km, &a, "w", &err), RC_OK);
	assert_string_equal(does(km, CTXS_LIST, "w", NULL, &act), "lead.won");
	key_parse("w", 1, &key);
	assert_int_equal(keymap_find(km, CTXS_LIST, &key, 1, second_only, (void *)&two, &act), KEYMAP_ACT);
	assert_string_equal(act.action->name, "deal.won");
	assert_non_null(keymap_action(km, "deal.won", 8));
	assert_int_equal(keymap_add(km, &a, "shift-w", &err), RC_INVALID);
	keymap_drop_added(km);
	assert_string_equal(does(km, CTXS_LIST, "w", NULL, &act), "sort");
	keymap_free(km);
}

static void test_check(void **state)
{
	struct keymap *km = keymap_new();
	struct str out = STR_INIT;

	(void)state;
	bind(km, "n", "new, search-next");
	assert_true(keymap_check(km, &out));
	bind(km, "x", "open, trash");
	assert_false(keymap_check(km, &out));
	assert_true(str_starts(out.s, "x: open, trash\n"));
	str_free(&out);
	keymap_free(km);
}

static void test_table(void **state)
{
	(void)state;
	for (int i = ACT_RECORD + 1; i < ACT_N; i++) {
		const struct ui_action *a = &ui_actions[i];

		assert_non_null(a->name);
		assert_non_null(a->label);
		assert_non_null(a->help);
		assert_true(a->contexts != 0);
		assert_ptr_equal(ui_action_find(a->name, strlen(a->name)), a);
	}
	for (int i = 0; i < CTX_N; i++)
		assert_true(*context_label(1u << i) != '\0');
}

/* The shipped keys: every row is right, and no key has two meanings. */
static void test_shipped(void **state)
{
	struct conf *conf = conf_new();
	struct keymap *km = keymap_new();
	struct err err = ERR_INIT;
	struct str out = STR_INIT;
	struct act act;

	(void)state;
	if (keymap_read(km, conf, &err) != RC_OK)
		fail_msg("%s", err.text);
	if (!keymap_check(km, &out))
		fail_msg("%s", out.s);
	assert_string_equal(does(km, CTXS_BOARD, "g", "g", &act), "top");
	assert_string_equal(does(km, CTX_TYPING, "ctrl-u", NULL, &act), "kill-home");
	assert_string_equal(does(km, CTXS_LIST, "ctrl-u", NULL, &act), "scroll-up");
	str_free(&out);
	keymap_free(km);
	conf_free(conf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_contexts),
		cmocka_unit_test(test_override),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_added),
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_shipped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
