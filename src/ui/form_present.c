/* Who else has the record of a form open: looked at when it is loaded and each second. */
#include "record/presence.h"

#include "base/i18n.h"
#include "form.h"

#define NAMED 4 /* more are a number */

/* Named as the person who made a record is. */
static void name_one(const struct form *f, const struct present *who, struct str *out)
{
	struct session *s = f->ui->session;
	struct value user = VALUE_INT(who->user);

	if (who->user == (s->self ? s->self : s->user))
		str_add(out, _("you, elsewhere"));
	else
		value_show(s, f->model, SYS_CREATED_BY, &user, NULL, SHOW_LIST, out);
	if (who->editing)
		str_addf(out, ", %s", _("editing"));
}

static void in_words(const struct form *f, const struct present *who, int n, struct str *out)
{
	str_add(out, _("also open: "));
	for (int i = 0; i < n && i < NAMED; i++) {
		if (i)
			str_add(out, "; ");
		name_one(f, &who[i], out);
	}
	if (n > NAMED)
		str_addf(out, _("; %d more"), n - NAMED);
}

void form_present(struct form *f)
{
	struct session *s = f->ui->session;
	int64_t ref = f->id ? REF_MAKE(f->model->no, f->id) : 0;
	struct present who[20];
	struct str text = STR_INIT;
	int n = 0;

	if (f->here != ref)
		form_absent(f);
	if (ref) {
		presence_set(s, ref, f->typing || form_dirty(f) ? HERE_EDITING : HERE);
		n = presence_others(s, ref, who, (int)COUNT(who));
	}
	f->here = ref;
	if (n)
		in_words(f, who, n, &text);
	free(f->present);
	f->present = n ? str_take(&text) : NULL;
	str_free(&text);
}

void form_absent(struct form *f)
{
	if (f->here)
		presence_set(f->ui->session, f->here, NOT_HERE);
	f->here = 0;
	free(f->present);
	f->present = NULL;
}
