/* Reading the file as the person said: the first rows at once, then a dry run over all of them. */
#include "importview.h"

#include "base/i18n.h"

struct counting {
	struct ui *ui;
	int64_t rows;     /* of the file, as far as known; 0 */
	bool stopped;     /* by the person */
	bool interrupted; /* a key came: it goes first */
};

struct import_options importview_options(const struct importview *iv)
{
	return (struct import_options){ .model = iv->model,
		.sheet = iv->sheet,
		.set = (const char *const *)iv->set,
		.n_set = iv->n_set,
		.value = (const char *const *)iv->value,
		.n_value = iv->n_value,
		.on_duplicate = iv->policy,
		.rest = iv->rest,
		.answer = iv->answer,
		.n_answer = iv->n_answer,
		.erase_blank = iv->erase_blank,
		.keep_bad_email = iv->keep_bad,
		.date_order = iv->ordered ? &iv->order : NULL,
		.decimal = iv->decimal,
		.choice = iv->choice,
		.n_choice = iv->n_choice };
}

struct import_choice *importview_choice(struct importview *iv, int col, bool make)
{
	for (int i = 0; i < iv->n_choice; i++)
		if (iv->choice[i].col == col)
			return &iv->choice[i];
	if (!make)
		return NULL;
	GROW(iv->choice, iv->n_choice, iv->cap_choice);
	iv->choice[iv->n_choice] = (struct import_choice){ .col = col, .slot = IMPORT_FOUND, .order = -1 };
	return &iv->choice[iv->n_choice++];
}

void importview_forget_choices(struct importview *iv)
{
	iv->n_choice = 0;
	iv->col = iv->row = (struct pick){ 0, 0 };
	iv->left = 0;
}

void importview_forget_answers(struct importview *iv)
{
	iv->n_answer = 0;
	iv->rest = DUP_ASK;
}

/* Until the rows are known they are judged by the bytes that were read. */
static int64_t rows_in_all(const struct counting *c, int64_t rows, int64_t bytes, int64_t total)
{
	if (c->rows)
		return c->rows;
	return bytes > 0 ? (int64_t)((double)rows * (double)total / (double)bytes) : 0;
}

static bool on_progress(void *ctx, int64_t rows, int64_t bytes, int64_t total)
{
	struct counting *c = ctx;
	bool waits = ui_key_waits(c->ui);

	if (!ui_progress(c->ui, rows, rows_in_all(c, rows, bytes, total))) {
		c->stopped = true;
		return false;
	}
	c->interrupted = waits && !ui_key_waits(c->ui); /* taken, and not to stop this */
	return !c->interrupted;
}

/* A dry run. Only what was read to its end replaces what is shown. */
static enum rc read_rows(struct importview *iv, struct counting *c, int64_t limit)
{
	struct import_options opt = importview_options(iv);
	struct import_preview preview = { .n = 0 };
	struct import_questions *questions = iv->policy == DUP_ASK ? &iv->questions : NULL;
	struct import_result res;
	struct err err = ERR_INIT;
	enum rc rc;

	opt.dry_run = true;
	opt.limit = limit;
	opt.preview = &preview;
	opt.questions = questions;
	import_questions_free(&iv->questions);
	opt.progress = c ? on_progress : NULL;
	opt.ctx = c;
	rc = import_run(iv->s, iv->path, &opt, &res, &err);
	if (rc == RC_CANCELLED) {
		import_preview_free(&preview);
		import_result_free(&res);
		return rc;
	}
	import_preview_free(&iv->preview);
	import_result_free(&iv->res);
	iv->preview = preview;
	iv->res = res;
	iv->err = err;
	iv->state = rc != RC_OK ? IV_UNREAD : res.part ? IV_SOME : IV_ALL;
	return rc;
}

void importview_count(struct view *v)
{
	struct importview *iv = v->data;
	struct counting c = { .ui = v->ui, .rows = iv->state == IV_ALL ? iv->res.rows : 0 };

	iv->again = false;
	ui_progress_begin(v->ui, _("reading all rows: nothing is written"));
	if (read_rows(iv, &c, 0) == RC_CANCELLED) {
		iv->again = c.interrupted;
		if (c.stopped)
			ui_message(v->ui, "%s", _("stopped: only the first rows are counted, R counts all"));
	}
	ui_progress_end(v->ui);
}

void importview_glance(struct view *v)
{
	struct importview *iv = v->data;

	read_rows(iv, NULL, IMPORT_PREVIEW_ROWS);
	iv->known_file = importview_known(iv->s, iv->res.sheet.sha256);
	pick_clamp(&iv->col, iv->res.n_columns, iv->cols.h);
	pick_clamp(&iv->row, iv->preview.n, iv->rows.h);
	free(iv->rejects);
	iv->rejects = NULL;
	iv->again = iv->state == IV_SOME;
}

void importview_changed(struct view *v)
{
	struct importview *iv = v->data;

	importview_forget_answers(iv); /* they were about what the rows were read as */
	importview_glance(v);
	if (!iv->again)
		return;
	ui_draw(v->ui);
	importview_count(v);
}
