/* The row an import keeps of itself: how far it came, so that one that was cut off goes on; what it did, for the log.
 * It is written in the same transaction as the records it speaks of, so it is never ahead of them nor behind. */
#include "import_private.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/sha256.h"
#include "record/record.h"

#define NO_END "finished_at IS NULL"
/* What was undone is as if it had never been: it is neither gone on with nor warned of. */
#define STANDS "EXISTS (SELECT 1 FROM step s WHERE s.id = j.step AND s.state = 0)"

/* ---- what makes two imports the same ---- */

static void put_columns(const struct import *im, struct str *out)
{
	for (int i = 0; i < im->n_cols; i++) {
		const struct column *c = &im->col[i];

		str_addf(out, "%s\t%s", c->header,
			c->slot >= 0 ? im->m->fields[c->slot].name
			: c->keep    ? "+notes"
			: c->tags    ? "+tags"
				     : "-");
		str_addf(out, "%s%s\n", c->role ? "/" : "", c->role ? c->role : "");
	}
}

static void put_options(const struct import *im, struct str *out)
{
	static const char *const policy[] = {
		[DUP_SKIP] = "skip", [DUP_FILL] = "fill", [DUP_OVERWRITE] = "overwrite", [DUP_CREATE] = "create",
		[DUP_ASK] = "ask"
	};
	const struct import_options *opt = im->opt;
	const struct sheet_info *sheet = &im->out->sheet;

	str_addf(out, "on-duplicate=%s\n", policy[opt->on_duplicate]);
	if (opt->source && *opt->source)
		str_addf(out, "source=%s\n", opt->source);
	if (opt->date_order)
		str_addf(out, "date-order=%d\n", (int)*opt->date_order);
	if (opt->decimal)
		str_addf(out, "decimal=%c\n", opt->decimal);
	if (opt->on_duplicate == DUP_ASK)
		str_addf(out, "rest=%s\n", policy[opt->rest]);
	for (int i = 0; i < opt->n_answer; i++)
		str_addf(out, "line %lld: %s\n", (long long)opt->answer[i].line, policy[opt->answer[i].what]);
	if (opt->erase_blank)
		str_add(out, "erase-blank\n");
	if (opt->keep_bad_email)
		str_add(out, "bad-email=import\n");
	for (int i = 0; i < im->n_said; i++)
		str_addf(out, "value %s:%s=%s\n", im->m->fields[im->said[i].slot].name, im->said[i].text, im->said[i].to);
	if (sheet->repaired)
		str_addf(out, "repaired=%s\n", sheet->garbled);
	for (int i = 0; i < opt->n_set; i++)
		str_addf(out, "set %s\n", opt->set[i]);
	for (int i = 0; i < im->n_cols; i++)
		if (im->col[i].ordered || im->col[i].decimal)
			str_addf(out, "column %d: order %d, decimal %d\n", i + 1,
				im->col[i].ordered ? (int)im->col[i].order : -1, im->col[i].decimal);
	if (opt->sheet.header_rows)
		str_addf(out, "header-rows=%d\n", opt->sheet.header_rows);
	str_addf(out, "encoding=%s\nheader-line=%lld\ndelimiter=%d\nquote=%d\n", sheet->encoding,
		(long long)sheet->header_line, sheet->dialect.delimiter, sheet->dialect.quote);
}

static void make_key(struct import *im, char key[65])
{
	struct sha256 sum;
	struct str text = STR_INIT;

	str_addf(&text, "%s\n%s\n%lld\n%s%s", im->out->sheet.sha256, im->m->name, (long long)im->s->user,
		im->job.mapping.s, im->job.options.s);
	sha256_init(&sum);
	sha256_add(&sum, text.s, text.len);
	sha256_hex(&sum, key);
	str_free(&text);
}

/* ---- one that was cut off ---- */

/* The numbers of rows that were turned away are counted again as they are passed over. */
static void read_counts(struct import *im, struct stmt *st)
{
	struct import_result *out = im->out;

	im->job.no = st_get_int(st, 0);
	im->job.step = st_get_int(st, 1);
	im->job.done = st_get_int(st, 2);
	out->created = st_get_int(st, 3);
	out->updated = st_get_int(st, 4);
	out->unchanged = st_get_int(st, 5);
	out->duplicates = st_get_int(st, 6);
}

static void read_unfinished(struct import *im)
{
	struct stmt *st = db_prep(im->s->db,
		"SELECT no, step, rows, created, updated, unchanged, duplicates FROM import_job j WHERE key "
		"= ?1 AND " NO_END " AND (j.step IS NULL OR " STANDS ") ORDER BY no DESC LIMIT 1");

	im->job.no = im->job.step = im->job.done = 0;
	im->out->created = im->out->updated = im->out->unchanged = im->out->duplicates = 0;
	st_text(st, 1, im->job.key);
	if (st_step(st, NULL) > 0)
		read_counts(im, st);
	st_done(st);
	im->out->resumed = im->job.done;
}

static void warn_same_file(struct import *im)
{
	const struct model *people = registry_find(im->s->reg, registry_office(im->s->reg)->user_model);
	struct stmt *st = db_prep(im->s->db, "SELECT finished_at, user, created, updated, step FROM import_job j WHERE "
					     "sha256 = ?1 AND model = ?2 AND "
					     "finished_at IS NOT NULL AND " STANDS " ORDER BY no DESC LIMIT 1");
	struct str when = STR_INIT;
	char *who = NULL;

	st_text(st, 1, im->out->sheet.sha256);
	st_text(st, 2, im->m->name);
	if (st_step(st, NULL) > 0) {
		im->out->same_file = true;
		instant_show(st_get_int(st, 0), im->s->calendar, &when);
		if (people && st_get_int(st, 1) && st_get_int(st, 1) != im->s->user)
			who = record_title(im->s, people, st_get_int(st, 1));
		import_warn(im, _("this very file came in before, %s%s%s: %lld new, %lld changed (step %lld)"), when.s,
			who ? ", " : "", who ? who : "", (long long)st_get_int(st, 2), (long long)st_get_int(st, 3),
			(long long)st_get_int(st, 4));
	}
	st_done(st);
	free(who);
	str_free(&when);
}

void import_job_find(struct import *im)
{
	str_clear(&im->job.mapping);
	str_clear(&im->job.options);
	put_columns(im, &im->job.mapping);
	put_options(im, &im->job.options);
	make_key(im, im->job.key);
	if (import_limit(im))
		return;
	read_unfinished(im);
	if (im->job.done)
		import_warn(im,
			_("an import of this file was cut off after %lld rows: it goes on there (crm undo %lld first "
			  "starts anew)"),
			(long long)im->job.done, (long long)im->job.step);
	warn_same_file(im);
}

/* ---- as it runs ---- */

static enum rc insert(struct import *im, const char *name, struct err *err)
{
	enum rc rc = db_run(im->s->db, err,
		"INSERT INTO import_job(key, user, model, sha256, file, mapping, options, holder, started_at) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
		"sisssssii", im->job.key, im->s->user, im->m->name, im->out->sheet.sha256, name, im->job.mapping.s,
		im->job.options.s, im->job.holder, clock_now());

	im->job.no = db_last_id(im->s->db);
	return rc;
}

/* Looked up anew under the write lock: whoever ran it may have come further meanwhile, or may still run. The last to
 * take it holds it, and the other finds out with its next batch. */
enum rc import_job_begin(struct import *im, const char *name)
{
	enum rc rc;

	im->job.holder = db_get_int(im->s->db, 1, "SELECT max(holder) + 1 FROM import_job", "");
	read_unfinished(im);
	im->job.running = true;
	if (!im->job.no)
		return insert(im, name, im->err);
	rc = db_run(im->s->db, im->err, "UPDATE import_job SET holder = ?1 WHERE no = ?2", "ii", im->job.holder,
		im->job.no);
	return rc == RC_OK && im->job.step ? step_resume(&im->step, im->job.step, im->err) : rc;
}

enum rc import_job_save(struct import *im)
{
	const struct import_result *r = im->out;
	enum rc rc;

	if (r->rows < im->job.done) /* stopped before it came to where it was: more is done than was read again */
		return RC_OK;
	rc = db_run(im->s->db, im->err,
		"UPDATE import_job SET rows = ?1, created = ?2, updated = ?3, unchanged = ?4, duplicates = ?5, "
		"rejected = ?6, "
		"step = nullif(?7, 0) WHERE no = ?8 AND holder = ?9",
		"iiiiiiiii", r->rows, r->created, r->updated, r->unchanged, r->duplicates, r->rejected, im->step.id,
		im->job.no, im->job.holder);

	if (rc == RC_OK && !db_changes(im->s->db))
		rc = fail(im->err, RC_CONFLICT, NO_FIELD,
			_("this import goes on in another session of yours: see crm import --log"));
	return rc;
}

enum rc import_job_end(struct import *im)
{
	enum rc rc = import_job_save(im);

	if (rc == RC_OK)
		rc = db_run(im->s->db, im->err, "UPDATE import_job SET finished_at = ?1 WHERE no = ?2", "ii",
			clock_now(), im->job.no);
	return rc;
}

/* ---- rejected rows ---- */

enum rc import_job_reject(struct import *im, int64_t line, const char *reason, const char *column)
{
	return db_run(im->s->db, im->err,
		"INSERT INTO import_reject(job, row, line, reason, field) VALUES (?1, ?2, ?3, ?4, ?5)", "iiiss",
		im->job.no, im->out->rows, line, reason, column);
}

bool import_job_rejected(struct import *im, char reason[24], char column[80])
{
	struct stmt *st = db_prep(im->s->db, "SELECT reason, field FROM import_reject WHERE job = ?1 AND row = ?2");
	bool found;

	st_int(st, 1, im->job.no);
	st_int(st, 2, im->out->rows);
	found = st_step(st, NULL) > 0;
	if (found) {
		snprintf(reason, 24, "%s", st_get_text(st, 0));
		snprintf(column, 80, "%s", st_is_null(st, 1) ? "" : st_get_text(st, 1));
	}
	st_done(st);
	return found;
}
