/* What the write door would refuse of a row, for dry runs that are too long to go through it: they would hold the lock
 * that others wait for. Rules of a type that answer only there are not foreseen; a run that meets one stops. */
#include "import_private.h"

#include <inttypes.h>

#include "base/fold.h"
#include "base/i18n.h"
#include "save_private.h"

/* What is needed, where no rule could fill it. */
static enum rc check_needed(struct import *im, const struct import_row *row, struct err *err)
{
	for (int slot = SYS_N; slot < im->m->n; slot++) {
		const struct field *f = &im->m->fields[slot];

		if (f->flags & F_REQUIRED && !f->dflt && !im->m->hooks.before_save && f->type != FT_AUTONO &&
			!row_value(row, slot))
			return fail(err, RC_INVALID, slot, _("%s is needed"), _(f->label));
	}
	return RC_OK;
}

static uint64_t unique_key(int slot, const struct value *v)
{
	struct str key = STR_INIT;
	uint64_t hash;

	str_addf(&key, "%d\n", slot);
	if (v->kind == VAL_TEXT)
		sort_key(v->s, strlen(v->s), &key);
	else
		str_addf(&key, "%" PRId64, v->i);
	hash = hash_bytes(key.s, key.len);
	str_free(&key);
	return hash ? hash : 1;
}

static bool is_unique(const struct import *im, const struct change *ch)
{
	return im->m->fields[ch->slot].flags & F_UNIQUE && ch->val.kind != VAL_NULL;
}

/* Nobody may have it: no record, and no row before this one that would come in. */
static enum rc check_unique(struct import *im, const struct import_row *row, int64_t id, struct err *err)
{
	for (int i = 0; i < row->n; i++) {
		const struct change *ch = &row->ch[i];
		enum rc rc;

		if (!is_unique(im, ch))
			continue;
		rc = save_check_unique(im->s, im->m, ch->slot, &ch->val, id, err);
		if (rc != RC_OK)
			return rc;
		if (keys_get(&im->unique, unique_key(ch->slot, &ch->val)))
			return fail(err, RC_CONFLICT, ch->slot, _("%s: a row before it has this already"),
				_(im->m->fields[ch->slot].label));
	}
	return RC_OK;
}

enum rc import_foresee(struct import *im, const struct import_row *row, int64_t id, struct err *err)
{
	enum rc rc = id ? RC_OK : check_needed(im, row, err);

	if (rc == RC_OK)
		rc = check_unique(im, row, id, err);
	for (int i = 0; i < row->n && rc == RC_OK; i++)
		if (is_unique(im, &row->ch[i]))
			keys_set(&im->unique, unique_key(row->ch[i].slot, &row->ch[i].val), 1);
	return rc;
}
