#ifndef RECORD_RIGHTS_PRIVATE_H
#define RECORD_RIGHTS_PRIVATE_H

struct session;
/* Reads anew whether the acting person may work: at the start of each transaction. */
void rights_refresh(struct session *s);

#endif
