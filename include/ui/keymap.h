/* Which keys do what. Rows of section "keys" of the settings, "KEYS = ACTION [ARG], ACTION [ARG]"; KEYS may be a
 * sequence
 * ("g h": a prefix and what follows). A later row takes the keys from earlier ones in the contexts that its actions
 * share; "none" frees a key. Text that is typed never comes here. */
#ifndef UI_KEYMAP_H
#define UI_KEYMAP_H

#include <stdbool.h>

#include "base/conf.h"
#include "base/err.h"
#include "ui/actions.h"
#include "ui/keys.h"

#define KEYS_MAX 3 /* the longest sequence */

struct binding {
	struct key key[KEYS_MAX];
	int n;
	struct act act;
};

struct keymap;
struct keymap *keymap_new(void);
void keymap_free(struct keymap *km);
/* Reads the rows of section "keys". RC_INVALID: "FILE:LINE: no such key: ...". */
enum rc keymap_read(struct keymap *km, const struct conf *conf, struct err *err);
/* One row; where is for the message. */
enum rc keymap_bind(struct keymap *km, const char *keys, const char *actions, const char *where, struct err *err);
/* Whether printable keys are text there, so that they are no commands. */
bool key_is_text(const struct key *key, unsigned contexts);
/* Joins an action of a record type (copied; its texts must live on); key may be NULL or "". Several record types may
 * use one key: the first that the view can do is done, before any built-in action of that key. */
enum rc keymap_add(struct keymap *km, const struct ui_action *action, const char *key, struct err *err);
void keymap_drop_added(struct keymap *km); /* the registry changed: join them anew */

/* May this be done now? NULL stands for yes. */
typedef bool keymap_can_fn(void *ctx, const struct act *act);

enum keymap_found { KEYMAP_NONE, KEYMAP_PREFIX, KEYMAP_ACT };
/* What the keys typed so far mean in these contexts. */
enum keymap_found keymap_find(const struct keymap *km, unsigned contexts, const struct key *key, int n,
	keymap_can_fn *can, void *ctx, struct act *act);

/* All bindings in order, good until the keymap changes; of an action (and arg; NULL: any) the first active one; NULL:
 * it has no key there. */
int keymap_bindings(const struct keymap *km, const struct binding **b);
const struct binding *keymap_key_of(const struct keymap *km, unsigned contexts, const struct act *act);
/* The actions that joined, by number; NULL after the last. */
const struct ui_action *keymap_added(const struct keymap *km, int i);
/* By name, built-in or joined. */
const struct ui_action *keymap_action(const struct keymap *km, const char *name, size_t n);
/* Appends the keys as shown: "gh", "Ctrl-P", "z+". */
void binding_show(const struct binding *b, bool ascii, struct str *out);

/* Appends the page docs/keys.md: every action with its shipped keys, by where it means something. */
enum rc keys_page(struct str *out, struct err *err);

/* Appends a line for each key that means two things in contexts that are ever active together; true when there is none.
 */
bool keymap_check(const struct keymap *km, struct str *out);

#endif
