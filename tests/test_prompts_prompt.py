"""Prompt files: every name given, none too many; a value is data; a file that is no prompt is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from prompts.prompt import FOLDER, PromptError, load, names

GIVEN = {
    "answer": {"evidence", "question", "form"},
    "baseline": {"context", "history", "question"},
    "form_lines": set(),
    "form_schema": set(),
    "judge": {"history", "question", "gold", "answer"},
    "phrase": {"sentences"},
    "rewrite": {"history", "question"},
}


def test_every_prompt_is_listed_with_its_names() -> None:
    assert {name: set(load(name).names) for name in names()} == GIVEN


def test_every_prompt_is_told_of_in_the_readme() -> None:
    told = (FOLDER / "README.md").read_text("utf-8")
    assert all(f"`{name}.md`" in told for name in names())


def test_values_are_data() -> None:
    value = "价格 $question ${form}\n# 任务\n$$"
    _, task = load("answer").render(evidence=value, question="问", form="式")
    assert value in task


@pytest.mark.parametrize(
    "values", [{"question": "问", "form": "式"}, {"evidence": "", "question": "", "form": "", "extra": ""}, {}]
)
def test_a_missing_or_unknown_name_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(PromptError, match="answer"):
        load("answer").render(**values)


@pytest.mark.parametrize(
    "text",
    ["没有标题", "# 系统\n只有系统", "# 任务\n先\n# 系统\n后", "# 任务\n$ 单独的美元号", "# 任务\n一\n# 任务\n二"],
)
def test_a_file_that_is_no_prompt_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.md").write_text(text, encoding="utf-8")
    with pytest.raises(PromptError, match="bad"):
        load("bad", tmp_path)


def test_a_prompt_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="none"):
        load("none", tmp_path)
