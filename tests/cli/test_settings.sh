# Which database and which settings: options before the environment before the files.
. "$(dirname "$0")/lib.sh"
unset CRM_DB
crm new tag name=home >/dev/null || exit 1
[ -e "$XDG_DATA_HOME/crm/crm.db" ] || wrong "not in the person's data folder"
is 700 "$(stat -c %a "$XDG_DATA_HOME/crm")"
is 600 "$(stat -c %a "$XDG_DATA_HOME/crm/crm.db")"

mkdir -p "$XDG_CONFIG_HOME/crm"
echo "database = $work/set.db" >"$XDG_CONFIG_HOME/crm/crm.conf"
is 0 "$(crm list tag --count)"
[ -e "$work/set.db" ] || wrong "the settings file was not read"
CRM_DB=$work/env.db crm new tag name=env >/dev/null || exit 1
is 1 "$(CRM_DB=$work/env.db crm list tag --count)"
is 0 "$(CRM_DB=$work/env.db crm --db "$work/opt.db" list tag --count)"
is 1 "$(CRM_DB=$work/opt.db crm list tag --count --db "$work/env.db")"
# a folder that was named must be there
ends 1 crm --db "$work/no/such/folder.db" list tag

# another settings file, and what is wrong in one
echo "calendar = jalali" >"$work/fa.conf"
crm new lead name=x closing=2026-12-12 >/dev/null || exit 1
has "$(crm show lead 1)" '12 Dec 2026'
has "$(crm --config "$work/fa.conf" --db "$work/set.db" show lead 1)" '1405-09-21'
has "$(CRM_CONFIG=$work/fa.conf crm --db "$work/set.db" show lead 1)" '1405-09-21'
echo "nonsense = 1" >"$work/bad.conf"
ends 1 crm --config "$work/bad.conf" list lead
has "$err" "bad.conf:1: "

# a new office counts as the settings say, and stands where the locale says
echo "currency = IRR" >"$work/irr.conf"
is IRR "$(env LC_ALL=de_DE.UTF-8 "$CRM" --config "$work/irr.conf" --db "$work/new.db" config currency)"
is DE "$(crm --db "$work/new.db" config country)"
echo "country = Nowhere" >"$work/nowhere.conf"
ends 1 crm --config "$work/nowhere.conf" --db "$work/newer.db" list lead
has "$err" 'nowhere.conf:1: country'

# the clock can be fixed, the database cannot be given as a file of one's own
CRM_NOW=2027-01-02T03:04:05Z crm --db "$work/set.db" new tag name=later >/dev/null || exit 1
has "$(crm --db "$work/set.db" show tag 1 --format json)" '2027-01-02T03:04:05Z'
ends 1 crm --db "$work/set.db" new lead name=x notes=@"$work/set.db"
exit 0
