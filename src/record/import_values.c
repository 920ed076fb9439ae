/* Texts that name no record or choice we have: what a person says they stand for, and the list of them that is shown
 * before anything is written, each once with the number of its rows. */
#include "import_private.h"

#include "base/fold.h"
#include "base/i18n.h"

static bool may_be_said(const struct field *f)
{
	return f->type == FT_REF || f->type == FT_REFS || f->type == FT_CHOICE;
}

/* "FIELD:TEXT=NAME"; the text ends at the last =, since names of ours seldom hold one. */
static enum rc take_said(struct import *im, const char *text, struct said *out)
{
	const char *colon = strchr(text, ':'), *eq = strrchr(text, '=');
	char *name = colon && eq && colon < eq ? xstrndup(text, (size_t)(colon - text)) : NULL;
	int slot = name ? model_slot(im->m, name) : -1;

	free(name);
	if (slot < 0 || !import_takes(&im->m->fields[slot]) || !may_be_said(&im->m->fields[slot]))
		return fail(im->err, RC_USAGE, NO_FIELD,
			_("--value %.80s: write FIELD:TEXT=NAME with a field of %s that refers to records or has "
			  "choices"),
			text, im->m->name);
	*out = (struct said){ .slot = slot,
		.text = arena_strndup(&im->set_arena, colon + 1, (size_t)(eq - colon - 1)),
		.to = arena_strdup(&im->set_arena, eq + 1) };
	return RC_OK;
}

enum rc import_values_given(struct import *im)
{
	enum rc rc = RC_OK;

	im->said = xreallocarray(im->said, (size_t)(im->n_said + im->opt->n_value + 1), sizeof *im->said);
	for (int i = 0; i < im->opt->n_value && rc == RC_OK; i++)
		rc = take_said(im, im->opt->value[i], &im->said[im->n_said++]);
	return rc;
}

/* The last one counts: it is what the person said latest. */
const char *import_said(const struct import *im, int slot, const char *text)
{
	for (int i = im->n_said - 1; i >= 0; i--)
		if (im->said[i].slot == slot && fold_eq(im->said[i].text, text))
			return im->said[i].to;
	return NULL;
}

static uint64_t fresh_key(int slot, const char *text)
{
	return key_of((char)('0' + slot % 64), text, NULL) + (uint64_t)slot;
}

void import_new(struct import *im, int slot, const char *text, enum import_new_fate fate, const char *to)
{
	struct import_result *out = im->out;
	uint64_t key = fresh_key(slot, text);
	int64_t at = keys_get(&im->fresh, key);

	if (at > 0) {
		out->fresh[at - 1].rows++;
		return;
	}
	if (out->n_fresh == IMPORT_NEW_MAX) {
		out->fresh_beyond++;
		return;
	}
	GROW(out->fresh, out->n_fresh, im->cap_fresh);
	out->fresh[out->n_fresh++] = (struct import_new){ .slot = slot,
		.text = arena_strdup(&out->arena, text),
		.rows = 1,
		.fate = fate,
		.to = to ? arena_strdup(&out->arena, to) : NULL };
	keys_set(&im->fresh, key, out->n_fresh);
}

bool import_new_again(struct import *im, int slot, const char *text)
{
	int64_t at = im->fresh.n ? keys_get(&im->fresh, fresh_key(slot, text)) : 0;

	if (at > 0)
		im->out->fresh[at - 1].rows++;
	return at > 0;
}
