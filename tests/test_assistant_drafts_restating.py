"""Every half sentence that restates a document is laid beside it, wherever its citation stands; an office's own words are not."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from assistant.drafts.check import Checker
from assistant.drafts.finding import Finding
from assistant.drafts.halves import tight
from corpus.library import Library
from corpus.model import Span
from tests.builders_assistant import five_documents
from tests.builders_restating import WHERE, Made, Said, Where, drafts

TODAY = date(2026, 1, 1)
SAMPLES = Path(os.environ.get("POLICY_SAMPLES", "samples-not-given"))
_FINE = ("一致", "建议补引")


@cache
def checker() -> Checker:
    return Checker(five_documents())


def content(text: str, by: Checker | None = None) -> list[Finding]:
    return [f for f in (by or checker()).check(text, TODAY).findings if f.kind != "citation"]


def told(text: str, words: str) -> str:
    """The verdict at some words, ``""`` where nothing is said of them."""
    at = text.index(words)
    over = [f for f in content(text) if min(f.span.end, at + len(words)) - max(f.span.start, at) > len(words) / 2]
    return next((f.verdict for f in over if f.verdict != "一致"), over[0].verdict if over else "")


class Tally:
    """How many sentences were found, told wrong, and strayed to, by where the citation stands."""

    def __init__(self) -> None:
        self.all, self.found, self.accused = Counter[str](), Counter[str](), Counter[str]()

    def add(self, made: Made, said: Said, findings: list[Finding]) -> None:
        over = [f for f in findings if f.span.start < said.span.end and said.span.start < f.span.end]
        held = {i for f in over for i in range(max(f.span.start, said.span.start), min(f.span.end, said.span.end))}
        key = f"{made.where} {said.how}"
        self.all[key] += 1
        self.found[key] += 2 * len(held) >= said.span.end - said.span.start
        self.accused[key] += any(f.verdict not in _FINE for f in over)

    def share(self, counted: Counter[str], where: str, *how: str) -> float:
        keys = [f"{where} {h}" for h in how]
        return sum(counted[k] for k in keys) / max(1, sum(self.all[k] for k in keys))


def tally(by: Checker, library: Library, count: int, seed: int) -> Tally:
    out = Tally()
    for made in drafts(library, count, seed):
        findings = content(made.text, by)
        for said in made.said:
            out.add(made, said, findings)
    return out


@cache
def five() -> Tally:
    return tally(checker(), five_documents(), 150, 7)


@pytest.mark.parametrize("where", WHERE)
def test_restated_sentences_are_found_however_far_their_citation(where: Where) -> None:
    assert five().share(five().found, where, "verbatim", "shortened", "misstated", "row", "wrong row") >= 0.97
    assert five().share(five().found, where, "reworded") >= 0.85


@pytest.mark.parametrize("where", WHERE)
def test_a_figure_changed_is_told_and_right_words_are_not_accused(where: Where) -> None:
    assert five().share(five().accused, where, "misstated", "wrong row") >= 0.95
    assert five().share(five().accused, where, "verbatim", "row") == 0.0
    assert five().share(five().accused, where, "shortened", "reworded") <= 0.04


@pytest.mark.parametrize("where", WHERE)
def test_own_words_are_left_alone(where: Where) -> None:
    assert five().share(five().accused, where, "own") == 0.0
    assert five().share(five().found, where, "own") <= 0.02


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="POLICY_SAMPLES 未指向样本文件夹，跳过")
def test_other_documents_too() -> None:
    library = Library.load(SAMPLES)
    found = tally(Checker(library), library, 200, 3)
    for where in WHERE:
        assert found.share(found.found, where, "verbatim", "shortened", "misstated") >= 0.95
        assert found.share(found.accused, where, "own", "verbatim") <= 0.01


# (words of a draft, the half sentence that they hold, whether it is posed as a goal or a rule)
TIGHT = [
    ("的到2025年每万人口拥有全科医生数达到4.5人的目标还有差距", "到2025年每万人口拥有全科医生数达到4.5人", True),
    ("我县虽未达到服务人口超过60万的条件", "服务人口超过60万", True),
    ("胸痛、卒中、创伤“三大中心”县级全覆盖任务中", "胸痛、卒中、创伤“三大中心”县级全覆盖", True),
    ("关于中医类别医师占同类机构医师总数比例达到25%以上的要求", "中医类别医师占同类机构医师总数比例达到25%以上", True),
    ("到2025年每10万人口康复医师达到8人（见规划七、（八）2.）", "到2025年每10万人口康复医师达到8人", False),
    ("其中村卫生室219所", "村卫生室219所", False),
    ("其中医医院应当牵头", "其中医医院应当牵头", False),
    ("建立健全绩效考核制度", "建立健全绩效考核制度", False),
]


@pytest.mark.parametrize(("words", "core", "posed"), TIGHT)
def test_a_half_sentence_is_cut_to_what_is_claimed(words: str, core: str, posed: bool) -> None:
    half = tight(words, Span(0, len(words)))
    assert (half.span.of(words), half.posed) == (core, posed)


HEAD = "为贯彻落实《梅州市进一步完善医疗卫生服务体系实施方案》（梅市府办〔2024〕1号），现就有关工作通知如下。\n"
# (behind that first line, words at issue, verdict; "" where nothing may be said)
CHOSEN = [
    ("各地要持续加强3家高水平医院建设，支持高水平医院合理规划建设多院区。", "加强3家", "数字不符"),
    ("各地要持续加强2家高水平医院建设，支持高水平医院合理规划建设多院区。", "加强2家", "一致"),
    ("到2025年每万人口拥有全科医生数达到5人。", "达到5人", "数字不符"),
    ("到年底，每万人口拥有全科医生3.7人，距到2025年每万人口拥有全科医生数达到4人的目标还有差距。", "3.7人", ""),
    (
        "到年底，每万人口拥有全科医生3.7人，距到2025年每万人口拥有全科医生数达到4.5人的目标还有差距。",
        "4.5人",
        "数字不符",
    ),
    ("县人民医院要在2026年6月底前完成信息系统改造。", "6月底", ""),
    ("由县卫生健康局牵头，县财政局配合，组成2个督查组。", "县财政局", ""),
    ("上级要求将中医类别医师占同类机构医师总数比例提高到25%以上。", "25%", "建议补引"),
]


@pytest.mark.parametrize(("words", "at", "verdict"), CHOSEN)
def test_what_is_far_from_its_citation(words: str, at: str, verdict: str) -> None:
    assert told(HEAD + words, at) == verdict
