# Words that do not belong: dangerous calls, unfinished work, SQL in the screens, and the office's words in generic floors.
bad=$(mktemp); trap 'rm -f "$bad"' EXIT
here=$(dirname "$0")
say() { sed "s/\$/    <- $1/" >>"$bad"; } # marks what comes in with the reason why it is wrong
have() { for d; do [ -d "$d" ] && echo "$d"; done; }
code() { find $(have "$@") -name '*.[ch]' | sort | xargs -r awk -f "$here/code.awk"; }
calls() { grep -E ":.*(^|[^A-Za-z0-9_.>])($1)[[:space:]]*\("; }

code src include >"$bad.code"; trap 'rm -f "$bad" "$bad.code"' EXIT
[ -s "$bad.code" ] || { echo "no code was read"; exit 1; }
calls '(mv)?w?printw|vw_?printw|mvw?printw' <"$bad.code" | say 'data is never a format: draw through the canvas'
calls 'strcpy|strcat|stpcpy|sprintf|vsprintf|gets|strtok' <"$bad.code" | say 'knows no bounds: struct str, snprintf'
calls 'ato[ifl]|atoll|system|popen|tmpnam|mktemp' <"$bad.code" | say 'strtol with its error, the agent for programs and files'
grep -v '^src/ui/canvas' "$bad.code" | grep '^src/ui/' | calls 'w?clear|w?erase' | say 'only the canvas clears'
grep -v '^src/ui/canvas' "$bad.code" | grep -E '^(src|include)/ui/' |
	calls '(mv)?w?(addn?w?str|addch|addchn?str|add_wchn?(str)?|insn?str|ins_n?wstr|insch|hline|vline)|wborder|border_set|box_set' |
	say 'only the canvas draws'

grep -rnwE 'TODO|FIXME|XXX|HACK' $(have src include) | say 'finish it, or open an issue'
grep -rnE '"[^"]*\b(SELECT|INSERT INTO|INSERT OR|UPDATE [a-z_%]+ SET|DELETE FROM|CREATE (TABLE|INDEX)|PRAGMA)\b' \
	$(have src/ui src/cli src/base include/ui include/cli include/base) | say 'SQL belongs to db, record and sales'
grep -rniE '(^|[^a-z])(leads?|opportunit(y|ies)|stages?|accounts?|won|lost)([^a-z]|$)' \
	$(have src/record include/record src/ui include/ui) | say 'a word of the office in a generic floor'
cat "$bad"
[ ! -s "$bad" ]
