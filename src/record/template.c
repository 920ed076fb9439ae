/* A spreadsheet to fill in: our own headers, and one row that shows what may stand there. */
#include "record/exchange.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/csv.h"
#include "base/date.h"
#include "base/i18n.h"
#include "import_private.h"
#include "record/record.h"
#include "record/rights.h"

static bool to_fill_in(const struct field *f)
{
	return import_takes(f) && !(f->flags & (F_READONLY | F_HIDDEN)) && f->type != FT_AUTONO;
}

/* A record there is, so that the sample row can be imported; 0: none that this person sees. */
static int64_t any_record(struct session *s, const struct model *m, const char *from)
{
	struct str sql = STR_INIT;
	int64_t id;

	str_addf(&sql, "SELECT t.id FROM \"%s\" t WHERE t.trashed_at IS NULL AND t.active=1", m->name);
	if (from)
		str_addf(&sql, " AND %s", from);
	rights_where(s, m, "t", &sql);
	str_add(&sql, " ORDER BY t.id LIMIT 1");
	id = db_get_int(s->db, 0, sql.s, "");
	str_free(&sql);
	return id;
}

static void sample_ref(struct session *s, const struct field *f, struct str *out)
{
	const struct model *m = registry_find(s->reg, f->ref);
	int64_t id, same = 0;
	char *title;

	if (!m || f->flags & F_CREATE_REF) {
		str_add(out, f->flags & F_CREATE_REF ? _(f->label) : "");
		return;
	}
	id = any_record(s, m, f->sample_from);
	if (!id)
		return;
	title = record_title(s, m, id);
	str_add(out, title ? title : "");
	if (!title || record_find(s, m, title, &same, NULL) != RC_OK || same != id)
		str_addf(out, " (#%" PRId64 ")", id); /* several bear the name */
	free(title);
}

static void sample_any_ref(struct session *s, const struct field *f, struct str *out)
{
	const struct model *m = f->sample ? registry_find(s->reg, f->sample) : NULL;
	int64_t id = m ? any_record(s, m, f->sample_from) : 0;

	if (id)
		str_addf(out, "%s/%" PRId64, m->name, id);
}

static void sample(struct session *s, const struct field *f, struct str *out)
{
	char iso[21];

	if (f->type == FT_ANYREF) {
		sample_any_ref(s, f, out);
		return;
	}
	if (f->sample) {
		str_add(out, f->sample);
		return;
	}
	switch (f->type) {
	case FT_INT: str_addf(out, "%" PRId64, f->hi > f->lo ? f->lo : 10); break;
	case FT_MONEY: str_add(out, "1500"); break;
	case FT_PERCENT: str_add(out, "50"); break;
	case FT_BOOL: str_add(out, "no"); break;
	case FT_DATE:
		date_iso(date_today(), iso);
		str_add(out, iso);
		break;
	case FT_INSTANT:
		instant_iso(instant_of(date_today(), 9, 0, 0), iso);
		str_add(out, iso);
		break;
	case FT_CHOICE:
	case FT_CHOICES: str_add(out, f->choice ? f->choice->name : ""); break;
	case FT_REF:
	case FT_REFS: sample_ref(s, f, out); break;
	case FT_EMAIL: str_addf(out, "%s@example.com", f->name); break;
	case FT_PHONE: str_add(out, "+44 20 7946 0000"); break;
	case FT_URL: str_add(out, "https://www.example.com"); break;
	case FT_TEXT:
	case FT_NOTE: str_add(out, _(f->label)); break;
	default: break;
	}
}

enum rc template_write(struct session *s, const struct model *m, struct str *out, struct err *err)
{
	static const struct csv_dialect comma = { .delimiter = ',', .quote = '"' };
	const char **head = xcalloc((size_t)m->n, sizeof *head), **row = xcalloc((size_t)m->n, sizeof *row);
	enum rc rc = authz(s, V_CREATE, m, 0, NO_FIELD, err);
	struct str one = STR_INIT;
	int n = 0;

	for (int slot = SYS_N; slot < m->n; slot++) {
		if (!to_fill_in(&m->fields[slot]))
			continue;
		sample(s, &m->fields[slot], &one);
		head[n] = m->fields[slot].name;
		row[n++] = str_take(&one);
	}
	if (rc == RC_OK && (!n || m->flags & M_FIXED))
		rc = fail(err, RC_INVALID, NO_FIELD,
			_("%s are made by the program: there is no sheet of them to fill in"), _(m->plural));
	if (rc == RC_OK) {
		csv_put(out, head, n, &comma, false);
		csv_put(out, row, n, &comma, true);
	}
	for (int i = 0; i < n; i++)
		free((char *)row[i]);
	free(head);
	free(row);
	return rc;
}
