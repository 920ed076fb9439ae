/* A board or a list as it was at the end of a past day: to look at only. */
#include "base/date.h"
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

static void show_day(const struct ui *ui, int64_t at, struct str *out)
{
	date_show(date_of_instant(at), ui->session->calendar, out);
}

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

bool past_refuses(struct ui *ui, int64_t at, const struct act *a)
{
	struct str day = STR_INIT;

	if (!at)
		return false;
	switch (a->action->id) {
	case ACT_RECORD:
	case ACT_SET:
	case ACT_EDIT:
	case ACT_EDIT_ALL:
	case ACT_COPY_RECORD:
	case ACT_MERGE:
	case ACT_TRASH:
	case ACT_NEW:
	case ACT_REPEAT:
	case ACT_STEP_BACK:
	case ACT_STEP_ON:
	case ACT_CARD_LEFT:
	case ACT_CARD_RIGHT:
	case ACT_CARD_UP:
	case ACT_CARD_DOWN: break;
	default: return false;
	}
	show_day(ui, at, &day);
	ui_complain(ui, _("as of %s: to look at only — Esc returns to now"), day.s);
	str_free(&day);
	return true;
}

bool collection_past_refuses(struct view *v, const struct collection *c, const struct act *a)
{
	return past_refuses(v->ui, c->as_of, a);
}

void past_text(const struct ui *ui, int64_t at, struct str *out)
{
	struct str day = STR_INIT;

	if (!at)
		return;
	show_day(ui, at, &day);
	str_addf(out, _("as of %s — Esc returns to now"), day.s);
	str_free(&day);
}

void collection_past_text(const struct view *v, const struct collection *c, struct str *out)
{
	past_text(v->ui, c->as_of, out);
}
