/* What people and programs type -> values, one function per type of field. */
#include "record/value.h"

#include <ctype.h>
#include <stdio.h>

#include "base/address.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/fold.h"
#include "base/i18n.h"
#include "base/money.h"
#include "base/utf8.h"
#include "record/record.h"
#include "record/session.h"
#include "value_words.h"

/* One text on its way to a value. */
struct typed {
	struct session *s;
	const struct model *m;
	int slot;
	const struct field *f;
	const char *text; /* trimmed, not empty; NUL-terminated in the arena where it was cut */
	struct arena *a;
	const char **create; /* may be NULL */
	struct err *err;
};

/* Nearly every text: it is the same in every normal form. */
static bool is_plain(const char *s)
{
	return !s[utf8_plain_run(s, strlen(s))];
}

static enum rc parse_text(struct typed *t, struct value *out)
{
	struct text_rule rule = { .max = (size_t)field_max(t->f), .lines = field_kind(t->f) == FT_NOTE };
	struct str nfc = STR_INIT;
	enum rc rc;

	if (is_plain(t->text)) {
		*out = value_text(t->text);
		return RC_OK;
	}
	rc = text_ok(t->text, strlen(t->text), &rule, t->err);
	if (rc != RC_OK)
		return rc;
	text_nfc(t->text, strlen(t->text), &nfc);
	*out = value_text(arena_strndup(t->a, nfc.s, nfc.len));
	str_free(&nfc);
	return RC_OK;
}

static enum rc parse_note(struct typed *t, struct value *out)
{
	char *lines;
	size_t n = 0;

	if (strchr(t->text, '\r')) {
		lines = arena_strdup(t->a, t->text);
		for (const char *p = t->text; *p; p++)
			if (p[0] != '\r' || p[1] != '\n')
				lines[n++] = *p;
		lines[n] = 0;
		t->text = lines;
	}
	return parse_text(t, out);
}

static enum rc parse_url(struct typed *t, struct value *out)
{
	struct str url = STR_INIT;

	if (!url_normal(t->text, &url)) {
		str_free(&url);
		return fail(t->err, RC_INVALID, t->slot, _("not a web address: %.80s"), t->text);
	}
	t->text = arena_strndup(t->a, url.s, url.len);
	str_free(&url);
	return parse_text(t, out);
}

/* A whole number: what decimal_parse reads (grouping, 5k, all digits), without a fraction. */
static enum rc parse_int(struct typed *t, struct value *out)
{
	size_t stars = strspn(t->text, "*");
	int64_t i;
	enum rc rc;

	/* "***" for 3, where so few are possible */
	if (stars && !t->text[stars] && t->f->hi > 0 && t->f->hi <= 5) {
		*out = VALUE_INT((int64_t)stars);
		return RC_OK;
	}

	if (!i64_parse(t->text, &i)) {
		rc = decimal_parse(t->text, 2, 0, &i, t->err);
		if (rc != RC_OK)
			return rc;
		if (i % 100)
			return fail(t->err, RC_INVALID, t->slot, _("not a whole number: %.80s"), t->text);
		i /= 100;
	}
	*out = VALUE_INT(i);
	return RC_OK;
}

/* With three digits after the point "1.234" would be read as grouped; what is shown with a point is read with one. */
static enum rc parse_decimal(struct typed *t, const char *text, int digits, struct value *out)
{
	int64_t i;
	enum rc rc = decimal_parse(text, digits, digits == 3 ? '.' : 0, &i, t->err);

	if (rc == RC_OK)
		*out = VALUE_INT(i);
	return rc;
}

static enum rc parse_money(struct typed *t, struct value *out)
{
	return parse_decimal(t, t->text, money_digits(t->s), out);
}

static enum rc parse_percent(struct typed *t, struct value *out)
{
	static const char *const signs[] = { "%", "٪", "％", "﹪" };
	const char *text = t->text;

	for (size_t i = 0; i < COUNT(signs); i++) {
		size_t sign = strlen(signs[i]), n = strlen(text);

		if (n > sign && !strcmp(text + n - sign, signs[i]))
			text = value_trim(t->a, arena_strndup(t->a, text, n - sign));
		else if (n > sign && str_starts(text, signs[i]))
			text = value_trim(t->a, text + sign);
	}
	return parse_decimal(t, text, 2, out);
}

static enum rc parse_bool(struct typed *t, struct value *out)
{
	int yes = word_yes_no(t->text);

	if (yes < 0)
		return fail(t->err, RC_INVALID, t->slot, _("neither yes nor no: %.80s"), t->text);
	*out = VALUE_INT(yes);
	return RC_OK;
}

static enum rc parse_day(struct typed *t, const char *text, struct date *d)
{
	if (date_parse_iso(text, d) && date_valid(*d))
		return RC_OK;
	return date_parse(text, date_today(), &t->s->date_order, d, t->err);
}

static enum rc parse_date(struct typed *t, struct value *out)
{
	struct date d;
	char iso[11];
	enum rc rc = parse_day(t, t->text, &d);

	if (rc != RC_OK)
		return rc;
	date_iso(d, iso);
	*out = value_text(arena_strdup(t->a, iso));
	return RC_OK;
}

static enum rc parse_instant(struct typed *t, struct value *out)
{
	struct str day = STR_INIT;
	struct wall w = { 0 };
	struct date d = date_today();
	const char *rest = t->text;
	int64_t utc;
	enum rc rc = RC_OK;

	if (instant_parse_iso(t->text, &utc)) {
		*out = VALUE_INT(utc);
		return RC_OK;
	}
	if (fold_eq(t->text, "now")) {
		*out = VALUE_INT(clock_now());
		return RC_OK;
	}
	if (clock_take(t->text, &w, &day))
		rest = arena_strndup(t->a, day.s, day.len);
	str_free(&day);
	if (*rest)
		rc = parse_day(t, rest, &d);
	if (rc == RC_OK)
		*out = VALUE_INT(wall_instant(d, &w));
	return rc;
}

static enum rc find_choice(struct typed *t, const char *text, int64_t *no)
{
	const struct choice *c = choice_by_name(t->f, text);
	struct str names = STR_INIT;
	enum rc rc;

	if (c) {
		*no = c->no;
		return RC_OK;
	}
	for (c = t->f->choice; c && c->name; c++)
		str_addf(&names, "%s%s", names.len ? ", " : "", c->name);
	rc = fail(t->err, RC_INVALID, t->slot, _("no such choice: %.60s: one of %s"), text, names.s);
	str_free(&names);
	return rc;
}

static enum rc parse_choice(struct typed *t, struct value *out)
{
	int64_t no;
	enum rc rc = find_choice(t, t->text, &no);

	if (rc == RC_OK)
		*out = VALUE_INT(no);
	return rc;
}

/* RC_NOT_FOUND becomes RC_INVALID here: what is wrong is the text, not a record that was asked for. */
static enum rc find_ref(struct typed *t, const struct model *m, const char *text, int64_t *id)
{
	const char *user = t->s->reg ? registry_office(t->s->reg)->user_model : NULL;
	enum rc rc;

	if (user && !strcmp(m->name, user) && t->s->user && fold_eq(text, "me")) {
		*id = t->s->user;
		return RC_OK;
	}
	rc = record_find(t->s, m, text, id, t->err);
	if (rc == RC_NOT_FOUND && ref_other_name(m, text))
		rc = record_find(t->s, m, ref_other_name(m, text), id, t->err);
	if (rc == RC_NOT_FOUND && t->create && t->f->flags & F_CREATE_REF)
		return rc;
	if (rc == RC_NOT_FOUND)
		return fail(t->err, RC_INVALID, t->slot, _("no %s is called %.80s"), _(m->label), text);
	return rc;
}

static enum rc parse_ref(struct typed *t, struct value *out)
{
	int64_t id;
	enum rc rc = find_ref(t, session_model(t->s, t->f->ref), t->text, &id);

	if (rc == RC_NOT_FOUND) {
		err_clear_opt(t->err);
		*t->create = t->text;
		*out = VALUE_NULL;
		return RC_OK;
	}
	if (rc == RC_OK)
		*out = VALUE_INT(id);
	return rc;
}

static enum rc parse_anyref(struct typed *t, struct value *out)
{
	const char *slash = strchr(t->text, '/');
	const struct model *m;
	int64_t id;
	enum rc rc;

	m = slash ? registry_find(t->s->reg, arena_strndup(t->a, t->text, (size_t)(slash - t->text))) : NULL;
	if (!m)
		return fail(t->err, RC_INVALID, t->slot,
			_("not a record: %.80s: write the type, a slash and the number"), t->text);
	rc = find_ref(t, m, value_trim(t->a, slash + 1), &id);
	if (rc == RC_OK)
		*out = VALUE_INT(REF_MAKE(m->no, id));
	return rc == RC_NOT_FOUND ? RC_INVALID : rc;
}

/* One member of a set. An unknown name that may be made is handed over alone: the caller makes it and parses again. */
static enum rc find_member(struct typed *t, const char *text, int64_t *id)
{
	enum rc rc;

	if (field_kind(t->f) == FT_CHOICES)
		return find_choice(t, text, id);
	rc = find_ref(t, session_model(t->s, t->f->ref), text, id);
	if (rc == RC_NOT_FOUND) {
		err_clear_opt(t->err);
		if (!*t->create)
			*t->create = text;
	}
	return rc;
}

static enum rc parse_set(struct typed *t, struct value *out)
{
	int64_t *ids = NULL;
	int n = 0, cap = 0;
	const char *rest = t->text, *member;
	enum rc rc = RC_OK;

	while ((member = value_member(t->a, &rest))) {
		if (!*member)
			continue;
		GROW(ids, n, cap);
		rc = find_member(t, member, &ids[n]);
		if (rc == RC_OK)
			n++;
		else if (rc != RC_NOT_FOUND)
			break;
		rc = RC_OK;
	}
	*out = rc == RC_OK ? value_set(ids, n, t->a) : VALUE_NULL;
	free(ids);
	return rc;
}

static enum rc parse_lines(struct typed *t, struct value *out)
{
	*out = VALUE_NULL;
	return fail(t->err, RC_INVALID, t->slot, _("%s has lines of its own: change those"), _(t->f->label));
}

static enum rc (*const parsers[FT_N])(struct typed *t, struct value *out) = {
	[FT_TEXT] = parse_text,
	[FT_NOTE] = parse_note,
	[FT_INT] = parse_int,
	[FT_MONEY] = parse_money,
	[FT_PERCENT] = parse_percent,
	[FT_BOOL] = parse_bool,
	[FT_DATE] = parse_date,
	[FT_INSTANT] = parse_instant,
	[FT_CHOICE] = parse_choice,
	[FT_CHOICES] = parse_set,
	[FT_REF] = parse_ref,
	[FT_REFS] = parse_set,
	[FT_ANYREF] = parse_anyref,
	[FT_LINES] = parse_lines,
	[FT_EMAIL] = parse_text,
	[FT_PHONE] = parse_text,
	[FT_URL] = parse_url,
	[FT_AUTONO] = parse_text,
};

enum rc value_parse(struct session *s, const struct model *m, int slot, const char *text, struct arena *a,
	struct value *out, const char **create, struct err *err)
{
	const struct field *f = &m->fields[slot];
	struct typed t = { .s = s, .m = m, .slot = slot, .f = f, .a = a, .create = create, .err = err };
	enum rc rc;

	*out = VALUE_NULL;
	if (create)
		*create = NULL;
	t.text = value_trim(a, text ? text : ""); /* a note too: what an import trims must come back as it was */
	if (!*t.text)
		return RC_OK;
	rc = parsers[field_kind(f)](&t, out);
	if (rc == RC_OK)
		rc = value_check(s, m, slot, out, err);
	if (rc == RC_OK)
		return RC_OK;
	*out = VALUE_NULL;
	if (err)
		err->field = slot;
	return rc;
}
