/* Values: what stands in a field. Parsed from what people type, shown as people read, exact for programs. */
#ifndef RECORD_VALUE_H
#define RECORD_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "record/field.h"

struct session;
struct model;

enum value_kind { VAL_NULL, VAL_INT, VAL_TEXT, VAL_SET };
struct value {
	enum value_kind kind;
	int n; /* text: bytes; set: members */
	union {
		int64_t i;
		const char *s;      /* NUL-terminated too */
		const int64_t *set; /* ascending, no doubles */
	};
};
#define VALUE_NULL ((struct value){ .kind = VAL_NULL })
#define VALUE_INT(x) ((struct value){ .kind = VAL_INT, .i = (x) })
struct value value_text(const char *s); /* borrows; empty or NULL becomes VAL_NULL */
struct value value_set(const int64_t *ids, int n, struct arena *a); /* sorts, drops doubles; empty becomes VAL_NULL */
bool value_eq(const struct value *a, const struct value *b);
/* A text of many lines that two people changed from `before`, as one that holds what each wrote (base/lines.h). False: it is no such
 * field, both changed the same lines, or it would be too long. */
bool value_merge(const struct field *f, const struct value *before, const struct value *mine, const struct value *theirs,
	struct arena *a, struct value *out);
/* Orders as the field's type does: text by sort key, numbers, dates; NULL first. */
int value_cmp(const struct field *f, const struct value *a, const struct value *b);
struct value value_copy(const struct value *v, struct arena *a);
bool set_has(const struct value *v, int64_t id);

/* References in text: model number << 40 | id. */
#define REF_MAKE(model_no, id) (((int64_t)(model_no) << 40) | (id))
#define REF_MODEL(ref) ((int)((ref) >> 40))
#define REF_ID(ref) ((ref) & (((int64_t)1 << 40) - 1))

/* What a person or a program typed for the field -> value in the arena. "" is NULL. References by id or by name (case and
 * script folded; ambiguous: RC_INVALID that lists the ids; unknown: RC_INVALID, or, where the field has F_CREATE_REF and
 * create is not NULL, *create gets the name to make and the value is NULL; of a set: the first unknown name, the value
 * the others: make it, parse again). Sets: comma between, names or ids; a name with a comma in double quotes. Any-record
 * references: MODEL/ID. err->field is slot. Does not check F_REQUIRED. */
enum rc value_parse(struct session *s, const struct model *m, int slot, const char *text, struct arena *a,
	struct value *out, const char **create, struct err *err);
/* Type checks, bounds and the field's own check of an already typed value (a form's, a rule's): what value_parse checks. */
enum rc value_check(struct session *s, const struct model *m, int slot, const struct value *v, struct err *err);

enum value_style {
	SHOW_LIST,   /* as lists and forms show it: €1,234.50, 12 Dec 2026, 74% */
	SHOW_SHORT,  /* as cards do: €22k, Fri */
	SHOW_EDIT,   /* as the editor starts: parses back to the same value */
	SHOW_EXPORT  /* CSV and TSV: ISO dates, plain decimals, names of choices, titles of references (parses back) */
};
/* Appends. titles: of references, in the order of the set (one for FT_REF); NULL: they are looked up. NULL values append
 * nothing. */
void value_show(struct session *s, const struct model *m, int slot, const struct value *v, const char *const *titles,
	enum value_style style, struct str *out);
/* Appends the JSON value (null, number, string, array, true/false). References give their title. */
void value_json(struct session *s, const struct model *m, int slot, const struct value *v, const char *const *titles,
	struct str *out);
void json_text(struct str *out, const char *s, size_t n); /* a quoted, escaped JSON string */

const struct choice *choice_by_no(const struct field *f, int64_t no);
const struct choice *choice_by_name(const struct field *f, const char *text); /* name or label, folded; NULL */

#endif
