#include "record/search.h"

/* The word index keeps no positions (detail=none): words are only ever ANDed by prefix, and what needs more is verified
 * on the row. Its text is cut into words by us, so the plain ascii tokenizer is enough. The trigram index stores no
 * content. */
const char search_schema[] =
	"CREATE TABLE IF NOT EXISTS search(ref INTEGER PRIMARY KEY, text TEXT NOT NULL, text_nospace TEXT NOT NULL);\n"
	"CREATE VIRTUAL TABLE IF NOT EXISTS search_word USING fts5(text, content='search', content_rowid='ref', "
	"prefix='1 2 3', tokenize='ascii', columnsize=0, detail=none);\n"
	"CREATE VIRTUAL TABLE IF NOT EXISTS search_tri USING fts5(text_nospace, content='', columnsize=0, detail=none, "
	"tokenize='trigram case_sensitive 1');\n";
