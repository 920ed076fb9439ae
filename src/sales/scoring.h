/* Predictive scoring, inside.
 *
 * A record's probability depends on nothing but its profile: team, stage, and the values of the variables that the office
 * switched on. score_profile holds each profile once with its probability, score_lead which profile a record has and how
 * it was counted; so a rebuild of a million records reads one narrow table and computes as many numbers as there are
 * profiles. Where a record was scored again since the last rebuild and its profile's number is older, it has a number of
 * its own (score_lead.p). All of it is derived: no version, no journal, kept by lead_derive through undo, import and merge.
 *
 * Files: scoring_vars.c settings, values, keys; scoring_read.c records read for scoring; scoring_set.c profiles in memory;
 * scoring_table.c the table of frequencies; scoring.c what a save does; scoring_rebuild.c; scoring_why.c explanation;
 * scoring_fit.c logistic regression; scoring_judge.c figures of merit; scoring_evaluate.c. */
#ifndef SALES_SCORING_INSIDE_H
#define SALES_SCORING_INSIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "record/model.h"
#include "record/panel.h"
#include "record/record.h"
#include "sales/scoring.h"

/* Numbers of variables are those of the lead's fields; two are no fields. They stand in score_count and in profiles. */
#define VAR_EMAIL_QUALITY 1
#define VAR_PHONE_QUALITY 2
#define VAR_STAGE 15
#define VAR_TAGS 47
#define SCORE_VARS 40
#define TAG_LEAST 500 /* tenths: tags with fewer records won and lost are left out */

struct score_var {
	int no;
	int slot; /* of the registry's lead model; 0: none (the qualities) */
	const struct field *field; /* NULL: none */
	char name[64];
};
struct score_conf {
	bool on, logistic;
	int64_t start; /* instant: records created before are not counted */
	int n;
	struct score_var var[SCORE_VARS];
};

/* How a record is counted. */
enum score_outcome { SCORE_OPEN, SCORE_WON, SCORE_LOST, SCORE_OLD /* closed, but from before the start */ };

#define SCORE_SCHEMA                                                                                                   \
	"CREATE TABLE IF NOT EXISTS score_profile(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, p INTEGER) STRICT;" \
	"CREATE TABLE IF NOT EXISTS score_lead(lead INTEGER PRIMARY KEY, profile INTEGER NOT NULL, outcome INTEGER"    \
	" NOT NULL, p INTEGER) STRICT;"                                                                                \
	"CREATE INDEX IF NOT EXISTS score_lead_own ON score_lead(lead) WHERE p IS NOT NULL;"                           \
	"CREATE TABLE IF NOT EXISTS score_count(team INTEGER NOT NULL, variable INTEGER NOT NULL, value TEXT NOT"      \
	" NULL, won INTEGER NOT NULL, lost INTEGER NOT NULL, PRIMARY KEY(variable, value, team)) STRICT, WITHOUT"      \
	" ROWID;"                                                                                                      \
	"CREATE INDEX IF NOT EXISTS score_count_team ON score_count(team, variable);"                                  \
	"CREATE TABLE IF NOT EXISTS score_weight(variable INTEGER NOT NULL, value TEXT NOT NULL, weight REAL NOT"      \
	" NULL, PRIMARY KEY(variable, value)) STRICT, WITHOUT ROWID;"                                                  \
	"CREATE TABLE IF NOT EXISTS score_points(ref INTEGER PRIMARY KEY, points INTEGER NOT NULL) STRICT;"           \
	"CREATE TABLE IF NOT EXISTS score_match(lead INTEGER PRIMARY KEY, stage INTEGER NOT NULL) STRICT;"             \
	"CREATE TABLE IF NOT EXISTS score_state(key TEXT PRIMARY KEY, value) WITHOUT ROWID;"

/* What a record's automatic probability is, in hundredths of a percent; NULL: none yet. */
#define SCORE_SQL(lead)                                                                                                \
	"(SELECT coalesce(sl.p,sp.p) FROM score_lead sl JOIN score_profile sp ON sp.id=sl.profile WHERE sl.lead=" lead \
	")"

/* Points by the scoring rules of a record; NULL: none were given. Of any record type. */
#define POINTS_SQL(model_no, id) "(SELECT points FROM score_points WHERE ref=" SQL_REF(model_no, id) ")"

/* --- scoring_vars.c --- */
#define SCORE_VARIABLES "country,state,email_quality,phone_quality,source,tags"
/* The office's settings as they are now; read once in a transaction. */
const struct score_conf *scoring_conf(struct session *s);
/* What profiles were made by: another text means that all records must be read again. Appends. */
void scoring_signature(const struct score_conf *c, struct str *out);
enum rc scoring_check_start(struct session *s, const char *value, struct err *err);
enum rc scoring_check_variables(struct session *s, const char *value, struct err *err);
enum rc scoring_check_method(struct session *s, const char *value, struct err *err);
enum rc scoring_changed(struct session *s, struct err *err);
/* Appends the profile of a record: "TEAM\nSTAGE\n" and a line "NO=VALUE\n" for each value. */
void scoring_key(struct session *s, const struct score_conf *c, const struct record *r, struct str *out);
enum score_outcome scoring_outcome(struct session *s, const struct score_conf *c, const struct record *r);
/* A value as people read it. Text in the arena. */
const char *scoring_value_text(struct session *s, const struct score_conf *c, int no, const char *value, struct arena *a);
const struct score_var *scoring_var(const struct score_conf *c, int no); /* NULL: not switched on (the stage always is) */

/* A profile taken apart; texts point into the copy that it owns. */
#define PROFILE_ITEMS 96
struct profile {
	int64_t team, stage;
	int n;
	struct profile_item {
		int no;
		const char *value;
	} item[PROFILE_ITEMS];
	char *text;
};
void profile_parse(const char *key, struct profile *out);
void profile_free(struct profile *p);

/* --- scoring_read.c: leads with only what scoring asks of them --- */
struct score_reader;
/* id: one record; 0: all that are not in the trash, in order, from `after` on. */
struct score_reader *score_reader_open(struct session *s, const struct score_conf *c, int64_t id, int64_t after);
/* The next one, valid until the next call; NULL: no more, *rc says whether it went well. */
const struct record *score_reader_next(struct score_reader *r, enum rc *rc, struct err *err);
void score_reader_close(struct score_reader *r);

/* --- scoring_table.c --- */
/* Adds (sign 1) or takes (-1) one closed record of the profile. */
enum rc scoring_count(struct session *s, const struct profile *p, enum score_outcome o, int sign, struct err *err);
/* What speaks for and against: the row of each value with the sums of its variable. Tenths. */
struct clue {
	int no;
	const char *value;
	double won, lost, of_won, of_lost;
};
struct evidence {
	double won, lost; /* W, L */
	int64_t team;     /* whose rows; 0: everybody's */
	struct clue clue[PROFILE_ITEMS + 1];
	int n;
};
/* From the stored table; value texts are the profile's. False: W or L is missing, there is no result. */
bool scoring_evidence(struct session *s, const struct score_conf *c, const struct profile *p, struct evidence *out);
/* The chance of being won, 0 .. 1. */
double evidence_chance(const struct evidence *e);
/* A chance as a stored probability: two decimals, clamped. */
int64_t chance_percent(double chance);
/* What a deleted team's rows become: everybody's. */
enum rc scoring_team_gone(struct session *s, int64_t team, struct err *err);
/* Teams in the trash count as none. */
int64_t scoring_team(struct session *s, int64_t team);
int64_t scoring_first_stage(struct session *s); /* the lowest generic one; 0: none */

/* --- scoring.c --- */
enum rc scoring_derive(struct session *s, const struct save *sv, struct err *err);
enum rc scoring_team_derive(struct session *s, const struct save *sv, struct err *err);
/* The stored state of scoring: text or number by key. */
int64_t scoring_state(struct session *s, const char *key, int64_t dflt);
enum rc scoring_set_state(struct session *s, const char *key, int64_t value, struct err *err);

/* --- the logistic method: scoring_logit.c --- */
/* The chance by the stored weights and the stage; false: there are none. reasons may be NULL: else the weight of each value
 * of the profile in its place, centred on the variable's mean. */
bool scoring_logit(struct session *s, const struct score_conf *c, const struct profile *p, double *chance, double *reason);

/* Whether the profiles were made by the present settings. */
bool scoring_current(struct session *s);
/* A new office scores what is made from 8 days before its first day on. */
enum rc scoring_ship(struct session *s, struct step *st, struct err *err);

enum rc scoring_why_lines(struct session *s, const struct record *r, struct panel_lines *out, struct err *err);
#define SCORING_PANEL { .name = "why", .label = N_("Why this %"), .lines = scoring_why_lines }

#endif
