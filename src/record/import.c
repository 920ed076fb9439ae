/* An import from its two passes over the sheet to its result. */
#include "import_private.h"

#include <stdio.h>

#include "base/i18n.h"
#include "bulk.h"
#include "record/rights.h"
#include "record/search.h"

/* Up to so many rows a dry run goes through the write door and rolls back: it then knows every rule's answer. Beyond,
 * the write lock would keep others waiting; what the door asks of every record is then checked before it. */
#define DRY_DOOR_ROWS 2000
#define SORT_CACHE (INT64_C(32) * 1024 * 1024)
#define BULK_CACHE                                                                                                     \
	(INT64_C(256) * 1024 * 1024) /* bytes: with the session's own cache an import takes three times as long */

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static enum rc pass_two(struct import *im, const char *path)
{
	enum rc rc = import_set(im);

	if (rc == RC_OK)
		rc = import_rows(im, path);
	if (rc == RC_OK)
		rc = import_later_end(im);
	return rc;
}

static enum rc dry(struct import *im, const char *path)
{
	enum rc rc;

	if (im->data_rows > DRY_DOOR_ROWS)
		return pass_two(im, path);
	rc = db_begin(im->s->db, im->err);
	if (rc != RC_OK)
		return rc;
	im->write = true;
	rc = step_open(im->s, "", &im->step, im->err);
	if (rc == RC_OK)
		rc = step_close(&im->step, pass_two(im, path), im->err);
	/* any failure rolls back: so does this one, which is none */
	db_end(im->s->db, rc == RC_OK ? RC_CANCELLED : rc, rc == RC_OK ? NULL : im->err);
	return rc;
}

static void label(struct import *im, const char *path)
{
	char text[200];

	snprintf(text, sizeof text, _("import of %.80s: %lld new, %lld changed"), base_name(path),
		(long long)im->out->created, (long long)im->out->updated);
	step_label(&im->step, text);
}

/* What came in until there stays, and so does its place: the import may go on behind it. */
static enum rc stop(struct import *im, enum rc why)
{
	struct err err = ERR_INIT;
	enum rc rc = step_close(&im->step, import_job_save(im), &err);

	if (rc != RC_OK)
		*im->err = err;
	return rc == RC_OK ? why : rc;
}

static enum rc one_step(struct import *im, const char *path)
{
	char text[200];
	enum rc rc;

	snprintf(text, sizeof text, _("import of %.80s, not finished"), base_name(path));
	rc = step_open(im->s, text, &im->step, im->err);
	if (rc != RC_OK)
		return rc;
	rc = import_job_begin(im, base_name(path));
	if (rc == RC_OK && im->opt->told)
		rc = import_saved_keep(im, true); /* what goes on after a cut is read alike */
	if (rc == RC_OK)
		rc = pass_two(im, path);
	if (rc == RC_OK)
		rc = import_job_end(im);
	if (rc == RC_OK)
		rc = import_saved_keep(im, false);
	label(im, path);
	return im->stopped ? stop(im, rc) : step_close(&im->step, rc, im->err);
}

/* All rows are in, and the bytes all read: what is left is making the indexes. */
static bool go_on(void *ctx)
{
	struct import *im = ctx;
	int64_t bytes = im->out->sheet.bytes;

	return !im->opt->progress || im->opt->progress(im->opt->ctx, im->out->rows, bytes, bytes);
}

static enum rc wet(struct import *im, const char *path)
{
	bool bulk = im->data_rows > IMPORT_BULK_ROWS;
	enum rc rc, made = RC_OK;

	im->write = true;
	if (bulk) {
		db_bulk_cache(im->s->db, BULK_CACHE);
		bulk_begin(im->s, im->m, im->data_rows);
		search_hold(im->s);
	}
	rc = one_step(im, path);
	if (bulk) {
		db_bulk_cache(im->s->db, 0); /* making indexes takes as much again for sorting */
		db_bulk_cache(im->s->db, SORT_CACHE);
		made = bulk_end(im->s, rc == RC_OK ? go_on : NULL, im, rc == RC_OK ? im->err : NULL);
		search_release(im->s);
		db_bulk_cache(im->s->db, 0);
	}
	/* what did not end leaves what was committed of it */
	im->out->step = rc == RC_OK ? im->step.id
				    : db_get_int(im->s->db, 0, "SELECT step FROM import_job WHERE no = ?1", "i", im->job.no);
	return rc == RC_OK ? made : rc;
}

static void copy_columns(struct import *im)
{
	struct import_result *out = im->out;

	out->n_columns = im->n_cols;
	out->column = arena_alloc(&out->arena, (size_t)(im->n_cols + 1) * sizeof *out->column);
	for (int i = 0; i < im->n_cols; i++) {
		const struct column *c = &im->col[i];
		struct import_column *to = &out->column[i];

		to->header = arena_strdup(&out->arena, c->header);
		to->slot = c->slot;
		to->role = c->role ? arena_strdup(&out->arena, c->role) : NULL;
		snprintf(to->match, sizeof to->match, "%s", c->match);
		to->filled = c->filled;
		for (int k = 0; k < 3; k++)
			to->sample[k] = c->sample[k] ? arena_strdup(&out->arena, c->sample[k]) : NULL;
	}
}

void import_free(struct import *im)
{
	for (int i = 0; i < im->n_cols; i++) {
		free(im->col[i].header);
		free(im->col[i].normal);
		for (int k = 0; k < 3; k++)
			free(im->col[i].sample[k]);
	}
	for (int i = 0; i < im->n_refusals; i++)
		free(im->refusal[i]);
	free(im->said);
	free(im->col);
	free(im->target);
	free(im->set);
	arena_free(&im->set_arena);
	import_later_free(im);
	keys_free(&im->fresh);
	keys_free(&im->existing);
	keys_free(&im->seen);
	keys_free(&im->refs);
	keys_free(&im->unique);
	str_free(&im->rejects);
	str_free(&im->words);
	str_free(&im->job.mapping);
	str_free(&im->job.options);
}

static enum rc run(struct import *im, const char *path)
{
	enum rc rc = authz(im->s, V_IMPORT, im->m, 0, NO_FIELD, im->err), closed;

	if (rc == RC_OK)
		rc = import_words_read(im->s, im->err);
	if (rc == RC_OK)
		rc = import_learn(im, path);
	if (rc == RC_OK)
		rc = import_map(im);
	if (rc == RC_OK)
		rc = import_values_given(im);
	if (rc == RC_OK && !im->opt->dry_run && im->opt->on_duplicate == DUP_ASK && im->opt->rest == DUP_ASK)
		rc = fail(im->err, RC_USAGE, NO_FIELD, _("asking row by row needs answers before the run"));
	if (rc != RC_OK)
		return rc;
	import_conclude(im);
	copy_columns(im);
	import_doubts(im);
	import_job_find(im);
	if (im->opt->on_duplicate != DUP_CREATE)
		rc = import_keys_load(im); /* before the write lock is taken: it may last */
	if (rc == RC_OK)
		rc = import_rejects_open(im);
	if (rc != RC_OK)
		return rc;
	rc = im->opt->dry_run ? dry(im, path) : wet(im, path);
	closed = import_rejects_close(im, rc == RC_OK);
	import_see_columns(im);
	import_report(im);
	return rc == RC_OK ? closed : rc;
}

enum rc import_run(struct session *s, const char *path, const struct import_options *opt, struct import_result *out,
	struct err *err)
{
	struct err local = ERR_INIT;
	struct import im = { .s = s,
		.m = opt->model,
		.opt = opt,
		.out = out,
		.err = err ? err : &local,
		.rejects = STR_INIT,
		.words = STR_INIT,
		.job = { .mapping = STR_INIT, .options = STR_INIT },
		.rejects_fd = -1 };
	enum rc rc;

	*out = (struct import_result){ .n_columns = 0 };
	sheet_set_known(import_known_header);
	sheet_set_units(import_unit);
	rc = run(&im, path);
	import_free(&im);
	return rc;
}

void import_result_free(struct import_result *r)
{
	free(r->fresh);
	arena_free(&r->arena);
	*r = (struct import_result){ .n_columns = 0 };
}
