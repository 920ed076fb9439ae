#include "base/str.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

char str_empty[1];

static _Noreturn void out_of_memory(void)
{
	static const char msg[] = "crm: out of memory\n";

	(void)!write(2, msg, sizeof msg - 1);
	abort();
}

void *xmalloc(size_t n)
{
	void *p = malloc(n ? n : 1);

	if (!p)
		out_of_memory();
	return p;
}

void *xcalloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		out_of_memory();
	return p;
}

void *xrealloc(void *p, size_t n)
{
	p = realloc(p, n ? n : 1);
	if (!p)
		out_of_memory();
	return p;
}

void *xreallocarray(void *p, size_t n, size_t size)
{
	size_t bytes;

	if (!size_mul(n, size, &bytes))
		out_of_memory();
	return xrealloc(p, bytes);
}

char *xstrdup(const char *s)
{
	return xstrndup(s, strlen(s));
}

char *xstrndup(const char *s, size_t n)
{
	char *p = xmalloc(n + 1);

	memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *xasprintf(const char *fmt, ...)
{
	struct str b = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_addv(&b, fmt, ap);
	va_end(ap);
	return str_take(&b);
}

void str_init(struct str *b)
{
	*b = (struct str)STR_INIT;
}

void str_free(struct str *b)
{
	if (b->cap)
		free(b->s);
	str_init(b);
}

void str_clear(struct str *b)
{
	str_cut(b, 0);
}

void str_cut(struct str *b, size_t len)
{
	if (!b->cap || len >= b->len)
		return;
	b->len = len;
	b->s[len] = '\0';
}

static void reserve(struct str *b, size_t more)
{
	size_t need = b->len + more + 1, cap = b->cap ? b->cap : 32;

	if (need <= b->cap)
		return;
	while (cap < need)
		cap *= 2;
	if (b->cap) {
		b->s = xrealloc(b->s, cap);
	} else {
		b->s = xmalloc(cap);
		b->s[0] = '\0';
	}
	b->cap = cap;
}

void str_add(struct str *b, const char *s)
{
	str_addn(b, s, strlen(s));
}

void str_addn(struct str *b, const char *s, size_t n)
{
	reserve(b, n);
	memcpy(b->s + b->len, s, n);
	b->len += n;
	b->s[b->len] = '\0';
}

char *str_extend(struct str *b, size_t n)
{
	char *at;

	reserve(b, n);
	at = b->s + b->len;
	b->len += n;
	b->s[b->len] = '\0';
	return at;
}

void str_addf(struct str *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	str_addv(b, fmt, ap);
	va_end(ap);
}

void str_addv(struct str *b, const char *fmt, va_list ap)
{
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n <= 0)
		return;
	reserve(b, (size_t)n);
	vsnprintf(b->s + b->len, (size_t)n + 1, fmt, ap);
	b->len += (size_t)n;
}

void str_add_int(struct str *b, int64_t i)
{
	if (i < 0)
		str_addc(b, '-');
	str_add_uint(b, i < 0 ? -(uint64_t)i : (uint64_t)i);
}

void str_add_uint(struct str *b, uint64_t v)
{
	char digits[20];
	size_t at = sizeof digits;

	do
		digits[--at] = (char)('0' + v % 10);
	while (v /= 10);
	str_addn(b, digits + at, sizeof digits - at);
}

void str_add_cp(struct str *b, uint32_t cp)
{
	char out[4];
	size_t n;

	if (cp < 0x80) {
		out[0] = (char)cp;
		n = 1;
	} else if (cp < 0x800) {
		out[0] = (char)(0xc0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3f));
		n = 2;
	} else if (cp < 0x10000) {
		out[0] = (char)(0xe0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		out[2] = (char)(0x80 | (cp & 0x3f));
		n = 3;
	} else {
		out[0] = (char)(0xf0 | cp >> 18);
		out[1] = (char)(0x80 | (cp >> 12 & 0x3f));
		out[2] = (char)(0x80 | (cp >> 6 & 0x3f));
		out[3] = (char)(0x80 | (cp & 0x3f));
		n = 4;
	}
	str_addn(b, out, n);
}

void str_splice(struct str *b, size_t at, size_t n, const char *with, size_t with_len)
{
	reserve(b, with_len);
	memmove(b->s + at + with_len, b->s + at + n, b->len - at - n + 1);
	memcpy(b->s + at, with, with_len);
	b->len = b->len - n + with_len;
}

char *str_take(struct str *b)
{
	char *s = b->cap ? b->s : xstrdup("");

	str_init(b);
	return s;
}

bool str_eq(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

bool str_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool i64_add(int64_t a, int64_t b, int64_t *out)
{
	int64_t r;

	if (__builtin_add_overflow(a, b, &r))
		return false;
	*out = r;
	return true;
}

bool i64_mul(int64_t a, int64_t b, int64_t *out)
{
	int64_t r;

	if (__builtin_mul_overflow(a, b, &r))
		return false;
	*out = r;
	return true;
}

bool size_mul(size_t a, size_t b, size_t *out)
{
	size_t r;

	if (__builtin_mul_overflow(a, b, &r))
		return false;
	*out = r;
	return true;
}

bool i64_parse(const char *s, int64_t *out)
{
	char *end;
	long long v;

	if (!*s || *s == ' ')
		return false;
	errno = 0;
	v = strtoll(s, &end, 10);
	if (errno || *end || end == s)
		return false;
	*out = v;
	return true;
}

uint64_t hash_bytes(const void *p, size_t n)
{
	return hash_more(HASH_START, p, n);
}
