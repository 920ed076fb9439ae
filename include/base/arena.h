/* An arena: memory of one page or request, freed at once. A record copies its text into its arena, never borrows. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_chunk;
struct arena {
	struct arena_chunk *head;
	size_t used; /* bytes handed out of head */
};
#define ARENA_INIT { .head = NULL, .used = 0 }

void *arena_alloc(struct arena *a, size_t n); /* zeroed, aligned for any type */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void arena_reset(struct arena *a); /* everything handed out is gone; one chunk is kept for the next page */
void arena_free(struct arena *a);

#endif
