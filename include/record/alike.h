/* Records that may be the same thing twice: which, why, and what of it a person may know. How they are found is the
 * record type's own (hooks.alike, hooks.twins); rights, order and groups are the same for all. */
#ifndef RECORD_ALIKE_H
#define RECORD_ALIKE_H

#include "base/arena.h"
#include "base/err.h"
#include "record/model.h"
#include "record/panel.h"
#include "record/record.h"

/* A key that so many others share says nothing: a switchboard, an agency's mailbox. */
#define ALIKE_TOO_MANY 21

struct alike {
	int64_t ref;
	bool exact;        /* the very same address, number or name; else only near to it */
	const char *why;   /* "same e-mail, same phone", in the list's arena as all its texts */
	const char *title; /* NULL until alike_find has looked at it */
	const char *owner; /* NULL: nobody's, or the type has no owner */
};
struct alike_list {
	struct alike *at;
	int n, cap;
	int hidden;               /* found, but not for this person to see */
	const char *hidden_owner; /* of the first of them, where the office allows such hints; NULL */
	struct arena arena;
};
void alike_free(struct alike_list *l);
/* For hooks: adds ref, or one more reason where it is there. why is translated and copied. */
void alike_add(struct alike_list *l, int64_t ref, bool exact, const char *why);

/* Records like r (as stored, or as typed so far with id 0: then also r itself, were it saved). Exact ones first, then
 * in the order found. An empty list where the type knows no likeness. */
enum rc alike_find(struct session *s, const struct record *r, struct alike_list *out, struct err *err);
/* For lists that were found otherwise: titles and owners of what may be seen, the rest counted and dropped. */
void alike_look(struct session *s, struct alike_list *l);
/* "2 similar: Ada Lovelace (sara), Acme (li), 1 more", appended; nothing when there are none. */
void alike_line(const struct alike_list *l, struct str *out);
/* Criteria that list exactly those that may be seen: "id in (3, 7)", appended; nothing when there are none. */
void alike_criteria(const struct alike_list *l, struct str *out);

/* What is like the record, with why: of every type that has hooks.alike. */
extern const struct panel alike_panel;

/* Doubles of a whole record type: sets of records joined by at least one common key. */
struct alike_group {
	int64_t *id; /* ascending */
	int n;
	const char *why;
};
struct alike_groups {
	struct alike_group *at; /* the largest first, then by the first id */
	int n, cap;
	struct arena arena;
};
/* For hooks.twins: these ids share one key. */
typedef void twins_fn(void *ctx, const char *why, const int64_t *id, int n);
/* Only records this person may see count. RC_INVALID: the type knows no likeness. */
enum rc alike_groups_find(struct session *s, const struct model *m, struct alike_groups *out, struct err *err);
void alike_groups_free(struct alike_groups *g);

#endif
