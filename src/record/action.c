#include "record/action.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "record/rights.h"
#include "record/save.h"
#include "record/session.h"
#include "record/value.h"

void action_result_init(struct action_result *r)
{
	memset(r, 0, sizeof *r);
	str_init(&r->message);
}

void action_result_free(struct action_result *r)
{
	str_free(&r->message);
	arena_free(&r->arena);
	free(r->refused);
	free(r->line);
	action_result_init(r);
}

void action_refuse(struct action_result *r, int64_t id, const char *fmt, ...)
{
	struct str text = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_addv(&text, fmt, ap);
	va_end(ap);
	GROW(r->refused, r->n_refused, r->cap_refused);
	r->refused[r->n_refused++] = (struct refusal){ id, arena_strdup(&r->arena, text.s) };
	str_free(&text);
}

void action_line(struct action_result *r, int64_t ref, const char *fmt, ...)
{
	struct str text = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_addv(&text, fmt, ap);
	va_end(ap);
	GROW(r->line, r->n_lines, r->cap_lines);
	r->line[r->n_lines++] = (struct action_line){ ref, arena_strdup(&r->arena, text.s) };
	str_free(&text);
}

void action_tally(struct action_result *r, const char *name, int64_t n)
{
	assert(r->n_tallies < (int)COUNT(r->tally));
	r->tally[r->n_tallies++] = (struct action_tally){ name, n };
}

const struct action *action_find(const struct model *m, const char *name)
{
	for (int i = 0; i < m->n_actions; i++)
		if (strcmp(m->actions[i].name, name) == 0)
			return &m->actions[i];
	return NULL;
}

bool action_applies(struct session *s, const struct model *m, const struct action *a, const struct record *r)
{
	if (!r && !a->none)
		return false;
	return !a->applies || a->applies(s, m, r);
}

static enum rc make_named(struct session *s, struct step *st, const struct field *f, const char *name, struct err *err)
{
	const struct model *m = session_model(s, f->ref);
	struct change title = { .slot = m->title, .val = value_text(name) };
	struct save_options typed = { .typed = true };
	int64_t id = 0;

	return record_save(s, st, m, &id, &title, 1, &typed, err);
}

/* A param is a field without a record type of its own: a model of one field stands in for it. */
enum rc action_param(struct session *s, struct step *st, const struct action *a, int i, const char *text, struct arena *ar,
	struct value *out, struct err *err)
{
	struct model stand_in = { .name = a->name, .label = a->label, .fields = a->params, .n = a->n_params };
	const char *create = NULL;
	enum rc rc = value_parse(s, &stand_in, i, text, ar, out, st ? &create : NULL, err);

	while (rc == RC_OK && create) {
		rc = make_named(s, st, &a->params[i], create, err);
		create = NULL;
		if (rc == RC_OK)
			rc = value_parse(s, &stand_in, i, text, ar, out, &create, err);
	}
	return rc;
}

static enum rc check_params(struct session *s, const struct action *a, const struct value *param, struct err *err)
{
	struct model stand_in = { .name = a->name, .label = a->label, .fields = a->params, .n = a->n_params };
	enum rc rc = RC_OK;

	for (int i = 0; i < a->n_params && rc == RC_OK; i++) {
		if ((a->params[i].flags & F_REQUIRED) && param[i].kind == VAL_NULL)
			return fail(err, RC_INVALID, i, _("%s: %s is needed"), _(a->label), _(a->params[i].label));
		rc = value_check(s, &stand_in, i, &param[i], err);
	}
	return rc;
}

static void default_message(const struct action *a, struct action_result *out)
{
	if (!out->message.len)
		str_addf(&out->message, _("%s: %d done"), _(a->label), out->done);
	if (out->n_refused)
		str_addf(&out->message, _(", %d refused: %s"), out->n_refused, out->refused[0].why);
}

static enum rc run(struct session *s, struct step *st, const struct model *m, const struct action *a, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	enum rc rc = RC_OK;

	if (n > 0 || a->none)
		rc = a->run(s, st, m, id, n, param, out, err);
	if (rc == RC_OK) {
		default_message(a, out);
		step_label(st, out->message.s);
	}
	return rc;
}

static enum rc run_alone(struct session *s, const struct model *m, const struct action *a, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	struct step st;
	enum rc rc = step_open(s, _(a->label), &st, err);

	return rc == RC_OK ? step_close(&st, run(s, &st, m, a, id, n, param, out, err), err) : rc;
}

/* Who may not work on one of many is told so and the others are done. A deed on one record is refused as a whole. */
static enum rc allowed(struct session *s, const struct model *m, const struct action *a, const int64_t *id, int n, int64_t *out,
	int *n_out, struct action_result *res, struct err *err)
{
	enum verb v = a->comment ? V_SEE : V_EDIT;
	struct err why = ERR_INIT;

	*n_out = 0;
	if (n == 0)
		return authz(s, a->comment ? V_SEE : V_CREATE, m, 0, NO_FIELD, err);
	if (n == 1) {
		out[(*n_out)++] = id[0];
		return authz(s, v, m, id[0], NO_FIELD, err);
	}
	for (int i = 0; i < n; i++) {
		if (authz(s, v, m, id[i], NO_FIELD, &why) == RC_OK)
			out[(*n_out)++] = id[i];
		else
			action_refuse(res, id[i], "%s", why.text);
	}
	return RC_OK;
}

enum rc action_run_in(struct session *s, struct step *st, const struct model *m, const struct action *a, const int64_t *id,
	int n, const struct value *param, struct action_result *out, struct err *err)
{
	int64_t *ids = xcalloc((size_t)n + 1, sizeof *ids);
	enum rc rc = check_params(s, a, param, err);

	if (rc == RC_OK && n > 1 && !a->many)
		rc = fail(err, RC_INVALID, NO_FIELD, _("%s works on one record at a time"), _(a->label));
	if (rc == RC_OK && n == 0 && !a->none)
		rc = fail(err, RC_INVALID, NO_FIELD, _("%s needs a record"), _(a->label));
	if (rc == RC_OK)
		rc = allowed(s, m, a, id, n, ids, &n, out, err);
	if (rc == RC_OK)
		rc = st ? run(s, st, m, a, ids, n, param, out, err) : run_alone(s, m, a, ids, n, param, out, err);
	free(ids);
	return rc;
}

enum rc action_run(struct session *s, const struct model *m, const struct action *a, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	return action_run_in(s, NULL, m, a, id, n, param, out, err);
}
