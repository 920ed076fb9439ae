/* The import screen as a picture: how the file is read, what would come of it, the columns, the first rows. */
#include "importview.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"

#define WIDE 120 /* from so many cells on the tables stand side by side */
#define LOW 9    /* below so many rows only the table with the focus is seen */

/* ---- lines that flow ---- */

struct flow {
	struct canvas *c;
	struct rect r;
	int x, y; /* where the next part begins */
	int rows; /* at most */
};

/* Room for a part of w cells: here, else on the next line. false: no line is left. */
static bool flow_room(struct flow *f, int w)
{
	if (f->x > f->r.x + 1 && f->x + w > f->r.x + f->r.w) {
		f->x = f->r.x + 1;
		f->y++;
	}
	return f->y < f->r.y + f->rows;
}

static void flow_text(struct flow *f, unsigned role, const char *s)
{
	f->x += canvas_put(f->c, f->x, f->y, f->r.x + f->r.w - f->x, role, s);
}

static int width(const char *s)
{
	return text_width(s, strlen(s));
}

static void draw_reading(const struct importview *iv, struct flow *f, int i)
{
	struct str value = STR_INIT, sure = STR_INIT;
	const char *arg, *label;
	char key[2] = { (char)('1' + i), '\0' };
	int w, x;

	importview_reading(iv, i, &arg, &label, &value, &sure);
	w = 2 + width(label) + 1 + width(value.s) + (sure.len ? width(sure.s) + 1 : 0);
	if (value.len && flow_room(f, w)) {
		x = f->x;
		flow_text(f, C_ACCENT, key);
		flow_text(f, C_TEXT, " ");
		flow_text(f, C_LABEL, label);
		flow_text(f, C_TEXT, " ");
		flow_text(f, C_VALUE, value.s);
		if (sure.len) {
			flow_text(f, C_TEXT, " ");
			flow_text(f, C_WARN, sure.s);
		}
		canvas_hit(f->c, (struct rect){ x, f->y, f->x - x, 1 }, HIT_READING, i);
		f->x += 2;
	}
	str_free(&value);
	str_free(&sure);
}

static int draw_readings(const struct importview *iv, struct canvas *c, struct rect r)
{
	struct flow f = { .c = c, .r = r, .x = r.x + 1, .y = r.y, .rows = r.h };

	for (int i = 0; i < importview_readings(); i++)
		draw_reading(iv, &f, i);
	return f.y + 1;
}

/* A key, what it changes, and what that is now; with its place for the mouse. */
static void draw_choice(struct flow *f, const char *key, const char *label, const char *value, int hit)
{
	int w = width(key) + 1 + width(label) + (*value ? 1 + width(value) : 0), x, y;

	if (!flow_room(f, w))
		return;
	x = f->x;
	y = f->y;
	flow_text(f, C_ACCENT, key);
	flow_text(f, C_TEXT, " ");
	flow_text(f, C_LABEL, label);
	if (*value) {
		flow_text(f, C_TEXT, " ");
		flow_text(f, C_VALUE, value);
	}
	canvas_hit(f->c, (struct rect){ x, y, f->x - x, 1 }, hit, 0);
	f->x += 2;
}

/* Those we have, blank cells, bad addresses, names we do not have, and what every row gets. */
static int draw_policy(const struct importview *iv, struct canvas *c, struct rect r)
{
	struct flow f = { .c = c, .r = r, .x = r.x + 1, .y = r.y, .rows = r.h };
	struct str all = STR_INIT;
	char n[24];

	draw_choice(&f, "d", _("those we have"), importview_policy_name(iv->policy), HIT_POLICY);
	if (iv->erase_blank || iv->policy == DUP_OVERWRITE || iv->policy == DUP_ASK)
		draw_choice(&f, "b", _("blank cells"), iv->erase_blank ? _("erase") : _("say nothing"), HIT_BLANK);
	if (iv->keep_bad || import_reason(&iv->res, "bad_email"))
		draw_choice(&f, "@", _("bad addresses"), iv->keep_bad ? _("to the notes") : _("rejected"), HIT_BAD);
	if (iv->res.n_fresh) {
		snprintf(n, sizeof n, "%d%s", iv->res.n_fresh, iv->res.fresh_beyond ? "+" : "");
		draw_choice(&f, "v", _("new names"), n, HIT_VALUES);
	}
	for (int i = 0; i < iv->n_set; i++)
		str_addf(&all, "%s%s", i ? " " : "", iv->set[i]);
	draw_choice(&f, "E", _("every row"), all.len ? all.s : "", HIT_SET);
	str_free(&all);
	return f.y + 1;
}

/* ---- what would come of it ---- */

/* narrow: without what there is none of. */
static void say_counts(const struct importview *iv, bool narrow, struct str *out)
{
	const struct import_result *r = &iv->res;

	if (iv->state == IV_SOME)
		str_add(out, _("the first rows: "));
	str_addf(out, ngettext("%" PRId64 " row: ", "%" PRId64 " rows: ", (unsigned long)r->rows), r->rows);
	str_addf(out, _("%" PRId64 " new"), r->created);
	if (r->updated || !narrow)
		str_addf(out, _(", %" PRId64 " updated"), r->updated);
	if (r->unchanged || !narrow)
		str_addf(out, _(", %" PRId64 " unchanged"), r->unchanged);
	if (r->duplicates || !narrow)
		str_addf(out, ngettext(", %" PRId64 " duplicate", ", %" PRId64 " duplicates", (unsigned long)r->duplicates),
			r->duplicates);
	if (r->asked)
		str_addf(out, _(" (%" PRId64 " to ask about)"), r->asked);
	if (r->rejected || !narrow)
		str_addf(out, _(", %" PRId64 " rejected"), r->rejected);
	for (int i = 0; i < r->n_reasons; i++)
		str_addf(out, "%s%s %" PRId64, i ? ", " : " (", r->reason[i].name, r->reason[i].n);
	if (r->n_reasons)
		str_addc(out, ')');
}

static int draw_lines(struct canvas *c, struct rect r, int rows, unsigned role, const char *s)
{
	int n = canvas_wrap(c, (struct rect){ r.x + 1, r.y, r.w - 2, rows < r.h ? rows : r.h }, role, s);

	return r.y + (n > 0 ? n : 1);
}

static int draw_done(const struct importview *iv, struct canvas *c, struct rect r)
{
	struct str s = STR_INIT;
	int y;

	say_counts(iv, r.w < 80, &s);
	canvas_text(c, r.x + 1, r.y, r.w - 2, C_GOOD | S_BOLD, _("imported: u undoes, Enter lists what came in"));
	y = draw_lines(c, (struct rect){ r.x, r.y + 1, r.w, r.h - 1 }, 2, C_TEXT, s.s);
	if (iv->rejects) {
		str_clear(&s);
		str_addf(&s, _("rejected rows are in %s: mended, it imports again"), iv->rejects);
		y = draw_lines(c, (struct rect){ r.x, y, r.w, r.y + r.h - y }, 2, C_WARN, s.s);
	}
	str_free(&s);
	return y;
}

/* Warnings take a line, two or four by the room there is; the rest is counted. */
static int draw_warnings(const struct importview *iv, struct canvas *c, struct rect r)
{
	int most = r.h >= 28 ? 4 : r.h >= 16 ? 2 : 1, n = 0, all = iv->res.n_warnings + (iv->known_file ? 1 : 0);
	char more[64];

	if (iv->known_file)
		canvas_text(c, r.x + 1, r.y + n++, r.w - 2, C_WARN, _("this very file was imported before"));
	for (int i = 0; i < iv->res.n_warnings && n < most; i++)
		canvas_text(c, r.x + 1, r.y + n++, r.w - 2, C_WARN, iv->res.warning[i]);
	if (all > n) {
		snprintf(more, sizeof more, _(" +%d more: i"), all - n);
		canvas_right(c, r.x + r.w - 1 - width(more), r.y + n - 1, width(more), C_WARN, more);
	}
	return r.y + n;
}

static int draw_outcome(const struct importview *iv, struct canvas *c, struct rect r)
{
	struct str s = STR_INIT;
	int y;

	if (iv->state == IV_UNREAD)
		return draw_lines(c, r, 3, C_ERROR, iv->err.text);
	if (iv->state == IV_DONE)
		return draw_done(iv, c, r);
	say_counts(iv, r.w < 80, &s);
	y = draw_lines(c, r, 2, iv->res.rows == iv->res.rejected ? C_ERROR : C_TITLE, s.s);
	str_free(&s);
	return draw_warnings(iv, c, (struct rect){ r.x, y, r.w, r.h });
}

/* ---- the whole ---- */

static void draw_tables(struct importview *iv, struct canvas *c, struct rect r)
{
	int half = r.h * 3 / 5;

	if (r.w >= WIDE) {
		int w = r.w * 9 / 20;

		canvas_vline(c, r.x + w, r.y, r.h, C_LINE);
		importview_draw_columns(iv, c, (struct rect){ r.x, r.y, w, r.h });
		importview_draw_rows(iv, c, (struct rect){ r.x + w + 1, r.y, r.w - w - 1, r.h });
		return;
	}
	if (r.h < LOW && iv->pane == PANE_COLUMNS) {
		importview_draw_columns(iv, c, r);
		return;
	}
	if (r.h < LOW) {
		importview_draw_rows(iv, c, r);
		return;
	}
	if (half > iv->res.n_columns + 1)
		half = iv->res.n_columns + 1;
	importview_draw_columns(iv, c, (struct rect){ r.x, r.y, r.w, half });
	canvas_hline(c, r.x, r.y + half, r.w, C_LINE, GL_HLINE);
	importview_draw_rows(iv, c, (struct rect){ r.x, r.y + half + 1, r.w, r.h - half - 1 });
}

void importview_draw(struct view *v, struct canvas *c)
{
	struct importview *iv = v->data;
	struct rect r = v->at;
	int y, end = r.y + r.h;

	canvas_cursor(c, r.x, r.y);
	y = draw_readings(iv, c, (struct rect){ r.x, r.y, r.w, r.h < 14 ? 1 : 4 });
	y = draw_policy(iv, c, (struct rect){ r.x, y, r.w, r.h < 14 ? 1 : 2 });
	y = draw_outcome(iv, c, (struct rect){ r.x, y, r.w, end - y });
	if (end - y < 3 || !iv->res.n_columns)
		return;
	canvas_hline(c, r.x, y, r.w, C_LINE, GL_HLINE);
	draw_tables(iv, c, (struct rect){ r.x, y + 1, r.w, end - y - 1 });
}
