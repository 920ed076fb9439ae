/* The one place that knows both tops, the screens and the command line, and the office that they work for. */
#include <stdio.h>

#include "base/agent.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/priv.h"
#include "base/str.h"
#include "cli/cli.h"
#include "record/exchange.h"
#include "sales/sales.h"
#include "ui/first.h"
#include "ui/keymap.h"
#include "ui/records.h"

/* The agent is forked before any database is opened, so that it never holds anybody's rows. */
static enum rc start(struct agent **agent, struct err *err)
{
	enum rc rc = priv_start(err);

	i18n_init();
	sheet_set_known(import_known_header);
	sheet_set_units(import_unit);
	sheet_set_words(import_words);
	if (rc == RC_OK)
		rc = clock_start(err);
	return rc == RC_OK ? agent_start(agent, err) : rc;
}

static enum rc demo(struct session *s, struct err *err)
{
	return demo_make(s, DEMO_SEED, err);
}

static const struct first_start starts[] = {
	{ N_("my spreadsheet"), NULL, NULL, true },
	{ N_("the demo office"), demo, N_("inventing an office, a moment"), false },
	{ N_("nothing yet"), NULL, NULL, false },
};
static const struct first_step steps[] = {
	{ N_("arrows look, Enter opens, ? asks, u undoes anything"), "left right up down" },
	{ N_("L moves the card to the next column"), "card-right" },
	{ N_("u takes that back"), "undo" },
	{ N_("c logs a call: c 2 Enter is no answer, again tomorrow"), "log" },
	{ N_("gi brings your spreadsheet"), "go:import" },
};
static const struct first first = {
	.start = starts, .n_start = COUNT(starts), .on_esc = 1, .step = steps, .n_step = COUNT(steps)
};

static int screens(struct session *s, struct agent *agent, const struct conf *conf, bool no_color)
{
	return ui_main_first(s, agent, conf, no_color, &first);
}

int main(int argc, char **argv)
{
	const struct cli_doors doors = { .office = &sales_office, .keys = keys_page, .demo = demo,
		.demo_remove = demo_remove, .screens = screens };
	struct agent *agent = NULL;
	struct err err = ERR_INIT;
	int code;

	if (start(&agent, &err) != RC_OK) {
		fprintf(stderr, "crm: %s\n", err.text);
		return rc_exit(err.rc);
	}
	code = cli_main(argc, argv, agent, &doors);
	agent_stop(agent);
	return code;
}
