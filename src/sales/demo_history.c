/* The plan of the demo office's past: who comes, what becomes of them, when. Nothing is written here. */
#include "demo.h"
#include "lead.h"

#define DAY 86400
#define STAGES_OPEN 3 /* New, Qualified, Proposition */

static void add(struct demo *d, int64_t at, enum demo_deed deed, int i, int arg)
{
	if (at > d->now - 60)
		return;
	GROW(d->event, d->n_events, d->cap_events);
	d->event[d->n_events] = (struct demo_event){ .at = at, .seq = d->n_events, .deed = deed, .i = i, .arg = arg };
	d->n_events++;
}

/* The instant moved into office hours of a working day (UTC), never back. */
static int64_t at_work(struct demo *d, int64_t at)
{
	int64_t day = at / DAY;
	int weekday = (int)((day + 3) % 7); /* 0: Monday */
	if (weekday > 4)
		day += 7 - weekday;
	return day * DAY + 8 * 3600 + demo_pick(d, 9 * 3600);
}

static int64_t later(struct demo *d, int64_t at, int least, int most)
{
	return at_work(d, at + (int64_t)(least + demo_pick(d, most - least + 1)) * DAY);
}

static int64_t start_of(const struct demo *d)
{
	return d->now - (int64_t)DEMO_DAYS * DAY;
}

/* Companies and people come all the time, more of them early: later they are known. */
static void people_come(struct demo *d)
{
	int64_t known[DEMO_ACCOUNTS];
	for (int i = 0; i < DEMO_ACCOUNTS; i++) {
		int a = demo_pick(d, DEMO_DAYS - 20), b = demo_pick(d, DEMO_DAYS - 20);
		known[i] = at_work(d, start_of(d) + (int64_t)(a < b ? a : b) * DAY);
		add(d, known[i], DEED_ACCOUNT, i, 0);
	}
	for (int i = 0; i < DEMO_CONTACTS; i++) {
		int account = i < DEMO_ACCOUNTS ? i : demo_pick(d, DEMO_ACCOUNTS);
		d->contact_account[i] = account;
		int64_t at = known[account] + 600 + demo_pick(d, 3600);
		if (i >= DEMO_ACCOUNTS && demo_chance(d, 50))
			at = at_work(d, at + demo_pick(d, (int)((d->now - at) / DAY) - 3) * (int64_t)DAY);
		at = at > known[account] ? at : known[account] + 600;
		d->contact_at[i] = at < d->now - 2 * DAY ? at : d->now - 2 * DAY;
		add(d, d->contact_at[i], DEED_CONTACT, i, account);
	}
}

/* A finished conversation: planned, then done. */
static void talk(struct demo *d, int card, int64_t at)
{
	int64_t done = later(d, at, 0, 4);
	if (done <= at)
		done = at + 1800;
	if (done > d->now - DAY)
		return;
	add(d, at, DEED_PLAN, card, (int)(done / DAY));
	add(d, done, DEED_DONE, card, 0);
	if (demo_chance(d, 25))
		add(d, done + 300, DEED_NOTE, card, 0);
}

/* What is still to be done on an open card: overdue, today or planned. */
static void next_step(struct demo *d, int card, int64_t born)
{
	static const int due[] = { -9, -4, -2, -1, 0, 0, 1, 1, 2, 3, 5, 8, 13, 20 };
	int day = due[demo_pick(d, (int)COUNT(due))];
	int64_t at = d->now - (int64_t)(10 + demo_pick(d, 3)) * DAY;
	at = at_work(d, at < born ? born : at);
	if (at < born + 60)
		at = born + 60;
	if (at > d->now - 120)
		return;
	add(d, at, DEED_PLAN, card, (int)(d->now / DAY) + day);
}

static bool ends(struct demo *d, int card, int64_t at, bool *open)
{
	int64_t age = (d->now - at) / DAY;
	if (!demo_chance(d, 18) && !(age > 150 && demo_chance(d, 60)))
		return false;
	at = later(d, at, 3, 25);
	if (at > d->now - DAY)
		return true;
	add(d, at, DEED_LOST, card, demo_pick(d, 3));
	*open = false;
	return true;
}

/* An opportunity's way through the stages, as far as its time allows. */
static void run_deal(struct demo *d, int card, int64_t at)
{
	bool open = true;
	int64_t born = at;
	int64_t converted = later(d, at, 1, 9);
	d->plan[card].was_lead = d->plan[card].was_lead && converted < d->now - DAY;
	if (d->plan[card].was_lead) {
		at = converted;
		add(d, at, DEED_CONVERT, card, 0);
	}
	for (int stage = 1; open && stage <= STAGES_OPEN; stage++) {
		if (demo_chance(d, 70))
			talk(d, card, at + 7200);
		if (ends(d, card, at, &open))
			break;
		at = later(d, at, 4, 30);
		add(d, at, stage == STAGES_OPEN ? DEED_WON : DEED_STAGE, card, stage);
		open = open && (stage < STAGES_OPEN || at > d->now - 60);
		if (at > d->now - 60)
			break;
	}
	if (open && demo_chance(d, 75))
		next_step(d, card, born);
}

static void run_lead(struct demo *d, int card, int64_t at)
{
	static const int becomes[] = { STATUS_WORKING, STATUS_WORKING, STATUS_WORKING, STATUS_NURTURING,
		STATUS_QUALIFIED, STATUS_INVALID, STATUS_DEAD, STATUS_JUNK };
	int64_t born = at;
	bool work = true;
	if (d->plan[card].owner < 0 && demo_chance(d, 60)) {
		at = later(d, at, 1, 6);
		add(d, at, DEED_OWNER, card, demo_pick(d, DEMO_OWNERS));
	}
	if (demo_chance(d, 45))
		talk(d, card, at + 3600);
	if (demo_chance(d, 70)) {
		int status = becomes[demo_pick(d, (int)COUNT(becomes))];
		at = later(d, at, 1, 20);
		add(d, at, DEED_STATUS, card, status);
		work = status < STATUS_INVALID;
	}
	if (work && (d->now - at) / DAY > 120 && demo_chance(d, 35))
		add(d, later(d, at, 20, 60), DEED_LOST, card, demo_pick(d, 3));
	else if (work && (d->now - born) / DAY < 60 && demo_chance(d, 45))
		next_step(d, card, born);
}

static void cards_come(struct demo *d)
{
	for (int i = 0; i < DEMO_CARDS; i++) {
		struct demo_card *c = &d->plan[i];
		*c = (struct demo_card){ .opportunity = i >= DEMO_LEADS, .contact = -1 };
		c->was_lead = c->opportunity && demo_chance(d, 55);
		int64_t from = start_of(d);
		if (c->opportunity || demo_chance(d, 25)) {
			c->contact = demo_pick(d, DEMO_CONTACTS);
			from = d->contact_at[c->contact] + 3600;
		}
		enum region region = c->contact < 0 ? (enum region)demo_pick(d, REGION_N)
						    : d->company[d->contact_account[c->contact]].region;
		c->owner = c->opportunity || demo_chance(d, 75) ? demo_owner(d, region) : -1;
		int64_t days = (d->now - from) / DAY - 1;
		int64_t at = at_work(d, from + demo_pick(d, days > 1 ? (int)days : 1) * (int64_t)DAY);
		at = at < d->contact_at[c->contact < 0 ? 0 : c->contact] && c->contact >= 0 ? from : at;
		at = at > d->now - DAY ? d->now - DAY - i : at;
		add(d, at, DEED_CARD, i, 0);
		if (c->opportunity)
			run_deal(d, i, at);
		else
			run_lead(d, i, at);
	}
}

static int by_time(const void *a, const void *b)
{
	const struct demo_event *x = a, *y = b;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

void demo_history(struct demo *d)
{
	people_come(d);
	cards_come(d);
	qsort(d->event, (size_t)d->n_events, sizeof *d->event, by_time);
}
