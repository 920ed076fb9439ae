/* A box that asks for a few fields in order: the params of an action, quick create, where to export to. */
#ifndef UI_ASK_H
#define UI_ASK_H

#include "record/model.h"
#include "record/value.h"
#include "ui/ui.h"

struct ask {
	const char *title, *help;   /* copied; help is one quiet line, NULL for none */
	const struct model *model;  /* whose slots are asked for; NULL: of fields */
	const int *slots;           /* 0-terminated */
	const struct field *fields; /* without a model: rows of a constant table */
	int n_fields;
	bool brief;                /* Enter in the first field is enough: the others are extras */
	const char *name;          /* of what has no model, for messages of value_parse */
	const struct value *start; /* one a field, copied; NULL: all empty */
	/* All is typed and parses: one value a field. An error keeps the box open, the cursor on err->field (a slot).
	 */
	enum rc (*accept)(struct ui *ui, void *ctx, const struct value *val, int n, struct err *err);
	/* The same where references may be new: create[i] is the name to make for field i, or NULL. Instead of accept.
	 */
	enum rc (*accept_new)(
		struct ui *ui, void *ctx, const struct value *val, const char *const *create, int n, struct err *err);
	/* What the values so far mean or would do, in lines for below the fields: asked for when no key waits. NULL: nothing. */
	void (*notice)(struct ui *ui, void *ctx, const struct value *val, int n, struct str *out);
	/* It was accepted and is closed: what opens another view. NULL: nothing. */
	void (*after)(struct ui *ui, void *ctx);
	void (*drop)(void *ctx); /* always, once; also when the box does not open */
	void *ctx;
};
enum rc ask_open(struct ui *ui, const struct ask *ask, struct err *err);

#endif
