"""A csv of question, answer and source: what an office has at hand. Heads in Chinese or English."""

from __future__ import annotations

from pathlib import Path

from eval.public.question_set import BadDataset, Passage, Question, QuestionSet, read_rows

_HEADS = {"question": ("问题", "question"), "answer": ("答案", "answer"), "source": ("出处", "依据", "原文", "source")}


def read_csv(path: Path) -> QuestionSet:
    """The set in a file: each distinct source text is a passage; several answers stand apart by |."""
    rows = read_rows(path)
    passages: dict[str, Passage] = {}
    questions = []
    for number, row in enumerate(rows, 2):
        cells = {key: next((row[h] for h in heads if row.get(h)), "") for key, heads in _HEADS.items()}
        if not cells["question"] or not cells["source"]:
            raise BadDataset(f"“{path.name}”第{number}行缺少“问题”或“出处”（表头应是 问题、答案、出处）。")
        if cells["source"] not in passages:
            passages[cells["source"]] = Passage(f"p{len(passages) + 1}", f"材料{len(passages) + 1}", cells["source"])
        answers = tuple(a.strip() for a in cells["answer"].split("|") if a.strip())
        questions.append(Question(f"r{number}", cells["question"], answers, (passages[cells["source"]].id,), True))
    if not questions:
        raise BadDataset(f"“{path.name}”里没有问题。")
    return QuestionSet(path.stem, tuple(passages.values()), tuple(questions))
