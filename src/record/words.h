/* Private to record: the files of words that people add to ours. */
#ifndef RECORD_WORDS_H
#define RECORD_WORDS_H

/* The line without the CR at its end; "" for a remark. */
const char *words_line(char *line);

#endif
