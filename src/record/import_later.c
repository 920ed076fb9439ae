/* References within the type that is brought in (a person's manager, a firm's parent): the row they name may stand
 * further down. They are set when all rows are there, in the same step; a name that nobody bears then is made where the
 * field makes names, else it is a warning and its text goes to the notes like any other that cannot be taken. */
#include "import_private.h"

#include <stdio.h>

#include "base/i18n.h"
#include "record/record.h"
#include "value_words.h"

bool import_defer(struct import *im, struct import_row *row, int slot, const char *text)
{
	if (!row || im->m->fields[slot].type != FT_REF)
		return false;
	if (!row->later)
		row->later = arena_alloc(&row->arena, (size_t)im->m->n * sizeof *row->later);
	row->later[row->n_later++] =
		(struct later){ .slot = slot, .line = row->raw->line, .text = arena_strdup(&row->arena, text) };
	return true;
}

void import_later_keep(struct import *im, struct import_row *row, int64_t id)
{
	for (int i = 0; i < row->n_later; i++) {
		GROW(im->later, im->n_later, im->cap_later);
		im->later[im->n_later] = row->later[i];
		im->later[im->n_later].text = xstrdup(row->later[i].text);
		im->later[im->n_later++].id = id;
	}
}

void import_later_passed(struct import *im, struct import_row *row)
{
	const struct value *title = row_value(row, im->m->title);
	struct err why = ERR_INIT;
	int64_t id = row->id;

	if (!id && (!title || title->kind != VAL_TEXT || record_find(im->s, im->m, title->s, &id, &why) != RC_OK))
		return;
	import_later_keep(im, row, id);
}

static enum rc not_found(struct import *im, const struct later *l, struct change *ch, struct arena *a)
{
	struct err why = ERR_INIT;
	struct record *had;
	char *line;

	fail(&why, RC_INVALID, l->slot, _("no %s is called %.80s"), _(im->m->label), l->text);
	import_warn(im, _("line %lld: %s"), (long long)l->line, why.text);
	if (im->notes < 0 || !im->write || record_load(im->s, im->m, l->id, a, &had, NULL) != RC_OK)
		return RC_NOT_FOUND;
	line = arena_printf(a, "%s%s%s: %s", rec_text(had, im->notes), rec_has(had, im->notes) ? "\n" : "",
		_(im->m->fields[l->slot].label), l->text);
	*ch = (struct change){ .slot = im->notes };
	return value_parse(im->s, im->m, im->notes, line, a, &ch->val, NULL, NULL);
}

static enum rc make(struct import *im, const struct later *l, struct arena *a, int64_t *id, struct err *err)
{
	struct change title = { .slot = im->m->title };
	int64_t no;
	size_t head = im->own ? title_numbered(l->text, &no) : 0;
	const char *name = head ? arena_strndup(a, l->text, head) : l->text;
	enum rc rc = value_parse(im->s, im->m, im->m->title, name, a, &title.val, NULL, err);

	*id = 0;
	return rc == RC_OK ? record_save(im->s, &im->step, im->m, id, &title, 1, NULL, err) : rc;
}

/* The change to make; RC_NOT_FOUND: none. */
static enum rc find(struct import *im, const struct later *l, struct change *ch, struct arena *a)
{
	struct err why = ERR_INIT;
	int64_t id = 0;
	enum rc rc = record_find(im->s, im->m, l->text, &id, &why);

	if (rc == RC_NOT_FOUND && im->m->fields[l->slot].flags & F_CREATE_REF) {
		import_new(im, l->slot, l->text, NEW_MADE, NULL);
		rc = make(im, l, a, &id, &why);
	} else if (rc == RC_INVALID) {
		rc = RC_NOT_FOUND;
	}
	if (rc == RC_NOT_FOUND)
		return not_found(im, l, ch, a);
	if (rc != RC_OK)
		return fail(im->err, rc, l->slot, "%s", why.text);
	*ch = (struct change){ .slot = l->slot, .val = VALUE_INT(id) };
	return RC_OK;
}

static enum rc settle_one(struct import *im, const struct later *l, struct arena *a)
{
	static const struct save_options as_is = { .copy = true };
	struct err why = ERR_INIT;
	struct change ch;
	int64_t id = l->id;
	enum rc rc = find(im, l, &ch, a);

	if (rc == RC_NOT_FOUND)
		return RC_OK;
	if (rc == RC_OK)
		rc = record_save(im->s, &im->step, im->m, &id, &ch, 1, im->own ? &as_is : NULL, &why);
	if (rc == RC_INVALID || rc == RC_CONFLICT || rc == RC_DENIED) {
		import_warn(im, _("line %lld: %s"), (long long)l->line, why.text);
		return RC_OK;
	}
	return rc == RC_OK ? RC_OK : fail(im->err, rc, l->slot, "%s", *why.text ? why.text : im->err->text);
}

/* A dry run that wrote nothing knows the titles of the rows it saw. */
static void foresee(struct import *im, const struct later *l)
{
	int64_t id;
	size_t head = title_numbered(l->text, &id);
	char *name = xstrndup(l->text, head ? head : strlen(l->text));

	if (keys_get(&im->titles, key_of('T', name, NULL))) {
		free(name);
		return;
	}
	free(name);
	if (im->m->fields[l->slot].flags & F_CREATE_REF)
		import_new(im, l->slot, l->text, NEW_MADE, NULL);
	else
		import_warn(im, _("line %lld: no %s is called %.80s"), (long long)l->line, _(im->m->label), l->text);
}

enum rc import_later_end(struct import *im)
{
	struct arena a = ARENA_INIT;
	enum rc rc = RC_OK;

	for (int i = 0; i < im->n_later && rc == RC_OK; i++) {
		arena_reset(&a);
		if (!im->write)
			foresee(im, &im->later[i]);
		else
			rc = settle_one(im, &im->later[i], &a);
		if (rc == RC_OK && im->job.running)
			rc = step_breathe(&im->step, im->err);
	}
	arena_free(&a);
	return rc;
}

void import_later_free(struct import *im)
{
	for (int i = 0; i < im->n_later; i++)
		free(im->later[i].text);
	free(im->later);
	keys_free(&im->titles);
}
