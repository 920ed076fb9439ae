# Everything that reads records carries the predicate of who sees what, or stands here with the reason why it needs none.
# Screens and commands have no SQL at all (words.sh looks for it, and the count below for what it would miss).
status=0 read=0

# --- the record floor: by file ---
known=" \
bulk \
count \
export_which \
import_keys \
import_refs \
import_write \
merge_run \
save_write \
schema \
search \
steer \
stream \
upkeep \
verify "
# bulk, schema, search, upkeep, verify: keep tables and indexes, show nothing; count: joins access.h's parts itself;
# import_*: somebody else's record is a duplicate too, and is left alone; merge_run, save_write: behind the write door, which
# has asked; export_which: sets of rows the query gave; steer: plans, never shows; stream: each row is asked for by journal_readable
for f in src/record/*.c; do
	grep -qE 'FROM \\"%s' "$f" || continue
	read=$((read + 1)) name=$(basename "$f" .c)
	grep -qE 'sql_rights|rights_where|rights_visible|access_where_sql|access_ids_sql' "$f" && continue
	case $known in *" $name "*) ;; *) echo "$f reads records without asking who may see them"; status=1 ;; esac
done

# --- the floors above: by statement. One that reads what belongs to people says $see, $may, $opened or $cube (record/seen.h) within
# four lines; how many of each file do not, and why, was looked over one by one. A new one is looked over too. ---
tables='lead|account|contact|activity|note|attendee|share|series|contact_role|target|link|change|step|contact_key|lead_cube|score_lead|score_points'
unasked() { # FILE: how many
	awk -v what="(FROM|JOIN) \"?($tables)[ \"\\\\)]|FROM (%s|\\\\\"%s)" '
		{ line[NR] = $0 }
		END {
			for (i = 1; i <= NR; i++) {
				asked = 0
				for (k = i; k <= i + 3; k++) asked = asked || line[k] ~ /\$(see|may|opened|cube)\(/
				n += line[i] ~ what && !asked
			}
			print n + 0
		}' "$1"
}
while read -r file want _; do
	[ -n "$file" ] || continue
	[ -f "$file" ] || { echo "$file of the list of reads is no more"; status=1; continue; }
	got=$(unasked "$file")
	[ "$got" = "$want" ] || { echo "$file reads records $got times without asking who may see them, $want were looked over"; status=1; }
done <tests/lint/reads.txt
for f in src/sales/*.[ch] src/ui/*.[ch] src/cli/*.[ch]; do
	n=$(unasked "$f") read=$((read + (n > 0)))
	[ "$n" = 0 ] || grep -q "^$f " tests/lint/reads.txt ||
		{ echo "$f reads records $n times without asking who may see them (record/seen.h)"; status=1; }
done
[ "$read" -gt 30 ] || { echo "no files were read"; exit 1; }
exit $status
