/* Models: a record type is a table of constants. */
#ifndef RECORD_MODEL_H
#define RECORD_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "record/field.h"

struct session;
struct step;
struct record;
struct action;
struct panel; /* record/panel.h */
struct alike_list; /* record/alike.h */
struct str;
struct merge_def; /* record/merge.h */

/* Slots end with 0 (the id's slot, which no list needs). */
struct section {
	const char *label;
	const int *slots;
	bool tab; /* a tab below; the first sections are the form's top rows */
};

/* What a save hands to hooks: before (NULL at creation) and after; hooks may change `after` (before_save only) through
 * save_set, which records the slot as changed. */
struct save {
	const struct model *model;
	const struct record *before;
	struct record *after;
	struct step *step;
	bool undoing; /* undo and redo: before_save is not run */
};

struct hooks {
	/* Rules that set fields: journalled like typed ones. Not run by undo and redo. */
	enum rc (*before_save)(struct session *s, struct save *sv, struct err *err);
	/* What a save does beside itself and a person should know first ("12 cards become done"): appended to out, nothing when
	 * there is nothing to say. Asked only for those who can answer. */
	void (*warn)(struct session *s, const struct save *sv, struct str *out);
	/* Whether the record is one of several and the save changes what they have in common: then the person says which are
	 * meant. carry: the others follow, the later ones or all, in the same step. Both or neither. */
	bool (*several)(struct session *s, const struct save *sv);
	enum rc (*carry)(struct session *s, const struct save *sv, bool all, struct err *err);
	/* Keeps what is computed from records in side tables. Always run: import, merge, undo too. Trash and restore come as
	 * a change of SYS_TRASHED_AT. */
	enum rc (*derive)(struct session *s, const struct save *sv, struct err *err);
	/* What follows a save in the same step (other records): activities chained, contacts written back. Not run by undo
	 * and redo: those records are journalled themselves. */
	enum rc (*after_save)(struct session *s, const struct save *sv, struct err *err);
	/* Removing to the trash may be refused or moved along ("a column that holds cards"). */
	enum rc (*before_trash)(struct session *s, struct save *sv, struct err *err);
	/* Adds the records that may be the same as r, which need not be stored yet: indexed look-ups only, since it is asked
	 * while somebody types. NULL: the type knows no likeness. record/alike.h */
	enum rc (*alike)(struct session *s, const struct record *r, struct alike_list *out, struct err *err);
	/* The same over all records of the type: calls fn for each set that shares a key. */
	enum rc (*twins)(struct session *s, const struct model *m,
		void (*fn)(void *ctx, const char *why, const int64_t *id, int n), void *ctx, struct err *err);
};

/* Counters kept by trigger: n and the sums of `sum` slots, by the dims (stored slots; -1 ends; SYS_ACTIVE may be one).
 * Trashed records are not counted. */
struct cube_def {
	int dim[8]; /* -1 ends */
	int sum[4]; /* -1 ends */
};

/* A way to look at records that has a place of its own: "g" key, name, criteria, board or list. */
struct preset {
	const char *key;      /* after g: "d"; NULL: palette only */
	const char *name, *label;
	const char *criteria; /* may be NULL */
	const char *sort;     /* NULL: the model's */
	const char *columns;  /* list; NULL: F_LIST */
	const char *by;       /* board: the field of the columns; NULL: a list */
	bool calendar;        /* by model.day */
	bool queue;           /* one record a screen, one key for what came of it */
	const char *group;    /* list: the field whose values stand as headings; NULL: none */
	const char *empty;    /* what it says when there is nothing; NULL: as the model */
	const char *hints;    /* action names for the bottom line, the first the most wanted; NULL: a list's */
	bool day;             /* one after the other is done here: digits are outcomes */
	const char *watch;    /* its count, in the top line while there are any: "%d without a next step"; NULL: none */
};

enum model_flag {
	M_LINES = 1 << 0,   /* only lives inside a parent (FT_LINES): no list of its own */
	M_SMALL = 1 << 1,   /* a short table people pick from (labels, columns): completion shows all */
	M_FIXED = 1 << 2,   /* made by the program only: no "new" */
	M_COLUMNS = 1 << 3, /* its records may stand as board columns people add, rename, move, delete there */
	/* Rights, see record/rights.h. */
	M_OFFICE = 1 << 8,     /* shapes the office: made and changed by those who may configure the type */
	M_PRIVILEGED = 1 << 9, /* people and what they may do: changed by administrators, marked in the audit */
	M_ACCESS = 1 << 10,    /* who may what is computed from its records: every change computes it anew */
	M_COMMENT = 1 << 11,    /* hangs on a record: who sees that may write it, only its owner may change it */
	M_UNINDEXED = 1 << 12, /* not in the full text, which the door for writes keeps: its rows come another way */
};

struct model {
	int no; /* numbered once, for ever */
	const char *name, *label, *plural;
	const struct field *fields; /* SYSTEM_FIELDS first */
	int n;
	unsigned flags;
	/* Slots with a role; 0: none. */
	int title;
	int owner, team;
	int co_owners, participants; /* FT_REFS of people: with the owner's rights; who see and comment */
	int parent;   /* a reference or any-record reference: who sees that record sees this one, who may change it too */
	int group;    /* the board's columns by default */
	int rank;     /* integer, F_QUIET: manual order on the board */
	int amount;   /* money summed in headers and totals */
	int subtitle; /* second line of a card and of a picker row */
	int stars;    /* 0-3 */
	int tags;
	int tint;     /* a choice whose tone colours the record's name wherever others name it: the colour of a tag */
	int signal;   /* a choice (formula) with tones and glyphs: the coloured bar and the card's mark */
	int signal_text; /* text (formula): "call 2 d late" */
	int mark_text;   /* text (formula): a warning on the card ("9d rots") */
	int sequence; /* integer: order of M_COLUMNS records */
	int folded;   /* yes/no: column shown folded */
	int successors; /* M_COLUMNS: a set of its own type, the columns one may go to from it; empty: all */
	int brief;      /* M_COLUMNS: a text, what is to be done in it */
	int in_group;   /* integer (formula): days that the record has its `group` */
	/* Records whose choice field `when` holds `is` have not begun the way of `group` yet: their form goes by the choice
	 * field `by` instead, through `steps` (ended by 0). when 0: there are none. */
	struct {
		int when, is, by;
		const int *steps;
	} before;
	/* Criteria of what is done with and stands in lists and boards only when the criteria name the field `aside_by`; NULL:
	 * nothing. As with archived records, it is there for who asks. */
	const char *aside, *aside_by;
	int day;      /* a date: where it stands in a calendar */
	int start;    /* an instant on that day; empty: at no time of it */
	int minutes;  /* integer: how long it takes */
	int place;    /* text: where */
	int reply;    /* a choice (formula): what the acting person answered to it; its glyph stands where there is no column */
	int people;   /* FT_LINES: who takes part, each with an answer; see record/exchange.h */
	int reminder; /* integer: minutes before `start` at which its owner is told; empty: as the setting says */
	const char *sort; /* default order: "-created_at,name" */
	const char *empty; /* what an empty list says */
	const struct section *sections; /* ends with label == NULL */
	const struct action *actions;
	int n_actions;
	const struct panel *panels; /* tabs of the form that are computed, before the related records */
	int n_panels;
	const struct preset *presets;
	int n_presets;
	const struct cube_def *cube;
	const int *quick; /* slots of quick create; 0-terminated */
	struct hooks hooks;
	const struct merge_def *merge; /* how several become one; NULL: they cannot */
	const char *schema; /* more SQL of this type: side tables, triggers, indexes; NULL */
	const char *help;
};

int model_slot(const struct model *m, const char *name); /* -1: no such field */
int model_slot_no(const struct model *m, int field_no);  /* by number; -1 */
/* The key of a many-valued field in the link table. */
#define FIELD_KEY(m, slot) ((int64_t)(m)->no << 16 | (m)->fields[slot].no)

#endif
