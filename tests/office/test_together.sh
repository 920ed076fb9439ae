# Many at the same record, and one who freezes in the middle of a save.
. "$(dirname "$0")/lib.sh"
own=/home/together.db
"$CRM" --db $own init >/dev/null && "$CRM" --db $own new lead name=one revenue=0 >/dev/null || exit 1
# edits PAUSE WORDS: the figure beside its bar; only what is lost fails, since time is the machine's
edits() {
	local said bar
	said=$("$BUILD_DIR/tests/office/probe_edit" $own 20 50 $1) || wrong "$said"
	read -r _ kept _ refused _ other _ lost _ p50 _ p99 _ sync <<<"$said"
	is 1000 $((kept + refused)); is 0 "$other"; is 0 "$lost"
	bar=$(awk "BEGIN { print 4 * $sync + 10 }")
	figure "20 sessions, 50 edits of one record each, $2: $kept kept, $refused refused as changed by somebody, 0 lost; save p50 $p50 ms, p99 $p99 ms (bar $bar: 4 syncs of $sync ms + 10)"
}
edits 0 "without a pause"
edits 400 "a pause of 0 to 0.4 s before each"

office "$CRM" ann bob
awk 'BEGIN { print "name,company,email,notes"; for (i = 0; i < 20000; i++) printf "Lead %d,Company %d,p%d@x.example,note %d\n", i, i, i, i }' >/home/bob/big.csv
chown bob /home/bob/big.csv
by bob crm import /home/bob/big.csv lead -y >/dev/null 2>&1 &
for _ in $(seq 400); do
	pid=$(pgrep -u bob -x crm | head -1) # of this world: its people are its own
	[ -z "$pid" ] || break
	sleep 0.01
done
[ "$pid" ] || wrong "no import to freeze"
seen=
for _ in $(seq 60); do
	kill -STOP "$pid" 2>/dev/null || break
	from=${EPOCHREALTIME/[.,]/}
	by ann crm new lead name=waiting >$work/said 2>&1; code=$?
	took=$(((${EPOCHREALTIME/[.,]/} - from) / 1000))
	kill -CONT "$pid"
	if [ $code -eq 75 ]; then seen=1; break; fi
	sleep 0.03
done
wait
[ "$seen" ] || wrong "never frozen while it held the database"
has "$(cat $work/said)" "bob \(process $pid, stopped\) has held the database"
[ $took -le 6000 ] || wrong "named after $took ms"
figure "a frozen holder of the lock: named after $took ms (bar 6000)"
by ann crm new lead name=after >/dev/null || wrong "not free again"
sound
