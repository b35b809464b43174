"""The gold of the draft suite: a draft a clerk might have written, and what each of its claims deserves to be told.

``eval/questions/drafts_dev.jsonl`` holds one draft a line, its text in the file that the line names. A claim is a piece
of that text with the verdict of the command-line contract (assistant/drafts/finding.py); the format is told field by
field in questions/README.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.drafts.finding import Kind, Verdict
from eval.load import BadCases, json_lines, reason_of


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Ground(_Strict):
    """A clause that a verdict rests on: the file's name, the path with slashes (``二/（五）``), an exact piece of it."""

    source: str = Field(min_length=1)
    clause: str = Field(min_length=1)
    quote: str = Field(min_length=1)


class Claim(_Strict):
    """One claim of a draft: the words at issue, what kind they are, the verdict, and what they should read.

    ``accept`` lists further verdicts that a careful reader could give as well. ``evidence`` lists every place that the
    words stand at; any one of them will do. ``correction_has`` are the words that make a correction right (each entry is
    a list of spellings): 「65%」 of 「县域内基层就诊率达到65%以上」.
    """

    start: int = Field(ge=0)
    end: int = Field(gt=0)
    text: str = Field(min_length=1)
    kind: Kind
    verdict: Verdict
    accept: tuple[Verdict, ...] = ()
    evidence: tuple[Ground, ...] = ()
    correction: str | None = None
    correction_has: tuple[tuple[str, ...], ...] = ()
    note: str = ""

    @property
    def right(self) -> bool:
        """Whether nothing is wrong with these words."""
        return self.verdict == "一致"

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Every verdict that counts as right."""
        return (self.verdict, *self.accept)


class DraftCase(_Strict):
    """One line of the gold; ``kind`` is the sort of writing (通知, 复函, …), ``file`` counts from the gold's folder."""

    id: str = Field(min_length=1)
    file: str = Field(min_length=1)
    kind: str = Field(alias="genre", min_length=1)
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with its text and its labelled claims in the order of the text."""

    case: DraftCase
    text: str

    @property
    def id(self) -> str:
        """The draft's id; its claims are resampled together."""
        return self.case.id

    @property
    def kind(self) -> str:
        """The sort of writing."""
        return self.case.kind


def load_drafts(path: Path) -> tuple[Draft, ...]:
    """All drafts of one gold file with their texts; raises ``BadCases`` with the place of the first fault."""
    if not path.is_file():
        raise BadCases(f"找不到文稿题目“{path}”，请检查路径。")
    drafts = []
    for number, data in json_lines(path):
        try:
            case = DraftCase.model_validate(data)
        except ValidationError as error:
            raise BadCases(f"“{path.name}”第{number}行：{reason_of(error)}。") from error
        drafts.append(Draft(case, _text(path.parent / case.file)))
    if not drafts:
        raise BadCases(f"“{path}”里没有文稿。")
    ids = [d.id for d in drafts]
    if twice := next((i for i in ids if ids.count(i) > 1), None):
        raise BadCases(f"“{path.name}”里编号“{twice}”出现了两次，编号必须唯一。")
    return tuple(drafts)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").removesuffix("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadCases(f"读不了文稿“{file}”，请检查题目里写的路径，并存为 UTF-8。") from error


def digest_of_drafts(drafts: Sequence[Draft]) -> str:
    """A digest of texts and gold."""
    whole = hashlib.sha256()
    for draft in drafts:
        whole.update(draft.case.model_dump_json(exclude_defaults=True).encode() + b"\0" + draft.text.encode())
    return whole.hexdigest()[:16]
