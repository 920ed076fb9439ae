# numbers whose country stands beside them
. "$(dirname "$0")/lib.sh"
phones() { crm list lead --sort contact_name --columns contact_name,phone --format csv | tail -n +2 | tr -d '"\r' | tr '\n' ';'; }
crm import tests/data/import/phones.csv --yes >/dev/null 2>&1
is 'Ada,+44 20 7946 0958;Bert,+49 30 123 456;Ivan,+380 44 123 4567;Nemo,12;Sara,+98 21 8888 7777;' "$(phones)"
# what went into a number is not kept elsewhere, what did not is
hasnt "$(crm list lead contact_name = Ada --columns notes --format csv)" 'Country Code'
has "$(crm list lead contact_name = Nemo --columns notes --format csv)" 'Country Code: \+44'

export CRM_DB=$work/second.db
crm import tests/data/import/countries.csv --yes >/dev/null 2>&1
is "Ada,'+44 20 7946 0958 ext 12;Bert,+49 30 123 456;Nemo,020 7946 0958;Sara,+98 21 8888 7777;" "$(phones)"

# a column of codes with letters in it is a country
export CRM_DB=$work/third.db
printf 'Full Name,Country Code,Phone\nAda,GB,020 7946 0958\nBob,DE,030 123456\n' >"$work/in.csv"
out=$(crm import "$work/in.csv" --format json) || exit 1
has "$out" '"header":"Country Code","field":"country"'
is 'Ada,+44 20 7946 0958;Bob,+49 30 123 456;' "$(phones)"
exit 0
