"""What the README shows as answers is what the assistant answers, line for line."""

import re
from pathlib import Path

from assistant.ask import Assistant, Turn

README = (Path(__file__).resolve().parent.parent / "README.md").read_text("utf-8")
EXAMPLE = re.compile(r"\*\*(接着)?问：(.+?)\*\*[^\n]*\n\n((?:> .*\n)+)")


def _examples() -> list[tuple[bool, str, list[str]]]:
    return [
        (bool(m[1]), m[2].strip(), [line.removeprefix("> ") for line in m[3].splitlines()])
        for m in EXAMPLE.finditer(README)
    ]


def test_the_readme_has_examples() -> None:
    assert len(_examples()) >= 4
    assert any(follows for follows, _, _ in _examples())


def test_the_examples_are_true(assistant: Assistant) -> None:
    history: list[Turn] = []
    for follows, question, lines in _examples():
        if not follows:
            history = []
        answer = assistant.ask(question, history)
        missing = [line for line in lines if line not in answer.text.splitlines()]
        assert not missing, f"{question}: {missing}\n{answer.text}"
        history += [Turn("user", question), Turn("assistant", answer.text)]
