"""The formats of public question sets, read from small made-up files, and one answered over its own index."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import PolicyError
from eval import __main__ as command
from eval.public.run_public import FORMATS, read_public
from eval.report_json import read_report


def _write(folder: Path, files: dict[str, Any]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else "\n".join(json.dumps(c, ensure_ascii=False) for c in content)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


CMRC = [
    {
        "context_id": "1",
        "title": "题",
        "context_text": "甲县有4所医院。",
        "qas": [{"query_id": "q", "question": "几所？", "answers": ["4所", "4所"]}],
    }
]
DRCD = {
    "data": [
        {
            "title": "題",
            "paragraphs": [
                {
                    "context": "乙县有5所。",
                    "qas": [
                        {"id": "q", "question": "几所？", "answers": [{"text": "5所", "answer_start": 3}]},
                        {"question": "几人？", "is_impossible": True},
                    ],
                }
            ],
        }
    ]
}
RGB = [
    {"id": 0, "query": "几所？", "answer": ["4所"], "positive": ["甲县有4所。"], "negative": ["乙县有5所。"]},
    {"id": 1, "query": "几人？", "answer": ["3人"], "positive": [], "negative": ["乙县有5所。"]},
    {
        "id": 2,
        "query": "各几所？",
        "answer": [["4所"], ["5所"]],
        "positive": [["甲县有4所。"], ["乙县有5所。"]],
        "negative": [],
    },
    {
        "id": 3,
        "query": "几所？",
        "answer": "4所",
        "fakeanswer": "9所",
        "positive": ["甲县有4所。"],
        "positive_wrong": ["甲县有9所。"],
        "negative": [],
    },
]


def test_public_formats(tmp_path: Path) -> None:
    _write(tmp_path, {"cmrc.json": json.dumps(CMRC), "drcd.json": json.dumps(DRCD), "rgb.jsonl": RGB})
    _write(
        tmp_path / "stard",
        {
            "corpus.jsonl": [{"id": 7, "name": "甲法", "content": "第一条 ……"}],
            "dev.json": json.dumps([{"query_id": 1, "query": "问", "match_id": [7]}]),
        },
    )
    _write(
        tmp_path / "beir",
        {
            "corpus.jsonl": [{"_id": "d", "title": "", "text": "正文"}],
            "queries.jsonl": [{"_id": "q", "text": "问"}, {"_id": "r", "text": "没有判过"}],
            "qrels/test.tsv": "query-id\tcorpus-id\tscore\nq\td\t1\n",
        },
    )
    _write(tmp_path, {"t.csv": "问题,答案,出处\n几所？,4所|四所,甲县有4所。\n"})
    cmrc = read_public(tmp_path / "cmrc.json", "cmrc")
    assert cmrc.questions[0].answers == ("4所",) and cmrc.questions[0].relevant == ("p1",)
    drcd = read_public(tmp_path / "drcd.json", "drcd")
    assert [q.answerable for q in drcd.questions] == [True, False]
    rgb = read_public(tmp_path / "rgb.jsonl", "rgb")
    assert [q.part for q in rgb.questions] == ["noise", "rejection", "integration", "counterfactual"]
    assert rgb.questions[3].wrong == ("9所",) and rgb.questions[1].answerable is False and len(rgb.passages) == 3
    assert read_public(tmp_path / "stard", "stard").questions[0].relevant == ("7",)
    beir = read_public(tmp_path / "beir", "beir")
    assert [(q.text, q.relevant) for q in beir.questions] == [("问", ("d",))]
    assert read_public(tmp_path / "t.csv", "csv").questions[0].answers == ("4所", "四所")


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_public_file_in_another_format_is_refused(tmp_path: Path, name: str) -> None:
    for content in ("{", "[]", "{}", "a,b\n1,2\n", '{"x": 1}\n'):
        file = tmp_path / "f"
        file.write_text(content, encoding="utf-8")
        with pytest.raises(PolicyError) as error:
            read_public(file, name)
        assert "\n" not in str(error.value)


def test_a_public_set_is_answered_over_its_own_index(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], built_index: Path
) -> None:
    """Through the command, with the real index: the passage is found, the answer's words are there, nothing stays."""
    rows = "问题,答案,出处\n每千人口注册护士数到2026年达到多少？,4.2人,到2026年，每千人口注册护士数达到4.2人。\n"
    path = _write(tmp_path, {"t.csv": rows}) / "t.csv"
    assert command.main(["run", "--data", str(path), "--format", "csv", "--out", str(tmp_path / "out")]) == 0
    (only,) = read_report(tmp_path / "out").results
    assert (only.value("recall_at_k"), only.value("answered"), only.value("right")) == (1, 1, None)
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"report.json", "report.html", "report.md", "junit.xml"}
