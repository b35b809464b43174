"""RGB: noise, rejection, integration, counterfactual. One question a line: query, answer, positive and negative passages.

noise           the answer stands among passages that don't hold it
rejection       only passages without the answer (the file has no positive ones): it must be refused
integration     the answer has several parts, each in a passage of its own
counterfactual  ``positive_wrong`` passages say something false (``fakeanswer``): it must not be repeated
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval.public.question_set import BadDataset, Passage, Question, QuestionSet, need, read_lines


def read_rgb(path: Path) -> QuestionSet:
    """The set in a file."""
    passages: dict[str, Passage] = {}
    questions = []
    for number, row in read_lines(path):
        text = str(need(row, "query", path, number))
        positive = [_keep(p, passages) for p in _flat(row.get("positive"))]
        for other in (*_flat(row.get("negative")), *_flat(row.get("positive_wrong"))):
            _keep(other, passages)
        answers = tuple(dict.fromkeys(_flat(row.get("answer"))))
        wrong = tuple(_flat(row.get("fakeanswer")))
        part = "counterfactual" if wrong else "rejection" if not positive else "integration" if _parts(row) else "noise"
        questions.append(
            Question(
                str(row.get("id", number)),
                text,
                answers if positive else (),
                tuple(positive),
                bool(positive),
                wrong,
                part,
            )
        )
    if not questions:
        raise BadDataset(f"“{path.name}”里没有问题。")
    return QuestionSet(path.stem, tuple(passages.values()), tuple(questions))


def _parts(row: dict[str, Any]) -> bool:
    positive = row.get("positive") or []
    return bool(positive) and isinstance(positive[0], list)


def _keep(text: str, passages: dict[str, Passage]) -> str:
    """The id of a passage; the same text is one passage, however many questions share it."""
    if text not in passages:
        passages[text] = Passage(f"p{len(passages) + 1}", f"材料{len(passages) + 1}", text)
    return passages[text].id


def _flat(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _flat(item)
