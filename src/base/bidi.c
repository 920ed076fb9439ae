#include "bidi.h"

#include <fribidi.h>

#include "safe.h"

#define LAM 0x0644
#define FILL 0xFEFF /* what fribidi leaves where the lam of a ligature stood */
#define FEW 256

bool bidi_matters(uint32_t cp)
{
	return (cp >= 0x0590 && cp <= 0x08FF) || cp == 0x200F || (cp >= 0x2066 && cp <= PDI) ||
	       (cp >= 0xFB1D && cp <= 0xFDFF) || (cp >= 0xFE70 && cp <= 0xFEFE) || (cp >= 0x10800 && cp <= 0x10FFF) ||
	       (cp >= 0x1E800 && cp <= 0x1EFFF);
}

bool bidi_ligature(uint32_t a, uint32_t b)
{
	return a == LAM && (b == 0x0622 || b == 0x0623 || b == 0x0625 || b == 0x0627);
}

bool bidi_first_strong(const char *s, size_t n, enum text_dir *dir)
{
	struct safe it = { .s = s, .n = n };
	struct safe_char c;
	int depth = 0;

	while (safe_next(&it, &c)) {
		FriBidiCharType type = fribidi_get_bidi_type(c.cp);

		if (is_isolate(c.cp)) {
			depth++;
		} else if (c.cp == PDI) {
			depth -= depth > 0;
		} else if (!depth && FRIBIDI_IS_STRONG(type)) {
			*dir = FRIBIDI_IS_RTL(type) ? DIR_RTL : DIR_LTR;
			return true;
		}
	}
	return false;
}

/* One element per logical cell, for fribidi; on the stack for all but the longest texts. */
struct para {
	FriBidiChar *cp;
	FriBidiCharType *type;
	FriBidiBracketType *bracket;
	FriBidiLevel *level;
	FriBidiArabicProp *join;
};

struct few {
	FriBidiChar cp[FEW];
	FriBidiCharType type[FEW];
	FriBidiBracketType bracket[FEW];
	FriBidiLevel level[FEW];
	FriBidiArabicProp join[FEW];
};

static void para_open(struct para *p, struct few *few, int n)
{
	size_t count = (size_t)n;

	if (n <= FEW) {
		*p = (struct para){ few->cp, few->type, few->bracket, few->level, few->join };
		return;
	}
	p->cp = xmalloc(count * sizeof *p->cp);
	p->type = xmalloc(count * sizeof *p->type);
	p->bracket = xmalloc(count * sizeof *p->bracket);
	p->level = xmalloc(count * sizeof *p->level);
	p->join = xmalloc(count * sizeof *p->join);
}

static void para_close(struct para *p, struct few *few)
{
	if (p->cp == few->cp)
		return;
	free(p->cp);
	free(p->type);
	free(p->bracket);
	free(p->level);
	free(p->join);
}

/* A whole paragraph, so fribidi has put the white space at its end on the outer side already (rule L1). */
static void shape(struct para *p, int n, enum text_dir dir)
{
	FriBidiParType base = dir == DIR_RTL ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;

	fribidi_get_bidi_types(p->cp, n, p->type);
	fribidi_get_bracket_types(p->cp, n, p->type, p->bracket);
	if (!fribidi_get_par_embedding_levels_ex(p->type, p->bracket, n, &base, p->level))
		abort(); /* fails only when out of memory */
	fribidi_get_joining_types(p->cp, n, p->join);
	fribidi_join_arabic(p->type, n, p->level, p->join);
	fribidi_shape(FRIBIDI_FLAG_SHAPE_MIRRORING | FRIBIDI_FLAGS_ARABIC, p->level, n, p->join, p->cp);
}

/* b takes over the start and the marks of a, with which it makes one cell. */
static void merge(const struct cell *a, struct cell *b)
{
	struct cell both = *b;
	int k = 1;

	both.at = a->at;
	for (int i = 1; i <= CELL_MARKS && a->cp[i]; i++)
		both.cp[k++] = a->cp[i];
	for (int i = 1; i <= CELL_MARKS && b->cp[i] && k <= CELL_MARKS; i++)
		both.cp[k++] = b->cp[i];
	*b = both;
}

/* Takes the shapes and joins ligatures; levels move along with their cells. */
static int take_shapes(struct para *p, struct cell *cell, int n)
{
	int out = 0;

	for (int i = 0; i < n; i++) {
		if (p->cp[i] == FILL && i + 1 < n) {
			merge(&cell[i], &cell[i + 1]);
			continue;
		}
		cell[i].cp[0] = p->cp[i];
		p->level[out] = p->level[i];
		cell[out++] = cell[i];
	}
	return out;
}

int bidi_drop_controls(struct cell *cell, int n)
{
	int out = 0;

	for (int i = 0; i < n; i++)
		if (cell[i].width)
			cell[out++] = cell[i];
	return out;
}

static void reverse(struct cell *cell, int n)
{
	for (int i = 0, j = n - 1; i < j; i++, j--) {
		struct cell c = cell[i];

		cell[i] = cell[j];
		cell[j] = c;
	}
}

/* Rule L2: from the highest level down, what stands at a level or above is reversed. */
static void to_visual(struct cell *cell, const FriBidiLevel *level, int n)
{
	int top = 0;

	for (int i = 0; i < n; i++)
		top = level[i] > top ? level[i] : top;
	for (; top > 0; top--) {
		for (int i = 0, j; i < n; i = j + 1) {
			for (j = i; j < n && level[j] >= top; j++)
				;
			reverse(cell + i, j - i);
		}
	}
}

int bidi_arrange(struct cell *cell, int n, enum text_dir dir, bool reorder)
{
	struct few few;
	struct para p;

	if (!n)
		return 0;
	para_open(&p, &few, n);
	for (int i = 0; i < n; i++)
		p.cp[i] = cell[i].cp[0];
	shape(&p, n, dir);
	n = take_shapes(&p, cell, n);
	if (reorder)
		to_visual(cell, p.level, n);
	para_close(&p, &few);
	return bidi_drop_controls(cell, n); /* only now: they hold apart what must not be reversed together */
}
