# Contacts as vCard 4: escapes, several addresses and numbers, folded lines that cut no letter, and what is empty left out.
. "$(dirname "$0")/lib.sh"

card() { crm export contact "id = $1" --format vcf | sed -e ':a;N;$!ba;s/\r\n //g' | tr -d '\r'; } # unfolded
long='line one
two, with; signs \ and more of it than a line takes, so that it is folded, 日本語の長い文章はどこかで折り返されるが文字は切れない'
ends 0 crm new account name='Öl, Gas; & Co'
ends 0 crm new contact name='Zoë Müller, the \ first' salutation=dr first_name=Zoë last_name=Müller account=1 email=zoe@x.example \
	email2=zoe2@x.example phone='+49 30 1234567' mobile='+49 170 1234567' job='Head, Sales' street='Hauptstraße 1' city=Köln \
	zip=50667 country=DE birthday=1980-02-29 notes="$long"
ends 0 crm new contact name='田中 太郎' email=tanaka@x.example
is 'BEGIN:VCARD
VERSION:4.0
FN:Zoë Müller\, the \\ first
N:Müller;Zoë;;Dr;
ORG:Öl\, Gas\; & Co
TITLE:Head\, Sales
EMAIL:zoe@x.example
EMAIL:zoe2@x.example
TEL:+49 30 1234567
TEL;TYPE=cell:+49 170 1234567
ADR:;;Hauptstraße 1;Köln;;50667;Germany
BDAY:19800229
NOTE:line one\ntwo\, with\; signs \\ and more of it than a line takes\, so that it is folded\, 日本語の長い文章はどこかで折り返されるが文字は切れない
END:VCARD' "$(card 1)"
hasnt "$(card 2)" 'ORG|TEL|ADR|BDAY|NOTE|TITLE'
crm export contact --format vcf -o "$work/all.vcf" >/dev/null || wrong "no file"
is 2 "$(grep -c '^BEGIN:VCARD' "$work/all.vcf")"
is 0 "$(grep -vc $'\r$' "$work/all.vcf")"
is 0 "$(LC_ALL=C awk '{ sub(/\r$/, ""); if (length($0) > 75) n++ } END { print n + 0 }' "$work/all.vcf")"
has "$(cat "$work/all.vcf")" '^ .'
while IFS= read -r line; do # each line by itself is UTF-8: no letter is cut
	iconv -f UTF-8 -t UTF-16 <<<"$line" >/dev/null 2>&1 || wrong "a letter is cut: $line"
done <"$work/all.vcf"
