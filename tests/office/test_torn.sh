# A log that was cut short or has flipped bits at its end: only whole transactions are seen, and the file is sound.
. "$(dirname "$0")/lib.sh"
cuts=$([ "$full" ] && echo 1000 || echo 120)
own=/home/torn.db
"$CRM" --db $own init >/dev/null || exit 1
"$CRM" --db $own new lead name=a0 company=a0 >/dev/null || exit 1
# a reader that stays at the beginning keeps the log from being emptied
mkfifo $work/hold
sqlite3 $own <$work/hold >/dev/null 2>&1 &
reader=$!
exec 7>$work/hold
echo 'BEGIN; SELECT count(*) FROM lead;' >&7
for i in $(seq 40); do "$CRM" --db $own set lead 1 name=a$i company=a$i >/dev/null || exit 1; done
size=$(stat -c %s $own-wal)
[ "$size" -gt 100000 ] || wrong "no log to cut: $size"
bad=0 seen=
for ((i = 0; i < cuts; i++)); do
	rm -f /home/cut.db*
	cp $own /home/cut.db; cp $own-wal /home/cut.db-wal
	at=$(((RANDOM * 32768 + RANDOM) % size))
	case $((i % 3)) in
	0) truncate -s $at /home/cut.db-wal ;;
	1) printf '\xa5' | dd of=/home/cut.db-wal bs=1 seek=$at conv=notrunc 2>/dev/null ;;
	2) dd if=/dev/urandom of=/home/cut.db-wal bs=1 seek=$at count=4000 conv=notrunc 2>/dev/null ;;
	esac
	if ((i % 10 == 0)); then "$CRM" --db /home/cut.db check >/dev/null 2>&1 || bad=$((bad + 1)); fi
	said=$(sqlite3 /home/cut.db "PRAGMA integrity_check; SELECT count(*) FROM lead WHERE name <> company; SELECT name FROM lead" 2>&1)
	case $said in $'ok\n0\na'*) seen="$seen ${said##*$'\n'}" ;; *) bad=$((bad + 1)); echo "$at: $said" ;; esac
done
exec 7>&-
wait $reader
is 0 $bad
figure "torn logs: $cuts cut, flipped or overwritten, 0 bad; $(tr ' ' '\n' <<<"$seen" | sort -u | grep -c .) different whole states seen"
