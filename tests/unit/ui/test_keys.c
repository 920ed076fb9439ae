#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "ui/keys.h"

/* Decodes bytes fed at once and writes what came out: "Ctrl-P x Up". */
static const char *decoded(const char *bytes, size_t n, int wait)
{
	static struct str out;
	struct decoder *d = decoder_new();
	struct event ev;

	str_free(&out);
	str_init(&out);
	decoder_feed(d, bytes, n, 1000);
	while (decoder_next(d, 1000 + wait, &ev)) {
		if (out.len)
			str_addc(&out, ' ');
		if (ev.key.code == K_MOUSE)
			str_addf(&out, "mouse%d/%d@%d,%d", (int)ev.mouse.what, ev.mouse.button, ev.mouse.x, ev.mouse.y);
		else if (ev.key.code == K_PASTE)
			str_addf(&out, "<%.*s>", (int)ev.len, ev.text);
		else if (ev.key.code == K_REPORT)
			str_addf(&out, "at%u", ev.key.cp);
		else
			key_show(&ev.key, true, &out);
	}
	decoder_free(d);
	return out.s;
}

#define IS(bytes, keys) assert_string_equal(decoded(bytes, sizeof(bytes) - 1, 300), keys)

static void test_forms(void **state)
{
	(void)state;
	IS("a\r\t\177\010", "a Enter Tab Backspace Backspace");
	IS("\033[A\033OA\033[1;5A\033[1;2D", "Up Up Ctrl-Up Shift-Left");
	IS("\033[H\033OH\033[1~\033[7~\033[4~\033[8~\033[F\033OF\033Ow", "Home Home Home Home End End End End End");
	IS("\033OP\033[11~\033[[A\033[1;1P\033[[E\033[15~\033[24~", "F1 F1 F1 F1 F5 F5 F12");
	IS("\033[5~\033[6~\033[2~\033[3~\033[5^\033[6$", "PgUp PgDn Ins Del Ctrl-PgUp Shift-PgDn");
	IS("\033[Z\033[27;5;112~\033[112;5u\033[13u\033[97;2u", "Shift-Tab Ctrl-P Ctrl-P Enter A");
	IS("\033[97;1:3u\033[97;1:1u", "a"); /* a release is not a key */
	IS("\020\021\023\032\034", "Ctrl-P Ctrl-Q Ctrl-S Ctrl-Z Ctrl-\\");
	IS("\033x\033\033[A\033\r", "Alt-x Alt-Up Alt-Enter");
	IS("\033Op\033OM\033Ok", "0 Enter +");
	IS("\xd8\xb4\xe7\x8e\x8b\xf0\x9f\x98\x80", "ش 王 😀");
	IS("\033[24;3R\033[1;2R", "at3 Shift-F3");
}

static void test_nothing(void **state)
{
	(void)state;
	IS("\033[?1;2c\033[>0;276;0c\033[?2026;1$y\033]10;rgb:0/0/0\033\\\033P>|xterm\033\\x", "x");
	IS("\033[I\033[O\033[99~\033[1;2y\033O!x", "! x");
	IS("\xff\xc3(\xc2\x9b", "(");
	IS("\033[1;99999999999999999999999999999999A", "Up");
	IS("\033[\033[Bx", "Down x"); /* broken off by the next */
}

static void test_esc(void **state)
{
	struct decoder *d = decoder_new();
	struct event ev;

	(void)state;
	decoder_feed(d, "\033", 1, 1000);
	assert_false(decoder_next(d, 1010, &ev));
	assert_int_equal(decoder_wait(d, 1010), 15);
	assert_true(decoder_next(d, 1025, &ev));
	assert_int_equal(ev.key.code, K_ESC);
	assert_int_equal(decoder_wait(d, 1025), -1);
	/* the tail of a split sequence */
	decoder_feed(d, "[A", 2, 1100);
	assert_false(decoder_next(d, 1100, &ev));
	/* but a bracket typed after Esc is a bracket */
	decoder_feed(d, "\033", 1, 2000);
	assert_true(decoder_next(d, 2030, &ev));
	decoder_feed(d, "[", 1, 2100);
	assert_false(decoder_next(d, 2110, &ev));
	assert_true(decoder_next(d, 2125, &ev));
	assert_int_equal(ev.key.cp, '[');
	/* and after 200 ms nothing is a tail */
	decoder_feed(d, "\033", 1, 3000);
	assert_true(decoder_next(d, 3030, &ev));
	decoder_feed(d, "[A", 2, 3300);
	assert_true(decoder_next(d, 3300, &ev));
	assert_int_equal(ev.key.cp, '[');
	decoder_free(d);
	IS("\033\033\033", "Esc Esc Esc");
}

static void test_split(void **state)
{
	static const char bytes[] = "\033[1;5Aa\033OB\xd8\xb4\033[<0;3;4M\033[200~hi\nyou\033[201~\033[24~";
	struct str whole = STR_INIT;

	(void)state;
	str_add(&whole, decoded(bytes, sizeof bytes - 1, 300));
	assert_string_equal(whole.s, "Ctrl-Up a Down ش mouse0/1@2,3 <hi\nyou> F12");
	for (size_t cut = 1; cut < sizeof bytes - 1; cut++) {
		struct decoder *d = decoder_new();
		struct event ev;
		int n = 0;

		decoder_feed(d, bytes, cut, 1000);
		while (decoder_next(d, 1000, &ev))
			n++;
		decoder_feed(d, bytes + cut, sizeof bytes - 1 - cut, 1010);
		while (decoder_next(d, 1010, &ev))
			n++;
		assert_int_equal(n, 7);
		assert_int_equal(ev.key.code, K_F1 + 11);
		decoder_free(d);
	}
	str_free(&whole);
}

static void test_mouse(void **state)
{
	(void)state;
	IS("\033[<0;10;5M\033[<32;11;5M\033[<0;11;5m", "mouse0/1@9,4 mouse2/1@10,4 mouse1/1@10,4");
	IS("\033[<64;1;1M\033[<65;1;1M\033[<35;1;1M\033[<2;1;1M", "mouse3/1@0,0 mouse4/2@0,0 mouse0/3@0,0");
	IS("\033[M !!x", "mouse0/1@0,0 x");
	IS("\033[<0;0;5M", "");
}

static void test_paste(void **state)
{
	(void)state;
	IS("\033[200~a\033[201b\033[201~q", "<a\033[201b> q");
	IS("\033[200~\033[201~q", "<> q");
	IS("x\033[200~never ends", "x");
	assert_string_equal(decoded("\033[200~never ends", 16, 1500), "<never ends>");
}

static void test_names(void **state)
{
	static const char *const good[] = { "ctrl-p", "shift-tab", "f12", "esc", "space", "hash", "g", "G", "ش",
		"alt-x" };
	static const char *const bad[] = { "", "f21", "ctrl-", "foo", "gg", "shift-a", "f0" };
	struct key k;

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(key_parse(good[i], strlen(good[i]), &k));
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(key_parse(bad[i], strlen(bad[i]), &k));
	assert_true(key_parse("lbracket", 8, &k));
	assert_int_equal(k.cp, '[');
}

static void test_keyboards(void **state)
{
	struct str s = STR_INIT;

	(void)state;
	assert_int_equal(keyboard_fold("auto", 0x634), 'a');    /* Persian sheen */
	assert_int_equal(keyboard_fold("persian", 0x632), 'c'); /* zeh: another key in Arabic */
	assert_int_equal(keyboard_fold("arabic", 0x632), '.');
	assert_int_equal(keyboard_fold("auto", 0x43e), 'j'); /* Russian o */
	assert_int_equal(keyboard_fold("persian", 0x43e), 0x43e);
	assert_int_equal(keyboard_fold("auto", 0x3042), 'a');
	assert_int_equal(keyboard_fold("auto", 0xff47), 'g');
	assert_int_equal(keyboard_fold("none", 0x634), 0x634);
	assert_int_equal(keyboard_fold("auto", 0x738b), 0x738b);
	keyboard_fold_text("auto", "لا1", strlen("لا1"), &s);
	assert_string_equal(s.s, "gh1");
	str_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_esc),
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_mouse),
		cmocka_unit_test(test_paste),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_keyboards),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
