/* Keys by name: in settings, in the footer, in help. */
#include "ui/keys.h"

#include "base/utf8.h"

struct named {
	const char *name, *shown, *sign; /* sign: where more than ASCII can be shown; NULL: the same */
	enum key_code code;
	char c; /* K_CHAR */
};
static const struct named names[] = {
	{ "enter", "Enter", NULL, K_ENTER, 0 },
	{ "esc", "Esc", NULL, K_ESC, 0 },
	{ "tab", "Tab", NULL, K_TAB, 0 },
	{ "backspace", "Backspace", NULL, K_BACKSPACE, 0 },
	{ "up", "Up", "↑", K_UP, 0 },
	{ "down", "Down", "↓", K_DOWN, 0 },
	{ "left", "Left", "←", K_LEFT, 0 },
	{ "right", "Right", "→", K_RIGHT, 0 },
	{ "home", "Home", NULL, K_HOME, 0 },
	{ "end", "End", NULL, K_END, 0 },
	{ "pgup", "PgUp", NULL, K_PGUP, 0 },
	{ "pgdn", "PgDn", NULL, K_PGDN, 0 },
	{ "insert", "Ins", NULL, K_INSERT, 0 },
	{ "delete", "Del", NULL, K_DELETE, 0 },
	{ "space", "Space", NULL, K_CHAR, ' ' },
	{ "hash", "#", NULL, K_CHAR, '#' },
	{ "lbracket", "[", NULL, K_CHAR, '[' },
	{ "rbracket", "]", NULL, K_CHAR, ']' },
	{ "comma", ",", NULL, K_CHAR, ',' },
	{ "equals", "=", NULL, K_CHAR, '=' },
};

static size_t take_mod(const char *s, size_t n, unsigned *mods)
{
	static const struct {
		const char *name;
		enum key_mod mod;
	} mod[] = { { "ctrl-", MOD_CTRL }, { "alt-", MOD_ALT }, { "shift-", MOD_SHIFT } };

	for (size_t i = 0; i < COUNT(mod); i++) {
		size_t len = strlen(mod[i].name);

		if (n > len && strncmp(s, mod[i].name, len) == 0) {
			*mods |= mod[i].mod;
			return len;
		}
	}
	return 0;
}

static bool parse_bare(const char *s, size_t n, struct key *key)
{
	int64_t f;
	char number[4] = "";
	uint32_t cp;

	for (size_t i = 0; i < COUNT(names); i++)
		if (strlen(names[i].name) == n && strncmp(s, names[i].name, n) == 0) {
			key->code = names[i].code;
			key->cp = (unsigned char)names[i].c;
			return true;
		}
	if (n > 1 && n < 4 && s[0] == 'f') {
		memcpy(number, s + 1, n - 1);
		key->code = i64_parse(number, &f) && f >= 1 && f <= 20 ? (enum key_code)(K_F1 + f - 1) : K_NONE;
		return key->code != K_NONE;
	}
	if (!n || utf8_decode(s, n, &cp) != n || cp == UTF8_BAD || cp <= ' ')
		return false;
	key->code = K_CHAR;
	key->cp = cp;
	return true;
}

bool key_parse(const char *name, size_t n, struct key *key)
{
	size_t used;

	*key = (struct key){ .code = K_NONE };
	while ((used = take_mod(name, n, &key->mods)) > 0) {
		name += used;
		n -= used;
	}
	return parse_bare(name, n, key) && !(key->code == K_CHAR && key->mods & MOD_SHIFT);
}

void key_show(const struct key *key, bool ascii, struct str *out)
{
	if (key->mods & MOD_CTRL)
		str_add(out, "Ctrl-");
	if (key->mods & MOD_ALT)
		str_add(out, "Alt-");
	if (key->mods & MOD_SHIFT)
		str_add(out, "Shift-");
	for (size_t i = 0; i < COUNT(names); i++)
		if (names[i].code == key->code && (key->code != K_CHAR || (uint32_t)names[i].c == key->cp)) {
			str_add(out, names[i].sign && !ascii ? names[i].sign : names[i].shown);
			return;
		}
	if (key->code >= K_F1 && key->code <= K_F20)
		str_addf(out, "F%d", (int)(key->code - K_F1 + 1));
	else if (key->code == K_CHAR)
		str_add_cp(out, key->mods & MOD_CTRL && key->cp >= 'a' && key->cp <= 'z' ? key->cp - 32 : key->cp);
}

bool key_same(const struct key *a, const struct key *b)
{
	return a->code == b->code && a->mods == b->mods && (a->code != K_CHAR || a->cp == b->cp);
}
