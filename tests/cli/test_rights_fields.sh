# Hidden and read-only fields by every path: what a hidden field holds comes out nowhere and is asked about nowhere; one that
# is read-only is shown and refused.
. "$(dirname "$0")/lib.sh"
crm init >/dev/null || exit 1
p=$(crm list profile 'name = Salesperson' --format ids)
crm set right "$(crm list right "profile = $p" --format ids)" verbs+=export >/dev/null
crm new user login=ann >/dev/null
crm new source name=zzsourcezz >/dev/null; crm new tag name=zztagzz >/dev/null; crm new team name=T >/dev/null; crm new account name=zzaccountzz >/dev/null
lead() { crm new lead name="$1" owner=ann kind=lead company=zzcompanyzz email=zz@zzmailzz.example phone=+49307171717 revenue=717171 \
	source=zzsourcezz tags=zztagzz notes=zznoteszz website=https://zzsitezz.example account=zzaccountzz job=zzjobzz; }
one=$(lead one) two=$(lead two)
crm set lead $one revenue=727272 phone=+49307272727 >/dev/null
crm set lead $one revenue=717171 phone=+49307171717 >/dev/null
crm new activity summary=step record=lead/$one owner=ann due=2026-11-22 >/dev/null
hidden="company email phone revenue source tags notes website account job"
for f in $hidden; do crm new field_right profile=$p model=lead field=$f is=hidden >/dev/null; done
crm new field_right profile=$p model=lead field=mobile is=read_only >/dev/null
crm new field_right profile=$p model=activity field=due is=hidden >/dev/null
as() { crm --as ann "$@" 2>&1 </dev/null; }

outputs=0
dark() { # COMMAND...: nothing of it comes out
	local text; text=$(as "$@") || true
	outputs=$((outputs + 1))
	[ -n "$text" ] || [ "$1" = find ] || [ "$1" = duplicates ] || wrong "says nothing: $*"
	hasnt "$text" 'zz[a-z]+zz|7171717|7272727|717[.,]?171|727[.,]?272|Nov 2026.*step|2026-11-22'
}
for format in table csv tsv json; do dark list lead --format $format; dark show lead $one --format $format; done
for format in csv tsv json vcf; do dark export lead --format $format; done
dark export activity --format ics; dark list activity --columns summary,who,phone,worth,record --format csv
dark list lead --as-of today --format csv; dark board; dark board --format json; dark board --as-of today
dark agenda --format json; dark history lead $one; dark history lead $one --format json
dark similar lead $one; dark duplicates lead; dark merge $one $two --preview; dark template lead
dark score --explain $one; dark list team --columns won,open; dark why lead $one
for text in zzcompanyzz zzmail 7171717 +49307171717 zznotes zzsite zzjob; do
	dark find $text
	is 0 "$(as list lead "$text" --count)"
done
dark quick "call one: hello"
dark incoming +49307171717 --name somebody
# asked about as a field that is not there
for f in $hidden; do
	for c in "list lead $f~a" "list lead $f=1" "list lead --sort $f" "list lead --columns name,$f" "export lead --columns $f" \
		"set lead $one $f=1" "new lead name=x $f=1" "board --by $f"; do
		as ${c//$f/nonesuch} >"$work/missing"; a=$?
		as $c >"$work/hidden"; b=$?
		outputs=$((outputs + 1))
		is "$a $(cat "$work/missing")" "$b $(sed "s/$f/nonesuch/g" "$work/hidden")"
	done
done
hasnt "$(as fields lead --format tsv | cut -f1)" '^"?(company|email|phone|revenue|source|tags|notes|website|account|job)"?$'
# a criteria of a hidden one in an account's place, by way of another record
ends 2 crm --as ann list activity 'record.revenue > 1'
# merging takes what is hidden along as it is
crm --as ann merge $one $two >/dev/null || wrong "not merged"
is zzcompanyzz "$(crm list lead "id = $one" --columns company --format tsv | tail -1 | tr -d '\r"')"
crm undo >/dev/null
# undo of one's own deed puts back nothing that is hidden
# a spreadsheet with a hidden column: the column is not known; with a read-only one: said so, and not written
printf 'name,revenue,zzhead\nrow,5,6\n' >"$work/in.csv"
crm --as ann import "$work/in.csv" lead --yes >"$work/out" 2>&1 || wrong "$(cat "$work/out")"
is "" "$(crm list lead 'name = row' --columns revenue --format tsv | tail -1 | tr -d '\r"')"
printf 'name,mobile\nrow2,+49301234567\n' >"$work/in.csv"
crm --as ann import "$work/in.csv" lead --yes >"$work/out" 2>&1; code=$?
is 5 $code
has "$(cat "$work/out")" 'line 2: ann may not change Mobile: ask an administrator'
is 0 "$(crm list lead 'mobile = "+49301234567"' --count)"
ends 1 crm --as ann set lead $one mobile=+49301234567
has "$err" 'may not change Mobile'
echo "figure: $outputs outputs and questions of one from whom ten fields are hidden, nothing told"
