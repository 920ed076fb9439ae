/* Key streams: whatever bytes come, in whatever pieces and times, the decoder ends and says only well-formed events. */
#include <assert.h>
#include <stdint.h>

#include "ui/keys.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct event *ev)
{
	assert(ev->key.code > K_NONE && ev->key.code < K_N);
	assert(ev->key.code != K_CHAR || (ev->key.cp >= ' ' && ev->key.cp <= 0x10ffff));
	assert(ev->key.code != K_MOUSE || (ev->mouse.x >= 0 && ev->mouse.y >= 0 && ev->mouse.button >= 1));
	assert(ev->key.code != K_PASTE || ev->len <= PASTE_MAX);
}

/* The first byte of each piece says how long it is and how long after the one before it comes. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct decoder *d = decoder_new();
	struct event ev;
	int64_t now = 1000;

	while (size > 0) {
		size_t n = (data[0] & 31) + 1;

		now += (data[0] >> 5) * 30;
		data++;
		size--;
		n = n < size ? n : size;
		decoder_feed(d, data, n, now);
		data += n;
		size -= n;
		while (decoder_next(d, now, &ev))
			check(&ev);
	}
	while (decoder_wait(d, now) >= 0) {
		now += decoder_wait(d, now);
		while (decoder_next(d, now, &ev))
			check(&ev);
	}
	decoder_free(d);
	return 0;
}
