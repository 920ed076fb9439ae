/* Any encoding to UTF-8, piece by piece. */
#ifndef SRC_BASE_DECODE_H
#define SRC_BASE_DECODE_H

#include <iconv.h>
#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

/* Drops a byte-order mark at the start and every NUL. A bad byte is read as windows-1252 in UTF-8, and becomes U+FFFD
 * in any other encoding. */
struct charset {
	bool utf8, started;
	size_t unit; /* bytes to leave out where they mean nothing: 2 in UTF-16, so that the rest stays aligned */
	iconv_t cd;
	struct str carry; /* an unfinished character at the end of the last piece */
	struct str text;  /* decoded, before marks and NULs are taken out */
	int64_t bad;      /* bytes that stood for nothing */
	int64_t given;    /* bytes of UTF-8 handed out so far */
	int64_t *repair;  /* where in them bad bytes of UTF-8 were replaced, ascending; [first, n) are not yet asked for
			   */
	int first, n_repairs, cap_repairs;
};

/* RC_INVALID when the system does not know the encoding. */
enum rc charset_open(struct charset *d, const char *encoding, struct err *err);
/* Appends to out. last: nothing follows, so that an unfinished character is bad. */
void charset_feed(struct charset *d, const char *s, size_t n, bool last, struct str *out);
/* Whether a replacement stands before end; those are then forgotten, so end must not go back. Past 65,536 that nobody
 * asked for, further ones are only counted in bad. */
bool charset_repaired(struct charset *d, int64_t end);
void charset_close(struct charset *d);

#endif
