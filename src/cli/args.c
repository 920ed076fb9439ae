#include "args.h"

#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "cli.h"

static int find_name(const struct opt *opts, const char *name, size_t n)
{
	for (int i = 0; opts && opts[i].name; i++)
		if (strlen(opts[i].name) == n && strncmp(opts[i].name, name, n) == 0)
			return i;
	return -1;
}

static int find_letter(const struct opt *opts, char letter)
{
	for (int i = 0; opts && opts[i].name; i++)
		if (opts[i].letter && opts[i].letter == letter)
			return i;
	return -1;
}

static bool is_choice(const char *choices, const char *text)
{
	size_t n = strlen(text);

	for (const char *p = choices; *p;) {
		size_t k = strcspn(p, "|");

		if (k == n && strncmp(p, text, n) == 0)
			return true;
		p += k + (p[k] == '|');
	}
	return false;
}

static enum rc unknown(const struct args *a, const char *word, struct err *err)
{
	if (a->command)
		return fail(err, RC_USAGE, NO_FIELD, _("%s: no option %s: crm help %s lists them"), a->command, word,
			a->command);
	return fail(err, RC_USAGE, NO_FIELD, _("no option %s: crm help lists them"), word);
}

static enum rc give(struct args *a, int opt, const char *text, const char *word, struct err *err)
{
	const struct opt *o = opt < 0 ? &global_opts[-1 - opt] : &a->opts[opt];

	if (o->arg && !text)
		return fail(err, RC_USAGE, NO_FIELD, _("%s needs %s after it"), word, o->arg);
	if (!o->arg && text)
		return fail(err, RC_USAGE, NO_FIELD, _("--%s takes no value"), o->name);
	if (o->choices && !is_choice(o->choices, text))
		return fail(err, RC_USAGE, NO_FIELD, _("--%s is one of %s, not \"%s\""), o->name, o->choices, text);
	GROW(a->given, a->n_given, a->cap_given);
	a->given[a->n_given++] = (struct given){ opt, text };
	return RC_OK;
}

/* One option at argv[i]; the value may be the next word. */
static enum rc read_option(struct args *a, int argc, char **argv, int *i, struct err *err)
{
	const char *word = argv[*i], *text = NULL;
	bool is_long = word[1] == '-';
	size_t n = is_long ? strcspn(word + 2, "=") : 1;
	int opt, global = -1;
	const struct opt *o;

	opt = is_long ? find_name(a->opts, word + 2, n) : find_letter(a->opts, word[1]);
	if (opt < 0)
		global = is_long ? find_name(global_opts, word + 2, n) : find_letter(global_opts, word[1]);
	if (opt < 0 && global < 0)
		return unknown(a, word, err);
	o = opt >= 0 ? &a->opts[opt] : &global_opts[global];
	if (is_long && word[2 + n] == '=')
		text = word + 3 + n;
	else if (!is_long && word[2])
		text = word + 2;
	else if (o->arg && *i + 1 < argc)
		text = argv[++*i];
	return give(a, opt >= 0 ? opt : GLOBAL(global), text, word, err);
}

enum rc args_parse(struct args *a, const char *command, const struct opt *opts, int argc, char **argv, bool stop,
	int *used, struct err *err)
{
	bool words = false;
	enum rc rc = RC_OK;
	int i;

	*a = (struct args){ .command = command, .opts = opts };
	for (i = 0; i < argc && rc == RC_OK; i++) {
		if (!words && strcmp(argv[i], "--") == 0) {
			words = true;
		} else if (!words && argv[i][0] == '-' && argv[i][1]) {
			rc = read_option(a, argc, argv, &i, err);
		} else if (stop) {
			break;
		} else {
			GROW(a->word, a->n, a->cap);
			a->word[a->n++] = argv[i];
		}
	}
	if (used)
		*used = i;
	return rc;
}

void args_free(struct args *a)
{
	free(a->word);
	free(a->given);
	*a = (struct args){ 0 };
}

const char *args_text(const struct args *a, int opt)
{
	for (int i = a->n_given; i-- > 0;)
		if (a->given[i].opt == opt)
			return a->given[i].text ? a->given[i].text : "";
	return NULL;
}

bool args_has(const struct args *a, int opt)
{
	return args_text(a, opt) != NULL;
}

bool args_own(const struct args *a)
{
	for (int i = 0; i < a->n_given; i++)
		if (a->given[i].opt >= 0)
			return true;
	return false;
}

int args_all(const struct args *a, int opt, const char **out)
{
	int n = 0;

	for (int i = 0; i < a->n_given; i++)
		if (a->given[i].opt == opt)
			out[n++] = a->given[i].text;
	return n;
}

enum rc args_int(const struct args *a, int opt, int64_t lo, int64_t dflt, int64_t *out, struct err *err)
{
	const char *text = args_text(a, opt);

	*out = dflt;
	if (text && (!i64_parse(text, out) || *out < lo))
		return fail(err, RC_USAGE, NO_FIELD, _("--%s is a number from %lld on, not \"%s\""), a->opts[opt].name,
			(long long)lo, text);
	return RC_OK;
}

int args_choice(const struct args *a, int opt, int dflt)
{
	const char *text = args_text(a, opt);
	int at = 0;

	if (!text)
		return dflt;
	for (const char *p = a->opts[opt].choices; *p; at++) {
		size_t k = strcspn(p, "|");

		if (strlen(text) == k && strncmp(p, text, k) == 0)
			return at;
		p += k + (p[k] == '|');
	}
	return dflt;
}
