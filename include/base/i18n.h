/* Every string a person reads: _("text") where it is used, N_("text") in constant tables (translated when drawn). */
#ifndef BASE_I18N_H
#define BASE_I18N_H

#include <libintl.h>

#define _(s) gettext(s)
#define N_(s) (s)

/* Chooses UTF-8 whatever LANG says, keeps numbers in "C", binds the catalogue. Call once at start. */
void i18n_init(void);

#endif
