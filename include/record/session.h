/* A session: one person at work on one database. Passed everywhere; holds no transaction between calls. */
#ifndef RECORD_SESSION_H
#define RECORD_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/agent.h"
#include "base/conf.h"
#include "base/date.h"
#include "base/err.h"
#include "base/money.h"
#include "base/address.h"
#include "db/db.h"
#include "record/registry.h"

struct session {
	struct db *db;
	struct registry *reg;
	struct agent *agent;     /* may be NULL in tests */
	const struct conf *conf; /* may be NULL in tests */
	int64_t user;            /* id of the acting person's record; 0: the system */
	char login[64];
	int64_t no;              /* drawn at random, row of table session once it wrote: undo belongs to a session */
	const struct currency *currency;
	const struct country *country; /* of the office; NULL: unknown */
	enum calendar calendar;
	int own_calendar;        /* the person's, 1 + enum calendar; 0: that of the settings */
	enum date_order date_order;
	int64_t real_uid;
	int64_t epoch;           /* of the office's own fields, as loaded */
	bool may;                /* the person is active: read anew at every transaction and read */
	uint64_t rights_at;      /* the transaction `may` was read in */
	struct access *access;   /* what the person may, as of its epoch: record/rights.h */
	bool view_only;          /* looks at the office as somebody else does, or is only to look: every write is refused */
	int64_t self;            /* the person who is looking so; 0: nobody else */
	int scope;               /* enum save_scope of the deed under way: record/save.h */
	int ruling;              /* the office's rules are at work, which see and may all */
	bool access_touched;     /* a write of this transaction changed who may what: computed anew before it ends */
	struct refused *refused; /* a refused attempt, recorded when the transaction is over; NULL: none */
	struct insert_sql {      /* the INSERT of each type, made once */
		const struct model *model;
		char *sql;
	} *insert;
	int n_inserts, cap_inserts;
	char *remark;      /* what a rule has to say to the person about the deed; NULL */
	struct memo *memo; /* record/memo.h; NULL: nothing is kept */
	struct kept *kept; /* session_keep */
	int n_kept, cap_kept;
	bool bulk; /* indexes are down and full text waits: bulk_end makes them */
	int64_t bulk_upto; /* while it is: the full text holds the records up to this one; 0 none */
	bool (*bulk_ask)(void *ctx); /* while bulk_end makes them: may it go on? NULL: yes */
	void *bulk_ctx;
	int64_t settle_ms; /* what ending the last batch of bulk work took */
	struct search_due *search_due; /* new records whose words are indexed when the batch ends; NULL: at once */
	/* a step of an earlier session that went on in this one, and the newest step there was then: undo finds it as this
	 * session's own */
	int64_t resumed, resumed_after;
	char schema[32]; /* the mark of the database's schema, which this session works by */
	enum draft_files { DRAFT_FILES_UNKNOWN, DRAFT_FILES_NONE, DRAFT_FILES_SOME } draft_files; /* record/draft.h */
	int64_t presence_key; /* of the office: record/presence.h; 0: not read */
};

struct session_options {
	const char *path;
	const char *login;  /* act as; NULL: the Unix user's */
	bool create;        /* make the file when missing */
	bool read_only_schema; /* refuse instead of migrating */
	struct agent *agent;
	const struct conf *conf;
};
/* Opens (or makes and fills) the database, migrates it, finds the person. */
enum rc session_open(const struct office *o, const struct session_options *opt, struct session **out, struct err *err);
void session_close(struct session *s);
const struct model *session_model(const struct session *s, const char *name); /* asserts that it exists */

/* What a floor above wants to keep with the session (tables read once): by the address of a constant text. `release` frees
 * it when it is replaced and at the end. */
void session_keep(struct session *s, const char *what, void *p, void (*release)(void *p));
void *session_kept(const struct session *s, const char *what); /* NULL: nothing */

/* A rule tells the person something about the deed ("first deal"): the first remark of a deed stays until it is taken. */
void session_remark(struct session *s, const char *text);
/* Whether anybody is there to be told: not while a spreadsheet comes in or a past is invented. */
static inline bool session_talks(const struct session *s)
{
	return s->no && !s->search_due;
}
char *session_remark_take(struct session *s); /* heap text of the caller's; NULL: none */

/* Minor units of one unit of the office's money: 100 of EUR, 1 of JPY. */
int64_t money_unit(const struct session *s);

/* Settings of the office, or of the acting person. Heap text or NULL. Known keys only, from the setting table of the
 * program; an unknown key or bad value is RC_INVALID with what was expected. */
char *setting_get(struct session *s, const char *key);
/* The office's: a step of its own, journalled and undone like any deed. A person's: written at once, outside the journal. */
enum rc setting_set(struct session *s, const char *key, const char *value, struct err *err);
/* The office's, within a step of the caller's. */
struct step;
enum rc setting_put(struct session *s, struct step *st, const char *key, const char *value, struct err *err);
struct setting_key {
	const char *key, *dflt, *help;
	bool personal;
	enum rc (*check)(struct session *s, const char *value, struct err *err);
	enum rc (*changed)(struct session *s, struct err *err); /* what follows from a new value; NULL: nothing */
};
/* The keys there are: the program's, then the office's own; NULL after the last. */
const struct setting_key *setting_key_at(const struct session *s, int i);

#endif
