# Files stay readable: none over 1000 lines, 90 % of those in src within 700. The top level holds what it should, no more.
status=0
find src include tests -name '*.[ch]' -exec wc -l {} + | awk '$2 != "total" && $1 > 1000 {
	print $2 " has " $1 " lines, 1000 at most: split by purpose"; bad = 1 } END { exit bad }' || status=1
find src -name '*.c' -exec wc -l {} + | awk '$2 != "total" { print $1 }' | sort -n | awk '
	{ lines[NR] = $1 }
	END {
		p90 = lines[int(NR * 0.9 + 0.999)]
		printf "figure: %d files, 90 %% within %d lines (<= 700), longest %d (<= 1000)\n", NR, p90, lines[NR]
		exit p90 > 700
	}' || { echo "more than one file in ten is over 700 lines"; status=1; }

# lines that hold nothing but a comment, of all that are not blank
lines=$(find src include -name '*.[ch]' -exec grep -hc . {} + | awk '{ n += $1 } END { print n }')
code=$(find src include -name '*.[ch]' -exec awk -f "$(dirname "$0")/code.awk" {} + | wc -l)
echo "figure: $lines lines of C, $(((lines - code) * 100 / lines)) % of them comments (10 to 15)"

list() { git ls-files 2>/dev/null || ls; }
extra=$(list | cut -d/ -f1 | sort -u | grep -v '^\.' |
	grep -vxE 'src|include|data|docs|tests|Makefile|crm\.conf\.example|README\.md|LICENSE')
[ -z "$extra" ] || { echo "not wanted at the top level:" $extra; status=1; }
exit $status
