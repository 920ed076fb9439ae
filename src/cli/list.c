/* list, export, template: what a query gives, in the forms of the record floor. */
#include <inttypes.h>
#include <unistd.h>

#include "base/i18n.h"
#include "cli.h"
#include "plain.h"
#include "record/exchange.h"
#include "record/query.h"

enum { LIST_COLUMNS, LIST_SORT, LIST_LIMIT, LIST_COUNT, LIST_TRASH, LIST_AS_OF, LIST_FORMAT };
enum { EXPORT_OUT, EXPORT_COLUMNS, EXPORT_SORT, EXPORT_FORMAT, EXPORT_RAW, EXPORT_BOM, EXPORT_FORCE };

/* A name that is no field is wrong use, as a wrong option is. */
static enum rc misused(enum rc rc, const char *option, struct err *err)
{
	char text[sizeof err->text];

	if (rc != RC_INVALID)
		return rc;
	memcpy(text, err->text, sizeof text);
	return fail(err, RC_USAGE, NO_FIELD, "%s: %.480s", option, text);
}

static enum rc shape(
	struct cli *c, struct query *q, const char *columns, const char *sort, struct arena *a, struct err *err)
{
	enum rc rc = RC_OK;

	if (columns)
		rc = misused(query_columns(c->s, q, columns, a, err), "--columns", err);
	if (rc == RC_OK && sort)
		rc = misused(query_sort(c->s, q, sort, err), "--sort", err);
	return rc;
}

static enum rc print_count(struct cli *c, const struct query *q, enum export_format format, struct err *err)
{
	struct str out = STR_INIT;
	int64_t n;
	enum rc rc = query_count(c->s, q, 0, &n, err);

	if (rc == RC_OK) {
		str_addf(&out, format == EXPORT_JSON ? "{\"count\":%" PRId64 "}\n" : "%" PRId64 "\n", n);
		print_str(&out);
	}
	str_free(&out);
	return rc;
}

/* People see by default the columns meant for lists, programs that read JSON all fields. */
static enum rc print_list(struct cli *c, struct query *q, enum export_format format, struct arena *a, struct err *err)
{
	struct export_options opt = { .format = format, .safe = c->tty, .width = c->tty ? c->width : 0 };
	int64_t n = 0;
	enum rc rc;

	if (!q->n_columns && format != EXPORT_JSON)
		query_default_columns(q->model, q, a);
	rc = export_run(c->s, q, &opt, print_piece, NULL, &n, err);
	if (rc == RC_OK && n == 0 && c->tty && format == EXPORT_TABLE && q->model->empty)
		complain("%s", _(q->model->empty));
	return rc;
}

enum rc cmd_list(struct cli *c, const struct args *a, struct err *err)
{
	static const enum export_format forms[] = { EXPORT_TABLE, EXPORT_CSV, EXPORT_TSV, EXPORT_JSON, EXPORT_IDS };
	enum export_format format = forms[args_choice(a, LIST_FORMAT, 0)];
	struct arena arena = ARENA_INIT;
	struct query q = { 0 };
	struct target t;
	int64_t limit;
	enum rc rc = args_int(a, LIST_LIMIT, 1, 0, &limit, err);

	if (rc == RC_OK)
		rc = session_need(c, err);
	if (rc == RC_OK)
		rc = target_find(c, a->word[0], &t, err);
	if (rc != RC_OK)
		return rc;
	if (c->plain && !args_own(a))
		return plain_list(c, &t, a, err);
	rc = args_as_of(c, a, LIST_AS_OF, &q.as_of, err);
	if (rc == RC_OK && q.as_of && args_has(a, LIST_TRASH))
		rc = fail(err, RC_USAGE, NO_FIELD, _("--as-of lists what was in use, not the trash"));
	if (rc != RC_OK)
		return rc;
	q.model = t.model;
	q.scope = args_has(a, LIST_TRASH) ? SCOPE_TRASH : SCOPE_LIVE;
	q.limit = limit < INT32_MAX ? (int)limit : INT32_MAX;
	rc = target_where(c, &t, a, 1, &arena, &q.where, err);
	if (rc == RC_OK)
		rc = shape(c, &q, args_text(a, LIST_COLUMNS), args_text(a, LIST_SORT), &arena, err);
	if (rc == RC_OK)
		rc = args_has(a, LIST_COUNT) ? print_count(c, &q, format, err) : print_list(c, &q, format, &arena, err);
	arena_free(&arena);
	return rc;
}

/* ---- export ---- */

struct file_out {
	int fd;
	bool failed;
};

static bool to_file(void *ctx, const char *text, size_t n)
{
	struct file_out *f = ctx;

	while (n) {
		ssize_t k = write(f->fd, text, n);

		if (k <= 0) {
			f->failed = true;
			return false;
		}
		text += k;
		n -= (size_t)k;
	}
	return true;
}

static enum rc export_file(struct cli *c, const struct query *q, const struct export_options *opt, const char *path,
	bool force, struct err *err)
{
	struct file_out f = { .fd = -1 };
	int64_t n = 0;
	enum rc rc = agent_create(c->agent, path, force, &f.fd, err);

	if (rc == RC_CONFLICT)
		return fail(err, RC_IO, NO_FIELD, _("%s exists already: choose another name, or --force"), path);
	if (rc != RC_OK)
		return file_rc(rc);
	rc = export_run(c->s, q, opt, to_file, &f, &n, err);
	close(f.fd);
	if (f.failed)
		rc = fail(err, RC_FULL, NO_FIELD, _("cannot write %s: is the disk full?"), path);
	if (rc == RC_OK)
		rc = agent_publish(c->agent, path, force, err);
	else
		agent_discard(c->agent, path);
	return rc;
}

/* The form by --format, else by the file's ending, else CSV. */
static enum export_format export_form(const struct args *a)
{
	static const enum export_format forms[] = { EXPORT_CSV, EXPORT_TSV, EXPORT_JSON, EXPORT_VCF, EXPORT_ICS };
	static const char *const ending[] = { ".csv", ".tsv", ".json", ".vcf", ".ics" };
	const char *path = args_text(a, EXPORT_OUT), *dot = path ? strrchr(path, '.') : NULL;
	int at = 0;

	for (size_t i = 0; dot && i < COUNT(ending); i++)
		if (strcmp(dot, ending[i]) == 0)
			at = (int)i;
	return forms[args_choice(a, EXPORT_FORMAT, at)];
}

enum rc cmd_export(struct cli *c, const struct args *a, struct err *err)
{
	const char *path = args_text(a, EXPORT_OUT);
	struct export_options opt = {
		.format = export_form(a), .raw = args_has(a, EXPORT_RAW), .bom = args_has(a, EXPORT_BOM),
		.back = true, .safe = c->tty
	};
	struct arena arena = ARENA_INIT;
	struct query q = { .scope = SCOPE_LIVE };
	struct target t;
	int64_t n = 0;
	enum rc rc = session_need(c, err);

	if (rc == RC_OK)
		rc = target_find(c, a->word[0], &t, err);
	if (rc != RC_OK)
		return rc;
	q.model = t.model;
	rc = target_where(c, &t, a, 1, &arena, &q.where, err);
	if (rc == RC_OK)
		rc = shape(c, &q, args_text(a, EXPORT_COLUMNS), args_text(a, EXPORT_SORT), &arena, err);
	if (rc == RC_OK && path && strcmp(path, "-") != 0) {
		opt.safe = false;
		rc = export_file(c, &q, &opt, path, args_has(a, EXPORT_FORCE), err);
	} else if (rc == RC_OK) {
		rc = export_run(c->s, &q, &opt, print_piece, NULL, &n, err);
	}
	arena_free(&arena);
	return rc;
}

enum rc cmd_template(struct cli *c, const struct args *a, struct err *err)
{
	struct str text = STR_INIT, out = STR_INIT;
	struct target t;
	enum rc rc = session_need(c, err);

	if (rc == RC_OK)
		rc = target_find(c, a->word[0], &t, err);
	if (rc == RC_OK)
		rc = template_write(c->s, t.model, &text, err);
	if (rc == RC_OK) {
		put_data(c, &out, text.s);
		print_str(&out);
	}
	str_free(&text);
	str_free(&out);
	return rc;
}
