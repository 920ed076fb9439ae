#include "mention.h"

#include <string.h>

#include "base/fold.h"
#include "base/str.h"
#include "base/utf8.h"
#include "record/session.h"

#define PEOPLE 500 /* of one office; who comes after them is named by login in vain */

/* Names of letters that words end with a blank after. */
#define ASCII "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .'-"

struct person {
	int64_t id;
	char *login, *whole, *first; /* folded, without blanks */
	bool ascii;
};

static char *folded(const char *text, size_t n)
{
	struct str out = STR_INIT;

	fold_nospace(text, n, &out);
	return str_take(&out);
}

static int read_people(struct session *s, struct person *p)
{
	struct stmt *st = db_prep(s->db, "SELECT id, login, name FROM user WHERE trashed_at IS NULL AND active "
					 "AND coalesce(disabled, 0) = 0 ORDER BY id LIMIT ?1");
	int n = 0;

	st_int(st, 1, PEOPLE);
	while (n < PEOPLE && st_step(st, NULL) > 0) {
		const char *login = st_get_text(st, 1), *name = st_get_text(st, 2);

		login = login ? login : "";
		name = name ? name : "";
		p[n++] = (struct person){ .id = st_get_int(st, 0),
			.login = folded(login, strlen(login)),
			.whole = folded(name, strlen(name)),
			.first = folded(name, strcspn(name, " ")),
			.ascii = name[strspn(name, ASCII)] == '\0' };
	}
	st_done(st);
	return n;
}

static void free_people(struct person *p, int n)
{
	for (int i = 0; i < n; i++) {
		free(p[i].login);
		free(p[i].whole);
		free(p[i].first);
	}
}

/* Ends a name, in one script or another. */
static bool ends_word(uint32_t cp)
{
	static const uint32_t wide[] = { 0x060C, 0x061B, 0x061F, 0x3001, 0x3002, 0xFF0C, 0xFF01, 0xFF1A, 0xFF1F, 0xFF08,
		0xFF09, 0x3000, 0xA0, UTF8_BAD };

	if (cp < 0x80)
		return strchr(" \t\n\r,;:!?()[]{}<>\"'/\\@|", (int)cp) != NULL;
	for (size_t i = 0; i < COUNT(wide); i++)
		if (cp == wide[i])
			return true;
	return false;
}

/* What stands after the sign: letters and digits of any script, and . _ - between them. In bytes. */
static size_t word_len(const char *at)
{
	size_t n = 0, all = strlen(at);
	uint32_t cp;

	while (n < all) {
		size_t one = utf8_decode(at + n, all - n, &cp);

		if (ends_word(cp))
			break;
		n += one;
	}
	while (n && strchr("._-", at[n - 1]))
		n--;
	return n;
}

static char *word_of(const char *at, size_t n)
{
	struct str plain = STR_INIT;

	for (size_t i = 0; i < n; i++)
		str_addc(&plain, at[i] == '.' || at[i] == '_' ? ' ' : at[i]);
	char *out = folded(plain.s ? plain.s : "", plain.len);

	str_free(&plain);
	return out;
}

/* Scripts without blanks go on after the name ("@高木さん"). */
static bool begins(const char *word, const struct person *p)
{
	return !p->ascii && *p->whole && strncmp(word, p->whole, strlen(p->whole)) == 0;
}

static int64_t who(const struct person *p, int n, const char *at, size_t len)
{
	char *word = word_of(at, len), *login = folded(at, len);
	int64_t found = 0;
	int first = 0;

	for (int i = 0; i < n && !found; i++)
		if (str_eq(login, p[i].login) || (*word && str_eq(word, p[i].whole)))
			found = p[i].id;
	for (int i = 0; i < n && !found; i++)
		if (begins(word, &p[i]))
			found = p[i].id;
	for (int i = 0; i < n && !found && *word; i++)
		first += str_eq(word, p[i].first);
	for (int i = 0; i < n && !found && first == 1; i++)
		if (str_eq(word, p[i].first))
			found = p[i].id;
	free(word);
	free(login);
	return found;
}

static bool has(const int64_t *id, int n, int64_t one)
{
	for (int i = 0; i < n; i++)
		if (id[i] == one)
			return true;
	return false;
}

/* An address has the sign too: "ali@pars.ir" names nobody. */
static bool inside_word(const char *text, const char *at)
{
	return at > text && ((unsigned char)at[-1] >= 0x80 ? false : strchr(" \t\n\r,;:!?()[]\"'/", at[-1]) == NULL);
}

int mentions_in(struct session *s, const char *text, int64_t *id, int max)
{
	struct person *p;
	int n = 0, people;

	if (!strchr(text, '@'))
		return 0;
	p = xcalloc(PEOPLE, sizeof *p);
	people = read_people(s, p);
	for (const char *at = strchr(text, '@'); at && n < max; at = strchr(at + 1, '@')) {
		int64_t one = inside_word(text, at) ? 0 : who(p, people, at + 1, word_len(at + 1));

		if (one && !has(id, n, one))
			id[n++] = one;
	}
	free_people(p, people);
	free(p);
	return n;
}
