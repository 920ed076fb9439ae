/* Copy: what one may want to paste elsewhere, by the types of fields. Shown too, since not every terminal lets it be
 * copied. */
#include "base/i18n.h"
#include "desk.h"
#include "record/record.h"
#include "record/session.h"
#include "ui/widget.h"

struct copying {
	struct session *s;
	const char *what; /* "phone", "email", "address", "all", or a field's name */
	struct str *out;
};

/* The parts of a postal address, in the order in which they are written. */
static const char *const address[] = { "street", "street2", "zip", "city", "state", "country" };

static void add_value(struct copying *k, const struct record *r, int slot, const char *before)
{
	if (slot < 0 || !rec_has(r, slot))
		return;
	if (k->out->len && k->out->s[k->out->len - 1] != '\n')
		str_add(k->out, before);
	value_show(k->s, r->model, slot, &r->val[slot], NULL, SHOW_EXPORT, k->out);
}

static bool is_wanted(const struct copying *k, const struct field *f)
{
	if (str_eq(k->what, "phone"))
		return f->type == FT_PHONE;
	if (str_eq(k->what, "email"))
		return f->type == FT_EMAIL;
	return str_eq(k->what, f->name);
}

static void copy_address(struct copying *k, const struct record *r)
{
	for (size_t i = 0; i < COUNT(address); i++)
		add_value(k, r, model_slot(r->model, address[i]), ", ");
}

static void copy_all(struct copying *k, const struct record *r)
{
	for (int i = SYS_N; i < r->model->n; i++) {
		const struct field *f = &r->model->fields[i];

		if (f->flags & F_HIDDEN || f->type == FT_LINES || !rec_has(r, i))
			continue;
		str_addf(k->out, "%s%s: ", k->out->len ? "\n" : "", _(f->label));
		value_show(k->s, r->model, i, &r->val[i], NULL, SHOW_EXPORT, k->out);
	}
}

static void copy_own(struct copying *k, const struct record *r)
{
	if (str_eq(k->what, "address"))
		copy_address(k, r);
	else if (str_eq(k->what, "all"))
		copy_all(k, r);
	else
		for (int i = SYS_ID; i < r->model->n; i++)
			if (is_wanted(k, &r->model->fields[i]))
				add_value(k, r, i, ", ");
}

/* What the record itself does not have may stand on one that it names: the person called, the firm. Not on colleagues.
 */
static void copy_named(struct copying *k, const struct record *r)
{
	const char *people = registry_office(k->s->reg)->user_model;

	for (int i = SYS_N; i < r->model->n && !k->out->len; i++) {
		const struct field *f = &r->model->fields[i];
		struct arena a = ARENA_INIT;
		struct record *named;

		if (f->type != FT_REF || !rec_has(r, i) || str_eq(f->ref, people))
			continue;
		if (record_load(k->s, registry_find(k->s->reg, f->ref), rec_int(r, i), &a, &named, NULL) == RC_OK)
			copy_own(k, named);
		arena_free(&a);
	}
}

static enum rc copy_one(
	struct ui *ui, const struct chosen *c, int i, const char *what, struct str *out, struct err *err)
{
	struct copying k = { .s = ui->session, .what = what, .out = out };
	struct arena a = ARENA_INIT;
	struct record *r;
	enum rc rc = record_load(ui->session, c->model, c->id[i], &a, &r, err);

	if (rc == RC_OK) {
		copy_own(&k, r);
		if (!out->len)
			copy_named(&k, r);
	}
	arena_free(&a);
	return rc;
}

#define COPIED_MAX 1000

enum rc deed_copy(struct ui *ui, const struct chosen *c, const char *what, struct err *err)
{
	struct str all = STR_INIT;
	enum rc rc = RC_OK;
	int n = c->n < COPIED_MAX ? c->n : COPIED_MAX;

	for (int i = 0; i < n && rc == RC_OK; i++) {
		struct str one = STR_INIT;

		rc = copy_one(ui, c, i, *what ? what : "all", &one, err);
		if (one.len)
			str_addf(&all, "%s%s", all.len ? str_eq(what, "all") ? "\n\n" : "\n" : "", one.s);
		str_free(&one);
	}
	if (rc == RC_OK && !all.len) {
		ui_complain(ui, _("nothing to copy: there is no %s"), what);
	} else if (rc == RC_OK) {
		ui_clipboard(ui, all.s);
		ui_message(ui, _("copied: %s"), all.s);
		if (strchr(all.s, '\n'))
			rc = pager_open(ui, _("copied"), all.s, err);
	}
	str_free(&all);
	return rc;
}
