/* What a person may, read from the tables of record/rights.h and compiled into pieces of SQL, type by type when asked
 * for. */
#ifndef RECORD_ACCESS_H
#define RECORD_ACCESS_H

#include "record/rights.h"
#include "record/session.h"

struct access_right {
	int64_t profile;
	int model;
	unsigned verbs;
	unsigned reach[2]; /* bits 1 << enum reach: to see, to change */
};
struct access_field {
	int64_t profile;
	int model, field;
	enum field_right what;
};
struct access_rule {
	int64_t id;
	int model;
	bool edit;
	char *criteria;
};
/* The predicate of one type: a record passes when one of the parts holds. Over the alias $t, person and day written in.
 */
struct access_where {
	bool all, none;
	bool indexed;  /* indexes find the counted part */
	char *counted; /* reduces to the type's counters: sums of them answer it. NULL: no such part */
	char *by_id;   /* SELECT of ids, few: co-owners, shares. NULL: no such part */
	char *by_row;  /* anything else: rules, what hangs on another record. NULL: no such part */
};
struct access_model {
	int model;
	unsigned verbs;
	struct access_where where[2]; /* to see, to change */
	int64_t seen, seen_cap, seen_at; /* about how many records are seen; when that was counted, monotonic ms */
};

struct access {
	int64_t user, epoch;
	int day; /* days since 1970 the pieces hold for: relative dates stand in them */
	int power;
	bool active, all; /* all: no predicate anywhere */
	struct access_right
		*right; /* one row a profile and type: union of all; type 0 where a profile names no other */
	int n_rights, cap_rights;
	struct access_field *field;
	int n_fields, cap_fields;
	int n_profiles;
	struct access_rule *rule;
	int n_rules, cap_rules;
	struct access_model **model; /* made when asked for */
	int n_models, cap_models;
	int n_aliases;  /* of the predicates' subqueries so far: each has a name of its own */
	bool by_minute; /* a rule asks for the present instant: the pieces hold for a minute */
	int64_t minute;
};

struct access *access_load(struct session *s, int64_t user, int64_t epoch);
void access_free(struct access *a);
/* The type whose rights a record of m has: of lines, their parent's; slot (may be NULL): the reference to it. */
const struct model *access_guard(struct session *s, const struct model *m, int *slot);
/* What all profiles of the person together say of the type. */
void access_row(const struct access *a, int model, struct access_right *out);
const struct access_model *access_model(struct session *s, struct access *a, const struct model *m);
/* How many records of the type the person may export in a day: the most that one of the profiles with that right lets; -1: as
 * many as there are. */
int64_t access_export_rows(struct session *s, const struct model *m);
enum field_right access_field(const struct access *a, const struct model *m, int slot);
/* Appends "(...)": a share or a sharing rule opens the row to the person. */
void access_opened_sql(struct session *s, struct access *a, const struct model *m, const char *alias, struct str *sql);
/* Appends " AND (...)" or nothing; change: the predicate of who may change. */
void access_where_sql(const struct access_where *w, const char *alias, struct str *sql);
/* SELECT of the ids that may be seen, found by indexes; NULL where no index finds them. Heap text. */
char *access_ids_sql(const struct access_where *w, const struct model *m);
/* About how many records of the type the person sees, up to cap: for choosing the way, never for showing. -1: no index finds
 * them, or all are seen. */
int64_t access_seen(struct session *s, const struct model *m, int64_t cap);
/* The part the counters answer, over the alias; nothing where there is none. */
void access_counted_sql(const struct access_where *w, const char *alias, struct str *sql);
bool access_holds(struct session *s, struct access *a, const struct model *m, int64_t id, bool change);

/* --- the tables --- */
extern const char access_schema[];
/* A write changed who may what: computed anew when the step ends. */
void access_touch(struct session *s);
enum rc access_settle(struct session *s, struct err *err);
/* What was read may not hold: it is read anew at the next question. */
void access_forget(struct session *s);
/* The tables for the first time, in a transaction of its own. */
enum rc access_first(struct session *s, struct err *err);
enum rc access_rebuild(struct session *s, struct err *err);
/* The person's: read anew where the epoch moved. NULL: the office says nothing of rights. */
struct access *access_now(struct session *s);
/* Flags of hidden and read-only fields into the session's tables; after every load of own fields. */
void access_mark_fields(struct session *s);

#endif
