/* Memory that ends the program when there is none, growable strings, checked arithmetic. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Out of memory ends the program (the database holds the truth), so these never return NULL. */
void *xmalloc(size_t n);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t n);
void *xreallocarray(void *p, size_t n, size_t size);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Makes room for one more element in an array of *cap elements that holds n. */
#define GROW(p, n, cap)                                                                                                \
	do {                                                                                                           \
		if ((size_t)(n) >= (size_t)(cap)) {                                                                    \
			(cap) = (cap) ? (cap) * 2 : 8;                                                                 \
			(p) = xreallocarray((p), (size_t)(cap), sizeof *(p));                                          \
		}                                                                                                      \
	} while (0)

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* A growable string. s is never NULL and always ends with NUL; STR_INIT or str_init before use, str_free after. */
struct str {
	char *s;
	size_t len, cap;
};
extern char str_empty[1];
#define STR_INIT { .s = str_empty, .len = 0, .cap = 0 }

void str_init(struct str *b);
void str_free(struct str *b);  /* back to STR_INIT */
void str_clear(struct str *b); /* keeps the memory */
void str_cut(struct str *b, size_t len);
void str_add(struct str *b, const char *s);
void str_addn(struct str *b, const char *s, size_t n);
/* Makes b longer by n bytes and returns where they begin, for the caller to fill at once. */
char *str_extend(struct str *b, size_t n);
static inline void str_addc(struct str *b, char c)
{
	if (b->len + 1 >= b->cap) {
		str_addn(b, &c, 1);
		return;
	}
	b->s[b->len++] = c;
	b->s[b->len] = '\0';
}
void str_addf(struct str *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void str_add_int(struct str *b, int64_t i); /* as %lld, in a tenth of its time */
void str_add_uint(struct str *b, uint64_t v);
void str_addv(struct str *b, const char *fmt, va_list ap);
/* Adds the UTF-8 form of a code point. */
void str_add_cp(struct str *b, uint32_t cp);
/* Replaces the n bytes at offset at by with. */
void str_splice(struct str *b, size_t at, size_t n, const char *with, size_t with_len);
/* The string as heap memory of the caller's; b is empty after. */
char *str_take(struct str *b);

bool str_eq(const char *a, const char *b); /* NULL equals only NULL */
bool str_starts(const char *s, const char *prefix);

/* Checked arithmetic: false when the result does not fit, *out untouched then. */
bool i64_add(int64_t a, int64_t b, int64_t *out);
bool i64_mul(int64_t a, int64_t b, int64_t *out);
bool size_mul(size_t a, size_t b, size_t *out);
/* A whole decimal integer, optional sign, nothing after; false when it is not one or does not fit. */
bool i64_parse(const char *s, int64_t *out);

/* 64-bit FNV-1a, for hash tables in memory only (never stored). */
#define HASH_START UINT64_C(14695981039346656037)
static inline uint64_t hash_more(uint64_t h, const void *p, size_t n)
{
	const unsigned char *c = p;

	for (size_t i = 0; i < n; i++)
		h = (h ^ c[i]) * UINT64_C(1099511628211);
	return h;
}
uint64_t hash_bytes(const void *p, size_t n); /* of all at once */

#endif
