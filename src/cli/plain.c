/* --plain: the board and lists. */
#include "plain.h"

#include <inttypes.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/money.h"
#include "board.h"
#include "plain_line.h"
#include "record/query.h"
#include "record/record.h"

#define PAGE 20 /* rows that are read out at once */

static struct plain plain_new(struct cli *c)
{
	return (struct plain){ .c = c, .asks = isatty(STDIN_FILENO) && c->tty };
}

/* ---- lists ---- */

struct rows {
	const struct model *model;
	struct query q;
	struct page page;
};

static void put_row(struct plain *p, const struct rows *l, int i, struct str *out)
{
	const struct row *r = &l->page.row[i];
	struct str text = STR_INIT;
	bool first = true;

	str_addf(out, "%d. ", i + 1);
	for (int col = 0; col < l->q.n_columns; col++) {
		const struct path *path = &l->q.columns[col];

		str_clear(&text);
		value_show(p->c->s, path->model[path->n - 1], path->slot[path->n - 1], &r->val[col], r->titles[col],
			SHOW_LIST, &text);
		if (!text.len)
			continue;
		str_add(out, first ? "" : ", ");
		put_cells(p->c, out, text.s, -1);
		first = false;
	}
	str_addc(out, '\n');
	str_free(&text);
}

static enum rc read_rows(struct plain *p, struct rows *l, struct err *err)
{
	struct str out = STR_INIT;
	enum rc rc = query_run(p->c->s, &l->q, &l->page, err);

	for (int i = 0; rc == RC_OK && i < l->page.n; i++)
		put_row(p, l, i, &out);
	if (rc == RC_OK && !l->page.n)
		str_addf(&out, "%s\n", l->model->empty ? _(l->model->empty) : _("nothing here"));
	if (rc == RC_OK && l->page.more)
		str_add(&out, _("there are more\n"));
	print_str(&out);
	str_free(&out);
	return rc;
}

/* The next page needs the last row of this one, which lives in its arena. */
static enum rc turn(struct plain *p, struct rows *l, bool on, struct err *err)
{
	struct page old = l->page;
	enum rc rc;

	if (!on || !old.more || !old.n) {
		l->q.key = NULL;
		page_free(&l->page);
		return read_rows(p, l, err);
	}
	l->q.key = &old.row[old.n - 1];
	rc = read_rows(p, l, err);
	page_free(&old);
	l->q.key = NULL;
	return rc;
}

static enum rc list_loop(struct plain *p, struct rows *l, struct err *err)
{
	struct str word = STR_INIT;
	enum rc rc = read_rows(p, l, err);
	int pick;

	while (rc == RC_OK &&
		plain_ask(p, _("number opens, + next, - first, b back, u undo, r redo, q quit: "), &word)) {
		if (strcmp(word.s, "b") == 0)
			break;
		pick = plain_number(word.s, l->page.n);
		if (pick) {
			rc = plain_form(p, l->model, l->page.row[pick - 1].id, err);
			if (rc == RC_OK && !p->done)
				rc = turn(p, l, false, err);
		} else if (plain_common(p, word.s) || strcmp(word.s, "-") == 0) {
			rc = p->done ? RC_OK : turn(p, l, false, err);
		} else {
			rc = turn(p, l, true, err);
		}
	}
	page_free(&l->page);
	str_free(&word);
	return rc;
}

static enum rc list_where(struct plain *p, const struct model *m, struct criteria *where, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct rows l = { .model = m, .q = { .model = m, .where = where, .scope = SCOPE_LIVE, .limit = PAGE } };
	enum rc rc;

	query_default_columns(m, &l.q, &a);
	rc = list_loop(p, &l, err);
	arena_free(&a);
	return rc;
}

enum rc plain_list(struct cli *c, const struct target *t, const struct args *a, struct err *err)
{
	struct plain p = plain_new(c);
	struct arena arena = ARENA_INIT;
	struct criteria *where = NULL;
	enum rc rc = target_where(c, t, a, 1, &arena, &where, err);

	if (rc == RC_OK)
		rc = list_where(&p, t->model, where, err);
	arena_free(&arena);
	return rc;
}

enum rc plain_show(struct cli *c, const struct model *m, int64_t id, struct err *err)
{
	struct plain p = plain_new(c);

	return plain_form(&p, m, id, err);
}

/* ---- the board ---- */

static void put_lane(struct plain *p, const struct board *b, int i, struct str *out)
{
	const struct lane *lane = &b->lane[i];
	const struct choice *choice = b->model->signal ? b->model->fields[b->model->signal].choice : NULL;

	str_addf(out, "%d. ", i + 1);
	put_cells(p->c, out, lane->title, -1);
	str_addf(out, ": %" PRId64, lane->n);
	if (b->model->amount && lane->n) {
		str_add(out, ", ");
		money_show(lane->sum, p->c->s->currency, out);
	}
	for (int k = 0; choice && choice[k].name && k < BOARD_SIGNALS; k++)
		if (lane->signal[k])
			str_addf(out, ", %" PRId64 " %s", lane->signal[k], _(choice[k].label));
	str_addc(out, '\n');
}

static void print_board(struct plain *p, const struct board *b)
{
	struct str out = STR_INIT;

	str_addf(&out, "%s: %" PRId64 "\n", board_name(b), b->n);
	for (int i = 0; i < b->n_lanes; i++)
		put_lane(p, b, i, &out);
	print_str(&out);
	str_free(&out);
}

static enum rc open_lane(struct plain *p, struct board *b, const struct lane *lane, struct err *err)
{
	struct criteria *own = NULL;
	struct arena a = ARENA_INIT;
	enum rc rc = RC_OK;

	if (b->preset && b->preset->criteria)
		rc = criteria_parse(p->c->s, b->model, b->preset->criteria, &a, &own, err);
	if (rc == RC_OK)
		rc = list_where(
			p, b->model, criteria_and(&a, own, criteria_is(&a, b->model, b->by.slot[0], &lane->key)), err);
	arena_free(&a);
	return rc;
}

/* The record types by number. */
static enum rc pick_model(struct plain *p, struct err *err)
{
	const struct registry *r = p->c->s->reg;
	const struct model **list = xcalloc((size_t)registry_count(r), sizeof *list);
	struct str out = STR_INIT, word = STR_INIT;
	int n = 0, pick;
	enum rc rc = RC_OK;

	for (int i = 0; i < registry_count(r); i++)
		if (!(registry_at(r, i)->flags & M_LINES)) {
			list[n++] = registry_at(r, i);
			str_addf(&out, "%d. %s\n", n, _(list[n - 1]->plural));
		}
	print_str(&out);
	if (plain_ask(p, _("number: "), &word) && (pick = plain_number(word.s, n)))
		rc = list_where(p, list[pick - 1], NULL, err);
	free(list);
	str_free(&out);
	str_free(&word);
	return rc;
}

/* A filter is typed after "/"; an error in it is told and the board stays as it was. */
static enum rc load(struct plain *p, struct str *filter, struct board *b, struct err *err)
{
	struct target t = { .model = target_default(p->c) };
	const char *word = filter->s;
	struct args a = { .word = &word, .n = filter->len > 0 };
	enum rc rc = lanes_load(p->c, &t, &a, NULL, 0, b, err);

	if (rc == RC_USAGE && filter->len && p->asks) {
		plain_error(err);
		str_clear(filter);
		lanes_free(b);
		return load(p, filter, b, err);
	}
	if (rc == RC_OK)
		print_board(p, b);
	return rc;
}

enum rc plain_board(struct cli *c, const struct args *a, struct err *err)
{
	struct plain p = plain_new(c);
	struct str word = STR_INIT, filter = STR_INIT;
	struct board b = { 0 };
	int pick;
	enum rc rc;

	for (int i = 0; i < a->n; i++)
		str_addf(&filter, "%s%s", i ? " " : "", a->word[i]);
	rc = load(&p, &filter, &b, err);
	while (rc == RC_OK &&
		plain_ask(&p,
			_("number opens a column, / and criteria filter, m record types, u undo, r redo, q quit: "),
			&word)) {
		pick = plain_number(word.s, b.n_lanes);
		if (pick)
			rc = open_lane(&p, &b, &b.lane[pick - 1], err);
		else if (*word.s == '/') {
			str_clear(&filter);
			str_add(&filter, word.s + 1);
		} else if (strcmp(word.s, "m") == 0)
			rc = pick_model(&p, err);
		else
			(void)plain_common(&p, word.s);
		if (rc != RC_OK || p.done)
			break;
		lanes_free(&b);
		rc = load(&p, &filter, &b, err);
	}
	lanes_free(&b);
	str_free(&word);
	str_free(&filter);
	return rc;
}
