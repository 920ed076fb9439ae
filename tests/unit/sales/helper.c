#include "helper.h"

#include <stdio.h>
#include <unistd.h>

#include "record/record.h"
#include "record/value.h"

struct session *office_new(const struct office *o)
{
	char path[64];
	struct session *s = NULL;
	struct err err = ERR_INIT;
	clock_fix(T0);
	snprintf(path, sizeof path, "/tmp/crm-sales-test-%ld.db", (long)getpid());
	unlink(path);
	struct session_options opt = { .path = path, .login = "sara", .create = true };
	if (session_open(o, &opt, &s, &err) != RC_OK)
		fail_msg("%s", err.text);
	return s;
}

void office_end(struct session *s)
{
	char *path = xstrdup(db_path(s->db));
	session_close(s);
	unlink(path);
	free(path);
}

static enum rc parse(struct session *s, const struct model *m, const char *lines, struct change *ch, int *n,
	struct arena *a, struct err *err)
{
	enum rc rc = RC_OK;
	char *text = arena_strdup(a, lines), *save = NULL;
	for (char *line = strtok_r(text, "\n", &save); line && rc == RC_OK; line = strtok_r(NULL, "\n", &save)) {
		char *eq = strchr(line, '=');
		assert_non_null(eq);
		*eq = '\0';
		ch[*n] = (struct change){ .slot = model_slot(m, line), .op = CH_SET };
		if (ch[*n].slot < 0)
			fail_msg("%s has no field %s", m->name, line);
		rc = value_parse(s, m, ch[*n].slot, eq + 1, a, &ch[*n].val, NULL, err);
		(*n)++;
	}
	return rc;
}

int64_t put(struct session *s, const char *model, int64_t id, const char *lines, struct err *err)
{
	const struct model *m = session_model(s, model);
	struct change ch[24];
	struct arena a = ARENA_INIT;
	struct step st;
	int n = 0;
	enum rc rc = parse(s, m, lines, ch, &n, &a, err);
	if (rc == RC_OK)
		rc = step_open(s, "test", &st, err);
	if (rc == RC_OK)
		rc = step_close(&st, record_save(s, &st, m, &id, ch, n, NULL, err), err);
	arena_free(&a);
	return rc == RC_OK ? id : 0;
}

int64_t must(struct session *s, const char *model, int64_t id, const char *lines)
{
	struct err err = ERR_INIT;
	id = put(s, model, id, lines, &err);
	if (!id)
		fail_msg("%s: %s: %s", model, lines, err.text);
	return id;
}

const char *get(struct session *s, const char *model, int64_t id, const char *field)
{
	static struct str kept[4] = { STR_INIT, STR_INIT, STR_INIT, STR_INIT };
	static int turn;
	struct str *out = &kept[turn++ % 4];
	const struct model *m = session_model(s, model);
	int slot = model_slot(m, field);
	struct arena a = ARENA_INIT;
	struct record *r;
	struct err err = ERR_INIT;
	if (slot < 0)
		fail_msg("%s has no field %s", model, field);
	if (record_load(s, m, id, &a, &r, &err) != RC_OK)
		fail_msg("%s", err.text);
	struct value v = r->val[slot];
	if (m->fields[slot].formula)
		m->fields[slot].formula(s, r, &v);
	str_clear(out);
	value_show(s, m, slot, &v, NULL, SHOW_EXPORT, out);
	arena_free(&a);
	return out->s;
}

int act(struct session *s, const char *model, const char *action, int64_t id, const char *const *params, char why[200])
{
	const struct model *m = session_model(s, model);
	const struct action *a = action_find(m, action);
	struct action_result out;
	struct value val[8] = { { .kind = VAL_NULL } };
	struct arena ar = ARENA_INIT;
	struct err err = ERR_INIT;
	assert_non_null(a);
	action_result_init(&out);
	for (int i = 0; params && i < a->n_params; i++)
		if (params[i] && action_param(s, NULL, a, i, params[i], &ar, &val[i], &err) != RC_OK)
			fail_msg("%s: %s", action, err.text);
	if (action_run(s, m, a, &id, 1, val, &out, &err) != RC_OK)
		fail_msg("%s: %s", action, err.text);
	if (why)
		snprintf(why, 200, "%s", out.n_refused ? out.refused[0].why : "");
	int done = out.done;
	action_result_free(&out);
	arena_free(&ar);
	return done;
}

void undo(struct session *s)
{
	struct undo_result r;
	struct err err = ERR_INIT;
	if (step_undo(s, 0, &r, &err) != RC_OK)
		fail_msg("undo: %s", err.text);
	assert_int_equal(r.kept, 0);
}

int64_t count(struct session *s, const char *sql)
{
	return db_get_int(s->db, -1, sql, "");
}
