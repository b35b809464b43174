"""The evaluation's files read back: the latest report, the trend, the picture; what is missing or broken is said."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from assistant.about import about
from assistant.ask import Assistant
from assistant.measured.picture import trend_svg
from assistant.measured.report import BASELINES, latest, read
from assistant.measured.trend import points
from assistant.web.about_tab import about_html
from assistant.web.eval_html import none_html, report_html
from corpus.errors import PolicyError
from eval.history import append_history, history_line
from eval.report_json import report_json, write_json
from eval.run import Report
from tests.builders_measured import report_of

HOSTILE = "<script>alert(1)</script>"


def saved(folder: Path, report: Report) -> Path:
    """A report where the evaluation would put it."""
    (folder / "eval").mkdir(parents=True, exist_ok=True)
    write_json(report_json(report), folder / "eval" / "report.json")
    return folder


def test_what_the_evaluation_wrote_is_read_back(tmp_path: Path) -> None:
    report = report_of({"dev": [1.0, 0.0, 1.0, 1.0], "gate": [1.0, 0.0]})
    found = latest(saved(tmp_path, report))
    assert found is not None
    by_name = {s.name: s for s in found.suites}
    assert (by_name["dev"].means["right"].value, by_name["dev"].n) == (0.75, 4)
    assert by_name["dev"].kinds["target"].n == 4
    assert [f.id for f in found.failed] == ["dev-1"]
    assert found.held_back == 1


def test_failures_of_the_held_out_suite_are_counted_and_not_shown(tmp_path: Path) -> None:
    found = latest(saved(tmp_path, report_of({"gate": [0.0, 0.0]})))
    assert found is not None
    shown = report_html(found, ())
    assert "门槛集另有2题没有答对" in shown
    assert "gate-0的问题" not in shown


def test_none_and_a_broken_one_are_told(tmp_path: Path) -> None:
    assert latest(tmp_path) is None
    assert "python -m eval run" in none_html(())
    (tmp_path / "eval").mkdir()
    for text in ("", "{}", '{"info": {}, "results": 3}', "[1]"):
        (tmp_path / "eval" / "report.json").write_text(text, encoding="utf-8")
        with pytest.raises(PolicyError, match="不是完整的评测报告"):
            latest(tmp_path)


def test_a_saved_baseline_joins_the_history_once(tmp_path: Path) -> None:
    report = report_of({"dev": [1.0, 0.0], "ledger": [1.0]}, measure={"ledger": "fact_recall"})
    path = tmp_path / "history.jsonl"
    append_history(report, path)
    append_history(report, path)
    [line] = path.read_text("utf-8").splitlines()
    assert json.loads(line)["suites"]["dev"]["right"]["value"] == 0.5
    [point] = points(tmp_path, tmp_path / "none")
    assert {name: m.value for name, m in point.means.items()} == {"dev": 0.5, "ledger": 1.0}


def test_a_run_that_lies_in_both_places_is_one_point_and_a_torn_line_none(tmp_path: Path) -> None:
    report = report_of({"dev": [1.0]})
    append_history(report, tmp_path / "history.jsonl")
    with (tmp_path / "history.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"started": "20\n')
    assert len(points(tmp_path, saved(tmp_path / "build", report))) == 1


def test_the_committed_history_draws_a_picture() -> None:
    found = points(BASELINES, Path("nowhere"))
    assert len(found) >= 3
    assert [p.started for p in found] == sorted(p.started for p in found)
    svg = trend_svg(found, "答对的变化")
    assert svg.count("<circle") >= sum(len(p.means) for p in found)
    ys = [float(y) for y in re.findall(r'<circle cx="[^"]+" cy="([^"]+)"', svg)]
    assert all(0 < y < 260 for y in ys)
    assert "<script" not in svg


def test_the_history_line_says_what_the_report_says(tmp_path: Path) -> None:
    report = report_of({"dev": [1.0, 1.0, 0.0]})
    line: dict[str, Any] = history_line(report)
    found = read(saved(tmp_path, report) / "eval" / "report.json")
    assert line["suites"]["dev"]["right"]["value"] == found.suites[0].means["right"].value


def test_what_a_report_says_is_text_on_the_page(tmp_path: Path) -> None:
    report = report_of({"dev": [0.0]}, words=HOSTILE)
    found = latest(saved(tmp_path, report))
    assert found is not None
    shown = report_html(found, ())
    assert HOSTILE not in shown
    assert "&lt;script&gt;" in shown


def test_about_tells_the_limits_and_that_nothing_leaves(assistant: Assistant) -> None:
    found = about(assistant)
    shown = about_html(found)
    assert (found.documents, found.sent_to, found.model) == (5, None, "")
    assert "不联网" in shown
    assert "一律拒答" in shown
    assert found.measured
    assert f"{found.measured['gate'].value:.3f}" in shown
