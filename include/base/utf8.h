/* UTF-8: strict decoding, validation, and the gate every text passes on its way in. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/* Decodes the code point at s (n bytes left, n > 0). Returns its length in bytes (1-4) and sets *cp; for a maximal bad
 * part returns its length (>= 1) and sets *cp = UTF8_BAD. Overlong forms, surrogates and > 10FFFF are bad. */
#define UTF8_BAD 0xFFFFFFFFu
size_t utf8_decode(const char *s, size_t n, uint32_t *cp);
bool utf8_valid(const char *s, size_t n);
/* Drops, in place, bytes that are no character: what a %.80s or a full buffer cut through. Returns the new length. */
size_t utf8_mend(char *s);
/* The bytes at the start that are printable ASCII. */
size_t utf8_plain_run(const char *s, size_t n);
size_t utf8_count(const char *s, size_t n); /* code points */

/* What may stand in a field (limits count code points; 0 = none). */
struct text_rule {
	size_t max;
	bool lines; /* newline and tab allowed: notes */
};

/* The gate: valid UTF-8, no NUL, no C0 (but \n \t where lines), no DEL, no C1, at most 8 combining marks per base, within
 * max. Refuses with RC_INVALID, err->at the byte offset of the offending character. CRLF counts as \n in notes. */
enum rc text_ok(const char *s, size_t n, const struct text_rule *rule, struct err *err);
/* The same gate for import: appends to out what may stay (bad bytes become U+FFFD, controls are dropped, CRLF becomes \n,
 * a newline or tab where none may stand becomes a space, marks beyond 8 on one base go); returns true when something was
 * changed, line ends of notes aside. Does not shorten. */
bool text_strip(const char *s, size_t n, const struct text_rule *rule, struct str *out);
/* Appends s in NFC. s must be valid UTF-8. */
void text_nfc(const char *s, size_t n, struct str *out);

#endif
