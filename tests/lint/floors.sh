# A floor knows only itself and what is below it: by its includes, and by the symbols its library wants.
bad=$(mktemp); trap 'rm -f "$bad"' EXIT
declare -A under=([base]="base" [db]="base db" [record]="base db record" [sales]="base db record sales"
	[ui]="base db record sales ui" [cli]="base db record sales cli")

for floor in "${!under[@]}"; do
	dirs=(); for d in "src/$floor" "include/$floor"; do [ -d "$d" ] && dirs+=("$d"); done
	[ ${#dirs[@]} -gt 0 ] || continue
	others=; for other in "${!under[@]}"; do
		[[ " ${under[$floor]} " == *" $other "* ]] || others="$others${others:+|}$other"
	done
	[ -z "$others" ] || grep -rnE "^[[:space:]]*#[[:space:]]*include[[:space:]]*[\"<]($others)/" "${dirs[@]}" |
		sed "s/\$/    <- $floor may not know this floor/" >>"$bad"
done
# a path with .. or into src/ would walk round the doors
grep -rnE '#[[:space:]]*include[[:space:]]*"([^"]*\.\./|src/|include/)' src include |
	sed 's/$/    <- include by floor: "record\/query.h"/' >>"$bad"
only() { # FLOOR HEADERS: the headers may be included in src/FLOOR and nowhere else
	grep -rnE "#[[:space:]]*include[[:space:]]*[<\"]($2)[>\"]" src include | grep -v "^src/$1/" |
		sed "s/\$/    <- only src\/$1 includes this/" >>"$bad"
}
only db 'sqlite3(ext)?\.h'
only ui '(ncursesw/)?(n?curses|panel|menu|form|term)\.h'

# nm tells what the includes hide: a symbol wanted by a floor and defined only in one it may not know
lib=${BUILD_DIR:?where the libraries are}
for floor in "${!under[@]}"; do
	[ -e "$lib/lib$floor.a" ] || { echo "$lib/lib$floor.a is not built" >>"$bad"; continue; }
	nm -A "$lib/lib$floor.a" 2>/dev/null | awk -v f="$floor" '{ print f, $(NF - 1), $NF }'
done | awk -v map="$(for f in "${!under[@]}"; do echo "$f:${under[$f]}"; done)" '
	BEGIN {
		n = split(map, rows, "\n")
		for (i = 1; i <= n; i++) {
			split(rows[i], kv, ":")
			m = split(kv[2], w, " ")
			for (j = 1; j <= m; j++)
				may[kv[1], w[j]] = 1
		}
	}
	$2 ~ /^[TDBRVWC]$/ { home[$3] = home[$3] " " $1 }
	$2 == "U" { wants[$1 " " $3] = 1 }
	END {
		for (want in wants) {
			split(want, p, " ")
			k = split(home[p[2]], at, " ")
			ok = k == 0
			for (i = 1; i <= k; i++)
				ok = ok || ((p[1], at[i]) in may)
			if (!ok)
				print "lib" p[1] ".a calls " p[2] " of" home[p[2]]
		}
		# in archives the linker takes either without a word
		for (name in home)
			if (split(home[name], at, " ") > 1)
				print name " is defined by more than one floor:" home[name]
	}' | sort >>"$bad"
cat "$bad"
[ ! -s "$bad" ]
