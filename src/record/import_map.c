/* Which column is which field. Every column gets candidates with a cost, cheapest first; a field is given once. */
#include "import_private.h"

#include <stdio.h>

#include "base/fold.h"
#include "base/i18n.h"
#include "headers.h"

/* A seat is a field, or one part of it ("first_name" of the name). */
struct candidate {
	int cost, col, slot;
	const char *role, *match, *concept;
};
struct candidates {
	struct candidate *c;
	int n, cap;
};

enum cost {
	COST_OWN = 0,
	COST_EXACT = 100,
	COST_LABEL = 200,
	COST_PREFIX = 300,
	COST_FUZZY = 400,
	COST_VAGUE = 50,
	COST_MEANING = 1000
};
#define COST_PART 30 /* a part of a name yields to what is wholly this */

bool import_takes(const struct field *f)
{
	return f->type != FT_FORMULA && f->type != FT_LINES && !(f->flags & F_NO_IMPORT);
}

bool import_synonym(const struct field *f, const char *synonym)
{
	for (const char *const *p = f->synonyms; p && *p; p++)
		if (!strcmp(*p, synonym))
			return true;
	return false;
}

/* The part of "@first_name+last_name" that is the concept; NULL: none. */
static const char *part_of(const char *synonym, const char *concept)
{
	size_t n = strlen(concept);

	for (const char *p = synonym; p && *p; p = strchr(p, '+')) {
		p++;
		if (!strncmp(p, concept, n) && (!p[n] || p[n] == '+'))
		return concept;
	}
	return NULL;
}

/* The rank of the tie between a field and a concept: 0 by name, 1.. by synonym, -1 none. *role: of a part. */
static int tie(const struct field *f, const char *concept, const char **role)
{
	*role = NULL;
	if (!import_takes(f))
		return -1;
	if (!strcmp(f->name, concept))
		return 0;
	for (int i = 0; f->synonyms && f->synonyms[i]; i++) {
		const char *synonym = f->synonyms[i];

		if (*synonym != '@')
			continue;
		if (!strcmp(synonym + 1, concept))
			return i + 1;
		if (strchr(synonym, '+') && (*role = part_of(synonym, concept)))
			return i + COST_PART;
	}
	return -1;
}

int import_tied(const struct model *m, const char *concept)
{
	const char *role;
	int best = -1, at = -1;

	for (int slot = 0; slot < m->n; slot++) {
		int rank = tie(&m->fields[slot], concept, &role);

		if (rank >= 0 && !role && (at < 0 || rank < best)) {
			best = rank;
			at = slot;
		}
	}
	return at;
}

static void offer(struct candidates *all, struct candidate c)
{
	GROW(all->c, all->n, all->cap);
	all->c[all->n++] = c;
}

/* im: the file, NULL for a header by itself. A header with other meanings yields to one that has only this. */
static void offer_concepts(
	struct candidates *all, const struct model *m, const struct import *im, int col, const char *normal)
{
	const char *concept[HEADER_MEANINGS], *match, *role;
	int n = header_concepts(normal, concept, &match);
	int base = (*match == 's' ? COST_EXACT : *match == 'p' ? COST_PREFIX : COST_FUZZY) + (n > 1 ? COST_VAGUE : 0);
	const char *meant = im && n > 1 ? import_meant(im, col, concept, n) : NULL;

	for (int i = 0; i < n; i++)
		for (int slot = 0; slot < m->n; slot++) {
			int rank = tie(&m->fields[slot], concept[i], &role);
			int order = meant ? strcmp(meant, concept[i]) ? i + 1 : 0 : i;

			if (role && i && order)
				continue; /* half a name, where nothing speaks for it, would hide the whole one */
			if (rank >= 0)
				offer(all, (struct candidate){ .cost = base + order * COST_MEANING + rank,
						   .col = col,
						   .slot = slot,
						   .role = role,
						   .match = match,
						   .concept = concept[i] });
		}
}

static bool named(const struct field *f, const char *normal, bool label)
{
	struct str key = STR_INIT;
	bool same;

	header_normal(label ? _(f->label) : f->name, &key);
	same = !strcmp(key.s, normal);
	if (!same && label) {
		str_clear(&key);
		header_normal(f->label, &key);
		same = !strcmp(key.s, normal);
	}
	str_free(&key);
	return same;
}

static void offer_names(struct candidates *all, const struct model *m, int col, const char *normal)
{
	for (int slot = 0; slot < m->n; slot++) {
		const struct field *f = &m->fields[slot];

		if (!import_takes(f) || (f->flags & F_READONLY && slot != SYS_CREATED_AT))
			continue;
		if (import_synonym(f, normal))
			offer(all,
				(struct candidate){ .cost = COST_EXACT, .col = col, .slot = slot, .match = "synonym" });
		if (named(f, normal, true))
			offer(all,
				(struct candidate){ .cost = COST_LABEL, .col = col, .slot = slot, .match = "exact" });
		if (named(f, normal, false) && slot != SYS_ID)
			offer(all, (struct candidate){
					   .cost = COST_LABEL + 1, .col = col, .slot = slot, .match = "exact" });
	}
}

static void offer_header(
	struct candidates *all, const struct model *m, const struct import *im, int col, const char *header, const char *normal,
	bool own)
{
	int slot = own ? model_slot(m, header) : -1, before = all->n;

	if (slot >= 0 && import_takes(&m->fields[slot]))
		offer(all, (struct candidate){ .cost = COST_OWN, .col = col, .slot = slot, .match = "exact" });
	if (own || !*normal || *header == '_')
		return;
	offer_concepts(all, m, im, col, normal);
	if (all->n == before) /* what people mean by a word goes before what we call a field */
		offer_names(all, m, col, normal);
}

static int by_cost(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->cost != y->cost)
		return x->cost - y->cost;
	return x->col != y->col ? x->col - y->col : x->slot - y->slot;
}

static bool taken(const struct import *im, int slot, const char *role)
{
	for (int i = 0; i < im->n_cols; i++)
		if (im->col[i].slot == slot &&
			(role ? im->col[i].role == role || str_eq(im->col[i].role, role) : !im->col[i].role))
			return true;
	return false;
}

static void seat(struct column *c, int slot, const char *role, const char *match, const char *concept)
{
	c->slot = slot;
	c->role = role;
	c->match = match;
	c->concept = concept;
}

static void assign(struct import *im, const struct candidates *all)
{
	for (int i = 0; i < all->n; i++) {
		const struct candidate *c = &all->c[i];

		if (im->col[c->col].slot < 0 && !taken(im, c->slot, c->role))
			seat(&im->col[c->col], c->slot, c->role, c->match, c->concept);
	}
}

static int free_slot(const struct import *im, enum field_type kind)
{
	for (int slot = SYS_N; slot < im->m->n; slot++)
		if (im->m->fields[slot].type == kind && import_takes(&im->m->fields[slot]) && !taken(im, slot, NULL))
			return slot;
	return -1;
}

/* A second e-mail or phone goes to the next field of that kind. */
static void assign_seconds(struct import *im, const struct candidates *all)
{
	for (int i = 0; i < all->n; i++) {
		const struct candidate *c = &all->c[i];
		enum field_type kind = im->m->fields[c->slot].type;
		int slot;

		if (im->col[c->col].slot >= 0 || c->cost >= COST_MEANING || (kind != FT_EMAIL && kind != FT_PHONE))
			continue;
		slot = free_slot(im, kind);
		if (slot >= 0)
			seat(&im->col[c->col], slot, NULL, c->match, c->concept);
	}
}

static bool mostly(const struct column *c, int64_t n)
{
	return c->filled > 0 && n * 10 >= c->filled * 7;
}

/* What stands in the cells outvotes the header: e-mails are an e-mail, whatever is written above. */
static void assign_content(struct import *im)
{
	for (int i = 0; i < im->n_cols; i++) {
		struct column *c = &im->col[i];
		enum field_type now = c->slot >= 0 ? im->m->fields[c->slot].type : FT_N;
		int slot;

		if (c->fixed || *c->header == '_' || !mostly(c, c->email) || now == FT_EMAIL || now == FT_NOTE || now == FT_REF ||
			now == FT_REFS)
			continue;
		slot = free_slot(im, FT_EMAIL);
		if (slot >= 0 && (c->slot >= 0 || !im->out->sheet.header_line || slot == import_tied(im->m, "email")))
			seat(c, slot, NULL, "content", NULL);
	}
	for (int i = 0; i < im->n_cols; i++) {
		struct column *c = &im->col[i];
		enum field_type now = c->slot >= 0 ? im->m->fields[c->slot].type : FT_N;
		int slot = free_slot(im, FT_PHONE);
		bool misplaced = now == FT_EMAIL || now == FT_URL || now == FT_DATE ||
				 (now == FT_N && !im->out->sheet.header_line);

		if (!c->fixed && misplaced && mostly(c, c->phone) && slot >= 0)
			seat(c, slot, NULL, "content", NULL);
	}
}

/* Without headers the first column of words is who it is about. */
static void assign_words(struct import *im)
{
	int slot = import_tied(im->m, "full_name");

	if (slot < 0)
		slot = im->m->title;
	for (int i = 0; i < im->n_cols && !taken(im, slot, NULL); i++) {
		struct column *c = &im->col[i];

		if (c->slot < 0 && !c->fixed && c->filled && !mostly(c, c->phone) && !c->comma && !c->point && c->sample[0] &&
			!(*c->sample[0] >= '0' && *c->sample[0] <= '9'))
			seat(c, slot, NULL, "content", NULL);
	}
}

static enum rc assign_given(struct import *im)
{
	for (int i = 0; i < im->opt->n_map; i++) {
		const char *eq = strchr(im->opt->map[i], '=');
		struct str normal = STR_INIT;
		char *name;
		int slot, at = -1;

		if (!eq)
			return fail(im->err, RC_USAGE, NO_FIELD, _("--map %.80s: write FIELD=HEADER"), im->opt->map[i]);
		name = xstrndup(im->opt->map[i], (size_t)(eq - im->opt->map[i]));
		slot = model_slot(im->m, name);
		free(name);
		if (slot < 0 || !import_takes(&im->m->fields[slot]))
			return fail(im->err, RC_USAGE, NO_FIELD, _("--map %.80s: %s has no such field"),
				im->opt->map[i], im->m->name);
		header_normal(eq + 1, &normal);
		for (int c = im->n_cols - 1; c >= 0; c--)
			if (!strcmp(im->col[c].header, eq + 1) || (at < 0 && !strcmp(im->col[c].normal, normal.s)))
				at = c;
		str_free(&normal);
		if (at < 0)
			return fail(im->err, RC_USAGE, NO_FIELD, _("--map %.80s: the file has no such column"),
				im->opt->map[i]);
		seat(&im->col[at], slot, NULL, "given", NULL);
		im->col[at].fixed = true;
	}
	return RC_OK;
}

/* Our files are known by their header set: every header is a field's exact name, and one at least is a name that others
 * do not use, or both a field and what its name means elsewhere are there. */
enum import_own import_own_headers(const struct model *m, const struct column *col, int n)
{
	bool sure = false, doubt = false;

	for (int i = 0; i < n; i++) {
		const char *concept[HEADER_MEANINGS], *match;
		int slot = model_slot(m, col[i].header), foreign;

		if (*col[i].header == '_')
			continue;
		if (slot < 0)
			return OWN_NOT;
		if (!header_concepts(col[i].normal, concept, &match) || *match != 's') {
			sure = true;
			continue;
		}
		foreign = import_tied(m, concept[0]);
		if (foreign < 0 || foreign == slot)
			continue;
		doubt = true;
		for (int k = 0; k < n; k++)
			if (model_slot(m, col[k].header) == foreign)
				sure = true;
	}
	return sure || !doubt ? OWN_SURE : OWN_MAYBE;
}

/* "name,company,tags" may be ours, where name is a title, or another's, where it is a person. It is ours when it is written
 * as our export writes, and what stands under the doubtful headers are no names of persons. */
static bool is_own(const struct import *im)
{
	enum import_own own = im->out->sheet.header_line ? import_own_headers(im->m, im->col, im->n_cols) : OWN_NOT;

	if (own != OWN_MAYBE)
		return own == OWN_SURE;
	if (!im->out->sheet.quoted_header)
		return false;
	for (int i = 0; i < im->n_cols; i++)
		if (model_slot(im->m, im->col[i].header) == im->m->title && import_of_persons(&im->col[i]))
			return false;
	return true;
}

static struct target *target_of(struct import *im, int slot)
{
	for (int i = 0; i < im->n_targets; i++)
		if (im->target[i].slot == slot)
			return &im->target[i];
	im->target = xreallocarray(im->target, (size_t)im->n_targets + 1, sizeof *im->target);
	im->target[im->n_targets] = (struct target){ .slot = slot, .col = -1 };
	return &im->target[im->n_targets++];
}

static int column_of(const struct import *im, const char *concept, size_t n)
{
	for (int i = 0; i < im->n_cols; i++)
		if (im->col[i].slot >= 0 && im->col[i].concept && !strncmp(im->col[i].concept, concept, n) &&
			!im->col[i].concept[n])
			return i;
	for (int i = 0; im->own && i < im->n_cols; i++)
		if (im->col[i].slot >= 0 && !strncmp(im->col[i].header, concept, n) && !im->col[i].header[n])
			return i;
	return -1;
}

/* A field with parts is filled by them where its own column is missing or blank. */
static void join_parts(struct import *im, int slot, const char *synonym)
{
	struct target t = { .slot = slot, .col = -1 };

	for (const char *p = synonym + 1; *p;) {
		size_t n = strcspn(p, "+");
		int col = column_of(im, p, n);

		if (col >= 0 && t.n_parts < PARTS)
			t.part[t.n_parts++] = col;
		p += n + (p[n] == '+');
	}
	if (t.n_parts) {
		struct target *to = target_of(im, slot);

		t.col = to->col;
		*to = t;
	}
}

static int by_slot(const void *a, const void *b)
{
	return ((const struct target *)a)->slot - ((const struct target *)b)->slot;
}

static void make_targets(struct import *im)
{
	for (int i = 0; i < im->n_cols; i++)
		if (im->col[i].slot >= 0 && !im->col[i].role)
			target_of(im, im->col[i].slot)->col = i;
	for (int slot = SYS_N; slot < im->m->n; slot++)
		for (const char *const *p = im->m->fields[slot].synonyms; p && *p; p++)
			if (**p == '@' && strchr(*p, '+') && import_takes(&im->m->fields[slot]))
				join_parts(im, slot, *p);
	if (im->n_targets) /* a file with no column that we know has none */
		qsort(im->target, (size_t)im->n_targets, sizeof *im->target, by_slot);
}

static void find_roles(struct import *im)
{
	const struct model *m = im->m;

	im->key = m->title;
	for (int slot = SYS_N; slot < m->n; slot++)
		if (import_synonym(&m->fields[slot], "@key"))
			im->key = slot;
	im->company = import_tied(m, "company");
	im->person = import_tied(m, "full_name");
	im->salutation = import_tied(m, "salutation");
	im->first_name = import_tied(m, "first_name");
	im->last_name = import_tied(m, "last_name");
	im->notes = import_tied(m, "notes");
	im->tags = import_tied(m, "tags");
	if (im->tags >= 0 && m->fields[im->tags].type != FT_REFS)
		im->tags = -1;
	im->external = model_slot(m, "external_id");
	if (im->notes >= 0 && m->fields[im->notes].type != FT_NOTE)
		im->notes = -1;
}

enum rc import_map(struct import *im)
{
	struct candidates all = { .n = 0 };
	enum rc rc;

	im->own = is_own(im);
	find_roles(im);
	rc = assign_given(im);
	if (rc == RC_OK)
		rc = import_choose(im);
	if (rc == RC_OK)
		rc = import_columns_given(im, false);
	if (rc != RC_OK)
		return rc;
	import_saved_apply(im);
	for (int i = 0; i < im->n_cols; i++)
		if (im->col[i].slot < 0 && !im->col[i].fixed)
			offer_header(&all, im->m, im, i, im->col[i].header, im->col[i].normal, im->own);
	if (all.n)
		qsort(all.c, (size_t)all.n, sizeof *all.c, by_cost);
	assign(im, &all);
	if (!im->own) {
		assign_seconds(im, &all);
		assign_content(im);
	}
	if (!im->out->sheet.header_line)
		assign_words(im);
	free(all.c);
	rc = import_columns_given(im, true);
	import_phone_columns(im);
	for (int i = 0; i < im->n_cols; i++) {
		struct column *c = &im->col[i];

		c->keep = c->fixed ? c->kept
				   : !im->own && c->slot < 0 && *c->header != '_' && c->filled * 20 > im->data_rows;
	}
	make_targets(im);
	return rc;
}

int import_header(const struct model *m, const char *header, bool own, const char **role, const char **match)
{
	struct candidates all = { .n = 0 };
	struct str normal = STR_INIT;
	int slot = -1;

	*role = NULL;
	*match = "none";
	header_normal(header, &normal);
	offer_header(&all, m, NULL, 0, header, normal.s, own);
	if (all.n) {
		qsort(all.c, (size_t)all.n, sizeof *all.c, by_cost);
		slot = all.c[0].slot;
		*role = all.c[0].role;
		*match = all.c[0].match;
	}
	free(all.c);
	str_free(&normal);
	return slot;
}
