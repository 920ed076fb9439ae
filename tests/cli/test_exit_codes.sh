# Exit codes and the words that go with them: one line on standard error, nothing on standard output.
. "$(dirname "$0")/lib.sh"
crm init >/dev/null || exit 1
refuses() { # STATUS PATTERN COMMAND...
	local want=$1 pattern=$2; shift 2
	ends "$want" "$@"
	has "$err" "^crm: $pattern"
	is "" "$out"
	is 1 "$(wc -l <<<"$err")"
}
refuses 2 'no command "nonsense"' crm nonsense
refuses 2 'no command "lisst": did you mean list' crm lisst
refuses 2 'no option --nonsense' crm --nonsense
refuses 2 'list: no option --nonsense' crm list lead --nonsense
refuses 2 'list: something is missing' crm list
refuses 2 'undo: "x" is too much|undo: "x" is no step' crm undo x
refuses 2 '--format is one of' crm list lead --format xml
refuses 2 '--limit is a number' crm list lead --limit many
refuses 2 '--db needs PATH' crm --db
refuses 2 'no record type "nonsense"' crm list nonsense
refuses 2 'lead has no field "nonsense"' crm new lead nonsense=1
refuses 2 '"x" is not FIELD=VALUE' crm new lead x
refuses 2 '--columns: ' crm list lead --columns nonsense
refuses 2 '--sort: ' crm list lead --sort nonsense
refuses 2 '.*at "the end"' crm list lead 'revenue >'
refuses 2 '.*at "nonsense = 1"' crm list lead 'nonsense = 1'
refuses 2 'lost: reason is needed' crm lost "$(crm new opportunity name=one)"
refuses 2 'won: something is missing' crm won
refuses 1 'email: ' crm new lead name=x email=nothing
refuses 1 'no file|.*nothere' crm import "$work/nothere.csv"
refuses 1 'no settings file' crm --config "$work/nothere" list lead
refuses 1 'nothing to redo' crm redo
refuses 3 'no lead 999' crm show lead 999
refuses 3 'no lead 999' crm history lead 999
refuses 3 'no lead 999' crm won 999
refuses 3 'no lead 999' crm set lead 999 name=x
refuses 3 'no step 999' crm undo 999
refuses 3 'no user "nobody"' crm --as nobody list lead

# a clock that is not understood is not replaced by the real one
for now in garbage 2026-11-21 2026-11-21T09:00:00Zulu; do
	refuses 2 'CRM_NOW is no instant' env CRM_NOW=$now "$CRM" list lead
done
# what to do is said, not only what failed
refuses 1 "won: lead 2: not as it stands: crm show lead 2 " crm won "$(crm new lead name=two)"
echo kept >"$work/there.csv"
refuses 1 ".*there.csv exists already: .*--force" crm export lead -o "$work/there.csv"
is kept "$(cat "$work/there.csv")"
ends 0 crm export lead -o "$work/there.csv" --force

# not a database of ours is left alone
echo text >"$work/text"
ends 1 crm --db "$work/text" list lead
is text "$(cat "$work/text")"

# a reader that goes away early is no failure
for i in $(seq 30); do echo "name"; echo "lead $i"; done | awk 'NR == 1 || NR % 2 == 0' >"$work/many.csv"
ends 0 crm import "$work/many.csv" lead --map name=name --yes
crm list lead | head -1 >/dev/null
is 0 "${PIPESTATUS[0]}"
# but a full disk is, whether it shows at the end or while there is more to write
ends 75 bash -c '"$CRM" list lead >/dev/full'
ends 75 bash -c '"$CRM" fields >/dev/full'
has "$err" '^crm: cannot write the output: '
# nor is one that goes in the middle of a long list, and nothing is said about it
for i in $(seq 400); do echo "a lead with a rather long title, so that a pipe is full before all are there: $i"; done >"$work/names"
{ echo name; cat "$work/names"; } >"$work/long.csv"
crm import "$work/long.csv" lead --map name=name --yes >/dev/null
for format in table csv json; do
	{ crm list lead --format $format 2>"$work/err"; echo $? >"$work/status"; } | head -1 >/dev/null
	is "0 " "$(cat "$work/status") $(cat "$work/err")"
	ends 75 bash -c '"$CRM" list lead --format $0 >/dev/full' $format
	has "$err" '^crm: cannot write the output: '
done
exit 0
