/* Records on their way from the process that parses a spreadsheet to the program: frames in a pipe. The reading side
 * believes nothing: the parser has eaten a stranger's file. */
#ifndef SRC_BASE_SHEET_FRAME_H
#define SRC_BASE_SHEET_FRAME_H

#include "base/agent.h"

struct frame_writer {
	int fd;
	struct str rows; /* records packed, not yet sent */
	bool broken;     /* nobody reads any more */
};
#define FRAME_WRITER(pipe)                                                                                             \
	{                                                                                                              \
		.fd = (pipe), .rows = STR_INIT, .broken = false                                                        \
	}

/* False: nobody reads any more. */
bool frame_info(struct frame_writer *w, const struct sheet_info *info);
bool frame_row(struct frame_writer *w, const struct csv_record *r);
/* Sends what is left and how it ended (RC_OK: text unused). */
bool frame_end(struct frame_writer *w, enum rc rc, const char *text);
void frame_writer_free(struct frame_writer *w);

/* Hands what comes out of the pipe to sink until its end. RC_CANCELLED when the sink stopped it; RC_IO when the writer
 * died or sent nonsense. name: of the spreadsheet, for messages. */
enum rc sheet_frames_read(int fd, const char *name, const struct sheet_sink *sink, struct err *err);

#endif
