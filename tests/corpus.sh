#!/usr/bin/env bash
# corpus.sh DIR: imports every spreadsheet of DIR (dry, each into a fresh database) and compares what the import says
# of it with the row of expected.tsv in DIR or the directory above. A dash or an empty cell asserts nothing.
dir=${1:?corpus.sh DIR}; dir=${dir%/}
crm=${CRM:?the built program} work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
if [ -e "$dir/expected.tsv" ]; then table=$dir/expected.tsv prefix=
elif [ -e "$dir/../expected.tsv" ]; then table=$dir/../expected.tsv prefix=$(basename "$(cd "$dir" && pwd)")/
else echo "crm: no expected.tsv in $dir or above it" >&2; exit 2; fi
export HOME=$work XDG_DATA_HOME=$work XDG_CONFIG_HOME=$work LC_ALL=C.UTF-8 TZ=UTC

# the value of a key of the object that an import prints; of several the outermost, which comes first
value() { tr -d '\n' <"$work/json" | grep -oE "\"$1\" *: *(\"[^\"]*\"|[a-z0-9.-]+)" | head -1 | sed -E 's/^"[^"]*" *: *//' | tr -d '"'; }
columns_seen() { grep -oE '(^|[^\\])"match" *:' "$work/json" | wc -l; } # one "match" a column; quotes in a header are escaped
reasons_seen() { # as the table writes them: bad_email=5|no_identity=3
	tr -d '\n ' <"$work/json" | sed -nE 's/.*"reasons":\{([^}]*)\}.*/\1/p' | tr -d '"' | tr ':,' '=\n' | sort | paste -sd '|' -
}
same() { # NAME EXPECTED SEEN
	[ -z "$2" ] || [ "$2" = - ] || [ "$2" = "$3" ] || echo "      $1: expected $2, import says ${3:-nothing}"
}
passed=0 failed=0
while IFS=$'\x1f' read -r file _ encoding bom delimiter _ header columns rows good rejects reasons dups _; do
	case $file in file | '') continue ;; "$prefix"*) ;; *) continue ;; esac
	rm -f "$work"/db*
	timeout 60 "$crm" --db "$work/db" import --dry-run --yes --format json "$(dirname "$table")/$file" \
		>"$work/json" 2>"$work/err" </dev/null
	status=$?
	seen_rows=$(value rows) seen_rejects=$(value rejected)
	{
		[ $status -eq 0 ] || [ $status -eq 5 ] || echo "      exit $status: $(head -1 "$work/err")"
		same encoding "${encoding/#ascii/utf-8}" "$(value encoding)"
		same bom "$bom" "$(value bom)"
		same delimiter "$delimiter" "$(value delimiter)"
		same header_line "$header" "$(value header_line)"
		same columns "$columns" "$(columns_seen)"
		same rows "$rows" "$seen_rows"
		same rejected "$rejects" "$seen_rejects"
		same reasons "$(tr '|' '\n' <<<"$reasons" | sort | paste -sd '|' -)" "$(reasons_seen)"
		same "rows that import" "$good" "$((${seen_rows:-0} - ${seen_rejects:-0} - $(value duplicates || echo 0)))"
		same duplicates "$dups" "$(value duplicates)"
	} >"$work/wrong"
	if [ -s "$work/wrong" ]; then failed=$((failed + 1)); echo "FAIL  $file"; cat "$work/wrong"
	else passed=$((passed + 1)); echo "ok    $file"; fi
done < <(tr '\t' '\037' <"$table")
echo "corpus:"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
