/* Settings files: whatever the bytes, reading ends; a refused file changes nothing and says where; a taken one leaves
 * every setting with a value that it takes itself. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct conf *c = conf_new();
	struct err err = ERR_INIT;
	const struct conf_row *rows;
	int before = conf_rows(c, "keys", &rows);

	if (conf_read(c, "fuzz.conf", (const char *)data, size, &err)) {
		assert(str_starts(err.text, "fuzz.conf:"));
		assert(conf_rows(c, "keys", &rows) == before);
		assert(strcmp(conf_text(c, "theme"), "default") == 0);
	}
	for (int i = 0; i < conf_n_keys; i++) {
		const char *value = conf_text(c, conf_keys[i].name);

		assert(conf_set(c, conf_keys[i].name, value, NULL) == RC_OK);
	}
	for (int i = before; i < conf_rows(c, "keys", &rows); i++)
		assert(*rows[i].key && *rows[i].value && rows[i].line > 0);
	conf_free(c);
	return 0;
}
