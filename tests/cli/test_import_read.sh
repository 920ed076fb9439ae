# What an import understands of foreign files, by what is stored in the end.
. "$(dirname "$0")/lib.sh"
sheets=tests/data/spreadsheets
# rows MODEL FILE COLUMNS [OPTION...]: what a fresh database holds after the import, a line each
rows() {
	export CRM_DB=$(mktemp -d -p "$work")/crm.db
	crm import "$2" "$1" --yes "${@:4}" >"$work/out" 2>"$work/warnings" </dev/null || [ $? = 5 ] || echo "the import failed"
	crm list "$1" --columns "$3" --sort id --format csv | tail -n +2 | tr -d '"\r'
}
sheet() { printf "$1" >"$work/in.csv"; } # TEXT

# names: the family first, and how people are addressed
is 'Ann Lee,Ann,Lee,'$'\n''Bo Ek,Bo,Ek,' "$(rows contact $sheets/64_last_comma_first.csv name,first_name,last_name,salutation)"
sheet '姓名,邮箱\n王小明,a@x.example\n欧阳建国,b@x.example\n张先生,c@x.example\n'
is '王小明,小明,王,'$'\n''欧阳建国,建国,欧阳,'$'\n''张,,,mr' "$(rows contact "$work/in.csv" name,first_name,last_name,salutation)"
sheet '氏名,メール\n田中 太郎,a@x.example\n鈴木花子様,b@x.example\nサトウ ハナ,c@x.example\n'
is '田中 太郎,太郎,田中,'$'\n''鈴木花子,花子,鈴木,'$'\n''サトウ ハナ,ハナ,サトウ,' \
	"$(rows contact "$work/in.csv" name,first_name,last_name,salutation)"
sheet 'Full Name,Email\nMr. Ann Lee,a@x.example\nFrau Käthe Weiß,b@x.example\nآقای علی رضایی,c@x.example\nPan Wei,d@x.example\nMs,e@x.example\n'
is 'Ann Lee,mr'$'\n''Käthe Weiß,ms'$'\n''علی رضایی,mr'$'\n''Pan Wei,'$'\n''Ms,' "$(rows contact "$work/in.csv" name,salutation)"
# a comma is a name's only where most cells have one, and what follows is no "Inc."
sheet 'Name,Email\n"Smith, Jones",a@x.example\nAnn Lee,b@x.example\nBo Ek,c@x.example\n'
has "$(rows contact "$work/in.csv" name)" 'Smith, Jones'

# what stands beside a header says what it means
is 'Ann Lee,Sales Manager,' "$(rows lead $sheets/59_title_is_a_job.csv contact_name,job,salutation | head -1)"
is 'Ann Lee,Sales Manager,dr' "$(rows lead $sheets/60_title_is_a_salutation.csv contact_name,job,salutation | head -1)"
is 'Anne Dubois,Bois SA' "$(rows lead $sheets/61_nom_alone.csv contact_name,company | head -1)"
is '王小明,上海明月贸易有限公司' "$(rows lead $sheets/62_customer_is_a_firm.csv contact_name,company | head -1)"
is '王小明,上海明月贸易有限公司' "$(rows lead $sheets/63_customer_is_a_person.csv contact_name,company | head -1)"
sheet 'Vorname;Name;E-Mail\nAnn;Lee;a@x.example\n'
is 'Ann Lee,Ann,Lee' "$(rows contact "$work/in.csv" name,first_name,last_name)"
sheet 'Nom;Prénom;Courriel\nDubois;Anne;a@x.example\n'
is 'Anne Dubois' "$(rows lead "$work/in.csv" contact_name)"
sheet 'نام,ایمیل\nسارا رضایی,a@x.example\n'
is 'سارا رضایی,' "$(rows contact "$work/in.csv" name,first_name)"
sheet 'نام,نام خانوادگی,ایمیل\nسارا,رضایی,a@x.example\n'
is 'سارا رضایی,سارا' "$(rows contact "$work/in.csv" name,first_name)"

# a list of ours with few columns is known by how it is written, another's by its persons
is 'Tables for Lee,,Lee' "$(rows lead $sheets/78_ours_few_columns.csv name,contact_name,company)"
is 'Ann Lee,Lee' "$(rows lead $sheets/79_foreign_few_columns.csv contact_name,company)"
sheet '"name","company","tags"\r\n"Ann Lee","Lee","x"\r\n'
is 'Ann Lee,Lee' "$(rows lead "$work/in.csv" contact_name,company)"

# amounts: words, tomans, dashes, other currencies with a word about it
sheet 'Name,Email,Revenue\nA,a@x.example,"EUR 1,200.00"\nB,b@x.example,"1.200,- €"\nC,c@x.example,USD 5k\nD,d@x.example,1.5m\nE,e@x.example,5万元\n'
is 'A,1200.00 B,1200.00 C,5000.00 D,1500000.00 E,50000.00' "$(rows lead "$work/in.csv" contact_name,revenue | paste -sd ' ')"
has "$(cat "$work/warnings")" 'Revenue: 2 amounts name another currency, taken as EUR: like USD 5k'
export CRM_DB=$work/rial.db
crm config currency IRR >/dev/null || exit 1
sheet 'نام و نام خانوادگی,مبلغ\nسارا,۱۲٬۰۰۰ تومان\nعلی,5 میلیون تومان\nمینا,7000 ریال\n'
crm import "$work/in.csv" --yes >/dev/null 2>&1
is '120000.00 50000000.00 7000.00' "$(crm list lead --columns revenue --sort id --format csv | tail -n +2 | tr -d '"\r' | paste -sd ' ')"

# dates: days of a spreadsheet, Jalali, months in words
is '2024-03-01T00:00:00Z 2024-04-28T12:00:00Z' "$(rows lead $sheets/54_excel_days.csv created_at | paste -sd ' ')"
is '2024-04-03T00:00:00Z 2025-03-20T00:00:00Z' "$(rows lead $sheets/55_jalali_dates.csv created_at | paste -sd ' ')"
sheet 'Name;E-Mail;Datum\nA;a@x.example;12. März 2024\nB;b@x.example;3 janvier 2025\nC;c@x.example;15 мая 2024 г.\nD;d@x.example;5 de enero de 2024\n'
is '2024-03-12 2025-01-03 2024-05-15 2024-01-05' "$(rows lead "$work/in.csv" created_at | cut -c1-10 | paste -sd ' ')"
# the order of day and month: by the option, else by the settings with a warning
is '2026-04-03 2026-06-05' "$(rows lead $sheets/57_dates_in_doubt.csv created_at | cut -c1-10 | paste -sd ' ')"
has "$(cat "$work/warnings")" 'Created Date: .*03/04/2026.*--date-order'
is '2026-03-04 2026-05-06' "$(rows lead $sheets/57_dates_in_doubt.csv created_at --date-order mdy | cut -c1-10 | paste -sd ' ')"
is '' "$(grep date-order "$work/warnings")"

# what a spreadsheet destroyed is kept apart, zeros in front are values
is 'Ann Lee,,01234 Bo Ek,0046461234,00501' "$(rows lead $sheets/53_phone_lost_digits.csv contact_name,phone,zip | paste -sd ' ')"
has "$(cat "$work/warnings")" 'the spreadsheet destroyed this number: 9.89E\+11'
printf 'Lead Id,Name\n1.23E+11,A\n1.23E+11,B\n' >"$work/in.csv" # no id of anybody's any more
has "$(crm import "$work/in.csv" --dry-run --format json)" '"duplicates":0'

# yes and no of ten languages; tags by any of their signs
is 'yes no yes no yes yes no yes no yes' "$(rows lead $sheets/58_yes_and_no.csv opt_out | paste -sd ' ')"
is 'fair,vip;fair,cold;vip,cold' "$(rows lead $sheets/65_tags.csv tags | paste -sd ';')"

# garbled text is mended when it is asked for, and not otherwise
is 'JÃ¼rgen MÃ¼ller,KÃ¶ln' "$(rows lead $sheets/69_garbled.csv contact_name,city | head -1)"
has "$(cat "$work/warnings")" 'windows-1252.*--repair'
is 'Jürgen Müller,Köln' "$(rows lead $sheets/69_garbled.csv contact_name,city --repair | head -1)"

# what other programs export: every column that says something has a field
none() { crm import "$1" --dry-run --format json | grep -oE '"header":"[^"]*","field":null' | cut -d'"' -f4 | paste -sd '|'; }
is 'Middle Name|Suffix|Nickname' "$(none $sheets/70_outlook.csv)"
is 'Additional Name|E-mail 1 - Type|Phone 1 - Type' "$(none $sheets/71_google.csv)"
is 'Marketing contact status' "$(none $sheets/72_hubspot.csv)"
is '' "$(none $sheets/73_salesforce.csv)"
is 'Lead Owner.id' "$(none $sheets/74_zoho.csv)"
is 'Deal - Currency of Value' "$(none $sheets/75_pipedrive.csv)"
is '' "$(none $sheets/76_linkedin.csv)"

# at a terminal the order and the sign that nothing tells are asked for, until one of the answers is given
if command -v script >/dev/null; then
	sheet 'Name,Email,Created Date,Revenue\nA,a@x.example,03/04/2026,"1,234"\n'
	export CRM_DB=$work/asked.db
	printf 'x\nm\n,\ny\n' | script -qec "'$CRM' import '$work/in.csv'" /dev/null >"$work/out" 2>&1
	has "$(cat "$work/out")" 'dates in Created Date, like 03/04/2026'
	has "$(crm list lead --columns created_at,revenue --format csv)" '^"2026-03-04T00:00:00Z","1.23"'
fi

# rows beside the header line: units, the second row of a header, groups above it; each can be said otherwise
is 'Ann Lee,2026-03-04'$'\n''Bo Ek,2026-05-06' "$(rows lead $sheets/81_units_below.csv contact_name,closing)"
has "$(cat "$work/warnings")" 'line 2 is read as units of the columns: --header-rows 1'
has "$(crm import $sheets/81_units_below.csv --dry-run --header-rows 1 --format json)" '"rows":3,.*"rejected":1'
is 'Ann Lee,a@x.example,+49 30 1234567' "$(rows lead $sheets/82_header_of_two_rows.csv contact_name,email,phone | head -1 | sed "s/'//")"
is 'Ann Lee,Acme,+49 30 1234567' "$(rows lead $sheets/83_groups_above.csv contact_name,company,phone | head -1 | sed "s/'//")"
sheet 'Name,Email,Size\nAnn Lee,a@x.example,30\nBo Ek,b@x.example,40\n'
is 'Bo Ek' "$(rows lead "$work/in.csv" contact_name --header-rows 2)"
ends 2 crm import "$work/in.csv" --header-rows 3

# a person's own words go before ours; a line that is none says so
mkdir -p "$XDG_CONFIG_HOME/crm" || exit 1
printf '# ours\ncompany\tMandant\r\nmobile\tHandy des Mandanten\nfull_name\tCompany\n=prefix\tour\n' >"$XDG_CONFIG_HOME/crm/headers.tsv"
sheet 'Mandant;HandyDesMandanten;Company;Our E-Mail\nAcme;+49 170 1234567;Ann Lee;a@x.example\n'
is 'Acme,Ann Lee,+49 170 1234567,a@x.example' "$(rows lead "$work/in.csv" company,contact_name,mobile,email | sed "s/'//")"
printf 'Mandant\n' >"$XDG_CONFIG_HOME/crm/headers.tsv"
ends 1 crm import "$work/in.csv" --dry-run
has "$err" 'headers.tsv:1: write a field.* or take the line out'
# it is the import's matter alone: all else goes on, as the screens do
ends 0 crm list lead
ends 0 crm new tag name=calm
rm "$XDG_CONFIG_HOME/crm/headers.tsv"
mkdir "$XDG_CONFIG_HOME/crm/headers.tsv" || exit 1
ends 1 crm import "$work/in.csv" --dry-run
has "$err" 'headers.tsv.*: mend it or take it away'
ends 0 crm list lead
rmdir "$XDG_CONFIG_HOME/crm/headers.tsv"

# words in cells: of choices, of own fields, of yes and no
export CRM_DB=$work/words.db
ends 0 crm new field model=lead name=x_size label=Size type=choice choices=$'small\nlarge'
printf '# ours\nstatus\tworking\tam Ball|dran\r\nx_size\tlarge\tXL|riesig\nyes_no\tyes\tfreilich\nopt_out\tno\tvon wegen\n' \
	>"$XDG_CONFIG_HOME/crm/choices.tsv"
sheet 'Name,Email,Status,x_size,Do not call,Email Opt Out\nA,a@x.example,Am Ball,XL,Freilich,yes\nB,b@x.example,new,small,no,von wegen\n'
ends 0 crm import "$work/in.csv" --yes
is '"working","large","yes","yes"'$'\r\n''"new","small","no","no"'$'\r' \
	"$(crm list lead --columns status,x_size,do_not_call,opt_out --sort id --format csv | tail -n +2)"
printf 'status\tworking\n' >"$XDG_CONFIG_HOME/crm/choices.tsv"
ends 1 crm import "$work/in.csv" --dry-run
has "$err" 'choices.tsv:1: write a field.*a choice'
ends 0 crm list lead
rm "$XDG_CONFIG_HOME/crm/choices.tsv"
exit 0
