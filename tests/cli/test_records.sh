# new, set, show, trash, restore: what they write can be read again.
. "$(dirname "$0")/lib.sh"
ends 0 crm new lead name='Office chairs' company='Acme Ltd' email=Ada@Example.COM revenue=4200.50 tags=a,b
is 1 "$out"
has "$(crm show lead 1)" 'Office chairs +Lead 1, version 1'
has "$(crm show lead 1 --format json)" '"revenue":4200.50'
has "$(crm show lead 1 --format json)" '"email":"Ada@Example.COM"'
has "$(crm show lead 1 --format csv)" '^"company","Acme Ltd"'

# a kind of records is a word of its own
is 2 "$(crm new opportunity name='Server room')"
has "$(crm show opportunity 2 --format json)" '"kind":"opportunity"'
is 2 "$(crm list opportunity --format ids)"
is 1 "$(crm list lead 'kind = lead' --format ids)"

ends 0 crm new tag name=spare --format json
json "$out"
has "$out" '"name":"spare"'

# sets
crm set lead 1 tags+=c tags-=a || exit 1
has "$(crm show lead 1 --format json)" '"tags":\["b","c"\]'
crm set lead 1 tags= || exit 1
has "$(crm show lead 1 --format json)" '"tags":null'
ends 2 crm set lead 1 name+=x
has "$err" 'name holds one value'

# from files, and a text that begins with @
printf 'two\nlines\n' >"$work/note"
crm set lead 1 notes=@"$work/note" referred=@@home || exit 1
has "$(crm show lead 1 --format json)" '"notes":"two\\nlines"'
has "$(crm show lead 1 --format json)" '"referred":"@home"'
ends 1 crm set lead 1 notes=@"$work/none"
has "$err" "^crm: notes: no file $work/none"

# several records in one step; all or none
crm set lead 1 2 priority=3 || exit 1
has "$(crm show lead 2 --format json)" '"priority":3'
ends 3 crm set lead 1 99 priority=1
has "$(crm show lead 1 --format json)" '"priority":3'

# a step's name is cut at a whole character
crm new tag name="$(printf 'شرکت%.0s' $(seq 30))" >/dev/null || exit 1
crm history --limit 1 --format csv | iconv -f utf-8 -t utf-8 >/dev/null || wrong "half a character"

# the version compared
version=$(crm show lead 1 --format json | sed -nE 's/^ "version":([0-9]+).*/\1/p')
crm set lead 1 priority=2 --if-version "$version" || exit 1
ends 4 crm set lead 1 priority=1 --if-version "$version"
has "$err" 'changed since'

# references by name or id; made on the way where the field allows it
crm set lead 1 stage=qualified owner=1 source=Fair || exit 1
has "$(crm show lead 1 --format json)" '"stage":"Qualified"'
has "$(crm list source)" '^Fair'
ends 1 crm set lead 1 stage=Nowhere
has "$err" '^crm: stage: '
ends 1 crm new lead name=x email=ada@
has "$err" '^crm: email: '

# the trash and back
crm trash lead 1 2 || exit 1
is 0 "$(crm list lead --count)"
is $'1\n2' "$(crm list lead --trash --sort id --format ids)"
has "$(crm show lead 1)" 'in the trash'
crm restore lead 1 2 || exit 1
is 2 "$(crm list lead --count)"
ends 3 crm trash lead 99

# an own field of the office
crm new field model=lead name=x_budget label=Budget type=money >/dev/null || exit 1
crm set lead 1 x_budget=99.5 || exit 1
has "$(crm show lead 1 --format json)" '"x_budget":99.50'
is "$(crm list lead 'x_budget > 50' --format ids)" 1

# nobody shuts herself out: she could not undo it
me=$(crm list user --format ids | head -1)
ends 1 crm set user "$me" disabled=yes
has "$err" '^crm: disabled: you cannot shut yourself out'
ends 1 crm trash user "$me"
has "$err" 'you cannot trash yourself'
other=$(crm new user login=somebody) || exit 1
ends 0 crm set user "$other" disabled=yes
ends 0 crm trash user "$other"
ends 0 crm list user
exit 0
