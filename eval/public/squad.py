"""SQuAD-style sets (CMRC 2018, DRCD, SQuAD): paragraphs with questions whose answers are words of the paragraph.

Reads both nestings: ``data[].paragraphs[].qas[]`` and CMRC's flat ``[{context_id, context_text, qas[]}]``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval.public.question_set import BadDataset, Passage, Question, QuestionSet, need, read_json


def read_squad(path: Path) -> QuestionSet:
    """The set in a file; an unanswerable question (``is_impossible``) keeps no answer."""
    passages: list[Passage] = []
    questions: list[Question] = []
    for title, context, asked in _paragraphs(read_json(path), path):
        passage = Passage(f"p{len(passages) + 1}", title, context)
        passages.append(passage)
        for qa in asked:
            text = need(qa, "question", path, len(questions) + 1)
            impossible = bool(qa.get("is_impossible"))
            answers = tuple(dict.fromkeys(_answers(qa))) if not impossible else ()
            if not answers and not impossible:
                raise BadDataset(f"“{path.name}”的问题“{str(text)[:30]}”没有答案。")
            name = str(qa.get("id") or qa.get("query_id") or f"q{len(questions) + 1}")
            relevant = () if impossible else (passage.id,)
            questions.append(Question(name, str(text), answers, relevant, not impossible))
    if not questions:
        raise BadDataset(f"“{path.name}”里没有问题，请检查是否选对了格式。")
    return QuestionSet(path.stem, tuple(passages), tuple(questions))


def _paragraphs(data: Any, path: Path) -> Iterator[tuple[str, str, list[Any]]]:
    if isinstance(data, dict):
        data = data.get("data", [])
    if not isinstance(data, list):
        raise BadDataset(f"“{path.name}”不是 SQuAD 格式（缺少 data）。")
    for number, article in enumerate(data, 1):
        if isinstance(article, dict) and "paragraphs" in article:
            title = str(article.get("title") or f"文章{number}")
            for paragraph in article["paragraphs"]:
                yield title, str(need(paragraph, "context", path, number)), list(paragraph.get("qas") or [])
        else:
            context = article.get("context_text") or article.get("context") if isinstance(article, dict) else None
            if not context:
                raise BadDataset(f"“{path.name}”第{number}篇缺少正文（context）。")
            yield str(article.get("title") or f"文章{number}"), str(context), list(article.get("qas") or [])


def _answers(qa: dict[str, Any]) -> Iterator[str]:
    for answer in qa.get("answers") or []:
        text = answer.get("text") if isinstance(answer, dict) else answer
        if text:
            yield str(text)
