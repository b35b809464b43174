"""Runs a public set: its passages as a library of their own in a temporary folder, an index over it, and the scores that
apply: retrieval where relevant passages are named, the answer's words, refusals, and what a false passage says."""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import BadSettings
from corpus.library import Library
from eval.ask_cases import ask_all
from eval.assistants import Answering, Place, open_assistant
from eval.cases import Case, Gold, Turn
from eval.given import Given
from eval.metrics import SEED
from eval.public.question_set import Passage, Question, QuestionSet
from eval.public.retrieval_sets import read_beir, read_stard
from eval.public.rgb import read_rgb
from eval.public.squad import read_squad
from eval.public.table import read_csv
from eval.results import Result
from eval.run import Bar, Report, Wish
from eval.run_info import SCORING, RunInfo, commit_of, machine, now, prompts_digest, settings_of
from eval.score import Score
from eval.scorers.retrieval import ranked_scores
from eval.suites import LABELLED_ON, digest_of
from eval.wording import asserts, holds

FORMATS: dict[str, Callable[[Path], QuestionSet]] = {
    "squad": read_squad,
    "cmrc": read_squad,
    "drcd": read_squad,
    "rgb": read_rgb,
    "stard": read_stard,
    "beir": read_beir,
    "csv": read_csv,
}


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The passages as documents: which document id holds which passage."""

    folder: Path
    names: dict[str, str]


def read_public(path: Path, name: str | None) -> QuestionSet:
    """A set by its format's name; raises ``BadSettings`` for an unknown one."""
    if name not in FORMATS:
        raise BadSettings(f"请用 --format 指明格式，可用：{'、'.join(FORMATS)}。")
    if not path.exists():
        raise BadSettings(f"找不到数据“{path}”，请检查路径。")
    return FORMATS[name](path)


def run_public(path: Path, name: str | None, wish: Wish, bar: Bar | None = None) -> Report:
    """Run the set at a path; nothing of it stays behind."""
    started, begin = now(), time.perf_counter()
    held = read_public(path, name)
    asked = held.questions[: wish.limit]
    with tempfile.TemporaryDirectory(prefix="policy-eval-") as scratch:
        shelf = _shelve(held.passages, Path(scratch) / "documents")
        place = Place(shelf.folder, Path(scratch) / "index", LABELLED_ON, wish.record)
        library = Library.load(shelf.folder)
        cases = [_case(q) for q in asked]
        with closing(open_assistant(wish.assistant, place)) as assistant:
            answers = ask_all(cases, assistant, wish.k * 4)
            listed = list(bar(answers, len(cases)) if bar else answers)
            retrieved = [_retrieved(q, assistant, shelf, library, wish.k) for q in asked]
            name, models = assistant.name, assistant.describe()
        results = tuple(
            _result(held.name, q, g[0], r, wish.k) for q, g, r in zip(asked, listed, retrieved, strict=True)
        )
    commit, changed = commit_of()
    info = RunInfo(
        name, {held.name: digest_of(tuple(cases))}, SCORING, wish.k, LABELLED_ON.isoformat(), wish.limit, SEED, commit,
        changed, library.digest[:16], prompts_digest(), models, settings_of(os.environ), machine(), started,
        round(time.perf_counter() - begin, 1), 1,
    )  # fmt: skip
    return Report(info, results)


def _shelve(passages: Sequence[Passage], folder: Path) -> _Shelf:
    """Every passage as a file of its own, so that a clause found leads back to its passage."""
    folder.mkdir(parents=True)
    names = {}
    for number, passage in enumerate(passages, 1):
        file = f"{number:06d}.txt"
        title = re.sub(r"\s+", " ", passage.title).strip() or f"材料{number}"
        # Two passages of one article share a title; their numbers keep them two documents.
        (folder / file).write_text(f"{title}（{number}）\n\n{passage.text}\n", encoding="utf-8")
        names[file] = passage.id
    return _Shelf(folder, names)


def _case(question: Question) -> Case:
    """The question as a case whose gold is judged here, not by clauses."""
    gold = Gold(outcome="refuse") if question.answerable is False else Gold(outcome="ask_back")
    return Case(id=question.id, kind="definition", turns=(Turn(question=question.text, gold=gold),))


def _retrieved(question: Question, assistant: Answering, shelf: _Shelf, library: Library, k: int) -> tuple[str, ...]:
    """The passages that the index brings up, each once."""
    found = assistant.retrieve(question.text, k * 4) or ()
    sources = {d.id: shelf.names.get(d.source, "") for d in library.documents}
    return tuple(dict.fromkeys(sources.get(c.rpartition("#")[0], "") for c in found))[:k]


def _result(name: str, question: Question, given: Given, retrieved: tuple[str, ...], k: int) -> Result:
    scores = [*_retrieval(question, retrieved, k), *_answer(question, given)]
    scores += [Score("length", float(len(given.body)), ""), Score("latency", given.elapsed_ms, "")]
    gold = "应拒答" if question.answerable is False else f"答案：{' / '.join(question.answers) or '（只评检索）'}"
    return Result(
        question.id, question.id, name, "public", question.part, "", (), question.text, gold, given.error or given.text,
        tuple(scores), retrieved=retrieved, outcome="refuse" if question.answerable is False else "answer" if question.answers else "", given=given.as_json(),
    )  # fmt: skip


def _retrieval(question: Question, retrieved: tuple[str, ...], k: int) -> list[Score]:
    if not question.relevant:
        return []
    groups = {passage: i for i, passage in enumerate(dict.fromkeys(question.relevant))}
    covers = [{groups[p]} if p in groups else set() for p in retrieved]
    covered = {groups[p] for p in retrieved if p in groups}
    return ranked_scores(covers, [bool(c) for c in covers], covered, len(groups), k)


def _answer(question: Question, given: Given) -> list[Score]:
    if given.error:
        return [Score("answered", 0.0, f"程序出错：{given.error}")]
    if question.answerable is False:
        return [
            Score("refusal_recall", float(given.abstained), "已拒答" if given.abstained else "应拒答却作了回答"),
            Score("answered", float(given.abstained), "应拒答"),
        ]
    if not question.answers:
        return []
    misled = next((w for w in question.wrong if asserts(given.body, w)), None)
    found = next((a for a in question.answers if holds(given.body, a)), None)
    good = found is not None and misled is None and not given.abstained
    reason = f"照说了错误材料里的“{misled}”" if misled else f"有“{found}”" if found else "没有标准答案"
    return [Score("answered", float(good), reason), Score("wrongly_refused", float(given.abstained), "")]
