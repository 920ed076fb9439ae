/* Moving cards from lane to lane: one step, the card stays selected in its new lane. */
#include "base/i18n.h"
#include "board.h"
#include "record/session.h"
#include "ui/widget.h"

struct moving {
	struct view *view;
	int64_t *id;
	int n;
	struct value to;
	char *name;   /* of the lane */
	int64_t keep; /* record that stays selected */
};

static void drop_moving(void *ctx)
{
	struct moving *m = ctx;

	free(m->id);
	free(m->name);
	free(m);
}

/* Refusals of single records leave the others moved; the first reason is told. */
static enum rc move_all(struct board *b, struct moving *m, struct step *st, int *done, struct err *first)
{
	struct change ch = { .slot = b->by, .val = m->to };
	struct save_options opt = { .typed = true };
	enum rc rc = RC_OK;

	for (int i = 0; i < m->n; i++) {
		struct err err = ERR_INIT;
		int64_t id = m->id[i];

		rc = record_save(st->s, st, b->c.model, &id, &ch, 1, &opt, &err);
		if (rc == RC_OK) {
			++*done;
			rc = step_breathe(st, &err);
		}
		if (rc != RC_OK && first->rc == RC_OK)
			*first = err;
		if (rc == RC_BUSY || rc == RC_FULL || rc == RC_IO || rc == RC_CORRUPT)
			return rc;
	}
	return *done ? RC_OK : rc;
}

static void tell(struct view *v, const struct moving *m, int done, const struct err *first)
{
	if (first->rc && !done)
		ui_error(v->ui, first);
	else if (first->rc)
		ui_complain(v->ui, _("%d moved to %s, %d not: %s — u undoes"), done, m->name, m->n - done, first->text);
	else if (m->n == 1)
		ui_message(v->ui, _("moved to %s — u undoes"), m->name);
	else
		ui_message(v->ui, _("%d moved to %s — u undoes"), done, m->name);
}

static void run(struct ui *ui, void *ctx)
{
	struct moving *m = ctx;
	struct view *v = m->view;
	struct board *b = v->data;
	struct err err = ERR_INIT, first = ERR_INIT;
	char *label = m->n == 1 ? xasprintf(_("moved to %s"), m->name) : xasprintf(_("%d moved to %s"), m->n, m->name);
	struct step st;
	int done = 0;
	enum rc rc = step_open(ui->session, label, &st, &err);

	if (rc == RC_OK)
		rc = step_close(&st, move_all(b, m, &st, &done, &first), &err);
	if (rc && !first.rc)
		first = err;
	tell(v, m, done, &first);
	b->want = m->keep;
	free(label);
	ui_stale(ui);
}

static enum rc may_move(struct board *b, int to, struct err *err)
{
	const struct field *f = &b->c.model->fields[b->by];

	if (b->c.trash)
		return fail(err, RC_DENIED, b->by, "%s", _("this is the trash: d brings records back"));
	if (!field_stored(f) || f->flags & (F_READONLY | F_ONCE))
		return fail(err, RC_DENIED, b->by, _("%s is not set by hand"), _(f->label));
	if (to < 0 || to >= b->n)
		return fail(err, RC_INVALID, b->by, "%s", _("there is no column on that side"));
	return RC_OK;
}

static unsigned start(struct view *v, const struct chosen *who, int64_t keep, int to)
{
	struct board *b = v->data;
	struct moving *m = xcalloc(1, sizeof *m);
	struct err err = ERR_INIT;
	struct str ask = STR_INIT;

	*m = (struct moving){
		.view = v, .n = who->n, .to = b->lane[to].key, .name = xstrdup(b->lane[to].name), .keep = keep
	};
	m->id = xreallocarray(NULL, (size_t)who->n, sizeof *m->id);
	memcpy(m->id, who->id, (size_t)who->n * sizeof *m->id);
	if (who->hidden > 0) {
		str_addf(&ask, _("%d are marked, %d of them hidden by the filter."), who->n, who->hidden);
		if (confirm_open(v->ui, _("move"), ask.s, _("move them all"), run, drop_moving, m, &err) != RC_OK)
			ui_error(v->ui, &err);
		str_free(&ask);
		return DID;
	}
	run(v->ui, m);
	drop_moving(m);
	return DID_CHANGE;
}

unsigned board_move_card(struct view *v, int64_t id, int to)
{
	struct board *b = v->data;
	struct err err = ERR_INIT;
	int64_t one;
	struct chosen who = collection_chosen(&b->c, id, &one);

	if (!marks_has(&b->c.marks, id))
		who = (struct chosen){ .model = b->c.model, .id = &one, .n = 1 };
	if (may_move(b, to, &err) != RC_OK) {
		ui_error(v->ui, &err);
		return DID;
	}
	return start(v, &who, id, to);
}

unsigned board_move(struct view *v, int by)
{
	struct board *b = v->data;
	const struct row *r = board_card(b);
	struct err err = ERR_INIT;
	struct chosen who;
	int64_t one;

	if (!r) {
		ui_message(v->ui, "%s", _("no card here to move"));
		return DID;
	}
	if (may_move(b, b->at + by, &err) != RC_OK) {
		ui_error(v->ui, &err);
		return DID;
	}
	who = collection_chosen(&b->c, r->id, &one);
	return start(v, &who, r->id, b->at + by);
}
