# The audit: what was refused, who took how much along, what is kept how long; and how it is asked.
. "$(dirname "$0")/lib.sh"
crm init >/dev/null || exit 1
p=$(crm list profile 'name = Salesperson' --format ids)
crm set right "$(crm list right "profile = $p" --format ids)" verbs+=export >/dev/null
crm new user login=ann >/dev/null; crm new user login=bob >/dev/null
for i in 1 2 3 4 5; do crm new lead name=l$i owner=ann >/dev/null; done
audit() { crm list audit "$1" --columns login,act,name,rows --format tsv | tail -n +2 | tr -d '\r"'; }

# --- so many records a day ---
crm --as ann export lead >/dev/null || wrong "no export without an end"
crm set profile $p export_rows=12 >/dev/null
crm --as ann export lead >"$work/x" || wrong "5 of 12 and 5 before"
ends 1 crm --as ann export lead
has "$err" '5 matched, and ann may export 2 more today \(12 a day\)'
is "" "$out"
crm --as ann list lead --limit 2 --format json >/dev/null || wrong "2 are left"
ends 1 crm --as ann list lead --limit 1 --format csv
ends 1 crm --as ann export lead -o "$work/file.csv"
[ ! -e "$work/file.csv" ] || wrong "a file was left"
crm --as bob export lead >/dev/null || wrong "bob has a day of his own"
crm --as ann list lead >/dev/null || wrong "what is read on the screen has no end"
CRM_NOW=2026-11-22T09:00:00Z crm --as ann export lead >/dev/null || wrong "the next day"
# the widest of several profiles
wide=$(crm new profile name=Wide); crm new right profile=$wide verbs=see,export sees=own >/dev/null
crm set user ann profiles+=Wide >/dev/null
crm --as ann export lead >/dev/null || wrong "Wide has no end"
crm set user ann profiles-=Wide >/dev/null
is 4 "$(audit 'login = ann and act = export and created_at < tomorrow' | wc -l | tr -d ' ')"
has "$(audit 'act = export')" '^ann	export	2 lead	2$'

# --- what was refused ---
crm --as ann set user ann profiles=Administrator >/dev/null 2>&1 && wrong "made herself an administrator"
crm --as ann config leads on >/dev/null 2>&1 && wrong "set the office"
crm --as ann trash lead $(crm new lead name=boss) >/dev/null 2>&1 && wrong "trashed"
crm new user login=adm profiles=Administrator >/dev/null
crm --as adm set user ann profiles="Super administrator" >/dev/null 2>&1 && wrong "an administrator named one"
crm --as adm set lead 1 name=fine >/dev/null
crm set user bob disabled=yes >/dev/null
crm --as bob list lead >/dev/null 2>&1 && wrong "bob came in"
for what in '^ann	refused	export lead' '^ann	refused	edit user' '^ann	refused	configure' '^ann	refused	delete lead' \
	'^adm	refused	configure profile' '^bob	refused	open as bob'; do
	has "$(audit 'act = refused')" "$what"
done

# --- asked by who, what and when ---
is 0 "$(crm list audit 'login = nobody' --count)"
is 0 "$(crm list audit 'created_at < 2026-11-21' --count)"
[ "$(crm list audit 'act in (people, rights) and created_at = today' --count)" -gt 3 ] || wrong "no rights were set"
is 1 "$(crm list audit 'name contains "open as"' --count)"
has "$(crm export audit 'act = refused')" '"refused"'
json "$(crm export audit --format json)"
has "$(crm history --user adm --since today --text fine --format csv)" '"adm"'
is 1 "$(crm history --user adm --until yesterday --format csv | wc -l | tr -d ' ')"
ends 3 crm --as adm show audit 99999
for who in ann bob; do crm --as $who list audit --count >"$work/n" 2>/dev/null; hasnt "$(cat "$work/n")" '[1-9]'; done

# --- kept for ever, or by policy; which is told ---
before=$(crm list audit --count)
crm tick >/dev/null
is "$before" "$(crm list audit --count)"
crm config audit.keep 30 >/dev/null
CRM_NOW=2027-03-01T09:00:00Z crm tick >/dev/null
is 1 "$(CRM_NOW=2027-03-01T09:00:00Z crm list audit --count)"
has "$(CRM_NOW=2027-03-01T09:00:00Z audit 'act = purge')" 'audit: [0-9]+ of more than 30 days'
