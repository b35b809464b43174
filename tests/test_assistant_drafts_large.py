"""Drafts over a library of many documents: the same verdicts as over a few, and no cost for what a draft doesn't touch."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest

from assistant.ask import Assistant
from assistant.drafts import passages as cutting
from assistant.drafts.beside import Beside
from assistant.drafts.check import Checker, check
from assistant.drafts.passages import Passages, grams
from corpus.extract import facts_of
from corpus.facts import Facts
from corpus.library import Library
from corpus.model import Document
from index.retriever import Retriever
from tests.builders_assistant import LISHUI, TODAY, Everything, parsed
from tests.builders_index import library
from tests.builders_keeping import QUZHOU

DAY = date(2026, 1, 1)
NAMED = "根据《丽水市医疗服务能力提升行动方案》（丽政办发〔2024〕8号）"
DRAFT = f"""关于护理工作的报告
{NAMED}第一部分，到2026年，每千人口注册护士数达到4.2人。
{NAMED}第二部分第（一）项，护理试点医院不超过5所。
{NAMED}二、（二），城市急救站服务半径不超过8公里，每年开展2次应急演练。
按照该方案，支持社会力量举办托育机构。
另据《衢州市医疗服务能力提升行动方案》（衢政办发〔2024〕9号）第一部分，县域内就诊率达到95%以上。
文件还要求“城市急救站服务半径不超过6公里”。
"""


def others(count: int) -> list[Document]:
    """Plans of towns that say much the same with other figures."""
    out = []
    for n in range(count):
        town = f"{'甲乙丙丁戊己庚辛壬癸'[n // 10]}{'山水林田湖草沙石泉谷'[n % 10]}市"
        text = LISHUI.replace("丽水市", town).replace("丽政办发〔2024〕8号", f"{town[:2]}政办发〔2024〕{n + 20}号")
        out.append(
            parsed(text.replace("4.2人", f"{n % 7 + 1}.{n % 9}人").replace("8公里", f"{n + 9}公里"), town, f"t{n}.txt")
        )
    return out


def verdicts(checker: Checker) -> list[tuple[str, str, str | None]]:
    return [(f.text, f.verdict, f.correction) for f in checker.check(DRAFT, DAY).findings]


@pytest.fixture(scope="module")
def few() -> Library:
    return library(parsed(LISHUI, "丽水市", "lishui.txt"), parsed(QUZHOU, "衢州市", "quzhou.txt"))


@pytest.fixture(scope="module")
def many(few: Library) -> Library:
    return library(*few.documents, *others(70))


def test_the_same_verdicts_among_many(few: Library, many: Library) -> None:
    """Towns with the same sentences stand beside; what the draft names is looked at first."""
    asked: list[str] = []

    def find(words: str) -> list[str]:
        asked.append(words)
        return [d.id for d in many.documents[-6:]]

    told = verdicts(Checker(few))
    assert {v for _, v, _ in told} >= {"一致", "数字不符"}
    assert verdicts(Checker(many, find)) == told
    assert asked


def test_a_search_is_made_for_forty_claims_at_most(many: Library) -> None:
    asked: list[str] = []

    def find(words: str) -> list[str]:
        asked.append(words)
        return []

    lines = "\n".join(f"第{n}项工作要求，到2026年第{n}类机构覆盖率达到{n % 90}%以上。" for n in range(90))
    Checker(many, find).check(lines, DAY)
    assert 0 < len(asked) <= 40


def test_an_assistant_over_many_checks_too(many: Library) -> None:
    held = Assistant(many, cast(Retriever, Everything(many)), TODAY)
    assert check(DRAFT, held).counts["数字不符"] >= 2


def test_several_documents_of_one_name_are_told(many: Library) -> None:
    text = "《医疗服务能力提升行动方案》二、（一）明确，护理试点医院不超过3所。"
    (claim,) = [f for f in Checker(many, lambda words: []).check(text, DAY).findings if f.kind != "citation"]
    assert claim.verdict == "无法核实"
    assert "几份" in claim.reason or "份文件可能是所引的" in claim.reason


def test_facts_are_read_of_what_is_asked_for(few: Library, many: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def noted(document: Document) -> Facts:
        read.append(document.id)
        return facts_of(document)

    monkeypatch.setattr("corpus.library.facts_of", noted)
    fresh = library(*many.documents)
    assert fresh.facts(many.documents[0].id) == few.facts(many.documents[0].id)
    assert read.count(many.documents[0].id) >= 1 and len(set(read)) == 1


def test_only_the_documents_used_last_stay_cut(many: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that has checked drafts for weeks holds no more than it needs, and finds the rest again."""
    monkeypatch.setattr(cutting, "MOST", 3)
    held, first = Passages(many), many.documents[0]
    wanted = grams("护理试点医院不超过3所")
    held.load([first])
    found = [m.passage.key for m in held.search(wanted, [first])]
    for document in many.documents[1:9]:
        held.load([document])
    assert held.search(wanted, [first]) == []
    held.load([first])
    assert [m.passage.key for m in held.search(wanted, [first])] == found


def test_of_equals_the_document_named_first(many: Library) -> None:
    twins = [many.documents[5], many.documents[4]]
    held = Passages(many)
    held.load(twins)
    asked = grams("支持社会力量举办托育机构")
    assert held.search(asked, twins)[0].passage.document is twins[0]
    assert held.search(asked, twins[::-1])[0].passage.document is twins[1]


def test_beside_is_all_of_a_small_library(few: Library) -> None:
    assert {d.id for d in Beside(few, [])(None)} == {d.id for d in few.documents}  # type: ignore[arg-type]
