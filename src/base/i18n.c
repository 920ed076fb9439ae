#include "base/i18n.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>

#include "prefix.h" /* made by the build */

void i18n_init(void)
{
	/* in locale "C" wcwidth is -1 beyond ASCII, and a wrong LANG over SSH gives exactly that */
	if (!setlocale(LC_ALL, "") || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_ALL, "C.UTF-8");
	setlocale(LC_NUMERIC, "C");
	bindtextdomain("crm", CRM_PREFIX "/share/locale");
	bind_textdomain_codeset("crm", "UTF-8");
	textdomain("crm");
}
