# Migrations that are killed: the database is of the old version or the new one, never between; an older program refuses the newer
# file in words that can be read; in an office only root brings it up to date, and who is at work is told.
. "$(dirname "$0")/lib.sh"
kills=$([ "$full" ] && echo 100 || echo 25)
own=/home/move.db
"$CRM" --db $own init --demo >/dev/null || exit 1
cp $own /home/old.db
leads=$(sqlite3 $own 'SELECT max(id) FROM lead')
# the kills fall anywhere between the start and a little after the end of an undisturbed run
from=${EPOCHREALTIME/[.,]/}
is done "$("$BUILD_DIR/tests/office/probe_migrate" $own 2>&1)"
span=$(((${EPOCHREALTIME/[.,]/} - from) / 1000 * 5 / 4))
half=0 old=0 new=0
for ((i = 0; i < kills; i++)); do
	rm -f $own*; cp /home/old.db $own
	"$BUILD_DIR/tests/office/probe_migrate" $own >/dev/null 2>&1 &
	p=$!
	sleep "$(printf '%d.%03d' $(((at = RANDOM % span) / 1000)) $((at % 1000)))"
	kill -9 $p 2>/dev/null; wait $p 2>/dev/null
	v=$(sqlite3 $own 'PRAGMA user_version')
	moved=$(sqlite3 $own "SELECT count(*) FROM sqlite_master WHERE name = 'proof'")
	case $v$moved in 10) old=$((old + 1)) ;; 21) new=$((new + 1)); is "$(sqlite3 $own 'SELECT count(*) FROM lead')" "$(sqlite3 $own 'SELECT n FROM proof')" ;; *) half=$((half + 1)) ;; esac
	is ok "$(sqlite3 $own 'PRAGMA integrity_check')"
	# the same again goes through, whatever the killed one left behind
	if ((i % 5 == 0)); then is done "$("$BUILD_DIR/tests/office/probe_migrate" $own 2>&1)"; fi
done
is 0 $half
is done "$("$BUILD_DIR/tests/office/probe_migrate" $own 2>&1)"
is 1 "$(sqlite3 $own.before-2 'PRAGMA user_version')"
ends 1 "$CRM" --db $own list lead
has "$err" 'was made by a newer crm \(version 2, this program knows 1\)'
figure "killed migrations: $kills killed, $old old and $new new, 0 half; the newer file is refused in words"

# in an office: a session at work leaves when the version changes, its draft kept
office "$CRM" ann bob
by ann crm new lead kind=opportunity name="Office chairs" stage=New >/dev/null || exit 1
printf '%s\n' 'expect Office chairs' 'keys enter' 'settle' 'keys G' 'settle' 'keys e' 'settle' 'type half-typed' 'settle' "touch $work/typing" "wait $work/go" 'exit' >$work/steps
by ann env CRM=$bin "$BUILD_DIR/tests/office/probe_drive" $work/steps $bin >$work/driven 2>&1 &
p=$!
for _ in $(seq 300); do [ ! -e $work/typing ] || break; sleep 0.05; done
sqlite3 $db "PRAGMA user_version=2; INSERT INTO meta VALUES('poke', 1);" >/dev/null
printf x | dd of=$db-notify bs=1 conv=notrunc 2>/dev/null
touch $work/go
wait $p || { cat $work/driven; wrong "the session did not leave"; }
has "$(sqlite3 $db 'SELECT body FROM draft')" half-typed
sqlite3 $db "PRAGMA user_version=1" >/dev/null
# two at work are asked to save and leave when root upgrades; what they did not save is a draft of each
by ann crm set user bob profiles="Super administrator" >/dev/null || exit 1
sqlite3 $db 'DELETE FROM draft'
rm -f $work/typing.*
for u in ann bob; do
	printf '%s\n' 'expect Office chairs' 'keys enter' 'expect [New' 'keys G e' "type $u was here" "expect $u was here" "touch $work/typing.$u" \
		'expect about to be upgraded: save your work' 'exit' >$work/steps.$u
	by $u env CRM=$bin TEST_SLOW=5 "$BUILD_DIR/tests/office/probe_drive" $work/steps.$u $bin >$work/driven.$u 2>&1 &
done
for _ in $(seq 400); do [ ! -e $work/typing.ann ] || [ ! -e $work/typing.bob ] || break; sleep 0.05; done
from=${EPOCHREALTIME/[.,]/}
ends 0 $bin migrate --wait 8
took=$(((${EPOCHREALTIME/[.,]/} - from) / 1000))
wait
for u in ann bob; do grep -q '^exited 0' $work/driven.$u || { cat $work/driven.$u; wrong "$u did not leave"; }; done
[ $took -lt 8000 ] || wrong "root waited $took ms, though both had left"
is 2 "$(sqlite3 $db "SELECT count(*) FROM draft WHERE body LIKE '%was here%'")"
is 0 "$(sqlite3 $db "SELECT count(*) FROM meta WHERE key = 'leave_at'")"
# a schema of another program: people wait for root, who keeps a copy first
sqlite3 $db "UPDATE meta SET value = 'older' WHERE key = 'schema'"
ends 1 by ann crm list lead
has "$err" 'root runs crm migrate'
ends 0 $bin migrate
ends 0 by ann crm list lead
is "older 1" "$(sqlite3 /srv/crm/backup/before-upgrade.db "SELECT (SELECT value FROM meta WHERE key = 'schema') || ' ' || (SELECT count(*) FROM lead)")"
is "600 root" "$(stat -c '%a %U' /srv/crm/backup/before-upgrade.db)"
sound
figure "an upgrade: a session at work left by itself, what was half typed is a draft; two were asked and left within $took ms; only root migrates, with a copy first"
