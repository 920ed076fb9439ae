# an import that is killed goes on where it was: every row exactly once, one step to undo. KILLS=500 kills so often.
. "$(dirname "$0")/lib.sh"
awk 'BEGIN {
	print "Full Name,E-mail,Company,Revenue"
	for (i = 1; i <= 2500; i++)
		if (i % 97 == 0) printf "Person %d,not an address,Firm %d,%d\n", i, i % 50, i
		else printf "Person %d,p%d@example.com,Firm %d,%d\n", i % 113 ? i : i - 1, i % 113 ? i : i - 1, i % 50, i
}' >"$work/in.csv"
counts() { grep -oE '"rows":.*"reasons":\{[^}]*\}' <<<"$1"; }
logged() { crm import --log --format json | grep -oE "\"$1\":(\"[^\"]*\"|[0-9]+)" | head -1 | cut -d: -f2; }

# what an import that nobody disturbs comes to
whole=$(CRM_DB=$work/whole.db "$CRM" import "$work/in.csv" --format json)
has "$whole" '"rejected":25'
has "$whole" '"duplicates":2[0-9],'
firms=$(CRM_DB=$work/whole.db "$CRM" list account --count)
is 0 "$(crm list lead --count)"

finish() { # the rest comes in, and all of it goes again
	local step out
	out=$("$CRM" import "$work/in.csv" --rejects "$work/bad.csv" --format json 2>/dev/null)
	has "$out" 'cut off after'
	is "$(counts "$whole")" "$(counts "$out")"
	is 26 "$(wc -l <"$work/bad.csv")"
	rm "$work/bad.csv"
	is "$(counts "$whole" | grep -oE '"new":[0-9]+' | cut -d: -f2)" "$(crm list lead --count)"
	is "$firms" "$(crm list account --count)"
	is '"finished"' "$(logged state)"
	step=$(logged step)
	is 1 "$(crm history --limit 100 --format csv | tr -d "\r\"" | grep -cE ",import of in.csv.*,no$")"
	crm undo "$step" >/dev/null || wrong "undo $step"
	is 0 "$(crm list lead --count)"
}

kills=${KILLS:-30} killed=0 finished=0
while [ $killed -lt "$kills" ]; do
	"$CRM" import "$work/in.csv" --yes >/dev/null 2>&1 &
	pid=$!
	sleep "0.$((RANDOM % 6))$((RANDOM % 10))"
	kill -9 $pid 2>/dev/null && killed=$((killed + 1))
	wait $pid 2>/dev/null
	there=$(crm list lead --count)
	if [ "$there" -gt 0 ]; then is "$(logged new)" "$there"; fi
	if [ "$there" -gt 1500 ] || { [ $killed = "$kills" ] && [ "$there" -gt 0 ]; }; then
		if [ "$(logged state)" = '"cut off"' ]; then
			finish
			finished=$((finished + 1))
		else
			crm undo "$(logged step)" >/dev/null
		fi
	fi
done
echo "figure: $killed kills, 0 faults: $finished imports went on to the end and were undone"
[ $finished -gt 0 ] || wrong "no import was cut off"
crm check >/dev/null || wrong "check"
exit 0
