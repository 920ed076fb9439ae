# Prints each line of C as FILE:LINE:CODE, without comments and with the inside of string and character literals taken out.
FNR == 1 { inside = 0 }
{
	out = ""
	for (rest = $0; rest != ""; ) {
		if (inside) {
			at = index(rest, "*/")
			if (!at)
				break
			inside = 0
			rest = substr(rest, at + 2)
		} else if (match(rest, /\/\*|\/\/|"|'/)) {
			mark = substr(rest, RSTART, RLENGTH)
			out = out substr(rest, 1, RSTART - 1)
			rest = substr(rest, RSTART + RLENGTH)
			if (mark == "//")
				break
			if (mark == "/*") {
				inside = 1
				continue
			}
			out = out mark mark
			while (rest != "" && substr(rest, 1, 1) != mark)
				rest = substr(rest, substr(rest, 1, 1) == "\\" ? 3 : 2)
			rest = substr(rest, 2)
		} else {
			out = out rest
			rest = ""
		}
	}
	if (out ~ /[^ \t]/)
		print FILENAME ":" FNR ":" out
}
