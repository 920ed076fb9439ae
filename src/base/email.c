/* E-mail and web addresses. */
#include "base/address.h"

#include <stdlib.h>

#include "base/embed.h"
#include "base/i18n.h"
#include "digits.h"
#include "tsv.h"

EMBED(mail_providers_tsv, "data/mail_providers.tsv")

/* A piece of the plain text. */
struct span {
	const char *s;
	size_t n;
};

static enum rc wrong(struct err *err, const char *text, const char *at, const char *why)
{
	return fail_at(err, RC_INVALID, (int)(at - text), _("not an e-mail address: %s"), why);
}

static bool is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* What stands before the @: RFC 5321 Dot-string, also with letters beyond ASCII (RFC 6531). */
static enum rc check_local(const char *text, struct span a, struct err *err)
{
	if (a.n == 0)
		return wrong(err, text, a.s, _("nothing before @"));
	if (a.n > 64)
		return wrong(err, text, a.s, _("more than 64 bytes before @"));
	for (size_t i = 0; i < a.n; i++) {
		if (a.s[i] == '.' && (i == 0 || i + 1 == a.n || a.s[i + 1] == '.'))
			return wrong(err, text, a.s + i, _("a dot stands at a wrong place"));
		if (!is_word(a.s[i]) && !strchr(".!#$%&'*+-/=?^_`{|}~", a.s[i]))
			return wrong(err, text, a.s + i, _("a character that may not stand before @"));
	}
	return RC_OK;
}

static enum rc check_label(const char *text, struct span l, struct err *err)
{
	if (l.n == 0)
		return wrong(err, text, l.s, _("a dot stands at a wrong place"));
	if (l.n > 63)
		return wrong(err, text, l.s, _("a part of the domain is longer than 63 bytes"));
	for (size_t i = 0; i < l.n; i++)
		if (!is_word(l.s[i]) && !(l.s[i] == '-' && i > 0 && i + 1 < l.n))
			return wrong(err, text, l.s + i, _("a character that may not stand in a domain"));
	return RC_OK;
}

static enum rc check_domain(const char *text, struct span d, struct err *err)
{
	struct span label = { .s = d.s };
	int labels = 0;

	if (d.n > 253)
		return wrong(err, text, d.s, _("the domain is longer than 253 bytes"));
	for (size_t i = 0; i <= d.n; i++) {
		if (i < d.n && d.s[i] != '.')
			continue;
		label.n = (size_t)(d.s + i - label.s);
		if (check_label(text, label, err))
			return RC_INVALID;
		if (++labels > 1 && i == d.n && (label.n < 2 || is_digit(*label.s)))
			return wrong(err, text, label.s, _("no such ending of a domain"));
		label.s = d.s + i + 1;
	}
	return labels < 2 ? wrong(err, text, d.s, _("no dot after @")) : RC_OK;
}

static enum rc check_address(const char *text, struct span a, struct err *err)
{
	const char *at = memchr(a.s, '@', a.n), *end = a.s + a.n, *blank = memchr(a.s, ' ', a.n);
	const char *second = at ? memchr(at + 1, '@', (size_t)(end - at - 1)) : NULL;

	if (blank)
		return wrong(err, text, blank, second ? _("more than one address") : _("a blank within"));
	if (!at)
		return wrong(err, text, end, _("no @"));
	if (second)
		return wrong(err, text, second, _("two @"));
	if (at + 1 == end)
		return wrong(err, text, end, _("nothing after @"));
	if (check_local(text, (struct span){ .s = a.s, .n = (size_t)(at - a.s) }, err))
		return RC_INVALID;
	return check_domain(text, (struct span){ .s = at + 1, .n = (size_t)(end - at - 1) }, err);
}

/* The next piece of "a, b; c" from *rest on, without what stands around an address: "Name <a>", "mailto:a?subject=b".
 */
static struct span next_piece(const char **rest)
{
	const char *p = *rest, *end = p + strcspn(p, ",;"), *open = memchr(p, '<', (size_t)(end - p)), *close;

	*rest = *end ? end + 1 : end;
	if (open) {
		p = open + 1;
		close = memchr(p, '>', (size_t)(end - p));
		end = close ? close : end;
	}
	while (p < end && *p == ' ')
		p++;
	if ((size_t)(end - p) > 7 && str_starts(p, "mailto:")) {
		const char *query = memchr(p, '?', (size_t)(end - p));

		p += 7;
		end = query ? query : end;
	}
	while (end > p && end[-1] == ' ')
		end--;
	return (struct span){ .s = p, .n = (size_t)(end - p) };
}

/* The display name may hold a comma: "Doe, John <a@b.c>". A piece without @ before one in brackets is a name. */
static bool is_name(struct span piece, const char *rest)
{
	return !memchr(piece.s, '@', piece.n) && strchr(rest, '<');
}

/* The one address of plain text: every piece must be the same one. */
static enum rc find_one(const char *text, struct span *one, struct err *err)
{
	const char *rest = text;

	*one = (struct span){ 0 };
	while (*rest) {
		struct span piece = next_piece(&rest);

		if (piece.n == 0 || is_name(piece, rest))
			continue;
		if (check_address(text, piece, err))
			return RC_INVALID;
		if (one->s && (one->n != piece.n || memcmp(one->s, piece.s, piece.n) != 0))
			return wrong(err, text, piece.s, _("more than one address"));
		*one = piece;
	}
	return one->s ? RC_OK : wrong(err, text, text + strlen(text), _("no @"));
}

bool email_normal(const char *s, struct str *out)
{
	struct str plain = STR_INIT;
	struct span one;
	bool ok;

	plain_word(s, &plain);
	ok = find_one(plain.s, &one, NULL) == RC_OK;
	if (ok)
		str_addn(out, one.s, one.n);
	str_free(&plain);
	return ok;
}

enum rc email_check(const char *s, struct err *err)
{
	struct str plain = STR_INIT, whole = STR_INIT;
	struct span one;
	struct err here = ERR_INIT;
	enum rc rc;

	plain_word(s, &plain);
	rc = find_one(plain.s, &one, &here);
	if (rc && err) {
		plain_ascii(s, &whole); /* plain_word() took the blanks before it */
		here.at = plain_offset(s, strspn(whole.s, " ") + (size_t)here.at);
		*err = here;
	}
	str_free(&whole);
	str_free(&plain);
	return rc;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool email_public(const char *s)
{
	static struct tsv providers;
	const char *at = strrchr(s, '@');
	struct str domain = STR_INIT;
	const char *key;
	bool found;

	if (!providers.rows)
		tsv_load(&providers, mail_providers_tsv, EMBED_LEN(mail_providers_tsv), 1);
	plain_word(at ? at + 1 : s, &domain);
	key = domain.s;
	found = bsearch(&key, providers.cells, (size_t)providers.rows, sizeof *providers.cells, by_text) != NULL;
	str_free(&domain);
	return found;
}

void email_domain_key(const char *normal, struct str *out)
{
	const char *at = strrchr(normal, '@');

	str_add(out, at && !email_public(at) ? at : normal);
}
