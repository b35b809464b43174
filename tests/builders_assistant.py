"""An assistant over small documents whose retriever finds every clause, and what the tests of answers share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import cast

from assistant.answer import Answer
from assistant.ask import Assistant, Turn
from assistant.evidence import Gatherer, Unit, score
from assistant.query import Query
from assistant.terms import Weights
from assistant.understand import understand
from corpus.library import Library
from corpus.model import Clause, ClauseId, Document
from corpus.parse import Source, parse_text
from index.retriever import Retriever
from tests.builders_index import library, names_of

TODAY = date(2026, 1, 1)
MEIZHOU, GUANGDONG, HANZHONG = "梅市府办〔2024〕1号", "粤办函〔2022〕245号", "汉政办函〔2022〕6号"
GUANGXI = "关于进一步完善广西医疗卫生服务体系的实施方案"
JIAOHE = "蛟河市“十四五”医疗卫生服务体系规划(征求意见稿)"

LISHUI = """丽水市医疗服务能力提升行动方案
丽政办发〔2024〕8号

一、总体目标
到2026年,每千人口注册护士数达到4.2人;县域内就诊率达到90%以上;到2030年,全面建成整合型服务体系。
二、重点任务
(一)加强护理队伍建设。到2026年,三级医院优质护理病房覆盖率不低于95%,护理试点医院不超过3所。(市卫生健康局牵头,市财政局配合)
(二)完善院前急救网络。城市急救站服务半径不超过8公里,每年开展2次应急演练。(市卫生健康局、市公安局按职责分工负责)
(三)增加短缺人才。到2026年,精神科医师数量不低于4.5人/10万人口,每千人口药师数增长到0.62人,心理治疗师数量基本满足工作需要。
(四)发展普惠托育。支持社会力量举办托育机构。
三、组织保障
各县(市、区)要加强督查,按季度通报进展。

丽水市人民政府办公室
2024年3月5日
"""
JIAXING = """嘉兴市医疗服务能力提升行动方案(征求意见稿)

一、总体目标
到2027年,每千人口注册护士数达到3.9人。
二、重点任务
(一)加强护理队伍建设。到2027年,护理试点医院不超过5所。(市卫生健康委负责)
"""


@dataclass(frozen=True)
class Found:
    clause: ClauseId
    score: float = 0.0
    found_by: tuple[str, ...] = ("词语",)


class Everything:
    """Stands for the retriever: finds every clause of the documents asked for, in the order of the text."""

    def __init__(self, held: Library) -> None:
        self._held = held

    def settle(self) -> None:
        """Nothing to make ready."""

    def search_clauses(self, query: str, k: int, *, documents: Sequence[str] | None = None) -> list[Found]:
        wanted = [d for d in self._held.documents if documents is None or d.id in documents]
        return [Found(c.id) for d in wanted for c in d.walk()]

    def near(self, question: str, sentences: Sequence[str]) -> list[float]:
        """No model: nothing is near."""
        return []


def parsed(text: str, region: str | None = None, file: str = "plan.txt") -> Document:
    return parse_text(text, file, Source(file, region=region))


@cache
def five_documents() -> Library:
    """The project's own documents, read once a process."""
    return Library.load()


@cache
def small_library() -> Library:
    return library(parsed(LISHUI, "丽水市", "lishui.txt"), parsed(JIAXING, "嘉兴市", "jiaxing.txt"))


@cache
def small_assistant() -> Assistant:
    """Answers from 丽水's and 嘉兴's plans, without index or model."""
    held = small_library()
    return Assistant(held, cast(Retriever, Everything(held)), TODAY)


def clause_of(document: Document, path: str) -> Clause:
    return next(c for c in document.walk() if str(c.path) == path)


def understood(question: str, held: Library) -> Query:
    titles = [t for d in held.documents for t in (d.title, d.name)]
    return understand(question, names_of(held), weights(held), titles)


def weights(held: Library) -> Weights:
    return Weights.of(c.text for d in held.documents for c in d.walk())


def unit_with(words: str, question: str, held: Library) -> tuple[Unit, Query]:
    """The unit that holds some words, scored for a question."""
    gatherer = Gatherer(held, cast(Retriever, Everything(held)))
    query = understood(question, held)
    units = [u for d in held.documents for c in d.walk() for u in gatherer.of_clause(c)]
    return score(next(u for u in units if words in u.text), query), query


def turns(*questions: str) -> list[Turn]:
    """A conversation in which the user asked these."""
    return [turn for q in questions for turn in (Turn("user", q), Turn("assistant", "（答复）"))]


def numbers(text: str) -> list[str]:
    """Every number of a text, marks of citations and numbers of list items left aside."""
    plain = re.sub(r"\[\d+\]", "", text)
    return re.findall(r"\d+(?:\.\d+)?", re.sub(r"^\d+\. ", "", plain, flags=re.M))


def quotes(answer: Answer) -> str:
    return "\n".join(c.quote for c in answer.citations)
