#include "record/panel.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/str.h"

void panel_lines_init(struct panel_lines *p)
{
	*p = (struct panel_lines){ .arena = ARENA_INIT };
}

void panel_lines_free(struct panel_lines *p)
{
	arena_free(&p->arena);
	free(p->line);
	panel_lines_init(p);
}

struct panel_line *panel_add(struct panel_lines *p, const char *fmt, ...)
{
	struct str text = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_addv(&text, fmt, ap);
	va_end(ap);
	GROW(p->line, p->n, p->cap);
	p->line[p->n] = (struct panel_line){ .text = arena_strndup(&p->arena, text.s, text.len) };
	str_free(&text);
	return &p->line[p->n++];
}
