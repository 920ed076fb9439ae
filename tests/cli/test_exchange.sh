# import and export: what goes out comes back the same; what is refused says why.
. "$(dirname "$0")/lib.sh"
cat >"$work/in.csv" <<'CSV'
Full Name,E-mail,Phone,Company,Country,Source
Ada Lovelace,ada@example.com,+44 20 7946 0958,Analytical Engines,GB,Fair
علی رضایی,ali@example.ir,021 8888 7777,شرکت پارس,IR,Web
Broken Mail,not an address,,Nobody,DE,Web
,,,,,
CSV
ends 5 crm import "$work/in.csv" --dry-run --format json
json "$out"
has "$out" '"dry_run":true'
has "$out" '"import":null'
has "$out" '"encoding":"utf-8"'
is 0 "$(crm list lead --count)"

ends 5 crm import "$work/in.csv" --rejects "$work/bad.csv" --format json
json "$out"
has "$out" '"rows":3,"new":2'
has "$out" '"rejected":1'
has "$(cat "$work/bad.csv")" 'Broken Mail'
is 2 "$(crm list lead --count)"
has "$(crm list lead --columns company,country)" 'Iran'
# again: nothing new
out=$("$CRM" import - lead --format json <"$work/in.csv"); is 5 $?
has "$out" '"new":0'
is 2 "$(crm list lead --count)"

# given by hand
printf 'A;B\nZed;5k\n' >"$work/odd.csv"
ends 0 crm import "$work/odd.csv" opportunity --map name=A --map revenue=B --set country=DE --delimiter semicolon --yes
is 1 "$(crm list opportunity revenue = 5000 --count)"
crm undo >/dev/null || exit 1
is 0 "$(crm list opportunity --count)"
ends 2 crm import "$work/odd.csv" --delimiter x
ends 2 crm import "$work/odd.csv" nonsense

# out, into another database, out again: the same bytes
crm new opportunity name='=cmd|x' company=$'"quoted", and more' revenue=12.5 tags='a,b' closing=2026-12-24 \
	notes=$'several\nlines' >/dev/null || exit 1
crm export lead --sort name -o "$work/one.csv" || exit 1
CRM_DB=$work/second.db crm import "$work/one.csv" lead --yes >/dev/null || exit 1
CRM_DB=$work/second.db crm export lead --sort name -o "$work/two.csv" || exit 1
cut_ids() { crm list lead --sort name --format json | sed -E 's/"id":[0-9]+,"version":[0-9]+,//; s/"[a-z_]+_id":(\[[^]]*\]|[0-9]+|null),?//g; s/"[a-z]+_at":"[^"]*",?//g'; }
is "$(cut_ids)" "$(CRM_DB=$work/second.db cut_ids)"
same() { sed -E 's/^"[0-9]+","yes"/"","yes"/' "$work/$1"; } # without the id, which is each database's own
cmp <(same one.csv) <(same two.csv) || wrong "the second export differs"
# and where it came from, everything is known already
ends 0 crm import "$work/one.csv" lead --format json
has "$out" '"new":0,"updated":0'

# an existing file is not overwritten unasked
ends 1 crm export lead -o "$work/one.csv"
ends 0 crm export lead -o "$work/one.csv" --force
# the ending tells the form
crm export lead -o "$work/out.json" && json "$(cat "$work/out.json")"
json "$(crm export lead --format json)"
has "$(crm export lead --columns name,company)" '^"name","company"'
has "$(crm export lead --columns name)" "^\"'=cmd"
has "$(crm export lead --columns name --raw)" '^"=cmd'
# compressed, the same comes in, and it is known to be the same
export CRM_DB=$work/packed.db
gzip -c "$work/in.csv" >"$work/in.csv.gz"
ends 5 crm import "$work/in.csv.gz" --format json
has "$out" '"rows":3,"new":2'
has "$(crm import "$work/in.csv" --dry-run --format json)" 'came in before'
head -c 60 "$work/in.csv.gz" >"$work/cut.csv.gz"
ends 1 crm import "$work/cut.csv.gz"
has "$err" 'damaged or cut short'
# a workbook, its first sheet that is shown
export CRM_DB=$work/book.db
ends 0 crm import tests/data/import/book.xlsx --format json
has "$out" '"rows":3,"new":3'
has "$(crm list lead 'contact_name = "Ada Lovelace"' --columns closing,revenue --format csv)" '"2026-12-21","1234.50"'
# words of others for what we have choices and numbers for
export CRM_DB=$work/words.db
crm import tests/data/import/words.csv --yes >/dev/null 2>"$work/err" || wrong "words.csv"
is 'Ada,mrs,working,3 Bert,mr,converted,2 Otto,,new,1 Sara,ms,dead,2' "$(crm list lead 'status in (new, working, converted, dead)' --columns contact_name,salutation,status,priority \
	--sort contact_name --format csv | tail -n +2 | tr -d '"\r' | tr '\n' ' ' | sed 's/ $//')"
has "$(crm list lead email = otto@example.com --columns notes --format csv)" 'purple'
has "$(cat "$work/err")" 'Lead Status: 1 cell'
# the template takes what it shows
has "$(crm template contact)" '"name"'
exit 0
