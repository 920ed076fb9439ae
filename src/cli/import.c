/* import: a spreadsheet becomes records. */
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "record/exchange.h"
#include "import.h"
#include "table.h"

enum {
	IMPORT_DRY_RUN,
	IMPORT_MAP,
	IMPORT_SET,
	IMPORT_VALUE,
	IMPORT_COLUMN,
	IMPORT_ON_DUPLICATE,
	IMPORT_ERASE_BLANK,
	IMPORT_BAD_EMAIL,
	IMPORT_ENCODING,
	IMPORT_DELIMITER,
	IMPORT_REPAIR,
	IMPORT_HEADER_LINE,
	IMPORT_HEADER_ROWS,
	IMPORT_DATE_ORDER,
	IMPORT_DECIMAL,
	IMPORT_SOURCE,
	IMPORT_REJECTS,
	IMPORT_YES,
	IMPORT_LOG,
	IMPORT_FORMAT
};

#define PROGRESS_MS 500 /* between two lines of progress; short imports show none */

struct progress {
	int64_t from, last;
};

static bool show_progress(void *ctx, int64_t rows, int64_t bytes, int64_t total)
{
	struct progress *p = ctx;
	int64_t now = clock_ms();

	if (now - p->last < PROGRESS_MS)
		return true;
	p->last = now;
	if (total > 0 && bytes == total)
		fprintf(stderr, _("\r%" PRId64 " rows are in, making indexes, %" PRId64 " s "), rows, (now - p->from) / 1000);
	else
		fprintf(stderr, "\r%" PRId64 " rows, %d %%, %" PRId64 " s ", rows, total > 0 ? (int)(bytes * 100 / total) : 0,
			(now - p->from) / 1000);
	return true;
}

/* "comma", "semicolon", "tab", "pipe" or the character itself. */
static enum rc delimiter(const char *text, char *out, struct err *err)
{
	static const struct {
		const char *name;
		char c;
	} known[] = { { "comma", ',' }, { "semicolon", ';' }, { "tab", '\t' }, { "\\t", '\t' }, { "pipe", '|' },
		{ "space", ' ' } };

	if (!text)
		return RC_OK;
	for (size_t i = 0; i < COUNT(known); i++)
		if (strcmp(text, known[i].name) == 0 || (text[0] == known[i].c && !text[1])) {
			*out = known[i].c;
			return RC_OK;
		}
	return fail(
		err, RC_USAGE, NO_FIELD, _("--delimiter is comma, semicolon, tab, pipe or space, not \"%s\""), text);
}

static enum rc sheet_options(const struct args *a, struct sheet_options *out, struct err *err)
{
	const char *encoding = args_text(a, IMPORT_ENCODING);
	int64_t line;
	enum rc rc = args_int(a, IMPORT_HEADER_LINE, 0, -1, &line, err);

	*out = (struct sheet_options){ .backslash = -1,
		.header_line = (int)(line < INT32_MAX ? line : INT32_MAX),
		.header_rows = args_has(a, IMPORT_HEADER_ROWS) ? args_choice(a, IMPORT_HEADER_ROWS, 0) + 1 : 0,
		.repair = args_has(a, IMPORT_REPAIR) };
	if (rc == RC_OK && encoding && strlen(encoding) >= sizeof out->encoding)
		rc = fail(err, RC_USAGE, NO_FIELD, _("--encoding: no encoding \"%s\""), encoding);
	if (rc == RC_OK && encoding)
		snprintf(out->encoding, sizeof out->encoding, "%s", encoding);
	return rc == RC_OK ? delimiter(args_text(a, IMPORT_DELIMITER), &out->delimiter, err) : rc;
}

/* --set of the kind that the word MODEL stood for comes first: one that is given wins. */
static int all_sets(const struct args *a, const struct target *t, const char **set, struct arena *arena)
{
	int n = 0;

	if (t->slot)
		set[n++] = arena_printf(arena, "%s=%s", t->model->fields[t->slot].name,
			choice_by_no(&t->model->fields[t->slot], t->kind)->name);
	return n + args_all(a, IMPORT_SET, set + n);
}

/* ---- what a person is told ---- */

static void print_columns(struct cli *c, const struct import_options *opt, const struct import_result *r)
{
	static const struct column columns[] = { { "header", N_("Header") }, { "field", N_("Field") },
		{ "match", N_("Match") }, { "filled", N_("Filled"), COL_NUMBER }, { "sample", N_("Sample") } };
	struct table t;

	table_init(&t, columns, COUNT(columns));
	for (int i = 0; i < r->n_columns; i++) {
		const struct import_column *col = &r->column[i];

		table_add(&t, col->header);
		table_add(&t, col->slot >= 0 ? opt->model->fields[col->slot].name : "");
		table_add(&t, col->match);
		table_int(&t, col->filled);
		table_add(&t, col->sample[0]);
	}
	table_print(c, &t, FORMAT_TABLE);
	table_free(&t);
}

static void print_counts(struct cli *c, const struct import_options *opt, const struct import_result *r)
{
	struct str out = STR_INIT;

	str_addf(&out, ngettext("%" PRId64 " row: ", "%" PRId64 " rows: ", (unsigned long)r->rows), r->rows);
	str_addf(&out, _("%" PRId64 " new, %" PRId64 " updated, %" PRId64 " unchanged, "), r->created, r->updated,
		r->unchanged);
	str_addf(&out, ngettext("%" PRId64 " duplicate, ", "%" PRId64 " duplicates, ", (unsigned long)r->duplicates),
		r->duplicates);
	str_addf(&out, _("%" PRId64 " rejected"), r->rejected);
	if (r->asked)
		str_addf(&out, _(", %" PRId64 " of the duplicates to ask about"), r->asked);
	for (int i = 0; i < r->n_reasons; i++)
		str_addf(&out, "%s%s %" PRId64, i ? ", " : " (", r->reason[i].name, r->reason[i].n);
	str_add(&out, r->n_reasons ? ")\n" : "\n");
	if (r->step && !opt->dry_run)
		str_addf(&out, _("step %" PRId64 ": crm undo %" PRId64 " takes it back\n"), r->step, r->step);
	print_str(&out);
	str_free(&out);
	for (int i = 0; i < r->n_warnings; i++)
		complain("%s", r->warning[i]);
	(void)c;
}

/* What no cell of the file told, for a person to say. */
struct doubts {
	bool order, decimal;
	char dates[100], numbers[100], sample[12]; /* headers of the columns */
};

static void note_doubts(struct doubts *d, const struct import_result *r)
{
	*d = (struct doubts){ .order = r->date_sure == 50, .decimal = r->decimal_sure == 50 };
	if (d->order) {
		snprintf(d->dates, sizeof d->dates, "%s", r->column[r->date_column].header);
		snprintf(d->sample, sizeof d->sample, "%s", r->date_sample ? r->date_sample : "5/6");
	}
	if (d->decimal)
		snprintf(d->numbers, sizeof d->numbers, "%s", r->column[r->decimal_column].header);
}

static enum rc run_once(struct cli *c, const char *path, const struct import_options *opt, bool json, bool columns,
	struct doubts *doubts, int64_t *refused, struct err *err)
{
	struct import_result res;
	struct str out = STR_INIT;
	enum rc rc = file_rc(import_run(c->s, path, opt, &res, err));

	if (opt->progress && isatty(STDERR_FILENO))
		fprintf(stderr, "\r\033[K");
	if (rc == RC_OK && json) {
		import_json(c->s, path, opt, &res, &out);
		print_str(&out);
	} else if (rc == RC_OK) {
		if (columns)
			print_columns(c, opt, &res);
		print_counts(c, opt, &res);
		if (opt->dry_run)
			import_print_new(c, opt->model, &res);
	}
	*refused = import_reason(&res, "refused");
	if (rc == RC_OK)
		note_doubts(doubts, &res);
	if (rc == RC_OK)
		c->exit = res.rejected ? EXIT_REJECTS : 0;
	str_free(&out);
	import_result_free(&res);
	return rc;
}

/* One letter of two; false when the input ended. */
static bool ask_letter(const char *question, char a, char b, char *out)
{
	char answer[16];

	do {
		fprintf(stderr, "%s", question);
		if (!fgets(answer, sizeof answer, stdin))
			return false;
		*out = answer[0] & 0x40 ? (char)(answer[0] | 0x20) : answer[0];
	} while (*out != a && *out != b);
	return true;
}

/* Asks for what nothing tells, and then shows anew what would come of it. */
static enum rc ask_doubts(const struct doubts *d, struct import_options *opt, enum date_order *order, struct err *err)
{
	char question[240], answer = 0;

	if (d->order) {
		snprintf(question, sizeof question,
			_("dates in %s, like %s, do not tell what comes first: d day or m month: "), d->dates,
			d->sample);
		if (!ask_letter(question, 'd', 'm', &answer))
			return fail(err, RC_CANCELLED, NO_FIELD, _("nothing was imported"));
		*order = answer == 'd' ? ORDER_DMY : ORDER_MDY;
		opt->date_order = order;
	}
	if (d->decimal) {
		snprintf(question, sizeof question,
			_("numbers in %s do not tell their decimal sign: . as in 1,234.5 or , as in 1.234,5: "),
			d->numbers);
		if (!ask_letter(question, '.', ',', &answer))
			return fail(err, RC_CANCELLED, NO_FIELD, _("nothing was imported"));
		opt->decimal = answer;
	}
	return RC_OK;
}

/* A person at a terminal sees first what would come of it. */
static enum rc ask(
	struct cli *c, const char *path, struct import_options *opt, enum date_order *order, bool *go, struct err *err)
{
	struct import_options dry;
	struct doubts doubts = { .order = false };
	char answer[16];
	enum rc rc;

	*go = false;
	do {
		rc = ask_doubts(&doubts, opt, order, err);
		if (rc != RC_OK)
			return rc;
		dry = *opt;
		dry.dry_run = true;
		dry.rejects = NULL;
		rc = run_once(c, path, &dry, false, true, &doubts, &opt->told_refused, err);
		fflush(stdout);
	} while (rc == RC_OK && (doubts.order || doubts.decimal));
	opt->told = true;
	if (rc != RC_OK)
		return rc;
	fflush(stdout);
	fprintf(stderr, "%s", _("import it? y or n: "));
	*go = fgets(answer, sizeof answer, stdin) && (*answer == 'y' || *answer == 'Y');
	return RC_OK;
}

static enum rc import_as(struct cli *c, const struct args *a, struct import_options *opt, struct err *err)
{
	bool json = args_choice(a, IMPORT_FORMAT, 0) == 1, go = true;
	bool asks = !opt->dry_run && !json && !args_has(a, IMPORT_YES) && isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
	struct progress progress = { clock_ms(), clock_ms() };
	struct import_answers answers = { .n = 0 };
	struct doubts doubts;
	enum date_order order;
	int64_t refused;
	enum rc rc = RC_OK;

	if (isatty(STDERR_FILENO)) {
		opt->progress = show_progress;
		opt->ctx = &progress;
	}
	if (opt->on_duplicate == DUP_ASK && !opt->dry_run) {
		if (!asks)
			return fail(err, RC_USAGE, NO_FIELD,
				_("--on-duplicate ask needs a terminal: use skip, fill, overwrite or create"));
		rc = import_decide(c, a->word[0], opt, &answers, err);
	}
	if (rc == RC_OK && asks)
		rc = ask(c, a->word[0], opt, &order, &go, err);
	if (rc == RC_OK && !go)
		rc = fail(err, RC_CANCELLED, NO_FIELD, _("nothing was imported"));
	if (rc == RC_OK)
		rc = run_once(c, a->word[0], opt, json, !asks, &doubts, &refused, err);
	free(answers.row);
	return rc;
}

static enum rc import_file(struct cli *c, const struct args *a, struct err *err)
{
	struct arena arena = ARENA_INIT;
	const char **map = arena_alloc(&arena, (size_t)(a->n_given + 1) * sizeof *map);
	const char **set = arena_alloc(&arena, (size_t)(a->n_given + 2) * sizeof *set);
	const char **value = arena_alloc(&arena, (size_t)(a->n_given + 1) * sizeof *value);
	const char **column = arena_alloc(&arena, (size_t)(a->n_given + 1) * sizeof *column);
	enum date_order order = (enum date_order)args_choice(a, IMPORT_DATE_ORDER, ORDER_YMD);
	struct import_options opt = { .dry_run = args_has(a, IMPORT_DRY_RUN),
		.map = map,
		.set = set,
		.value = value,
		.column = column,
		.rest = DUP_ASK,
		.erase_blank = args_has(a, IMPORT_ERASE_BLANK),
		.keep_bad_email = args_choice(a, IMPORT_BAD_EMAIL, 0) == 1,
		.on_duplicate = (enum dup_policy)args_choice(a, IMPORT_ON_DUPLICATE, DUP_SKIP),
		.source = args_text(a, IMPORT_SOURCE),
		.rejects = args_text(a, IMPORT_REJECTS),
		.date_order = args_has(a, IMPORT_DATE_ORDER) ? &order : NULL,
		.decimal = args_has(a, IMPORT_DECIMAL) ? ".,"[args_choice(a, IMPORT_DECIMAL, 0)] : 0 };
	struct target t = { 0 };
	enum rc rc = sheet_options(a, &opt.sheet, err);

	if (rc == RC_OK)
		rc = session_need(c, err);
	if (rc == RC_OK && a->n > 1)
		rc = target_find(c, a->word[1], &t, err);
	if (rc == RC_OK) {
		if (a->n < 2)
			t.model = target_default(c);
		opt.model = t.model;
		opt.n_map = args_all(a, IMPORT_MAP, map);
		opt.n_set = all_sets(a, &t, set, &arena);
		opt.n_value = args_all(a, IMPORT_VALUE, value);
		opt.n_column = args_all(a, IMPORT_COLUMN, column);
		rc = import_as(c, a, &opt, err);
	}
	arena_free(&arena);
	return rc;
}

/* ---- the imports there were ---- */

#define LOG_ROWS 100

static void add_past(struct cli *c, struct table *t, const struct import_past *p, enum format format)
{
	table_int(t, p->no);
	table_time(c, t, p->started, format);
	table_user(c, t, p->user);
	table_add(t, p->file);
	table_add(t, p->model ? p->model->name : NULL);
	table_int(t, p->rows);
	table_int(t, p->created);
	table_int(t, p->updated);
	table_int(t, p->unchanged);
	table_int(t, p->duplicates);
	table_int(t, p->rejected);
	if (p->step)
		table_int(t, p->step);
	else
		table_add(t, NULL);
	table_add(t, p->undone ? N_("undone") : p->finished ? N_("finished") : N_("cut off"));
	if (format == FORMAT_TABLE)
		return;
	if (p->finished)
		table_time(c, t, p->finished, format);
	else
		table_add(t, NULL);
	table_add(t, p->sha256);
	table_add(t, p->mapping);
	table_add(t, p->options);
}

static enum rc print_log(struct cli *c, enum format format, struct err *err)
{
	static const struct column columns[] = { { "import", N_("Import"), COL_NUMBER }, { "started", N_("When") },
		{ "user", N_("Who") }, { "file", N_("File") }, { "model", N_("Type") },
		{ "rows", N_("Rows"), COL_NUMBER }, { "new", N_("New"), COL_NUMBER },
		{ "updated", N_("Updated"), COL_NUMBER }, { "unchanged", N_("Unchanged"), COL_NUMBER },
		{ "duplicates", N_("Duplicates"), COL_NUMBER }, { "rejected", N_("Rejected"), COL_NUMBER },
		{ "step", N_("Step"), COL_NUMBER }, { "state", N_("State") }, { "finished", N_("Finished") },
		{ "sha256", "SHA-256" }, { "mapping", N_("Mapping") }, { "options", N_("Options") } };
	struct import_log past;
	struct table t;
	enum rc rc = session_need(c, err);

	if (rc == RC_OK)
		rc = import_log_read(c->s, LOG_ROWS, &past, err);
	if (rc != RC_OK)
		return rc;
	table_init(&t, columns, format == FORMAT_TABLE ? COUNT(columns) - 4 : COUNT(columns));
	for (int i = 0; i < past.n; i++)
		add_past(c, &t, &past.row[i], format);
	table_print(c, &t, format);
	table_free(&t);
	import_log_free(&past);
	return RC_OK;
}

enum rc cmd_import(struct cli *c, const struct args *a, struct err *err)
{
	if (args_has(a, IMPORT_LOG))
		return print_log(c, args_choice(a, IMPORT_FORMAT, 0) == 1 ? FORMAT_JSON : FORMAT_TABLE, err);
	if (!a->n)
		return fail(err, RC_USAGE, NO_FIELD, _("import: which file? crm import FILE|- [MODEL]"));
	return import_file(c, a, err);
}
