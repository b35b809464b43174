"""The command line's errors, and the CI snippets kept true: every command they call exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from corpus.errors import PolicyError
from eval import __main__ as command
from eval.assistants import Place, open_assistant
from eval.suites import LABELLED_ON

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    "words",
    [
        ["run", "--suite", "nope"],
        ["run", "--suite", "no.jsonl"],
        ["run", "--assistant", "gpt", "--suite", "gate"],
        ["run", "--suite", "ledger", "--gate", "--gate-file", "no.toml"],
        ["run", "--data", "no.json", "--format", "cmrc"],
        ["run", "--data", "pyproject.toml", "--format", "nope"],
        ["compare", "no", "no"],
        ["check", "no.jsonl"],
        ["judged", "no.jsonl"],
        ["baseline", "no"],
        ["table", "--report", "no"],
        ["template", "x.doc"],
        ["template", "no/such/folder/x.csv"],
        ["candidates", "no.jsonl", "x.xlsx"],
    ],
)
def test_every_error_is_one_chinese_line_and_exit_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(words) == 2
    told = capsys.readouterr().err.strip()
    assert told and "\n" not in told and re.search("[一-龥]", told) and "Traceback" not in told


@pytest.mark.parametrize("name", ["model", "baseline"])
def test_an_assistant_that_needs_a_model_says_what_is_missing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POLICY_CHAT_URL", raising=False)
    with pytest.raises(PolicyError) as error:
        open_assistant(name, Place(None, None, LABELLED_ON))
    assert "\n" not in str(error.value)


def _commands(text: str) -> list[list[str]]:
    return [m[1].split() for m in re.finditer(r"(?:python -m |\bmake )([^\n'\"]+)", text)]


@pytest.mark.parametrize("name", ["github-actions.yml", "gitea.yml", "gitlab-ci.yml", "Jenkinsfile"])
def test_ci_snippets_call_what_exists(name: str) -> None:
    """Each file parses, and every command in it is one that our parsers and Makefile know."""
    text = (ROOT / "eval" / "ci" / name).read_text(encoding="utf-8")
    if name.endswith(".yml"):
        assert isinstance(yaml.safe_load(text), dict)
    else:
        assert text.count("{") == text.count("}") and "pipeline {" in text
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M)
    called = _commands(text)
    assert [w[0] for w in called] == ["setup", "index", "eval", "eval"]
    for words in called:
        if words[0] == "eval":
            assert command._parser().parse_args(words[1:]).run
        elif words[0] == "index":
            assert words == ["index", "build"]
        else:
            assert words[0] in targets
    assert not re.search(r"(?:KEY|TOKEN|SECRET)", text) and "HF_HUB_OFFLINE" in text


def test_our_own_ci_runs_the_gate() -> None:
    assert "make --no-print-directory gate" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.search(
        r"^gate:.*\n(?:.*\n)*?.*python -m eval run .*--gate",
        (ROOT / "Makefile").read_text(encoding="utf-8"),
        flags=re.M,
    )
