/* Escape sequences of terminals: what one complete sequence means. Private to the decoder. */
#ifndef UI_KEYSEQ_H
#define UI_KEYSEQ_H

#include "ui/keys.h"

/* What stands at the start of the bytes. */
enum seq {
	SEQ_MORE, /* may become a sequence: more bytes are needed */
	SEQ_KEY,  /* *ev holds a key or mouse event */
	SEQ_SKIP, /* complete, but nothing to us */
	SEQ_PASTE /* a paste begins */
};
#define SEQ_MAX 96 /* longer ones are noise */

/* s[0] is '[' or 'O': the ESC before it is not among the bytes. *used: bytes of the sequence. */
enum seq seq_read(const char *s, size_t n, struct event *ev, size_t *used);

#endif
