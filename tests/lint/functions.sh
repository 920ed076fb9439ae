# Functions stay short: median <= 14 lines and 90 % <= 45 in src, none over 80 anywhere; one label at most, for clean-up.
if ! ctags --version 2>/dev/null | grep -q Universal; then
	echo "universal-ctags is missing: make deps"; exit 1
fi
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
find src include tests -name '*.[ch]' | sort >"$work/files"
ctags -L "$work/files" -o - --languages=C --langmap=C:.c.h --kinds-C=fL -x --_xformat='%K %F %n %e %N' |
	sort -k2,2 -k3,3n -k1,1 >"$work/tags"
awk '
	$1 == "function" { file = $2; from = $3; to = $4; name = $5; labels = 0
		if (to - from + 1 > 80) { print file ":" from ": " name " has " to - from + 1 " lines, 80 at most"; bad = 1 } }
	$1 == "label" && $2 == file && $3 <= to && ++labels == 2 {
		print $2 ":" $3 ": " name " has a second label: one, for clean-up"; bad = 1 }
	END { exit bad }' "$work/tags"
status=$?
awk '$1 == "function" && $2 ~ /^src\// { print $4 - $3 + 1 }' "$work/tags" | sort -n | awk '
	{ lines[NR] = $1 }
	END {
		if (!NR) { print "no functions found in src"; exit 1 }
		median = lines[int((NR + 1) / 2)]; p90 = lines[int(NR * 0.9 + 0.999)]
		printf "figure: %d functions, median %d lines (<= 14), 90 %% within %d (<= 45), longest %d (<= 80)\n", NR, median, p90, lines[NR]
		exit median > 14 || p90 > 45
	}' || { echo "the functions of src have grown too long: split by purpose"; status=1; }
exit $status
