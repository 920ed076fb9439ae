/* Files of words that people add to data/headers.tsv and data/choices.tsv. Only imports need them, so they are read when
 * the first one begins: a file that is broken stops nothing else. */
#include "words.h"

#include "base/i18n.h"
#include "base/str.h"
#include "choices.h"
#include "headers.h"
#include "import_private.h"

#define WORDS_MAX ((size_t)1 << 20) /* bytes of a file */

static const char kept[] = "files of words";

struct files {
	char **path;
	int n, cap, read; /* read: that many are in the dictionary */
};

static void release(void *p)
{
	struct files *f = p;

	for (int i = 0; i < f->n; i++)
		free(f->path[i]);
	free(f->path);
	free(f);
}

const char *words_line(char *line)
{
	size_t n = strlen(line);

	if (n && line[n - 1] == '\r')
		line[n - 1] = 0;
	return *line == '#' ? "" : line;
}

void import_words_from(struct session *s, const char *path)
{
	struct files *f = session_kept(s, kept);

	if (!f) {
		f = xcalloc(1, sizeof *f);
		session_keep(s, kept, f, release);
	}
	GROW(f->path, f->n, f->cap);
	f->path[f->n++] = xstrdup(path);
}

static bool is_of_choices(const char *file)
{
	static const char name[] = "choices.tsv";
	size_t n = strlen(file);

	return n >= sizeof name - 1 && !strcmp(file + n - (sizeof name - 1), name);
}

enum rc import_words(const char *file, const char *text, size_t n, struct err *err)
{
	return is_of_choices(file) ? choice_words(file, text, n, err) : header_words(file, text, n, err);
}

static enum rc read_file(struct session *s, const char *path, struct err *err)
{
	struct str text = STR_INIT;
	struct err why = ERR_INIT;
	enum rc rc = agent_read(s->agent, path, WORDS_MAX, &text, &why);

	if (rc == RC_OK)
		rc = agent_words(s->agent, path, text.s, text.len, err);
	else if (rc == RC_NOT_FOUND)
		rc = RC_OK;
	else
		rc = fail(err, rc, NO_FIELD, _("%s: mend it or take it away, then import again"), why.text);
	str_free(&text);
	return rc;
}

enum rc import_words_read(struct session *s, struct err *err)
{
	struct files *f = session_kept(s, kept);
	enum rc rc = RC_OK;

	while (f && f->read < f->n && rc == RC_OK) {
		rc = read_file(s, f->path[f->read], err);
		f->read += rc == RC_OK;
	}
	return rc;
}
