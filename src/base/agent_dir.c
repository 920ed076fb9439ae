/* What stands in a directory, for the completion of paths. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent_wire.h"
#include "base/i18n.h"

/* 'd' or 'f'; 0 for what no one could import. Links count as what they lead to. */
static char kind_of(DIR *dir, const char *name)
{
	struct stat st;

	if (fstatat(dirfd(dir), name, &st, 0))
		return 0;
	return S_ISDIR(st.st_mode) ? 'd' : S_ISREG(st.st_mode) ? 'f' : 0;
}

enum rc agent_dir_list(const char *path, struct str *out, struct err *err)
{
	DIR *dir = opendir(*path ? path : ".");
	const struct dirent *e;
	int n = 0;

	if (!dir)
		return fail(err, errno_rc(errno), NO_FIELD, _("cannot look into %s: %s"), path, strerror(errno));
	while (n < AGENT_LIST_MAX && (e = readdir(dir))) {
		char kind = *e->d_name == '.' ? 0 : kind_of(dir, e->d_name);

		if (!kind)
			continue;
		str_addc(out, kind);
		str_addn(out, e->d_name, strlen(e->d_name) + 1);
		n++;
	}
	closedir(dir);
	return RC_OK;
}
