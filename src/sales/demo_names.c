/* Invented names in four scripts. Telephone numbers are of ranges kept for fiction where a country has one. */
#include <ctype.h>
#include <stdio.h>

#include "demo.h"

struct name {
	const char *text, *latin; /* latin: for the mailbox */
};
#define N(x)                                                                                                           \
	{                                                                                                              \
		x, x                                                                                                   \
	}

static const struct name first_latin[] = { N("Anna"), N("Ben"), N("Clara"), N("David"), N("Elena"), N("Felix"),
	N("Greta"), N("Hugo"), N("Ines"), N("Jonas"), N("Karin"), N("Luca"), N("Marta"), N("Nils"), N("Olivia"),
	N("Paul"), N("Rosa"), N("Simon"), N("Tessa"), N("Viktor"), { "Zoë", "Zoe" }, { "René", "Rene" },
	{ "Łukasz", "Lukasz" } };
static const struct name last_latin[] = { N("Berger"), N("Carter"), N("Dubois"), N("Evans"), N("Fontaine"), N("Graham"),
	N("Hansen"), N("Ivers"), N("Jansen"), N("Keller"), N("Lindqvist"), N("Moretti"), N("Nowak"), N("Olsen"),
	N("Petit"), N("Quinn"), N("Richter"), N("Sutton"), N("Turner"), N("Vogel"), N("Weber"), { "Müller", "Mueller" },
	{ "O'Brien", "OBrien" } };
static const struct name first_persian[] = { { "علی", "ali" }, { "سارا", "sara" }, { "رضا", "reza" },
	{ "مریم", "maryam" }, { "حسین", "hossein" }, { "نرگس", "narges" }, { "امیر", "amir" }, { "زهرا", "zahra" },
	{ "کاوه", "kaveh" }, { "لیلا", "leila" }, { "بهرام", "bahram" }, { "شیرین", "shirin" }, { "یاسمن", "yasaman" },
	{ "آرش", "arash" } };
static const struct name last_persian[] = { { "رضایی", "rezaei" }, { "محمدی", "mohammadi" }, { "کریمی", "karimi" },
	{ "احمدی", "ahmadi" }, { "جعفری", "jafari" }, { "موسوی", "mousavi" }, { "صادقی", "sadeghi" },
	{ "نوری", "nouri" }, { "کاظمی", "kazemi" }, { "یزدانی", "yazdani" }, { "پارسا", "parsa" },
	{ "شریفی", "sharifi" } };
static const struct name first_chinese[] = { { "小明", "xiaoming" }, { "丽", "li" }, { "伟", "wei" }, { "芳", "fang" },
	{ "建国", "jianguo" }, { "秀英", "xiuying" }, { "磊", "lei" }, { "静", "jing" }, { "思远", "siyuan" },
	{ "雨桐", "yutong" } };
static const struct name last_chinese[] = { { "王", "wang" }, { "李", "li" }, { "张", "zhang" }, { "刘", "liu" },
	{ "陈", "chen" }, { "杨", "yang" }, { "赵", "zhao" }, { "黄", "huang" }, { "周", "zhou" }, { "吴", "wu" } };
static const struct name first_japanese[] = { { "太郎", "taro" }, { "花子", "hanako" }, { "健", "ken" },
	{ "美咲", "misaki" }, { "翔太", "shota" }, { "さくら", "sakura" }, { "大輔", "daisuke" }, { "由美", "yumi" },
	{ "誠", "makoto" }, { "あかり", "akari" } };
static const struct name last_japanese[] = { { "佐藤", "sato" }, { "鈴木", "suzuki" }, { "高橋", "takahashi" },
	{ "田中", "tanaka" }, { "伊藤", "ito" }, { "渡辺", "watanabe" }, { "山本", "yamamoto" }, { "中村", "nakamura" },
	{ "小林", "kobayashi" }, { "加藤", "kato" } };

static const char *const root_latin[] = { "Nordwind", "Acorn", "Bluepoint", "Calder", "Delmare", "Ember", "Fjord",
	"Granite", "Harbour", "Iris", "Juniper", "Kestrel", "Lumen", "Meridian", "Northgate", "Opal", "Pinewood",
	"Quarry", "Ridgeway", "Solano", "Tamarind", "Umber", "Vantage", "Westfield", "Yarrow", "Zephyr" };
static const char *const sector_latin[] = { "Logistics", "Foods", "Tools", "Systems", "Textiles", "Energy", "Clinics",
	"Print" };
static const struct name root_persian[] = { { "پارس", "pars" }, { "البرز", "alborz" }, { "کارون", "karun" },
	{ "سپهر", "sepehr" }, { "آریا", "aria" }, { "زاگرس", "zagros" }, { "نگین", "negin" }, { "ارس", "aras" },
	{ "کیمیا", "kimia" }, { "توس", "tous" }, { "سهند", "sahand" }, { "دماوند", "damavand" }, { "خزر", "khazar" },
	{ "بهار", "bahar" }, { "آفتاب", "aftab" }, { "ماهان", "mahan" }, { "رایان", "rayan" }, { "پیشرو", "pishro" },
	{ "هامون", "hamun" }, { "ساحل", "sahel" } };
static const struct name sector_persian[] = { { "تجارت", "trade" }, { "صنعت", "industry" }, { "رایانه", "computer" },
	{ "دارو", "pharma" }, { "فولاد", "steel" }, { "غذا", "foods" }, { "انرژی", "energy" }, { "بار", "cargo" },
	{ "چاپ", "print" }, { "ساختمان", "build" } };
static const struct name root_chinese[] = { { "华光", "huaguang" }, { "东方", "dongfang" }, { "新天", "xintian" },
	{ "恒信", "hengxin" }, { "金桥", "jinqiao" }, { "远大", "yuanda" }, { "明德", "mingde" },
	{ "瑞丰", "ruifeng" } };
static const struct name sector_chinese[] = { { "科技", "tech" }, { "贸易", "trade" }, { "食品", "foods" },
	{ "机械", "machines" }, { "电子", "electronics" }, { "物流", "logistics" }, { "医药", "pharma" },
	{ "印刷", "print" } };
static const struct name root_japanese[] = { { "青空", "aozora" }, { "桜木", "sakuragi" }, { "山海", "sankai" },
	{ "北斗", "hokuto" }, { "みらい", "mirai" }, { "若葉", "wakaba" }, { "朝日野", "asahino" },
	{ "大和川", "yamatogawa" } };
static const struct name sector_japanese[] = { { "商事", "shoji" }, { "製作所", "works" }, { "電機", "denki" },
	{ "食品", "foods" }, { "運輸", "unyu" }, { "システム", "systems" }, { "印刷", "print" },
	{ "薬品", "yakuhin" } };

struct place {
	const char *country, *language, *city[3], *form;
};
static const struct place places_latin[] = {
	{ "GB", "en", { "London", "Leeds", "Bristol" }, "Ltd" },
	{ "DE", "de", { "Berlin", "Hamburg", "München" }, "GmbH" },
	{ "FR", "fr", { "Paris", "Lyon", "Nantes" }, "SARL" },
	{ "US", "en", { "New York", "Austin", "Seattle" }, "Inc." },
};
static const struct place place_persian = { "IR", "fa", { "تهران", "اصفهان", "شیراز" }, "شرکت" };
static const struct place place_chinese = { "CN", "zh", { "上海", "北京", "深圳" }, "有限公司" };
static const struct place place_japanese = { "JP", "ja", { "東京", "大阪", "福岡" }, "株式会社" };

static const char *const deals[REGION_N][8] = {
	[REGION_LATIN] = { "Office chairs", "Website redesign", "Server room", "Spare parts", "ERP roll-out",
		"Staff training", "Service contract", "Warehouse scanners" },
	[REGION_PERSIAN] = { "تجهیز اتاق سرور", "قرارداد پشتیبانی", "نرم‌افزار فروش", "صندلی اداری",
		"آموزش کارکنان", "قطعات یدکی", "طراحی وب‌سایت", "تجهیز انبار" },
	[REGION_CHINESE] = { "办公家具", "网站改版", "机房建设", "备件供应", "ERP实施", "员工培训", "维护合同",
		"仓库扫描仪" },
	[REGION_JAPANESE] = { "オフィス家具", "サイト刷新", "サーバー室", "部品供給", "ERP導入", "社員研修", "保守契約",
		"倉庫端末" },
};
static const char *const jobs[] = { "CEO", "Head of purchasing", "IT manager", "Office manager", "CFO", "Engineer",
	"Owner", "Assistant" };
static const char *const words[] = { "Wants an offer by the end of the month.", "Compares us with two others.",
	"Asked for references from the same trade.", "Budget is decided in the next quarter.",
	"Prefers e-mail to calls.", "Met at the fair, took a brochure.",
	"Needs it before the move to the new building.", "The old contract ends soon.", "Price was too high last time.",
	"Decides together with the head of finance." };
static const char *const streets[REGION_N][3] = {
	[REGION_LATIN] = { "Mill Lane", "Harbour Street", "Station Road" },
	[REGION_PERSIAN] = { "خیابان آزادی", "خیابان ولیعصر", "بلوار کشاورز" },
	[REGION_CHINESE] = { "人民路", "中山路", "解放路" },
	[REGION_JAPANESE] = { "中央", "本町", "栄町" },
};

#define ANY(d, table) (&(table)[demo_pick((d), (int)COUNT(table))])

uint64_t demo_random(struct demo *d)
{
	/* splitmix64 */
	uint64_t z = d->rng += 0x9E3779B97F4A7C15u;
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

int demo_pick(struct demo *d, int n)
{
	return (int)(demo_random(d) % (uint64_t)n);
}

bool demo_chance(struct demo *d, int percent)
{
	return demo_pick(d, 100) < percent;
}

/* Sectors change faster than roots, so that neighbours in the list differ in both. */
static void native(struct demo_company *c, const struct name *root, int n_root, const struct name *sector, int n_sector,
	const char *fmt)
{
	const struct name *r = &root[c->no % n_root], *t = &sector[(c->no / n_root + c->no) % n_sector];
	snprintf(c->name, sizeof c->name, fmt, r->text, t->text);
	snprintf(c->domain, sizeof c->domain, "%s-%s%d.example", r->latin, t->latin, c->no);
}

static const struct place *place_of(enum region r, int no)
{
	switch (r) {
	case REGION_PERSIAN: return &place_persian;
	case REGION_CHINESE: return &place_chinese;
	case REGION_JAPANESE: return &place_japanese;
	default: return &places_latin[no % (int)COUNT(places_latin)];
	}
}

static void latin(struct demo_company *c, const char *form)
{
	const char *r = root_latin[c->no % (int)COUNT(root_latin)];
	const char *t = sector_latin[(c->no / (int)COUNT(root_latin)) % (int)COUNT(sector_latin)];
	snprintf(c->name, sizeof c->name, "%s %s %s", r, t, form);
	snprintf(c->domain, sizeof c->domain, "%c%s-%c%s.example", tolower((unsigned char)*r), r + 1,
		tolower((unsigned char)*t), t + 1);
}

void demo_company(struct demo *d, int no, struct demo_company *out)
{
	static const enum region by_ten[10] = { REGION_LATIN, REGION_PERSIAN, REGION_LATIN, REGION_CHINESE,
		REGION_LATIN, REGION_JAPANESE, REGION_PERSIAN, REGION_LATIN, REGION_PERSIAN, REGION_LATIN };
	*out = (struct demo_company){ .region = by_ten[no % 10], .no = no / 2 };
	const struct place *p = place_of(out->region, no / 2);
	out->country = p->country;
	out->language = p->language;
	out->city = p->city[demo_pick(d, 3)];
	if (out->region == REGION_LATIN)
		latin(out, p->form);
	else if (out->region == REGION_PERSIAN)
		native(out, root_persian, COUNT(root_persian), sector_persian, COUNT(sector_persian), "شرکت %s %s");
	else if (out->region == REGION_CHINESE)
		native(out, root_chinese, COUNT(root_chinese), sector_chinese, COUNT(sector_chinese), "%s%s有限公司");
	else
		native(out, root_japanese, COUNT(root_japanese), sector_japanese, COUNT(sector_japanese),
			"株式会社%s%s");
}

void demo_person(struct demo *d, enum region region, struct demo_person *out)
{
	const struct name *f, *l;
	bool family_first = region == REGION_CHINESE || region == REGION_JAPANESE;
	switch (region) {
	case REGION_PERSIAN: f = ANY(d, first_persian), l = ANY(d, last_persian); break;
	case REGION_CHINESE: f = ANY(d, first_chinese), l = ANY(d, last_chinese); break;
	case REGION_JAPANESE: f = ANY(d, first_japanese), l = ANY(d, last_japanese); break;
	default: f = ANY(d, first_latin), l = ANY(d, last_latin); break;
	}
	snprintf(out->first, sizeof out->first, "%s", f->text);
	snprintf(out->last, sizeof out->last, "%s", l->text);
	if (family_first)
		snprintf(out->name, sizeof out->name, "%s%s%s", l->text, region == REGION_JAPANESE ? " " : "", f->text);
	else
		snprintf(out->name, sizeof out->name, "%s %s", f->text, l->text);
	snprintf(out->mailbox, sizeof out->mailbox, "%s.%s", f->latin, l->latin);
	for (char *p = out->mailbox; *p; p++)
		*p = (char)tolower((unsigned char)*p);
}

void demo_phone(struct demo *d, const char *country, char out[32])
{
	int n = demo_pick(d, 100), m = demo_pick(d, 100);
	if (strcmp(country, "GB") == 0)
		snprintf(out, 32, "+44 20 7946 0%d%02d", n % 10, m);
	else if (strcmp(country, "DE") == 0)
		snprintf(out, 32, "+49 30 23125 %d%02d", n % 10, m);
	else if (strcmp(country, "FR") == 0)
		snprintf(out, 32, "+33 1 99 00 %02d %02d", n, m);
	else if (strcmp(country, "IR") == 0)
		snprintf(out, 32, "021 8888 %02d%02d", n, m);
	else if (strcmp(country, "CN") == 0)
		snprintf(out, 32, "+86 10 8888 %02d%02d", n, m);
	else if (strcmp(country, "JP") == 0)
		snprintf(out, 32, "+81 3 5555 %02d%02d", n, m);
	else
		snprintf(out, 32, "+1 212 555 01%02d", m);
}

const char *demo_deal(struct demo *d, enum region region)
{
	return deals[region][demo_pick(d, 8)];
}

const char *demo_job(struct demo *d)
{
	return *ANY(d, jobs);
}

const char *demo_words(struct demo *d)
{
	return *ANY(d, words);
}

const char *demo_street(struct demo *d, enum region region)
{
	return streets[region][demo_pick(d, 3)];
}
