/* Records as they were at an instant: what is said of the day, and no to what would change them. */
#include "past.h"

#include "base/date.h"
#include "base/i18n.h"
#include "record/session.h"
#include "ui/ui.h"

static void show_day(const struct ui *ui, int64_t at, struct str *out)
{
	date_show(date_of_instant(at), ui->session->calendar, out);
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

void past_text(const struct ui *ui, int64_t at, struct str *out)
{
	struct str day = STR_INIT;

	if (!at)
		return;
	show_day(ui, at, &day);
	str_addf(out, _("as of %s — Esc returns to now"), day.s);
	str_free(&day);
}
