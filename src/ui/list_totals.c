/* Sums of the number columns: of the marked when there are any, else of all that is listed. */
#include "base/i18n.h"
#include "list.h"
#include "record/session.h"

#define TOTALS_AT_ONCE 20000 /* records read anew without being asked */

uint64_t totals_marks(const struct list *l)
{
	return l->c.marks.n ? hash_bytes(l->c.marks.id, (size_t)l->c.marks.n * sizeof *l->c.marks.id) : 0;
}

bool totals_column(const struct list_column *c)
{
	enum field_type kind = field_kind(column_field(c));

	return c->path.slot[c->path.n - 1] >= SYS_N && (kind == FT_INT || kind == FT_MONEY);
}

struct summing {
	struct view *view;
	const struct list *l;
	int64_t n, *sum;
	bool stopped, over;
};

static bool add_row(void *ctx, const struct row *r)
{
	struct summing *t = ctx;

	for (int i = 0; i < t->l->n_col; i++)
		if (totals_column(&t->l->col[i]) && r->val[i].kind == VAL_INT &&
			!i64_add(t->sum[i], r->val[i].i, &t->sum[i]))
			t->over = true;
	t->n++;
	t->stopped = !ui_progress(t->view->ui, t->n, t->l->total);
	return !t->stopped;
}

static enum rc sum_rows(struct summing *t, struct session *s, struct arena *a, struct err *err)
{
	const struct collection *c = &t->l->c;
	struct query q;
	enum rc rc = collection_query(c, s, &q, err);

	q.columns = t->l->paths;
	q.n_columns = t->l->n_col;
	if (c->marks.n) {
		struct value ids = value_set(c->marks.id, c->marks.n, a);

		q.where = criteria_and(a, c->where, criteria_is(a, c->model, SYS_ID, &ids));
	}
	q.order[0] = (struct order){ .desc = false };
	q.n_orders = 1;
	return rc == RC_OK ? query_each(s, &q, add_row, t, err) : rc;
}

void totals_read(struct view *v, bool asked)
{
	struct list *l = v->data;
	struct summing t = { .view = v, .l = l, .sum = xcalloc((size_t)l->n_col + 1, sizeof *t.sum) };
	struct arena a = ARENA_INIT;
	struct err err = ERR_INIT;
	enum rc rc;

	l->totals.known = true;
	l->totals.marks = totals_marks(l);
	if (!asked && !l->c.marks.n && (l->capped || l->total > TOTALS_AT_ONCE)) {
		l->totals.on = false; /* of another moment: it is asked for again */
		free(t.sum);
		return;
	}
	ui_progress_begin(v->ui, _("adding up"));
	rc = sum_rows(&t, v->ui->session, &a, &err);
	ui_progress_end(v->ui);
	arena_free(&a);
	if (rc || t.stopped || t.over) {
		l->totals.on = false;
		free(t.sum);
		if (rc)
			ui_error(v->ui, &err);
		else
			ui_message(v->ui, "%s", t.over ? _("the sum is too large") : _("stopped — # adds up again"));
		return;
	}
	free(l->totals.sum);
	l->totals.sum = t.sum;
	l->totals.n = t.n;
	l->totals.of_marked = l->c.marks.n > 0;
}

void totals_free(struct list *l)
{
	free(l->totals.sum);
	l->totals.sum = NULL;
}
