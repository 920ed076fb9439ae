/* A board or a list as it was at the end of a past day: to look at only. */
#include "base/i18n.h"
#include "collection.h"
#include "past.h"
#include "record/journal.h"
#include "record/session.h"
#include "ui/widget.h"

struct asking {
	struct view *view;
	struct collection *c;
};

static enum rc check(struct ui *ui, void *ctx, const char *text, struct err *err)
{
	int64_t at;

	(void)ctx;
	return *text ? as_of_parse(ui->session, text, &at, err) : RC_OK;
}

static enum rc accept(struct ui *ui, void *ctx, const char *text, struct err *err)
{
	struct asking *k = ctx;
	int64_t at = 0;

	if (*text && as_of_parse(ui->session, text, &at, err) != RC_OK)
		return err->rc;
	if (!at && k->c->as_of)
		return collection_past_leave(k->view, k->c), RC_OK;
	k->c->as_of = at;
	k->c->ranging = false;
	k->view->stale = true;
	return RC_OK;
}

static const struct prompt_ops past_ops = { .change = check, .accept = accept, .close = free };

unsigned collection_past_ask(struct view *v, struct collection *c)
{
	struct asking *k = xmalloc(sizeof *k);
	struct err err = ERR_INIT;

	if (c->trash) {
		free(k);
		ui_message(v->ui, "%s", _("the trash is shown as it is now"));
		return DID;
	}
	*k = (struct asking){ .view = v, .c = c };
	ui_message(v->ui, "%s", _("1 Oct, -30, yesterday; empty: now"));
	if (prompt_open(v->ui, _("as of"), "", &past_ops, k, &err) != RC_OK)
		ui_error(v->ui, &err);
	return DID;
}

unsigned collection_past_leave(struct view *v, struct collection *c)
{
	c->as_of = 0;
	v->stale = true;
	ui_message(v->ui, "%s", _("back to now"));
	return DID;
}

bool collection_past_refuses(struct view *v, const struct collection *c, const struct act *a)
{
	return past_refuses(v->ui, c->as_of, a);
}

void collection_past_text(const struct view *v, const struct collection *c, struct str *out)
{
	past_text(v->ui, c->as_of, out);
}
