/* What one wants to know before a call, in twelve lines. */
#ifndef SALES_BRIEF_H
#define SALES_BRIEF_H

#include "record/panel.h"

/* For the panels of leads, accounts and contacts: who and how to reach them, the money at stake, the next step, the last
 * word, the last three touches, who else is at their firm. */
enum rc lead_brief(struct session *s, const struct record *r, struct panel_lines *out, struct err *err);
enum rc account_brief(struct session *s, const struct record *r, struct panel_lines *out, struct err *err);
enum rc contact_brief(struct session *s, const struct record *r, struct panel_lines *out, struct err *err);

#define BRIEF_PANEL(fn) { .name = "brief", .label = N_("Brief"), .lines = fn }

#endif
