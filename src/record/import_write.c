/* What becomes of a row that was read: a new record, a change of one there is, or nothing. */
#include "import_private.h"

#include <stdio.h>

#include "base/fold.h"

#include "base/i18n.h"
#include "record/rights.h"
#include "statement.h"

static void drop(struct import_row *row, int i)
{
	row->ch[i] = row->ch[--row->n];
}

static bool has_line(const char *text, const char *line, size_t n)
{
	for (const char *p = text; p; p = strchr(p, '\n') ? strchr(p, '\n') + 1 : NULL)
		if (strcspn(p, "\n") == n && !memcmp(p, line, n))
			return true;
	return false;
}

/* Notes are never overwritten by what was merely kept: it is added, once. */
static void merge_notes(
	struct import *im, struct import_row *row, struct change *ch, const struct value *had, enum dup_policy policy)
{
	struct str all = STR_INIT;
	struct value v;
	struct err err = ERR_INIT;

	for (int i = 0; i < im->n_targets; i++)
		if (im->target[i].slot == im->notes)
			return;
	if (had->kind != VAL_TEXT || policy != DUP_OVERWRITE)
		return;
	str_add(&all, had->s);
	for (const char *p = ch->val.s; *p; p += strcspn(p, "\n") + (p[strcspn(p, "\n")] == '\n'))
		if (!has_line(had->s, p, strcspn(p, "\n")))
			str_addf(&all, "\n%.*s", (int)strcspn(p, "\n"), p);
	import_cell(im, im->notes, -1, arena_strndup(&row->arena, all.s, all.len), &row->arena, &v, &err);
	if (v.kind != VAL_NULL)
		ch->val = v;
	str_free(&all);
}

/* A cell says a record by its title; where several have that title, the one that stands there already is meant. */
static bool same_title(struct import *im, int slot, const struct value *a, const struct value *b)
{
	const struct field *f = &im->m->fields[slot];
	const struct model *m;
	char *x, *y;
	bool same;

	if (f->type != FT_REF || a->kind != VAL_INT || b->kind != VAL_INT || a->i < 0)
		return false;
	m = session_model(im->s, f->ref);
	x = record_title(im->s, m, a->i);
	y = record_title(im->s, m, b->i);
	same = x && y && fold_eq(x, y);
	free(x);
	free(y);
	return same;
}

/* Whether a blank cell says "nothing stands here": in a copy always, else where the person wants it so. */
static void blank_too(struct import *im, struct import_row *row)
{
	for (int i = 0; i < im->n_targets; i++) {
		const struct target *t = &im->target[i];
		unsigned flags = im->m->fields[t->slot].flags;
		bool later = false;

		for (int k = 0; k < row->n_later; k++)
			later = later || row->later[k].slot == t->slot;
		if (t->slot >= SYS_N && !(flags & F_REQUIRED) && t->slot != im->m->title && !later && !row_value(row, t->slot) &&
			!row_has_text(im, row, t))
			row->ch[row->n++] = (struct change){ .slot = t->slot };
	}
}

/* Leaves the changes that the policy allows and that change something. */
static void only_changes(struct import *im, struct import_row *row, const struct record *had, enum dup_policy policy)
{
	if (im->opt->erase_blank && policy == DUP_OVERWRITE)
		blank_too(im, row);
	for (int i = row->n - 1; i >= 0; i--) {
		struct change *ch = &row->ch[i];
		const struct value *now = &had->val[ch->slot];
		unsigned flags = im->m->fields[ch->slot].flags;

		if (ch->slot == im->notes && ch->val.kind == VAL_TEXT)
			merge_notes(im, row, ch, now, policy);
		if ((ch->slot == im->m->title && row->title_made && now->kind != VAL_NULL) || value_eq(&ch->val, now) || same_title(im, ch->slot, &ch->val, now) ||
			flags & (F_READONLY | F_ONCE) || (policy == DUP_FILL && now->kind != VAL_NULL))
			drop(row, i);
	}
}

static int64_t writes(struct import *im)
{
	return db_get_int(im->s->db, 0, "SELECT total_changes()", "");
}

/* Full text is flushed by every savepoint, which makes a large import three times as slow. There a refusal that wrote
 * nothing is as good; one that came after a write ends the import with its open batch rolled back. */
static enum rc without_savepoint(struct import *im, struct import_row *row, int64_t *id, struct err *err)
{
	int64_t before = writes(im);
	enum rc rc = record_save(im->s, &im->step, im->m, id, row->ch, row->n, &row->how, err);

	if (rc == RC_OK || writes(im) == before)
		return rc;
	return fail(err, RC_IO, NO_FIELD, _("line %lld was refused half-way: mend it and import again: %.200s"),
		(long long)row->raw->line, arena_strdup(&row->arena, err->text));
}

static enum rc through_door(struct import *im, struct import_row *row, int64_t *id, struct err *err)
{
	enum rc rc;

	if (!im->write)
		return import_foresee(im, row, *id, err);
	if (im->data_rows > IMPORT_BULK_ROWS && rights_all(im->s))
		return without_savepoint(im, row, id, err);
	rc = db_save_begin(im->s->db, err);
	if (rc != RC_OK)
		return rc;
	rc = record_save(im->s, &im->step, im->m, id, row->ch, row->n, &row->how, err);
	return db_save_end(im->s->db, rc, err);
}

static bool stops(enum rc rc)
{
	return rc != RC_OK && rc != RC_INVALID && rc != RC_CONFLICT && rc != RC_DENIED && rc != RC_NOT_FOUND;
}

static enum rc refused(struct import *im, struct import_row *row, const struct err *err)
{
	const char *field = err->field >= 0 && err->field < im->m->n ? im->m->fields[err->field].name : NULL;

	if (im->n_refusals < (int)COUNT(im->refusal))
		im->refusal[im->n_refusals++] = xasprintf(_("line %lld: %s"), (long long)row->raw->line, err->text);
	import_see_refused(im, err);
	import_reject(im, row, "refused", field);
	if (!im->job.running || !im->opt->told || import_reason(im->out, "refused") <= im->opt->told_refused)
		return RC_OK;
	im->stopped = true;
	return fail(im->err, RC_CONFLICT, err->field,
		_("stopped at line %lld, which nothing foresaw: %.200s; import again to go on without it"),
		(long long)row->raw->line, arena_strdup(&row->arena, err->text));
}

static enum rc save(struct import *im, struct import_row *row, int64_t id)
{
	struct err err = ERR_INIT;
	bool fresh = id == 0;
	enum rc rc = row->n || fresh ? through_door(im, row, &id, &err) : RC_OK;

	if (stops(rc)) {
		*im->err = err;
		return rc;
	}
	if (rc != RC_OK)
		return refused(im, row, &err);
	if (fresh)
		im->out->created++;
	else
		im->out->updated++;
	import_later_keep(im, row, id);
	return RC_OK;
}

static enum rc update(struct import *im, struct import_row *row, int64_t id)
{
	enum dup_policy policy = import_policy(im, row);
	struct record *had;
	enum rc rc;

	if (policy == DUP_CREATE)
		return save(im, row, 0);
	if (!may(im->s, V_SEE, im->m, id)) {
		struct str hint = STR_INIT;

		rights_hint(im->s, im->m, id, &hint);
		if (hint.len)
			import_warn(im, _("line %lld: %s"), (long long)row->raw->line, hint.s);
		str_free(&hint);
		policy = DUP_SKIP;
	}
	if (policy == DUP_SKIP) {
		im->out->duplicates++;
		return RC_OK;
	}
	rc = record_load_stored(im->s, im->m, id, &row->arena, &had, im->err);
	if (rc != RC_OK)
		return rc;
	only_changes(im, row, had, policy == DUP_ASK ? DUP_OVERWRITE : policy);
	if (!row->n && !row->n_later) {
		im->out->unchanged++;
		return RC_OK;
	}
	if (policy == DUP_ASK) {
		im->out->duplicates++;
		import_ask(im, row, had);
		return RC_OK;
	}
	return save(im, row, id);
}

static bool has_target(const struct import *im, int slot)
{
	for (int i = 0; i < im->n_targets; i++)
		if (im->target[i].slot == slot)
			return true;
	return false;
}

/* The id a file of ours gives is believed where that record was there before and bears the same title, or, where titles
 * are made by the program, was made at the same second: the file may be of another office. */
static bool is_same(struct import *im, struct import_row *row)
{
	const struct value *title = row_value(row, im->m->title), *made = row_value(row, SYS_CREATED_AT);
	char sql[120], *had;
	bool same;

	if (keys_get(&im->existing, key_of_id(row->id)) != row->id)
		return false;
	if (!import_takes(&im->m->fields[im->m->title])) {
		snprintf(sql, sizeof sql, "SELECT created_at FROM \"%s\" WHERE id = ?1", im->m->name);
		return made && db_get_int(im->s->db, -1, sql, "i", row->id) == made->i;
	}
	had = record_title(im->s, im->m, row->id);
	same = had && title && title->kind == VAL_TEXT && !strcmp(had, title->s);
	free(had);
	return same;
}

static int64_t same_as(struct import *im, struct import_row *row)
{
	int64_t same = row->id && is_same(im, row) ? row->id : import_same(im, row);

	/* rows with ids of ours are records of their own, however alike */
	return same == KEY_SEVERAL && row->id ? 0 : same;
}

/* No id is used twice: not that of a record in the trash, nor of one that is gone for ever. */
static bool is_free(struct import *im, int64_t id)
{
	char sql[120];

	snprintf(sql, sizeof sql, "SELECT 1 FROM \"%s\" WHERE id = ?1", im->m->name);
	return !db_get_int(im->s->db, 0, sql, "i", id) &&
	       !db_get_int(im->s->db, 0, "SELECT 1 FROM tombstone WHERE ref = ?1", "i", REF_MAKE(im->m->no, id));
}

#define COPY_ID_MAX INT32_MAX /* a foreign id must not use up the numbers there are */

/* A row of a file of ours whose record is not here is that record: it comes in as it stands, under its id, which is
 * what references in the other files of the same export mean. */
static void as_copy(struct import *im, struct import_row *row)
{
	if (row->id > COPY_ID_MAX || !has_target(im, SYS_CREATED_AT) || !is_free(im, row->id))
		return;
	row->how = (struct save_options){ .copy = true, .as_id = row->id };
	blank_too(im, row);
}

void import_pass_over(struct import *im, struct import_row *row)
{
	if (same_as(im, row) != KEY_SEVERAL)
		import_remember(im, row);
	if (row->n_later && im->out->rows > 0)
		import_later_passed(im, row);
}

enum rc import_write(struct import *im, struct import_row *row)
{
	int64_t same = same_as(im, row);

	if (same == KEY_SEVERAL) {
		im->out->duplicates++;
		return RC_OK;
	}
	import_remember(im, row);
	if (im->opt->on_duplicate == DUP_CREATE)
		same = 0;
	if (same)
		return update(im, row, same);
	if (row->id)
		as_copy(im, row);
	return save(im, row, 0);
}
