"""A chat model's judgement of how answers read and how whole they are: shown beside the scores, never in the gate.

    python -m eval run --assistant model --judge 3

The judge is pinned (model, prompt digest, temperature and number of runs stand in the run's record) and asked several
times, so that its own disagreement shows: fluency 0.75 with a spread of 0.5 is no measurement. A reply that can't be read
makes no score; it is not a zero.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from assistant.chat.budget import Budget
from assistant.chat.chat import Chat, open_chat
from assistant.chat.failure import ChatFailed
from assistant.chat.source import Call
from corpus.errors import BadSettings
from eval.results import Result
from eval.run import Report
from eval.score import Score
from prompts.prompt import Prompt, load

ASPECTS = {"fluency": "通顺", "completeness": "完整"}
TOKENS = 60
_LINE = re.compile(r"^\s*(通顺|完整)\s*[：:]\s*([1-5])\s*分?\s*$", re.M)
_MARK = re.compile(r"\[\d{1,3}\]")
_Marks = dict[str, float]
Bar = Callable[[Iterable[Result], int], Iterator[Result]]


@dataclass(frozen=True, slots=True)
class ModelJudge:
    """A chat model that reads every answer ``runs`` times; for one report, its chat is closed after it."""

    chat: Chat
    runs: int

    def describe(self) -> dict[str, str]:
        """What the run's record says of it; other figures than these make another judge."""
        return {
            "模型": self.chat.name,
            "提示词摘要": digest_of(load("judge")),
            "温度": f"{self.chat.settings.temperature:g}",
            "每题次数": str(self.runs),
        }

    def judged(self, report: Report, bar: Bar | None = None) -> Report:
        """The report with the judge's scores beside the others, as many answers at once as the endpoint takes."""
        pairs = list(_with_talk(report.results))
        try:
            with ThreadPoolExecutor(self.chat.settings.concurrency) as pool:
                read = pool.map(lambda pair: self._result(*pair), pairs)
                results = tuple(bar(read, len(pairs)) if bar else read)
        finally:
            self.chat.close()
        return Report(replace(report.info, judge=self.describe()), results)

    def _result(self, result: Result, talk: str) -> Result:
        if result.outcome not in ("answer", "correct"):
            return result
        return replace(result, scores=(*result.scores, *self._scores(result, talk)))

    def _scores(self, result: Result, talk: str) -> list[Score]:
        if not result.answer or result.given.get("error") or result.given.get("abstained"):
            # No zero either: where the judge fails, zeros given here would be all that is left of its mean.
            return [Score(name, None, "没有作答，不评") for name in ASPECTS]
        system, task = load("judge").render(
            history=talk or "无", question=result.question, gold=result.gold, answer=_MARK.sub("", result.answer)
        )
        replies = [self._reply(Call(system, task, TOKENS)) for _ in range(self.runs)]
        return [score for name in ASPECTS for score in _told(name, replies)]

    def _reply(self, call: Call) -> _Marks | str:
        """The marks of one run, or why there are none."""
        try:
            return marks_in(self.chat.ask(call, Budget(self.chat.settings.seconds))) or "读不出分数"
        except ChatFailed as failed:
            return f"没有评成（{failed}）"


def open_judge(runs: int) -> ModelJudge:
    """The judge on the chat model that is set; raises ``BadSettings`` where none is."""
    chat = open_chat()
    if chat is None:
        raise BadSettings("没有设置语言模型，请设置 POLICY_CHAT_BASE_URL 和 POLICY_CHAT_MODEL，或去掉 --judge。")
    return ModelJudge(chat, runs)


def marks_in(reply: str) -> _Marks | None:
    """The two marks of a reply as shares (5 is 1, 1 is 0); ``None`` unless each is there exactly once."""
    found = _LINE.findall(reply)
    if sorted(title for title, _ in found) != sorted(ASPECTS.values()):
        return None
    given = dict(found)
    return {name: (int(given[title]) - 1) / 4 for name, title in ASPECTS.items()}


def digest_of(prompt: Prompt) -> str:
    """What tells one wording of a prompt from another."""
    return hashlib.sha256(f"{prompt.system}\0{prompt.task}".encode()).hexdigest()[:16]


def _told(name: str, replies: list[_Marks | str]) -> list[Score]:
    """One aspect's mean over the runs that gave marks, and how far these lie apart where there are two."""
    marks = [r[name] for r in replies if not isinstance(r, str)]
    failures = [r for r in replies if isinstance(r, str)]
    told = "、".join(f"{m:.2f}" for m in marks)
    if failures:
        told = "；".join(filter(None, (told, f"{len(replies)}次中{len(failures)}次{failures[0]}")))
    mean = sum(marks) / len(marks) if marks else None
    spread = max(marks) - min(marks) if len(marks) > 1 else None
    return [Score(name, mean, told), Score(f"{name}_spread", spread, told if spread is not None else "没有两次可比")]


def _with_talk(results: Iterable[Result]) -> Iterator[tuple[Result, str]]:
    """Each result with the conversation before it, the assistant's own answers in it."""
    case, talk = ("", ""), ""
    for result in results:
        if (result.suite, result.case) != case:
            case, talk = (result.suite, result.case), ""
        yield result, talk
        talk += f"问：{result.question}\n答：{result.answer}\n"
