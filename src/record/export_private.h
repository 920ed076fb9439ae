/* Private to record: the forms an export takes. One writer per form, over the same rows. */
#ifndef RECORD_EXPORT_PRIVATE_H
#define RECORD_EXPORT_PRIVATE_H

#include "record/exchange.h"
#include "record/query.h"
#include "record/session.h"

struct export
{
	struct session *s;
	const struct query *q;
	const struct export_options *opt;
	bool (*out)(void *ctx, const char *text, size_t n);
	void *ctx;
	struct str buf; /* what is not handed out yet */
	int64_t n;
	bool stopped;

	struct str *cell; /* of the present row, one a column */
	const char **text;
	struct table *table;
	struct which *which;
};

/* A form: begin, end and close may be NULL. columns: chooses the query's columns itself; NULL: the caller's. */
struct export_form {
	void (*begin)(struct export *x);
	void (*row)(struct export *x, const struct row *r);
	void (*end)(struct export *x);
	void (*close)(struct export *x); /* frees what begin made */
	enum rc (*columns)(struct export *x, struct query *q, struct arena *a, struct err *err);
};
extern const struct export_form export_table_form, export_vcf_form, export_ics_form;

/* Content lines, as cards and calendars have them: with CRLF, folded at 75 octets but never inside a character. */
void card_fold(struct str *out, const char *line, size_t n);
void card_line(struct export *x, const char *text);
/* NAME:a;b;c with its texts escaped, left out when all of them are empty. */
void card_property(struct export *x, const char *name, const char *const *part, int n);
void card_one(struct export *x, const char *name, const char *text);
/* The query's columns are these slots; the id's stands for a field that the type has not. */
void card_columns(struct query *q, const struct model *m, const int *slot, int n, struct arena *a);

/* Hands out what is in the buffer when it is large, or at once. */
void export_flush(struct export *x, bool all);
/* The value of a column of a row, in a style. */
void export_value(struct export *x, const struct row *r, int col, enum value_style style, struct str *out);
/* The titles of a column's records, written so that each is found again by it. */
const char *const *export_which(struct export *x, const struct row *r, int col);
void export_which_free(struct export *x);
/* "owner.team" */
void export_path_name(const struct path *p, struct str *out);

#endif
