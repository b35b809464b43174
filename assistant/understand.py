"""From a question as typed to a Query: by rules and word lists, in milliseconds, without a model.

The order of the kinds matters: 「梅州这方案是照省里哪个文件搞的」 asks for a field of the document, not for a list.
When nothing fits the kind is general, and the best sentence decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.query import Field, Kind, Measure, Query
from assistant.terms import Term, Weights, content_terms, telling
from corpus.numerals import from_chinese
from corpus.organizations import BodyMention, bodies_in
from index.names import Names
from index.words import normal

_YEAR = re.compile(r"(?<!\d)(20[0-9]{2})(?!\d)年?|(?<!\d)([1-3][0-9])年(?!来|内|以)")
_NUMBER = re.compile(
    r"\d+(?:\.\d+)?(?:\s*[:/]\s*\d+(?:\.\d+)?)?(?:\s*[-—~至到]\s*\d+(?:\.\d+)?)?\s*(?:万|亿)?\s*(?:%|‰|个|人|名|家|所|张|天|次|项|公里|小时|岁|级|支|类)?"
)
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "place",
        re.compile(
            r"哪一?[条款项章]|第几[条项部章节]|哪一?(?:个)?部分|哪个地方|写在哪|在哪里?(?:规定|提到|写|说)|出自|哪儿(?:规定|写)|什么地方(?:规定|写|提)|哪[里儿](?:规定|提到|写)"
        ),
    ),
    (
        "which",
        re.compile(
            r"(?:哪些|哪几个?|哪个|哪几份|哪几家)(?:地方|市|省|地区|文件|份文件|地|城市)(?:的文件)?.{0,14}(?:提|写|有|规定|要求|说|涉及)|(?:文件|方案|规定).{0,20}(?:哪几个?地方|哪些地方|哪些市|哪几份)|还有谁(?:提|写|说)|(?:哪几份|哪些)文件(?:里)?(?:有|写|提)|规定哪几个地方有"
        ),
    ),
    (
        "bodies",
        re.compile(
            r"谁(?:来)?(?:牵头|负责|落实|管|主管|配合|承担|干|当|发|做|制定|编制|监督|建)|由谁|归谁|谁负责|谁牵头|(?:哪|由)[^,，。]{0,10}牵头|牵头(?:单位|部门|的?是|吗|[?？+]|$)|千头|责任(?:单位|部门|主体)|(?:哪些|哪几个|哪个|哪几家|哪家|什么|几个|几家|哪)(?:市直|市级|省级|市里|省直|县级)?(?:部门|单位|部委|厅局|厅|局委办|局|委办局|委|主体)|哪几个市直局|配合(?:部门|单位)|归(?:哪|口)|主管部门|(?:部门|单位|局)(?:都)?(?:有谁|有哪些|是哪)|谁(?:[和跟])?谁|是谁|都是谁|都有谁|谁$|谁[,，。？?]|政?[数府卫]?局.{0,6}(?:参与|负责|有责任|在不在)|在不在里面|分工|就一个局管|还有哪些(?:市级|省级)?部门"
        ),
    ),
    (
        "deadline",
        re.compile(
            r"什么时[候间]|啥时候?|何时|哪一?年|哪天|几时|多久|多长时间|时限|期限|截止|最[晚迟](?!.*多少)|时间(?:节点|要求|目标|表|安排)|年份|到哪年|几年|哪个(?:时间|季度)|多长周期|起止"
        ),
    ),
    (
        "value",
        re.compile(
            r"多少|(?<!哪)(?<!这)几[个家所张名人项成次天岁支类公小]|(?<!哪)几(?:到|至)|百分之|比例|占比|多大|多高|比率|目标值?|指标值?|数值|基数|要达到|达到多|水平|是升|涨|控制在|什么程度|口径|核定"
        ),
    ),
    (
        "meaning",
        re.compile(
            r"什么是|什么叫|是什么意思|是啥意思|什么意思|指什么|是指|指的是|含义|定义|怎么理解|全称|解释|算什么|是哪[几五四三两六]|分别指|都?包括什么|什么的简称"
        ),
    ),
    (
        "members",
        re.compile(
            r"哪些|哪[几两三四五六七八九十]|哪个|哪家|哪所|都包括|包括哪|有什么|什么要求|列出|清单|是谁|什么平台|哪里"
        ),
    ),
)
_FIELDS: tuple[tuple[Field, re.Pattern[str]], ...] = (
    ("number", re.compile(r"文号|发文字号|字号(?:是|多)|多少号文|几号文")),
    ("published", re.compile(r"(?:发布|公布|公开)(?:日期|时间|日子)|(?:哪天|什么时候|啥时候|何时)(?:发布|公布|公开)")),
    (
        "issued",
        re.compile(
            r"(?:成文|印发|发文|签发|下发|出台|落款)(?:的)?(?:日期|时间|日子)|(?:文件|方案|意见|通知|规划).{0,12}(?:哪个|谁)(?:更)?[早晚新]|(?:哪天|什么时候|啥时候|何时|哪年|哪一年|几时)(?:印发|发文|成文|下发|出台|发的|印的|制定)|哪(?:个|份)(?:文件)?(?:更|最)?新|哪个新"
        ),
    ),
    (
        "issuer",
        re.compile(
            r"(?:哪个|哪家|什么|谁|哪几个)(?:单位|部门|机关|地方)?(?:印发|发文|制定|发布|出台|发|下发)(?:的|$)|发文(?:机关|单位)|发布机构|印发(?:单位|机关)|谁发的|谁印发|谁出的"
        ),
    ),
    (
        "status",
        re.compile(
            r"征求意见稿|正式(?:文件|稿|版|印发|发布)|草[稿案]|是否(?:有效|生效|废止|现行)|还?有效吗|废止了?(?:吗|没)|生效(?:了)?(?:吗|没)|现行有效"
        ),
    ),
    (
        "basis",
        re.compile(
            r"(?:根据|依据|照|按|落实|贯彻|参照)(?:省里|省|国家|上级|市里)?(?:的)?(?:哪|什么)(?:个|份|些)?(?:文件|方案|意见|通知|规划)|上位(?:文件|规划)|依据(?:是)?(?:什么|哪)|制定依据|落实哪份|照.{0,6}哪个文件"
        ),
    ),
    ("title", re.compile(r"(?:文件|方案|通知|规划)?(?:的)?(?:全名|全称|标题|题目|正式名称)(?:是|叫)?")),
    (
        "report_to",
        re.compile(
            r"(?:问题|困难).{0,8}(?:找|向|跟)(?:哪|谁|什么).{0,6}(?:反映|反馈|联系|报告)|向(?:谁|哪个.{0,4})反映"
        ),
    ),
)
_ROLES = {
    "lead": r"牵头|千头",
    "support": r"配合|协助|协同",
    "implementers": r"落实|实施|执行|县里|县级|县区|各县|地方上|市县",
}
_ORDERS = re.compile(
    r"(?:请)?(?:忽略|无视|忘记|忘掉|不要管|别管|不用管|跳过|绕过|抛开)[^，。；,;!！?？:：]{0,16}(?:规则|指令|要求|提示|设定|限制|资料|文件|内容|约束|原文)[^，。；,;!！?？:：]{0,6}[，。；,;!！:：]?"
    r"|(?:只许|只准|只能|必须|直接|一律|统一)(?:回答|回复|输出|说)[“\"「]?[^，。；,;”\"」]{0,20}[”\"」]?[:：，,]?"
    r"|(?:系统|管理员|开发者)(?:通知|提示|消息|指令|公告)[:：][^。！？!?]*[。！？!?]"
    r"|你(?:现在|从现在起)?(?:是|扮演|就是)[^，。；,;]{1,20}[，,。]"
    r"|(?:^|(?<=[，。；,;!！?？]))(?:system|assistant|user)\s*[:：]",
    re.I,
)
_LEAK = re.compile(r"(?:系统)?提示词|系统设定|system prompt|你的(?:指令|设定|规则|密钥|口令|密码)|api\s*key", re.I)
_INVENT = re.compile(
    r"编(?:一个|一段|造|个|得?像)|瞎编|虚构|杜撰|随便(?:写|说|给|编)|宣布|写(?:一?首|个|篇)?(?:诗|歌|小说|作文|笑话|故事|对联)|假装"
)
_PREMISE = re.compile(
    r"(?:对吧|是吧|没错吧|对吗|对不对|对不|属实吗|没记错吧|是真的吗|属实|没错|[^多]吧)[?？。!！]*$|听说|据说"
)
_YES_NO = re.compile(
    r"吗|是否|是不是|有没有|要不要|能不能|可不可以|对不对|对吧|是吧|么[?？]?$|吧[?？]?$|不[?？]$|在不在|没有[?？]?$|涨不涨|一样不|属实"
)
_COMPARE = re.compile(
    r"比较|对比|比一比|区别|不同|差别|异同|一样|一致|相同|谁(?:更)?[早高低多晚]|哪个(?:更|要求的时间更)?[早高低多晚新]|更[早高低多晚]|各(?:是|自|怎么|有|以)|分别"
)
_SAME = re.compile(r"一样|一致|相同|是否相同|都是|都要|有(?:什么|啥)?(?:不同|区别)")
_NOT = re.compile(r"(?:不是|并非|而非)(?:问)?[^，,。；;?？]{1,8}[，,]")


def understand(
    question: str, names: Names, weights: Weights, titles: Sequence[str] = (), numbers: Mapping[str, str] | None = None
) -> Query:
    """Read one question on its own; ``assistant.followup`` adds what the turns before it say.

    ``titles`` are the titles and names of the library's documents, ``numbers`` their 发文字号 by document id.
    """
    asked = normal(_ORDERS.sub("", question)).strip(" ,，。")
    corrected = _NOT.sub("", asked) if re.search("我(?:问|说|要)的?是|我是问", asked) else asked
    corrected = _digits(corrected)
    named = names.find(corrected)
    foreign = _foreign_titles(corrected, names, titles)
    asked, bare = normal(named.text), normal(named.topic)
    documents = named.documents or _by_count(asked, numbers)
    found = [kind for kind, pattern in _KINDS if pattern.search(bare)]
    if "bodies" in found and not re.search("多少|百分之|比例|目标", bare):
        found = [k for k in found if k != "value"]  # 「有几家」 counts the bodies
    fields = tuple(name for name, pattern in _FIELDS if pattern.search(bare))
    mentions = _bodies(bare)
    kind = _kind(bare, found, fields, mentions)
    premise = bool(_PREMISE.search(bare))
    asked_bodies = kind in ("bodies", "tasks") or premise
    topic = _blank(bare, [(m.span.start, m.span.end) for m in mentions] if asked_bodies else [])
    topic = _blank(topic, [m.span() for m in _YEAR.finditer(topic)])
    years = tuple(dict.fromkeys(m[1] or "20" + m[2] for m in _YEAR.finditer(bare)))
    terms = content_terms(topic, weights)
    if (
        years
        and kind in ("value", "general", "members")
        and telling(terms) < 0.3
        and re.search("目标|任务|指标|要求", bare)
    ):
        kind = "goals"
    compare = len(documents) > 1 or (
        bool(_COMPARE.search(bare)) and not documents and "分别" not in bare and "各" not in bare
    )
    return Query(
        text=question,
        asked=asked,
        kind=kind,
        terms=terms,
        own_terms=_apart(asked, documents, named.places, weights),
        documents=documents,
        places=named.places,
        wants=frozenset(found),
        years=years,
        numbers=tuple(_numbers(bare)),
        bodies=tuple(m.body for m in mentions),
        fields=fields,
        measure=_measure(bare),
        roles=frozenset(name for name, pattern in _ROLES.items() if re.search(pattern, bare)),
        premise=premise,
        yes_no=bool(_YES_NO.search(bare)),
        compare=compare,
        same=bool(_SAME.search(bare)),
        baseline=bool(re.search(r"基数|基期|现状|原来|实际", bare)),
        table=m[1]
        if (m := re.search(r"([\u4e00-\u9fff]{2,10}?)(?:参考)?表(?:里|中|上|格|的|[，,。?？]|$)", bare))
        else "",
        total=bool(re.search(r"总数|一共|总共|合计|总量|有(?:几|多少)(?:张|名|人|个人)|到底有多少", bare)),
        unknown_places=named.unknown_places,
        unknown_titles=(*foreign, *named.unknown_titles, *(n for n in named.unknown_numbers if not documents)),
        understood=named.readings,
        topic=topic,
    )


_HELD_ABOVE = re.compile(
    r"(?:国家|全国|国务院|中央)[^，。,;；？?的]{0,4}[“\"]?[^，。,;；？?的]{2,20}(?:规划|纲要|条例|办法|意见|法)(?=的|里|中|提|规定|要求|对)"
)


_LOOSE = re.compile(r"[\s“”\"'《》〈〉()（）〔〕、,，.·—-]")


def _foreign_titles(text: str, names: Names, held: Sequence[str]) -> tuple[str, ...]:
    """Documents that the question is about and that the library doesn't hold: 《广东省中医药发展“十四五”规划》.

    A title beside a place or document of the library is content (蛟河落实《社区医院建设标准》…), not the subject.
    """
    titles = re.findall(r"《([^《》]{3,80})》", text)
    rest = re.sub(r"《[^《》]*》", "，", text)
    named = _HELD_ABOVE.findall(rest)
    if not titles and not named:
        return ()
    if names.find(_HELD_ABOVE.sub("，", rest)).documents:
        return ()
    known = [_LOOSE.sub("", t) for t in held]
    unheld = [t for t in (*titles, *named) if not any(_LOOSE.sub("", t) in k or k in _LOOSE.sub("", t) for k in known)]
    return tuple(unheld)


_CHINESE_FIGURE = re.compile(r"(?<![第“])([一二两三四五六七八九十百]+)(?=万(?!人口)|亿|%|成)")


def _digits(text: str) -> str:
    """Chinese figures before 万, 亿 in digits: 十万到三十万人 → 10万到30万人; ordinals and 每万 stay."""
    return _CHINESE_FIGURE.sub(lambda m: str(from_chinese(m[1]) or m[1]), text)


def _apart(
    asked: str, documents: Sequence[str], places: Sequence[str], weights: Weights
) -> tuple[tuple[str, tuple[Term, ...]], ...]:
    """What a comparison asks of each place where it asks different things: 「广东的六个统一和梅州医共体的六项统筹管理」."""
    if len(documents) != len(places) or len(documents) < 2:
        return ()
    starts = [asked.find(re.sub("(?:壮族|回族|维吾尔)?(?:省|市|县|自治区)$", "", p)) for p in places]
    if min(starts) < 0 or starts != sorted(starts):
        return ()
    pieces = [asked[a:b] for a, b in zip(starts, [*starts[1:], len(asked)], strict=True)]
    pieces = [
        re.sub(f"^{re.escape(p)}|^{re.escape(p[:2])}", "", piece) for p, piece in zip(places, pieces, strict=True)
    ]
    terms = [content_terms(piece, weights) for piece in pieces]
    if any(telling(t) < 0.6 for t in terms):
        return ()
    return tuple(zip(documents, terms, strict=True))


def hostile(question: str) -> bool:
    """Whether a question asks for the instructions themselves or to make something up."""
    plain = normal(question)
    return bool(_LEAK.search(plain) or _INVENT.search(plain))


def _by_count(asked: str, numbers: Mapping[str, str] | None) -> tuple[str, ...]:
    """The one document that 「117号文」 can mean."""
    match = re.search(r"(?<![\d〕\])])(\d{1,4})号文", asked)
    found = [d for d, n in (numbers or {}).items() if match and n.endswith(f"〕{match[1]}号")]
    return tuple(found) if len(found) == 1 else ()


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "，" * (end - start) + text[end:]
    return text


def _bodies(text: str) -> list[BodyMention]:
    """Bodies named in the question, without the asking words (哪些部门, 市直单位)."""
    return [
        m
        for m in bodies_in(text)
        if not re.search(r"哪|几|什么|有关|相关|单位$|^市?直|^(?:市|省|县)?级?部门$|^各?部门$", m.body.text)
        and len(m.body.text) > 1
    ]


def _kind(text: str, found: Sequence[Kind], fields: Sequence[Field], bodies: Sequence[BodyMention]) -> Kind:
    if (
        re.search(
            r"(?:负责|承担|牵头|参与|要做|做)(?:的)?(?:哪|什么|几)|(?:哪些|哪几项|哪几件|什么|几项)(?:工作|任务|事情?|职责|活)",
            text,
        )
        and bodies
    ):
        return "tasks"
    if bodies and re.search(r"涉及|参与|列入|列在|在不在|在内|有责任|算不算", text):
        return "bodies"
    if re.search(
        r"(?:哪些|哪几[项个]|什么)(?:量化|主要|重点|具体|工作|总体)?(?:任务|目标|指标|工作)|量化(?:目标|指标)", text
    ) and not re.search(r"谁|部门|单位", text):
        return "goals"
    if fields and not (set(fields) <= {"title"} and "meaning" in found) and "place" not in found:
        return "document"
    if re.search(
        r"(?:有|列了|分|共|提了?|包括)(?:了)?(?:几|多少)(?:大)?[条项部点款章节个](?:[条项款]|原则|任务|部分|方面)?|(?<!第)几条|几大(?:任务|原则|部分)|最后一[条项]|第[一二三四五六七八九十]+部分.{0,20}哪",
        text,
    ):
        return "count"
    for kind in ("place", "which", "bodies", "deadline"):
        if kind in found:
            return kind
    if "meaning" in found and not re.search(r"多少|比例|几[个人家名]", text):
        return "meaning"
    return found[0] if found else "general"


def _numbers(text: str) -> list[str]:
    out = []
    for match in _NUMBER.finditer(text):
        printed = re.sub(r"\s+", "", match[0])
        before, after = text[: match.start()], text[match.end() :]
        if (
            re.fullmatch(r"(?:19|20)\d\d", printed)
            or after.startswith("年")
            or before.endswith(("每", "第", "〔", "[", "G"))
        ):
            continue
        out.append(printed)
    return out


def _measure(text: str) -> Measure:
    if re.search(
        r"多少(?:钱|资金|经费|万?元|亿元)|几(?:万|亿)?元|(?:奖|补|投资|投入|拨款|花).{0,4}多少(?:万|亿)?|(?:补助|补贴|奖励?|投资|经费|资金|工资|价格|费用)(?:金额|标准|额)?(?:是|为|有|要|能拿|给)?(?:多少|几)|补多少|奖多少|多少.{0,4}(?:补助|补贴|资金|经费)",
        text,
    ):
        return "money"
    if re.search(r"多高|多大面积|多少(?:平方|亩)|面积", text):
        return "area"
    if re.search(
        r"(?:局长|主任|院长|书记|市长|县长|省长|领导|负责人|联系人|处长|科长).{0,6}(?:叫(?:什么|啥)|姓(?:什么|啥|名)|名字|是哪位|何人)|电话(?:是|多少|号码)|手机号|邮箱|联系方式|办公地址|地址在哪",
        text,
    ):
        return "person"
    if re.search(r"百分之|比例|几成|占比|多大|比率|率", text):
        return "share"
    if re.search(r"多少(?:人|名|位)|几(?:人|名|位|个人)|人数", text):
        return "people"
    if re.search(r"岁|寿命", text):
        return "years"
    return "things" if re.search(r"几|多少", text) else "any"


def narrowed(query: Query, documents: Sequence[str]) -> Query:
    """The same question asked of some documents only."""
    return replace(query, documents=tuple(documents))
