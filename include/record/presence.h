/* Who else has a record open. Nothing of it is stored: it is gone with the session that said it, also when that is killed. */
#ifndef RECORD_PRESENCE_H
#define RECORD_PRESENCE_H

#include <stdbool.h>
#include <stdint.h>

struct session;

enum presence { NOT_HERE, HERE, HERE_EDITING };
struct present {
	int64_t user; /* the person's record */
	bool editing; /* something is typed there that is not saved */
};

/* The person of this session has the record open, or no longer. Who looks as somebody else is there as herself. */
void presence_set(struct session *s, int64_t ref, enum presence what);
/* Persons with the record open in other sessions, the person herself among them: at most cap; how many. To be asked only of a
 * record that was just loaded: who may not see it learns nothing of who else does. */
int presence_others(struct session *s, int64_t ref, struct present *out, int cap);

#endif
