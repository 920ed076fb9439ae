/* The people of the demo office, their teams, and the words its records pick from. */
#include <stdio.h>

#include "base/date.h"
#include "base/i18n.h"
#include "demo.h"
#include "models.h"
#include "people.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"

static const struct {
	const char *login, *name;
	int manager; /* index here; -1: none */
	int team;    /* -1: none */
} people[DEMO_PEOPLE] = {
	{ "helen", "Helen Marsh", -1, -1 },
	{ "sam", "Sam Keller", 0, 0 },
	{ "laura", "Laura Berg", 1, 0 },
	{ "tom", "Tom Ashby", 1, 0 },
	{ "ines", "Ines Duarte", 1, 0 },
	{ "reza", "رضا کریمی", 0, 1 },
	{ "shirin", "شیرین نوری", 5, 1 },
	{ "kaveh", "کاوه یزدانی", 5, 1 },
	{ "maryam", "مریم صادقی", 5, 1 },
	{ "wei", "陈伟", 0, 2 },
	{ "misaki", "高橋 美咲", 9, 2 },
	{ "ken", "伊藤 健", 9, 2 },
};
static const char *const teams[DEMO_TEAMS] = { "Direct sales", "Middle East", "East Asia" };
static const int leaders[DEMO_TEAMS] = { 1, 5, 9 };
static const char *const sources[] = { "Web", "Referral", "Fair", "Cold call", "Newsletter", "Partner", "Advertisement",
	"Web", "Web", "Referral" };
static const char *const tags[] = { "vip", "spring", "price-sensitive", "public sector", "reseller", "new market",
	"urgent", "follow-up" };
static const char *const industries[] = { "Manufacturing", "Retail", "Logistics", "Health", "Education", "Software",
	"Construction", "Food" };
static const char *const campaigns[] = { "Spring fair", "Autumn mailing", "Partner week" };
static const char *const media[] = { "E-mail", "Phone", "Website", "Event" };

const char *demo_source(struct demo *d)
{
	return sources[demo_pick(d, (int)COUNT(sources))];
}
const char *demo_tag(struct demo *d)
{
	return tags[demo_pick(d, (int)COUNT(tags))];
}
const char *demo_industry(struct demo *d)
{
	return industries[demo_pick(d, (int)COUNT(industries))];
}
const char *demo_campaign(struct demo *d)
{
	return campaigns[demo_pick(d, (int)COUNT(campaigns))];
}
const char *demo_medium(struct demo *d)
{
	return media[demo_pick(d, (int)COUNT(media))];
}

static int team_of(int owner)
{
	return owner < DEMO_PEOPLE ? people[owner].team : 0;
}

bool demo_serves(int owner, enum region region)
{
	int team = region == REGION_LATIN ? 0 : region == REGION_PERSIAN ? 1 : 2;
	return owner < 0 || team_of(owner) == team || team_of(owner) < 0;
}

int demo_owner(struct demo *d, enum region region)
{
	int owner;
	do
		owner = demo_pick(d, DEMO_OWNERS);
	while (!demo_serves(owner, region));
	return owner;
}

static enum rc make(struct demo *d, const struct model *m, const struct change *ch, int n, int64_t *id, struct err *err)
{
	struct step st;
	enum rc rc = step_open(d->s, _("demo"), &st, err);
	*id = 0;
	return rc == RC_OK ? step_close(&st, record_save(d->s, &st, m, id, ch, n, NULL, err), err) : rc;
}

enum rc demo_named(struct demo *d, const struct model *m, const char *name, int64_t *id, struct err *err)
{
	struct change ch = { .slot = m->title, .op = CH_SET, .val = value_text(name) };
	if (record_find(d->s, m, name, id, NULL) == RC_OK)
		return RC_OK;
	return make(d, m, &ch, 1, id, err);
}

static enum rc make_user(struct demo *d, int i, struct err *err)
{
	int64_t profile = 0;
	char email[64];
	record_find(d->s, &profile_model, people[i].manager <= 0 ? "Team leader" : "Salesperson", &profile, NULL);
	snprintf(email, sizeof email, "%s@office.example", people[i].login);
	struct value profiles = { .kind = VAL_SET, .n = 1, .set = &profile };
	struct change ch[] = {
		{ .slot = USER_LOGIN, .op = CH_SET, .val = value_text(people[i].login) },
		{ .slot = USER_NAME, .op = CH_SET, .val = value_text(people[i].name) },
		{ .slot = USER_EMAIL, .op = CH_SET, .val = value_text(email) },
		{ .slot = USER_PROFILES, .op = CH_SET, .val = profile ? profiles : VALUE_NULL },
		{ .slot = USER_MANAGER,
			.op = CH_SET,
			.val = people[i].manager < 0 ? VALUE_NULL : VALUE_INT(d->user[people[i].manager]) },
	};
	d->user[i] = db_get_int(
		d->s->db, 0, "SELECT id FROM user WHERE login=? AND trashed_at IS NULL", "s", people[i].login);
	return d->user[i] ? RC_OK : make(d, &user_model, ch, COUNT(ch), &d->user[i], err);
}

static enum rc make_team(struct demo *d, int t, struct err *err)
{
	int64_t id;
	struct change ch[] = {
		{ .slot = TEAM_NAME, .op = CH_SET, .val = value_text(teams[t]) },
		{ .slot = TEAM_SEQUENCE, .op = CH_SET, .val = VALUE_INT(t + 1) },
		{ .slot = TEAM_LEADER, .op = CH_SET, .val = VALUE_INT(d->user[leaders[t]]) },
	};
	enum rc rc = make(d, &team_model, ch, COUNT(ch), &d->team[t], err);
	for (int i = 0; i < DEMO_OWNERS && rc == RC_OK; i++) {
		struct change in[] = {
			{ .slot = MEMBER_TEAM, .op = CH_SET, .val = VALUE_INT(d->team[t]) },
			{ .slot = MEMBER_USER, .op = CH_SET, .val = VALUE_INT(d->user[i]) },
			{ .slot = MEMBER_CAPACITY, .op = CH_SET, .val = VALUE_INT(20 + 10 * (i % 3)) },
		};
		/* somebody of the list may be the acting person */
		bool twice = i < DEMO_PEOPLE && d->user[i] == d->me;
		if (team_of(i) == t && !twice)
			rc = make(d, &team_member_model, in, COUNT(in), &id, err);
	}
	return rc;
}

enum rc demo_people(struct demo *d, struct err *err)
{
	enum rc rc = RC_OK;
	for (int i = 0; i < DEMO_PEOPLE && rc == RC_OK; i++)
		rc = make_user(d, i, err);
	d->user[DEMO_PEOPLE] = d->me;
	for (int t = 0; t < DEMO_TEAMS && rc == RC_OK; t++)
		rc = make_team(d, t, err);
	return rc;
}

int64_t demo_money(struct demo *d)
{
	int64_t unit = 1, a = 5 + demo_pick(d, 60), b = 1 + demo_pick(d, 12);
	for (int i = 0; i < d->s->currency->digits; i++)
		unit *= 10;
	return (a * b + (demo_chance(d, 8) ? 400 : 0)) * 100 * unit;
}
