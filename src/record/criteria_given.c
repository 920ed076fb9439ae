#include "criteria_tree.h"
#include "record/session.h"
#include "record/value.h"

static bool plain(const struct criteria *c)
{
	const struct field *f = path_field(&c->path);

	return c->kind == CRIT_TEST && c->op == OP_EQ && c->path.n == 1 && c->n_args == 1 && field_stored(f);
}

void criteria_given(
	struct session *s, const struct criteria *c, void (*fn)(void *ctx, int slot, const struct value *v), void *ctx)
{
	struct value v;

	if (!c)
		return;
	for (int i = 0; c->kind == CRIT_AND && i < c->n; i++)
		criteria_given(s, c->kid[i], fn, ctx);
	if (c->kind != CRIT_TEST || !plain(c))
		return;
	switch (c->arg[0].kind) {
	case OPD_INT: v = VALUE_INT(c->arg[0].i); break;
	case OPD_TEXT: v = value_text(c->arg[0].s); break;
	case OPD_ME: v = VALUE_INT(s->user); break;
	default: return;
	}
	fn(ctx, c->path.slot[0], &v);
}
