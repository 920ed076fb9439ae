# list: criteria, columns, order and forms.
. "$(dirname "$0")/lib.sh"
crm new opportunity name=Beta company='Acme "B", Ltd' revenue=300 country=DE tags=vip >/dev/null || exit 1
crm new opportunity name='علی رضایی' company='株式会社' revenue=100 >/dev/null || exit 1
crm new lead name=Alpha revenue=200 notes=$'a\tb\nc' >/dev/null || exit 1

is $'1\n3\n2' "$(crm list lead --sort -revenue --format ids)"
is $'1\n3' "$(crm list lead 'revenue > 150' --sort name --format ids | sort)"
is 1 "$(crm list lead tags = vip and country = Germany --format ids)"
is 2 "$(crm list lead --limit 2 --format ids | wc -l)"
is 3 "$(crm list lead --count)"
is '{"count":3}' "$(crm list lead --count --format json)"
is $'"name","revenue"\r\n"Beta","300.00"\r' "$(crm list lead id = 1 --columns name,revenue --format csv)"
is $'"name"\t"company"\r\n"Beta"\t"Acme ""B"", Ltd"\r' "$(crm list lead id = 1 --columns name,company --format tsv)"
has "$(crm list lead --columns name,owner.login)" 'Beta'

out=$(crm list lead --format json)
json "$out"
has "$out" '"id":1,"version":1'
has "$out" '"country":"Germany","country_id":[0-9]+'
has "$out" '"revenue":300.00'
has "$out" '"closing":null'
has "$out" '"company":"Acme \\"B\\", Ltd"'
has "$out" '"notes":"a\\tb\\nc"'
has "$out" '"created_at":"2026-11-21T09:00:00Z"'
json "$(crm list lead 'id = 99' --format json)"

# a table's columns stand under each other in any script
table=$(crm list lead --columns name,company,revenue)
has "$table" '^Title'
has "$table" 'علی رضایی'
is 4 "$(wc -l <<<"$table")"

# archived records are listed when asked for
crm lost 1 --reason 'Too expensive' >/dev/null || exit 1
is 2 "$(crm list lead --count)"
is 1 "$(crm list lead active = no --count)"

# nothing that could drive a terminal reaches one
crm new tag name=$'x' >/dev/null || exit 1
ends 1 crm new tag name=$'a\033[31mb'
exit 0

# as of a day: what was there at its end
is 3 "$(crm list lead --count --as-of today)"
is 0 "$(crm list lead --count --as-of yesterday)"
is '' "$(crm list lead --as-of yesterday --format ids)"
has "$(crm board --as-of yesterday)" '^New 0'
has "$(crm board --as-of 2026-11-21)" '^New 1'
ends 2 crm list lead --as-of tomorrow
has "$err" 'has not been yet'
ends 2 crm list lead --as-of today --trash
