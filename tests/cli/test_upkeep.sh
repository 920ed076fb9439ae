# backup, restore-backup, check, doctor, migrate, purge: what keeps a database.
. "$(dirname "$0")/lib.sh"
command -v sqlite3 >/dev/null && tool=1
ends 0 crm init --demo
is "no faults" "$(crm check)"
is "no faults" "$(crm check --quick)"

# a backup opens like any database, and comes back
copy=$(crm backup) || exit 1
is "$work/backup/crm-2026-11-21-090000.db" "$copy"
is 600 "$(stat -c %a "$copy")"
has "$(crm --db "$copy" list lead --count)" '^[0-9]+$'
before=$(crm list lead --count)
crm trash lead $(crm list lead --limit 3 --format ids) || exit 1
hasnt "$(crm list lead --count)" "^$before\$"
ends 0 crm restore-backup "$copy"
has "$out" 'is in its place, [0-9]{4,} rows in [0-9]{2,} tables; what stood there is'
is "$before" "$(crm list lead --count)"
aside=$(ls "$work"/crm.db.replaced-* | grep -v -- '-\(wal\|shm\|notify\)$')
ends 0 env CRM_NOW=2026-11-21T10:00:00Z "$CRM" restore-backup "$aside"
is "$((before - 3))" "$(crm list lead --count)"
is "no faults" "$(crm check)"
ends 1 crm restore-backup "$work/none.db"
head -c 5000 "$copy" >"$work/half.db"
ends 1 crm restore-backup "$work/half.db"
is "$((before - 3))" "$(crm list lead --count)"
[ ! -e "$CRM_DB.restored" ] || wrong "a half restored file stays"

# copies thin out with age: 24 hours, 30 days, 12 months
rm -rf "$work/backup"; mkdir "$work/backup"
for d in $(seq 0 399); do
	day=$(date -u -d "2026-11-20 -$d days" +%F)
	for h in 06 18; do : >"$work/backup/crm-$day-${h}0000.db"; done
done
: >"$work/backup/crm-2026-11-20-180500.db"; : >"$work/backup/mine.db"; : >"$work/backup/crm-2026-11-20-180000.db.old"
ends 0 crm backup
is 51 "$(find "$work/backup" -name 'crm-*0.db' | wc -l)" # 24 hours, 17 days beside them, 10 months beside those
[ -e "$work/backup/mine.db" ] && [ -e "$work/backup/crm-2026-11-20-180000.db.old" ] || wrong "another's file went"
[ -e "$work/backup/crm-2026-11-20-180500.db" ] && [ ! -e "$work/backup/crm-2026-11-20-180000.db" ] || wrong "not the newest of the hour"
[ -e "$work/backup/crm-2025-12-31-180000.db" ] || wrong "not the newest of a month"

# each kind of fault is found
if [ "$tool" ]; then
	fault() { # SQL PATTERN
		cp "$CRM_DB" "$work/bad.db"; rm -f "$work"/bad.db-*
		sqlite3 "$work/bad.db" "PRAGMA trusted_schema=ON; $1" || wrong "$1"
		ends 1 crm --db "$work/bad.db" check
		has "$out" "$2"
	}
	one=$(crm list lead --limit 1 --format ids); crm set lead "$one" email=a@b.example || exit 1
	crm check >/dev/null # all of the log is in the file
	cp "$CRM_DB" "$work/bad.db"; ends 0 crm --db "$work/bad.db" check
	fault "UPDATE activity SET record = (9999 << 40) + 1 WHERE id = 1" 'activity 1: record points at a record that is not there'
	fault "UPDATE lead_cube SET n = n + 1" 'counters that differ'
	fault "DELETE FROM search WHERE ref = (SELECT min(ref) FROM search)" 'not found by search|index of words'
	fault "UPDATE lead SET email = 'x@y.example' WHERE id = $one" 'lead [0-9]+: the journal knows another email'
	fault "INSERT INTO link SELECT field, from_id, 999999 FROM link LIMIT 1" 'holds a record that is not there'
	fault "INSERT INTO journal_gate VALUES (1)" 'its gate stands open'
fi

# what was long in the trash leaves for good, and stays gone
crm new lead name=rubbish >/dev/null; id=$(crm list lead 'name = rubbish' --format ids)
step=$(crm history --format csv --limit 1 | tail -1 | cut -d, -f1 | tr -d '"')
crm trash lead "$id"
is "0 records left the trash for good" "$(crm purge)"
has "$(CRM_NOW=2026-12-22T09:00:00Z crm purge)" "^4 records left the trash for good"
ends 3 crm show lead "$id"
ends 3 crm restore lead "$id"
is "no faults" "$(crm check)"

ends 0 crm migrate
json "$(crm doctor --format json 2>/dev/null)"
chmod 644 "$CRM_DB"
ends 1 crm doctor
has "$out" 'FAULT +database +others than you may read it'
exit 0
