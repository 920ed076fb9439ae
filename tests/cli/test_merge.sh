# similar, duplicates, merge: what is the same is found, told why, and made one in one step that undo takes back.
. "$(dirname "$0")/lib.sh"
crm new lead name=Ada email=Ada@Firm.example company=Acme tags=fair >/dev/null || exit 1
crm new opportunity name=Deal email=ada@firm.example revenue=500 >/dev/null || exit 1
crm new lead name=Bob email=bob@firm.example phone='+49 30 1234567' >/dev/null || exit 1
crm new lead name=Other email=x@gmail.com >/dev/null || exit 1

ends 0 crm similar 1
has "$out" '2 +Deal .*yes +same e-mail, same domain'
has "$out" '3 +Bob .*no +same domain'
hasnt "$out" Other
ends 0 crm similar lead 1 --format json
json "$out"
has "$out" '"id":2,"name":"Deal".*"exact":true,"why":"same e-mail'
is '[]' "$(crm similar 4 --format json | head -1)"
ends 3 crm similar 99
ends 1 crm similar tag 1

ends 0 crm duplicates --format tsv
has "$(head -1 <<<"$out")" 'group.*id.*name.*owner.*why'
has "$out" '"1".*"1".*"Ada"'
has "$out" '"1".*"2".*"Deal"'
hasnt "$out" Bob

ends 0 crm merge 1 2 3 --preview --take company=3 --format json
json "$out"
has "$out" '"field":"phone","value":"\+49 30 1234567","from":"#3"'
is 4 "$(crm list lead --count)"
ends 2 crm merge 1 2 --take nonsense=1
ends 2 crm merge 1 2 --take email=3
ends 2 crm merge 1
ends 3 crm merge 1 77
ends 0 crm merge 1 2 3 --format json
json "$out"
has "$out" '"id":2,"merged":\[1,3\]'
is 2 "$(crm list lead --count)"
has "$(crm show lead 2 --format json)" '"tags":\["fair"\]'
has "$(crm show lead 2)" 'merged into this one: Ada #1, Bob #3'
has "$(crm show lead 2)" 'made Lead Ada'
ends 0 crm undo
is 4 "$(crm list lead --count)"
ends 0 crm merge lead 1 2
exit 0
