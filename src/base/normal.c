#include "normal.h"

#include <assert.h>

static utf8proc_ssize_t decompose(struct points *p, const char *s, size_t n, size_t room, int options)
{
	return utf8proc_decompose((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, p->cp, (utf8proc_ssize_t)room,
		(utf8proc_option_t)options);
}

void points_decompose(struct points *p, const char *s, size_t n, int options)
{
	utf8proc_ssize_t need;

	p->cp = p->small;
	need = decompose(p, s, n, COUNT(p->small), options);
	assert(need >= 0); /* the callers have checked the bytes */
	if ((size_t)need > COUNT(p->small)) {
		p->cp = xmalloc((size_t)need * sizeof *p->cp);
		decompose(p, s, n, (size_t)need, options);
	}
	p->n = (size_t)need;
}

void points_compose(struct points *p, struct str *out)
{
	utf8proc_ssize_t n =
		utf8proc_normalize_utf32(p->cp, (utf8proc_ssize_t)p->n, UTF8PROC_STABLE | UTF8PROC_COMPOSE);

	assert(n >= 0);
	p->n = (size_t)n;
	for (size_t i = 0; i < p->n; i++)
		str_add_cp(out, (uint32_t)p->cp[i]);
}

void points_free(struct points *p)
{
	if (p->cp != p->small)
		free(p->cp);
}
