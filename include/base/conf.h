/* Settings files: crm.conf. crm.conf.example is compiled in as the defaults and read by the same parser, so the shipped
 * example is the real default. Lines: "key = value", "[section]", "# comment", sections "keys" and "colors"; a
 * pair of double quotes around a key or value is taken off. */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

enum conf_type { CONF_TEXT, CONF_BOOL, CONF_INT, CONF_CHOICE };
struct conf_key {
	const char *name;    /* "theme" */
	enum conf_type type;
	const char *choices; /* CONF_CHOICE: "auto|dark|light" */
	int64_t min, max;    /* CONF_INT */
	const char *help;
};
extern const struct conf_key conf_keys[];
extern const int conf_n_keys;

struct conf;
struct conf *conf_new(void); /* with the defaults */
void conf_free(struct conf *c);
/* Reads a file's text over what is there. An unknown key or bad value: RC_INVALID, "FILE:LINE: what was expected",
 * and nothing of the file is taken. */
enum rc conf_read(struct conf *c, const char *file, const char *text, size_t n, struct err *err);
const char *conf_text(const struct conf *c, const char *key); /* asserts that the key exists */
bool conf_bool(const struct conf *c, const char *key);
int64_t conf_int(const struct conf *c, const char *key);
enum rc conf_set(struct conf *c, const char *key, const char *value, struct err *err);

/* The rows of a section ("keys", "colors") in order, later files after earlier ones: key, value, where it stands. */
struct conf_row {
	const char *key, *value, *file;
	int line;
};
int conf_rows(const struct conf *c, const char *section, const struct conf_row **rows);

#endif
