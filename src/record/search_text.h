/* What is looked for, and in what: folded text cut into words, and folded text without blanks. */
#ifndef RECORD_SEARCH_TEXT_H
#define RECORD_SEARCH_TEXT_H

#include "base/arena.h"
#include "base/str.h"
#include "record/model.h"

struct record;
struct session;
struct sql;

/* Appends each word of folded text with a blank before it. Scripts written without blanks (Chinese, Japanese, ...) give
 * every pair of neighbouring letters, and the last letter alone, so that one or two letters anywhere are a word's
 * start. */
void search_words(const char *folded, size_t n, struct str *out);
/* The two columns of a record's row: a line a field, the title first. Empty when the record has no text. */
void search_columns(const struct record *r, struct str *text, struct str *nospace);

/* One word a person typed. */
struct term {
	const char *text;  /* folded, without blanks */
	int letters;       /* code points */
	const char *match; /* for the index: of trigrams where letters >= 3, else of words by prefix */
	const char *start; /* letters < 3: what the row's text must hold, " w" */
};
#define TERMS_MAX 16
/* Cuts what was typed into terms (a phrase is one); punctuation alone is none. Returns their number. */
int search_terms(const char *typed, bool phrase, struct term *out, struct arena *a);
#define PREFIX_MOST 3 /* letters of a beginning that the index of words has at hand; longer ones it puts together first */
/* "w1"* AND "w2"*: all terms as beginnings of words; NULL when one of them has no word. most: letters of a word that are asked
 * for, 0 for all; *cut, where not NULL, says whether any was longer. */
const char *search_prefixes(const struct term *t, int n, int most, bool *cut, struct arena *a);

/* Does a searched field of the type hide from this person? Then the index alone may not answer. */
bool search_conceals(struct session *s, const struct model *m);
/* " AND ..." that the fields the person sees hold the terms. */
void search_terms_sql(struct sql *q, const struct model *m, const struct term *t, int n, const char *alias);

#endif
