"""The draft suite: its gold has no fault, a perfect check scores full marks, and each broken organ shows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pytest

from assistant.answer import Answer
from assistant.ask import Assistant, Turn
from assistant.drafts.carrying import Carrier
from assistant.drafts.finding import VERDICTS, Finding, Kind, Verdict
from corpus.errors import PolicyError
from corpus.model import Span
from eval.check_drafts import check_drafts
from eval.confusion import MISSED, NOTHING, confusion
from eval.draft_results import checker_of, draft_results
from eval.drafts import Claim, Draft, DraftCase, Ground, load_drafts
from eval.gate import judge, read_gate
from eval.html.page import page
from eval.junit import main_value
from eval.markdown import markdown
from eval.metrics import mean_of
from eval.report_json import report_json
from eval.results import Result
from eval.run import Report, Wish, run
from eval.run_info import SCORING, RunInfo
from eval.scorers.citing import Finder, score_cite
from eval.scorers.claims import corrects, match, score_claim
from eval.suites import DRAFTS, LABELLED_ON, load_suite
from index.retriever import Retriever
from tests import builders_draft_suite as broken
from tests.builders_assistant import five_documents
from tests.builders_eval import Live

TEXT = "《方案》二、（五）要求，县域内基层就诊率达到60%以上。我县现有床位60张。"


def _claim(words: str, kind: Kind, verdict: Verdict, **more: object) -> Claim:
    start = TEXT.index(words)
    return Claim.model_validate(
        {"start": start, "end": start + len(words), "text": words, "kind": kind, "verdict": verdict, **more}
    )


CITED = _claim("《方案》二、（五）", "citation", "一致")
FIGURE = _claim(
    "县域内基层就诊率达到60%以上",
    "number",
    "数字不符",
    correction="县域内基层就诊率达到65%以上",
    correction_has=[["65%"]],
)


def _draft(*claims: Claim) -> Draft:
    case = DraftCase.model_validate({"id": "d", "file": "d.txt", "genre": "通知", "claims": []})
    return Draft(case.model_copy(update={"claims": claims}), TEXT)


def _finding(
    words: str, kind: Kind = "number", verdict: Verdict = "数字不符", correction: str | None = None
) -> Finding:
    start = TEXT.index(words)
    return Finding(Span(start, start + len(words)), words, kind, verdict, (), "理由", correction)


def test_our_own_drafts_have_no_fault() -> None:
    sets = [(name, load_suite(name).drafts) for name in DRAFTS]
    assert [f for f in check_drafts(sets, five_documents()) if f.error] == []
    drafts = [d for _, held in sets for d in held]
    claims = [c for d in drafts for c in d.case.claims]
    assert len(drafts) >= 30 and len(claims) >= 220
    assert sum(not c.right for c in claims) >= 95
    assert all(300 <= len(d.text) <= 3000 for d in drafts)
    counts: Counter[str] = Counter(c.verdict for c in claims)
    assert all(counts[v] >= 6 for v in VERDICTS if v != "一致"), counts


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"start": 1}, "不在所标的位置"),
        ({"evidence": [{"source": "002_734ee5681423b33d.txt", "clause": "二/（五）", "quote": "没有的话"}]}, "不是"),
        ({"evidence": [{"source": "002_734ee5681423b33d.txt", "clause": "二/（五十）", "quote": "话"}]}, "没有"),
        ({"verdict": "一致", "correction": "县域内基层就诊率达到65%以上"}, "判为一致却有改法"),
        ({"correction": "县域内基层就诊率达到75%以上"}, "改法里没有"),
        ({"correction_has": [["就诊率"]]}, "看不出改没改"),
        ({"accept": ["数字不符"]}, "accept"),
    ],
)
def test_faulty_gold_is_found(change: dict[str, object], told: str) -> None:
    claim = Claim.model_validate(FIGURE.model_dump() | change)
    found = [f.text for f in check_drafts([("one", [_draft(claim)])], five_documents()) if f.error]
    assert any(told in text for text in found), found


def test_the_same_draft_twice_and_claims_that_overlap_are_found() -> None:
    twin, upside_down = _draft(CITED), _draft(FIGURE, CITED)
    found = [f.text for f in check_drafts([("a", [twin]), ("b", [upside_down])], five_documents()) if f.error]
    assert any("同一份文稿" in t for t in found) and any("重叠" in t for t in found) and any("编号" in t for t in found)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "不是完整的 JSON"),
        (json.dumps({"id": "a", "file": "a.txt", "genre": "通知"}), "claims"),
        (json.dumps({"id": "a", "file": "无.txt", "genre": "通知", "claims": []}), "读不了文稿"),
        ("", "没有文稿"),
    ],
)
def test_a_bad_line_is_told(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "drafts.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(PolicyError, match=told):
        load_drafts(path)


@pytest.mark.parametrize(
    ("finding", "claim"),
    [
        (_finding("县域内基层就诊率达到60%以上"), FIGURE),
        (_finding("达到60%以上"), FIGURE),  # a part of it
        (_finding("要求，县域内基层就诊率达到60%以上", "duty"), FIGURE),  # number or duty: both are what the text says
        (_finding("（五）", "citation"), CITED),
        (_finding("达到60%以上", "citation"), None),  # a citation speaks of no figure
        (_finding("现有床位60张"), None),
        (_finding(TEXT), None),  # a whole text points at nothing
        (_finding("以上。我县现有床位60张"), None),
    ],
)
def test_a_finding_belongs_to_the_words_it_overlaps(finding: Finding, claim: Claim | None) -> None:
    matched = match(_draft(CITED, FIGURE), [finding])
    assert [t.claim for t in matched.told if t.finding] == ([claim] if claim else [])
    assert bool(matched.strays) is (claim is None)


def test_accusations_of_parts_speak_for_a_claim_and_correct_it_together() -> None:
    part = _finding("达到60%", correction="达到65%")
    rest = _finding("县域内基层就诊率达到60%以上", verdict="一致")
    (told,) = match(_draft(FIGURE), [rest, part]).told
    assert told.finding == part
    two = _finding("县域内基层", "duty", "部门不符", "县域内")
    (told,) = match(_draft(FIGURE), [two, part]).told
    scores = {s.name: s for s in score_claim(told, TEXT)}
    assert scores["correction_right"].value == 1.0 and "；" in scores["correction_right"].reason


def test_the_nearest_finding_speaks_for_a_claim() -> None:
    near, far = _finding("县域内基层就诊率达到60%以上"), _finding("要求，县域内基层就诊率达到60%以上", verdict="一致")
    assert match(_draft(CITED, FIGURE), [far, near]).told[1].finding == near


@pytest.mark.parametrize(
    ("proposed", "right"),
    [
        ("县域内基层就诊率达到65%以上", True),
        ("县域内基层就诊率达到６５％以上", True),
        ("应为“达到65%以上”", True),
        ("县域内基层就诊率达到165%以上", False),
        ("县域内基层就诊率达到60%以上", False),
        (None, False),
        ("65%" + "本通知另有许多话" * 20, False),  # the right words among many others are no proposal
    ],
)
def test_a_correction_carries_the_words_that_matter(proposed: str | None, right: bool) -> None:
    assert corrects(FIGURE, proposed) is right


def test_a_perfect_check_scores_full_marks() -> None:
    rows = broken.results()
    found = broken.means(rows)
    assert found.pop("wrongly_accused") == 0
    assert set(found.values()) == {1.0}
    assert all(main_value(r) for r in rows)
    assert all(set(row) == {gold} for gold, row in confusion(rows).items())


@pytest.mark.parametrize(
    ("sabotage", "worse"),
    [
        (broken.says("一致"), {"claim_verdict": 0.75, "claim_caught": 0.2}),
        (broken.says("数字不符"), {"claim_verdict": 0.3, "accusation_right": 0.5}),
        (broken.everything, {"claim_verdict": 0.3, "accusation_right": 0.2, "claim_recall": 0.7}),
        (broken.whole, {"claim_recall": 0.0, "accusation_right": 0.0, "claim_verdict": 0.0}),
        (broken.misplaced, {"claim_recall": 0.35, "claim_verdict": 0.35}),
        (broken.shifted, {"span_exact": 0.0}),
        (broken.uncorrected, {"correction_right": 0.0}),
        (broken.unplaced, {"claim_located": 0.05}),
        (lambda _, right: right[: len(right) // 2], {"claim_recall": 0.55, "claim_verdict": 0.55}),
    ],
)
def test_each_broken_organ_shows(sabotage: broken.Broken, worse: dict[str, float]) -> None:
    found = broken.means(broken.results(sabotage))
    for name, most in worse.items():
        value = found[name]
        assert value is not None and value <= most, (name, value)


def test_who_accuses_everything_accuses_the_right_ones_too() -> None:
    assert broken.means(broken.results(broken.says("数字不符")))["wrongly_accused"] == 1.0


def test_a_check_that_breaks_is_a_finding_not_the_end() -> None:
    def check(text: str) -> Sequence[Finding]:
        raise PolicyError("读不了。") if len(text) % 2 else ValueError("x")

    rows = list(draft_results("drafts_dev", broken.drafts(), check, five_documents()))
    assert broken.means(rows)["claim_recall"] == 0.0
    assert {r.answer for r in rows} == {"读不了。", "ValueError：x"}


@dataclass
class _Place:
    source: str
    path: str

    @property
    def label(self) -> str:
        return self.path

    @property
    def name(self) -> str:
        return self.source


@dataclass
class _Offered:
    document: _Place
    clause: _Place
    carries: bool


def _offers(source: str, path: str, carries: bool = True) -> Finder:
    place = _Place(source, path)
    return lambda words: cast(Sequence[Carrier], [_Offered(place, place, carries)])


@pytest.mark.parametrize(
    ("verdict", "find", "scores"),
    [
        ("一致", _offers("a.txt", "二、（一）"), {"cite_first": 1.0}),
        ("一致", _offers("a.txt", "二、（二）"), {"cite_first": 0.0}),
        ("一致", _offers("b.txt", "二、（一）"), {"cite_first": 0.0}),
        ("建议补引", _offers("a.txt", "二、（一）", carries=False), {"cite_first": 0.0}),
        ("数字不符", _offers("a.txt", "二、（一）"), {"cite_held_back": 0.0}),
        ("数字不符", _offers("a.txt", "二、（一）", carries=False), {"cite_held_back": 1.0}),
        ("无法核实", _offers("a.txt", "二、（一）"), {}),
    ],
)
def test_what_a_writer_is_offered_for_a_claim(verdict: Verdict, find: Finder, scores: dict[str, float]) -> None:
    text = "护理试点医院不超过3所"
    ground = Ground(source="a.txt", clause="二/（一）", quote=text)
    claim = Claim(start=0, end=len(text), text=text, kind="number", verdict=verdict, evidence=(ground,))
    assert {s.name: s.value for s in score_cite(claim, find)} == scores
    assert score_cite(claim.model_copy(update={"kind": "citation"}), find) == []


class _Other:
    """An assistant that answers and checks nothing."""

    name = "other"

    def ask(self, question: str, history: Sequence[Turn]) -> Answer:
        return Answer(question, "不知道")

    def retrieve(self, question: str, k: int) -> tuple[str, ...] | None:
        return ()

    def describe(self) -> dict[str, str]:
        return {}

    def close(self) -> None:
        pass


def test_an_assistant_of_another_make_has_no_check() -> None:
    assert checker_of(_Other(), LABELLED_ON) is None
    with pytest.raises(PolicyError, match="不会核稿"):
        run(Wish("drafts"), assistant=_Other())
    # where all is run, what it cannot do is left out
    assert {r.suite for r in run(Wish("all", limit=1), assistant=_Other()).results} == {"dev", "gate", "ledger"}


def test_the_product_s_check_is_what_a_run_asks(built_index: Path) -> None:
    library = five_documents()
    retriever = Retriever.open(built_index, corpus_digest=library.digest)
    try:
        report = run(Wish("drafts_dev", limit=1), assistant=Live(Assistant(library, retriever, LABELLED_ON)))
    finally:
        retriever.close()
    (draft,) = {r.case for r in report.results}
    labelled = next(d for d in broken.drafts() if d.id == draft).case.claims
    rows = [r for r in report.results if "误报" not in r.id]
    assert [r.question for r in rows] == [c.text for c in labelled]
    assert all(r.value("claim_recall") is not None for r in rows) and any(r.value("span_exact") for r in rows)
    assert list(report.info.suites) == ["drafts_dev"]


def _report(rows: Sequence[Result]) -> Report:
    info = RunInfo(
        "composed", {"drafts_dev": "x"}, SCORING, 10, LABELLED_ON.isoformat(), None, 0, "", False, "", "", {}, {}, "", "", 0, 1
    )  # fmt: skip
    return Report(info, tuple(rows))


def test_the_reports_show_what_was_said_where_what_should_have_been() -> None:
    def wrong(_: Draft, right: Sequence[Finding]) -> Sequence[Finding]:
        stray = Finding(Span(0, 2), "关于", "number", "部门不符", (), "理由")
        return [replace(f, verdict="部门不符") if f.verdict == "数字不符" else f for f in right[:-1]] + [stray]

    report = _report(broken.results(wrong))
    table = confusion(report.results)
    assert set(table["数字不符"]) <= {"部门不符", MISSED} and table[NOTHING] == {"部门不符": len(broken.drafts())}
    assert report_json(report)["suites"]["drafts_dev"]["confusion"] == table
    told, shown = markdown(report), page(report)
    assert "| 应为 \\ 判为 |" in told and "| 数字不符 |" in told and "判断对照" in shown
    stray = next(r for r in report.results if "误报" in r.id)
    assert stray.id in told and not main_value(stray)


def test_the_gate_stops_a_check_that_calls_all_right() -> None:
    gate = read_gate()
    rules = gate.suites["drafts_dev"]
    assert rules.floors
    rulings = judge(_report(broken.results(broken.says("一致"))), gate)
    assert {r.measure for r in rulings if r.outcome == "failed"} >= {"claim_caught"}
    honest = judge(_report(broken.results()), gate)
    assert {r.outcome for r in honest if r.measure in rules.floors} == {"passed"}


def test_drafts_are_resampled_whole() -> None:
    rows = broken.results()
    assert {r.case for r in rows} == {d.id for d in broken.drafts()}
    times = mean_of(rows, "latency")
    assert times.n == len(broken.drafts())
