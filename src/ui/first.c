/* The box of the first minute: currency, name and country of the office, guessed, and what it starts with. */
#include "ui/first.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/address.h"
#include "base/i18n.h"
#include "base/priv.h"
#include "base/money.h"
#include "found.h"
#include "record/journal.h"
#include "record/query.h"
#include "record/session.h"
#include "ui/records.h"
#include "ui/widget.h"

#define BOX_W 66
#define HIT_FIELD 1
#define HIT_START 2

enum first_field { FIRST_CURRENCY, FIRST_NAME, FIRST_COUNTRY, FIRST_INPUTS, FIRST_START = FIRST_INPUTS, FIRST_N };
static const char *const labels[FIRST_INPUTS] = {
	[FIRST_CURRENCY] = N_("currency"), [FIRST_NAME] = N_("your office"), [FIRST_COUNTRY] = N_("country")
};

struct first_box {
	const struct first *first;
	struct input input[FIRST_INPUTS];
	enum first_field at;
	int start;
	char language[16];
	struct err err;
};

/* ---- guesses ---- */

/* "fa_IR.UTF-8": what the person's environment says of language and country; "" when nothing. */
static const char *locale_name(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MONETARY", "LANG" };

	for (size_t i = 0; i < COUNT(names); i++) {
		const char *text = getenv(names[i]);

		if (text && *text)
			return text;
	}
	return "";
}

static const struct country *guess_country(void)
{
	const char *bar = strchr(locale_name(), '_');
	char code[3] = "";

	if (bar && strlen(bar) >= 3)
		memcpy(code, bar + 1, 2);
	return *code ? country_find(code) : NULL;
}

/* As the system's table of the locale has it; NULL where it is not installed or says nothing. */
static const struct currency *guess_currency(void)
{
	locale_t money = newlocale(LC_MONETARY_MASK, "", (locale_t)0), had;
	char code[4] = "";

	if (!money)
		return NULL;
	had = uselocale(money);
	snprintf(code, sizeof code, "%.3s", localeconv()->int_curr_symbol);
	uselocale(had);
	freelocale(money);
	return *code ? currency_find(code) : NULL;
}

/* What is typed of a country is enough when it can only begin one way. */
static const struct country *country_typed(const char *text)
{
	const struct country *c = *text ? country_find(text) : NULL;

	for (int i = 0; !c && *text && i < country_count(); i++)
		if (strncasecmp(country_at(i)->name, text, strlen(text)) == 0)
			c = country_at(i);
	return c;
}

static void guess(struct first_box *b, struct session *s)
{
	char *currency = setting_get(s, "currency"), *name = setting_get(s, "name");
	const struct currency *money = guess_currency();
	const struct country *country = s->country ? s->country : guess_country();
	const char *locale = locale_name();

	snprintf(b->language, sizeof b->language, "%.*s", (int)strcspn(locale, "_.@"), locale);
	if (strlen(b->language) < 2 || str_eq(b->language, "POSIX"))
		snprintf(b->language, sizeof b->language, "en");
	input_init(&b->input[FIRST_CURRENCY], money ? money->code : currency, false, 3);
	input_init(&b->input[FIRST_NAME], name ? name : "", false, 80);
	input_init(&b->input[FIRST_COUNTRY], country ? country->name : "", false, 60);
	free(currency);
	free(name);
}

static bool one_row(void *ctx, const struct row *r)
{
	(void)r;
	*(bool *)ctx = true;
	return false;
}

/* What stands on boards is the office's work; short tables have rows from the beginning. */
static bool has_board(const struct model *m)
{
	for (int i = 0; i < m->n_presets; i++)
		if (m->presets[i].by)
			return true;
	return false;
}

bool first_needed(struct session *s)
{
	char *tour = setting_get(s, "tour");
	/* a newcomer to a shared office sees nothing yet that is hers, and has nothing to settle */
	bool begun = priv_office() || (tour && !str_eq(tour, "0")), any = false;

	free(tour);
	for (int i = 0; i < registry_count(s->reg) && !begun && !any; i++) {
		struct query q = { .model = registry_at(s->reg, i), .scope = SCOPE_ALL, .limit = 1 };

		if (has_board(q.model) && query_each(s, &q, one_row, &any, NULL) != RC_OK)
			return false; /* what cannot be read is not new */
	}
	return !begun && !any;
}

/* ---- begin ---- */

static enum rc settle(struct first_box *b, struct session *s, struct err *err)
{
	const char *name = input_text(&b->input[FIRST_NAME]), *typed = input_text(&b->input[FIRST_COUNTRY]);
	const struct country *country = country_typed(typed);
	struct step st;
	enum rc rc;

	if (*typed && !country) {
		b->at = FIRST_COUNTRY;
		return fail(err, RC_INVALID, NO_FIELD, _("no country \"%s\": give its name or code"), typed);
	}
	rc = step_open(s, _("the office described"), &st, err);
	if (rc != RC_OK)
		return rc;
	rc = setting_put(s, &st, "currency", input_text(&b->input[FIRST_CURRENCY]), err);
	if (rc != RC_OK)
		b->at = FIRST_CURRENCY;
	if (rc == RC_OK && *name)
		rc = setting_put(s, &st, "name", name, err);
	if (rc == RC_OK && country)
		rc = setting_put(s, &st, "country", country->iso, err);
	rc = step_close(&st, rc, err);
	return rc == RC_OK ? setting_set(s, "tour", "1", err) : rc;
}

static unsigned begin(struct view *v, int start)
{
	struct first_box *b = v->data;
	const struct first *first = b->first;
	const struct first_start *chosen = &first->start[start];
	struct ui *ui = v->ui;
	struct err err = ERR_INIT;
	enum rc rc;

	if (settle(b, ui->session, &b->err) != RC_OK)
		return DID;
	view_close(v);
	if (chosen->fill) {
		ui_message(ui, "%s", _(chosen->doing));
		ui_draw(ui);
	}
	rc = chosen->fill ? chosen->fill(ui->session, &err) : RC_OK;
	ui_stale(ui);
	tour_begin(ui, first);
	if (rc == RC_OK && chosen->fill)
		ui_message(ui, "%s", _("here it is"));
	if (rc == RC_OK && chosen->import)
		rc = import_open(ui, NULL, NULL, &err);
	if (rc != RC_OK)
		ui_error(ui, &err);
	return DID;
}

/* ---- keys and mouse ---- */

static unsigned context(const struct view *v)
{
	const struct first_box *b = v->data;

	return b->at == FIRST_START ? CTX_MENU : CTX_TYPING;
}

static unsigned go(struct first_box *b, int by)
{
	b->at = (enum first_field)((b->at + FIRST_N + by) % FIRST_N);
	return DID;
}

static unsigned act_start(struct view *v, const struct act *a)
{
	struct first_box *b = v->data;

	switch (a->action->id) {
	case ACT_UP: return b->start ? (b->start--, DID) : go(b, -1);
	case ACT_DOWN: return b->start + 1 < b->first->n_start ? (b->start++, DID) : DID_NOTHING;
	case ACT_ENTER: return begin(v, b->start);
	default: return DID_NOT;
	}
}

static unsigned act(struct view *v, const struct act *a)
{
	struct first_box *b = v->data;

	err_clear(&b->err);
	switch (a->action->id) {
	case ACT_BACK: return begin(v, b->first->on_esc);
	case ACT_SAVE: return begin(v, b->start);
	case ACT_FIELD_NEXT: return go(b, 1);
	case ACT_FIELD_PREV: return go(b, -1);
	default: break;
	}
	if (b->at == FIRST_START)
		return act_start(v, a);
	switch (a->action->id) {
	case ACT_ENTER:
	case ACT_DOWN: return go(b, 1);
	case ACT_UP: return go(b, -1);
	default: return input_act(v->ui, &b->input[b->at], a);
	}
}

static unsigned text(struct view *v, const char *s, size_t n, bool paste)
{
	struct first_box *b = v->data;

	(void)paste;
	err_clear(&b->err);
	if (b->at != FIRST_START)
		return input_type(v->ui, &b->input[b->at], s, n);
	if (n == 1 && *s >= '1' && *s < '1' + b->first->n_start)
		return begin(v, *s - '1');
	ui_message(v->ui, "%s", _("none of the choices has that key"));
	return DID;
}

static unsigned click(struct view *v, const struct click *c)
{
	struct first_box *b = v->data;

	if (c->what != CLICK_PRESS)
		return DID_NOT;
	if (c->kind == HIT_FIELD) {
		b->at = (enum first_field)c->arg;
		return input_click(&b->input[b->at], c->x, c->y) | DID;
	}
	if (c->kind != HIT_START)
		return DID_NOT;
	b->at = FIRST_START;
	b->start = (int)c->arg;
	return begin(v, b->start);
}

/* ---- the picture ---- */

static void draw_field(struct first_box *b, struct canvas *c, struct rect r, enum first_field i)
{
	struct rect at = { r.x + 14, r.y, i == FIRST_CURRENCY ? 6 : 26, 1 };
	const struct country *country = i == FIRST_COUNTRY ? country_typed(input_text(&b->input[i])) : NULL;

	canvas_text(c, r.x, r.y, 13, C_LABEL, _(labels[i]));
	input_draw(&b->input[i], c, at, C_INPUT, b->at == i);
	if (country && strcasecmp(country->name, input_text(&b->input[i])) != 0)
		canvas_put(c, at.x + at.w + 1, r.y, r.x + r.w - at.x - at.w - 1, C_DIM, country->name);
	canvas_hit(c, at, HIT_FIELD, i);
}

static void draw_start(const struct first_box *b, struct canvas *c, struct rect r, int i)
{
	bool selected = i == b->start;
	char key[2] = { (char)('1' + i), '\0' };

	if (i == 0)
		canvas_text(c, r.x, r.y, 13, C_LABEL, _("start with"));
	if (selected)
		canvas_glyph(c, r.x + 13, r.y, C_ACCENT, GL_BAR);
	canvas_text(c, r.x + 14, r.y, 1, C_ACCENT, key);
	canvas_text(c, r.x + 16, r.y, r.w - 16, selected ? C_TITLE : C_TEXT, _(b->first->start[i].label));
	if (selected && b->at == FIRST_START)
		canvas_cursor(c, r.x + 14, r.y);
	canvas_hit(c, (struct rect){ r.x + 13, r.y, r.w - 13, 1 }, HIT_START, i);
}

static void draw(struct view *v, struct canvas *c)
{
	struct first_box *b = v->data;
	struct rect in = canvas_box(c, rect_centre(v->at, BOX_W, 9 + b->first->n_start), C_LINE, _("a new office"));
	struct str s = STR_INIT;
	int y = in.y;

	in = (struct rect){ in.x + 1, in.y, in.w - 2, in.h };
	str_addf(&s, _("language %s, calendar %s: from your system"), b->language,
		v->ui->session->calendar == CAL_JALALI ? _("Jalali") : _("Gregorian"));
	canvas_text(c, in.x, y++, in.w, C_DIM, s.s);
	str_clear(&s);
	for (int i = 0; i < FIRST_INPUTS; i++)
		draw_field(b, c, (struct rect){ in.x, y++, in.w, 1 }, (enum first_field)i);
	y++;
	for (int i = 0; i < b->first->n_start; i++)
		draw_start(b, c, (struct rect){ in.x, y++, in.w, 1 }, i);
	str_addf(&s, _("Enter goes on; Esc: %s"), _(b->first->start[b->first->on_esc].label));
	canvas_text(c, in.x, y + 1, in.w, b->err.rc ? C_ERROR : C_DIM, b->err.rc ? b->err.text : s.s);
	str_free(&s);
}

static void title(const struct view *v, struct str *out)
{
	(void)v;
	str_add(out, _("Welcome"));
}

static const char *hints(const struct view *v)
{
	(void)v;
	return "enter next-field,prev-field back save";
}

static void close_first(struct view *v)
{
	struct first_box *b = v->data;

	for (int i = 0; i < FIRST_INPUTS; i++)
		input_free(&b->input[i]);
	free(b);
}

static const struct view_ops first_ops = {
	.name = "first",
	.context = context,
	.close = close_first,
	.act = act,
	.text = text,
	.click = click,
	.draw = draw,
	.title = title,
	.hints = hints,
};

enum rc first_open(struct ui *ui, const struct first *first, struct err *err)
{
	struct first_box *b = xcalloc(1, sizeof *b);

	b->first = first;
	b->at = FIRST_NAME;
	b->err = (struct err)ERR_INIT;
	guess(b, ui->session);
	return view_push(ui, &first_ops, b, err);
}
