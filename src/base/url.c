#include "base/address.h"

#include <strings.h>

#include "base/utf8.h"
#include "digits.h"

static const char *after_scheme(const char *s)
{
	if (strncasecmp(s, "https://", 8) == 0)
		return s + 8;
	return strncasecmp(s, "http://", 7) == 0 ? s + 7 : NULL;
}

/* Letters, digits, dots and hyphens with a dot inside, and a port. */
static bool host_ok(const char *host, size_t n)
{
	const char *port = memchr(host, ':', n);
	size_t name = port ? (size_t)(port - host) : n;
	bool dot = false;

	for (size_t i = 0; i < name; i++) {
		char c = host[i];

		if (c == '.') {
			if (i == 0 || i + 1 == name || host[i + 1] == '.')
				return false;
			dot = true;
		} else if (!is_digit(c) && !(c >= 'a' && c <= 'z') && c != '-' && (unsigned char)c < 0x80) {
			return false;
		}
	}
	for (size_t i = name + 1; i < n; i++)
		if (!is_digit(host[i]))
			return false;
	return dot && n - name != 1 && n - name <= 6;
}

/* No blank (of any kind), control character, quote or bracket. */
static bool text_ok_in_url(const char *s, size_t n)
{
	struct str plain = STR_INIT, all = STR_INIT;
	bool ok;

	if (utf8_plain_run(s, n) == n)
		return !(memchr(s, ' ', n) || memchr(s, '"', n) || memchr(s, '<', n) || memchr(s, '>', n) ||
				memchr(s, '\\', n));
	str_addn(&all, s, n);
	plain_ascii(all.s, &plain);
	ok = !strpbrk(plain.s, " \"<>\\");
	for (size_t i = 0; i < n; i++)
		ok = ok && (unsigned char)s[i] >= ' ' && s[i] != 0x7f;
	str_free(&all);
	str_free(&plain);
	return ok;
}

/* Only scheme and host are made plain and lower case: the rest of an address means what its bytes say. */
bool url_normal(const char *s, struct str *out)
{
	struct str typed = STR_INIT, host = STR_INIT;
	size_t n, end;
	const char *rest;
	bool ok;

	s += strspn(s, " \t\r\n");
	for (end = strlen(s); end > 0 && strchr(" \t\r\n", s[end - 1]);)
		end--;
	rest = after_scheme(s);
	if (!rest)
		rest = s;
	n = strcspn(rest, "/?#");
	if (rest + n > s + end)
		n = (size_t)(s + end - rest);
	str_addn(&typed, rest, n);
	plain_word(typed.s, &host);
	ok = host_ok(host.s, host.len) && text_ok_in_url(rest, (size_t)(s + end - rest));
	if (ok) {
		str_add(out, strncasecmp(s, "http://", 7) == 0 ? "http://" : "https://");
		str_addn(out, host.s, host.len);
		str_addn(out, rest + n, (size_t)(s + end - rest) - n);
	}
	str_free(&host);
	str_free(&typed);
	return ok;
}
