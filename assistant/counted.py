"""Lists that a sentence joins or quotes beside their number: 管理、专业技术和工勤技能三类岗位, “总院+分院”“专科+全科”…, 早发现、早报告….

They are the members that 「哪三类岗位」 「哪三句话」 「四早是啥」 ask for, though no clause lists them one by one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.evidence import Gatherer, Unit
from assistant.query import Query
from assistant.quoting import state, support
from assistant.statement import Composition, Statement
from assistant.terms import Term, coverage, plain
from corpus.library import Library
from corpus.numerals import ordinal

_WHICH = re.compile(r"哪(?P<count>[两二三四五六七八九十]|\d{1,2})(?P<what>[\u4e00-\u9fff]{1,6})")
_SHORT = re.compile(
    r"(?<![\u4e00-\u9fff]第)(?P<name>(?P<count>[两二三四五六七八九])(?P<shared>[\u4e00-\u9fff]))[”\"]?(?=(?:都|具体|分别)?(?:是|指|有|包括|叫)(?:的是)?(?:啥|什么|哪)|怎么|$|[?？,，])"
)
_MEASURES = "个项类所家条种名人支张大件部套处县市区年级天次分元百千万亿成岁句话样点步方面地省月日周块层届期"
_EXPLAINED = re.compile(r"“(?P<name>[^“”()]{2,8})”\s*[(（][^()（）]{4,80}[)）]")
_ASKED = re.compile(
    r"^[”\"]?(?:[\u4e00-\u9fff]{0,4}?)(?:是|指|有|包括|叫|含)(?:的是|些|了)?(?:啥|什么|哪)|^[”\"]?(?:啥意思|什么意思|怎么理解|[?？]?$)"
)
_QUOTED = re.compile(r"(?:“[^“”]{1,20}”[、,，和与]?)+")


def number(count: str) -> int:
    """What a count in a question is: 两 → 2, 十二 → 12, 12 → 12; 0 where it is none."""
    return ordinal(count) or 0


def lists_asked(unit: Unit, query: Query) -> bool:
    """Whether a sentence lists as many things as 「哪三类岗位」 asks for, joined before that number or each in quotation marks."""
    asked = _WHICH.search(query.asked)
    if asked is None or unit.reading is not None:
        return False
    count = number(asked["count"])
    if count < 2:
        return False
    runs = [run[0].count("“") for run in _QUOTED.finditer(unit.text)]
    if count in runs:
        return True
    numbers = {asked["count"], str(count), asked["count"].replace("二", "两")}
    item = r"[^、,，。;；:：和与及]{1,16}"
    joined = rf"{item}(?:、{item}){{{count - 2}}}[、和与及]{item}?等?(?:{'|'.join(numbers)}){asked['what'][0]}"
    return re.search(joined, plain(unit.text)) is not None


def compose_short_name(query: Query, gatherer: Gatherer, library: Library) -> Composition | None:
    """「四早是啥」: the one list of four that share a character; ``None`` where the documents print the short name itself."""
    asked = _SHORT.search(query.asked)
    if asked is None or asked["shared"] in _MEASURES:
        return None
    count, shared = number(asked["count"]), asked["shared"]
    documents = [library.document(d) for d in query.documents] or list(library.documents)
    if any(asked["name"] in d.text for d in documents):
        return None  # printed as it is: the ordinary way finds it
    rest = [t for t in query.terms if asked["name"] not in t.text and t.text not in asked["name"]]
    for document in documents:
        for clause in document.walk():
            for unit in gatherer.of_clause(clause) if clause.text.count(shared) >= count else ():
                run = _shared_run(unit.text, shared, count)
                if run and _about(unit, rest):
                    words = f"“{run}”，原文：{unit.text.strip()}"
                    return Composition((Statement(words, (support(unit),)),))
    return None


def compose_explained(query: Query, gatherer: Gatherer, library: Library) -> Composition | None:
    """A name that a document explains in brackets, “四早”(早发现,…), asked for without its quotation marks."""
    documents = [library.document(d) for d in query.documents] or list(library.documents)
    found: dict[str, Unit] = {}
    for document in documents:
        for clause in document.walk():
            for match in _EXPLAINED.finditer(clause.text):
                if f"{match['name']}" in query.asked and _ASKED.search(query.asked.split(match["name"], 1)[1]):
                    at = clause.span.start + match.start()
                    unit = next((u for u in gatherer.of_clause(clause) if u.span.start <= at < u.span.end), None)
                    if unit is not None:
                        found.setdefault(match["name"], unit)
    if len(found) != 1 or re.search('[“"]', query.asked):
        return None
    name, unit = next(iter(found.items()))
    return Composition((state(unit, replace(query, terms=(*query.terms, Term(name, 1.0)))),))


def _shared_run(text: str, shared: str, count: int) -> str | None:
    """As many short words in a row as asked for, each beginning or each ending with the same character."""
    for item in (rf"{shared}[\u4e00-\u9fff]{{1,4}}", rf"[\u4e00-\u9fff]{{1,4}}{shared}"):
        for match in re.finditer(rf"{item}(?:[、,，]{item})+", text):
            if len(re.split("[、,，]", match[0])) == count:
                return match[0]
    return None


def _about(unit: Unit, terms: list[Term]) -> bool:
    return coverage(terms, (unit.words, 1.0), (unit.context, 0.9), (unit.around, 0.8)) >= 0.5 if terms else True
