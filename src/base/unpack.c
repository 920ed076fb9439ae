#include "unpack.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "agent_wire.h"
#include "base/i18n.h"
#include "base/str.h"
#include "xlsx.h"

#define PIECE (64 * 1024)
#define GZIP_WINDOW (15 + 16) /* the largest window, and gzip's own head and sum around the data */

struct unpacking {
	int from, to;
	int64_t out; /* bytes written */
	z_stream z;
	bool end; /* of a member */
	unsigned char in[PIECE], piece[PIECE];
};

static enum rc write_out(struct unpacking *u, size_t n, struct err *err)
{
	u->out += (int64_t)n;
	if (u->out > UNPACK_MAX)
		return fail(err, RC_FULL, NO_FIELD, _("what is in this file is larger than 2 GiB: split it"));
	if (!write_all(u->to, u->piece, n))
		return fail(err, errno == ENOSPC ? RC_FULL : RC_IO, NO_FIELD, _("cannot unpack the spreadsheet: %s"),
			strerror(errno));
	return RC_OK;
}

static enum rc damaged(struct err *err)
{
	return fail(err, RC_INVALID, NO_FIELD, _("this compressed file is damaged or cut short: fetch it again"));
}

/* What stands in z's input. After the end of a member another may follow, or padding, which is nothing. */
static enum rc inflate_input(struct unpacking *u, struct err *err)
{
	enum rc rc = RC_OK;

	while (u->z.avail_in && rc == RC_OK) {
		int code;

		if (u->end && *u->z.next_in != 0x1f) {
			u->z.avail_in = 0;
			return RC_OK;
		}
		if (u->end && inflateReset(&u->z) != Z_OK)
			return damaged(err);
		u->end = false;
		do {
			u->z.next_out = u->piece;
			u->z.avail_out = PIECE;
			code = inflate(&u->z, Z_NO_FLUSH);
			if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
				return damaged(err);
			rc = write_out(u, PIECE - u->z.avail_out, err);
		} while (rc == RC_OK && code == Z_OK && !u->z.avail_out);
		u->end = code == Z_STREAM_END;
	}
	return rc;
}

static enum rc inflate_all(struct unpacking *u, struct err *err)
{
	off_t at = 0;
	enum rc rc = RC_OK;

	while (rc == RC_OK) {
		ssize_t k = pread(u->from, u->in, PIECE, at);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return fail(err, RC_IO, NO_FIELD, _("cannot read the spreadsheet: %s"), strerror(errno));
		if (k == 0)
			return u->end ? RC_OK : damaged(err);
		at += k;
		u->z.next_in = u->in;
		u->z.avail_in = (unsigned)k;
		rc = inflate_input(u, err);
	}
	return rc;
}

int nameless_file(void)
{
	static const char *const dir[] = { "/var/tmp", "/tmp", "." };
	int fd = -1;

	for (size_t i = 0; i < COUNT(dir) && fd < 0; i++)
		fd = open(dir[i], O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	return fd;
}

static enum rc unpack_gzip(int file, int to, struct err *err)
{
	struct unpacking *u = xcalloc(1, sizeof *u);
	enum rc rc;

	u->from = file;
	u->to = to;
	rc = inflateInit2(&u->z, GZIP_WINDOW) == Z_OK ? inflate_all(u, err) : damaged(err);
	inflateEnd(&u->z);
	free(u);
	return rc;
}

enum rc unpack(int file, int *fd, struct err *err)
{
	unsigned char magic[4];
	ssize_t n = pread(file, magic, sizeof magic, 0);
	enum rc rc = RC_OK;
	bool gzip, zip;

	*fd = -1;
	gzip = n >= 3 && magic[0] == 0x1f && magic[1] == 0x8b && magic[2] == Z_DEFLATED;
	zip = n == 4 && !memcmp(magic, "PK\3\4", 4);
	if (!gzip && !zip)
		return RC_OK;
	*fd = nameless_file();
	if (*fd < 0)
		return fail(err, RC_IO, NO_FIELD, _("cannot unpack the spreadsheet: %s"), strerror(errno));
	if (gzip)
		return unpack_gzip(file, *fd, err);
	if (!xlsx_unpack(file, *fd, &rc, err)) { /* an archive of something else */
		close(*fd);
		*fd = -1;
	}
	return rc;
}
