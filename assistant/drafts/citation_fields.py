"""Citations that know what they cite: a Word field whose code carries the clause, its words and the style.

Word shows the field's result, keeps its code through saving, copying and mailing, and lets nobody see it; reference
managers store theirs the same way. So a draft can be refreshed by whoever has it, without a list kept elsewhere:

    ADDIN POLICY_CITE {"clause": "粤办函〔2022〕245号#二/（五）", "quote": "…", "style": "公文", "form": "脚注", "seen": "…"}
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.citation_styles import Form, Style
from assistant.drafts.package import keep_blanks
from corpus.model import Clause
from corpus.read.archive import attribute, local
from corpus.versions import body

CODE = "ADDIN POLICY_CITE "
LIST_CODE = "ADDIN POLICY_REFERENCES"


class Kept(BaseModel):
    """What a field's code says; a code that somebody else wrote, or damaged, is none of ours."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    clause: str
    quote: str = ""
    style: Style = "公文"
    form: Form = "行文"
    seen: str = ""

    @property
    def code(self) -> str:
        """The field's code."""
        return CODE + json.dumps(self.model_dump(exclude_defaults=True), ensure_ascii=False)


@dataclass(slots=True)
class CitationField:
    """One of our fields in a file: what it cites and the runs that show it."""

    kept: Kept
    begin: etree._Element
    results: list[etree._Element]
    end: etree._Element

    @property
    def shown(self) -> str:
        """The words as they stand in the draft."""
        return "".join(t.text or "" for r in self.results for t in r if local(t) == "t")

    def show(self, text: str) -> None:
        """Replace the words, with the looks that the first of them has."""
        if not self.results or text == self.shown:
            return
        first = self.results[0]
        words = [t for t in first if local(t) == "t"]
        if not words:
            return
        words[0].text = text
        keep_blanks(words[0])
        for element in words[1:]:
            first.remove(element)
        for run in self.results[1:]:
            if any(local(e) == "t" for e in run):
                run.getparent().remove(run)
        self.results = [first]


def digest(clause: Clause) -> str:
    """A short print of a clause's words, to see later that they changed; its number, which a new item shifts, is none."""
    return _print(body(clause))


def saw(seen: str, clause: Clause) -> bool:
    """Whether a digest is this clause's, the number counted or not: drafts made before kept it with the number."""
    return seen in (digest(clause), _print(clause.text))


def _print(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def field_runs(word: str, code: str, text: str, looks: etree._Element | None) -> list[etree._Element]:
    """A field as runs: begin, code, separator, the words shown, end; ``looks`` are the properties of each."""
    w = f"{{{word}}}"

    def run(*inside: etree._Element) -> etree._Element:
        made = etree.Element(f"{w}r", nsmap={"w": word})
        if looks is not None:
            made.append(copy.deepcopy(looks))
        made.extend(inside)
        return made

    def mark(kind: str) -> etree._Element:
        return etree.Element(f"{w}fldChar", {f"{w}fldCharType": kind})

    instruction = etree.Element(f"{w}instrText")
    instruction.text = f" {code} "
    shown = etree.Element(f"{w}t")
    shown.text = text
    for element in (instruction, shown):
        keep_blanks(element)
    return [run(mark("begin")), run(instruction), run(mark("separate")), run(shown), run(mark("end"))]


def citation_fields(root: etree._Element) -> Iterator[CitationField]:
    """Our fields below an element, in the order of the text; fields inside fields are met too."""
    for code, begin, results, end in _fields(root):
        if code.strip().startswith(CODE.strip()):
            try:
                kept = Kept.model_validate_json(code.strip().removeprefix(CODE.strip()).strip())
            except ValidationError:
                continue
            yield CitationField(kept, begin, results, end)


def list_fields(root: etree._Element) -> list[CitationField]:
    """The fields that hold our list of references."""
    return [
        CitationField(Kept(clause=""), begin, results, end)
        for code, begin, results, end in _fields(root)
        if code.strip() == LIST_CODE
    ]


@dataclass(slots=True)
class _Open:
    begin: etree._Element
    code: str = ""
    separated: bool = False


def _fields(
    root: etree._Element,
) -> Iterator[tuple[str, etree._Element, list[etree._Element], etree._Element]]:
    """Code, first run, runs shown and last run of every field that is whole."""
    stack: list[_Open] = []
    results: list[list[etree._Element]] = []
    for run in root.iter():
        if local(run) != "r":
            continue
        for element in run:
            kind = attribute(element, "fldCharType") if local(element) == "fldChar" else None
            if kind == "begin":
                stack.append(_Open(run))
                results.append([])
            elif kind == "separate" and stack:
                stack[-1].separated = True
            elif kind == "end" and stack:
                field, shown = stack.pop(), results.pop()
                yield field.code, field.begin, shown, run
            elif local(element) == "instrText" and stack and not stack[-1].separated:
                stack[-1].code += element.text or ""
            elif stack and stack[-1].separated and (not results[-1] or results[-1][-1] is not run):
                if local(element) != "rPr":
                    results[-1].append(run)
