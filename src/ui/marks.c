#include "base/str.h"
#include "ui/records.h"

/* Where id stands, or would stand. */
static int place_of(const struct marks *m, int64_t id)
{
	int low = 0, high = m->n;

	while (low < high) {
		int mid = low + (high - low) / 2;

		if (m->id[mid] < id)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool marks_has(const struct marks *m, int64_t id)
{
	int at = place_of(m, id);

	return at < m->n && m->id[at] == id;
}

void marks_toggle(struct marks *m, int64_t id)
{
	int at = place_of(m, id);

	if (at < m->n && m->id[at] == id) {
		m->n--;
		memmove(&m->id[at], &m->id[at + 1], (size_t)(m->n - at) * sizeof *m->id);
		return;
	}
	GROW(m->id, m->n, m->cap);
	memmove(&m->id[at + 1], &m->id[at], (size_t)(m->n - at) * sizeof *m->id);
	m->id[at] = id;
	m->n++;
}

void marks_clear(struct marks *m)
{
	m->n = 0;
}

void marks_free(struct marks *m)
{
	free(m->id);
	*m = (struct marks){ .id = NULL };
}
