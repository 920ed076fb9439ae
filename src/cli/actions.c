/* The actions of the record types as commands: names, order of words and help come from their tables. */
#include "record/action.h"
#include "record/journal.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>

#include "assign.h"
#include "base/i18n.h"
#include "page.h"
#include "table.h"

/* The words of a usage line, as "ID... --reason R [--note T]" or "ID STAGE". */
struct shape {
	bool id, many;
	int positional[16]; /* params given by place */
	int n;
	int needed; /* of them, those without brackets */
};

static int find_param(const struct action *a, const char *word, size_t n)
{
	for (int i = 0; i < a->n_params; i++) {
		const char *name = a->params[i].name;
		size_t k = 0;

		while (k < n && name[k] &&
			(tolower((unsigned char)word[k]) == name[k] || (word[k] == '-' && name[k] == '_')))
			k++;
		if (k == n && !name[k])
			return i;
	}
	return -1;
}

void action_usage(const struct action *a, struct str *out)
{
	if (a->usage) {
		str_add(out, a->usage);
		return;
	}
	str_add(out, a->none && !a->many ? "" : a->many ? "ID..." : "ID");
	for (int i = 0; i < a->n_params; i++)
		str_addf(out, a->params[i].flags & F_REQUIRED ? "%s--%s %s" : "%s[--%s %s]", out->len ? " " : "",
			a->params[i].name, "VALUE");
}

static void read_shape(const struct action *a, struct shape *out)
{
	struct str usage = STR_INIT;
	const char *word;
	size_t n;
	bool value = false; /* the word names what the option before takes */

	*out = (struct shape){ 0 };
	action_usage(a, &usage);
	for (word = usage.s; *word; word += n) {
		bool optional = false;
		int param;

		word += strspn(word, " ");
		n = strcspn(word, " ");
		for (; *word == '['; word++, n--)
			optional = true;
		param = find_param(a, word, strcspn(word, " ].,"));
		if (n >= 2 && strncmp(word, "ID", 2) == 0 && !isalnum((unsigned char)word[2])) {
			out->many = out->many || out->id || n > 2;
			out->id = true;
		} else if (!value && *word != '-' && param >= 0 && out->n < (int)COUNT(out->positional)) {
			out->positional[out->n++] = param;
			out->needed += !optional;
		}
		value = *word == '-' && !memchr(word, ']', n);
	}
	str_free(&usage);
}

/* ---- which one is meant ---- */

struct found {
	const struct action *action;
	const struct model *model;
};

static struct found find_in(const struct model *m, const char *name)
{
	return (struct found){ m ? action_find(m, name) : NULL, m };
}

static int count_models(const struct registry *r, const char *name, struct found *last, struct str *names)
{
	int n = 0;

	for (int i = 0; i < registry_count(r); i++) {
		struct found f = find_in(registry_at(r, i), name);

		if (!f.action)
			continue;
		*last = f;
		str_addf(names, "%s%s", n++ ? ", " : "", f.model->name);
	}
	return n;
}

/* The record type may be named first; else it is the only one that has the action, or the one that is meant by default.
 */
static enum rc find_action(
	struct cli *c, const char *name, const char *first, struct found *out, bool *named, struct err *err)
{
	struct str names = STR_INIT;
	struct found last = { 0 };
	int n = count_models(cli_registry(c), name, &last, &names);
	enum rc rc = RC_OK;

	*out = find_in(first ? registry_find(cli_registry(c), first) : NULL, name);
	*named = out->action != NULL;
	if (!out->action)
		*out = n == 1 ? last : find_in(target_default(c), name);
	if (!n)
		rc = fail(err, RC_NOT_FOUND, NO_FIELD, _("no command \"%s\""), name);
	else if (!out->action)
		rc = fail(err, RC_USAGE, NO_FIELD, _("%s: of which record type? crm %s MODEL ..., MODEL is one of %s"),
			name, name, names.s);
	str_free(&names);
	return rc;
}

/* ---- options from params ---- */

#define OPTIONS_OWN 2 /* --format and --preview after those of the params */

/* A yes/no param is an option by itself unless the usage gives it a value ("--won yes|no"). */
static bool is_switch(const struct action *a, const struct field *f)
{
	struct str name = STR_INIT;
	const char *at;
	bool value;

	str_addf(&name, "--%s ", f->name);
	at = a->usage ? strstr(a->usage, name.s) : NULL;
	value = at && at[name.len] && !strchr("[-", at[name.len]);
	str_free(&name);
	return field_kind(f) == FT_BOOL && !value;
}

static struct opt *make_options(const struct action *a, struct arena *arena)
{
	struct opt *o = arena_alloc(arena, (size_t)(a->n_params + OPTIONS_OWN + 1) * sizeof *o);

	for (int i = 0; i < a->n_params; i++) {
		char *name = arena_strdup(arena, a->params[i].name), *arg = arena_strdup(arena, a->params[i].name);

		for (char *p = name; *p; p++)
			*p = *p == '_' ? '-' : *p;
		for (char *p = arg; *p; p++)
			*p = (char)toupper((unsigned char)*p);
		o[i] = (struct opt){ .name = name,
			.arg = is_switch(a, &a->params[i]) ? NULL : arg,
			.help = a->params[i].help ? a->params[i].help : a->params[i].label };
	}
	o[a->n_params] = (struct opt){ "format", 0, "FORMAT", "text|json", N_("how the result is printed") };
	if (a->preview)
		o[a->n_params + 1] = (struct opt){ "preview", 0, NULL, NULL, N_("show what it would do") };
	return o;
}

/* ---- running ---- */

struct call {
	struct cli *c;
	const struct action *action;
	const struct model *model;
	const struct args *args;
	struct shape shape;
	int64_t *id;
	int n;
	struct value *param;
	struct step *step; /* in which names are made that nobody has; NULL: they are refused */
	struct arena arena;
};

static enum rc wrong_use(const struct call *k, const char *what, struct err *err)
{
	struct str usage = STR_INIT;

	action_usage(k->action, &usage);
	fail(err, RC_USAGE, NO_FIELD, _("%s: %s: crm %s %s"), k->action->name, what, k->action->name, usage.s);
	str_free(&usage);
	return RC_USAGE;
}

static enum rc read_param(struct call *k, int i, const char *text, struct err *err)
{
	enum rc rc = action_param(k->c->s, k->step, k->action, i, text, &k->arena, &k->param[i], err);
	char why[sizeof err->text];

	if (rc != RC_INVALID)
		return rc;
	memcpy(why, err->text, sizeof why);
	return fail(err, rc, NO_FIELD, "%s: %.480s", k->action->params[i].name, why);
}

/* Options first, then words by place, then what the action itself proposes. */
static enum rc read_params(
	struct call *k, const char *const *by_place, int n_by_place, const struct record *r, struct err *err)
{
	enum rc rc = RC_OK;
	int place = 0;

	for (int i = 0; i < k->shape.n && place < n_by_place && rc == RC_OK; i++)
		if (!args_has(k->args, k->shape.positional[i]))
			rc = read_param(k, k->shape.positional[i], by_place[place++], err);
	if (rc == RC_OK && place < n_by_place)
		return wrong_use(k, _("too many words"), err);
	for (int i = 0; i < k->action->n_params && rc == RC_OK; i++) {
		const struct field *f = &k->action->params[i];
		const char *text = args_text(k->args, i);

		if (text)
			rc = read_param(k, i, is_switch(k->action, f) ? "yes" : text, err);
		else if (k->param[i].kind != VAL_NULL ||
			 (k->action->prefill && k->action->prefill(k->c->s, r, i, &k->arena, &k->param[i])))
			continue;
		else if (f->dflt)
			rc = read_param(k, i, f->dflt, err);
		else if (f->flags & F_REQUIRED) {
			char *what = xasprintf(_("%s is needed"), f->name);

			rc = wrong_use(k, what, err);
			free(what);
		}
	}
	return rc;
}

/* Records that are not there end it before anything is done; those it does not fit are refused one by one. */
static enum rc read_ids(struct call *k, const char *const *word, int n, struct record **first,
	struct action_result *out, struct err *err)
{
	enum rc rc = RC_OK;

	k->id = arena_alloc(&k->arena, (size_t)(n + 1) * sizeof *k->id);
	for (int i = 0; i < n && rc == RC_OK; i++) {
		struct record *r = NULL;
		int64_t id;

		rc = target_id(k->c, k->model, word[i], &id, err);
		if (rc == RC_OK)
			rc = record_load(k->c->s, k->model, id, &k->arena, &r, err);
		if (rc != RC_OK)
			break;
		if (!action_applies(k->c->s, k->model, k->action, r)) {
			action_refuse(out, id, _("not as it stands: crm show %s %" PRId64 " tells its stage and state"),
				k->model->name, id);
			continue;
		}
		k->id[k->n++] = id;
		if (!*first)
			*first = r;
	}
	return rc;
}

static void put_lines(const struct call *k, const struct action_result *res, struct str *out)
{
	for (int i = 0; i < res->n_lines; i++) {
		const struct action_line *l = &res->line[i];
		const struct model *m = l->ref ? registry_no(k->c->s->reg, REF_MODEL(l->ref)) : NULL;

		if (m)
			str_addf(out, "  %s %" PRId64 ": ", m->name, REF_ID(l->ref));
		else
			str_add(out, "  ");
		put_data(k->c, out, l->text);
		str_addc(out, '\n');
	}
}

static void put_lines_json(const struct call *k, const struct action_result *res, struct str *out)
{
	for (int i = 0; i < res->n_tallies; i++)
		str_addf(out, ",\"%s\":%" PRId64, res->tally[i].name, res->tally[i].n);
	if (!res->n_tallies)
		return;
	str_add(out, ",\"lines\":[");
	for (int i = 0; i < res->n_lines; i++) {
		const struct action_line *l = &res->line[i];
		const struct model *m = l->ref ? registry_no(k->c->s->reg, REF_MODEL(l->ref)) : NULL;

		str_add(out, i ? ",{\"ref\":" : "{\"ref\":");
		if (m)
			str_addf(out, "\"%s/%" PRId64 "\"", m->name, REF_ID(l->ref));
		else
			str_add(out, "null");
		str_add(out, ",\"text\":");
		json_text(out, l->text, strlen(l->text));
		str_addc(out, '}');
	}
	str_addc(out, ']');
}

static void print_result(const struct call *k, const struct action_result *res)
{
	struct str out = STR_INIT;
	char *remark = session_remark_take(k->c->s);

	if (args_choice(k->args, k->action->n_params, 0) == 0) {
		/* where all were refused the reasons below say it */
		if (res->message.len && (res->done || !res->n_refused)) {
			put_data(k->c, &out, res->message.s);
			str_addc(&out, '\n');
		}
		if (remark) {
			put_data(k->c, &out, remark);
			str_addc(&out, '\n');
		}
		put_lines(k, res, &out);
	} else {
		str_addf(&out, "{\"done\":%d,\"message\":", res->done);
		json_text(&out, res->message.s, res->message.len);
		str_add(&out, ",\"ref\":");
		if (res->ref && registry_no(k->c->s->reg, REF_MODEL(res->ref)))
			str_addf(&out, "\"%s/%" PRId64 "\"", registry_no(k->c->s->reg, REF_MODEL(res->ref))->name,
				REF_ID(res->ref));
		else
			str_add(&out, "null");
		str_add(&out, ",\"refused\":[");
		for (int i = 0; i < res->n_refused; i++) {
			str_addf(&out, "%s{\"id\":%" PRId64 ",\"why\":", i ? "," : "", res->refused[i].id);
			json_text(&out, res->refused[i].why, strlen(res->refused[i].why));
			str_addc(&out, '}');
		}
		str_addc(&out, ']');
		if (remark) {
			str_add(&out, ",\"remark\":");
			json_text(&out, remark, strlen(remark));
		}
		put_lines_json(k, res, &out);
		str_add(&out, "}\n");
	}
	print_str(&out);
	str_free(&out);
	free(remark);
	for (int i = 0; i < res->n_refused; i++)
		complain("%s: %s %" PRId64 ": %s", k->action->name, k->model->name, res->refused[i].id,
			res->refused[i].why);
}

static enum rc perform(struct call *k, struct action_result *res, struct err *err)
{
	struct session *s = k->c->s;
	const struct action *a = k->action;

	if (k->n == 0 && res->n_refused)
		return RC_OK;
	if (a->preview && args_has(k->args, a->n_params + 1))
		return a->preview(s, k->model, k->id, k->n, k->param, res, err);
	return action_run_in(s, k->step, k->model, a, k->id, k->n, k->param, res, err);
}

static bool may_make(const struct call *k)
{
	const struct action *a = k->action;

	if (a->preview && args_has(k->args, a->n_params + 1))
		return false;
	for (int i = 0; i < a->n_params; i++)
		if (a->params[i].flags & F_CREATE_REF)
			return true;
	return false;
}

static enum rc read_and_perform(struct call *k, const char *const *by_place, int n, const struct record *first,
	struct action_result *res, struct err *err)
{
	enum rc rc = read_params(k, by_place, n, first, err);

	return rc == RC_OK ? perform(k, res, err) : rc;
}

/* A name that nobody has is made in the deed's own step, so that one undo takes both back. */
static enum rc make_and_perform(struct call *k, const char *const *by_place, int n, const struct record *first,
	struct action_result *res, struct err *err)
{
	struct step st;
	enum rc rc = step_open(k->c->s, _(k->action->label), &st, err);

	if (rc != RC_OK)
		return rc;
	k->step = &st;
	rc = step_close(&st, read_and_perform(k, by_place, n, first, res, err), err);
	k->step = NULL;
	return rc;
}

/* word: after the record type, if that was named. */
static enum rc call(struct call *k, const char *const *word, int n, struct err *err)
{
	int place = 0, n_ids;
	struct action_result res;
	struct record *first = NULL;
	enum rc rc;

	read_shape(k->action, &k->shape);
	for (int i = 0; i < k->shape.needed; i++)
		place += !args_has(k->args, k->shape.positional[i]);
	n_ids = !k->shape.id ? 0 : k->shape.many ? n - place : n > 0 ? 1 : 0;
	if (n_ids < 0 || (n_ids == 0 && k->shape.id && !k->action->none))
		return wrong_use(k, _("something is missing"), err);
	action_result_init(&res);
	k->param = arena_alloc(&k->arena, (size_t)(k->action->n_params + 1) * sizeof *k->param);
	rc = read_ids(k, word, n_ids, &first, &res, err);
	if (rc == RC_OK)
		rc = (may_make(k) ? make_and_perform : read_and_perform)(k, word + n_ids, n - n_ids, first, &res, err);
	if (rc == RC_OK) {
		print_result(k, &res);
		k->c->exit = res.n_refused ? 1 : k->c->exit;
	}
	action_result_free(&res);
	return rc;
}

enum rc action_command(struct cli *c, const char *name, int argc, char **argv, struct err *err)
{
	struct call k = { .c = c };
	struct found f;
	struct args a = { 0 };
	bool named, answered = false;
	enum rc rc = find_action(c, name, argc ? argv[0] : NULL, &f, &named, err);

	if (rc != RC_OK)
		return rc;
	rc = args_parse(&a, name, make_options(f.action, &k.arena), argc - named, argv + named, false, NULL, err);
	if (rc == RC_OK)
		rc = cli_ready(c, &a, name, &answered, err);
	if (rc == RC_OK && !answered)
		rc = check_caller(NULL, err);
	if (rc == RC_OK && !answered)
		rc = session_need(c, err);
	if (rc == RC_OK && !answered) {
		k.model = session_model(c->s, f.model->name);
		k.action = f.action;
		k.args = &a;
		rc = call(&k, a.word, a.n, err);
	}
	args_free(&a);
	arena_free(&k.arena);
	return rc;
}

/* ---- for help ---- */

void action_each(
	const struct registry *r, void (*fn)(void *ctx, const struct action *a, const struct model *m), void *ctx)
{
	for (int i = 0; i < registry_count(r); i++) {
		const struct model *m = registry_at(r, i);

		for (int k = 0; k < m->n_actions; k++) {
			bool seen = command_find(m->actions[k].name) != NULL;

			for (int j = 0; j < i && !seen; j++)
				seen = action_find(registry_at(r, j), m->actions[k].name) != NULL;
			if (!seen)
				fn(ctx, &m->actions[k], m);
		}
	}
}

enum rc action_help(struct cli *c, const char *name, struct str *out, struct err *err)
{
	struct arena arena = ARENA_INIT;
	struct str names = STR_INIT, usage = STR_INIT;
	struct found f = { 0 };
	int n = count_models(cli_registry(c), name, &f, &names);

	if (n) {
		action_usage(f.action, &usage);
		str_addf(out, "crm %s%s %s\n\n%s\n", name, n > 1 ? _(" [MODEL]") : "", usage.s,
			_(f.action->help ? f.action->help : f.action->label));
		str_addf(out, _("MODEL: %s\n"), names.s);
		page_options(out, make_options(f.action, &arena));
	}
	str_free(&names);
	str_free(&usage);
	arena_free(&arena);
	return n ? RC_OK : fail(err, RC_USAGE, NO_FIELD, _("no command \"%s\": crm help lists them"), name);
}
