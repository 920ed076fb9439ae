/* What a board holds, lane by lane: how many cards, the sum of each money field (computed ones too: what is likely of
 * what is hoped for), and how many of each signal. All rows are read, so it is asked for, shows a bar and can be
 * stopped. */
#include "board.h"

#include <stdio.h>

#include "base/i18n.h"
#include "record/session.h"
#include "ui/widget.h"

#define MONEYS 5    /* money fields with a column of their own */
#define NUMBER_W 12 /* cells of a number, at least */

struct totals {
	struct view *view;
	int slot[MONEYS], n_slots;
	int64_t *n; /* by lane; the last: all */
	int64_t (*sum)[MONEYS];
	int64_t (*signal)[GROUP_SIGNALS];
	bool stopped, over;
};

static void choose_moneys(struct totals *t, const struct model *m)
{
	if (m->amount)
		t->slot[t->n_slots++] = m->amount;
	for (int slot = SYS_N; slot < m->n && t->n_slots < MONEYS; slot++)
		if (slot != m->amount && field_kind(&m->fields[slot]) == FT_MONEY &&
			!(m->fields[slot].flags & F_HIDDEN))
			t->slot[t->n_slots++] = slot;
}

static void add_to(struct totals *t, int lane, const struct board *b, const struct row *r)
{
	const struct model *m = b->c.model;
	const struct choice *signal = m->signal ? m->fields[m->signal].choice : NULL;

	t->n[lane]++;
	for (int i = 0; i < t->n_slots; i++)
		if (r->val[1 + i].kind == VAL_INT && !i64_add(t->sum[lane][i], r->val[1 + i].i, &t->sum[lane][i]))
			t->over = true;
	for (int i = 0; signal && i < GROUP_SIGNALS && signal[i].name; i++)
		if (r->val[1 + t->n_slots].kind == VAL_INT && r->val[1 + t->n_slots].i == signal[i].no)
			t->signal[lane][i]++;
}

static bool add_row(void *ctx, const struct row *r)
{
	struct totals *t = ctx;
	const struct board *b = t->view->data;
	int lane = board_lane_of(b, &r->val[0]);

	if (lane >= 0)
		add_to(t, lane, b, r);
	add_to(t, b->n, b, r);
	t->stopped = !ui_progress(t->view->ui, t->n[b->n], b->total);
	return !t->stopped && !t->over;
}

static enum rc add_up(struct totals *t, struct err *err)
{
	struct board *b = t->view->data;
	const struct model *m = b->c.model;
	struct path column[MONEYS + 2];
	struct query q;
	enum rc rc = collection_query(&b->c, t->view->ui->session, &q, err);
	int n = 0;

	column[n++] = (struct path){ .n = 1, .slot = { b->by }, .model = { m } };
	for (int i = 0; i < t->n_slots; i++)
		column[n++] = (struct path){ .n = 1, .slot = { t->slot[i] }, .model = { m } };
	if (m->signal)
		column[n++] = (struct path){ .n = 1, .slot = { m->signal }, .model = { m } };
	q.columns = column;
	q.n_columns = n;
	q.n_orders = 0;
	return rc == RC_OK ? query_each(t->view->ui->session, &q, add_row, t, err) : rc;
}

/* ---- as text: numbers first, so that names of any script stand at the end of the line and move nothing ---- */

static void put_right(struct str *out, const char *text, int w)
{
	for (int pad = w - text_width(text, strlen(text)); pad > 0; pad--)
		str_addc(out, ' ');
	str_addf(out, "%s  ", text);
}

static int column_width(const struct model *m, int slot)
{
	const char *label = _(m->fields[slot].label);
	int w = text_width(label, strlen(label));

	return w > NUMBER_W ? w : NUMBER_W;
}

/* A money field that is empty everywhere takes no room. */
static bool is_used(const struct totals *t, int i, int lanes)
{
	return t->sum[lanes][i] != 0;
}

static void head_line(const struct totals *t, const struct board *b, struct str *out)
{
	put_right(out, _("cards"), NUMBER_W / 2);
	for (int i = 0; i < t->n_slots; i++)
		if (is_used(t, i, b->n))
			put_right(out, _(b->c.model->fields[t->slot[i]].label), column_width(b->c.model, t->slot[i]));
	str_add(out, "\n");
}

static void lane_line(const struct totals *t, const struct board *b, int lane, const char *name, struct str *out)
{
	const struct model *m = b->c.model;
	char count[24];

	snprintf(count, sizeof count, "%lld", (long long)t->n[lane]);
	put_right(out, count, NUMBER_W / 2);
	for (int i = 0; i < t->n_slots; i++) {
		struct value v = VALUE_INT(t->sum[lane][i]);
		struct str money = STR_INIT;

		if (!is_used(t, i, b->n))
			continue;
		value_show(t->view->ui->session, m, t->slot[i], &v, NULL, SHOW_LIST, &money);
		put_right(out, money.s, column_width(m, t->slot[i]));
		str_free(&money);
	}
	str_addf(out, "%s ", name);
	for (int i = 0; m->signal && i < GROUP_SIGNALS && m->fields[m->signal].choice[i].name; i++)
		if (t->signal[lane][i] && m->fields[m->signal].choice[i].glyph &&
			m->fields[m->signal].choice[i].tone < TONE_QUIET &&
			m->fields[m->signal].choice[i].tone != TONE_NONE)
			str_addf(out, "  %s%lld", m->fields[m->signal].choice[i].glyph, (long long)t->signal[lane][i]);
	str_add(out, "\n");
}

static void show(const struct totals *t, struct err *err)
{
	const struct board *b = t->view->data;
	struct str text = STR_INIT;

	head_line(t, b, &text);
	for (int i = 0; i < b->n; i++)
		lane_line(t, b, i, b->lane[i].name, &text);
	lane_line(t, b, b->n, _("together"), &text);
	pager_open(t->view->ui, _("totals"), text.s, err);
	str_free(&text);
}

enum rc board_totals(struct view *v, struct err *err)
{
	struct board *b = v->data;
	struct totals t = { .view = v };
	enum rc rc;

	choose_moneys(&t, b->c.model);
	t.n = xcalloc((size_t)b->n + 1, sizeof *t.n);
	t.sum = xcalloc((size_t)b->n + 1, sizeof *t.sum);
	t.signal = xcalloc((size_t)b->n + 1, sizeof *t.signal);
	ui_progress_begin(v->ui, _("adding up"));
	rc = add_up(&t, err);
	ui_progress_end(v->ui);
	if (rc == RC_OK && !t.stopped && !t.over)
		show(&t, err);
	else if (rc == RC_OK)
		ui_message(v->ui, "%s", t.over ? _("the sum is too large") : _("stopped — # adds up again"));
	free(t.n);
	free(t.sum);
	free(t.signal);
	return err->rc;
}
