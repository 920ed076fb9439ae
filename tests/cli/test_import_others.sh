# While an import runs, others save: no save fails, and 95 of 100 wait at most 250 ms longer than when nobody imports.
. "$(dirname "$0")/lib.sh"
crm new lead name=Mine >/dev/null
awk 'BEGIN { print "Full Name,E-mail,Company"; for (i = 1; i <= 20000; i++) printf "P %d,p%d@example.com,Firm %d\n", i, i, i % 400 }' >"$work/in.csv"
saves() { # FILE: milliseconds of each save, 20 of them or for as long as the import runs
	local n=0 from
	while if [ -n "${pid:-}" ]; then kill -0 "$pid" 2>/dev/null; else [ $n -lt 20 ]; fi; do
		n=$((n + 1)) from=${EPOCHREALTIME/[.,]/}
		crm set lead 1 job="step $n" || wrong "save $n failed"
		echo $(((${EPOCHREALTIME/[.,]/} - from) / 1000))
	done >"$1"
}
p95() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR * 95 + 99) / 100)] }'; }
saves "$work/quiet"
crm import "$work/in.csv" --yes >"$work/said" 2>&1 &
pid=$!
saves "$work/busy"
wait "$pid" || wrong "the import failed: $(cat "$work/said")"
is 20001 "$(crm list lead --count)"
n=$(wc -l <"$work/busy") quiet=$(p95 "$work/quiet") busy=$(p95 "$work/busy")
echo "figure: $n saves while 20000 rows came in: p95 $busy ms, longest $(sort -n "$work/busy" | tail -1) ms; quiet p95 $quiet ms"
[ "$n" -ge 10 ] || wrong "only $n saves beside the import"
[ "$busy" -le $((quiet + 250)) ] || wrong "p95 $busy ms, quiet $quiet ms"
exit 0
