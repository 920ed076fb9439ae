/* Private to record: words and pieces of text that parsing, showing and importing share. */
#ifndef RECORD_VALUE_WORDS_H
#define RECORD_VALUE_WORDS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct session;
struct model;

/* 1 yes, 0 no, -1 neither; folded, in the languages of the office's people. */
int word_yes_no(const char *text);
/* Digits after the point of the office's currency; 2 when it has none yet. */
int money_digits(const struct session *s);
/* s without blanks at the ends (of the end only): NUL-terminated, in the arena where it had to be cut. */
const char *value_trim(struct arena *a, const char *s);
const char *value_trim_end(struct arena *a, const char *s);
/* The next member of a comma list (also ; 、 ، as comma), "quoted, so" with quotes doubled inside; trimmed, in the
 * arena. NULL at the end. */
const char *value_member(struct arena *a, const char **rest);
/* Appends a member so that value_member gives it back. */
void value_add_member(struct str *out, const char *name);
/* "Anna Evans (#122)" names one of several that bear a title: the length of "Anna Evans" and the number; 0: it is not
 * written so. */
size_t title_numbered(const char *text, int64_t *id);
/* The name a record is found by when people call it otherwise: countries go by many names, codes of three letters among
 * them. NULL: none is known. */
const char *ref_other_name(const struct model *m, const char *text);
static inline void err_clear_opt(struct err *err)
{
	if (err)
		err_clear(err);
}

#endif
