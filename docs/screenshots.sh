#!/usr/bin/env bash
# Makes docs/img/*.png from the running program, on an invisible display, with the demo office and a fixed clock.
#   docs/screenshots.sh [NAME...]      all, or some of: board list form import
# Needs (Debian): xvfb xterm tmux imagemagick fonts-dejavu-core fonts-noto-cjk. CRM=path chooses the program.
set -euo pipefail
cd "$(dirname "$0")/.."
crm=$(realpath "${CRM:-build/crm}") out=$PWD/docs/img columns=120 lines=34
for tool in Xvfb xterm tmux import identify; do
	command -v $tool >/dev/null || { echo "screenshots: $tool is missing: see the head of $0" >&2; exit 1; }
done
[ -x "$crm" ] || { echo "screenshots: no program at $crm: make" >&2; exit 1; }
work=$(mktemp -d) server=
finish() {
	tmux -S "$work/tmux" kill-server 2>/dev/null || true
	[ -z "$server" ] || kill "$server" 2>/dev/null || true
	rm -rf "$work"
}
trap finish EXIT
mkdir -p "$out" "$work/home"
export HOME=$work/home XDG_DATA_HOME=$work/home XDG_CONFIG_HOME=$work/home LC_ALL=C.UTF-8 TZ=UTC CRM_NOW=2026-11-21T09:00:00Z
unset NO_COLOR CRM_DB CRM_CONFIG TMUX

# a spreadsheet as people send them, for the import screen
cat >"$work/fair-leads.csv" <<'CSV'
Full Name;Company Name;E-mail Address;Phone Number;Country;Expected Revenue;Notes
Anna Nowak;Nowak Meble;anna@nowak-meble.example;+48 22 555 01 34;Poland;12.500,00;wants a catalogue
علی رضایی;شرکت پارس;ali@pars.example;۰۲۱ ۵۵۵۵ ۷۷۷۷;Iran;40.000,00;زنگ بزنید
佐藤 明;株式会社サンプル;sato@sample.example;03-5555-0123;Japan;8.000,00;
王小明;;wang@beispiel.example;;China;1.800,00;met at the fair
not an address;Beta GmbH;beta(at)beta;0049 30 5550;Germany;;
CSV

Xvfb -displayfd 3 -screen 0 1600x1000x24 -nolisten tcp 3>"$work/display" >/dev/null 2>&1 &
server=$!
for _ in $(seq 100); do [ -s "$work/display" ] && break; sleep 0.1; done
DISPLAY=:$(cat "$work/display"); export DISPLAY
"$crm" --db "$work/demo.db" init --demo

printf '%s\n' 'set -g status off' 'set -g default-terminal tmux-256color' 'set -g escape-time 10' \
	'set -ga terminal-overrides ",*:Tc"' >"$work/tmux.conf"
tm() { tmux -S "$work/tmux" -f "$work/tmux.conf" "$@"; }

# Waits until the screen has stood still for half a second (10 s at most).
settle() {
	local before='' now still=0
	for _ in $(seq 100); do
		now=$(tm capture-pane -p -t shot)
		if [ "$now" = "$before" ]; then still=$((still + 1)); else still=0; fi
		[ $still -lt 5 ] || return 0
		before=$now; sleep 0.1
	done
}

# shoot NAME KEY...: starts the program, types the keys (tmux names; "=text" literally), saves what is seen
shoot() {
	local name=$1 key xterm; shift
	tm new-session -d -c "$work" -x $columns -y $lines -s shot -- "$crm" --db "$work/demo.db"
	settle
	for key; do
		if [[ $key == =* ]]; then tm send-keys -t shot -l -- "${key#=}"; else tm send-keys -t shot -- "$key"; fi
		settle
	done
	rm -f "$work/window"
	# shellcheck disable=SC2016 # xterm tells its window to the shell inside
	xterm -u8 -b 12 -bw 0 +sb -fa 'DejaVu Sans Mono' -fd 'Noto Sans Mono CJK SC' -fs 10 -geometry ${columns}x$lines+0+0 \
		-bg '#16181d' -fg '#d5d9e0' -e sh -c 'echo $WINDOWID >"$1"; exec tmux -S "$2" attach -t shot' sh \
		"$work/window" "$work/tmux" >/dev/null 2>&1 &
	xterm=$!
	for _ in $(seq 100); do [ -s "$work/window" ] && break; sleep 0.1; done
	sleep 1
	import -window "$(cat "$work/window")" "$work/$name.png"
	tm kill-session -t shot
	wait $xterm || true
	[ "$(identify -format %k "$work/$name.png")" -gt 8 ] || { echo "screenshots: $name is blank" >&2; return 1; }
	mv "$work/$name.png" "$out/$name.png"
	echo "docs/img/$name.png"
}

[ $# -gt 0 ] || set -- board list form import
for name; do
	case $name in
	board) shoot board Right Down ;;
	list) shoot list =gl Down Space Down Space Down ;;
	form) shoot form Right Enter ;;
	import) shoot import =gi =fair-leads.csv Enter ;;
	*) echo "screenshots: $name is not one of board, list, form, import" >&2; exit 2 ;;
	esac
done
