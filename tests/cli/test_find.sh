# find by text and by number, incoming, quick: who it is, what is open, and a lead in one step.
. "$(dirname "$0")/lib.sh"
crm config country DE
crm new account name='Acme Works' >/dev/null || exit 1
crm new contact name='Ada Lovelace' account='Acme Works' mobile='0171 2345678' >/dev/null || exit 1
crm new opportunity name='Server room' contact='Ada Lovelace' revenue=500 >/dev/null || exit 1

for n in 01712345678 '+49 171 2345678' '00491712345678' '۰۱۷۱ ۲۳۴۵۶۷۸'; do
	ends 0 crm find $n
	has "$out" '^contact +1 +Ada Lovelace +Contact · Acme Works'
	has "$out" '^lead +1 +Server room +Lead · New · €500'
done
ends 0 crm find acme
has "$out" '^account +1 +Acme Works'
ends 0 crm find 0171 9999999 --format json
is '[]' "$out"
ends 0 crm incoming '0171 9999999' --preview
has "$out" 'nobody has this number yet'
ends 0 crm incoming '0171 9999999' --name Bob --note 'wants a demo'
ends 0 crm find 01719999999
has "$out" '^lead +2 +Bob'
has "$(crm show lead 2)" 'wants a demo'
ends 0 crm undo
is '[]' "$(crm find 01719999999 --format json)"

ends 0 crm quick 'call acme works: wants 20 seats @fri 10:00 €12k #vip' --preview
has "$out" '^Account: Acme Works$'
has "$out" '^Activity: Call, Fri 27 Nov 2026 10:00$'
is 1 "$(crm list lead --count)"
ends 0 crm quick 'call acme works: wants 20 seats @fri 10:00 €12k #vip'
is 2 "$(crm list opportunity --count)"
has "$(crm list activity --columns type,due,record --format tsv)" 'Call.*2026-11-27'
ends 0 crm undo
is 1 "$(crm list opportunity --count)"
ends 1 crm quick '#vip'
has "$err" 'whose are|who is it'
exit 0
