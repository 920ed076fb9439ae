#include "zip.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/i18n.h"
#include "base/str.h"

#define PIECE (64 * 1024)
#define END_BYTES 22 /* of the record at the end, without its comment */
#define COMMENT_MAX 65535
#define CENTRAL_BYTES 46 /* of an entry of the directory, without its name */
#define LOCAL_BYTES 30
#define DIRECTORY_MAX (16 * 1024 * 1024)

static uint32_t get(const unsigned char *p, int n)
{
	uint32_t v = 0;

	for (int i = n - 1; i >= 0; i--)
		v = v << 8 | p[i];
	return v;
}

static bool read_at(int fd, void *to, size_t n, int64_t at)
{
	return pread(fd, to, n, (off_t)at) == (ssize_t)n;
}

/* The record at the end tells where the directory is. */
static bool find_directory(int fd, int64_t *at, int64_t *bytes)
{
	int64_t size = lseek(fd, 0, SEEK_END), n = size < END_BYTES + COMMENT_MAX ? size : END_BYTES + COMMENT_MAX;
	unsigned char *tail = xmalloc((size_t)(n > 0 ? n : 1));
	bool found = false;

	if (n >= END_BYTES && read_at(fd, tail, (size_t)n, size - n))
		for (int64_t i = n - END_BYTES; i >= 0 && !found; i--)
			if (!memcmp(tail + i, "PK\5\6", 4)) {
				found = true;
				*bytes = get(tail + i + 12, 4);
				*at = get(tail + i + 16, 4);
			}
	free(tail);
	return found && *bytes <= DIRECTORY_MAX && *at + *bytes <= size;
}

static size_t take_entry(struct zip *z, const unsigned char *p, size_t left)
{
	size_t name, all;

	if (left < CENTRAL_BYTES || memcmp(p, "PK\1\2", 4))
		return 0;
	name = get(p + 28, 2);
	all = CENTRAL_BYTES + name + get(p + 30, 2) + get(p + 32, 2);
	if (all > left)
		return 0;
	GROW(z->entry, z->n, z->cap);
	z->entry[z->n++] = (struct zip_entry){ .name = xstrndup((const char *)p + CENTRAL_BYTES, name),
		.method = get(p + 8, 2) & 1 ? -1 : (int)get(p + 10, 2), /* the first bit of the flags: it is a secret */
		.packed = get(p + 20, 4),
		.at = get(p + 42, 4) };
	return all;
}

bool zip_open(struct zip *z, int fd)
{
	int64_t at, bytes;
	unsigned char *dir;
	size_t done = 0, k = 1;

	*z = (struct zip){ .fd = fd };
	if (!find_directory(fd, &at, &bytes))
		return false;
	dir = xmalloc((size_t)bytes + 1);
	if (!read_at(fd, dir, (size_t)bytes, at))
		k = 0;
	for (; k; done += k)
		k = take_entry(z, dir + done, (size_t)bytes - done);
	free(dir);
	return z->n > 0;
}

void zip_close(struct zip *z)
{
	for (int i = 0; i < z->n; i++)
		free(z->entry[i].name);
	free(z->entry);
	*z = (struct zip){ .fd = -1 };
}

static const struct zip_entry *find(const struct zip *z, const char *name)
{
	for (int i = 0; i < z->n; i++)
		if (!strcmp(z->entry[i].name, name))
			return &z->entry[i];
	return NULL;
}

bool zip_has(const struct zip *z, const char *name)
{
	return find(z, name) != NULL;
}

struct reading {
	const struct zip *zip;
	int64_t at, left, out, max;
	bool (*take)(void *ctx, const char *s, size_t n);
	void *ctx;
	z_stream z;
	unsigned char in[PIECE], piece[PIECE];
};

static enum rc damaged(struct err *err)
{
	return fail(err, RC_INVALID, NO_FIELD, _("this workbook is damaged or cut short: fetch it again"));
}

static enum rc give(struct reading *r, const unsigned char *s, size_t n, struct err *err)
{
	r->out += (int64_t)n;
	if (r->out > r->max)
		return fail(err, RC_FULL, NO_FIELD, _("this workbook is too large: save the sheet as CSV"));
	if (n && !r->take(r->ctx, (const char *)s, n))
		return fail(err, RC_CANCELLED, NO_FIELD, _("reading was stopped"));
	return RC_OK;
}

static enum rc inflate_input(struct reading *r, bool *end, struct err *err)
{
	enum rc rc;
	int code;

	do {
		r->z.next_out = r->piece;
		r->z.avail_out = PIECE;
		code = inflate(&r->z, Z_NO_FLUSH);
		if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
			return damaged(err);
		rc = give(r, r->piece, PIECE - r->z.avail_out, err);
	} while (rc == RC_OK && code == Z_OK && !r->z.avail_out);
	*end = code == Z_STREAM_END;
	return rc;
}

static enum rc read_entry(struct reading *r, bool stored, struct err *err)
{
	bool end = stored;
	enum rc rc = RC_OK;

	while (r->left && rc == RC_OK) {
		size_t n = r->left < PIECE ? (size_t)r->left : PIECE;

		if (!read_at(r->zip->fd, r->in, n, r->at))
			return damaged(err);
		r->at += (int64_t)n;
		r->left -= (int64_t)n;
		r->z.next_in = r->in;
		r->z.avail_in = (unsigned)n;
		rc = stored ? give(r, r->in, n, err) : inflate_input(r, &end, err);
	}
	return rc == RC_OK && !end ? damaged(err) : rc;
}

enum rc zip_read(const struct zip *z, const char *name, int64_t max, bool (*take)(void *ctx, const char *s, size_t n),
	void *ctx, struct err *err)
{
	const struct zip_entry *e = find(z, name);
	unsigned char local[LOCAL_BYTES];
	struct reading *r;
	enum rc rc;

	if (!e)
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("this workbook has no part %.80s"), name);
	if ((e->method != 0 && e->method != 8) || !read_at(z->fd, local, sizeof local, e->at) ||
		memcmp(local, "PK\3\4", 4))
		return damaged(err);
	r = xcalloc(1, sizeof *r);
	r->zip = z;
	r->at = e->at + LOCAL_BYTES + get(local + 26, 2) + get(local + 28, 2);
	r->left = e->packed;
	r->max = max;
	r->take = take;
	r->ctx = ctx;
	rc = inflateInit2(&r->z, -15) == Z_OK ? read_entry(r, e->method == 0, err) : damaged(err);
	inflateEnd(&r->z);
	free(r);
	return rc;
}
