# Pages made from the tables are what the program prints today; `make docs` makes them anew.
: "${CRM:?the built program}"
status=0 work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
pairs=$(make -pn --no-print-directory 2>/dev/null | sed -nE 's/^GENERATED := //p')
[ -n "$pairs" ] || { echo "the Makefile names no generated pages"; exit 1; }
for pair in $pairs; do
	page=${pair%=*} name=${pair#*=}
	if ! "$CRM" help --generate "$name" >"$work/page" 2>"$work/err"; then
		echo "crm help --generate $name failed: $(head -1 "$work/err")"; status=1
	elif ! cmp -s "$work/page" "$page"; then
		echo "$page is stale or missing: make docs"; status=1
	fi
done
exit $status
