"""From a question as typed to a Query: by rules and word lists, in milliseconds, without a model.

Which documents it names, what kind of answer it wants (``question_kinds``), what it is about (``terms``), for which years;
instructions to the assistant in it are no part of the question.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.query import Kind, Query
from assistant.question_kinds import fields_in, kind_of, kinds_in, measure_of, numbers_in
from assistant.terms import Term, Weights, content_terms, telling
from corpus.model import Span
from corpus.numerals import from_chinese
from corpus.organizations import BodyMention, bodies_in, is_known, make_body
from index.names import Names
from index.words import normal

_YEAR = re.compile(
    r"(?<!\d)(20[0-9]{2})(?!\d)(?:年(?:底|末)?(?:之?前)?)?|(?<!\d)([1-3][0-9])年(?!来|内|以)(?:底|末)?(?:之?前)?"
)
_ROLES = {
    "lead": r"牵头|千头",
    "support": r"配合|协助|协同",
    "implementers": r"落实|实施|执行|县里|县级|县区|各县|地方上|市县",
}
_ORDERS = re.compile(
    r"(?:请)?(?:忽略|无视|忘记|忘掉|不要管|别管|不用管|跳过|绕过|抛开)[^，。；,;!！?？:：]{0,16}(?:规则|指令|要求|提示|设定|限制|资料|文件|内容|约束|原文)[^，。；,;!！?？:：]{0,6}[，。；,;!！:：]?"
    r"|(?:只许|只准|只能|必须|直接|一律|统一)(?:回答|回复|输出|说)[“\"「]?[^，。；,;”\"」]{0,20}[”\"」]?[:：，,]?"
    r"|(?:系统|管理员|开发者)(?:通知|提示|消息|指令|公告|更新|升级|设定|备注)[:：][^。！？!?]*[。！？!?]"
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
    asked, bare = normal(named.text), normal(named.topic)
    documents = named.documents or _by_count(asked, numbers)
    found, fields, mentions = kinds_in(bare), fields_in(bare), _bodies(bare)
    kind = kind_of(bare, found, fields, mentions)
    topic = _topic(bare, mentions if kind in ("bodies", "tasks") or _PREMISE.search(bare) else ())
    years = tuple(dict.fromkeys(m[1] or "20" + m[2] for m in _YEAR.finditer(bare)))
    terms = content_terms(topic, weights)
    if _asks_goals(bare, kind, years, terms):
        kind = "goals"
    query = Query(
        text=question,
        asked=asked,
        kind=kind,
        terms=terms,
        own_terms=_apart(asked, documents, named.places, weights),
        documents=documents,
        places=named.places,
        wants=frozenset(found),
        years=years,
        fields=fields,
        bodies=tuple(m.body for m in mentions),
        unknown_places=named.unknown_places,
        unknown_titles=(
            *_foreign_titles(corrected, names, titles),
            *named.unknown_titles,
            *(n for n in named.unknown_numbers if not documents),
        ),
        understood=named.readings,
        topic=topic,
    )
    return _manner(query, bare)


def _manner(query: Query, bare: str) -> Query:
    """The query with how it asks: for a measure, a comparison, a confirmation, a baseline, a total, a named table."""
    everywhere = (
        bool(re.search("各地|各市|各省|几个地方|每个地方|各份文件|几份文件", query.asked)) and query.kind != "which"
    )
    apart = bool(_COMPARE.search(bare)) and not query.documents and "分别" not in bare and "各" not in bare
    table = re.search(r"([\u4e00-\u9fff]{2,10}?)(?:参考)?表(?:里|中|上|格|的|[，,。?？]|$)", bare)
    numbers, yes_no = tuple(numbers_in(bare)), bool(_YES_NO.search(bare))
    return replace(
        query,
        kind="value" if numbers and yes_no and query.kind in ("general", "members") else query.kind,
        numbers=numbers,
        measure=measure_of(bare),
        roles=frozenset(name for name, pattern in _ROLES.items() if re.search(pattern, bare)),
        premise=bool(_PREMISE.search(bare)),
        yes_no=yes_no,
        compare=(len(query.documents) > 1 and len(query.places) != 1) or apart or (everywhere and not query.documents),
        same=bool(_SAME.search(bare)),
        baseline=bool(re.search(r"基数|基期|现状|原来|实际", bare)),
        table=table[1] if table else "",
        total=bool(re.search(r"总数|一共|总共|合计|总量|有(?:几|多少)(?:张|名|人|个人)|到底有多少", bare)),
    )


def _topic(bare: str, mentions: Sequence[BodyMention]) -> str:
    """The question without its years, and without the bodies where those are what it asks about."""
    topic = _blank(bare, [(m.span.start, m.span.end) for m in mentions])
    topic = _WHERE.sub("，", topic)
    return _blank(topic, [m.span() for m in _YEAR.finditer(topic)])


_WHERE = re.compile(
    r"(?:就)?是[^，。,;；?？]{0,4}[、]?[^，。,;；?？、]{2,12}(?:里|中|里面|那里)(?:说|写|讲|提|规定)(?:到)?的"
)
"""Where the asker saw it, not what is asked: 「…就是三、组织实施里说的」."""


def _asks_goals(bare: str, kind: Kind, years: Sequence[str], terms: Sequence[Term]) -> bool:
    """「2035年的目标怎么写的」: a year and no topic."""
    plain = kind in ("value", "general", "members") and telling(terms) < 0.3
    return plain and bool(years) and bool(re.search("目标|任务|指标|要求", bare))


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
        for m in map(_bare, bodies_in(text))
        if not re.search(r"哪|几|什么|有关|相关|单位$|^市?直|^(?:市|省|县)?级?部门$|^各?部门$", m.body.text)
        and len(m.body.text) > 1
    ]


def _bare(mention: BodyMention) -> BodyMention:
    """A body without what the sentence says before it: 市委台港澳办 of …建设这块市委台港澳办."""
    match = re.match(r"[\u4e00-\u9fff]{0,4}?[这那][块件项事里个]?(?=.{3})", mention.body.text)
    if match is None or not is_known(mention.body.text[match.end() :]):
        return mention
    rest = mention.body.text[match.end() :]
    return BodyMention(make_body(rest), Span(mention.span.start + match.end(), mention.span.end))
