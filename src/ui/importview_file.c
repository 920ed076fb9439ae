/* Which spreadsheet: a path is typed and completed, lately imported files first. Only the agent looks into folders. */
#include "importview.h"

#include <stdlib.h>

#include "base/agent.h"
#include "base/i18n.h"
#include "found.h"

#define RECENT_MAX 8
#define ID_FOLDER 1
#define ID_FILE 2
#define ID_RECENT 3
#define ID_LOG 4

struct entry {
	const char *name, *path;
	int id, rank; /* smaller ranks first */
};
struct importfile {
	struct ui *ui;
	const struct model *m;
	char *dir;       /* whose list this is; NULL: none yet */
	struct str list; /* as of agent_list */
	struct err err;  /* why the folder cannot be read */
	struct entry *entry;
	int n, cap;
	struct arena arena;
};

/* "~/x" is at home. */
static const char *expand(struct arena *a, const char *path)
{
	const char *home = getenv("HOME");

	return str_starts(path, "~/") && home && *home ? arena_printf(a, "%s%s", home, path + 1)
						       : arena_strdup(a, path);
}

static void list(struct importfile *f, const char *dir)
{
	if (f->dir && str_eq(f->dir, dir))
		return;
	free(f->dir);
	f->dir = xstrdup(dir);
	str_clear(&f->list);
	err_clear(&f->err);
	agent_list(f->ui->agent, dir, &f->list, &f->err);
}

static bool is_sheet(const char *name)
{
	static const char *const ends[] = { ".csv", ".tsv", ".txt", ".tab", ".gz", ".xlsx" };
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < COUNT(ends); i++)
		if (strcasecmp(dot, ends[i]) == 0)
			return true;
	return false;
}

static void add(struct importfile *f, const char *name, const char *path, int id, int rank)
{
	GROW(f->entry, f->n, f->cap);
	f->entry[f->n++] = (struct entry){ .name = name, .path = path, .id = id, .rank = rank };
}

/* What begins as typed goes before what only holds it; spreadsheets before folders before all else. */
static void add_listed(struct importfile *f, const char *dir, const char *typed)
{
	for (const char *e = f->list.s; e < f->list.s + f->list.len; e += strlen(e) + 1) {
		const char *name = e + 1;
		bool folder = *e == 'd', begins = strncasecmp(name, typed, strlen(typed)) == 0;

		if (!begins && !text_has(name, typed))
			continue;
		name = arena_printf(&f->arena, "%s%s", name, folder ? "/" : "");
		add(f, name, arena_printf(&f->arena, "%s%s", dir, name), folder ? ID_FOLDER : ID_FILE,
			(str_eq(e + 1, typed) ? 0
				: begins      ? 10
					      : 20) +
				(folder                  ? 1
					: is_sheet(name) ? 0
							 : 2));
	}
}

static void add_recent(struct importfile *f)
{
	const char *path[RECENT_MAX];
	int n = importview_recent(f->ui->session, &f->arena, path, RECENT_MAX);

	for (int i = 0; i < n; i++)
		add(f, path[i], path[i], ID_RECENT, i - RECENT_MAX);
}

static int by_rank(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return x->rank != y->rank ? x->rank - y->rank : strcmp(x->name, y->name);
}

static int find(void *ctx, const char *query, struct picker_row *rows, int max)
{
	struct importfile *f = ctx;
	const char *path, *slash, *dir;
	int n;

	arena_reset(&f->arena);
	f->n = 0;
	path = expand(&f->arena, query);
	slash = strrchr(path, '/');
	dir = arena_strndup(&f->arena, path, slash ? (size_t)(slash + 1 - path) : 0);
	list(f, dir);
	if (!*query) {
		add_recent(f);
		add(f, _("the imports there were ..."), "", ID_LOG, 100);
	}
	add_listed(f, dir, slash ? slash + 1 : path);
	if (f->n)
		qsort(f->entry, (size_t)f->n, sizeof *f->entry, by_rank);
	n = f->n < max ? f->n : max;
	for (int i = 0; i < n; i++)
		rows[i] = (struct picker_row){ .id = i + 1,
			.text = f->entry[i].name,
			.detail = f->entry[i].id == ID_RECENT ? _("lately") : NULL };
	if (!n && f->err.rc && max > 0)
		rows[n++] = (struct picker_row){ .id = 0, .text = f->err.text, .role = C_DIM };
	return n;
}

/* A folder is gone into: the same picker, one level down. */
static void choose(struct ui *ui, void *ctx, const struct picker_row *row)
{
	struct importfile *f = ctx;
	const struct entry *e = row->id > 0 ? &f->entry[row->id - 1] : NULL;
	struct err err = ERR_INIT;
	enum rc rc = RC_OK;

	if (e && e->id == ID_LOG)
		rc = importview_log(ui, &err);
	else if (!e || e->id == ID_FOLDER)
		rc = importfile_open(ui, f->m, e ? e->path : "", &err);
	else
		rc = import_open(ui, f->m, e->path, &err);
	if (rc != RC_OK)
		ui_error(ui, &err);
}

static void close_file(void *ctx)
{
	struct importfile *f = ctx;

	free(f->dir);
	free(f->entry);
	str_free(&f->list);
	arena_free(&f->arena);
	free(f);
}

static const struct picker_ops file_ops = { .find = find, .choose = choose, .close = close_file };

enum rc importfile_open(struct ui *ui, const struct model *m, const char *start, struct err *err)
{
	struct importfile *f = xcalloc(1, sizeof *f);
	char *title = xasprintf(_("spreadsheet of %s: type a path, Enter opens"), _(m->plural));
	struct picker look = { .title = title, .query = start, .width = 72 };
	enum rc rc;

	f->ui = ui;
	f->m = m;
	str_init(&f->list);
	rc = picker_open(ui, &look, &file_ops, f, err);
	free(title);
	return rc;
}
