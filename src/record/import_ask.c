/* Rows that a person decides about one by one. No transaction waits for her: a dry run hands the questions out, and the
 * run goes by the answers, which are known by the line of the row. */
#include "import_private.h"

#include "base/i18n.h"
#include "base/utf8.h"
#include "record/record.h"

#define SIDE_MAX 200 /* bytes that are shown of a value */

static int by_line(const void *a, const void *b)
{
	const struct import_answer *x = a, *y = b;

	return x->line < y->line ? -1 : x->line > y->line;
}

enum dup_policy import_policy(const struct import *im, const struct import_row *row)
{
	const struct import_options *opt = im->opt;
	struct import_answer key = { .line = row->raw->line };
	const struct import_answer *found = NULL;

	if (opt->on_duplicate != DUP_ASK)
		return opt->on_duplicate;
	if (opt->n_answer)
		found = bsearch(&key, opt->answer, (size_t)opt->n_answer, sizeof key, by_line);
	return found ? found->what : opt->rest;
}

static const char *shown(struct import *im, int slot, const struct value *v, struct arena *a)
{
	struct str text = STR_INIT;
	const char *out;
	char *cut;

	/* what a dry run would make has no record to show */
	if (v->kind == VAL_INT && v->i < 0 && im->m->fields[slot].type == FT_REF)
		return arena_strdup(a, _("(new)"));
	if (v->kind != VAL_NULL)
		value_show(im->s, im->m, slot, v, record_titles(im->s, im->m, slot, v, a), SHOW_LIST, &text);
	out = cut = arena_strndup(a, text.s, text.len < SIDE_MAX ? text.len : SIDE_MAX);
	utf8_mend(cut);
	str_free(&text);
	return out;
}

void import_ask(struct import *im, const struct import_row *row, const struct record *had)
{
	struct import_questions *q = im->opt->questions;
	struct import_question *one;
	struct import_side *side;
	char *title;

	im->out->asked++;
	if (!q || q->n == IMPORT_QUESTIONS)
		return;
	title = record_title(im->s, im->m, had->id);
	side = arena_alloc(&q->arena, (size_t)(row->n + 1) * sizeof *side);
	one = &q->row[q->n++];
	*one = (struct import_question){ .line = row->raw->line,
		.id = had->id,
		.title = arena_strdup(&q->arena, title ? title : ""),
		.side = side };
	free(title);
	for (int i = 0; i < row->n; i++)
		side[one->n++] = (struct import_side){ .slot = row->ch[i].slot,
			.mine = shown(im, row->ch[i].slot, &had->val[row->ch[i].slot], &q->arena),
			.theirs = shown(im, row->ch[i].slot, &row->ch[i].val, &q->arena) };
}

void import_questions_free(struct import_questions *q)
{
	arena_free(&q->arena);
	q->n = 0;
}
