/* The merge rules of leads, accounts and contacts, for their models. */
#ifndef SALES_MERGING_H
#define SALES_MERGING_H

#include "record/merge.h"

extern const struct merge_def lead_merge, account_merge, contact_merge;

/* The slot that points at the record this one was merged into; in the index only where it does, since hardly any does.
 */
#define MERGED_FIELD(P, MODEL)                                                                                         \
	[P##_MERGED_INTO] = { .name = "merged_into",                                                                   \
		.label = N_("Merged into"),                                                                            \
		.type = FT_REF,                                                                                        \
		.ref = MODEL,                                                                                          \
		.flags = F_READONLY | F_HIDDEN | F_NO_RELATED | F_NO_IMPORT,                                           \
		.no = 110 }
#define MERGED_INDEX(MODEL)                                                                                            \
	"CREATE INDEX IF NOT EXISTS " MODEL "_merged ON " MODEL "(merged_into) WHERE merged_into IS NOT NULL;"

#endif
