"""Sets that judge retrieval: STARD (questions to statute articles) and BEIR-style folders (corpus, queries, qrels)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from eval.public.question_set import BadDataset, Passage, Question, QuestionSet, need, read_json, read_lines, read_rows


def read_stard(path: Path) -> QuestionSet:
    """STARD: a folder with queries (json) and corpus.jsonl, or the queries' file beside its corpus.jsonl.

    A query names its articles by id in ``match_id`` (or ``relevant``); an article has id, name and content.
    """
    folder = path if path.is_dir() else path.parent
    corpus = next((p for n in ("corpus.jsonl", "corpus.json") if (p := folder / n).is_file()), None)
    if corpus is None:
        raise BadDataset(f"“{folder}”里缺少 corpus.jsonl（法条）。")
    asked = path if path.is_file() and path != corpus else _queries(folder, corpus)
    passages = tuple(_article(row, corpus, n) for n, row in _rows(corpus))
    known = {p.id for p in passages}
    questions = []
    for number, row in _rows(asked):
        text = row.get("query") or row.get("question") if isinstance(row, dict) else None
        relevant = (
            tuple(str(i) for i in row.get("match_id") or row.get("relevant") or ()) if isinstance(row, dict) else ()
        )
        if not text or not relevant:
            raise BadDataset(f"“{asked.name}”第{number}条缺少 query 或 match_id。")
        if missing := [i for i in relevant if i not in known]:
            raise BadDataset(f"“{asked.name}”第{number}条的法条“{missing[0]}”不在“{corpus.name}”里。")
        questions.append(Question(str(row.get("query_id", number)), str(text), (), relevant))
    return QuestionSet(asked.stem, passages, tuple(questions))


def _queries(folder: Path, corpus: Path) -> Path:
    found = sorted(p for p in (*folder.glob("*.json"), *folder.glob("*.jsonl")) if p != corpus)
    if len(found) != 1:
        raise BadDataset(f"“{folder}”里除 corpus 外应只有一个问题文件，或直接指明问题文件。")
    return found[0]


def _article(row: Any, path: Path, number: int) -> Passage:
    text = row.get("content") or row.get("text") if isinstance(row, dict) else None
    if not text:
        raise BadDataset(f"“{path.name}”第{number}条缺少 content。")
    return Passage(
        str(row.get("id", row.get("_id", number))), str(row.get("name") or row.get("title") or ""), str(text)
    )


def _rows(path: Path) -> list[tuple[int, Any]]:
    if path.suffix == ".jsonl":
        return list(read_lines(path))
    data = read_json(path)
    if not isinstance(data, list):
        raise BadDataset(f"“{path.name}”应是一个列表。")
    return list(enumerate(data, 1))


def read_beir(path: Path) -> QuestionSet:
    """BEIR: a folder with corpus.jsonl, queries.jsonl and qrels/test.tsv (query-id, corpus-id, score)."""
    if not path.is_dir():
        raise BadDataset(f"BEIR 格式应是一个文件夹，不是“{path.name}”。")
    qrels = next((p for n in ("qrels/test.tsv", "qrels/dev.tsv", "qrels.tsv") if (p := path / n).is_file()), None)
    if qrels is None or not (path / "corpus.jsonl").is_file() or not (path / "queries.jsonl").is_file():
        raise BadDataset(f"“{path}”里应有 corpus.jsonl、queries.jsonl 和 qrels/test.tsv。")
    passages = tuple(
        Passage(
            str(need(row, "_id", path / "corpus.jsonl", n)),
            str(row.get("title") or ""),
            str(need(row, "text", path / "corpus.jsonl", n)),
        )
        for n, row in read_lines(path / "corpus.jsonl")
    )
    relevant: dict[str, list[str]] = {}
    for number, judged in enumerate(read_rows(qrels, "\t"), 2):
        query, document = need(judged, "query-id", qrels, number), need(judged, "corpus-id", qrels, number)
        if float(judged.get("score") or 1) > 0:
            relevant.setdefault(query, []).append(document)
    asked = [
        (str(need(row, "_id", path, n)), str(need(row, "text", path, n)))
        for n, row in read_lines(path / "queries.jsonl")
    ]
    questions = tuple(Question(i, text, (), tuple(relevant[i])) for i, text in asked if i in relevant)
    if not questions:
        raise BadDataset(f"“{qrels.name}”里没有一条对得上 queries.jsonl 的问题。")
    return QuestionSet(path.name, passages, questions)
