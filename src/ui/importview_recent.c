/* Files that came in before: a personal setting, one line each, "SHA-256 PATH", the newest first. */
#include "importview.h"

#include <unistd.h>

#include "base/str.h"

#define KEY "import.recent"
#define BEGUN "import.begun" /* the last one that began, in the same form */
#define KEPT 8
#define SHA_LEN 64

/* The next line of *text; NULL: none. n: its length. */
static const char *next_line(const char **text, size_t *n)
{
	const char *line = *text;

	*n = strcspn(line, "\n");
	*text = line + *n + (line[*n] != '\0');
	return *n > SHA_LEN + 1 ? line : NULL;
}

/* As it is reached from anywhere. Heap. */
static char *absolute(const char *path)
{
	char *dir = *path == '/' ? NULL : getcwd(NULL, 0);
	char *out = dir ? xasprintf("%s/%s", dir, path) : xstrdup(path);

	free(dir);
	return out;
}

void importview_begun(struct importview *iv)
{
	char *path = absolute(iv->path), *line = xasprintf("%s %s", iv->res.sheet.sha256, path);

	if (!strchr(path, '\n'))
		setting_set(iv->s, BEGUN, line, NULL);
	free(line);
	free(path);
}

static const char *path_in(struct session *s, const char *key, struct arena *a, const char *sha256)
{
	char *had = setting_get(s, key);
	const char *rest = had ? had : "", *line, *found = NULL;
	size_t n;

	while (!found && (line = next_line(&rest, &n)))
		if (strncmp(line, sha256, SHA_LEN) == 0)
			found = arena_strndup(a, line + SHA_LEN + 1, n - SHA_LEN - 1);
	free(had);
	return found;
}

const char *importview_path_of(struct session *s, struct arena *a, const char *sha256)
{
	const char *found = path_in(s, BEGUN, a, sha256);

	return found ? found : path_in(s, KEY, a, sha256);
}

void importview_remember(struct importview *iv)
{
	char *had = setting_get(iv->s, KEY), *path = absolute(iv->path);
	const char *rest = had ? had : "", *line;
	struct str now = STR_INIT;
	size_t n;

	str_addf(&now, "%s %s", iv->res.sheet.sha256, path);
	for (int i = 1; i < KEPT && (line = next_line(&rest, &n));)
		if (n - SHA_LEN - 1 != strlen(path) || strncmp(line + SHA_LEN + 1, path, strlen(path)) != 0) {
			str_addf(&now, "\n%.*s", (int)n, line);
			i++;
		}
	if (!strchr(path, '\n'))
		setting_set(iv->s, KEY, now.s, NULL); /* only a convenience: an import is not undone for it */
	str_free(&now);
	free(path);
	free(had);
}

bool importview_known(struct session *s, const char *sha256)
{
	char *had = setting_get(s, KEY);
	bool known = had && strlen(sha256) == SHA_LEN && strstr(had, sha256);

	free(had);
	return known;
}

int importview_recent(struct session *s, struct arena *a, const char **path, int max)
{
	char *had = setting_get(s, KEY);
	const char *rest = had ? had : "", *line;
	size_t n;
	int found = 0;

	while (found < max && (line = next_line(&rest, &n)))
		path[found++] = arena_strndup(a, line + SHA_LEN + 1, n - SHA_LEN - 1);
	free(had);
	return found;
}
