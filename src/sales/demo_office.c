/* The demo office as it stands at the end of its past: what a manager would have set up by then. Nothing here draws at
 * random: it goes by numbers, so that the history above stays what it is. */
#include <stdio.h>

#include "base/date.h"
#include "base/i18n.h"
#include "demo.h"
#include "lead.h"
#include "models.h"
#include "people.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"
#include "stage.h"

static const int rotting[] = { 14, 21, 30 }; /* days, of the open stages in their order */

static enum rc put(struct demo *d, const struct model *m, int64_t *id, const struct change *ch, int n, struct err *err)
{
	struct step st;
	enum rc rc = step_open(d->s, _("the demo office set up"), &st, err);
	return rc == RC_OK ? step_close(&st, record_save(d->s, &st, m, id, ch, n, NULL, err), err) : rc;
}

/* --- stages ------------------------------------------------------------------------------------------------------ */

static int64_t open_stage(struct session *s, int i)
{
	return db_get_int(s->db, 0,
		"SELECT id FROM stage WHERE trashed_at IS NULL AND NOT coalesce(won,0) ORDER BY sequence,id LIMIT 1 "
		"OFFSET ?",
		"i", (int64_t)i);
}

static enum rc set_rotting(struct session *s, struct step *st, int i, bool on, struct err *err)
{
	int64_t id = open_stage(s, i);
	int64_t days = db_get_int(s->db, 0, "SELECT rotting_days FROM stage WHERE id=?", "i", id);
	struct change ch = { .slot = STAGE_ROTTING_DAYS, .op = CH_SET, .val = on ? VALUE_INT(rotting[i]) : VALUE_NULL };
	/* what the office chose itself stays */
	if (!id || days != (on ? 0 : rotting[i]))
		return RC_OK;
	return record_save(s, st, &stage_model, &id, &ch, 1, NULL, err);
}

enum rc demo_rotting(struct session *s, struct step *st, bool on, struct err *err)
{
	enum rc rc = RC_OK;
	for (int i = 0; i < (int)COUNT(rotting) && rc == RC_OK; i++)
		rc = set_rotting(s, st, i, on, err);
	return rc;
}

static enum rc stages(struct demo *d, struct err *err)
{
	struct step st;
	enum rc rc = step_open(d->s, _("stages get days"), &st, err);
	return rc == RC_OK ? step_close(&st, demo_rotting(d->s, &st, true, err), err) : rc;
}

/* --- who takes what ---------------------------------------------------------------------------------------------- */

static enum rc team_rules(struct demo *d, struct err *err)
{
	static const char *const rule[DEMO_TEAMS] = { "not country in (Iran, China, Japan)", "country = Iran",
		"country in (China, Japan)" };
	enum rc rc = RC_OK;
	for (int t = 0; t < DEMO_TEAMS && rc == RC_OK; t++) {
		struct change ch = { .slot = TEAM_CRITERIA, .op = CH_SET, .val = value_text(rule[t]) };
		rc = put(d, &team_model, &d->team[t], &ch, 1, err);
	}
	/* one of each team likes the large ones */
	for (int t = 0; t < DEMO_TEAMS && rc == RC_OK; t++) {
		int64_t id = db_get_int(d->s->db, 0,
			"SELECT max(id) FROM team_member WHERE team=? AND trashed_at IS NULL", "i", d->team[t]);
		struct change ch = { .slot = MEMBER_PREFERRED, .op = CH_SET, .val = value_text("priority >= 2") };
		rc = put(d, &team_member_model, &id, &ch, 1, err);
	}
	return rc;
}

/* --- targets ----------------------------------------------------------------------------------------------------- */

#define WON_SINCE                                                                                                      \
	" FROM lead l WHERE l.trashed_at IS NULL AND l.stage IN (SELECT id FROM stage WHERE won) AND l.closed_at>=?2 " \
	"AND "

static enum rc target(struct demo *d, int slot, int64_t whose, struct date start, int period, int measure,
	int64_t amount, struct err *err)
{
	char day[11];
	int64_t id = 0;
	date_iso(start, day);
	struct change ch[] = {
		{ .slot = slot, .op = CH_SET, .val = VALUE_INT(whose) },
		{ .slot = TARGET_START, .op = CH_SET, .val = value_text(day) },
		{ .slot = TARGET_PERIOD, .op = CH_SET, .val = VALUE_INT(period) },
		{ .slot = TARGET_MEASURE, .op = CH_SET, .val = VALUE_INT(measure) },
		{ .slot = TARGET_AMOUNT, .op = CH_SET, .val = VALUE_INT(amount) },
	};
	return put(d, &target_model, &id, ch, COUNT(ch), err);
}

/* One team is ahead, one on its way, one behind; of the people too. */
static enum rc targets(struct demo *d, struct err *err)
{
	static const int percent[] = { 140, 90, 220 };
	struct date today = date_of_instant(d->now), month = { today.y, today.m, 1 };
	struct date quarter = { today.y, (today.m - 1) / 3 * 3 + 1, 1 };
	int64_t unit = money_unit(d->s), since = instant_of(quarter, 0, 0, 0), this_month = instant_of(month, 0, 0, 0);
	enum rc rc = RC_OK;
	for (int t = 0; t < DEMO_TEAMS && rc == RC_OK; t++) {
		int64_t won =
			db_get_int(d->s->db, 0, "SELECT sum(l.revenue)" WON_SINCE "l.team=?1", "ii", d->team[t], since);
		int64_t amount = (won / unit * percent[t] / 100 / 5000 + 1) * 5000 * unit;
		rc = target(d, TARGET_TEAM, d->team[t], quarter, 2, 2, amount, err);
	}
	for (int i = 0; i < DEMO_OWNERS && rc == RC_OK; i++) {
		int64_t won =
			db_get_int(d->s->db, 0, "SELECT count(*)" WON_SINCE "l.owner=?1", "ii", d->user[i], this_month);
		bool twice = i < DEMO_PEOPLE && d->user[i] == d->me;
		if (!twice && i != 0)
			rc = target(d, TARGET_USER, d->user[i], month, 1, 1, (won + i % 3 + 1) * unit, err);
	}
	return rc;
}

/* --- people around a deal ---------------------------------------------------------------------------------------- */

static enum rc roles(struct demo *d, struct err *err)
{
	enum { ROLE_CONTACT = SYS_N + 1, ROLE_RECORD, ROLE_ROLE };
	enum rc rc = RC_OK;
	for (int i = DEMO_LEADS; i < DEMO_CARDS && rc == RC_OK; i += 10) {
		const struct demo_card *c = &d->plan[i];
		int64_t id = 0, card = d->card[i];
		if (c->contact < 0 || !card)
			continue;
		struct change ch[] = {
			{ .slot = ROLE_CONTACT, .op = CH_SET, .val = VALUE_INT(d->contact[c->contact]) },
			{ .slot = ROLE_RECORD, .op = CH_SET, .val = VALUE_INT(REF_MAKE(NO_LEAD, card)) },
			{ .slot = ROLE_ROLE, .op = CH_SET, .val = VALUE_INT(1 + i / 10 % 5) },
		};
		rc = put(d, &contact_role_model, &id, ch, COUNT(ch), err);
	}
	return rc;
}

enum rc demo_settle(struct demo *d, struct err *err)
{
	enum rc rc = stages(d, err);
	if (rc == RC_OK)
		rc = team_rules(d, err);
	if (rc == RC_OK)
		rc = targets(d, err);
	return rc == RC_OK ? roles(d, err) : rc;
}

/* --- what is known of a card as it moves on ---------------------------------------------------------------------- */

int demo_known(int card, int stage, struct change *ch)
{
	static const char *const need[] = { "their old tool is no longer served", "three branches, one price list",
		"must be in place before the fair", "too many spreadsheets" };
	static const char *const when[] = { "this quarter", "before summer", "as soon as the budget is signed" };
	static const char *const budget[] = { "is there, up to 20,000", "asked for, decided in two weeks" };
	static const char *const who[] = { "the owner herself", "head of purchasing", "a board of three" };
	static const char *const pain[] = { "orders get lost between e-mails", "nobody knows who promised what" };
	int n = 0;
	if (card % 4 == 0)
		return 0;
	ch[n++] = (struct change){ .slot = LEAD_NEED, .op = CH_SET, .val = value_text(need[card % 4]) };
	if (card % 3)
		ch[n++] = (struct change){ .slot = LEAD_TIMELINE, .op = CH_SET, .val = value_text(when[card % 3]) };
	if (stage >= 2 && card % 5)
		ch[n++] = (struct change){ .slot = LEAD_AUTHORITY, .op = CH_SET, .val = value_text(who[card % 3]) };
	if (stage >= 2 && card % 2)
		ch[n++] = (struct change){ .slot = LEAD_BUDGET, .op = CH_SET, .val = value_text(budget[card / 2 % 2]) };
	if (stage >= 2 && card % 7 == 0)
		ch[n++] =
			(struct change){ .slot = LEAD_CHALLENGES, .op = CH_SET, .val = value_text(pain[card / 7 % 2]) };
	return n;
}

int demo_put_aside(int card, int status, int64_t at, char day[11], struct change *ch)
{
	static const char *const reason[][2] = {
		[0] = { "on leave until next season", "no budget this year" },
		[1] = { "asked not to be contacted again", "went out of business" },
		[2] = { "wanted a price list for a school project", "looks for a job with us" },
	};
	int n = 0;
	if (status < STATUS_INVALID || status > STATUS_JUNK)
		return 0;
	ch[n++] = (struct change){
		.slot = LEAD_STATUS_REASON, .op = CH_SET, .val = value_text(reason[status - STATUS_INVALID][card % 2])
	};
	if (status != STATUS_INVALID)
		return n;
	date_iso(date_from_days(at / 86400 + 30 + card % 8 * 30), day);
	ch[n++] = (struct change){ .slot = LEAD_REVIVE_ON, .op = CH_SET, .val = value_text(day) };
	return n;
}
