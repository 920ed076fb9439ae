/* The demo office from the palette: an empty office gets one, an office with one is rid of it. */
#include "demo_actions.h"

#include "base/i18n.h"
#include "sales/sales.h"

bool demo_absent(struct session *s, const struct model *m, const struct record *r)
{
	(void)m;
	(void)r;
	return !demo_here(s);
}

bool demo_present(struct session *s, const struct model *m, const struct record *r)
{
	(void)m;
	(void)r;
	return demo_here(s);
}

enum rc demo_add_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	enum rc rc = demo_make(s, DEMO_SEED, err);

	(void)st;
	(void)m;
	(void)id;
	(void)n;
	(void)param;
	out->done = rc == RC_OK;
	str_add(&out->message, _("an invented office: the palette's \"remove the demo office\" takes it out again"));
	return rc;
}

/* A person who stops it keeps what is gone by then in the trash, in the same step. */
enum rc demo_remove_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	enum rc rc = demo_take_out(s, st, out->progress, out->ctx, err);

	(void)m;
	(void)id;
	(void)n;
	(void)param;
	out->done = rc == RC_OK || rc == RC_CANCELLED;
	if (rc == RC_CANCELLED)
		str_add(&out->message, _("stopped: a part of the demo office is gone; again removes the rest"));
	else
		str_add(&out->message, _("the demo office removed"));
	return rc == RC_CANCELLED ? RC_OK : rc;
}
