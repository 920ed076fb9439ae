/* Export: asks where to and in which form, then writes what the query lists. The file is the agent's business. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "ask.h"
#include "base/agent.h"
#include "base/i18n.h"
#include "record/exchange.h"
#include "record/criteria.h"
#include "record/query.h"
#include "record/session.h"
#include "record/value.h"
#include "ui/records.h"

enum { EXPORT_FILE, EXPORT_FORMAT, EXPORT_BOM, EXPORT_OVERWRITE, EXPORT_FIELDS };
static const struct choice formats[] = {
	{ EXPORT_CSV + 1, "csv", N_("CSV, for spreadsheets") },
	{ EXPORT_TSV + 1, "tsv", N_("TSV, tabs between") },
	{ EXPORT_JSON + 1, "json", N_("JSON, for programs") },
	{ EXPORT_TABLE + 1, "table", N_("A table of text") },
	{ EXPORT_VCF + 1, "vcf", N_("vCard, for address books") },
	{ EXPORT_ICS + 1, "ics", N_("iCalendar, for calendars") },
	{ 0 },
};
static const struct field export_fields[EXPORT_FIELDS] = {
	[EXPORT_FILE] = { .name = "file",
		.label = N_("File"),
		.type = FT_TEXT,
		.flags = F_REQUIRED,
		.no = 10,
		.max = 1000,
		.help = N_("A path; relative ones begin where the program was started") },
	[EXPORT_FORMAT] = { .name = "format",
		.label = N_("Format"),
		.type = FT_CHOICE,
		.choice = formats,
		.flags = F_REQUIRED,
		.no = 11 },
	[EXPORT_BOM] = { .name = "bom",
		.label = N_("With a byte-order mark"),
		.type = FT_BOOL,
		.no = 12,
		.help = N_("Some spreadsheets know UTF-8 only by it") },
	[EXPORT_OVERWRITE] = { .name = "overwrite",
		.label = N_("Overwrite"),
		.type = FT_BOOL,
		.no = 13,
		.help = N_("A file of that name is replaced, which nothing undoes") },
};

struct exporting {
	struct query q; /* columns and criteria in the arena */
	const char *path;
	struct export_options opt;
	struct arena arena;
};

static void exporting_free(void *ctx)
{
	struct exporting *k = ctx;

	arena_free(&k->arena);
	free(k);
}

/* ---- writing ---- */

struct sink {
	struct ui *ui;
	int fd;
	int64_t bytes;
	bool stopped;
	int error; /* errno */
};

static bool put(void *ctx, const char *text, size_t n)
{
	struct sink *k = ctx;

	while (n) {
		ssize_t w = write(k->fd, text, n);

		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0) {
			k->error = errno;
			return false;
		}
		text += w;
		n -= (size_t)w;
		k->bytes += w;
	}
	k->stopped = !ui_progress(k->ui, k->bytes, 0);
	return !k->stopped;
}

static enum rc write_file(struct ui *ui, const struct exporting *k, bool overwrite, int64_t *n, struct err *err)
{
	struct sink sink = { .ui = ui, .fd = -1 };
	enum rc rc = agent_create(ui->agent, k->path, overwrite, &sink.fd, err);

	if (rc != RC_OK)
		return rc;
	ui_progress_begin(ui, _("export"));
	rc = export_run(ui->session, &k->q, &k->opt, put, &sink, n, err);
	ui_progress_end(ui);
	close(sink.fd);
	if (sink.error)
		rc = fail(err, RC_IO, NO_FIELD, "%s: %s", k->path, strerror(sink.error));
	else if (sink.stopped)
		rc = fail(err, RC_CANCELLED, NO_FIELD, _("stopped: nothing was written to %s"), k->path);
	if (rc == RC_OK)
		return agent_publish(ui->agent, k->path, overwrite, err);
	agent_discard(ui->agent, k->path);
	return rc;
}

static enum rc answered(struct ui *ui, void *ctx, const struct value *val, int n_val, struct err *err)
{
	struct exporting *k = ctx;
	int64_t n = 0;
	enum rc rc;

	(void)n_val;
	k->path = val[EXPORT_FILE].s;
	k->opt = (struct export_options){ .format = (enum export_format)(val[EXPORT_FORMAT].i - 1),
		.bom = val[EXPORT_BOM].kind == VAL_INT && val[EXPORT_BOM].i, .back = true };
	rc = write_file(ui, k, val[EXPORT_OVERWRITE].kind == VAL_INT && val[EXPORT_OVERWRITE].i, &n, err);
	if (rc == RC_OK)
		ui_message(ui, _("%" PRId64 " written to %s"), n, k->path);
	else
		err->field = rc == RC_CONFLICT ? EXPORT_OVERWRITE : EXPORT_FILE;
	return rc;
}

/* ---- asking ---- */

static enum rc keep_query(
	struct ui *ui, struct exporting *k, const struct query *q, const char *criteria, struct err *err)
{
	struct path *columns = arena_alloc(&k->arena, (size_t)(q->n_columns + 1) * sizeof *columns);

	k->q = *q;
	if (q->n_columns)
		memcpy(columns, q->columns, (size_t)q->n_columns * sizeof *columns);
	k->q.columns = columns;
	k->q.key = NULL;
	k->q.before = false;
	k->q.limit = 0;
	return criteria_parse(ui->session, q->model, criteria, &k->arena, &k->q.where, err);
}

enum rc export_open(struct ui *ui, const struct query *q, const char *criteria, struct err *err)
{
	struct exporting *k = xcalloc(1, sizeof *k);
	struct value start[EXPORT_FIELDS] = { [EXPORT_FORMAT] = VALUE_INT(EXPORT_CSV + 1) };
	struct str title = STR_INIT;
	struct ask ask = { .fields = export_fields,
		.n_fields = EXPORT_FIELDS,
		.name = "export",
		.start = start,
		.accept = answered,
		.drop = exporting_free,
		.ctx = k };
	enum rc rc = keep_query(ui, k, q, criteria, err);

	if (rc != RC_OK) {
		exporting_free(k);
		return rc;
	}
	start[EXPORT_FILE] = value_text(arena_printf(&k->arena, "%s.csv", q->model->name));
	str_addf(&title, _("export %s"), _(q->model->plural));
	ask.title = title.s;
	rc = ask_open(ui, &ask, err);
	str_free(&title);
	return rc;
}
