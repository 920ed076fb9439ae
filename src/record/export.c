/* Records as spreadsheets, JSON, lists of ids; the rest of the forms stand in their own files. */
#include "export_private.h"

#include <inttypes.h>

#include "access.h"
#include "base/clock.h"
#include "base/csv.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/layout.h"
#include "import_private.h"
#include "record/audit.h"
#include "record/rights.h"
#include "rights_private.h"

#define BUFFER (64 * 1024)

void export_flush(struct export *x, bool all)
{
	struct str safe = STR_INIT;

	if (x->stopped || !x->buf.len || (!all && x->buf.len < BUFFER))
		return;
	if (x->opt->safe) {
		text_safe_lines(x->buf.s, x->buf.len, &safe);
		x->stopped = !x->out(x->ctx, safe.s, safe.len);
	} else {
		x->stopped = !x->out(x->ctx, x->buf.s, x->buf.len);
	}
	str_free(&safe);
	str_clear(&x->buf);
}

void export_value(struct export *x, const struct row *r, int col, enum value_style style, struct str *out)
{
	const struct path *p = &x->q->columns[col];

	value_show(x->s, p->model[p->n - 1], p->slot[p->n - 1], &r->val[col], r->titles[col], style, out);
}

void export_path_name(const struct path *p, struct str *out)
{
	for (int i = 0; i < p->n; i++)
		str_addf(out, "%s%s", i ? "." : "", p->model[i]->fields[p->slot[i]].name);
}

/* --- spreadsheets --- */

static void put_cells(struct export *x, bool guard)
{
	struct csv_dialect d = { .delimiter = x->opt->format == EXPORT_TSV ? '\t' : ',', .quote = '"' };

	for (int i = 0; i < x->q->n_columns; i++)
		x->text[i] = x->cell[i].s;
	csv_put(&x->buf, x->text, x->q->n_columns, &d, guard);
	if (x->opt->safe) { /* a terminal wants no carriage returns */
		str_cut(&x->buf, x->buf.len - 2);
		str_addc(&x->buf, '\n');
	}
}

static void sheet_begin(struct export *x)
{
	if (x->opt->bom)
		str_add(&x->buf, "\xEF\xBB\xBF");
	for (int i = 0; i < x->q->n_columns; i++) {
		str_clear(&x->cell[i]);
		export_path_name(&x->q->columns[i], &x->cell[i]);
	}
	put_cells(x, false);
}

static void sheet_row(struct export *x, const struct row *r)
{
	for (int i = 0; i < x->q->n_columns; i++) {
		const struct path *p = &x->q->columns[i];

		str_clear(&x->cell[i]);
		if (r->val[i].kind == VAL_NULL) /* most cells of a wide type are empty */
			continue;
		value_show(x->s, p->model[p->n - 1], p->slot[p->n - 1], &r->val[i], export_which(x, r, i), SHOW_EXPORT,
			&x->cell[i]);
	}
	put_cells(x, !x->opt->raw);
}

/* Every field that an import of ours takes back. */
static void all_columns(const struct model *m, struct query *q, struct arena *a)
{
	struct path *p = arena_alloc(a, (size_t)m->n * sizeof *p);
	int n = 0;

	for (int slot = 0; slot < m->n; slot++)
		if (import_takes(&m->fields[slot]))
			p[n++] = (struct path){ .n = 1, .slot = { slot }, .model = { m } };
	q->columns = p;
	q->n_columns = n;
}

static enum rc sheet_columns(struct export *x, struct query *q, struct arena *a, struct err *err)
{
	(void)err;
	if (!q->n_columns)
		all_columns(x->q->model, q, a);
	return RC_OK;
}

static const struct export_form sheet_form = { .begin = sheet_begin, .row = sheet_row, .columns = sheet_columns };

/* --- JSON --- */

static void json_ids(struct export *x, const struct path *p, const struct value *v)
{
	enum field_type kind = field_kind(path_field(p));

	str_addc(&x->buf, ',');
	export_path_name(p, &x->cell[0]);
	str_addf(&x->buf, "\"%s_id\":", x->cell[0].s);
	str_clear(&x->cell[0]);
	if (v->kind == VAL_NULL) {
		str_add(&x->buf, "null");
	} else if (v->kind == VAL_SET) {
		for (int i = 0; i < v->n; i++)
			str_addf(&x->buf, "%s%" PRId64, i ? "," : "[", v->set[i]);
		str_addc(&x->buf, ']');
	} else if (kind == FT_ANYREF) {
		value_json(x->s, p->model[p->n - 1], p->slot[p->n - 1], v, NULL, &x->buf);
	} else {
		str_addf(&x->buf, "%" PRId64, v->i);
	}
}

static void json_column(struct export *x, const struct row *r, int col)
{
	const struct path *p = &x->q->columns[col];
	enum field_type kind = field_kind(path_field(p));
	const struct value *v = &r->val[col];

	str_addc(&x->buf, ',');
	str_clear(&x->cell[0]);
	export_path_name(p, &x->cell[0]);
	str_addf(&x->buf, "\"%s\":", x->cell[0].s);
	str_clear(&x->cell[0]);
	if (kind == FT_ANYREF && v->kind == VAL_INT)
		json_text(&x->buf, r->titles[col][0], strlen(r->titles[col][0]));
	else
		value_json(x->s, p->model[p->n - 1], p->slot[p->n - 1], v, r->titles[col], &x->buf);
	if (kind == FT_REF || kind == FT_REFS || kind == FT_ANYREF)
		json_ids(x, p, v);
}

static void json_begin(struct export *x)
{
	str_addc(&x->buf, '[');
}

static void json_row(struct export *x, const struct row *r)
{
	str_addf(&x->buf, "%s\n{\"id\":%" PRId64 ",\"version\":%" PRId64, x->n ? "," : "", r->id, r->version);
	for (int i = 0; i < x->q->n_columns; i++) {
		const struct path *p = &x->q->columns[i];

		if (p->n > 1 || (p->slot[0] != SYS_ID && p->slot[0] != SYS_VERSION))
			json_column(x, r, i);
	}
	str_addc(&x->buf, '}');
}

static void json_end(struct export *x)
{
	str_add(&x->buf, x->n ? "\n]\n" : "]\n");
}

static const struct export_form json_form = {
	.begin = json_begin, .row = json_row, .end = json_end, .columns = sheet_columns
};

/* --- ids --- */

static void ids_row(struct export *x, const struct row *r)
{
	str_addf(&x->buf, "%" PRId64 "\n", r->id);
}

static enum rc ids_columns(struct export *x, struct query *q, struct arena *a, struct err *err)
{
	(void)x, (void)a, (void)err;
	q->n_columns = 0;
	return RC_OK;
}

static const struct export_form ids_form = { .row = ids_row, .columns = ids_columns };

static const struct export_form *form_of(enum export_format format)
{
	switch (format) {
	case EXPORT_JSON: return &json_form;
	case EXPORT_TABLE: return &export_table_form;
	case EXPORT_IDS: return &ids_form;
	case EXPORT_VCF: return &export_vcf_form;
	case EXPORT_ICS: return &export_ics_form;
	default: return &sheet_form;
	}
}

struct writer {
	struct export *x;
	const struct export_form *form;
};

static bool on_row(void *ctx, const struct row *r)
{
	struct writer *w = ctx;

	w->form->row(w->x, r);
	w->x->n++;
	export_flush(w->x, false);
	return !w->x->stopped;
}

static enum rc write_all(struct export *x, const struct export_form *form, struct err *err)
{
	struct writer w = { .x = x, .form = form };
	enum rc rc;

	if (form->begin)
		form->begin(x);
	rc = query_each(x->s, x->q, on_row, &w, err);
	if (form->end && rc == RC_OK)
		form->end(x);
	export_flush(x, true);
	if (form->close)
		form->close(x);
	if (rc == RC_OK && x->stopped)
		rc = fail(err, RC_CANCELLED, NO_FIELD, _("stopped after %" PRId64 " records"), x->n);
	return rc;
}

/* How many are taken along, and which: beside the journal, which has changes alone. */
static enum rc mark(struct session *s, const struct query *q, int64_t n, struct err *err)
{
	struct str text = STR_INIT, which = STR_INIT;
	enum rc rc;

	criteria_text(s, q->where, &which);
	str_addf(&text, "%" PRId64 " %s%s%.300s", n, q->model->name, which.len ? ": " : "", which.s);
	rc = registry_office(s->reg)->access ? audit_export(s, n, text.s, err) : RC_OK;
	str_free(&text);
	str_free(&which);
	return rc;
}

/* Looked at and marked in one transaction, so that two at once do not both fit into what is left of the day. */
static enum rc take_of_day(struct session *s, const struct query *q, int64_t cap, struct err *err)
{
	int64_t done = audit_exported(s, instant_of(date_today(), 0, 0, 0)), n = 0;
	enum rc rc = query_count(s, q, 0, &n, err);

	if (rc == RC_OK && q->limit > 0 && n > q->limit)
		n = q->limit;
	if (rc == RC_OK && n > cap - done) {
		rights_refuse(s, V_EXPORT, q->model, 0);
		return fail(err, RC_DENIED, NO_FIELD,
			_("%" PRId64 " matched, and %s may export %" PRId64 " more today (%" PRId64
			  " a day): narrow them down, or ask an administrator"),
			n, s->login, cap > done ? cap - done : 0, cap);
	}
	return rc == RC_OK ? mark(s, q, n, err) : rc;
}

/* What leaves the office. *later: it is marked once it is known how many went. */
static enum rc allow(struct session *s, const struct query *q, bool seen, bool *later, struct err *err)
{
	int64_t cap;
	enum rc rc = authz(s, seen ? V_SEE : V_EXPORT, q->model, 0, NO_FIELD, err);

	if (rc != RC_OK || seen)
		return rc;
	cap = access_export_rows(s, q->model);
	*later = cap < 0 && !rights_all(s);
	if (cap < 0)
		return RC_OK;
	rc = db_begin(s->db, err);
	if (rc == RC_OK)
		rc = db_end(s->db, take_of_day(s, q, cap, err), err);
	rights_record_refused(s);
	return rc;
}

enum rc export_run(struct session *s, const struct query *q, const struct export_options *opt,
	bool (*out)(void *ctx, const char *text, size_t n), void *ctx, int64_t *n, struct err *err)
{
	const struct export_form *form = form_of(opt->format);
	struct arena a = ARENA_INIT;
	struct query own = *q;
	struct export x = { .s = s, .q = q, .opt = opt, .out = out, .ctx = ctx, .buf = STR_INIT };
	/* what people read in a terminal is seen; what programs and spreadsheets read is taken along */
	bool seen = opt->format == EXPORT_TABLE || opt->format == EXPORT_IDS;
	bool later = false, all = rights_all(s);
	enum rc rc = allow(s, q, seen, &later, err);

	own.stored = opt->back;
	if (rc == RC_OK && form->columns)
		rc = form->columns(&x, &own, &a, err);
	x.q = &own;
	x.cell = xcalloc((size_t)own.n_columns + 1, sizeof *x.cell);
	x.text = xcalloc((size_t)own.n_columns + 1, sizeof *x.text);
	for (int i = 0; i <= own.n_columns; i++)
		str_init(&x.cell[i]);
	if (rc == RC_OK)
		rc = write_all(&x, form, err);
	/* who sees all takes nothing that is kept from her: only what she writes into a file is told */
	if (rc == RC_OK && (later || (all && opt->back)))
		rc = mark(s, q, x.n, err);
	for (int i = 0; i <= own.n_columns; i++)
		str_free(&x.cell[i]);
	if (n)
		*n = x.n;
	export_which_free(&x);
	free(x.cell);
	free(x.text);
	str_free(&x.buf);
	arena_free(&a);
	return rc;
}
