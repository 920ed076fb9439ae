/* Variables of scoring: which ones the office switched on, what value a record has of each, and the record's profile. A
 * value is a short text that stays the same as long as what it says does: ids of references and choices, folded words,
 * and for numbers the half octave they lie in, so that a number predicts by its size and no profile is one of a kind. */
#include "scoring.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>

#include "base/address.h"
#include "base/date.h"
#include "base/fold.h"
#include "base/i18n.h"
#include "country.h"
#include "lead.h"
#include "models.h"
#include "record/memo.h"
#include "record/session.h"
#include "stage.h"

#define VALUE_MOST 60 /* bytes of a word */

_Static_assert(VAR_STAGE == 15 && VAR_TAGS == 47, "the numbers of the lead's fields");

/* Fields of the lead that may be variables, beside the office's own. What a person judges (stars, temperature) or what
 * comes with the end (lost reason) is not among them. */
static const char *const allowed[] = { "country", "state", "city", "language", "source", "medium", "campaign", "industry",
	"employees", "job", "department", "salutation", "referred", "opt_out", "do_not_call", "revenue", "tags" };

static bool may_vary(const struct field *f)
{
	if (f->flags & F_OWN)
		return f->type != FT_NOTE && f->type != FT_EMAIL && f->type != FT_PHONE && f->type != FT_URL;
	for (size_t i = 0; i < COUNT(allowed); i++)
		if (strcmp(allowed[i], f->name) == 0)
			return true;
	return false;
}

/* --- settings --- */

static bool find_var(struct session *s, const char *name, struct score_var *out)
{
	const struct model *m = session_model(s, "lead");
	*out = (struct score_var){ .no = 0 };
	snprintf(out->name, sizeof out->name, "%s", name);
	if (strcmp(name, "email_quality") == 0)
		out->no = VAR_EMAIL_QUALITY;
	else if (strcmp(name, "phone_quality") == 0)
		out->no = VAR_PHONE_QUALITY;
	if (out->no)
		return true;
	out->slot = model_slot(m, name);
	if (out->slot < SYS_N || !may_vary(&m->fields[out->slot]))
		return false;
	out->field = &m->fields[out->slot];
	out->no = out->field->no;
	return true;
}

/* Calls for each word of a list with commas or blanks between; false stops. */
static bool each_word(const char *list, bool (*fn)(void *ctx, const char *word), void *ctx)
{
	while (*list) {
		size_t n = strcspn(list, ", ");
		char word[64];
		if (n) {
			snprintf(word, sizeof word, "%.*s", (int)n, list);
			if (!fn(ctx, word))
				return false;
		}
		list += n + (list[n] != '\0');
	}
	return true;
}

struct reading {
	struct session *s;
	struct score_conf *c;
	struct err *err;
};

static bool take_var(void *ctx, const char *word)
{
	struct reading *r = ctx;
	struct score_var v;
	if (r->c->n == SCORE_VARS)
		return false;
	if (!find_var(r->s, word, &v))
		return true; /* a field that was retired since */
	for (int i = 0; i < r->c->n; i++)
		if (r->c->var[i].no == v.no)
			return true;
	r->c->var[r->c->n++] = v;
	return true;
}

static bool was_set(struct session *s, const char *key)
{
	return db_get_int(s->db, 0, "SELECT 1 FROM office_setting WHERE key=? AND trashed_at IS NULL", "s", key) != 0;
}

/* The day the database was made, minus 8, in databases from before there was the setting. */
static int64_t default_start(struct session *s)
{
	int64_t made = db_get_int(s->db, 0, "SELECT at FROM step ORDER BY id LIMIT 1", "");
	return made ? instant_of(date_from_days(date_days(date_of_instant(made)) - 8), 0, 0, 0) : 0;
}

static void read_conf(struct session *s, struct score_conf *c)
{
	struct reading r = { s, c, NULL };
	char *start = setting_get(s, "scoring.start"), *vars = setting_get(s, "scoring.variables");
	char *method = setting_get(s, "scoring.method");
	struct date day;
	*c = (struct score_conf){ .logistic = str_eq(method, "logistic") };
	if (!*start && !was_set(s, "scoring.start")) {
		c->start = default_start(s);
		c->on = c->start != 0;
	} else if (date_parse_iso(start, &day)) {
		c->start = instant_of(day, 0, 0, 0);
		c->on = true;
	}
	each_word(vars, take_var, &r);
	free(start);
	free(vars);
	free(method);
}

const struct score_conf *scoring_conf(struct session *s)
{
	static const char what[] = "scoring";
	struct memo_key key = { what, 0, 0 };
	struct score_conf *c = session_kept(s, what);
	int64_t fresh;
	if (c && memo_get(s, &key, &fresh))
		return c;
	if (!c) {
		c = xcalloc(1, sizeof *c);
		session_keep(s, what, c, free);
	}
	read_conf(s, c);
	memo_put(s, &key, 1, 0);
	return c;
}

void scoring_signature(const struct score_conf *c, struct str *out)
{
	str_addf(out, "%d %lld", FOLD_VERSION, (long long)c->start);
	for (int i = 0; i < c->n; i++)
		str_addf(out, " %d", c->var[i].no);
}

enum rc scoring_check_start(struct session *s, const char *value, struct err *err)
{
	struct date day;
	(void)s;
	if (!*value || date_parse_iso(value, &day))
		return RC_OK;
	return fail(err, RC_INVALID, NO_FIELD, _("\"%s\" is no date: give 2026-01-31, or nothing to switch scoring off"),
		value);
}

static bool check_var(void *ctx, const char *word)
{
	struct reading *r = ctx;
	struct score_var v;
	if (find_var(r->s, word, &v) && r->c->n++ < SCORE_VARS)
		return true;
	fail(r->err, RC_INVALID, NO_FIELD,
		_("\"%s\" is no variable of scoring: there are country, state, email_quality, phone_quality, source, "
		  "language, tags, other lists of the lead, and own fields (x_...)"),
		word);
	return false;
}

enum rc scoring_check_variables(struct session *s, const char *value, struct err *err)
{
	struct score_conf none = { .n = 0 };
	struct reading r = { s, &none, err };
	return each_word(value, check_var, &r) ? RC_OK : RC_INVALID;
}

enum rc scoring_check_method(struct session *s, const char *value, struct err *err)
{
	(void)s;
	if (strcmp(value, "frequency") == 0 || strcmp(value, "logistic") == 0)
		return RC_OK;
	return fail(err, RC_INVALID, NO_FIELD, _("\"%s\" is no method: frequency or logistic"), value);
}

const struct score_var *scoring_var(const struct score_conf *c, int no)
{
	for (int i = 0; i < c->n; i++)
		if (c->var[i].no == no)
			return &c->var[i];
	return NULL;
}

/* --- values --- */

/* "#" and the lower edge of the half octave: 0, 1, 1.5, 2, 3, 4, 6, 8, 12, ... and the same below 1 and below 0. */
static void add_number(double v, struct str *out)
{
	int e;
	double half = frexp(fabs(v), &e);
	if (v == 0 || e < -10)
		str_add(out, "#0");
	else
		str_addf(out, "#%s%g", v < 0 ? "-" : "", ldexp(half < 0.75 ? 0.5 : 0.75, e));
}

static bool number_of(const char *text, double *v)
{
	char *end;
	if (!isdigit((unsigned char)text[0]) && !(text[0] == '-' && isdigit((unsigned char)text[1])))
		return false;
	*v = strtod(text, &end);
	return *end == '\0' && isfinite(*v);
}

/* Words folded, so that Berlin and BERLIN are one; numbers that somebody keeps as text are numbers all the same. */
static void add_word(const char *text, size_t n, struct str *out)
{
	struct str f = STR_INIT;
	double v;
	size_t cut;
	fold(text, n, &f);
	for (size_t i = 0; i < f.len; i++)
		if ((unsigned char)f.s[i] < ' ')
			f.s[i] = ' ';
	if (number_of(f.s, &v)) {
		add_number(v, out);
	} else {
		cut = f.len < VALUE_MOST ? f.len : VALUE_MOST;
		while (cut < f.len && cut && ((unsigned char)f.s[cut] & 0xC0) == 0x80)
			cut--;
		str_add(out, f.s[0] == '#' || f.s[0] == '*' ? "'" : ""); /* these begin values of other kinds */
		str_addn(out, f.s, cut);
	}
	str_free(&f);
}

static void add_value(const struct field *f, const struct value *v, struct str *out)
{
	char iso[11];
	switch (f->type) {
	case FT_INT:
	case FT_MONEY:
	case FT_PERCENT: add_number((double)v->i, out); break;
	case FT_DATE: str_addf(out, "%.4s", v->s); break;
	case FT_INSTANT:
		date_iso(date_of_instant(v->i), iso);
		str_addf(out, "%.4s", iso);
		break;
	default:
		if (v->kind == VAL_TEXT)
			add_word(v->s, (size_t)v->n, out);
		else
			str_addf(out, "%lld", (long long)v->i);
	}
}

static void add_line(int no, const struct field *f, const struct value *v, struct str *out)
{
	str_addf(out, "%d=", no);
	add_value(f, v, out);
	str_addc(out, '\n');
}

/* An address box may hold several; one good one is enough. */
static bool any_email(const char *text)
{
	struct str part = STR_INIT, normal = STR_INIT;
	bool good = false;
	while (*text && !good) {
		size_t n = strcspn(text, ",;");
		str_clear(&part);
		str_clear(&normal);
		str_addn(&part, text, n);
		good = email_normal(part.s, &normal);
		text += n + (text[n] != '\0');
	}
	str_free(&part);
	str_free(&normal);
	return good;
}

static const char *email_quality(const struct record *r)
{
	const char *one = rec_text(r, LEAD_EMAIL), *two = rec_text(r, LEAD_EMAIL2);
	if (!*one && !*two)
		return "empty";
	return any_email(one) || any_email(two) ? "correct" : "incorrect";
}

static bool good_phone(const char *text, const struct country *c)
{
	struct str key = STR_INIT;
	bool good = *text && phone_e164(text, c, &key);
	str_free(&key);
	return good;
}

static const char *phone_quality(struct session *s, const struct record *r)
{
	const char *one = rec_text(r, LEAD_PHONE), *two = rec_text(r, LEAD_MOBILE);
	if (!*one && !*two)
		return "empty";
	const struct country *c = record_country(s, rec_int(r, LEAD_COUNTRY));
	return good_phone(one, c) || good_phone(two, c) ? "correct" : "incorrect";
}

static void add_var(struct session *s, const struct score_var *v, const struct record *r, struct str *out)
{
	if (v->no == VAR_EMAIL_QUALITY) {
		str_addf(out, "%d=%s\n", v->no, email_quality(r));
	} else if (v->no == VAR_PHONE_QUALITY) {
		str_addf(out, "%d=%s\n", v->no, phone_quality(s, r));
	} else if (r->val[v->slot].kind == VAL_SET) {
		for (int i = 0; i < r->val[v->slot].n; i++)
			add_line(v->no, v->field, &VALUE_INT(r->val[v->slot].set[i]), out);
	} else if (r->val[v->slot].kind != VAL_NULL) {
		add_line(v->no, v->field, &r->val[v->slot], out);
	}
}

void scoring_key(struct session *s, const struct score_conf *c, const struct record *r, struct str *out)
{
	str_addf(out, "%lld\n%lld\n", (long long)rec_int(r, LEAD_TEAM), (long long)rec_int(r, LEAD_STAGE));
	for (int i = 0; i < c->n; i++)
		add_var(s, &c->var[i], r, out);
}

/* Lost: put away with a probability of 0, or for a reason. What is only archived ended in neither way. */
enum score_outcome scoring_outcome(struct session *s, const struct score_conf *c, const struct record *r)
{
	bool won = stage_is_won(s, rec_int(r, LEAD_STAGE));
	bool zero = rec_has(r, LEAD_PROBABILITY) && rec_int(r, LEAD_PROBABILITY) == 0;
	bool lost = !won && !rec_int(r, SYS_ACTIVE) && (zero || rec_has(r, LEAD_LOST_REASON));
	if (!won && !lost)
		return SCORE_OPEN;
	return rec_int(r, SYS_CREATED_AT) < c->start ? SCORE_OLD : won ? SCORE_WON : SCORE_LOST;
}

/* --- back to words --- */

static const char *range_text(const char *value, struct arena *a)
{
	double low = strtod(value + 1, NULL), high;
	int e;
	if (low == 0)
		return "0";
	high = frexp(fabs(low), &e) < 0.75 ? low * 1.5 : low * 4 / 3;
	return arena_printf(a, _("%g to %g"), low, high);
}

const char *scoring_value_text(struct session *s, const struct score_conf *c, int no, const char *value, struct arena *a)
{
	const struct score_var *v = scoring_var(c, no);
	const struct field *f = v ? v->field : no == VAR_STAGE ? &lead_model.fields[LEAD_STAGE] : NULL;
	struct value one = VALUE_INT(strtoll(value, NULL, 10));
	struct str text = STR_INIT;
	if (!f)
		return arena_strdup(a, _(value)); /* correct, incorrect, empty */
	if (*value == '#')
		return range_text(value, a);
	if (f->type == FT_REF || f->type == FT_REFS || f->type == FT_ANYREF) {
		const struct model *to =
			f->type == FT_ANYREF ? registry_no(s->reg, REF_MODEL(one.i)) : registry_find(s->reg, f->ref);
		char *title = to ? record_title(s, to, f->type == FT_ANYREF ? REF_ID(one.i) : one.i) : NULL;
		str_add(&text, title ? title : value);
		free(title);
	} else if (f->type == FT_CHOICE || f->type == FT_CHOICES) {
		const struct choice *ch = choice_by_no(f, one.i);
		str_add(&text, ch ? _(ch->label) : value);
	} else if (f->type == FT_BOOL) {
		str_add(&text, one.i ? _("yes") : _("no"));
	} else {
		str_add(&text, *value == '\'' ? value + 1 : value);
	}
	value = arena_strndup(a, text.s, text.len);
	str_free(&text);
	return value;
}

/* --- profiles --- */

void profile_parse(const char *key, struct profile *out)
{
	char *line, *next;
	*out = (struct profile){ .text = xstrdup(key) };
	out->team = strtoll(out->text, &next, 10);
	out->stage = strtoll(next, &next, 10);
	for (line = next + (*next == '\n'); *line && out->n < PROFILE_ITEMS; line = next) {
		char *eq = strchr(line, '='), *end = strchr(line, '\n');
		next = end + 1;
		*end = '\0';
		out->item[out->n++] = (struct profile_item){ (int)strtol(line, NULL, 10), eq + 1 };
	}
}

void profile_free(struct profile *p)
{
	free(p->text);
	p->text = NULL;
}
