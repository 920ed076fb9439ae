/* Telephone numbers: what was typed is cut into digits, then a calling code and a national number are told apart. */
#include "base/address.h"

#include "country.h"
#include "digits.h"

#define MAX_DIGITS 15 /* of an E.164 number, calling code included */
#define EXT_DIGITS 7

struct phone {
	char digits[24]; /* as typed; then calling code and national number */
	int n;
	int cc_len;         /* digits of the calling code in digits */
	bool international; /* begins with + or an international prefix */
	char ext[EXT_DIGITS + 1];
	const struct country *country; /* NULL: the code is not a country's (satellites, freephone) */
};

/* Calling codes that belong to no country of ISO 3166-1: Kosovo, freephone, shared cost, satellites, networks. */
static const char *const other_codes[] = { "383", "800", "808", "870", "878", "881", "882", "883", "888", "979" };

/* What begins an extension. */
static const char *const ext_words[] = { ";ext=", "extension", "ext.", "ext", "x", "#", "داخلی", "داخلي", "分机", "转",
	"轉", "内線", "доб.", "доб", "durchwahl", "poste" };

static bool add_digit(struct phone *p, char c)
{
	if (p->n + 1 >= (int)sizeof p->digits)
		return false;
	p->digits[p->n++] = c;
	p->digits[p->n] = '\0';
	return true;
}

/* The rest of the text is an extension: a word for it, then digits. */
static bool take_extension(const char *s, struct phone *p)
{
	size_t n = 0, i = 0;

	while (i < COUNT(ext_words) && !str_starts(s, ext_words[i]))
		i++;
	if (i == COUNT(ext_words))
		return false;
	for (s += strlen(ext_words[i]); *s && strchr(" :.-", *s);)
		s++;
	for (; is_digit(*s) && n < EXT_DIGITS; s++)
		p->ext[n++] = *s;
	while (*s == ' ' || *s == ')')
		s++;
	return n > 0 && !*s;
}

static const char *after_scheme(const char *s)
{
	static const char *const schemes[] = { "tel:", "callto:", "phone:", "mobile:", "mob:", "fax:", "تلفن:" };

	for (size_t i = 0; i < COUNT(schemes); i++)
		if (str_starts(s, schemes[i]))
			s += strlen(schemes[i]);
	while (*s == ' ')
		s++;
	return s;
}

/* The digits of plain text s; "(0)" after a + is no digit. */
static bool take_digits(const char *s, struct phone *p)
{
	s = after_scheme(s);
	while (*s) {
		if (p->international && str_starts(s, "(0)")) {
			s += 3;
		} else if (is_digit(*s)) {
			if (!add_digit(p, *s++))
				return false;
		} else if (*s == '+' && p->n == 0 && !p->international) {
			p->international = true;
			s++;
		} else if (strchr(" -./()[]~", *s)) {
			s++;
		} else {
			return p->n > 0 && take_extension(s, p);
		}
	}
	return p->n > 0;
}

static void drop_digits(struct phone *p, int n)
{
	memmove(p->digits, p->digits + n, (size_t)(p->n - n) + 1);
	p->n -= n;
}

/* The prefix that dials out of the country; 00 everywhere, or the country's own. */
static void take_international_prefix(struct phone *p, const struct country *home)
{
	static const struct {
		const char *calling, *prefix;
	} own[] = { { "1", "011" }, { "61", "0011" }, { "81", "010" }, { "7", "810" }, { "375", "810" } };

	if (p->international)
		return;
	for (size_t i = 0; home && i < COUNT(own); i++)
		if (strcmp(home->calling, own[i].calling) == 0 && str_starts(p->digits, own[i].prefix)) {
			p->international = true;
			drop_digits(p, (int)strlen(own[i].prefix));
			return;
		}
	if (str_starts(p->digits, "00")) {
		p->international = true;
		drop_digits(p, 2);
	}
}

/* North America: area code and exchange begin with 2-9, no area code ends in 11. */
static bool nanp_possible(const char *n)
{
	return strlen(n) == 10 && n[0] >= '2' && n[3] >= '2' && !(n[1] == '1' && n[2] == '1');
}

/* A national number without its trunk prefix. Where the trunk begins with 0 no number does. */
static bool possible(const char *national, const struct country *c)
{
	int n = (int)strlen(national);

	if (strcmp(c->calling, "1") == 0)
		return nanp_possible(national);
	return n >= c->min_len && n <= c->max_len && !(*c->trunk == '0' && *national == '0');
}

/* The national number after a trunk prefix, when there is one: only where the whole is no possible number (812 123 45
 * 67 is in Saint Petersburg, 8 812 123 45 67 the same from within Russia). */
static const char *without_trunk(const char *digits, const struct country *c)
{
	const char *t = possible(digits, c) ? "" : c->trunk;

	while (*t) {
		size_t n = strcspn(t, "|");

		if (strncmp(digits, t, n) == 0 && possible(digits + n, c))
			return digits + n;
		t += n;
		t += *t == '|';
	}
	return digits;
}

/* Puts calling code and national number together; false when the country has no such number. */
static bool take_national(struct phone *p, const char *digits, const struct country *c)
{
	const char *national = without_trunk(digits, c);
	size_t cc = strlen(c->calling), n = strlen(national);
	char whole[sizeof p->digits];

	if (!possible(national, c) || cc + n > MAX_DIGITS)
		return false;
	memcpy(whole, c->calling, cc);
	memcpy(whole + cc, national, n + 1);
	memcpy(p->digits, whole, cc + n + 1);
	p->n = (int)(cc + n);
	p->cc_len = (int)cc;
	p->country = c;
	return true;
}

/* Finds the country by the calling code; home first where several share it. */
static bool take_international(struct phone *p, const struct country *home)
{
	const struct country *all = country_at(0);
	int n = country_count();

	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < n; i++) {
			const struct country *c = pass ? all + i : home;

			if (c && *p->digits == *c->calling && str_starts(p->digits, c->calling) &&
				take_national(p, p->digits + strlen(c->calling), c))
				return true;
			if (!pass)
				break;
		}
	for (size_t i = 0; i < COUNT(other_codes); i++)
		if (str_starts(p->digits, other_codes[i])) {
			p->cc_len = 3;
			return p->n >= 9 && p->n <= MAX_DIGITS;
		}
	return false;
}

/* A number of home; or, as spreadsheets leave it, an international one that lost its +. */
static bool take_home(struct phone *p, const struct country *home)
{
	if (take_national(p, p->digits, home))
		return true;
	return str_starts(p->digits, home->calling) && take_national(p, p->digits + strlen(home->calling), home);
}

static bool parse(const char *s, const struct country *home, struct phone *p)
{
	struct str plain = STR_INIT;
	bool ok;

	*p = (struct phone){ 0 };
	plain_word(s, &plain);
	ok = take_digits(plain.s, p);
	str_free(&plain);
	if (!ok)
		return false;
	take_international_prefix(p, home);
	if (p->international)
		return take_international(p, home);
	return home && take_home(p, home);
}

bool phone_e164(const char *s, const struct country *country, struct str *out)
{
	struct phone p;

	if (!parse(s, country, &p))
		return false;
	str_addf(out, "+%s", p.digits);
	return true;
}

/* Whether a rule "9=3 3 4" is for the number: prefix and sum of sizes; *sizes where the sizes begin. */
static bool rule_fits(const char *rule, const char *national, const char **sizes)
{
	size_t end = strcspn(rule, "|"), prefix = strcspn(rule, "=|"), sum = 0;

	*sizes = rule;
	if (prefix < end) {
		if (strncmp(rule, national, prefix) != 0)
			return false;
		*sizes = rule + prefix + 1;
	}
	for (const char *p = *sizes; p < rule + end; p++)
		sum += is_digit(*p) ? (size_t)(*p - '0') : 0;
	return sum == strlen(national);
}

static const char *sizes_for(const struct country *c, const char *national)
{
	static const char *const by_length[] = { [6] = "3 3",
		[7] = "3 4",
		[8] = "4 4",
		[9] = "3 3 3",
		[10] = "3 3 4",
		[11] = "3 4 4",
		[12] = "4 4 4",
		[13] = "4 4 5" };
	const char *rule = c ? country_groups(c) : "", *sizes;
	size_t n = strlen(national);

	while (*rule) {
		if (rule_fits(rule, national, &sizes))
			return sizes;
		rule += strcspn(rule, "|");
		rule += *rule == '|';
	}
	return n < COUNT(by_length) && by_length[n] ? by_length[n] : "";
}

void phone_show(const char *s, const struct country *country, struct str *out)
{
	struct phone p;
	const char *national;

	if (!parse(s, country, &p)) {
		str_add(out, s);
		return;
	}
	str_addf(out, "+%.*s", p.cc_len, p.digits);
	national = p.digits + p.cc_len;
	for (const char *size = sizes_for(p.country, national); is_digit(*size); size += size[1] == ' ' ? 2 : 1) {
		str_addf(out, " %.*s", *size - '0', national);
		national += *size - '0';
	}
	if (*national)
		str_addf(out, " %s", national);
	if (*p.ext)
		str_addf(out, " ext %s", p.ext);
}
