/* Rows beside the header line that belong to it: a row of groups above it ("Contact" over "Name" and "Phone"), headers
 * that take two rows, and a row of units below it ("(EUR)", "kg", "dd.mm.yyyy"). None of them is a record. */
#include <ctype.h>
#include <string.h>

#include "base/i18n.h"
#include "base/money.h"
#include "base/str.h"
#include "encoding.h"
#include "sheet.h"
#include "sniff.h"

#define UNIT_MAX 24 /* bytes of what stands in brackets */

/* "dd.mm.yyyy", "YYYY-MM-DD", "hh:mm": letters of a calendar, at least two of a kind. */
static bool is_pattern(const char *s)
{
	size_t n = strlen(s);

	if (n < 3 || n > UNIT_MAX || strspn(s, "dDmMyYhHsSjJaAtT/.-: ") != n)
		return false;
	return strpbrk(s, "/.-: ") && strpbrk(s, "dDjJhH") && strpbrk(s, "mM");
}

/* "(EUR)", "[kg]": no more than a word or two, and nothing of it a value. */
static bool is_bracketed(const char *s)
{
	size_t n = strlen(s);

	if (n < 3 || n > UNIT_MAX)
		return false;
	if (!(*s == '(' && s[n - 1] == ')') && !(*s == '[' && s[n - 1] == ']'))
		return false;
	return !strpbrk(s, "@0123456789");
}

static bool is_unit(const char *s)
{
	return is_bracketed(s) || is_pattern(s) || (strlen(s) == 3 && isupper((unsigned char)*s) && currency_find(s)) ||
	       sheet_unit(s);
}

/* Every filled cell is a unit, one of them of a column that holds values. */
static bool says_units(const struct grid *g, int at)
{
	const struct grid_record *r = &g->record[at];
	int filled = 0, counted = 0;

	for (int i = 0; i < r->n; i++) {
		if (r->type[i] == CELL_EMPTY)
			continue;
		if (!is_unit(r->cell[i]))
			return false;
		filled++;
		counted += grid_values_below(g, at, i);
	}
	return filled && counted;
}

static int filled_cells(const struct grid_record *r)
{
	int n = 0;

	for (int i = 0; i < r->n; i++)
		n += r->type[i] != CELL_EMPTY;
	return n;
}

static bool has_values(const struct grid_record *r)
{
	for (int i = 0; i < r->n; i++)
		if (cell_is_value(r->type[i]))
			return true;
	return false;
}

static bool knows_both(const char *a, const char *b)
{
	struct str both = STR_INIT;
	bool known;

	str_addf(&both, "%s %s", a, b);
	known = *a && *b && sheet_known(both.s);
	str_free(&both);
	return known;
}

/* The second row of a header: nothing but text over values, most of it known as headers, alone or with the row above.
 */
static bool goes_on(const struct grid *g, int at)
{
	const struct grid_record *top = &g->record[at - 1], *r = &g->record[at];
	int known = 0, contrast = 0, filled = filled_cells(r);

	if (filled < 2 || has_values(r) || r->n > top->n)
		return false;
	for (int i = 0; i < r->n; i++) {
		if (r->type[i] == CELL_EMPTY)
			continue;
		known += sheet_known(r->cell[i]) || knows_both(top->cell[i], r->cell[i]);
		contrast += grid_values_below(g, at, i);
	}
	return known >= 2 && known * 5 >= filled * 3 && contrast;
}

static bool repeats(const struct grid_record *r, int col)
{
	for (int i = 0; i < r->n; i++)
		if (i != col && r->type[i] != CELL_EMPTY && str_eq(r->cell[i], r->cell[col]))
			return true;
	return false;
}

/* A row of groups: fewer cells, each over the first of its columns, where headers that stand twice are told apart by
 * it. */
static bool groups(const struct grid *g, int at)
{
	const struct grid_record *top = &g->record[at], *r = &g->record[at + 1];
	const char *group = "";
	int filled = filled_cells(top), told = 0;

	if (filled < 2 || filled >= filled_cells(r) || has_values(top) || top->n > r->n + 1)
		return false;
	for (int i = 0; i < r->n && i < top->n; i++) {
		group = top->type[i] == CELL_EMPTY ? group : top->cell[i];
		told += r->type[i] != CELL_EMPTY && repeats(r, i) && knows_both(group, r->cell[i]);
	}
	return told > 0;
}

static int record_at(const struct grid *g, int64_t line)
{
	for (int i = 0; i < g->n; i++)
		if (g->record[i].line == line)
			return i;
	return -1;
}

/* What a person says stays: two rows take the one below along, whatever stands in it. */
static void look_below(const struct grid *g, int at, const struct sheet_options *opt, struct sheet_info *info)
{
	bool two = opt->header_rows == 2;

	if (at + 1 >= g->n)
		return;
	if (says_units(g, at + 1) || (two && has_values(&g->record[at + 1]))) {
		info->units_line = g->record[at + 1].line;
	} else if (two || (opt->header_line < 0 && goes_on(g, at + 1))) {
		info->head_line = g->record[at].line;
		info->header_line = g->record[at + 1].line;
	}
}

void head_find(const struct grid *g, const struct sheet_options *opt, struct sheet_info *info)
{
	int at = info->header_line ? record_at(g, info->header_line) : -1;

	if (at < 0 || opt->header_rows == 1)
		return;
	look_below(g, at, opt, info);
	if (opt->header_line < 0 && opt->header_rows != 2 && !info->head_line && at > 0 && groups(g, at - 1))
		info->head_line = g->record[at - 1].line;
	if (info->units_line)
		sheet_warn(info, _("line %lld is read as units of the columns: --header-rows 1 makes it a row"),
			(long long)info->units_line);
	if (info->head_line)
		sheet_warn(info, _("lines %lld and %lld are read as one header: --header-rows 1 reads one line alone"),
			(long long)info->head_line, (long long)info->header_line);
}

/* The better of two names of a column: both together where they are known so, else the lower where it stands alone. */
static const char *header_of(const char *group, const char *top, const char *cell, bool twice, struct str *both)
{
	str_clear(both);
	if (!*cell)
		return top;
	str_addf(both, "%s %s", group, cell);
	if (!*group || (!twice && !knows_both(group, cell) && sheet_known(cell)))
		return cell;
	if (*top && !sheet_known(both->s) && sheet_known(top) && !twice)
		return top;
	return both->s;
}

void head_join(const char *const *top, int n, const struct csv_record *r, struct str *text)
{
	struct str both = STR_INIT;
	const char *group = "";

	for (int i = 0; i < r->n; i++) {
		const char *over = i < n ? top[i] : "", *name;
		bool twice = false;

		group = *over ? over : group;
		for (int k = 0; k < r->n && !twice; k++)
			twice = k != i && *r->cell[i] && str_eq(r->cell[k], r->cell[i]);
		name = header_of(group, over, r->cell[i], twice, &both);
		str_addn(text, name, strlen(name) + 1);
	}
	str_free(&both);
}
