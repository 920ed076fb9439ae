/* The registry of a session: the constant tables plus the office's own fields. */
#ifndef RECORD_REGISTRY_H
#define RECORD_REGISTRY_H

#include "base/err.h"
#include "base/str.h"
#include "record/model.h"

struct session;
struct right_row; /* record/rights.h */
struct step;
struct alike_list;
struct db;

/* A word of the criteria language that stands for a set of users or teams: SQL of a subquery with :me. */
struct periodic;    /* record/periodic.h */
struct setting_key; /* record/session.h */
struct set_word {
	const char *word; /* "my people" */
	const char *ref;  /* the model its members belong to */
	const char *sql;  /* SELECT id ... :me */
};

/* Who may do what, as far as the office's records say it. */
struct access_def {
	/* Fills the tables of record/rights.h, which are empty, from the records. */
	enum rc (*fill)(struct session *s, struct err *err);
	const char *profile_model;
	/* Writes the row of the matrix as a record; m NULL: that of every other type. */
	enum rc (*put)(struct session *s, struct step *st, int64_t profile, const struct model *m, const struct right_row *row,
		struct err *err);
	/* The same of a field; FIELD_FREE takes the row away. */
	enum rc (*put_field)(struct session *s, struct step *st, int64_t profile, const struct model *m, int slot, int what,
		struct err *err);
	/* How many records a profile lets a person export in a day; -1: as many as there are. NULL: none sets an end. */
	int64_t (*export_rows)(struct session *s, int64_t profile);
	const char *login; /* the field of a person that is the login */
	/* The type whose members see its records that have no owner; NULL: none. */
	const char *team_model;
};

/* What an office is made of; the sales floor defines one. */
struct office {
	const struct model *const *models;
	int n;
	const struct set_word *words;
	int n_words;
	int version; /* of the schema: bumped with every migration */
	const struct migration *migrations;
	int n_migrations;
	const char *user_model; /* whose records are people: `me` */
	const struct access_def *access; /* NULL: an active person may all */
	const struct periodic *jobs; /* what crm tick does; see record/periodic.h */
	int n_jobs;
	const struct setting_key *settings; /* the office's own, beside those every program has */
	int n_settings;
	/* Whose number a text is, where it is one: who they are, then what is open with them (record/alike.h, why tells what
	 * each is). False: the text is no number. The action of the model makes a record of a number nobody has; its first
	 * param is the number. NULL: the office knows no numbers. */
	bool (*whose)(struct session *s, const char *text, struct alike_list *out);
	const struct model *whose_model;
	const char *whose_action, *whose_label; /* "new book of %s" */
	/* Fills a fresh database with what ships. */
	enum rc (*ship)(struct session *s, struct err *err);
	/* The acting user's record id by login; makes it on first use in a single-user database. */
	enum rc (*user)(struct session *s, const char *login, int64_t *id, struct err *err);
	/* Makes the person of this login, where there is none, one who may do everything. */
	enum rc (*appoint)(struct session *s, const char *login, struct err *err);
};

/* A numbered change of older files, in one transaction with the version. Tables and columns that are only added need none:
 * they are added from the tables. */
struct migration {
	int version;
	enum rc (*run)(struct session *s, struct err *err);
};

struct registry;
struct registry *registry_new(const struct office *o);
void registry_free(struct registry *r);
const struct office *registry_office(const struct registry *r);
/* (Re)loads the office's own fields from the database. */
enum rc registry_load_own(struct registry *r, struct db *db, struct err *err);
/* Sets flags of one field in this session's tables: hidden and read-only fields of the acting person. Until the next
 * registry_load_own. */
void registry_mark(struct registry *r, const struct model *m, int slot, unsigned flags);
int registry_count(const struct registry *r);
const struct model *registry_at(const struct registry *r, int i);
/* The place where one thing is done after the other, and the type it shows; NULL: the office has none. */
const struct preset *registry_day(const struct registry *r, const struct model **m);
const struct model *registry_find(const struct registry *r, const char *name); /* singular, plural or label folded; NULL */
const struct model *registry_no(const struct registry *r, int no);
/* A dotted path "shelf.city" from m: fills slots (at most max), returns how many, 0 with err->at when it is none. */
struct path {
	int n;
	int slot[6];
	const struct model *model[6]; /* the model slot[i] belongs to */
};
enum rc path_parse(const struct registry *r, const struct model *m, const char *text, struct path *out, struct err *err);
/* The field at the path's end. */
const struct field *path_field(const struct path *p);

/* Reference fields that point at m, for related lists: calls fn for each (model, slot) without F_NO_RELATED; any-record
 * references too. */
void registry_related(const struct registry *r, const struct model *m,
	void (*fn)(void *ctx, const struct model *from, int slot), void *ctx);

/* Walks every table: names and numbers unique, references resolve, choices present, a title exists, no key with two
 * meanings. One line a fault in out; returns the number of faults. */
int registry_lint(const struct registry *r, struct str *out);

/* The schema from the tables: CREATE statements of everything, for a fresh file and for the test that compares it with a
 * migrated one. */
void schema_sql(const struct registry *r, struct str *out);
/* Brings the open database to the present schema: migrations, then added tables, columns, indexes, triggers; after a backup.
 * may: whether it may, when there is anything to do; RC_NEWER otherwise. */
enum rc schema_update(struct session *s, bool may, struct err *err);
/* Another program has brought the database to a schema of its own since this session opened it. */
bool schema_outdated(struct session *s);

#endif
