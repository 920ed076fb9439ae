/* Values as people read them. */
#include "record/value.h"

#include <inttypes.h>

#include "base/address.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/money.h"
#include "record/record.h"
#include "record/session.h"
#include "value_words.h"

struct shown {
	struct session *s;
	const struct model *m;
	const struct field *f;
	int slot;
	const struct value *v;
	const char *const *titles;
	enum value_style style;
	struct str *out;
};

/* Is it read by a person, not parsed again? */
static bool for_reading(const struct shown *x)
{
	return x->style == SHOW_LIST || x->style == SHOW_SHORT;
}

static void show_text(const struct shown *x)
{
	if (field_kind(x->f) == FT_PHONE && for_reading(x))
		phone_show(x->v->s, x->s->country, x->out);
	else
		str_addn(x->out, x->v->s, (size_t)x->v->n);
}

static void show_int(const struct shown *x)
{
	/* stars are shown as such; a program and the editor read the number */
	if (x->slot && x->slot == x->m->stars && for_reading(x) && x->v->i > 0 && x->v->i <= 5) {
		for (int64_t i = 0; i < x->v->i; i++)
			str_addc(x->out, '*');
		return;
	}
	str_add_int(x->out, x->v->i);
}

static void show_money(const struct shown *x)
{
	if (!for_reading(x) || !x->s->currency)
		decimal_plain(x->v->i, money_digits(x->s), x->out);
	else if (x->style == SHOW_SHORT)
		money_short(x->v->i, x->s->currency, x->out);
	else
		money_show(x->v->i, x->s->currency, x->out);
}

/* Hundredths without zeros that say nothing: 74, 12.5, 0.25. On cards whole ones. */
static void show_percent(const struct shown *x)
{
	size_t from = x->out->len;

	if (x->style == SHOW_SHORT) {
		str_addf(x->out, "%" PRId64 "%%", muldiv_round(x->v->i, 1, 100));
		return;
	}
	decimal_plain(x->v->i, 2, x->out);
	while (x->out->len > from && x->out->s[x->out->len - 1] == '0')
		str_cut(x->out, x->out->len - 1);
	if (x->out->s[x->out->len - 1] == '.')
		str_cut(x->out, x->out->len - 1);
	if (for_reading(x))
		str_addc(x->out, '%');
}

static void show_bool(const struct shown *x)
{
	if (x->style == SHOW_EXPORT)
		str_add(x->out, x->v->i ? "yes" : "no");
	else
		str_add(x->out, x->v->i ? _("yes") : _("no"));
}

static void edit_date(const struct shown *x, struct date d, const char *iso)
{
	int y = 0, m, day;

	if (x->style == SHOW_EDIT && x->s->calendar == CAL_JALALI)
		date_to_jalali(d, &y, &m, &day);
	if (y >= 1200 && y <= 1501)
		str_addf(x->out, "%04d-%02d-%02d", y, m, day);
	else
		str_add(x->out, iso);
}

static void show_date(const struct shown *x)
{
	struct date d;

	if (!date_parse_iso(x->v->s, &d))
		str_add(x->out, x->v->s);
	else if (x->style == SHOW_LIST)
		date_show(d, x->s->calendar, x->out);
	else if (x->style == SHOW_SHORT)
		date_show_short(d, date_today(), x->s->calendar, x->out);
	else
		edit_date(x, d, x->v->s);
}

/* Local time is what people edit; where the clocks went back and it would come back as another instant, UTC. */
static void edit_instant(const struct shown *x)
{
	char iso[21], day[11];
	struct date d;
	int64_t sec;
	int h, m;

	instant_iso(x->v->i, iso);
	if (x->style == SHOW_EXPORT) {
		str_addn(x->out, iso, 20);
		return;
	}
	d = date_of_instant(x->v->i);
	sec = x->v->i - instant_of(d, 0, 0, 0);
	h = (int)(sec / 3600);
	m = (int)(sec / 60 % 60);
	if (sec < 0 || h > 23 || instant_of(d, h, m, (int)(sec % 60)) != x->v->i) {
		str_add(x->out, iso);
		return;
	}
	date_iso(d, day);
	edit_date(x, d, day);
	str_addf(x->out, " %02d:%02d", h, m);
	if (sec % 60)
		str_addf(x->out, ":%02d", (int)(sec % 60));
}

static void show_instant(const struct shown *x)
{
	if (x->style == SHOW_LIST)
		instant_show(x->v->i, x->s->calendar, x->out);
	else if (x->style == SHOW_SHORT)
		instant_show_age(x->v->i, clock_now(), x->out);
	else
		edit_instant(x);
}

static const char *choice_text(const struct shown *x, int64_t no)
{
	const struct choice *c = choice_by_no(x->f, no);

	if (!c)
		return "?";
	return for_reading(x) ? _(c->label) : c->name;
}

static void show_choice(const struct shown *x)
{
	str_add(x->out, choice_text(x, x->v->i));
}

/* A title that another record bears too would not parse back: then the id is edited. */
static void edit_ref(const struct shown *x, const char *title, int64_t id, struct str *one)
{
	int64_t found = 0;

	str_clear(one);
	if (record_find(x->s, session_model(x->s, x->f->ref), title, &found, NULL) == RC_OK && found == id)
		str_add(one, title);
	else
		str_addf(one, "#%" PRId64, id);
}

static void show_ref(const struct shown *x)
{
	struct str one = STR_INIT;

	if (x->style == SHOW_EDIT) {
		edit_ref(x, x->titles[0], x->v->i, &one);
		str_add(x->out, one.s);
	} else {
		str_add(x->out, x->titles[0]);
	}
	str_free(&one);
}

static void show_anyref(const struct shown *x)
{
	const struct model *m = registry_no(x->s->reg, REF_MODEL(x->v->i));

	if (for_reading(x))
		str_add(x->out, x->titles[0]);
	else
		str_addf(x->out, "%s/%" PRId64, m ? m->name : "?", REF_ID(x->v->i));
}

static void show_set(const struct shown *x)
{
	struct str one = STR_INIT;

	for (int i = 0; i < x->v->n; i++) {
		const char *name = field_kind(x->f) == FT_CHOICES ? choice_text(x, x->v->set[i]) : x->titles[i];

		if (i)
			str_add(x->out, for_reading(x) ? ", " : ",");
		if (field_kind(x->f) == FT_REFS && x->style == SHOW_EDIT) {
			edit_ref(x, name, x->v->set[i], &one);
			name = one.s;
		}
		if (for_reading(x))
			str_add(x->out, name);
		else
			value_add_member(x->out, name);
	}
	str_free(&one);
}

static void show_nothing(const struct shown *x)
{
	(void)x;
}

static void (*const shows[FT_N])(const struct shown *x) = {
	[FT_TEXT] = show_text,
	[FT_NOTE] = show_text,
	[FT_INT] = show_int,
	[FT_MONEY] = show_money,
	[FT_PERCENT] = show_percent,
	[FT_BOOL] = show_bool,
	[FT_DATE] = show_date,
	[FT_INSTANT] = show_instant,
	[FT_CHOICE] = show_choice,
	[FT_CHOICES] = show_set,
	[FT_REF] = show_ref,
	[FT_REFS] = show_set,
	[FT_ANYREF] = show_anyref,
	[FT_LINES] = show_nothing,
	[FT_EMAIL] = show_text,
	[FT_PHONE] = show_text,
	[FT_URL] = show_text,
	[FT_AUTONO] = show_text,
};

void value_show(struct session *s, const struct model *m, int slot, const struct value *v, const char *const *titles,
	enum value_style style, struct str *out)
{
	const struct field *f = &m->fields[slot];
	enum field_type kind = field_kind(f);
	struct arena a = ARENA_INIT;
	struct shown x = { .s = s, .m = m, .f = f, .slot = slot, .v = v, .titles = titles, .style = style, .out = out };

	if (v->kind == VAL_NULL)
		return;
	if (!titles && (kind == FT_REF || kind == FT_REFS || kind == FT_ANYREF))
		x.titles = record_titles(s, m, slot, v, &a);
	shows[kind](&x);
	arena_free(&a);
}
