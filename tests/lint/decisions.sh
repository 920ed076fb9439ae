# Every library that is linked is argued for in docs/decisions, and every page there is in the index.
status=0 dead=$(mktemp); trap 'rm -f "$dead"' EXIT
index=docs/decisions/README.md
libs=$(sed -nE 's/^PKGS +:= *//p' Makefile; grep -ohE -- '-l(csv|cmocka|vterm)\b' Makefile tests/tests.mk | sed 's/^-l//' | sort -u)
[ -n "$libs" ] || { echo "no libraries found in the Makefile"; exit 1; }
for l in $libs; do
	case $l in ncursesw) page=ncurses ;; sqlite3) page=sqlite ;; vterm) page=libvterm ;; *) page=${l#lib} ;; esac
	[ -s "docs/decisions/$page.md" ] || { echo "docs/decisions/$page.md is missing: why $l, and what else was weighed"; status=1; }
done
for page in docs/decisions/*.md; do
	[ -e "$page" ] || continue
	[ "$page" = "$index" ] || grep -qF "(${page##*/})" "$index" 2>/dev/null || { echo "$index does not name ${page##*/}"; status=1; }
done
# links inside the documents lead somewhere
for doc in README.md docs/*.md docs/decisions/*.md; do
	[ -e "$doc" ] || continue
	grep -oE '\]\([^)#: ]+' "$doc" | cut -c3- | while read -r to; do
		[ -e "$(dirname "$doc")/$to" ] || echo "$doc: $to is not there"
	done
done | sort -u >"$dead"
cat "$dead"; [ -s "$dead" ] && status=1
exit $status
