"""How citations are written: every way to name a document × every way to point to a place, right ones and places that aren't there.

The words that rest on each citation are the clause's own, so that a citation which isn't 一致 is the grammar's fault.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pytest

from assistant.drafts.check import Checker
from assistant.drafts.finding import CheckReport, Finding
from assistant.drafts.issuer_codes import IssuerCodes
from assistant.drafts.named import printed_name
from corpus.model import Clause, Document
from corpus.numerals import ordinal, to_chinese
from tests.builders_assistant import GUANGDONG, GUANGXI, HANZHONG, JIAOHE, MEIZHOU, clause_of, five_documents

TODAY = date(2026, 1, 1)
PLACES = [
    (MEIZHOU, "一"),
    (MEIZHOU, "二/（六）"),
    (MEIZHOU, "三/（十三）"),
    (GUANGXI, "二/（三）/17"),
    (GUANGXI, "二/（五）/22"),
    (GUANGDONG, "二/（十四）"),
    (GUANGDONG, "三/（四）"),
    (JIAOHE, "五/（三）/2"),
    (JIAOHE, "七/（三）/1"),
    (HANZHONG, "五"),
    (HANZHONG, "十八"),
]
"""Clauses of each depth of the five documents."""


@cache
def checker() -> Checker:
    return Checker(five_documents())


def words_of(document: Document, clause: Clause) -> str:
    """A stretch of a clause that stands nowhere else, without figures and bodies."""
    own = clause.text[: clause.children[0].span.start - clause.span.start] if clause.children else clause.text
    body = own.partition(clause.heading)[2] if clause.heading else own
    fit = [
        s
        for s in re.split(r"[,;。:\n()]", body)
        if 14 <= len(s.strip()) <= 40
        and not re.search("[0-9“”《》、一二三四五六七八九十]|负责|牵头|配合|办法|方案|意见|规划|根据|文件", s)
        and sum(d.text.count(s.strip()) for d in five_documents().documents) == 1
    ]
    return fit[0].strip()


def spellings(document: Document, path: str) -> list[str]:
    """The ways to point to a place."""
    steps = path.split("/")
    plain = [s.strip("（）") for s in steps]
    number = [str(ordinal(p)) for p in plain]
    if len(steps) == 1:
        head = [f"第{plain[0]}{unit}" for unit in ("部分", "条", "项", "点", "大项", "方面", "个方面")]
        out = [*head, f"第{number[0]}条", f"第（{plain[0]}）项", f"{plain[0]}、", plain[0]]
    elif len(steps) == 2:
        a, b, k = plain[0], plain[1], number[1]
        out = [
            f"第{a}部分第（{b}）项", f"第{a}部分第({b})项", f"第{a}部分（{b}）", f"第{a}部分第{b}项", f"第{a}部分第{k}项",
            f"第{a}部分中的第（{b}）项", f"第{a}部分的第（{b}）条", f"第{a}条第（{b}）项", f"第{a}条（{b}）", f"第{a}章第{b}节",
            f"第{a}大点第（{b}）小点", f"{a}、（{b}）", f"{a}、({b})", f"{a}（{b}）", f"{a}({b})", f"{a}之（{b}）", f"{a}.（{b}）",
            f"{a}、第（{b}）项", f"{a}、（{b}）项",
        ]  # fmt: skip
    else:
        a, b, n = plain
        c = to_chinese(int(n))
        out = [
            f"第{a}部分第（{b}）项第{n}点", f"第{a}部分第{b}项第{c}点", f"第{a}部分第（{b}）项第{n}目", f"第{a}部分（{b}）{n}",
            f"第{a}部分第（{b}）项第（{n}）点", f"第{a}部分第（{b}）项之{n}", f"第{a}部分第（{b}）条第{n}款", f"第{a}条第（{b}）项第{n}目",
            f"第{a}章第{b}节第{n}条", f"{a}、（{b}）{n}.", f"{a}、（{b}）{n}", f"{a}（{b}）{n}", f"{a}({b}){n}", f"{a}、({b})、{n}",
            f"{a}、（{b}）第{n}点", f"{a}之（{b}）之{n}",
        ]  # fmt: skip
    heading = clause_of(document, path).heading.replace(",", "，").replace("“", "‘").replace("”", "’")
    mark = steps[-1] + ("、" if len(steps) == 1 else "." if steps[-1].isdigit() else "")
    return [*out, f"“{heading}”部分", f"关于“{heading}”的部分", f"“{mark}{heading}”", f"“{heading}”一节"]


def absent(path: str) -> list[str]:
    """Places like it that no document has."""
    steps = path.split("/")
    if len(steps) == 1:
        return ["第三十一部分", "第四十条", "第四十项", "四十三、"]
    if len(steps) == 2:
        return [f"第{steps[0]}部分第（四十一）项", f"{steps[0]}、（四十一）", f"{steps[0]}（四十一）", "第（四十一）项"]
    return [f"第{steps[0]}部分第{steps[1]}项第88点", f"{steps[0]}、{steps[1]}88", f"{steps[0]}、（三十一）{steps[2]}"]


def names(document: Document) -> list[tuple[str, str]]:
    """The ways to name a document: what the draft says first, and how it names it then."""
    title = printed_name(document)
    full = f"《{title}》"
    kind = re.search("(方案|通知|规划)(?:（.*）)?$", title)[1]  # type: ignore[index]
    learnt = f"我委组织学习了{full}。"
    out = [("", full), ("", f"《{printed_name(document, '关于印发的通知')}》"), ("", f"上级印发的{title}")]
    if document.number:
        code, year, serial = re.split("[〔〕]", document.number.removesuffix("号"))
        brackets = [("〔", "〕"), ("[", "]"), ("【", "】"), ("（", "）"), ("(", ")"), ("〈", "〉"), (" 〔", "〕 ")]
        forms = [f"{code}{o}{year}{s}{serial}号" for o, s in brackets]
        forms += [f"{code}〔{year}〕第{serial}号", f"{code}{year}年{serial}号", f"{code}〔{year}〕 {serial} 号"]
        out += [("", f"{full}（{form}）") for form in (*forms, f"{code}〔{year}〕{serial}")] + [("", f) for f in forms]
        leads = "照 查 经查 对照 比照 援引 依 据 遵照 违反 参阅 请对照 早在 再看 重点报送".split()
        out += [("", f"{lead}{document.number}") for lead in leads]
        out += [("", f"{document.number}{full}"), ("", f"{document.number}文件"), ("", f"{document.number}文")]
    for said in (f"以下简称《{kind}》", f"以下简称“{kind}”", f"以下简称{kind}", f"简称：{kind}"):
        out += [(f"{full}（{said}）已经印发。", name) for name in (f"《{kind}》", kind, f"“{kind}”")]
    out += [(f"{full}（下称“1号文”）已经印发。", "1号文"), (f"{full}（以下统称省市文件）已经印发。", "省市文件")]
    out += [(f"{full}（以下简称《实施方案》）已经印发。", name) for name in ("《实施方案》", "实施方案")]
    whose = re.sub("壮族自治区$|[省市]$", "", document.region or "")
    level = "自治区" if whose == "广西" else (document.region or "")[-1]
    back = "该{k} 该文件 该文 该件 同文件 同一文件 上述文件 上述{k} 前述{k} 此{k} 这一{k} 这份文件 {k} 《{k}》 文件 文件中 文中 其 其中 该{k}中 该{k}的"
    back += f" {level}{{k}} {level}里的{{k}} {whose}{{k}} {whose}的{{k}} {document.region}的{{k}}"
    out += [(learnt, name.format(k=kind)) for name in back.split()]
    if document.status == "征求意见稿":
        out += [(learnt, name) for name in ("征求意见稿", "该稿", "该征求意见稿")]
    return out


def check(text: str) -> CheckReport:
    report = checker().check(text, TODAY)
    assert all(f.span.of(text) == f.text for f in report.findings)
    return report


def citation(report: CheckReport, text: str, place: str, behind: str) -> Finding | None:
    """The citation at the last place before some words."""
    at = text.rindex(place, 0, text.index(behind) + len(place) if behind else len(text))
    found = [f for f in report.findings if f.kind == "citation" and f.span.start <= at < f.span.end]
    return found[-1] if found else None


def borne_out(finding: Finding | None, document: Document) -> bool:
    """Whether a citation is called right; of a draft for comment it may be said that it is one."""
    fine = ("一致", "非现行有效") if document.status == "征求意见稿" else ("一致",)
    return finding is not None and finding.verdict in fine


def drafted(intro: str, name: str, place: str, words: str) -> str:
    return f"有关情况\n{intro}{name}{place}要求{words}。"


@pytest.mark.parametrize(("source", "path"), PLACES, ids=lambda v: v[:6])
def test_every_spelling_of_a_place(source: str, path: str) -> None:
    document = five_documents().document(source)
    words = words_of(document, clause_of(document, path))
    for place in spellings(document, path):
        text = drafted("", f"《{printed_name(document)}》", place, words)
        found = citation(check(text), text, place, words)
        assert borne_out(found, document), text
        assert found is not None and found.evidence[0].clause.startswith(path), text
        assert found.text.endswith(place.rstrip("、")) or found.text.endswith(place), text


@pytest.mark.parametrize(("source", "path"), PLACES, ids=lambda v: v[:6])
def test_a_place_that_is_not_there(source: str, path: str) -> None:
    document = five_documents().document(source)
    words = words_of(document, clause_of(document, path))
    for place in absent(path):
        text = drafted("", f"《{printed_name(document)}》", place, words)
        found = citation(check(text), text, place, words)
        assert found is not None and found.verdict in ("条款不存在", "出处不符"), text
        assert found.correction, text
        right = text.replace(found.text, found.correction)
        again = [f for f in check(right).findings if f.kind == "citation"]
        assert borne_out(again[-1], document), right


@pytest.mark.parametrize(("source", "path"), PLACES[::2], ids=lambda v: v[:6])
def test_every_way_to_name_a_document(source: str, path: str) -> None:
    document = five_documents().document(source)
    words = words_of(document, clause_of(document, path))
    ways = [s for s in spellings(document, path) if "“" not in s]
    for turn, (intro, name) in enumerate(names(document)):
        place, wrong = ways[turn % len(ways)], absent(path)[turn % 3]
        text = drafted(intro, name, place, words)
        report = check(text)
        assert borne_out(citation(report, text, place, words), document), text
        assert all(f.verdict in ("一致", "非现行有效") for f in report.findings), text
        text = drafted(intro, name, wrong, words)
        found = citation(check(text), text, wrong, words)
        assert found is not None and found.verdict in ("条款不存在", "出处不符"), text


@pytest.mark.parametrize(("source", "path"), PLACES, ids=lambda v: v[:6])
def test_words_of_another_place(source: str, path: str) -> None:
    """A place that is there but says something else is told, and the correction leads to the right one."""
    document = five_documents().document(source)
    words = words_of(document, clause_of(document, path))
    others = [p for s, p in PLACES if s == source and p != path]
    other = min(others, key=lambda p: abs(p.count("/") - path.count("/")))
    for place in [s for s in spellings(document, other) if "“" not in s]:
        text = drafted("", f"《{printed_name(document)}》", place, words)
        found = citation(check(text), text, place, words)
        assert found is not None and found.verdict == "出处不符" and found.correction, text
        right = text.replace(found.text, found.correction)
        assert all(f.verdict in ("一致", "非现行有效") for f in check(right).findings), right


def test_places_in_a_row_carry_their_own_words() -> None:
    document = five_documents().document(GUANGDONG)
    places = ["二/（一）", "二/（十四）", "三/（四）"]
    words = [words_of(document, clause_of(document, p)) for p in places]
    said = ["二、（一）", "二、（十四）", "三、（四）"]
    for mark in "；。，":
        text = "该方案印发后\n《" + printed_name(document) + "》" + mark.join(
            f"{place}要求{word}" for place, word in zip(said, words, strict=True)
        )  # fmt: skip
        cited = [f for f in check(text).findings if f.kind == "citation"]
        assert [f.verdict for f in cited] == ["一致"] * 3, text
        wrong = text.replace("二、（十四）", "二、（三）")
        assert [f.verdict for f in check(wrong).findings if f.kind == "citation"] == ["一致", "出处不符", "一致"], wrong


SLIPS = [
    ("梅市府办〔2023〕1号", MEIZHOU),
    ("梅市府办〔2024〕10号", MEIZHOU),
    ("梅市府发〔2024〕1号", MEIZHOU),
    ("汉政办发〔2022〕6号", HANZHONG),
    ("粤办函〔2022〕254号", GUANGDONG),
]


@pytest.mark.parametrize(("slip", "right"), SLIPS)
def test_a_number_all_but_right_is_told_where_the_words_say_so(slip: str, right: str) -> None:
    document = five_documents().document(right)
    path = next(p for s, p in PLACES if s == right)
    place = spellings(document, path)[0]
    words = words_of(document, clause_of(document, path))
    for text in (f"通知\n{slip}{place}要求{words}。", f"通知\n{slip}作了部署。其中，{place}要求{words}。"):
        found = next(f for f in check(text).findings if slip in f.text)
        assert (found.verdict, found.correction) == ("文号或标题有误", found.text.replace(slip, right))
    [alone] = check(f"通知\n请认真落实{slip}精神。").findings
    assert alone.verdict == "无法核实"


CODES = [
    ("照", "梅市府办"), ("经查", "国卫办发"), ("请对照", "深府办"), ("援引", "财社"), ("早在", "粤人社规"), ("再看", "国办发"),
    ("其中", "国办发"), ("遵循", "穗卫函"), ("依照市医保局", "兴医保"), ("违反", "内政办发"), ("遵照", "发改社会"), ("依", "人社部发"),
    ("针对", "建标"), ("修改", "湘卫妇幼发"), ("深圳市", "深卫健发"), ("省卫健委", "粤卫函"), ("承接", "鄂政办发"), ("", "工信部联规"),
    ("", "国卫基层发"), ("", "发改价格"), ("", "粤卫办医函"), ("", "梅市明电"), ("", "国中医药医政发"), ("", "教体艺厅"),
]  # fmt: skip


@pytest.mark.parametrize(("verb", "code"), CODES)
def test_where_a_code_begins(verb: str, code: str) -> None:
    assert IssuerCodes().begin(verb + code) == len(verb)


def test_a_known_code_ends_the_verb_before_it() -> None:
    assert IssuerCodes({"某办函"}).begin("印送某办函") == 2


# (draft, words at issue, verdict)
HARD = [
    ("根据《方案》二（一）4，力争实现服务人口超过80万的县级医院达到三级医院服务水平。", "《方案》二（一）4", "一致"),
    ("《方案》三、（一）提出，加强宣传。", "《方案》三、（一）", "无法核实"),
    ("按照省方案二、（十），推进检查检验结果互认。", "省方案二、（十）", "一致"),
    ("自治区《实施方案》第8条提出，全面建成整合型县域医疗卫生服务体系。", "自治区《实施方案》第8条", "一致"),
    ("粤办函〔2022〕245号和梅市府办〔2024〕1号已经印发，省《行动方案》二、（十）推进检查检验结果互认，市《实施方案》三、（十一）加强医养结合。", "市《实施方案》三、（十一）", "一致"),
    ("汉政办函〔2022〕6号第十七条要求全市健康家庭建设率不低于20%。同条还要求将尘肺病患者纳入家庭医生签约服务范围。", "同条", "一致"),
    ("梅市府办〔2024〕1号第三部分第（九）项推进县域医共体建设，同部分第（十一）项加强医养结合。", "同部分第（十一）项", "一致"),
    ("详见梅市府办〔2024〕1号第二部分第（一）（二）（三）项。", "第（一）（二）（三）项", "一致"),
    ("《蛟河市“十四五”医疗卫生服务体系规划》是我市的专项规划（蛟政办发〔2023〕11号）。其第七部分第（三）项发展普惠托育服务体系。", "其第七部分第（三）项", "一致"),
    ("以上依据均出自我市现行有效的《蛟河市“十四五”医疗卫生服务体系规划》。", "《蛟河市“十四五”医疗卫生服务体系规划》", "非现行有效"),
    ("尚未正式印发的《蛟河市“十四五”医疗卫生服务体系规划（征求意见稿）》提出，发展普惠托育服务体系。", "《蛟河市", "一致"),
    ("《梅州市进一步完善医疗卫生服务体系实施方案》“百县工程”项目已经启动。", "《梅州市", "一致"),
]  # fmt: skip


@pytest.mark.parametrize(("draft", "words", "verdict"), HARD)
def test_hard_names(draft: str, words: str, verdict: str) -> None:
    at = draft.index(words)
    found = [f for f in check(draft).findings if f.kind == "citation" and f.span.start <= at < f.span.end]
    assert [f.verdict for f in found] == [verdict]
    assert words in found[0].text or found[0].text in words


@pytest.mark.parametrize(
    "draft",
    [
        "您提出的《关于加快中医药强市建设的建议》收悉。",
        "关于市政协第12号提案《关于推进医养结合提质增效的提案》的答复",
        "《梅州市进一步完善医疗卫生服务体系实施方案》印发后，全市抓落实有三点体会，第一项工作是建队伍，第二条措施是强督查。",
        "《梅州市进一步完善医疗卫生服务体系实施方案》很重要，其一，提高站位；其二，压实责任。",
        "《梅州市进一步完善医疗卫生服务体系实施方案》很重要。本方案第三条要求各单位落实，按照有关文件要求办理。",
    ],
)
def test_what_is_no_citation(draft: str) -> None:
    assert {f.text for f in check(draft).findings if f.kind == "citation"} <= {
        "《梅州市进一步完善医疗卫生服务体系实施方案》"
    }
