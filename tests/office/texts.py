#!/usr/bin/env python3
"""Hostile texts through every entry (fields, files, imports, settings) and onto every output. On a terminal no control, no
bidirectional or invisible sign may arrive that the program did not make itself; in an export no cell may be a formula; and what
is exported comes back as it was."""
import csv, io, json, os, pty, re, select, subprocess, sys, tempfile

CRM = os.environ["CRM_BIN"]
home = os.environ["HOME"]
env = dict(os.environ, TERM="xterm-256color")

bad_bytes = [b"\xff\xfe", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82"]
controls = ["\x1b[31mred", "\x1b]0;title\x07", "\x1b]52;c;ZXZpbA==\x07", "\x1bP+q544e\x1b\\", "\x9b31m", "\x9d0;t\x9c", "a\rb", "a\bb",
            "a\x00b", "\x7fdel", "\x1b[2J", "\x1b[6n", "\x0e\x0f", "a\x0bb\x0cc", "\x1b[?1049h"]
invisible = ["\u202eevil", "\u2066iso\u2069", "zero\u200bwidth", "\u200fmark", "\ufeffbom", "\u2028line", "tag\U000e0041", "\u00adsoft",
             "Z" + "\u0301" * 40]
formulas = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "|calc", "%0", "\t=1+1", " =1+1", "'=1+1", "''=1+1", "\uff1d1+1", "\uff0b1", "\uff0d1",
            "\uff201", "=HYPERLINK(\"http://x\")", "=cmd|' /C calc'!A0"]
words = ["'; DROP TABLE lead; --", "\" OR 1=1", "%s%n%x", "${HOME}", "$(id)", "`id`", "../../etc/passwd", "a,b;c\td\"e", "line\nbreak"]

def run(*args, stdin=b""):
    p = subprocess.run([CRM.encode()] + [a if isinstance(a, bytes) else a.encode("utf-8", "surrogateescape") for a in args],
                       input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, timeout=60)
    if p.returncode < 0 or p.returncode > 100:
        sys.exit(f"crashed with {p.returncode}: {args!r}: {p.stderr[-300:]!r}")
    return p.returncode, p.stdout, p.stderr

def on_terminal(*args):
    """What arrives on a terminal, output and errors alike."""
    pid, fd = pty.fork()
    if pid == 0:
        os.execve(CRM, [CRM, *args], env)
    out = b""
    while True:
        try:
            if not select.select([fd], [], [], 20)[0]:
                os.kill(pid, 9)
                sys.exit(f"silent: {args!r}")
            got = os.read(fd, 65536)
        except OSError:
            break
        if not got:
            break
        out += got
    os.close(fd)
    os.waitpid(pid, 0)
    return out

SGR = re.compile(rb"\x1b\[[0-9;]*m")  # bold and colours are the program's own
OWN = re.compile(rb"\r\x1b\[K")       # and so is the end of a line of progress
# marks of direction act on the order of letters and stay, isolates only in pairs within a line
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2028\u2029\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
forbidden = live = entries = outputs = 0

def look(what, raw):
    global forbidden, outputs
    outputs += 1
    text = SGR.sub(b"", OWN.sub(b"", raw)).replace(b"\r\n", b"\n").decode("utf-8", "replace")
    for line in text.split("\n"):
        if len(re.findall("[\u2066-\u2068]", line)) != line.count("\u2069"):
            forbidden += 1
            print(f"{what}: an open isolate in {line[:120]!r}")
    for m in FORBIDDEN.finditer(text):
        forbidden += 1
        print(f"{what}: {m[0]!r} in {text[max(0, m.start() - 30):m.end() + 20]!r}")

def is_live(cell):
    s = cell.lstrip(" ")
    return bool(s) and s[0] in "=+-@|%\t\r\n\uff1d\uff0b\uff0d\uff20" and not re.fullmatch(r"[+-]?[0-9 .,()/-]*", s)

# ---- in: fields, notes, files, an import, criteria, settings
for i, text in enumerate(controls + invisible + formulas + words):
    if "\0" not in text:
        for field in ("name", "company", "notes", "street", "website", "email", "phone", "tags"):
            entries += 1
            code, out, err = run("new", "lead", f"{field}={text}" if field == "name" else f"name=t{i}{field}", f"{field}={text}")
            look(f"new {field}", b"")
            if code and not err.startswith(b"crm: "):
                sys.exit(f"no message: {field}={text!r}: {err!r}")
            look(f"refusal of {field}", on_terminal("new", "lead", "name=x", f"{field}={text}") if code and i % 3 == 0 else b"")
        look("criteria", on_terminal("list", "lead", f"name = \"{text}\""))
        look("command", on_terminal(text))
        look("setting", on_terminal("config", "name", text))
        look("record type", on_terminal("list", text))
for raw in bad_bytes:
    entries += 1
    code, out, err = run("new", "lead", b"name=x" + raw)
    if code == 0:
        sys.exit(f"bad bytes were taken: {raw!r}")

sheet = os.path.join(home, "in.csv")
with open(sheet, "wb") as f:
    f.write(b"name,company,notes,street\r\n")
    for t in controls + invisible + formulas + words:
        cell = '"' + t.replace('"', '""') + '"'
        f.write(f"imported,{cell},{cell},{cell}\r\n".encode("utf-8"))
    for raw in bad_bytes:
        f.write(b"imported,c,n," + raw + b"\r\n")
entries += 1
look("import", on_terminal("import", sheet, "lead", "-y", "--dry-run"))
run("import", sheet, "lead", "-y", "--rejects", os.path.join(home, "rejects.csv"))
conf = os.path.join(home, "hostile.conf")
for t in controls + invisible + words:
    entries += 1
    with open(conf, "wb") as f:
        f.write(f"theme = {t}\n{t} = 1\n[keys]\n{t} = open\n".encode("utf-8", "surrogatepass"))
    look("settings file", on_terminal("--config", conf, "list", "lead"))

# ---- out: every listing on a terminal
ids = run("list", "lead", "--format", "ids", "--limit", "60")[1].split()
for args in (["list", "lead", "--limit", "400"], ["board"], ["history"], ["models"], ["config"], ["list", "account"], ["list", "tag"],
             ["import", "--log"], ["list", "lead", "--format", "csv"], ["list", "lead", "--format", "json"], ["export", "lead"],
             ["duplicates"], ["agenda"]):
    look(" ".join(args), on_terminal(*args))
for i in ids[:40]:
    look("show", on_terminal("show", "lead", i.decode()))


# ---- exports: no cell that a spreadsheet would run; and back again
for fmt, delimiter in (("csv", ","), ("tsv", "\t")):
    out = run("export", "lead", "active = yes or active = no", "--format", fmt)[1].decode("utf-8")
    outputs += 1
    for row in csv.reader(io.StringIO(out, newline=""), delimiter=delimiter):
        for cell in row:
            if is_live(cell):
                live += 1
                print(f"a live formula in {fmt}: {cell!r}")
json.loads(run("export", "lead", "--format", "json")[1])

one = os.path.join(home, "one.csv")
columns = "name,company,notes,street,website,email,phone"
run("export", "lead", "--columns", columns, "--sort", "id", "-f", "-o", one)
own = os.path.join(home, "own.db")
for f in (own, own + "-wal", own + "-shm", own + "-notify"):
    if os.path.exists(f):
        os.unlink(f)
code, out, err = run("--db", own, "import", one, "lead", "-y", "--on-duplicate", "create", "--format", "json")
two = run("--db", own, "export", "lead", "--columns", columns, "--sort", "id")[1]
first = open(one, "rb").read()
same = first == two
if not same:
    a, b = first.split(b"\r\n"), two.split(b"\r\n")
    print(f"rows {len(a)} and {len(b)}: {json.loads(out or b'{}').get('reasons')}")
    shown = 0
    for x, y in zip(a, b):
        if x != y and shown < 3:
            shown += 1
            print(f"there: {x[:300]!r}\nback:  {y[:300]!r}")
print(f"figure: hostile text: {entries} entries, {outputs} outputs looked at, {forbidden} forbidden sequences, {live} live formulas, "
      f"round trip {'byte-identical' if same else 'DIFFERS'}")
sys.exit(1 if forbidden or live or not same else 0)
