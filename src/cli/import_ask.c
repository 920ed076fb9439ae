/* What an import asks a person at the terminal: rows that are records we have, one by one, before anything is written.
 */
#include "import.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "table.h"

#define NEW_SHOWN 40

void import_print_new(struct cli *c, const struct model *m, const struct import_result *r)
{
	static const struct column columns[] = { { "field", N_("Field") }, { "text", N_("New") },
		{ "rows", N_("Rows"), COL_NUMBER }, { "becomes", N_("Becomes") } };
	struct table t;

	if (!r->n_fresh)
		return;
	table_init(&t, columns, COUNT(columns));
	for (int i = 0; i < r->n_fresh && i < NEW_SHOWN; i++) {
		const struct import_new *f = &r->fresh[i];

		table_add(&t, m->fields[f->slot].name);
		table_add(&t, f->text);
		table_int(&t, f->rows);
		table_add(&t, f->fate == NEW_MAPPED ? f->to : import_new_name(f->fate));
	}
	table_print(c, &t, FORMAT_TABLE);
	table_free(&t);
	if (r->n_fresh > NEW_SHOWN)
		complain(_("%d more new names: --format json lists them"), r->n_fresh - NEW_SHOWN);
}

static void print_question(struct cli *c, const struct model *m, const struct import_question *q)
{
	static const struct column columns[] = { { "field", N_("Field") }, { "yours", N_("Yours") },
		{ "file", N_("The file's") } };
	struct str head = STR_INIT;
	struct table t;

	str_addf(&head, _("line %" PRId64 " is %s %" PRId64 ", "), q->line, _(m->label), q->id);
	put_data(c, &head, q->title);
	str_addc(&head, '\n');
	print_str(&head);
	str_free(&head);
	table_init(&t, columns, COUNT(columns));
	for (int i = 0; i < q->n; i++) {
		table_add(&t, _(m->fields[q->side[i].slot].label));
		table_add(&t, q->side[i].mine);
		table_add(&t, q->side[i].theirs);
	}
	table_print(c, &t, FORMAT_TABLE);
	table_free(&t);
	fflush(stdout);
}

/* The letter of an answer; a capital is for all that follow. 0: the person wants none of it. */
static char read_answer(void)
{
	char line[64];

	for (;;) {
		fprintf(stderr, "%s",
			_("m keep mine, f take the file's, e fill empty fields, n make a new one; a capital: so for "
			  "all "
			  "the rest; q quit: "));
		if (!fgets(line, sizeof line, stdin) || *line == 'q' || *line == 'Q')
			return '\0';
		if (strchr("mfenMFEN", *line) && *line)
			return *line;
	}
}

static enum dup_policy meaning(char answer)
{
	switch (answer) {
	case 'f':
	case 'F': return DUP_OVERWRITE;
	case 'e':
	case 'E': return DUP_FILL;
	case 'n':
	case 'N': return DUP_CREATE;
	default: return DUP_SKIP;
	}
}

static enum rc ask_all(struct cli *c, struct import_options *opt, const struct import_questions *q,
	struct import_answers *out, struct err *err)
{
	for (int i = 0; i < q->n; i++) {
		char answer;

		print_question(c, opt->model, &q->row[i]);
		answer = read_answer();
		if (!answer)
			return fail(err, RC_CANCELLED, NO_FIELD, _("nothing was imported"));
		if (answer < 'a') {
			opt->rest = meaning(answer);
			return RC_OK;
		}
		GROW(out->row, out->n, out->cap);
		out->row[out->n++] = (struct import_answer){ .line = q->row[i].line, .what = meaning(answer) };
	}
	return RC_OK;
}

enum rc import_decide(
	struct cli *c, const char *path, struct import_options *opt, struct import_answers *out, struct err *err)
{
	struct import_questions q = { .n = 0 };
	struct import_result res;
	enum rc rc = RC_OK;
	bool more = true;

	while (rc == RC_OK && more && opt->rest == DUP_ASK) {
		struct import_options dry = *opt;

		dry.dry_run = true;
		dry.rejects = NULL;
		dry.questions = &q;
		rc = file_rc(import_run(c->s, path, &dry, &res, err));
		import_result_free(&res);
		more = q.n > 0;
		if (rc == RC_OK)
			rc = ask_all(c, opt, &q, out, err);
		import_questions_free(&q);
		opt->answer = out->row;
		opt->n_answer = out->n;
	}
	if (opt->rest == DUP_ASK)
		opt->rest = DUP_SKIP; /* all are answered */
	return rc;
}
