# What the scripts share: each has a database of its own, a fixed clock, and ends at the first thing that is not so.
: "${CRM:?the built program}"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
export CRM_DB=$work/crm.db CRM_NOW=2026-11-21T09:00:00Z
crm() { "$CRM" "$@"; }
wrong() { echo "line ${BASH_LINENO[1]}: $*"; exit 1; }

is() { # EXPECTED SEEN
	[ "$1" = "$2" ] || wrong "expected: $1"$'\n'"seen:     $2"
}
has() { # TEXT PATTERN: an extended regular expression that a line of the text matches
	grep -qE -- "$2" <<<"$1" || wrong "no line matches: $2"$'\n'"in: $(head -c 1500 <<<"$1")"
}
hasnt() {
	! grep -qE -- "$2" <<<"$1" || wrong "a line matches: $2"$'\n'"in: $1"
}
ends() { # STATUS COMMAND...: its output is in $out, its errors in $err
	local want=$1 got; shift
	out=$("$@" 2>"$work/err" </dev/null); got=$?
	err=$(cat "$work/err")
	[ "$got" = "$want" ] || wrong "exit $got, not $want: $*"$'\n'"$err"
}
json() { # TEXT: one JSON value and nothing else
	awk '
	function bad(why) { if (!err) print "not JSON at " at ": " why ": " substr(s, at, 40); err = 1 }
	function blanks() { while (at <= n && index(" \t\n\r", substr(s, at, 1))) at++ }
	function text(  c) {
		for (at++; at <= n; at++) {
			c = substr(s, at, 1)
			if (c == "\"") { at++; return }
			if (c < " ") return bad("a control character")
			if (c == "\\") {
				at++
				if (!index("\"\\/bfnrtu", substr(s, at, 1))) return bad("a wrong escape")
			}
		}
		bad("an open text")
	}
	function members(last,  keys, c) {
		keys = last == "}"
		at++; blanks()
		if (substr(s, at, 1) == last) { at++; return }
		while (!err) {
			if (keys) {
				blanks()
				if (substr(s, at, 1) != "\"") return bad("no key")
				text(); blanks()
				if (substr(s, at++, 1) != ":") return bad("no colon")
			}
			value(); blanks()
			c = substr(s, at++, 1)
			if (c == last) return
			if (c != ",") return bad("no comma")
		}
	}
	function value(  c) {
		blanks()
		c = substr(s, at, 1)
		if (c == "{") return members("}")
		if (c == "[") return members("]")
		if (c == "\"") return text()
		if (match(substr(s, at, 40), /^(-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?|true|false|null)/)) {
			at += RLENGTH; return }
		bad("no value")
	}
	{ s = s $0 "\n" }
	END { n = length(s); at = 1; value(); blanks(); if (!err && at <= n) bad("something after it"); exit err }' <<<"$1" ||
		wrong "in: $1"
}
