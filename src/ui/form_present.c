/* Who else has the record of a form open: looked at when it is loaded and each second. */
#include "record/presence.h"

#include "base/i18n.h"
#include "form.h"

#define NAMED 4 /* more are a number */

static void name_one(struct session *s, const struct present *who, struct str *out)
{
	const struct model *people = registry_find(s->reg, registry_office(s->reg)->user_model);
	bool me = who->user == (s->self ? s->self : s->user);
	char *name = people && !me ? record_title(s, people, who->user) : NULL;

	str_add(out, me ? _("you, elsewhere") : name ? name : "?");
	if (who->editing)
		str_addf(out, ", %s", _("editing"));
	free(name);
}

static void in_words(struct session *s, const struct present *who, int n, struct str *out)
{
	str_add(out, _("also open: "));
	for (int i = 0; i < n && i < NAMED; i++) {
		if (i)
			str_add(out, "; ");
		name_one(s, &who[i], out);
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
		in_words(s, who, n, &text);
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
