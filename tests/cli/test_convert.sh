# convert: what it would do, doing it, many in turn, refusals, one undo.
. "$(dirname "$0")/lib.sh"
crm new user login=li name=Li >/dev/null || exit 1
crm new user login=ann name=Ann >/dev/null || exit 1
crm new account name=Acme >/dev/null || exit 1
for n in 1 2 3 4; do crm new lead name="L$n" kind=lead company=ACME contact_name="Ada $n" owner= >/dev/null || exit 1; done

ends 0 crm convert 1 --preview
has "$out" 'Account: Acme, there already \(same name\)$'
has "$out" 'Contact: Ada 1, new$'
is 0 "$(crm list contact --count)"
ends 0 crm convert 1
has "$out" 'L1 converted'
has "$(crm show lead 1 --format json)" '"kind":"opportunity"'
has "$(crm show lead 1 --format json)" '"account":"Acme"'
is 1 "$(crm list account --count)"
ends 0 crm convert 2 3 4 --owner Li,Ann --customer create --contact no
is $'Ann\nLi\nLi' "$(crm list opportunity 'id > 1' --columns owner --sort owner --format tsv | tail -n +2 | tr -d '"\r')"
is 4 "$(crm list account --count)"
ends 0 crm undo
is 1 "$(crm list account --count)"
# what is no lead any more is refused, the others go on
ends 1 crm convert 1 2
has "$(crm show lead 2 --format json)" '"kind":"opportunity"'
ends 1 crm convert 3 --customer none
has "$err" 'convert.none'
ends 0 crm config duplicates.account off
ends 0 crm convert 3 --format json
json "$out"
is 2 "$(crm list account --count)"
exit 0
