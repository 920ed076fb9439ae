# Every file of the record floor that reads the records' tables carries the predicate of who sees what, or stands here with
# the reason why it needs none. Screens and commands have no SQL at all (words.sh).
status=0 read=0
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
[ "$read" -gt 10 ] || { echo "no files were read"; exit 1; }
exit $status
