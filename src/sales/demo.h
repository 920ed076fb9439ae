/* The demo office, inside: a small random generator, what it draws, and the plan of its history. */
#ifndef SALES_DEMO_H
#define SALES_DEMO_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "record/journal.h"
#include "record/value.h"

struct model;
struct session;
struct value;

enum {
	DEMO_PEOPLE = 12,
	DEMO_TEAMS = 3,
	DEMO_ACCOUNTS = 400,
	DEMO_CONTACTS = 900,
	DEMO_LEADS = 1500,
	DEMO_OPPORTUNITIES = 600,
	DEMO_CARDS = DEMO_LEADS + DEMO_OPPORTUNITIES,
	DEMO_DAYS = 425
};
/* The acting person takes part, as one more of the first team. */
enum { DEMO_OWNERS = DEMO_PEOPLE + 1 };

/* Where a company or a person is from: decides script, names, country. */
enum region { REGION_LATIN, REGION_PERSIAN, REGION_CHINESE, REGION_JAPANESE, REGION_N };

struct demo_person {
	char name[64], first[32], last[32], mailbox[48];
};
struct demo_company {
	enum region region;
	int no; /* number of the company: its place in the lists of names */
	char name[96], domain[48];
	const char *city, *country, *language;
};

/* One thing that happens, at its instant. */
enum demo_deed {
	DEED_ACCOUNT,
	DEED_CONTACT,
	DEED_CARD,
	DEED_CONVERT,
	DEED_STAGE,
	DEED_STATUS,
	DEED_WON,
	DEED_LOST,
	DEED_OWNER,
	DEED_PLAN,
	DEED_DONE,
	DEED_NOTE
};
struct demo_event {
	int64_t at;
	int seq; /* order among equals */
	enum demo_deed deed;
	int i;   /* which account, contact or card */
	int arg; /* stage, status, activity, due day from now, ... */
};
struct demo_card {
	int owner;   /* of demo.user; -1: nobody's */
	int contact; /* -1: none */
	bool opportunity, was_lead;
};

struct demo {
	struct session *s;
	uint64_t rng;
	int64_t now, me;
	int64_t user[DEMO_OWNERS], team[DEMO_TEAMS];
	int64_t account[DEMO_ACCOUNTS], contact[DEMO_CONTACTS], card[DEMO_CARDS];
	struct demo_company company[DEMO_ACCOUNTS];
	struct demo_card plan[DEMO_CARDS];
	int64_t contact_at[DEMO_CONTACTS];
	int contact_account[DEMO_CONTACTS];
	struct demo_event *event;
	int n_events, cap_events;
};

uint64_t demo_random(struct demo *d);
int demo_pick(struct demo *d, int n); /* 0 .. n-1 */
bool demo_chance(struct demo *d, int percent);
int64_t demo_money(struct demo *d); /* minor units, mostly small, seldom large */

/* Names. The same number gives the same company. */
void demo_company(struct demo *d, int no, struct demo_company *out);
void demo_person(struct demo *d, enum region region, struct demo_person *out);
void demo_phone(struct demo *d, const char *country, char out[32]);
const char *demo_deal(struct demo *d, enum region region);
const char *demo_job(struct demo *d);
const char *demo_words(struct demo *d); /* a note of one line */
const char *demo_street(struct demo *d, enum region region);

/* Who looks after customers of the region: an index of demo.user. The inverse: whether this owner may. */
int demo_owner(struct demo *d, enum region region);
bool demo_serves(int owner, enum region region);

/* People, teams and the words to pick from; all at the start of the history. */
enum rc demo_people(struct demo *d, struct err *err);
/* What the office set up by now: days of stages, criteria, targets, roles. */
enum rc demo_settle(struct demo *d, struct err *err);
/* Days after which cards rot, put on the stages or taken off again. */
struct step;
enum rc demo_rotting(struct session *s, struct step *st, bool on, struct err *err);
/* What comes to be known of a card with a stage, and why a lead is put aside: fills ch, at most 5, returns how many. */
struct change;
int demo_known(int card, int stage, struct change *ch);
int demo_put_aside(int card, int status, int64_t at, char day[11], struct change *ch);
/* What stands in the calendar by now: meetings, a series, a plan, a holiday. */
enum rc demo_tasks(struct demo *d, struct err *err);
/* Fills d->event, in the order of time. */
void demo_history(struct demo *d);
/* Lets one event happen. */
enum rc demo_happen(struct demo *d, const struct demo_event *e, struct err *err);
/* A record found by its title or made. names: "sources", ... */
enum rc demo_named(struct demo *d, const struct model *m, const char *name, int64_t *id, struct err *err);
const char *demo_source(struct demo *d);
const char *demo_tag(struct demo *d);
const char *demo_industry(struct demo *d);
const char *demo_campaign(struct demo *d);
const char *demo_medium(struct demo *d);

#endif
