/* Fields: one row of constants per field drives the SQL column, form row, list column, filter word, CSV header, JSON key,
 * journal, permission, completion and documentation. */
#ifndef RECORD_FIELD_H
#define RECORD_FIELD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct session;
struct value;
struct record;

enum field_type {
	FT_TEXT,    /* one line */
	FT_NOTE,    /* many lines */
	FT_INT,
	FT_MONEY,   /* integer minor units of the office's currency */
	FT_PERCENT, /* integer hundredths of a percent */
	FT_BOOL,
	FT_DATE,    /* ISO text */
	FT_INSTANT, /* UTC seconds */
	FT_CHOICE,  /* the choice's number */
	FT_CHOICES, /* several: rows of link */
	FT_REF,     /* id of a record of field.ref */
	FT_REFS,    /* several: rows of link */
	FT_ANYREF,  /* model number << 40 | id */
	FT_LINES,   /* child records of model field.ref, saved with their parent; field.via is the child's reference back */
	FT_EMAIL,
	FT_PHONE,
	FT_URL,
	FT_AUTONO,  /* running number as text, given at creation */
	FT_FORMULA, /* computed: field.sql and its C twin field.formula; behaves as type field.as */
	FT_N
};

enum field_flag {
	F_REQUIRED = 1 << 0,
	F_UNIQUE = 1 << 1,     /* among records not in the trash; folded for text */
	F_LIST = 1 << 2,       /* a column of the list by default */
	F_SEARCH = 1 << 3,     /* part of the full text */
	F_INDEX = 1 << 4,      /* people filter or order by it: gets an index */
	F_QUIET = 1 << 5,      /* journalled and undoable, but no version, updated_at or rotting */
	F_ONCE = 1 << 6,       /* set at creation only */
	F_READONLY = 1 << 7,   /* set by rules and actions, never typed */
	F_NO_RELATED = 1 << 8, /* no related list on the record it points to */
	F_HIDDEN = 1 << 9,     /* in no form or list unless asked for by name */
	F_NO_IMPORT = 1 << 10, /* no column of a spreadsheet is this field */
	F_EXTRA = 1 << 11,     /* on the form's later tabs, not among the first rows */
	F_CREATE_REF = 1 << 12,/* a reference: an unknown name may be made on the way ("create NAME") */
	F_OWN = 1 << 13,       /* the office's own field */
	F_BAR = 1 << 14,       /* a percent that is drawn as a bar where there is room: how far something has come */
	F_FILTER = 1 << 15,    /* short, and people filter by it: stands in the one index that such filters are read from */
	F_SELF = 1 << 16,      /* people set it on their own record, whatever else they may change there */
	F_CONCEALED = 1 << 20  /* of a session's tables: hidden from this person, who gets the answers of a missing field */
};

/* How a choice wants to be seen; the ui maps tones to colours and always shows a glyph too. */
enum tone { TONE_NONE, TONE_GOOD, TONE_WARN, TONE_BAD, TONE_QUIET };

struct choice {
	int no; /* stored; numbered once, never reused */
	const char *name, *label;
	enum tone tone;
	const char *glyph; /* one cell, ASCII, for bars and cards; NULL: none */
};

struct field {
	const char *name, *label;
	enum field_type type;
	unsigned flags;
	int no;    /* numbered once per model, for ever; 1-9 system, 10-999 built in, from 1000 the office's own */
	int width; /* cells in a list; 0: by type */
	int max;   /* code points of text, smallest allowed for numbers is min; 0: by type */
	int64_t lo, hi;              /* bounds of FT_INT and FT_PERCENT when hi > lo */
	const char *dflt;            /* as a person would type it: "today", "me", "new"; NULL: empty */
	const struct choice *choice; /* ends with name == NULL */
	const char *ref;             /* model name: FT_REF, FT_REFS, FT_LINES */
	const char *via;             /* FT_LINES */
	enum field_type as;          /* FT_FORMULA */
	/* FT_FORMULA: over the row alias $t, parameters :now, :today, :me. Of a stored field: what lists, criteria, sorting and
	 * export read in its place (a person's own number, else the automatic one); record_load gives what is stored. */
	const char *sql;
	/* Of a formula that is a choice: SELECT of (id, number) of all records that have another than the last of its choices, the last
	 * row of an id counts: one scan in place of a look-up for each. NULL: there is none. */
	const char *all_sql;
	bool (*formula)(struct session *s, const struct record *r, struct value *out); /* the C twin */
	const char *const *synonyms; /* other headers people write for it; ends with NULL */
	enum rc (*check)(struct session *s, const struct value *v, struct err *err);
	/* Words to complete a text with, given the record (r may be NULL); other text stays allowed. Constant tables. */
	const char *const *(*suggest)(struct session *s, const struct record *r, int *n);
	const char *help;
	/* What a template shows, as a person would type it: "" nothing, NULL by the type. Of FT_ANYREF the name of a type, one of
	 * whose records is shown. */
	const char *sample;
	const char *sample_from; /* of a reference: SQL over the row t, which the record that is shown meets; NULL: any */
};

/* Slots every model has, in every fields table first: SYSTEM_FIELDS, then the model's own from SYS_N on. */
enum system_slot { SYS_ID, SYS_VERSION, SYS_ACTIVE, SYS_CREATED_AT, SYS_CREATED_BY, SYS_UPDATED_AT, SYS_TRASHED_AT, SYS_N };

#define SYSTEM_FIELDS                                                                                                  \
	[SYS_ID] = { .name = "id", .label = N_("Id"), .type = FT_INT, .flags = F_READONLY, .no = 1, .width = 7 },      \
	[SYS_VERSION] = { .name = "version", .label = N_("Version"), .type = FT_INT,                                   \
		.flags = F_READONLY | F_HIDDEN | F_NO_IMPORT, .no = 2 },                                               \
	[SYS_ACTIVE] = { .name = "active", .label = N_("Active"), .type = FT_BOOL, .flags = F_HIDDEN, .no = 3,         \
		.dflt = "yes" },                                                                                       \
	[SYS_CREATED_AT] = { .name = "created_at", .label = N_("Created"), .type = FT_INSTANT,                         \
		.flags = F_READONLY | F_HIDDEN, .no = 4, .dflt = "now" },                                              \
	[SYS_CREATED_BY] = { .name = "created_by", .label = N_("Created by"), .type = FT_REF, .ref = "user",           \
		.flags = F_READONLY | F_HIDDEN | F_NO_RELATED | F_NO_IMPORT, .no = 5 },                                \
	[SYS_UPDATED_AT] = { .name = "updated_at", .label = N_("Changed"), .type = FT_INSTANT,                         \
		.flags = F_READONLY | F_HIDDEN | F_NO_IMPORT, .no = 6 },                                               \
	[SYS_TRASHED_AT] = { .name = "trashed_at", .label = N_("In the trash since"), .type = FT_INSTANT,              \
		.flags = F_READONLY | F_HIDDEN | F_NO_IMPORT, .no = 7 }

/* The type a field behaves as: a formula's own. */
static inline enum field_type field_kind(const struct field *f)
{
	return f->type == FT_FORMULA ? f->as : f->type;
}

/* Rows of constants per type. */
struct field_type_info {
	const char *name;  /* "money", as `fields` prints it and own fields are made with */
	const char *sql;   /* column type; NULL: no column (links, lines, formulas) */
	bool text;         /* stored as text */
	bool right;        /* right-aligned */
	bool set;          /* many-valued */
	int width, max;    /* defaults */
};
extern const struct field_type_info field_types[FT_N];
int field_width(const struct field *f);
int field_max(const struct field *f); /* code points, 0: no text */
/* Has a column of its own in the record's table. */
bool field_stored(const struct field *f);

#endif
