# A window closed, a line that drops, a program that is ended in a half-filled form: it is gone within two seconds and the draft
# holds the last key; kill -9 loses at most two seconds of typing. The draft is offered at the next login.
. "$(dirname "$0")/lib.sh"
drive=$BUILD_DIR/tests/office/probe_drive
office "$CRM" ann
by ann crm new lead kind=opportunity name="Office chairs" stage=New >/dev/null || exit 1
worst=0
ended() { # NAME STEP...: what was typed just before the end is in the draft
	local name=$1 word=typed-$RANDOM$RANDOM ms; shift
	sqlite3 $db 'DELETE FROM draft'
	printf '%s\n' 'expect Office chairs' 'keys enter' 'settle' 'keys G' 'settle' 'keys e' 'settle' "type $word" "$@" >$work/steps
	by ann env CRM=$bin "$drive" $work/steps $bin >$work/driven 2>&1 || { cat $work/driven; wrong "$name"; }
	ms=$(sed -nE 's/^exited .* after ([0-9]+) ms/\1/p' $work/driven)
	[ "$ms" -le 2000 ] || wrong "$name: gone after $ms ms"
	[ "$ms" -le $worst ] || worst=$ms
	cat $work/driven; 	has "$(sqlite3 $db 'SELECT body FROM draft')" "$word"
	printf '%s\n' 'expect half-typed' >$work/steps
	by ann env CRM=$bin "$drive" $work/steps $bin >$work/driven 2>&1 || { cat $work/driven; wrong "$name: not offered again"; }
}
for i in $(seq $([ "$full" ] && echo 10 || echo 2)); do
	ended SIGHUP 'signal 1' exit
	ended SIGTERM 'signal 15' exit
	ended "the window closed" 'pause 50' hangup exit # the system itself drops what nobody read
done
figure "SIGHUP, SIGTERM and a closed window in a half-filled form: gone after at most $worst ms (bar 2000), the last key in the draft each time"

# kill -9 two seconds and a little after the last key
sqlite3 $db 'DELETE FROM draft'
printf '%s\n' 'expect Office chairs' 'keys enter' 'settle' 'keys G' 'settle' 'keys e' 'settle' 'type long-before' 'pause 2300' 'signal 9' exit >$work/steps
by ann env CRM=$bin "$drive" $work/steps $bin >$work/driven 2>&1 || { cat $work/driven; wrong "kill -9"; }
has "$(sqlite3 $db 'SELECT body FROM draft')" long-before
sound
figure "kill -9: what was typed 2.3 s before is in the draft"
