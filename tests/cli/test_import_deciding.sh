# What a person decides about a file: texts that name nobody, rows that are there, columns and cells that fit nowhere.
. "$(dirname "$0")/lib.sh"
crm init >/dev/null
one() { crm list lead "contact_name = \"$1\"" --columns "$2" --format csv | tr -d '\r"' | sed -n 2p; }
cat >"$work/a.csv" <<'X'
Name,Email,Company,Owner,Stage,Campaign,Tags,Revenue,Colour
Anna Berg,anna@x.example,Acme,Bob,Fresh,Fair 26,vip,100,red
Carl Dorn,carl@x.example,Acme,me,New,Fair 26,vip,200,blue
Eve Fox,not an address,Zeta,Bob,New,,,300,red
X

# texts that name nobody are listed once, with what becomes of them
ends 5 crm import "$work/a.csv" --dry-run --format json
json "$out"
has "$out" '\{"field":"owner","text":"Bob","rows":2,"becomes":"me","name":null\}|"text":"Bob","rows":1,"becomes":"me"'
has "$out" '"text":"Fresh","rows":1,"becomes":"notes"'
has "$out" '"text":"Fair 26","rows":2,"becomes":"created"'
ends 5 crm import "$work/a.csv" --dry-run --value stage:fresh=New --value 'campaign:Fair 26=' --format json
has "$out" '"text":"Fresh","rows":1,"becomes":"mapped","name":"New"'
has "$out" '"text":"Fair 26","rows":2,"becomes":"left out"'
ends 2 crm import "$work/a.csv" --value nofield:a=b
ends 2 crm import "$work/a.csv" --column Nothing=notes
ends 2 crm import "$work/a.csv" --column Colour=elsewhere

# mapped, left out, made; a bad address kept in the notes; a column of tags
ends 0 crm import "$work/a.csv" --yes --value stage:Fresh=New --value 'campaign:Fair 26=' --value owner:Bob=+ \
	--bad-email import --column Colour=tags --set department=Fair
is 'New,,red,vip' "$(one 'Anna Berg' stage,campaign,tags | tr -d ' ' | awk -F, '{ print $1 "," $2 "," ($3 < $4 ? $3 "," $4 : $4 "," $3) }')"
is Fair "$(one 'Carl Dorn' department)"
has "$(crm show lead "$(crm list lead 'contact_name = "Eve Fox"' --format ids)")" 'not an address'
hasnt "$(crm list campaign)" 'Fair 26'

# what texts stood for is known the next time
ends 0 crm import "$work/a.csv" --dry-run --on-duplicate create --bad-email import --format json
has "$out" '"text":"Fresh","rows":1,"becomes":"mapped","name":"New"'

# without a terminal nobody can be asked; a dry run says how many it would be
sed 's/,100,/,150,/; s/,200,/,,/' "$work/a.csv" >"$work/b.csv"
ends 2 crm import "$work/b.csv" --on-duplicate ask
has "$err" 'skip, fill, overwrite or create'
ends 0 crm import "$work/b.csv" --on-duplicate ask --dry-run --bad-email import --format json
has "$out" '"asked":1,'

# at one, row by row: the file's, and then a capital for all the rest
if command -v script >/dev/null; then
	printf 'f\ny\n' | script -qec "'$CRM' import '$work/b.csv' --on-duplicate ask --bad-email import" /dev/null >"$work/said" 2>&1
	has "$(cat "$work/said")" 'line 2 is Lead'
	is 150.00 "$(one 'Anna Berg' revenue)"
fi

# a blank cell says nothing, unless it is told to
ends 0 crm import "$work/b.csv" --yes --on-duplicate overwrite --bad-email import
is 200.00 "$(one 'Carl Dorn' revenue)"
ends 0 crm import "$work/b.csv" --yes --on-duplicate overwrite --bad-email import --erase-blank
is '' "$(one 'Carl Dorn' revenue)"
is 'Carl Dorn' "$(one 'Carl Dorn' contact_name)"
exit 0
