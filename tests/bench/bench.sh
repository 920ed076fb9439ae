#!/usr/bin/env bash
# bench.sh BUILD_DIR: makes the data once under $BENCH_DIR, runs the speed programs, compares import and export with the
# sqlite3 tool, and prints one line a row: name, measured, bar, ratio, ok or OVER. Rows over their bar fail nothing.
# BENCH_ROWS leads (a million), a fifth as many cards, as many rows of journal. BENCH_ONLY=query|screen|score|exchange|office.
build=$1 dir=${BENCH_DIR:-$1/bench} rows=${BENCH_ROWS:-1000000}
cards=$((rows / 5)) bin=$build/tests/bench only=${BENCH_ONLY:-all}
data=$dir/$rows
set -e
mkdir -p "$data/home"
export HOME=$data/home XDG_DATA_HOME=$data/home XDG_CONFIG_HOME=$data/home XDG_STATE_HOME=$data/home TZ=UTC LC_ALL=C.UTF-8
unset CRM_NOW CRM_DB CRM_CONFIG XDG_RUNTIME_DIR
crm=${CRM:-$build/crm}

ms() { local from=${EPOCHREALTIME/[.,]/}; "$@" >/dev/null 2>&1 || { echo "crm: failed: $*" >&2; exit 1; }; echo $(((${EPOCHREALTIME/[.,]/} - from) / 1000)); }
cpu_ms() { local TIMEFORMAT='%3U %3S'; { time "$@" >/dev/null 2>&1 || echo "crm: failed: $*" >&2; } 2>&1 | awk '{ print ($1 + $2) * 1000 } !/^[0-9.]+ [0-9.]+$/ { print > "/dev/stderr"; exit 1 }'; }
# row NAME MEASURED UNIT >=|<= BAR
row() { awk -v n="$1" -v m="$2" -v u="$3" -v s="$4" -v b="$5" 'BEGIN { r = m / b
	printf "%-58s %10.2f %-7s %s %8.2f  x%-7.2f %s\n", n, m, u, s, b, r, (s == ">=" ? r >= 1 : r <= 1) ? "ok" : "OVER" }'; }
fresh() { rm -f "$1" "$1"-*; "$crm" --db "$1" init >/dev/null; }
load() { "$crm" --db "$1" import "$2" lead -y "${@:3}"; } # DB CSV [OPTION]...

make_data() {
	[ ! -e "$data/made" ] || return 0
	echo "making $rows leads and $cards cards in $data (once)" >&2
	"$bin/bench_data" leads "$rows" >"$data/leads.csv"
	"$bin/bench_data" cards "$cards" >"$data/cards.csv"
	fresh "$data/leads.db"; load "$data/leads.db" "$data/leads.csv" --set kind=lead >/dev/null
	fresh "$data/cards.db"; load "$data/cards.db" "$data/cards.csv" --set kind=opportunity >/dev/null
	"$bin/bench_data" journal "$data/cards.db" "$rows"
	touch "$data/made"
}

# What the import is compared with: a table with as many secondary indexes and the same two full-text tables, or none.
columns="name company contact_name email phone mobile street city zip country source tags revenue job website notes external_id status"
plain_sql() { echo "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t($(echo $columns | tr ' ' ','));"; }
indexed_sql() {
	plain_sql
	for c in name company email phone mobile country source revenue external_id status city zip contact_name website job; do
		echo "CREATE INDEX t_$c ON t($c);"
	done
	echo "CREATE VIRTUAL TABLE word USING fts5(text, content='', prefix='1 2 3', tokenize='ascii', columnsize=0, detail=none);
	CREATE VIRTUAL TABLE tri USING fts5(text, content='', columnsize=0, detail=none, tokenize='trigram');
	CREATE TRIGGER t_text AFTER INSERT ON t BEGIN
	INSERT INTO word(rowid, text) VALUES (new.rowid, $(text_of)); INSERT INTO tri(rowid, text) VALUES (new.rowid, $(text_of)); END;"
}
text_of() { echo "new.name || ' ' || new.company || ' ' || new.contact_name || ' ' || new.email || ' ' || new.phone || ' ' || new.mobile || ' ' || new.notes"; }
peer_import() { rm -f "$data/peer.db"*; "$1" | sqlite3 "$data/peer.db" >/dev/null; sqlite3 "$data/peer.db" ".import --csv --skip 1 $data/leads.csv t"; }
our_import() { fresh "$data/ours.db"; load "$data/ours.db" "$data/leads.csv" --set kind=lead; }
# Exports are compared by the CPU they take. The tool prints the columns as they are stored, or the same cells as we do.
our_export() { "$crm" --db "$data/leads.db" export lead --format csv --force -o "$data/out.csv" ${columns_out:+--columns "$columns_out"}; }
peer_export() { sqlite3 -csv "$data/leads.db" "SELECT * FROM lead" >"$data/peer.csv"; }
peer_cells() { sqlite3 -csv "$data/leads.db" "SELECT l.name, l.company, l.contact_name, l.email, l.phone, l.mobile, l.street, l.city, l.zip,
	c.name, s.name, (SELECT group_concat(t.name) FROM link k JOIN tag t ON t.id = k.to_id WHERE k.field = $tags_key AND k.from_id = l.id),
	printf('%.2f', l.revenue / 100.0), l.job, l.website, l.notes, l.external_id, CASE l.status WHEN 1 THEN 'new' ELSE '?' END
	FROM lead l LEFT JOIN country c ON c.id = l.country LEFT JOIN source s ON s.id = l.source ORDER BY l.id DESC" >"$data/peer.csv"; }

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
# A B A B: $times pairs, measured by $clock; sets a and b to the medians
clock=ms
pairs() {
	local times=$1 i; : >"$data/a"; : >"$data/b"
	for ((i = 0; i < times; i++)); do $clock "${@:2:1}" >>"$data/a"; $clock "${@:3}" >>"$data/b"; done
	a=$(median <"$data/a") b=$(median <"$data/b")
}

# Twenty sessions at one record, on the disk of the data: nothing may be lost, and a save waits little for the others.
office() {
	local db=$data/together.db pause said kept refused lost p99 sync
	fresh "$db"; "$crm" --db "$db" new lead name=one revenue=0 >/dev/null
	for pause in 0 400; do
		said=$("$build/tests/office/probe_edit" "$db" 20 50 $pause)
		read -r _ kept _ refused _ _ _ lost _ _ _ p99 _ sync <<<"$said"
		row "20 sessions, 50 edits of one record: kept or refused" $((kept + refused - lost)) edits '>=' 1000
		row "  a save, p99, pauses of 0 to $pause ms (4 syncs + 10)" "$p99" ms '<=' "$(awk "BEGIN { print 4 * $sync + 10 }")"
	done
}

exports() {
	local clock=cpu_ms columns_out='' tags_key
	tags_key=$(sqlite3 "$data/leads.db" "SELECT max(field) FROM link") # the only set the leads fill
	pairs 5 our_export peer_export
	row "export, all columns: speed a CPU of sqlite3 -csv, raw" "$(awk "BEGIN { print $b / $a }")" times ">=" 2
	columns_out=${columns// /,}
	pairs 5 our_export peer_cells
	row "export, 18 columns: of sqlite3 -csv, the same cells" "$(awk "BEGIN { print $b / $a }")" times ">=" 2
}

# What somebody waits who saves while up to 50,000 rows come in. The same rows into the same database alone are the measure of
# the whole; with a record there already the indexes stay.
beside_others() {
	local some=$data/some.csv n longest p99 alone both pid from
	head -n 50001 "$data/leads.csv" >"$some"
	fresh "$data/ours.db"; "$crm" --db "$data/ours.db" new lead name=one >/dev/null
	alone=$(ms load "$data/ours.db" "$some" --set kind=lead)
	fresh "$data/ours.db"; "$crm" --db "$data/ours.db" new lead name=one >/dev/null
	from=${EPOCHREALTIME/[.,]/}
	"$crm" --db "$data/ours.db" import "$some" lead -y --set kind=lead >/dev/null 2>&1 &
	pid=$!
	read -r n longest p99 < <("$bin/bench_lock" "$data/ours.db" $pid)
	wait $pid; both=$(((${EPOCHREALTIME/[.,]/} - from) / 1000))
	row "import: longest of $n waits of others for the lock" "$longest" ms "<=" 250
	row "  the 99th of 100 of them" "$p99" ms "<=" 250
	row "  the import beside them: times as long as alone" "$(awk "BEGIN { print $both / $alone }")" times "<=" 3
}

exchange() {
	local times=${BENCH_RUNS:-$((rows > 200000 ? 1 : 5))}
	pairs "$times" our_import peer_import indexed_sql
	row "import, rows a second" $((rows * 1000 / (a + 1))) rows/s ">=" $((rows * 1000 / (b + 1)))
	row "import: speed of .import with indexes and full text" "$(awk "BEGIN { print $b / $a }")" times ">=" 1
	ours=$a; b=$(ms peer_import plain_sql)
	row "import: speed of .import into a plain table" "$(awk "BEGIN { print $b / $ours }")" times ">=" 0.15
	fresh "$data/ours.db"
	a=$(cpu_ms "$crm" --db "$data/ours.db" import "$data/leads.csv" lead --dry-run --set kind=lead)
	row "import, dry run: rows a second of CPU" "$(awk "BEGIN { print $rows * 1000 / $a }")" rows/s ">=" 100000
	exports
	beside_others
	rm -f "$data"/peer.* "$data"/ours.* "$data/out.csv" "$data/some.csv"
}

make_data
echo "$rows leads, $cards cards; load $(cut -d' ' -f1-3 /proc/loadavg 2>/dev/null || uptime)"
case $only in all | query) "$bin/bench_query" "$data/leads.db" "$data/cards.db" ;; esac
case $only in all | screen) CRM=$crm "$bin/bench_screen" "$data/cards.db" "$data/leads.db" ;; esac
# Scoring works on a copy: it closes a part of the leads.
score() {
	[ -e "$data/score.db" ] || cp "$data/leads.db" "$data/score.db"
	"$bin/bench_score" "$data/score.db"
	CRM=$crm bash "$(dirname "$0")/score.sh" "${SCORE_DATA:-}"
}
case $only in all | score) score ;; esac
case $only in all | office) office ;; esac
case $only in all | exchange) if command -v sqlite3 >/dev/null; then exchange; else echo "no sqlite3 here: import and export are not compared"; fi ;; esac
