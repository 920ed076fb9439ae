/* The line that shows the way through the first steps. How far a person came is her setting "tour": 0 not begun, n the
 * n-th step.
 */
#include <stdio.h>

#include "base/i18n.h"
#include "record/session.h"
#include "ui/first.h"

static int reached(struct session *s)
{
	char *text = setting_get(s, "tour");
	int64_t n = 0;

	if (!text || !i64_parse(text, &n) || n < 0 || n > 1000)
		n = 0;
	free(text);
	return (int)n;
}

static void show(struct ui *ui, const struct first *f, int n)
{
	ui_banner(ui, C_GOOD, n > 0 && n <= f->n_step ? _(f->step[n - 1].text) : NULL);
}

/* "go:import" is met by the action go with that argument, "undo" by any undo. */
static bool meets(const char *until, const struct act *a)
{
	size_t name = strlen(a->action->name);

	for (const char *p = until; *p;) {
		size_t n = strcspn(p, " "), head = strcspn(p, " :");

		if (head == name && strncmp(p, a->action->name, name) == 0 &&
			(head == n ||
				(strlen(a->arg) == n - head - 1 && strncmp(p + head + 1, a->arg, n - head - 1) == 0)))
			return true;
		p += n + (p[n] == ' ');
	}
	return false;
}

static void acted(struct ui *ui, const struct act *a, void *ctx)
{
	const struct first *f = ctx;
	int n = reached(ui->session);
	char next[16];

	if (n < 1 || n > f->n_step || !meets(f->step[n - 1].until, a))
		return;
	snprintf(next, sizeof next, "%d", n + 1);
	if (setting_set(ui->session, "tour", next, NULL) == RC_OK)
		show(ui, f, n + 1);
}

void tour_begin(struct ui *ui, const struct first *first)
{
	int n = reached(ui->session);

	if (n < 1 || n > first->n_step)
		return;
	show(ui, first, n);
	ui_on_act(ui, acted, (void *)first);
}
