/* From one record to the one before or after it, in the order of where it was opened from. */
#include "base/i18n.h"
#include "form.h"

static int place_of(const struct form *f)
{
	for (int i = 0; i < f->n_ids; i++)
		if (f->ids[i] == f->id)
			return i;
	return -1;
}

static int64_t neighbour(const struct view *v, int by)
{
	const struct form *f = v->data;
	int at = place_of(f);

	if (f->among)
		return v->below->ops->beside(v->below, f->id, by);
	return at < 0 || at + by < 0 || at + by >= f->n_ids ? 0 : f->ids[at + by];
}

unsigned form_beside(struct view *v, int by)
{
	struct form *f = v->data;
	int64_t to = neighbour(v, by);
	struct err err = ERR_INIT;

	if (!to) {
		ui_message(v->ui, "%s", by > 0 ? _("this is the last record of the list") : _("this is the first record of the list"));
		return DID_NOTHING;
	}
	if (form_dirty(f))
		form_draft(f);
	form_cells_clear(f);
	f->id = to;
	if (form_load(v, &err) != RC_OK)
		ui_error(f->ui, &err);
	else if (!f->past)
		form_draft_load(f);
	return DID;
}

void form_position(const struct view *v, struct str *out)
{
	const struct form *f = v->data;
	int at = place_of(f);

	if (f->among)
		v->below->ops->position(v->below, out);
	else if (at >= 0)
		str_addf(out, _("%d of %d"), at + 1, f->n_ids);
}
