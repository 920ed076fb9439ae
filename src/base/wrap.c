#include "arrange.h"

struct paragraph paragraph_at(const char *s, size_t n, size_t at)
{
	const char *before = at ? memrchr(s, '\n', at) : NULL;
	const char *after = at < n ? memchr(s + at, '\n', n - at) : NULL;
	struct paragraph p = { .from = before ? (size_t)(before - s) + 1 : 0, .to = n };

	if (after) {
		p.to = (size_t)(after - s);
		p.next = p.to + 1;
		if (p.to > p.from && s[p.to - 1] == '\r')
			p.to--;
	}
	return p;
}

/* The lines found so far. */
struct wrap {
	struct text_line *line;
	int n, max, cols;
};

static void emit(struct wrap *w, size_t from, size_t to)
{
	if (w->n < w->max)
		w->line[w->n] = (struct text_line){ .from = from, .to = to };
	w->n++;
}

static bool is_space(const struct cell *c)
{
	return c->cp[0] == ' ' || c->cp[0] == 0x3000;
}

/* A line of one paragraph in the making; all are indices of cells. */
struct wrap_state {
	int start;       /* first cell of the line */
	int end, resume; /* the last place to break: the line ends before end, the next begins at resume; resume > start
			  */
	int width;       /* of the cells since start, spaces at the end left out */
	int spaces;      /* width of the spaces after those */
};

/* Where a line may end before cell i: after spaces, or beside a wide character. */
static void note_break(struct wrap_state *st, const struct layout *l, int i)
{
	const struct cell *c = l->cell + i;

	if (i == st->start)
		return;
	if (is_space(c - 1)) {
		int end = i - 1;

		while (end > st->start && is_space(l->cell + end - 1))
			end--;
		st->end = end;
		st->resume = i;
	} else if (c->width == 2 || c[-1].width == 2) {
		st->end = st->resume = i;
	}
}

/* Ends the line before cell i, at the last place that allows it, else right there. */
static void break_line(struct wrap *w, struct wrap_state *st, const struct layout *l, int i)
{
	if (st->resume <= st->start)
		st->end = st->resume = i;
	emit(w, l->cell[st->start].at, l->cell[st->end].at);
	st->start = st->resume;
	st->width = st->spaces = 0;
	for (int k = st->start; k < i; k++) /* no spaces here: they would be a later break */
		st->width += l->cell[k].width;
}

static void wrap_paragraph(struct wrap *w, const struct layout *l, struct paragraph p)
{
	struct wrap_state st = { 0 };
	int last = l->n;

	for (int i = 0; i < l->n; i++) {
		const struct cell *c = l->cell + i;

		if (is_space(c)) {
			st.spaces += c->width;
			continue;
		}
		note_break(&st, l, i);
		if (st.width + st.spaces + c->width > w->cols && i > st.start)
			break_line(w, &st, l, i);
		st.width += st.spaces + c->width;
		st.spaces = 0;
	}
	if (!l->n) {
		emit(w, p.from, p.to);
		return;
	}
	if (st.width + st.spaces > w->cols)
		while (last > st.start && is_space(l->cell + last - 1))
			last--;
	emit(w, l->cell[st.start].at, last < l->n ? l->cell[last].at : p.to);
}

int text_wrap(const char *s, size_t n, int cols, struct text_line *line, int max)
{
	struct wrap w = { .line = line, .max = max, .cols = cols < 1 ? 1 : cols };
	struct layout l = LAYOUT_INIT;
	struct paragraph p = { 0 };

	do {
		p = paragraph_at(s, n, p.next);
		layout_logical(&l, s, p.from, p.to, text_dir(s + p.from, p.to - p.from));
		wrap_paragraph(&w, &l, p);
	} while (p.next);
	layout_free(&l);
	return w.n;
}
